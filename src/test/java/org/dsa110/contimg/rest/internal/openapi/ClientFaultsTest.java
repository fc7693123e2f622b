package org.dsa110.contimg.rest.internal.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document has nothing that made a generated client not compile, ask for what is not there, or unable to ask. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ClientFaultsTest {
    private JsonNode document;
    private final List<ApiOperation> operations = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        document = SampleRows.JSON.readTree(given().queryParam("format", "json").get("/q/openapi").asByteArray());
        operations.addAll(new ApiDocument(document).operations());
    }

    @Test
    void thatItIsDoneComesBeforeWhatFailsAndJsonBeforeOtherForms() {
        for (ApiOperation operation : operations) {
            JsonNode responses = operation.node().get("responses");
            List<String> statuses = new ArrayList<>();
            responses.fieldNames().forEachRemaining(statuses::add);
            statuses.removeIf(name -> name.startsWith("x-"));
            assertThat(statuses.get(0)).as("first status of %s", operation).startsWith("2");
            assertThat(statuses).as("%s", operation).isSorted();
            for (JsonNode response : responses) {
                JsonNode content = response.path("content");
                if (content.has("application/json")) {
                    assertThat(content.fieldNames().next()).as("%s", operation).isEqualTo("application/json");
                }
            }
        }
    }

    @Test
    void nothingIsEitherAnObjectOrAnArray() {
        assertThat(document.findValues("oneOf")).isEmpty();
        // Of one or the other only null is the other.
        for (JsonNode choices : document.findValues("anyOf")) {
            assertThat(choices).hasSize(2);
            assertThat(choices.get(1).path("type").asText()).isEqualTo("null");
        }
        JsonNode create = document.at("/paths/~1api~1v1~1products~1images/post");
        assertThat(create.at("/requestBody/content/application~1json/schema/$ref").asText())
                .isEqualTo("#/components/schemas/products.images");
        assertThat(create.at("/responses/201/content/application~1json/x-or-array/maxItems").asInt()).isEqualTo(1000);
    }

    @Test
    void noParameterHasTheNameOfAVariableOfGeneratedCode() {
        for (ApiOperation operation : operations) {
            operation.node().path("parameters").forEach(parameter -> assertThat(parameter.get("name").asText())
                    .as("%s", operation).isNotEqualTo("base_path"));
        }
    }

    @Test
    void aKeyHasAParameterForEachColumnOfTheColumnsType() {
        for (TableDescription<?> table : SampleRows.tables()) {
            StringBuilder path = new StringBuilder(table.path());
            for (ColumnDescription key : table.keys()) {
                path.append("/{").append(table.keys().size() == 1 ? "key" : key.name()).append('}');
            }
            for (String method : List.of("get", "put", "patch", "delete")) {
                JsonNode parameters = document.path("paths").path(path.toString()).path(method).path("parameters");
                for (int i = 0; i < table.keys().size(); i++) {
                    JsonNode parameter = parameters.path(i);
                    assertThat(parameter.path("in").asText()).as("%s %s", method, path).isEqualTo("path");
                    assertThat(parameter.at("/schema/type").asText()).as("%s %s", method, path)
                            .isEqualTo(switch (table.keys().get(i).type()) {
                                case INTEGER -> "integer";
                                case REAL -> "number";
                                default -> "string";
                            });
                }
            }
        }
        assertThat(document.path("paths").has("/api/v1/ingest/subband_files/{group_id}/{subband_idx}")).isTrue();
        assertThat(document.path("paths").has("/api/v1/ingest/subband_files/{key}")).isFalse();
    }

    @Test
    void everyListTakesItsFiltersByOneParameter() {
        for (ApiOperation operation : operations) {
            JsonNode filter = parameter(operation, "filter");
            assertThat(filter.isMissingNode()).as("%s", operation)
                    .isEqualTo(parameter(operation, "order").isMissingNode());
            if (!filter.isMissingNode()) {
                assertThat(filter.path("explode").asBoolean()).as("%s", operation).isTrue();
                assertThat(filter.at("/schema/type").asText()).as("%s", operation).isEqualTo("array");
            }
        }
        String pattern = document.at("/components/schemas/products.storage_locations.filter/pattern").asText();
        assertThat("base_path__eq=").matches(pattern);
        assertThat("base_path__isnull=").matches(pattern);
        assertThat("base_path__like=").doesNotMatch(pattern);
    }

    @Test
    void aFilterOfThatParameterIsTheSameFilter() {
        given().contentType("application/json").body("{\"path\": \"/filtered/a=b.ms\", \"mid_mjd\": 60001.5}")
                .post("/api/v1/products/ms_index").then().statusCode(201);
        String list = "/api/v1/products/ms_index";
        given().queryParam("filter", "path__startswith=/filtered/", "mid_mjd__ge=60001.5").get(list).then()
                .statusCode(200).body("items.path", contains("/filtered/a=b.ms"));
        given().queryParam("filter", "path=/filtered/a=b.ms", "mid_mjd__lt=60001.5").get(list).then()
                .statusCode(200).body("items", empty());
        given().queryParam("filter", "mid_mjd").get(list).then().statusCode(400)
                .body("violations.field", contains("filter"));
        given().queryParam("filter", "limit=1").get(list).then().statusCode(400)
                .body("violations.field", contains("limit"));
        given().queryParam("filter", "mid_mjd__ge=x").get(list).then().statusCode(400)
                .body("violations.field", contains("mid_mjd__ge"));
        given().queryParam("filter", "mid_mjd__ge=1").queryParam("mid_mjd__ge", "1").get(list).then().statusCode(400)
                .body("violations.message", contains("must be given once"));
        given().queryParam("filter", "stored__in=0,1").queryParam("from_mjd", 1).queryParam("to_mjd", 2)
                .get("/api/v1/hdf5/files").then().statusCode(200);
    }

    @Test
    void theDistanceOfAConeSearchMayBeOrderedByAndChosen() {
        JsonNode list = document.at("/paths/~1api~1v1~1products~1images/get");
        ApiOperation operation = new ApiOperation("GET", "", null, list);
        assertThat(parameter(operation, "order").at("/schema/items/enum").toString()).contains("\"separation_deg\"",
                "\"-separation_deg\"");
        assertThat(parameter(operation, "fields").at("/schema/items/enum").toString()).contains("\"separation_deg\"");
        assertThat(document.at("/paths/~1api~1v1~1products~1jobs/get").toString()).doesNotContain("separation_deg");
    }

    @Test
    void everyPartOfAnAnswerHasASchema() {
        assertThat(document.at("/components/schemas/SourceDetail/allOf/1/properties/variability_stats/anyOf/0/$ref")
                .asText()).isEqualTo("#/components/schemas/products.variability_stats");
        assertThat(document.at("/components/schemas/Statistics_products/properties/newest_images/items/$ref").asText())
                .isEqualTo("#/components/schemas/products.images.part");
        assertThat(document.at("/components/schemas/Statistics_ingest/properties/queue_by_state/items/$ref").asText())
                .isEqualTo("#/components/schemas/ValueCount");
        for (JsonNode schema : document.at("/components/schemas")) {
            assertObjectsHaveProperties(schema);
        }
    }

    private static void assertObjectsHaveProperties(JsonNode schema) {
        if (schema.path("type").asText().equals("object")) {
            assertThat(schema.has("properties") || schema.has("additionalProperties")).as("%s", schema).isTrue();
        }
        if (schema.path("type").asText().equals("array")) {
            assertThat(schema.has("items")).as("%s", schema).isTrue();
        }
        schema.path("properties").forEach(ClientFaultsTest::assertObjectsHaveProperties);
    }

    @Test
    void aTableSaysWhatItsRowsAre() {
        Map<String, String> descriptions = new HashMap<>();
        for (TableDescription<?> table : SampleRows.tables()) {
            String description = document.path("components").path("schemas").path(table.toString()).path("description")
                    .asText();
            assertThat(description).as("%s", table).isNotBlank().doesNotStartWith("A row of");
            descriptions.put(table.toString(), description);
        }
        assertThat(descriptions).containsEntry("products.images", "An image made from a measurement set");
    }

    @Test
    void nothingIsDescribedForNobody() {
        String text = document.toString();
        document.at("/components/schemas").fieldNames().forEachRemaining(name -> assertThat(text).as(name)
                .contains("\"#/components/schemas/" + name + '"'));
        assertThat(document.at("/servers/0/url").asText()).isEqualTo("/");
        assertThat(document.at("/info/contact/name").asText()).isNotBlank();
    }

    private static JsonNode parameter(ApiOperation operation, String name) {
        for (JsonNode parameter : operation.node().path("parameters")) {
            if (parameter.get("name").asText().equals(name)) {
                return parameter;
            }
        }
        return MissingNode.getInstance();
    }
}

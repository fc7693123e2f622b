package org.dsa110.contimg.rest.internal.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class OpenApiTest {
    @Test
    void everyParameterColumnAndAnswerIsDescribed() {
        JsonPath document = given().queryParam("format", "json").get("/q/openapi").then().statusCode(200).extract()
                .jsonPath();

        Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
        assertThat(paths).containsKeys("/api/v1/products/images", "/api/v1/products/images/{key}",
                "/api/v1/ingest/ingest_queue");
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            assertThat(operation).as("%s %s", method, path).containsKeys("operationId", "summary", "description",
                    "responses");
            parameters(operation)
                    .forEach(parameter -> assertThat((String) parameter.get("description")).as("%s %s %s", method, path,
                            parameter.get("name")).isNotBlank());
        }));
        Map<String, Map<String, Map<String, Map<String, Object>>>> schemas = document.getMap("components.schemas");
        assertThat(schemas.get("products.images").get("properties").get("noise_jy").get("description"))
                .isEqualTo("RMS noise, Jy/beam");
        assertThat(schemas.get("products.images.change").get("properties")).containsKey("noise_jy")
                .doesNotContainKeys("id", "warnings");
        assertThat(document.getInt("paths.'/api/v1/products/images'.post.requestBody.content.'application/json'"
                + ".'x-or-array'.maxItems")).isEqualTo(1000);
        assertThat(document.getMap("paths.'/api/v1/products/images/{key}'.patch.requestBody.content"))
                .containsOnlyKeys("application/merge-patch+json", "application/json");
        assertThat(document.getMap("paths.'/api/v1/products/images/{key}'.put.responses"))
                .containsKeys("200", "412").doesNotContainKey("201");
        assertThat(document.getMap("paths.'/api/v1/products/ms_index/{key}'.put.responses.'201'.headers"))
                .containsOnlyKeys("Location", "ETag");
        assertThat(document.getList("paths.'/api/v1/products/images/{key}'.delete.parameters.name"))
                .containsExactlyInAnyOrder("key", "If-Match", "If-None-Match");
        assertThat(document.getList("paths.'/api/v1/products/images'.post.parameters.name"))
                .containsExactly("Idempotency-Key");
        assertThat(paths).containsKeys("/api/v1/products/images:import", "/api/v1/products/ms_index:import",
                "/api/v1/products/ms_index:upsert").doesNotContainKeys("/api/v1/products/images:upsert");
        assertThat(paths.keySet()).filteredOn(path -> path.contains("{database}")).containsExactly("/api/v1/{database}",
                "/api/v1/{database}/{table}", "/api/v1/{database}/{table}/{key}");
        assertThat(paths.get("/api/v1/{database}/{table}").keySet()).containsExactly("get");
        assertThat((String) paths.get("/api/v1/{database}/{table}/{key}").get("get").get("summary"))
                .contains("read-only");
        assertThat(document.getMap("paths.'/api/v1/products/images:import'.post.requestBody.content"))
                .containsOnlyKeys("application/x-ndjson", "text/csv");
        schemas.forEach((name, schema) -> {
            if (name.endsWith(".filter")) {
                assertThat(schema.keySet()).as(name).contains("description", "pattern");
            } else if (name.contains(".")) {
                schema.get("properties")
                        .forEach((column, value) -> assertThat((String) value.get("description"))
                                .as("%s.%s", name, column)
                                .isNotBlank());
            }
        });
    }

    @Test
    void aCodingThatIsNotTakenIsRefusedAsTheDocumentSaysWhetherThereIsABodyOrNot() {
        for (String action : List.of("/api/v1/products/variability_stats:recompute",
                "/api/v1/products/ms_index:upsert")) {
            given().urlEncodingEnabled(false).header("Content-Encoding", "br").contentType("application/json")
                    .post(action).then().statusCode(415);
            assertThat(given().queryParam("format", "json").get("/q/openapi").jsonPath()
                    .getMap("paths.'" + action + "'.post.responses")).containsKey("415");
        }
    }

    @Test
    void whatAllHaveInCommonIsSaidFirst() {
        JsonPath document = given().queryParam("format", "json").get("/q/openapi").then().statusCode(200).extract()
                .jsonPath();
        assertThat(document.getString("info.description")).contains("`__in`", "a NULL is less than any value",
                "`Idempotency-Key`", "a comma within one is `\\,`");
        Map<String, String> tags = new HashMap<>();
        document.<Map<String, String>>getList("tags").forEach(tag -> tags.put(tag.get("name"), tag.get("description")));
        document.<String, Map<String, Map<String, List<String>>>>getMap("paths").forEach((path, operations) -> {
            if (path.startsWith("/api/")) {
                operations.values().forEach(operation -> operation.get("tags")
                        .forEach(tag -> assertThat(tags.get(tag)).as("%s at %s", tag, path).isNotBlank()));
            }
        });
        List<String> paths = List.copyOf(document.getMap("paths").keySet().stream().map(Object::toString).toList());
        assertThat(paths.indexOf("/api/v1/products/images:import"))
                .isEqualTo(paths.indexOf("/api/v1/products/images/{key}") + 1);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> parameters(Map<String, Object> operation) {
        return (List<Map<String, Object>>) operation.getOrDefault("parameters", List.of());
    }
}

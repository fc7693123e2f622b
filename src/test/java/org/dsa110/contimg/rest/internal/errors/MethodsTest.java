package org.dsa110.contimg.rest.internal.errors;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.assertj.core.api.SoftAssertions;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.internal.openapi.ApiDocument;
import org.dsa110.contimg.rest.internal.openapi.ApiOperation;
import org.dsa110.contimg.rest.problem.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every path of the OpenAPI document has the methods that the document says, and no others. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class MethodsTest {
    StateFiles files;

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    @Test
    void anyOtherMethodIsRefusedWithThoseThatThePathHas() throws IOException {
        ApiDocument document = document();
        Set<String> paths = document.operations().stream().map(ApiOperation::template)
                .filter(path -> path.startsWith("/api/")).collect(Collectors.toCollection(TreeSet::new));
        assertThat(paths).contains("/api/v1/products/images:import", "/api/v1/products/ms_index:upsert",
                "/api/v1/data_registry/data_registry:publish", "/api/v1/products/ms_index:stage",
                "/api/v1/products/variability_stats:recompute", "/api/v1/hdf5/complete_groups");
        SoftAssertions softly = new SoftAssertions();
        for (String template : paths) {
            String path = path(template);
            Set<String> allowed = METHODS.stream().filter(method -> document.operation(method, path).isPresent())
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> advertised = new TreeSet<>(allowed);
            if (allowed.contains("GET")) {
                advertised.add("HEAD");
            }
            advertised.add("OPTIONS");
            softly.assertThat(given().urlEncodingEnabled(false).options(path).header("Allow")).as("OPTIONS %s", path)
                    .isEqualTo(String.join(", ", advertised));
            for (String method : METHODS) {
                if (!allowed.contains(method)) {
                    Response answer = given().urlEncodingEnabled(false).contentType(ContentType.JSON)
                            .body("{}").request(method, path);
                    softly.assertThat(answer.statusCode() + " " + answer.contentType() + " " + answer.header("Allow"))
                            .as("%s %s", method, path)
                            .isEqualTo("405 " + Problem.MEDIA_TYPE + " " + String.join(", ", advertised));
                }
            }
        }
        softly.assertAll();
    }

    @Test
    void aParameterThatAnOperationDoesNotHaveIsNamed() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        for (ApiOperation operation : document().operations()) {
            if (!operation.template().startsWith("/api/")) {
                continue;
            }
            Iterator<String> types = operation.node().path("requestBody").path("content").fieldNames();
            RequestSpecification request = given().urlEncodingEnabled(false);
            if (types.hasNext()) {
                request.header("Content-Type", types.next());
            }
            for (JsonNode parameter : operation.node().path("parameters")) {
                if (parameter.path("in").asText().equals("query") && parameter.path("required").asBoolean()) {
                    request.queryParam(parameter.path("name").asText(), 1);
                }
            }
            Response answer = request.queryParam("not_there", true).request(operation.method(),
                    path(operation.template()));
            softly.assertThat(answer.statusCode()).as("%s", operation).isEqualTo(400);
            softly.assertThat(answer.asString()).as("%s", operation).contains("\"field\":\"not_there\"");
        }
        softly.assertAll();
    }

    /** Of what other programs have, that there is a table of theirs. */
    @BeforeEach
    void makeTable() throws SQLException {
        new OtherProgram(files.get(Database.PRODUCTS).toString()).execute("CREATE TABLE IF NOT EXISTS \"1\" (a)");
    }

    private static String path(String template) {
        return template.replace("{database}", "products").replaceAll("\\{\\w+\\}", "1");
    }

    private static ApiDocument document() throws IOException {
        return new ApiDocument(SampleRows.JSON
                .readTree(given().queryParam("format", "json").get("/q/openapi").then().extract().asByteArray()));
    }

    @Test
    void whereNothingIsNoMethodIsAllowed() {
        given().urlEncodingEnabled(false).get("/api/v1/products/images:publish").then().statusCode(404)
                .header("Allow", nullValue())
                .body("status", equalTo(404));
    }

    @Test
    void whatTheFrameworkServesIsOnlyRead() {
        for (String path : List.of("/q/metrics", "/q/health", "/q/health/ready", "/q/health/live", "/q/openapi",
                "/q/%6detrics", "/q/swagger-ui/")) {
            for (String method : List.of("PUT", "POST", "PATCH", "DELETE", "FOO")) {
                given().urlEncodingEnabled(false).request(method, path).then().statusCode(405)
                        .contentType(Problem.MEDIA_TYPE).header("Allow", "GET, HEAD, OPTIONS");
            }
            given().urlEncodingEnabled(false).get(path).then().statusCode(200);
        }
    }

    @Test
    void aBodyInACodingThatIsNotTakenIsRefusedWhereThereMayBeOne() {
        given().contentType(ContentType.JSON).header("Content-Encoding", "br").body("{}")
                .post("/api/v1/products/images").then().statusCode(415);
        given().contentType(ContentType.JSON).header("Content-Encoding", "br").body("{}")
                .post("/api/v1/products/images/1").then().statusCode(405);
        given().contentType(ContentType.JSON).header("Content-Encoding", "br").body("{}")
                .post("/api/v1/products/nothing").then().statusCode(404);
    }
}

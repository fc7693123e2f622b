package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.products.SourcesTest.add;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a light curve as a picture, with which headers, and what is said to whoever asks for one wrongly. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class PictureAnswersTest {
    private static final String CURVE = "/api/v1/products/sources/{id}/lightcurve";

    StateFiles files;

    private final String mark = UUID.randomUUID().toString();

    @AfterEach
    void deletePhotometry() throws SQLException {
        new OtherProgram(files.get(Database.PRODUCTS).toString())
                .execute("DELETE FROM photometry WHERE source_id = ?", mark);
    }

    @ParameterizedTest
    @CsvSource({"svg, image/svg+xml", "png, image/png"})
    void aPictureIsShownAndRunsNothing(String as, String type) throws Exception {
        add(mark, Map.of("mjd", 60000.5, "flux_jy", 0.5, "flux_err_jy", 0.01));
        for (Response answer : List.of(given().queryParam("as", as).get(CURVE, mark),
                given().accept(type + ", */*;q=0.1").get(CURVE, mark))) {
            answer.then().statusCode(200).contentType(equalTo(type))
                    .header("Content-Disposition", "inline; filename=\"lightcurve." + as + "\"")
                    .header("Content-Security-Policy", "default-src 'none'; sandbox")
                    .header("X-Content-Type-Options", "nosniff").header("Vary", "Accept, Accept-Encoding")
                    .header("ETag", nullValue());
        }
        given().queryParam("as", as).head(CURVE, mark).then().statusCode(200).contentType(equalTo(type))
                .header("Content-Disposition", "inline; filename=\"lightcurve." + as + "\"");
        byte[] first = given().queryParam("as", as).get(CURVE, mark).asByteArray();
        assertThat(given().queryParam("as", as).get(CURVE, mark).asByteArray()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,image/png;q=0.8,*/*;q=0.8",
            "application/json, image/png", "image/*;q=0.5, application/json"})
    void whoeverTakesAnythingGetsJson(String accept) {
        add(mark, Map.of("mjd", 60000.5));
        String type = given().accept(accept).get(CURVE, mark).then().statusCode(200).extract().contentType();
        assertThat(type).startsWith(accept.contains("html") ? "image/png" : "application/json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"as=svg&width=319 | width | an integer from 320 to 2000",
            "as=png&width=2001 | width | an integer from 320 to 2000", "as=png&width=wide | width | an integer",
            "as=svg&height=179 | height | an integer from 180 to 1500",
            "as=svg&height=1501 | height | an integer from 180 to 1500", "as=svg&theme=pink | theme | light, dark",
            "as=svg&from_mjd=x | from_mjd | a finite number", "as=svg&width=400&width=400 | width | given once",
            "as=gif | as | json, ndjson, csv, ecsv, votable, svg, png", "width=400 | width | is for pictures",
            "as=csv&theme=dark | theme | is for pictures"})
    void aBadParameterIsNamed(String query, String field, String message) {
        add(mark, Map.of("mjd", 60000.5));
        given().get(CURVE + "?" + query, mark).then().statusCode(400).contentType("application/problem+json")
                .body("violations[0].field", equalTo(field)).body("violations[0].message", containsString(message));
    }

    @Test
    void otherListsHaveNoPictures() {
        given().get("/api/v1/products/photometry?as=svg").then().statusCode(400)
                .body("violations[0].field", equalTo("as")).body("violations[0].message",
                        equalTo("must be one of json, ndjson, csv, ecsv, votable"));
        given().accept("image/png").get("/api/v1/products/photometry").then().statusCode(406);
        given().accept("image/svg+xml").get("/api/v1/products/sources/" + mark).then().statusCode(406);
        given().accept("image/gif").get(CURVE, mark).then().statusCode(406)
                .body("detail", containsString("application/x-votable+xml, image/svg+xml, image/png"));
    }

    @Test
    void theDocumentHasThePictures() {
        Map<String, Object> content = given().queryParam("format", "json").get("/q/openapi").jsonPath()
                .getMap("paths.'/api/v1/products/sources/{source_id}/lightcurve'.get.responses.'200'.content");
        assertThat(content.keySet()).contains("image/svg+xml", "image/png").first().isEqualTo("application/json");
        List<String> parameters = given().queryParam("format", "json").get("/q/openapi").jsonPath()
                .getList("paths.'/api/v1/products/sources/{source_id}/lightcurve'.get.parameters.name");
        assertThat(parameters).containsExactly("source_id", "from_mjd", "to_mjd", "as", "width", "height", "theme");
    }
}

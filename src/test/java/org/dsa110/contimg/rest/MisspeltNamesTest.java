package org.dsa110.contimg.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.util.List;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An error names the table or the column that was meant, its fields in order, and a key as people write it. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class MisspeltNamesTest {
    private static final String IMAGES = "/api/v1/products/images";

    @ParameterizedTest
    @CsvSource({"nois_jy__lt,1,nois_jy__lt,is not a parameter (did you mean noise_jy?); known are ",
            "limits,1,limits,is not a parameter (did you mean limit?); known are ",
            "order,-noise_yj,order,has the unknown column '-noise_yj' (did you mean noise_jy?); known are ",
            "fields,pth,fields,has the unknown column 'pth' (did you mean path?); known are "})
    void aColumnOfAListIsGuessed(String parameter, String value, String field, String message) {
        problem(given().queryParam(parameter, value).get(IMAGES).then()
                .body("violations[0].message", startsWith(message)), 400, field);
    }

    @ParameterizedTest
    @CsvSource({"images,radus,1,radus,is not a parameter (did you mean radius?); known are ",
            "ms_index,radus,1,radus,is not a parameter; known are ",
            "images,filter,limit=5,limit,is not a parameter; known are ",
            "images,filter,ordr=5,ordr,is not a parameter; known are ",
            "images,filter,nois_jy__lt=1,nois_jy__lt,is not a parameter (did you mean noise_jy?); known are "})
    void onlyWhatCanStandThereIsGuessed(String table, String parameter, String value, String field, String message) {
        problem(given().queryParam(parameter, value).get("/api/v1/products/" + table).then()
                .body("violations[0].message", startsWith(message)), 400, field);
    }

    @Test
    void aColumnOfABodyIsGuessed() {
        problem(post(IMAGES, "{\"noise_jj\":1}").body("violations[0].message",
                startsWith("is not a column (did you mean noise_jy?); known are ")), 400, "noise_jj");
        given().contentType("text/csv; charset=utf-8").body("pth\na\n").urlEncodingEnabled(false)
                .post(IMAGES + ":import").then()
                .statusCode(400).body("violations[0].message",
                        startsWith("has 'pth', which is not a column (did you mean path?); known are "));
    }

    @Test
    void aParameterOfAQueryIsGuessed() {
        given().queryParam("from_mdj", 60000).get("/api/v1/products/sources/a/lightcurve").then().statusCode(400)
                .body("violations.find { it.field == 'from_mdj' }.message",
                        startsWith("is not a parameter (did you mean from_mjd?)"));
    }

    @Test
    void aTableIsGuessed() {
        given().get("/api/v1/products/image").then().statusCode(404).body("detail",
                startsWith("there is no table products.image (did you mean images?); "));
        given().contentType("text/csv; charset=utf-8").body("source_id\n").urlEncodingEnabled(false)
                .post("/api/v1/products/fotometry:import").then().statusCode(404)
                .body("detail", equalTo("there is no table products.fotometry (did you mean photometry?)"));
    }

    @Test
    void fieldsAreNamedInOrder() {
        given().queryParam("zebra", 1).queryParam("alpha", 1).queryParam("mu", 1).queryParam("beta", 1).get(IMAGES)
                .then().statusCode(400).body("violations.field", contains("alpha", "beta", "mu", "zebra"))
                .body("detail", startsWith("alpha is not a parameter"));
        List<String> fields = post(IMAGES, "{}").statusCode(400).extract().path("violations.field");
        assertThat(fields).hasSizeGreaterThan(2).isSorted();
    }

    @Test
    void aKeyThatIsNotThereIsShownAsPeopleWriteIt() {
        given().urlEncodingEnabled(false).get("/api/v1/products/ms_index/%2Fstage%2Fn%C3%A4chste.ms").then()
                .statusCode(404).body("detail", equalTo("products.ms_index has no row with path = /stage/nächste.ms"));
    }

    private static ValidatableResponse post(String path, String body) {
        return given().contentType("application/json").body(body).post(path).then();
    }
}

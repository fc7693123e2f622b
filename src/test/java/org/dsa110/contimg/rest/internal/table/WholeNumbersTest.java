package org.dsa110.contimg.rest.internal.table;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.post;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An integer may be written as a number with a fraction or an exponent that is whole, wherever a client sends one. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class WholeNumbersTest {
    private static final String IMAGES = "/api/v1/products/images";
    private static final String WRONG = "must be an integer of 64 bits";

    private final String mark = UUID.randomUUID().toString();

    @ParameterizedTest
    @CsvSource({"4096.0, 4096", "4.096e3, 4096", "40960E-1, 4096", "0.4096e+4, 4096", "1e3, 1000", "-0.0, 0", "0e99, 0",
            "-7.000, -7", "9007199254740993.0, 9007199254740993", "9223372036854775807.0, 9223372036854775807",
            "-9.223372036854775808e18, -9223372036854775808"})
    void aWholeNumberIsTakenAsItsDigitsSay(String sent, long stored) {
        String location = post(IMAGES, image(sent)).statusCode(201).body("imsize_x", equalTo(json(stored))).extract()
                .header("Location");
        post(IMAGES, "[" + image(sent) + "]").statusCode(201).body("[0].imsize_x", equalTo(json(stored)));
        given().contentType("application/json").body("{\"imsize_y\":" + sent + "}").patch(location).then()
                .statusCode(200).body("imsize_y", equalTo(json(stored)));
        given().contentType("application/json").body(image(sent)).put(location).then().statusCode(200)
                .body("imsize_x", equalTo(json(stored))).body("imsize_y", nullValue());
        post("/api/v1/products/ms_index:upsert", "{\"path\":\"" + mark + "\",\"cal_applied\":" + sent + "}")
                .statusCode(200).body("cal_applied", equalTo(json(stored)));
        imported("text/csv", "path,ms_path,created_at,type,imsize_x\n" + mark + ",m,1,t," + sent + "\n");
        imported("application/x-ndjson", image(sent));
        for (String filter : List.of("imsize_x=", "imsize_x__in=", "imsize_x__ge=", "imsize_x__le=")) {
            filtered(filter + sent.replace("+", "%2B")).statusCode(200).body("items.imsize_x",
                    equalTo(Collections.nCopies(4, json(stored))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "4096.0000001", "9.3e18", "9223372036854775808", "9223372036854775808.0",
            "-9223372036854775809.0", "1e19", "1e999999999", "-1e999999999", "1e-999999999", "1e99999999999"})
    void whatIsNotWholeOrLargerThan64BitsIsRefused(String sent) {
        refused(post(IMAGES, image(sent)));
        refused(filtered("imsize_x=" + sent));
        importFails("text/csv", "path,ms_path,created_at,type,imsize_x\n" + mark + ",m,1,t," + sent + "\n");
        importFails("application/x-ndjson", image(sent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"4096.0\"", "\"4096\"", "[4096]", "{}"})
    void whatIsNoNumberInJsonIsNoInteger(String sent) {
        refused(post(IMAGES, image(sent)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"True", "False", "0x10", "1_000", " 1", "1 ", "nan", "inf", "1e", "."})
    void whatIsNoNumberInCsvIsNoInteger(String sent) {
        importFails("text/csv", "path,ms_path,created_at,type,pbcor\n" + mark + ",m,1,t,\"" + sent + "\"\n");
    }

    @Test
    void aNumberOfManyDigitsIsRefusedAndNotExpanded() {
        refused(post(IMAGES, image("4096." + "0".repeat(900))));
        importFails("text/csv",
                "path,ms_path,created_at,type,imsize_x\n" + mark + ",m,1,t," + "9".repeat(500_000) + "\n");
    }

    @Test
    void bodiesOfActionsTakeThemToo() {
        String staged = "{\"data_id\":\"" + mark + "\",\"data_type\":\"image\",\"base_path\":\"/a\",\"stage_path\":\""
                + mark + "\",\"auto_publish_enabled\":1.0}";
        post("/api/v1/data_registry/data_registry:stage", staged).statusCode(201)
                .body("auto_publish_enabled", equalTo(1));
    }

    @Test
    void queryParametersTakeThemToo() {
        for (String range : List.of("subbands=16.0", "subbands=1.6e1")) {
            given().get("/api/v1/hdf5/complete_groups?from_mjd=1&to_mjd=2&" + range).then().statusCode(200);
        }
        given().get("/api/v1/hdf5/complete_groups?from_mjd=1&to_mjd=2&subbands=1.5").then().statusCode(400)
                .body("violations[0].field", equalTo("subbands"));
        for (String limit : List.of("1.0", "10e-1")) {
            post(IMAGES, image("1")).statusCode(201);
            given().get(IMAGES + "?limit=" + limit).then().statusCode(200).body("items", hasSize(1));
            assertThat(given().get(IMAGES + "?as=ndjson&limit=" + limit).then().statusCode(200).extract().asString()
                    .lines()).hasSize(1);
        }
        for (String limit : List.of("0.0", "1.5", "1000.5", "1001.0", "-1.0", "")) {
            problem(given().get(IMAGES + "?limit=" + limit).then(), 400, "limit");
        }
    }

    @Test
    void aPageTokenOfAFilterBelongsToItHoweverItIsWritten() {
        for (int i = 0; i < 5; i++) {
            post(IMAGES, image("4096")).statusCode(201);
        }
        List<Integer> seen = new ArrayList<>();
        String next = null;
        for (String filter : List.of("4096", "4096.0", "4.096e3")) {
            RequestSpecification page = given().queryParam("path", mark).queryParam("imsize_x", filter)
                    .queryParam("order", "imsize_x").queryParam("limit", "2.0");
            JsonPath answer = (next == null ? page : page.queryParam("next", next)).get(IMAGES).then().statusCode(200)
                    .extract().jsonPath();
            seen.addAll(answer.getList("items.id"));
            next = answer.getString("next");
        }
        assertThat(next).isNull();
        assertThat(seen).hasSize(5).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aRowHasOneUrl() {
        String location = post(IMAGES, image("1")).statusCode(201).extract().header("Location");
        given().get(location).then().statusCode(200);
        for (String otherwise : List.of(".0", "e0", ".")) {
            given().get(location + otherwise).then().statusCode(404);
            given().delete(location + otherwise).then().statusCode(404);
        }
    }

    private String image(String size) {
        return "{\"path\":\"" + mark + "\",\"ms_path\":\"m\",\"created_at\":1,\"type\":\"t\",\"imsize_x\":" + size
                + "}";
    }

    /** A number as RestAssured reads it. */
    private static Object json(long value) {
        return value == (int) value ? (Object) (int) value : value;
    }

    private ValidatableResponse filtered(String filter) {
        return given().urlEncodingEnabled(false).get(IMAGES + "?path=" + mark + "&" + filter).then();
    }

    private static void refused(ValidatableResponse answer) {
        problem(answer, 400, "imsize_x");
        answer.body("violations[0].message", containsString(WRONG));
    }

    private static ValidatableResponse sent(String type, String rows) {
        return given().urlEncodingEnabled(false).contentType(type + ";charset=utf-8")
                .body(rows.getBytes(StandardCharsets.UTF_8))
                .post(IMAGES + ":import").then()
                .statusCode(200);
    }

    private static void imported(String type, String rows) {
        sent(type, rows).body("imported", equalTo(1)).body("failed", equalTo(0));
    }

    private static void importFails(String type, String rows) {
        sent(type, rows).body("imported", equalTo(0)).body("failed", equalTo(1))
                .body("failures[0].violations[0].message", equalTo(WRONG));
    }
}

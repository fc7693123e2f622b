package org.dsa110.contimg.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;

/** Rows that other programs wrote, of whatever storage class, are passed on as they are. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class OtherProgramsRowsTest {
    private static final String IMAGES = "/api/v1/products/images";
    private static final List<String> VALUES = List.of("NULL", "1", "2.5", "'abc'", "'ABC'", "x'00ff'", "x'01'",
            "9e999", "-9e999", "'1e400'",
            "'é'", "0", "NULL", "'abc'", "9007199254740993", "''", "' 1'", "cast(x'61ff62' as text)",
            "cast(x'61fe' as text)", "'a\uFFFDb'");

    StateFiles files;

    @Test
    void aValueThatDoesNotFitItsColumnIsPassedOn() throws SQLException {
        insert("/other/text", "noise_jy", "'n/a'");
        insert("/other/infinite", "noise_jy", "9e999");
        given().queryParam("path", "/other/text").get(IMAGES).then().body("items[0].noise_jy", equalTo("n/a"));
        given().queryParam("path", "/other/infinite").get(IMAGES).then().body("items[0].noise_jy", nullValue())
                .body("items[0].warnings", hasItem("noise_jy is stored as Infinity, which JSON cannot express"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise_jy", "imsize_x", "field_name"})
    void pagesOverAllStorageClassesHoldEveryRowOnce(String column) throws SQLException {
        String path = "/other/mixed/" + column;
        for (String value : VALUES) {
            insert(path, column, value);
        }
        for (String order : List.of(column, "-" + column)) {
            List<Object> whole = page(path, order, 1000, null).getList("items.id");
            for (int limit : new int[]{1, 2, 7}) {
                List<Object> ids = new ArrayList<>();
                String next = null;
                do {
                    JsonPath page = page(path, order, limit, next);
                    ids.addAll(page.getList("items.id"));
                    next = page.getString("next");
                } while (next != null && ids.size() <= VALUES.size());
                assertThat(ids).as("%s by %d", order, limit).hasSize(VALUES.size()).isEqualTo(whole);
            }
        }
    }

    private static JsonPath page(String path, String order, int limit, String next) {
        RequestSpecification request = given().queryParam("path", path).queryParam("order", order).queryParam("limit",
                limit);
        return (next == null ? request : request.queryParam("next", next)).get(IMAGES).then().statusCode(200).extract()
                .jsonPath();
    }

    private void insert(String path, String column, String value) throws SQLException {
        String file = files.get(Database.PRODUCTS).toString();
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=30000",
                new Properties());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO images (path, ms_path, created_at, type, " + column + ") VALUES ('" + path
                            + "', 'm', 1, 't', " + value + ")");
        }
    }
}

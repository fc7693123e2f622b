package org.dsa110.contimg.rest.internal.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.image;
import static org.dsa110.contimg.rest.TablesTest.post;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.CsvText;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A list goes out in other forms than JSON too. VotableTest looks at what is in a VOTable. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ExportTest {
    private static final String IMAGES = "/api/v1/products/images";
    private static final List<String> AWKWARD = List.of("", " ", "plain", "a \"quoted\" word", "\"", ",", "\r", "\n",
            "\r\n", "two\nlines", " spaces ", "\ttab", "naïve ☃ 𝄞", "=1+1", "+1", "-1", "@x", "1", "NULL", "#comment",
            "\\", "'", "\u0001", "a\u2028b", "\uFEFFmark", "]]>", "<&>", "\u007f\u0085");
    private static final ObjectMapper JSON = new ObjectMapper();
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "*/* | application/json", "application/json | application/json", "application/* | application/json",
            "text/html, */*;q=0.8 | application/json", "application/x-ndjson | application/x-ndjson",
            "text/csv | text/csv", "text/* | text/csv", "text/x-ecsv | text/x-ecsv",
            "application/x-votable+xml | application/x-votable+xml",
            "text/csv;q=0.5, application/x-ndjson | application/x-ndjson",
            "image/png, text/csv;q=0.1 | text/csv",
            "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2 | application/json",
            "application/json;q=0, */* | application/x-ndjson", "application/*;q=0, */*;q=0.1 | text/csv",
            "*/*;q=0.1 | application/json", "*/*, text/csv | text/csv",
            "application/json;q=0.1, */*;q=0.5 | application/x-ndjson",
            "text/csv, application/json | text/csv", "APPLICATION/JSON;Q=0.5, text/csv;q=0.4 | application/json",
    })
    void theAcceptHeaderChooses(String accept, String answered) {
        given().header("Accept", accept).get(IMAGES).then().statusCode(200).header("Content-Type",
                startsWith(answered));
    }

    @ParameterizedTest
    @CsvSource({"json,application/json", "ndjson,application/x-ndjson", "csv,text/csv", "ecsv,text/x-ecsv",
            "votable,application/x-votable+xml"})
    void theParameterOutranksTheHeader(String as, String answered) {
        for (String accept : List.of("*/*", "text/csv", "application/x-votable+xml", "application/json", "image/png")) {
            given().header("Accept", accept).queryParam("as", as).get(IMAGES).then().statusCode(200)
                    .header("Content-Type", startsWith(answered));
        }
    }

    @Test
    void whatCannotBeChosenIsRefused() {
        problem(given().queryParam("as", "xlsx").get(IMAGES).then().body("detail",
                equalTo("as must be one of json, ndjson, csv, ecsv, votable")), 400, "as");
        problem(given().queryParam("as", "csv", "ndjson").get(IMAGES).then(), 400, "as");
        for (String accept : List.of("image/png", "*/*;q=0", "application/json;q=0",
                "application/json;q=0.000, image/*",
                "application/json-seq")) {
            problem(given().header("Accept", accept).get(IMAGES).then().body("detail", endsWith(
                    "; there is application/json, application/x-ndjson, text/csv, text/x-ecsv, application/x-votable+xml")),
                    406,
                    null);
        }
        problem(given().header("Accept", "text/csv;q=x").get(IMAGES).then(), 400, "Accept");
        problem(given().header("Accept", "text/csv;q=1.5").get(IMAGES).then(), 400, "Accept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/csv", "image/png"})
    void anAcceptHeaderThatIsNoneIsRefused(String accept) {
        given().header("Accept", accept, "/;;").get(IMAGES).then().statusCode(406);
    }

    @ParameterizedTest
    @CsvSource({"count,true", "count,false", "limit,0", "limit,-1", "limit,x", "limit,''", "limit,10000000000000000000",
            "next,x", "order,colour", "fields,colour", "colour,red"})
    void wrongParametersOfAnExportAreNamed(String parameter, String value) {
        for (String as : List.of("ndjson", "csv", "ecsv", "votable")) {
            problem(given().queryParam("as", as).queryParam(parameter, value).get(IMAGES).then(), 400, parameter);
        }
    }

    @Test
    void anExportHasAllRowsThatMatchInTheirOrder() {
        Random random = new Random(7);
        StringBuilder rows = new StringBuilder("[");
        for (int batch = 0; batch < 3; batch++) {
            for (int i = 0; i < 1000; i++) {
                Object noise = random.nextInt(3) == 0 ? "null" : random.nextInt(20) / 7.0;
                rows.append(i == 0 ? "" : ",")
                        .append(image(mark, Map.of()).replace("}", ",\"noise_jy\":" + noise + "}"));
            }
            post(IMAGES, rows + "]").statusCode(201);
            rows.setLength(1);
        }
        for (String order : List.of("id", "-id", "noise_jy", "-noise_jy")) {
            List<Integer> whole = ids(export("ndjson").queryParam("order", order));
            assertThat(whole).hasSize(3000).doesNotHaveDuplicates();
            JsonPath page = given().queryParam("path", mark).queryParam("order", order).queryParam("limit", 1000)
                    .get(IMAGES).jsonPath();
            assertThat(whole.subList(0, 1000)).as(order).isEqualTo(page.getList("items.id"));
            assertThat(ids(export("ndjson").queryParam("order", order).queryParam("next", page.getString("next"))))
                    .isEqualTo(whole.subList(1000, 3000));
            for (int limit : new int[]{1, 999, 1000, 1001, 2000, 2999, 3000, 5000}) {
                assertThat(ids(export("ndjson").queryParam("order", order).queryParam("limit", limit)))
                        .isEqualTo(whole.subList(0, Math.min(limit, 3000)));
            }
        }
    }

    @Test
    void anExportOfNoRowsIsWhole() throws IOException {
        assertThat(text(export("ndjson"))).isEmpty();
        assertThat(text(export("csv").queryParam("fields", "id,path"))).isEqualTo("id,path\r\n");
        assertThat(text(export("votable"))).endsWith("</VOTABLE>");
    }

    @Test
    void aHeadRequestGetsNoRows() {
        given().queryParam("as", "csv").head(IMAGES).then().statusCode(200).header("Content-Type",
                startsWith("text/csv"));
    }

    @Test
    void onlyTheFieldsThatAreWantedAreThereInTheirOrder() {
        post(IMAGES, image(mark, Map.of("noise_jy", 0.5))).statusCode(201);
        assertThat(text(export("ndjson").queryParam("fields", "type,noise_jy")))
                .isEqualTo("{\"type\":\"dirty\",\"noise_jy\":0.5}\n");
        assertThat(text(export("csv").queryParam("fields", "noise_jy,path")))
                .isEqualTo("noise_jy,path\r\n0.5,\"" + mark + "\"\r\n");
    }

    @Test
    void awkwardTextSurvivesCsv() throws IOException, SQLException {
        OtherProgram other = other();
        for (String text : AWKWARD) {
            insert(other, "field_name", text);
        }
        insert(other, "field_name", null);
        List<Map<String, String>> rows = CsvText.rows(text(export("csv").queryParam("fields", "id,field_name,path")));
        assertThat(rows).extracting(row -> row.get("field_name")).hasSize(AWKWARD.size() + 1)
                .startsWith(AWKWARD.toArray(String[]::new)).endsWith((String) null);
        assertThat(rows).extracting(row -> row.get("path")).containsOnly(mark);
    }

    @Test
    void awkwardTextSurvivesNdjson() throws IOException, SQLException {
        OtherProgram other = other();
        for (String text : AWKWARD) {
            insert(other, "field_name", text);
        }
        List<String> read = new ArrayList<>();
        try (MappingIterator<Map<String, String>> lines = JSON.readerFor(Map.class)
                .readValues(text(export("ndjson").queryParam("fields", "field_name")))) {
            lines.forEachRemaining(row -> read.add(row.get("field_name")));
        }
        assertThat(read).isEqualTo(AWKWARD);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doublesReadBackBitForBit(long seed) throws IOException, SQLException {
        Random random = new Random(seed);
        List<Double> numbers = IntStream.range(0, 300).mapToObj(i -> Double.longBitsToDouble(random.nextLong()))
                .filter(Double::isFinite).toList();
        OtherProgram other = other();
        for (Double number : numbers) {
            insert(other, "noise_jy", number);
        }
        assertThat(text(export("ndjson").queryParam("fields", "noise_jy")).lines()
                .map(line -> Double.valueOf(line.substring(line.indexOf(':') + 1, line.length() - 1))))
                .containsExactlyElementsOf(numbers);
        assertThat(CsvText.rows(text(export("csv").queryParam("fields", "noise_jy"))))
                .extracting(row -> Double.valueOf(row.get("noise_jy"))).containsExactlyElementsOf(numbers);
    }

    @Test
    void valuesThatDoNotFitTheirColumnArePassedOn() throws SQLException {
        OtherProgram other = other();
        insert(other, "noise_jy", "n/a");
        insert(other, "noise_jy", Double.POSITIVE_INFINITY);
        insert(other, "noise_jy", Double.NEGATIVE_INFINITY);
        insert(other, "noise_jy", new byte[]{0, -1});
        assertThat(text(export("csv").queryParam("fields", "noise_jy")))
                .isEqualTo("noise_jy\r\n\"n/a\"\r\nInfinity\r\n-Infinity\r\nbase64:AP8=\r\n");
        List<JsonPath> lines = text(export("ndjson").queryParam("fields", "noise_jy")).lines().map(JsonPath::from)
                .toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0).getString("noise_jy")).isEqualTo("n/a");
        assertThat(lines.get(1).getString("noise_jy")).isNull();
        assertThat(lines.get(1).getList("warnings"))
                .containsExactly("noise_jy is stored as Infinity, which JSON cannot express");
        assertThat(lines.get(2).getList("warnings"))
                .containsExactly("noise_jy is stored as -Infinity, which JSON cannot express");
        assertThat(lines.get(3).getString("noise_jy")).isEqualTo("AP8=");
        assertThat(lines.get(3).getList("warnings")).containsExactly("noise_jy is stored as bytes, in Base64 here");
    }

    @Test
    void longRowsMakeShortPages() throws SQLException {
        OtherProgram other = other();
        String text = "x".repeat(300_000);
        for (int i = 0; i < 20; i++) {
            insert(other, "field_name", text + i);
        }
        assertThat(text(export("ndjson").queryParam("fields", "field_name")).lines())
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "{\"field_name\":\"" + text + i + "\"}").toList());
    }

    @Test
    void theFormsAreDescribed() {
        given().queryParam("format", "json").get("/q/openapi").then()
                .body("paths.'/api/v1/products/images'.get.responses.'200'.content.keySet()", hasSize(5))
                .body("paths.'/api/v1/products/images'.get.parameters.find { it.name == 'as' }.schema.enum",
                        equalTo(List.of("json", "ndjson", "csv", "ecsv", "votable")))
                .body("components.schemas.'products.images'.properties.noise_jy.'x-unit'", equalTo("Jy/beam"));
    }

    private RequestSpecification export(String as) {
        return given().queryParam("as", as).queryParam("path", mark);
    }

    private static String text(RequestSpecification export) {
        return export.get(IMAGES).then().statusCode(200).extract().asString();
    }

    private static List<Integer> ids(RequestSpecification export) {
        return text(export.queryParam("fields", "id")).lines()
                .map(line -> Integer.valueOf(line.substring("{\"id\":".length(), line.length() - 1))).toList();
    }

    private void insert(OtherProgram other, String column, Object value) throws SQLException {
        other.execute("INSERT INTO images (path, ms_path, created_at, type, " + column + ") VALUES (?, 'm', 1, 't', ?)",
                mark, value);
    }

    private OtherProgram other() {
        return new OtherProgram(files.get(Database.PRODUCTS).toString());
    }
}

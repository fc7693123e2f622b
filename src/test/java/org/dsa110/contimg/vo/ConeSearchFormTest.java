package org.dsa110.contimg.vo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.dsa110.contimg.rest.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cone search takes and answers, as Simple Cone Search 1.03 and DALI 1.1 say. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ConeSearchFormTest {
    private static final String SCS = "/vo/scs/";
    private static final String ANYWHERE = "?RA=0&DEC=0&SR=180";
    private static final String USUAL = "text/xml;content=x-votable";

    private final String mark = UUID.randomUUID().toString();

    StateFiles files;
    @TestHTTPResource(SCS + "photometry")
    URI photometry;

    @ParameterizedTest
    @CsvSource({"sources,source_id,ra_deg,dec_deg", "photometry,id,ra_deg,dec_deg",
            "images,id,center_ra_deg,center_dec_deg", "transient_candidates,id,ra_deg,dec_deg",
            "monitoring_sources,id,ra_deg,dec_deg", "variability_stats,source_id,ra_deg,dec_deg"})
    void oneColumnHasEachOfTheMainDescriptors(String table, String id, String ra, String dec) throws IOException {
        for (int verbosity = 1; verbosity <= 3; verbosity++) {
            Votable answer = Votable.read(
                    get(SCS + table + ANYWHERE + "&VERB=" + verbosity).then().statusCode(200).extract().asByteArray());
            assertThat(answer.withUcd("ID_MAIN")).containsExactly(id);
            assertThat(answer.withUcd("POS_EQ_RA_MAIN")).containsExactly(ra);
            assertThat(answer.withUcd("POS_EQ_DEC_MAIN")).containsExactly(dec);
            assertThat(answer.column(id).getContentClass()).isEqualTo(String.class);
            assertThat(answer.column(ra).getContentClass()).isEqualTo(Double.class);
            assertThat(answer.column(dec).getContentClass()).isEqualTo(Double.class);
            assertThat(answer.columns()).allSatisfy(column -> assertThat(column.getDescription()).isNotBlank());
        }
    }

    @Test
    void verbositySaysHowManyColumnsThereAre() throws IOException {
        List<String> least = names("&VERB=1");
        List<String> medium = names("&VERB=2");
        List<String> all = names("&VERB=3");
        assertThat(least).containsExactly("id", "center_ra_deg", "center_dec_deg");
        assertThat(medium).contains("id", "path", "type", "noise_jy", "freq_ghz", "separation_deg")
                .doesNotContain("pbcor", "format", "field_name", "dynamic_range");
        assertThat(all).contains("pbcor", "format", "field_name", "dynamic_range", "separation_deg")
                .containsAll(medium);
        assertThat(names("")).isEqualTo(medium);
    }

    @Test
    void namesOfParametersAreTakenInAnySpellingAndOthersIgnored() throws IOException {
        assertThat(get(SCS + "images?ra=0&Dec=0&sr=180&verb=1&maxRec=0&colour=red&limit=x").then().statusCode(200)
                .extract().asString()).isEqualTo(get(SCS + "images" + ANYWHERE + "&VERB=1&MAXREC=0").asString());
    }

    @Test
    void anAnswerThatIsCutSaysSo() throws IOException, SQLException {
        double dec = new Random().nextDouble(-80, 80);
        for (int i = 0; i < 3; i++) {
            new OtherProgram(files.get(Database.PRODUCTS).toString()).execute(
                    "INSERT INTO monitoring_sources (source_id, ra_deg, dec_deg) VALUES (?, ?, ?)", mark + i,
                    200 + 1e-6 * i, dec);
        }
        String cone = SCS + "monitoring_sources?RA=200&DEC=" + dec + "&SR=1e-5";
        assertStatus(get(cone + "&MAXREC=2"), 2, true);
        assertStatus(get(cone + "&MAXREC=3"), 3, false);
        assertStatus(get(cone + "&MAXREC=1000000"), 3, false);
        assertStatus(get(cone), 3, false);
        assertStatus(get(cone + "&MAXREC=0"), 0, true);
        assertThat(Votable.read(get(cone + "&MAXREC=2").asByteArray()).values("source_id")).as("the nearest first")
                .containsExactly(mark + 0, mark + 1);
    }

    private static void assertStatus(Response answer, int rows, boolean overflow) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Votable.read(answer.asByteArray()).table().getRowCount()).isEqualTo(rows);
        String text = answer.asString();
        assertThat(text).contains("<RESOURCE type=\"results\"><INFO name=\"QUERY_STATUS\" value=\"OK\"/>");
        assertThat(text.contains("</TABLE><INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>")).isEqualTo(overflow);
        assertThat(text.split("<RESOURCE|<TABLE ")).as("one resource, with one table").hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"DEC=2&SR=1 | RA must be given: a number of degrees",
            "RA=1&SR=1 | DEC must be given: a number of degrees", "RA=1&DEC=2 | SR must be given: a number of degrees",
            "RA=as3f&DEC=2&SR=1 | RA must be a finite number", "RA=1&DEC=&SR=1 | DEC must be a finite number",
            "RA=NaN&DEC=2&SR=1 | RA must be a finite number", "RA=1&DEC=2&SR=1e999 | SR must be a finite number",
            "RA=361&DEC=2&SR=1 | RA must be from -360 to 360 degrees",
            "RA=1&DEC=91.0&SR=1 | DEC must be from -90 to 90 degrees",
            "RA=1&DEC=2&SR=-1 | SR must be from 0 to 180 degrees",
            "RA=1&DEC=2&SR=181 | SR must be from 0 to 180 degrees",
            "RA=1&ra=1&DEC=2&SR=1 | RA must be given once",
            "RA=1&DEC=2&SR=1&VERB=4 | VERB must be an integer from 1 to 3",
            "RA=1&DEC=2&SR=1&VERB=x | VERB must be an integer of 64 bits",
            "RA=1&DEC=2&SR=1&MAXREC=-1 | MAXREC must be an integer from 0 on",
            "RA=1&DEC=2&SR=1&RESPONSEFORMAT=fits | RESPONSEFORMAT must be one of votable, application/x-votable+xml, "
                    + "application/x-votable+xml;serialization=tabledata, text/xml, text/xml;content=x-votable"})
    void whatIsWrongIsSaidInTheErrorDocumentOfTheStandard(String query, String message) {
        Response answer = get(SCS + "sources?" + query);
        assertThat(type(answer)).isEqualTo(parts(USUAL));
        answer.then().statusCode(200).body("VOTABLE.INFO.@name", equalTo("Error"))
                .body("VOTABLE.INFO.@value", equalTo(message))
                .body("VOTABLE.RESOURCE.INFO.@value", equalTo("ERROR"))
                .body("VOTABLE.RESOURCE.INFO", equalTo(message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"votable | text/xml;content=x-votable",
            "application/x-votable%2Bxml | application/x-votable+xml", "text/xml | text/xml",
            "text/xml%3Bcontent=x-votable | text/xml;content=x-votable",
            "application/x-votable%2Bxml%3B%20serialization=tabledata | application/x-votable+xml;serialization=tabledata"})
    void whoNamesAMediaTypeGetsIt(String asked, String type) {
        Response answer = given().urlEncodingEnabled(false).header("Accept", "application/json")
                .get(SCS + "sources" + ANYWHERE + "&RESPONSEFORMAT=" + asked);
        assertThat(type(answer)).isEqualTo(parts(type));
        answer.then().statusCode(200).header("Content-Disposition", nullValue());
    }

    @Test
    void theAcceptHeaderChoosesWhereTheParameterDoesNot() {
        String cone = SCS + "sources" + ANYWHERE;
        assertThat(type(given().get(cone))).isEqualTo(parts(USUAL));
        assertThat(type(given().header("Accept", "application/x-votable+xml").get(cone)))
                .isEqualTo(parts("application/x-votable+xml"));
        assertThat(type(given().header("Accept", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2").get(cone)))
                .isEqualTo(parts(USUAL));
        given().header("Accept", "application/json").get(cone).then().statusCode(406).contentType(Problem.MEDIA_TYPE);
    }

    @Test
    void anAnswerIsCompressedWhereTheClientTakesThat() throws IOException, InterruptedException {
        String cone = photometry + ANYWHERE + "&MAXREC=0";
        HttpResponse<byte[]> packed = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(cone)).header("Accept-Encoding", "gzip").build(),
                BodyHandlers.ofByteArray());
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(URI.create(cone)).build(), BodyHandlers.ofByteArray()).body());
    }

    @Test
    void aTableThatIsNotThereIsNotFound() {
        get(SCS + "image" + ANYWHERE).then().statusCode(404).contentType(Problem.MEDIA_TYPE).body("detail",
                containsString("images"));
        get(SCS + "ms_index" + ANYWHERE).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void itIsReadAndNothingElse(String method) {
        given().request(method, SCS + "images").then().statusCode(405).contentType(Problem.MEDIA_TYPE).header("Allow",
                equalTo("GET, HEAD, OPTIONS"));
    }

    @Test
    void headAndOptionsAreAnsweredAsEverywhere() {
        Response head = given().head(SCS + "images" + ANYWHERE);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(type(head)).isEqualTo(parts(USUAL));
        given().options(SCS + "images").then().statusCode(200).header("Allow", equalTo("GET, HEAD, OPTIONS"));
    }

    @Test
    void theOpenApiDocumentLeavesItToItsStandard() {
        assertThat(given().queryParam("format", "json").get("/q/openapi").then().extract().jsonPath()
                .<String, Object>getMap("paths").keySet()).noneMatch(path -> path.startsWith("/vo"));
    }

    /** The parts of the media type of an answer, but for the character set that the framework adds. */
    private static Set<String> type(Response answer) {
        Set<String> parts = parts(answer.header("Content-Type"));
        parts.remove("charset=UTF-8");
        return parts;
    }

    private static Set<String> parts(String type) {
        return new TreeSet<>(List.of(type.split("; ?")));
    }

    private static List<String> names(String more) throws IOException {
        return Votable.read(get(SCS + "images" + ANYWHERE + "&MAXREC=0" + more).asByteArray()).names();
    }

    private static Response get(String url) {
        return given().urlEncodingEnabled(false).get(url);
    }
}

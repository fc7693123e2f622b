package org.dsa110.contimg.rest.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.image;
import static org.dsa110.contimg.rest.TablesTest.post;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An export is saved under a name, and a long list goes out compressed where the client asks. By a client that asks for neither by itself. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class DownloadsTest {
    private static final int ROWS = 3000;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;
    @TestHTTPResource("/api/v1/products/")
    URI products;

    @AfterEach
    void deleteImages() throws SQLException {
        other().execute("DELETE FROM images WHERE path = ?", mark);
    }

    @ParameterizedTest
    @CsvSource({"ndjson,images.ndjson", "csv,images.csv", "ecsv,images.ecsv", "votable,images.vot"})
    void anExportIsSavedUnderTheNameOfItsTable(String as, String name) throws Exception {
        HttpResponse<byte[]> answer = get("images?limit=1&as=" + as);
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"" + name + "\"");
    }

    @Test
    void aPageIsShown() throws Exception {
        assertThat(get("images?limit=1").headers().firstValue("Content-Disposition")).isEmpty();
        assertThat(get("images?limit=1&as=xlsx").headers().firstValue("Content-Disposition")).isEmpty();
    }

    @Test
    void aLightCurveIsSavedToo() throws Exception {
        post("/api/v1/products/photometry", "{\"source_id\":\"" + mark
                + "\",\"image_path\":\"i\",\"ra_deg\":1,\"dec_deg\":1,\"measured_at\":1,\"peak_jyb\":1,\"mjd\":60000}")
                .statusCode(201);
        assertThat(get("sources/" + mark + "/lightcurve?as=csv").headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"lightcurve.csv\"");
    }

    @Test
    void aNameThatAHeaderCannotSayIsSaidInTwoWays() throws Exception {
        OtherProgram other = other();
        other.execute("CREATE TABLE \"näch ste\"\"s\" (a)");
        try {
            assertThat(get("n%C3%A4ch%20ste%22s?as=csv").headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=\"n_ch_ste_s.csv\"; filename*=UTF-8''n%C3%A4ch%20ste%22s.csv");
        } finally {
            other.execute("DROP TABLE \"näch ste\"\"s\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"images?limit=1000&path=", "images?as=ndjson&path=", "images?as=csv&path=",
            "images?as=ecsv&path=", "images?as=votable&path="})
    void aLongListGoesOutCompressedWhereTheClientAsks(String list) throws Exception {
        insertImages();
        HttpResponse<byte[]> plain = get(list + mark);
        HttpResponse<byte[]> packed = get(list + mark, "Accept-Encoding", "gzip, deflate");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(unpacked(packed)).isEqualTo(plain.body());
        assertThat(packed.body().length).isLessThan(plain.body().length / 4);
        assertThat(packed.headers().firstValue("Content-Type")).isEqualTo(plain.headers().firstValue("Content-Type"));
        for (HttpResponse<byte[]> answer : List.of(plain, packed)) {
            assertThat(answer.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Accept-Encoding"));
        }
    }

    @Test
    void anotherProgramsTableAndALightCurveGoOutCompressedToo() throws Exception {
        OtherProgram other = other();
        other.execute("CREATE TABLE other_rows AS WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n"
                + " WHERE i < 999) SELECT i, 'the same text' AS said FROM n");
        try {
            for (String list : new String[]{"other_rows?limit=1000", "other_rows?as=csv"}) {
                HttpResponse<byte[]> packed = get(list, "Accept-Encoding", "gzip");
                assertThat(packed.headers().firstValue("Content-Encoding")).as(list).contains("gzip");
                assertThat(unpacked(packed)).as(list).isEqualTo(get(list).body());
            }
        } finally {
            other.execute("DROP TABLE other_rows");
        }
        post("/api/v1/products/photometry", IntStream.range(0, 100).mapToObj(i -> "{\"source_id\":\"" + mark
                + "\",\"image_path\":\"i\",\"ra_deg\":1,\"dec_deg\":1,\"measured_at\":1,\"peak_jyb\":1,\"mjd\":6000" + i
                + "}").collect(Collectors.joining(",", "[", "]"))).statusCode(201);
        HttpResponse<byte[]> curve = get("sources/" + mark + "/lightcurve", "Accept-Encoding", "gzip");
        assertThat(curve.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(unpacked(curve)).isEqualTo(get("sources/" + mark + "/lightcurve").body());
    }

    @Test
    void whatIsShortOrAProblemGoesOutAsItIs() throws Exception {
        post("/api/v1/products/images", image(mark, Map.of())).statusCode(201);
        for (String short_ : new String[]{"images?path=" + mark, "images?as=csv&fields=id&path=" + mark,
                "images?colour=red", "images/0"}) {
            assertThat(get(short_, "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding")).as(short_)
                    .isEmpty();
        }
    }

    @Test
    void aRowHasOneTagWhateverTheClientTakes() throws Exception {
        String row = "images/" + post("/api/v1/products/images",
                image(mark, Map.of("field_name", "x".repeat(4000)))).statusCode(201).extract().path("id");
        HttpResponse<byte[]> plain = get(row);
        HttpResponse<byte[]> asked = get(row, "Accept-Encoding", "gzip");
        String tag = plain.headers().firstValue("ETag").orElseThrow();
        assertThat(asked.headers().firstValue("ETag")).contains(tag);
        assertThat(asked.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(asked.body()).isEqualTo(plain.body());
        for (String coding : new String[]{"identity", "gzip"}) {
            assertThat(get(row, "Accept-Encoding", coding, "If-None-Match", tag).statusCode()).isEqualTo(304);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip | true", "GZIP | true", "x-gzip | true", "gzip;q=0.5 | true",
            "deflate, gzip;q=1.0, *;q=0.5 | true", "* | true", "br, gzip | true", "identity;q=0.5, gzip;q=0.8 | true",
            "identity, gzip | true", "gzip;q=0 | false", "gzip;q=x | false", "gzip;level=1 | false", "* ;q=0 | false",
            "gzip;q=0, * | false", "identity | false", "identity;q=1, gzip;q=0.5 | false", "br | false", "'' | false",
            ", | false"})
    void theClientSaysWhetherItTakesGzip(String header, boolean taken) throws Exception {
        insertImages();
        HttpResponse<byte[]> answer = get("images?limit=100&path=" + mark, "Accept-Encoding", header);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Encoding").isPresent()).isEqualTo(taken);
    }

    private void insertImages() throws SQLException {
        other().execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS + ")"
                + " INSERT INTO images (path, ms_path, created_at, type, noise_jy)"
                + " SELECT ?, '/ms', 1764000309.6, 'dirty', i * 0.1 FROM n", mark);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(products + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static byte[] unpacked(HttpResponse<byte[]> answer) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return gzip.readAllBytes();
        }
    }

    private OtherProgram other() {
        return new OtherProgram(files.get(Database.PRODUCTS).toString());
    }
}

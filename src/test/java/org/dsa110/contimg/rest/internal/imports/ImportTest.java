package org.dsa110.contimg.rest.internal.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.image;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.ImportResource;
import org.dsa110.contimg.rest.TestFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An import stores each line by itself, and says which it did not and why. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ImportTest {
    private static final String IMAGES = "/api/v1/products/images";
    private static final String SUBBANDS = "/api/v1/ingest/subband_files";
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final String HEADER = "path,ms_path,created_at,type,field_name,noise_jy\n";
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    @Test
    void everyLineIsARow() {
        String lines = IntStream.range(0, 1000).mapToObj(i -> image(mark, Map.of("imsize_x", i)))
                .collect(Collectors.joining("\n"));
        importRows(IMAGES, NDJSON, lines).statusCode(200).body("imported", equalTo(1000)).body("failed", equalTo(0))
                .body("failures", empty());
        assertThat(stored("imsize_x")).isEqualTo(IntStream.range(0, 1000).boxed().toList());
        assertThat(stored("format")).containsOnly("fits");
    }

    @Test
    void aLineThatIsWrongStopsNoOther() {
        String row = image(mark, Map.of());
        List<String> lines = List.of(row, "", row.replace("dirty", "\\u0000"), "[]", "{\"path\":", row, "  ",
                "{\"path\":\"x\",\"colour\":1}", row + row, "{}", row + "\r");
        importRows(IMAGES, NDJSON, String.join("\n", lines)).statusCode(200).body("imported", equalTo(3))
                .body("failed", equalTo(6)).body("failures.line", contains(3, 4, 5, 8, 9, 10))
                .body("failures[0].violations.field", contains("type"))
                .body("failures[1].violations.field", contains("line"))
                .body("failures[2].violations.field", contains("path"))
                .body("failures[3].violations.field", contains("colour"))
                .body("failures[4].violations.field", contains("line"))
                .body("failures[5].violations.field", hasSize(4));
        assertThat(stored("id")).hasSize(3);
    }

    @Test
    void aRowThatIsThereAlreadyIsAFailureOfItsLine() {
        String csv = "group_id,subband_idx,path\n" + IntStream.range(0, 600)
                .mapToObj(i -> mark + i % 500 / 16 + "," + i % 500 % 16 + "," + mark + i + "\n")
                .collect(Collectors.joining());
        importRows(SUBBANDS, CSV, csv).statusCode(200).body("imported", equalTo(500)).body("failed", equalTo(100))
                .body("failures[0].line", equalTo(502)).body("failures[99].line", equalTo(601))
                .body("failures[0].violations[0].field", equalTo("group_id"))
                .body("failures[0].violations[0].message", equalTo("is there already"));
        importRows(SUBBANDS, CSV, csv).statusCode(200).body("imported", equalTo(0)).body("failed", equalTo(600))
                .body("failures", hasSize(100)).body("failures[99].line", equalTo(101));
    }

    @Test
    void whatTheDatabaseRefusesIsAFailureOfItsLine() throws SQLException {
        new TestFile(files, Database.PRODUCTS).sql("CREATE TRIGGER \"" + mark + "\" AFTER INSERT ON images"
                + " WHEN NEW.path = '" + mark + "' AND NEW.imsize_x = 2 BEGIN SELECT RAISE(ABORT, 'not today'); END");
        String lines = IntStream.range(0, 5).mapToObj(i -> image(mark, Map.of("imsize_x", i)))
                .collect(Collectors.joining("\n"));
        importRows(IMAGES, NDJSON, lines).statusCode(200).body("imported", equalTo(4))
                .body("failures[0].line", equalTo(3)).body("failures[0].violations[0].field", equalTo("line"))
                .body("failures[0].violations[0].message", containsString("not today"));
        assertThat(stored("imsize_x")).containsExactly(0, 1, 3, 4);
    }

    @Test
    void csvTellsNoValueFromAnEmptyText() {
        String csv = HEADER + mark + ",/ms,1.5,dirty,,\r\n" + mark + ",/ms,1.5,dirty,\"\",0.5\r\n"
                + mark + ",\"/a,b\",1e3,\"a \"\"quoted\"\"\r\ntype\",naïve ☃,\n" + mark + ",/ms,2,\"\",x,";
        importRows(IMAGES, CSV, csv).statusCode(200).body("failures", empty()).body("imported", equalTo(4));
        assertThat(stored("field_name")).containsExactly(null, "", "naïve ☃", "x");
        assertThat(stored("noise_jy")).containsExactly(null, 0.5f, null, null);
        assertThat(stored("type")).containsExactly("dirty", "dirty", "a \"quoted\"\r\ntype", "");
        assertThat(stored("ms_path")).containsExactly("/ms", "/ms", "/a,b", "/ms");
    }

    @Test
    void aCsvRecordIsNamedByTheLineOnWhichItBegins() {
        String good = mark + ",/ms,1.5,dirty,x,\n";
        String csv = "\n" + HEADER + good + mark + ",\"two\nlines\",x,dirty,x,\n" + "\n" + "too,few\n"
                + "a\"b,/ms,1,d,x,\n"
                + "\"a\"b,/ms,1,d,x,\n" + good + mark + ",/ms,1.5,\"dirty,x,\n" + good;
        importRows(IMAGES, CSV, csv).statusCode(200).body("imported", equalTo(2))
                .body("failures.line", contains(4, 7, 8, 9, 11))
                .body("failures[0].violations.field", contains("created_at"))
                .body("failures[4].violations[0].message", equalTo("has a quote that is not closed"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "`` | header", "path,colour | header", "path,path | path", "id,path | id", "\"path | header",
            "path;type | header",
    })
    void aHeaderThatNamesNoColumnsIsABadRequest(String header, String field) {
        problem(importRows(IMAGES, CSV, header + "\n" + mark + ",x\n"), 400, header.isEmpty() ? "header" : field);
        assertThat(stored("id")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {NDJSON, CSV})
    void aLineThatIsTooLongOrNotUtf8StopsNoOther(String format) {
        ByteArrayOutputStream upload = new ByteArrayOutputStream();
        upload.writeBytes(new byte[]{(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
        boolean csv = format.equals(CSV);
        upload.writeBytes(bytes(csv ? HEADER : "\n"));
        for (String name : List.of("good", "x".repeat(1 << 20), "BAD", "good")) {
            String line = csv ? mark + ",/ms,1,d," + name + ",\n" : image(mark, Map.of("field_name", name)) + "\n";
            byte[] bytes = bytes(line);
            for (int i = 0; name.equals("BAD") && i < bytes.length; i++) {
                bytes[i] = bytes[i] == 'B' ? (byte) 0xc3 : bytes[i];
            }
            upload.writeBytes(bytes);
        }
        importRows(IMAGES, format, upload.toByteArray()).statusCode(200).body("imported", equalTo(2))
                .body("failures.line", contains(3, 4))
                .body("failures[0].violations[0].message", equalTo("is longer than 1048576 bytes"))
                .body("failures[1].violations[0].message", equalTo("is not valid UTF-8"));
        assertThat(stored("field_name")).containsExactly("good", "good");
    }

    @Test
    void otherWritesComeBetweenTheBatches() throws IOException {
        try (Upload upload = new Upload(IMAGES + ":import")) {
            upload.send(rows(600));
            awaitStored(250);
            given().contentType("application/json").body(image(mark, Map.of("imsize_x", -1))).post(IMAGES).then()
                    .statusCode(201);
            upload.send(rows(600));
            assertThat(upload.end()).startsWith("HTTP/1.1 200 ").contains("\"imported\":1200");
        }
        List<Object> stored = stored("imsize_x");
        assertThat(stored).hasSize(1000).startsWith(0, 1, 2).contains(-1);
        assertThat(stored.get(999)).isNotEqualTo(-1);
    }

    @Test
    void whatAClientHasSentBeforeItGoesAwayStaysStored() throws IOException {
        try (Upload upload = new Upload(IMAGES + ":import")) {
            upload.send(rows(300));
            awaitStored(250);
        }
        importRows(IMAGES, NDJSON, image(mark + "other", Map.of())).statusCode(200).body("imported", equalTo(1));
        assertThat(stored("imsize_x")).as("whole batches").hasSize(250);
    }

    @Test
    void aFifthImportIsToldToComeBack() throws IOException {
        List<Upload> uploads = new ArrayList<>();
        try {
            for (int i = 0; i < ImportResource.AT_ONCE; i++) {
                Upload upload = new Upload(IMAGES + ":import");
                uploads.add(upload);
                upload.send(rows(300));
                awaitStored(250 * (i + 1));
            }
            problem(importRows(IMAGES, NDJSON, "{}").header("Retry-After", "1"), 503, null);
            for (Upload upload : uploads) {
                assertThat(upload.end()).startsWith("HTTP/1.1 200 ");
            }
        } finally {
            for (Upload upload : uploads) {
                upload.close();
            }
        }
        importRows(IMAGES, NDJSON, "{}").statusCode(200).body("failed", equalTo(1));
    }

    @Test
    void nothingIsNothing() {
        importRows(IMAGES, NDJSON, "").statusCode(200).body("imported", equalTo(0)).body("failed", equalTo(0));
        importRows(IMAGES, CSV, HEADER).statusCode(200).body("imported", equalTo(0)).body("failed", equalTo(0));
    }

    @Test
    void whatIsOfNoKnownFormatIsRefused() throws IOException {
        try (Upload upload = new Upload(IMAGES + ":import", "")) {
            assertThat(upload.end()).startsWith("HTTP/1.1 415 ").contains("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key", "If-Match", "If-None-Match"})
    void aPromiseThatCannotBeKeptIsNotMade(String header) {
        problem(upload(NDJSON, bytes(rows(1))).header(header, "\"x\"").post(IMAGES + ":import").then(), 400, header);
        assertThat(stored("path")).isEmpty();
    }

    @Test
    void whatTheFrameworkRefusesHasTheSameShape() {
        problem(importRows("/api/v1/products/nothing", NDJSON, "{}"), 404, null);
        problem(importRows("/api/v1/nothing/images", NDJSON, "{}"), 404, null);
        problem(importRows(IMAGES, "application/json", "{}"), 415, null);
        problem(given().urlEncodingEnabled(false).get(IMAGES + ":import").then(), 405, null);
        // With its colon encoded it is the name of a table, of another program.
        problem(given().get(IMAGES + ":import").then(), 404, null);
    }

    /** A request that is sent bit by bit, as chunks. */
    private static final class Upload implements AutoCloseable {
        private final Socket socket = new Socket("127.0.0.1", RestAssured.port);
        private final OutputStream out = socket.getOutputStream();

        Upload(String path) throws IOException {
            this(path, "Content-Type: " + NDJSON + "\r\n");
        }

        Upload(String path, String header) throws IOException {
            out.write(bytes("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header
                    + "Transfer-Encoding: chunked\r\n\r\n"));
        }

        void send(String text) throws IOException {
            byte[] bytes = bytes(text);
            out.write(bytes(Integer.toHexString(bytes.length) + "\r\n"));
            out.write(bytes);
            out.write(bytes("\r\n"));
            out.flush();
        }

        /** @return the answer */
        String end() throws IOException {
            out.write(bytes("0\r\n\r\n"));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private String rows(int count) {
        return IntStream.range(0, count).mapToObj(i -> image(mark, Map.of("imsize_x", i)) + "\n")
                .collect(Collectors.joining());
    }

    private void awaitStored(int count) {
        while (given().queryParam("path", mark).queryParam("count", true).queryParam("limit", 1).get(IMAGES).then()
                .statusCode(200).extract().<Integer>path("total") < count) {
            Thread.onSpinWait();
        }
    }

    private List<Object> stored(String column) {
        return given().queryParam("path", mark).queryParam("limit", 1000).get(IMAGES).then().statusCode(200).extract()
                .jsonPath().getList("items." + column);
    }

    private static ValidatableResponse importRows(String table, String format, String body) {
        return importRows(table, format, bytes(body));
    }

    private static ValidatableResponse importRows(String table, String format, byte[] body) {
        return upload(format, body).post(table + ":import").then();
    }

    /** A request that sends bytes as they are, and its Content-Type too. */
    static RequestSpecification upload(String format, byte[] body) {
        return given().urlEncodingEnabled(false).config(RestAssured.config().encoderConfig(EncoderConfig.encoderConfig()
                .encodeContentTypeAs(NDJSON, ContentType.TEXT)
                .appendDefaultContentCharsetToContentTypeIfUndefined(false))).contentType(format).body(body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package org.dsa110.contimg.rest.internal.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.DisabledOnIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StarTableFactory;

/** An export of 100,000 rows, each in full more than what all buffers between the service and a client that does not read hold. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class LongExportTest {
    private static final int ROWS = 100_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final String mark = UUID.randomUUID().toString();
    private final HttpClient http = HttpClient.newHttpClient();
    private OtherProgram other;
    private long firstId;

    StateFiles files;
    @TestHTTPResource("/api/v1/products/images")
    URI images;

    @BeforeEach
    void insertRows() throws SQLException {
        other = new OtherProgram(files.get(Database.PRODUCTS).toString());
        other.execute("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < " + (ROWS - 1) + ")"
                + " INSERT INTO images (path, ms_path, created_at, type, noise_jy, field_name)"
                + " SELECT printf('/images/%06d.fits', i), '/ms', 1764000309.6, 'dirty', i * 0.1, ? FROM n", mark);
        firstId = other.number("SELECT min(id) FROM images WHERE field_name = '" + mark + "'");
    }

    @AfterEach
    void deleteRows() throws SQLException {
        other.execute("DELETE FROM images WHERE field_name = ?", mark);
    }

    @Test
    void everyRowComesOnceAsNdjson() throws Exception {
        try (BufferedReader lines = lines(open("as=ndjson&fields=id,noise_jy"))) {
            for (int i = 0; i < ROWS; i++) {
                assertThat(lines.readLine()).isEqualTo("{\"id\":" + (firstId + i) + ",\"noise_jy\":" + i * 0.1 + "}");
            }
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void everyRowComesOnceAsCsv() throws Exception {
        try (BufferedReader lines = lines(open("as=csv&fields=id,noise_jy"))) {
            assertThat(lines.readLine()).isEqualTo("id,noise_jy");
            for (int i = 0; i < ROWS; i++) {
                assertThat(lines.readLine()).isEqualTo((firstId + i) + "," + i * 0.1);
            }
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void everyRowComesOnceAsVotable() throws Exception {
        StarTable table = new StarTableFactory().makeStarTable(address("as=votable&fields=id,noise_jy").toString(),
                "votable");
        assertThat(table.getRowCount()).isEqualTo(ROWS);
        try (RowSequence rows = table.getRowSequence()) {
            for (int i = 0; rows.next(); i++) {
                assertThat(rows.getRow()).containsExactly(firstId + i, i * 0.1);
            }
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsNoSnapshotAndMissesNothing() throws Exception {
        try (BufferedReader lines = lines(open("as=ndjson"))) {
            String first = lines.readLine();
            long last = firstId + ROWS - 1;
            assertThat(other.execute("DELETE FROM images WHERE id BETWEEN ? AND ?", last - 4, last - 1)).isEqualTo(4);
            other.execute(
                    "INSERT INTO images (path, ms_path, created_at, type, field_name) VALUES ('new', 'm', 1, 't', ?)",
                    mark);
            await("the log is free", () -> wholeLogIsCopied());
            List<Long> rest = lines.lines().map(LongExportTest::id).toList();
            assertThat(id(first)).isEqualTo(firstId);
            assertThat(rest.subList(0, ROWS - 6)).isEqualTo(LongStream.range(firstId + 1, last - 4).boxed().toList());
            assertThat(rest.subList(ROWS - 6, rest.size())).hasSize(2).startsWith(last);
        }
    }

    @Test
    void aClientThatGoesAwayStopsTheWork() throws Exception {
        double gone = exports("gone");
        double reads = reads();
        try (InputStream stream = open("as=csv")) {
            assertThat(stream.read()).isPositive();
        }
        await("the export is over", () -> exports("gone") > gone);
        assertThat(reads() - reads).isPositive().isLessThan(ROWS / Export.PAGE_ROWS);
    }

    @Test
    void aCompressedExportWaitsForItsClientToo() throws Exception {
        // Of what gzip can hardly make shorter, as otherwise all of it would be in the buffers on the way.
        other.execute("UPDATE images SET ms_path = hex(randomblob(300)) WHERE field_name = ?", mark);
        double gone = exports("gone");
        double reads = reads();
        HttpRequest request = HttpRequest.newBuilder(address("as=csv")).header("Accept-Encoding", "gzip").build();
        try (InputStream stream = http.send(request, BodyHandlers.ofInputStream()).body()) {
            assertThat(stream.read()).isEqualTo(0x1f);
        }
        await("the export is over", () -> exports("gone") > gone);
        assertThat(reads() - reads).isPositive().isLessThan(ROWS / Export.PAGE_ROWS);
        assertThat(readPacked(request)).isEqualTo(ROWS + 1);
    }

    /** How many lines it has. */
    private long readPacked(HttpRequest request) throws IOException, InterruptedException {
        try (BufferedReader lines = lines(
                new GZIPInputStream(http.send(request, BodyHandlers.ofInputStream()).body()))) {
            return lines.lines().count();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "csv", "votable"})
    @DisabledOnIntegrationTest("reads the log of this process")
    void aFaultOnTheWayDoesNotLookLikeTheEnd(String as) throws Exception {
        double failed = exports("failed");
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (LoggedLines log = new LoggedLines(ExportTransfer.class); InputStream stream = open("as=" + as)) {
            read.write(stream.read());
            other.execute("ALTER TABLE images RENAME TO images_elsewhere");
            try {
                assertThatThrownBy(() -> stream.transferTo(read)).isInstanceOf(IOException.class)
                        .hasStackTraceContaining("Connection reset");
            } finally {
                other.execute("ALTER TABLE images_elsewhere RENAME TO images");
                // Where the service has looked meanwhile it refuses to read until it has looked once more.
                await("images can be read", () -> given().get(images + "?limit=1").statusCode() == 200);
            }
            assertThat(log.messages()).containsExactly("export images as " + as + " was broken off");
        }
        assertThat(exports("failed")).isEqualTo(failed + 1);
        assertThat(read.toString(StandardCharsets.UTF_8)).doesNotContain("</VOTABLE>", "</TABLEDATA>");
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.0,keep-alive", "HTTP/1.0,close", "HTTP/1.1,close"})
    void aWholeExportEndsItsConnectionInOrder(String version, String connection) throws Exception {
        try (RawExport export = RawExport.get(address("as=ndjson&fields=id"), version, "Connection: " + connection)) {
            assertThat(export.head()).contains(" 200 OK\r\n").containsIgnoringCase("\r\nconnection: close\r\n");
            List<String> lines = export.rest().lines().filter(line -> line.startsWith("{")).toList();
            assertThat(lines).hasSize(ROWS);
            assertThat(lines.get(ROWS - 1)).isEqualTo("{\"id\":" + (firstId + ROWS - 1) + "}");
        }
    }

    private boolean wholeLogIsCopied() {
        try {
            return other.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(String what, BooleanSupplier happened) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!happened.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static double exports(String outcome) {
        return metric("contimg_exports_total", "outcome=\"" + outcome + "\"");
    }

    private static double reads() {
        return metric("contimg_database_units_total", "database=\"products\"", "kind=\"read\"");
    }

    /** The sum of a counter's lines that have these labels. */
    private static double metric(String name, String... labels) {
        return given().get("/q/metrics").then().statusCode(200).extract().asString().lines()
                .filter(line -> line.startsWith(name + "{") && Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    private static long id(String line) {
        return Long.parseLong(line.substring("{\"id\":".length(), line.indexOf(',')));
    }

    private static BufferedReader lines(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private InputStream open(String query) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(HttpRequest.newBuilder(address(query)).build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private URI address(String query) {
        return URI.create(images + "?field_name=" + mark + "&" + query);
    }
}

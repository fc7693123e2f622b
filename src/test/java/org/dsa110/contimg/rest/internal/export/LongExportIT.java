package org.dsa110.contimg.rest.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.TableSink;
import uk.ac.starlink.votable.VOTableBuilder;

/**
 * Five million rows go out in each form from a service with a heap of 192 MiB, beside a client that does not read.
 * Only with {@code -Dstress}.
 */
@EnabledIfSystemProperty(named = "stress", matches = "true", disabledReason = "takes minutes: -Dstress runs it")
class LongExportIT {
    private static final String TABLE = "photometry";
    private static final String INSERT = "INSERT INTO " + TABLE
            + " (source_id, image_path, ra_deg, dec_deg, measured_at, peak_jyb) SELECT 'J' || (i % 9973), '/images/' || (i / 1000),"
            + " (i % 36000) * 0.01, (i % 1800) * 0.1 - 90, 1764000309.6 + i, i * 0.1 FROM n";
    private static final String NUMBER = "peak_jyb";
    private static final int ROWS = 5_000_000;
    private static final int BATCH = 250_000;
    private static final Map<String, String> ENVIRONMENT = Map.of("JAVA_TOOL_OPTIONS", "-Xmx192m");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path state;

    @Test
    void aSmallHeapIsEnoughForFiveMillionRows() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(state, ENVIRONMENT)) {
            insertRows();
            try (InputStream slow = open(service, "as=ndjson")) {
                assertThat(slow.read()).isEqualTo('{');
                timed("ndjson", () -> readNdjson(open(service, "as=ndjson")));
                timed("csv", () -> readCsv(open(service, "as=csv")));
                timed("votable", () -> readVotable(open(service, "as=votable")));
            }
            assertThat(service.stop()).isEqualTo(143);
            assertThat(service.output()).doesNotContain("OutOfMemoryError", "ERROR");
        }
    }

    /** What reads an export and looks at it. */
    private interface Reading {
        void run() throws Exception;
    }

    private static void timed(String format, Reading reading) throws Exception {
        long start = System.nanoTime();
        reading.run();
        System.out.printf("LongExportIT: %,d rows as %s in %.1f s%n", ROWS, format, (System.nanoTime() - start) / 1e9);
    }

    private void insertRows() throws SQLException {
        OtherProgram other = new OtherProgram(state.resolve("products.sqlite3").toString());
        for (int from = 0; from < ROWS; from += BATCH) {
            other.execute("WITH RECURSIVE n (i) AS (SELECT " + from + " UNION ALL SELECT i + 1 FROM n WHERE i < "
                    + (from + BATCH - 1) + ") " + INSERT);
        }
    }

    private static void readNdjson(InputStream stream) throws IOException {
        try (BufferedReader lines = lines(stream)) {
            for (int i = 0; i < ROWS; i++) {
                String line = lines.readLine();
                if (!line.startsWith("{\"id\":" + (i + 1) + ",")
                        || !line.contains("\"" + NUMBER + "\":" + i * 0.1 + ",")) {
                    throw new AssertionError("row " + i + " is " + line);
                }
            }
            assertThat(lines.readLine()).isNull();
        }
    }

    private static void readCsv(InputStream stream) throws IOException {
        try (BufferedReader lines = lines(stream)) {
            assertThat(lines.readLine()).startsWith("id,");
            for (int i = 0; i < ROWS; i++) {
                String line = lines.readLine();
                if (!line.startsWith(i + 1 + ",") || !line.contains("," + i * 0.1 + ",")) {
                    throw new AssertionError("row " + i + " is " + line);
                }
            }
            assertThat(lines.readLine()).isNull();
        }
    }

    private static void readVotable(InputStream stream) throws IOException {
        RowCheck check = new RowCheck();
        new VOTableBuilder(true).streamStarTable(stream, check, null);
        assertThat(check.rows).isEqualTo(ROWS);
    }

    /** Looks at each row when it comes. */
    private static final class RowCheck implements TableSink {
        private int number;
        private int rows;

        @Override
        public void acceptMetadata(StarTable table) {
            for (int i = 0; i < table.getColumnCount(); i++) {
                if (table.getColumnInfo(i).getName().equals(NUMBER)) {
                    number = i;
                }
            }
        }

        @Override
        public void acceptRow(Object[] row) {
            if (!row[0].equals(rows + 1L) || !row[number].equals(rows * 0.1)) {
                throw new AssertionError("row " + rows + " is " + row[0] + ", " + row[number]);
            }
            rows++;
        }

        @Override
        public void endRows() {
            // The rows are counted.
        }
    }

    private static BufferedReader lines(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8), 1 << 16);
    }

    private InputStream open(ServiceProcess service, String query) throws IOException, InterruptedException {
        URI address = URI.create(service.address() + "/api/v1/products/" + TABLE + "?" + query);
        HttpResponse<InputStream> answer = http.send(HttpRequest.newBuilder(address).build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}

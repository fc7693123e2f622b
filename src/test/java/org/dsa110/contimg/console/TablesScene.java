package org.dsa110.contimg.console;

import static io.restassured.RestAssured.given;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;
import io.restassured.http.ContentType;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.OtherProgram;

/** A service whose tables have a known content, a table of another program among them, and the browser that looks at it. */
final class TablesScene implements AutoCloseable {
    static final String MARKUP = "<img src=x onerror=alert(1)>";
    static final String GROUP = "2026-02-11T15:58:07";
    static final String MS = "/stage/ms/a b+%ü.ms";
    static final String JSON = "{\"n\": 9007199254740993, \"of\": [1.50, {}], \"text\": \"a, {b}: \\\"c\\\"\"}";
    /** Of another program; as are its columns. */
    static final String HOSTILE = "<b>t</b>\"'/?&";

    private static final int IMAGES = 130;
    private static final String VALUES_IN_CELLS = "rows => rows.map(row => [...row.cells].map(cell => { const copy = cell.cloneNode(true);"
            + " copy.querySelectorAll('.time').forEach(time => time.remove()); return copy.textContent; }))";

    private final ServiceProcess service;
    private Browser browser;

    TablesScene(Path folder) throws IOException, SQLException {
        Path state = Files.createDirectory(folder.resolve("state"));
        service = ServiceProcess.serve(state, Map.of());
        List<Map<String, Object>> images = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            images.add(Map.of("path", i == 0 ? MARKUP : "/stage/images/" + i + ".fits", "ms_path", i < 5 ? MS : "/b.ms",
                    "created_at", 1767225600.5 + i, "type", i % 3 == 0 ? "dirty" : "a,b", "noise_jy", 0.001 / (i + 1),
                    "center_ra_deg", i, "center_dec_deg", 10));
        }
        add("products/images", images);
        add("products/ms_index", Map.of("path", MS, "group_id", GROUP, "mid_mjd", 61082.5));
        add("products/calibrator_transits", Map.of("calibrator_name", "3C/48 ~null", "transit_mjd", 61000.25,
                "transit_iso", "2025-11-21T06:00:00", "calculated_at", 1, "updated_at", 1));
        add("products/jobs", Map.of("type", "image", "status", "done", "ms_path", MS, "created_at", 1, "params", JSON,
                "logs", ("line " + MARKUP + "\n").repeat(300)));
        add("products/photometry",
                Map.of("source_id", "J1234+5678", "image_path", "/a.fits", "measured_at", 1, "peak_jyb",
                        0.5, "ra_deg", 10, "dec_deg", 20));
        OtherProgram other = new OtherProgram(state.resolve("products.sqlite3").toString());
        other.execute("UPDATE images SET noise_jy = 9e999, field_name = x'00ff', dynamic_range = 'text' WHERE id = 2");
        String table = '"' + HOSTILE.replace("\"", "\"\"") + '"';
        other.execute("CREATE TABLE " + table + " (\"" + MARKUP + "\" TEXT, \"a,b\" INTEGER, \"limit\", \"table\" REAL,"
                + " \"key\" BLOB, __proto__ TEXT, PRIMARY KEY (\"" + MARKUP + "\", \"limit\"))");
        other.execute("INSERT INTO " + table + " VALUES ('~null', 9223372036854775807, '007', -9e999, x'00ff', 'a'),"
                + " ('a/b', 9007199254740993, 7, 1.5, 'x', ''), ('.', NULL, '~text:', 0.1, NULL, '" + MARKUP
                + "'), (NULL, 1, NULL, 1, 1, 'b'), ('', -1, x'01', 2, 2, 'c')");
        other.execute("CREATE VIEW \"no key\" AS SELECT path, ms_path FROM images WHERE id < 4");
    }

    /** Starts the browser; the test is skipped where there is none. */
    void look() {
        browser = Browser.of(service.address());
    }

    void add(String table, Object rows) {
        given().contentType(ContentType.JSON.withCharset(StandardCharsets.UTF_8)).body(rows).post(api(table)).then()
                .statusCode(201);
    }

    String address() {
        return service.address();
    }

    Browser browser() {
        return browser;
    }

    /** The URL of what is at a path below {@code /api/v1/}. */
    String api(String path) {
        return service.address() + "/api/v1/" + path;
    }

    /** @param parameters of the page, encoded */
    Page open(String parameters) {
        return browser.open("/console/tables?" + parameters);
    }

    /** What the rows of a table show, but for the times beside. */
    @SuppressWarnings("unchecked")
    static List<List<String>> rows(Page page) {
        return (List<List<String>>) page.locator("#rows tbody tr").evaluateAll(VALUES_IN_CELLS);
    }

    /** What the page of a row shows of a column's value. */
    static String value(Page page, String column) {
        return page.locator("dd").all().stream().filter(one -> column.equals(one.getAttribute("data-column")))
                .findFirst()
                .orElseThrow().locator(".value").textContent();
    }

    @Override
    public void close() {
        if (browser != null) {
            browser.close();
        }
        service.close();
    }
}

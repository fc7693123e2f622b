package org.dsa110.contimg.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.console.TablesScene.GROUP;
import static org.dsa110.contimg.console.TablesScene.HOSTILE;
import static org.dsa110.contimg.console.TablesScene.JSON;
import static org.dsa110.contimg.console.TablesScene.MARKUP;
import static org.dsa110.contimg.console.TablesScene.MS;
import static org.dsa110.contimg.console.TablesScene.value;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One row of any table, and what refers to it, in a browser beside the packaged program. */
class TableRowsIT {
    @TempDir
    static Path folder;

    private static TablesScene scene;

    @BeforeAll
    static void open() throws IOException, SQLException {
        scene = new TablesScene(folder);
        scene.look();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void eachColumnIsThereWithItsDescriptionAndTimesHaveTheDateBeside() {
        Page page = scene.open("table=products/images&key=3");
        List<Map<String, String>> columns = given().get(scene.api("products")).jsonPath()
                .getList("tables.find { it.name == 'images' }.columns");
        assertThat(page.locator("#values dt").allTextContents()).isEqualTo(
                columns.stream().map(column -> column.get("name")).toList());
        assertThat(page.locator("#values dd div.note").allTextContents()).isEqualTo(
                columns.stream().map(column -> column.get("description")).toList());
        assertThat(value(page, "created_at")).isEqualTo("1767225602.5 2026-01-01 00:00:02 UTC");
        assertThat(value(scene.open("table=products/ms_index&key=" + MS.replace("+", "%2B").replace("%ü", "%25ü")),
                "mid_mjd")).isEqualTo("61082.5 2026-02-11 12:00:00 UTC");
        scene.browser().assertNoFault();
    }

    @Test
    void whatJsonCannotExpressIsShownAsItIsStored() {
        Page page = scene.open("table=products/images&key=2");
        assertThat(value(page, "noise_jy")).isEqualTo("Infinity (JSON has null in its place)");
        assertThat(value(page, "field_name")).isEqualTo("AP8= (bytes, in Base64 here)");
        assertThat(value(page, "dynamic_range")).isEqualTo("text");
        assertThat(value(page, "beam_pa_deg")).isEqualTo("NULL");
        scene.browser().assertNoFault();
    }

    @Test
    void aLongTextIsThereAsItIsAndJsonIsIndentedOnRequest() {
        Page page = scene.open("table=products/jobs&key=1");
        assertThat(page.locator("dd[data-column=logs] pre").first().textContent())
                .isEqualTo(("line " + MARKUP + "\n").repeat(300));
        Locator params = page.locator("dd[data-column=params]");
        assertThat(params.locator(".text").textContent()).isEqualTo(JSON);
        params.locator("button").click();
        assertThat(params.locator("pre").textContent()).isEqualTo("""
            {
              "n": 9007199254740993,
              "of": [
                1.50,
                {}
              ],
              "text": "a, {b}: \\"c\\""
            }""");
        scene.browser().assertNoFault();
    }

    /** By the links of its list, as the keys are such that a URL has to say what they are. */
    @Test
    void everyRowOfAnotherProgramIsReachedAndHasAllItsDigits() throws IOException {
        String table = "products/" + HOSTILE;
        RestRows rest = RestRows.get(scene.api("products/" + encoded(HOSTILE)));
        Page list = scene.open("table=" + encoded(table));
        assertThat(rest.items()).hasSize(5);
        for (int i = 0; i < rest.items().size(); i++) {
            Map<String, String> row = rest.items().get(i);
            if ("AQ==".equals(row.get("limit"))) {
                // A BLOB in a column that is not declared as one: JSON does not tell it from a text.
                continue;
            }
            Page page = scene.browser().open(list.locator("#rows tbody tr").nth(i).locator("a").getAttribute("href"));
            assertThat(value(page, "a,b")).isEqualTo(row.get("a,b") == null ? "NULL" : row.get("a,b"));
            assertThat(value(page, "__proto__")).isEqualTo(row.get("__proto__").isEmpty()
                    ? "empty text"
                    : row.get("__proto__"));
            assertThat(value(page, "table")).isEqualTo(row.get("table") == null
                    ? "-Infinity (JSON has null in its place)"
                    : row.get("table"));
            assertThat(page.locator("#view img").count()).isZero();
        }
        scene.browser().assertNoFault();
    }

    @Test
    void aKeyMayBeAPathOrHaveSeveralParts() {
        assertThat(value(scene.open("table=products/calibrator_transits&key=" + encoded("3C%2F48%20~null/61000.25")),
                "calibrator_name")).isEqualTo("3C/48 ~null");
        Page list = scene.open("table=products/calibrator_transits");
        list.click("#rows a");
        Browser.shown(list);
        assertThat(value(list, "transit_mjd")).startsWith("61000.25 ");
        assertThat(value(scene.open("table=products/ms_index&key=" + encoded(encoded(MS))), "group_id"))
                .isEqualTo(GROUP);
        assertThat(value(scene.open("table=products/sources&key=J1234%2B5678"), "n_measurements")).isEqualTo("1");
        try (Browser browser = Browser.of(scene.address()).expecting(404)) {
            for (String key : List.of("0", "a/b", "..", "1/..")) {
                Page none = browser.open("/console/tables?table=products/images&key=" + encoded(key));
                assertThat(none.innerText("#problem")).contains("no row with");
            }
            browser.assertNoFault();
        }
        scene.browser().assertNoFault();
    }

    @Test
    void whatRefersToARowIsCountedAndLinked() throws IOException {
        Page page = scene.open("table=products/ms_index&key=" + encoded(encoded(MS)));
        assertThat(page.getAttribute("dd[data-column=group_id] a", "href"))
                .isEqualTo("/console/group?group_id=" + GROUP.replace(":", "%3A"));
        page.click("#count-relations");
        page.waitForSelector("#count-relations:not([disabled])");
        List<String> relations = page.locator("#relations tbody tr").allInnerTexts();
        assertThat(relations).contains("path\tof the same measurement set\tproducts/images by ms_path\t5",
                "path\tof the same measurement set\tproducts/jobs by ms_path\t1",
                "path\tof the same measurement set\tproducts/no key by ms_path\t3",
                "group_id\tthe group\tingest/ingest_queue by group_id\t0");
        assertThat(relations).noneMatch(relation -> relation.contains("products/ms_index by path"));
        page.click("text=products/images by ms_path");
        Browser.shown(page);
        assertThat(TablesScene.rows(page)).hasSize(5).allMatch(row -> row.get(2).equals(MS));
        scene.browser().assertNoFault();
    }

    @Test
    void itIsGoodInEachForm() {
        scene.browser().assertGoodInEachForm("table-row", "/console/tables?table=products/jobs&key=1");
        scene.browser().assertGoodInEachForm("table-row-image", "/console/tables?table=products/images&key=2");
        scene.browser().assertNoFault();
    }
}

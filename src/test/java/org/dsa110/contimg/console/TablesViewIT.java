package org.dsa110.contimg.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.console.TablesScene.HOSTILE;
import static org.dsa110.contimg.console.TablesScene.MARKUP;
import static org.dsa110.contimg.console.TablesScene.rows;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All tables and the rows of one, in a browser beside the packaged program: what they show is what the REST API gives. */
class TablesViewIT {
    private static final List<String> DATABASES = List.of("products", "cal_registry", "hdf5", "ingest",
            "data_registry");

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
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<Map<String, Object>> tables(String database) {
        return given().get(scene.api(database)).jsonPath().getList("tables");
    }

    @Test
    void allTablesAreThereWithTheirColumnsAndAreCountedWhenAsked() {
        Page page = scene.browser().open("/console/tables");
        for (String database : DATABASES) {
            for (Map<String, Object> table : tables(database)) {
                Locator row = row(page, database + "/" + table.get("name"));
                assertThat(row.locator("td").first().textContent()).isEqualTo(table.get("name"));
                assertThat(row.locator("td").nth(2).textContent())
                        .isEqualTo(String.valueOf(((List<?>) table.get("columns")).size()));
            }
        }
        assertThat(row(page, "products/" + HOSTILE).locator("td").nth(1).textContent())
                .isEqualTo("table of another program");
        page.fill("#name", "IMA");
        assertThat(page.locator("#databases tbody tr").count()).isEqualTo(1);
        page.click("#count-all");
        page.waitForSelector("#count-all:not([disabled])");
        assertThat(row(page, "products/images").locator("td").nth(3).textContent()).isEqualTo("130");
        assertThat(page.url()).endsWith("?name=IMA");
        scene.browser().assertNoFault();
    }

    private static Locator row(Page page, String table) {
        return page.locator("#databases tr").all().stream()
                .filter(row -> table.equals(row.getAttribute("data-table"))).findFirst().orElseThrow();
    }

    @Test
    void everyTableOpensWithAllItsColumnsAndAConeWhereItHasPositions() {
        for (String database : DATABASES) {
            for (Map<String, Object> table : tables(database)) {
                Page page = scene.open("table=" + encoded(database + "/" + table.get("name")));
                assertThat(page.getAttribute("body", "data-state")).as("%s", table.get("name")).isEqualTo("ready");
                assertThat(page.locator("#columns tbody tr td:nth-child(2)").allTextContents())
                        .isEqualTo(given().get(scene.api(database)).jsonPath().param("name", table.get("name"))
                                .getList("tables.find { it.name == name }.columns.name"));
                int status = given().urlEncodingEnabled(false)
                        .get(scene.address() + table.get("path") + "?ra=1&dec=1&radius=1&limit=1").statusCode();
                assertThat(page.isVisible("#cone")).as("cone in %s", table.get("name")).isEqualTo(status == 200);
                page.context().close();
            }
        }
        scene.browser().assertNoFault();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id=7", "type__ne=dirty", "noise_jy__lt=1e-5", "noise_jy__le=0.00001", "id__gt=120",
            "id__ge=120&id__lt=125", "type__in=a%5C,b,c&limit=20", "path__contains=image",
            "path__startswith=/stage/images/1",
            "field_name__isnull=false", "filter=id__in%3D1,2,3", "order=-created_at&limit=7", "order=type,-id",
            "fields=id,created_at,type&limit=1000", "ra=5&dec=10&radius=2.5",
            "ra=5&dec=10&radius=2.5&fields=id,separation_deg"})
    void theListShowsTheRowsOfTheSameCall(String parameters) throws IOException {
        Page page = scene.open("table=products/images&" + parameters);
        String limit = parameters.contains("limit") ? "" : parameters.isEmpty() ? "limit=50" : "&limit=50";
        assertThat(rows(page)).isNotEmpty()
                .isEqualTo(withInfinity(RestRows.get(scene.api("products/images?" + parameters + limit))));
        assertThat(page.locator("#filters > div").count()).isEqualTo(
                (int) Stream.of(parameters.split("&"))
                        .filter(one -> one.matches("(id|type|noise|path|field_n|filter).*"))
                        .count());
        page.context().close();
        scene.browser().assertNoFault();
    }

    /** The second image, which has infinity where JSON has null. */
    private static List<List<String>> withInfinity(RestRows rest) {
        rest.items().stream().filter(row -> "2".equals(row.get("id")))
                .forEach(row -> row.replace("noise_jy", "Infinity"));
        return rest.shown();
    }

    @Test
    void filtersOrdersAndPagesAreChosenInThePageAndKeptInItsAddress() throws IOException {
        Page page = scene.open("table=products/images&fields=id,type,noise_jy&limit=20");
        ask(page, "type", "startswith", "a");
        ask(page, "noise_jy", "gt", "1e-6");
        page.click("#asked button.main");
        Browser.shown(page);
        page.click("[data-order=noise_jy]");
        Browser.shown(page);
        String asked = "products/images?fields=id,type,noise_jy&limit=20&type__startswith=a&noise_jy__gt=1e-6&order=noise_jy";
        RestRows first = RestRows.get(scene.api(asked));
        assertThat(rows(page)).hasSize(20).isEqualTo(first.shown());
        assertThat(page.locator("th[aria-sort=ascending]").allInnerTexts()).hasSize(1).allMatch(
                head -> head.startsWith("noise_jy"));
        page.click("#next");
        Browser.shown(page);
        assertThat(rows(page)).isEqualTo(RestRows.get(scene.api(asked + "&next=" + encoded(first.next()))).shown());
        Page handedOn = scene.browser().open(page.url().substring(scene.address().length()));
        assertThat(rows(handedOn)).isEqualTo(rows(page));
        assertThat(handedOn.locator("#filters [data-part=value]").all().stream().map(one -> one.inputValue()))
                .containsExactly("a", "1e-6");
        page.click("#first");
        Browser.shown(page);
        assertThat(rows(page)).isEqualTo(first.shown());
        page.click("#count");
        page.waitForSelector("#said:has-text('match')");
        assertThat(page.innerText("#said")).isEqualTo(given().queryParam("type__startswith", "a")
                .queryParam("noise_jy__gt", "1e-6").queryParam("count", "true").get(scene.api("products/images"))
                .path("total") + " rows match.");
        page.locator("#filters button").first().click();
        page.click("#asked button.main");
        Browser.shown(page);
        assertThat(page.url()).doesNotContain("type__").contains("noise_jy__gt=1e-6").contains("order=noise_jy");
        scene.browser().assertNoFault();
    }

    @Test
    void anAnswerThatIsLateNeitherShowsNorFails() {
        Page page = scene.open("table=products/images&fields=id&limit=2");
        List<Route> held = new ArrayList<>();
        List<Request> failed = new ArrayList<>();
        page.onRequestFailed(failed::add);
        page.route("**/api/v1/products/images?*", held::add);
        page.click("[data-order=id]");
        page.selectOption("#limit", "20");
        page.waitForCondition(() -> held.size() == 2);
        assertThat(page.isDisabled("#next")).isTrue();
        held.get(1).resume();
        Seen.count(page.locator("#rows tbody tr"), 20);
        assertThat(page.isDisabled("#next")).isFalse();
        held.get(0).abort();
        page.waitForCondition(() -> failed.size() == 1);
        page.evaluate("new Promise(resolve => requestAnimationFrame(resolve))");
        assertThat(page.isVisible("#problem")).isFalse();
        assertThat(page.locator("#rows tbody tr").count()).isEqualTo(20);
    }

    private static void ask(Page page, String column, String operator, String value) {
        page.click("#add");
        Locator added = page.locator("#filters > div").last();
        added.locator("[data-part=column]").selectOption(column);
        added.locator("[data-part=operator]").selectOption(operator);
        added.locator("[data-part=value]").fill(value);
    }

    @Test
    void anOrderIsChosenByKeysAndTheFocusStays() {
        Page page = scene.open("table=products/images&limit=20");
        page.focus("[data-order=created_at]");
        for (String order : List.of("order=created_at", "order=-created_at", "limit=20")) {
            page.keyboard().press("Enter");
            Browser.shown(page);
            assertThat(page.url()).endsWith(order);
            assertThat(page.locator(":focus").getAttribute("data-order")).isEqualTo("created_at");
        }
        scene.browser().assertNoFault();
    }

    @Test
    void theColumnsThatAreChosenAreShownAndTheRowsAreReachedAllTheSame() {
        Page page = scene.open("table=products/images&limit=20");
        page.click("#choice summary");
        page.click("text=Show the fewest");
        Browser.shown(page);
        page.getByLabel("Show type").check();
        Browser.shown(page);
        page.getByLabel("Show id").uncheck();
        Browser.shown(page);
        assertThat(page.locator("#rows th").allInnerTexts()).containsExactly("Row", "type");
        assertThat(page.url()).endsWith("fields=type");
        page.locator("#rows a").nth(4).click();
        Browser.shown(page);
        assertThat(TablesScene.value(page, "id")).isEqualTo("5");
        scene.browser().assertNoFault();
    }

    @ParameterizedTest
    @CsvSource({"CSV,csv,images.csv", "ECSV,ecsv,images.ecsv", "NDJSON,ndjson,images.ndjson",
            "VOTable,votable,images.vot"})
    void aDownloadHasAllRowsThatMatch(String button, String format, String name) throws IOException {
        Page page = scene.open("table=products/images&id__gt=2&fields=path,noise_jy&order=-id&limit=20");
        Download download = page.waitForDownload(() -> page.locator("#exports a").all().stream()
                .filter(link -> link.innerText().equals(button)).findFirst().orElseThrow().click());
        assertThat(download.suggestedFilename()).isEqualTo(name);
        assertThat(Files.readAllBytes(download.path())).hasSizeGreaterThan(1000).isEqualTo(given()
                .get(scene.api("products/images?id__gt=2&fields=path,noise_jy&order=-id&as=" + format)).asByteArray());
        scene.browser().assertNoFault();
    }

    @Test
    void namesAndTextsThatAreMarkupAreShownAsTheyAre() throws IOException {
        String found = "products/" + encoded(HOSTILE).replace("+", "%20");
        Page page = scene.open("table=" + encoded("products/" + HOSTILE) + "&limit__eq=7&order=" + encoded("a\\,b"));
        assertThat(page.innerText("#list-title")).isEqualTo("products/" + HOSTILE);
        assertThat(page.locator("#rows th button bdi").allTextContents()).containsExactly(MARKUP, "a,b", "limit",
                "table",
                "key", "__proto__");
        assertThat(rows(page)).hasSize(1).isEqualTo(RestRows.get(scene.api(found + "?limit__eq=7")).shown());
        page.locator("#filters button").first().click();
        ask(page, MARKUP, "eq", "");
        page.click("#asked button.main");
        Browser.shown(page);
        assertThat(rows(page)).isEqualTo(RestRows.get(scene.api(found + "?" + encoded(MARKUP) + "__eq=")).shown())
                .hasSize(1);
        Page images = scene.open("table=products/images&id=1");
        assertThat(rows(images).get(0).get(1)).isEqualTo(MARKUP);
        assertThat(images.locator("#view img").count() + page.locator("#view img, #view b").count()).isZero();
        assertThat(rows(scene.open("table=products/no%20key"))).isEqualTo(
                RestRows.get(scene.api("products/no%20key")).shown());
        scene.browser().assertNoFault();
    }

    @Test
    void whatIsWrongIsSaidByTheService() {
        try (Browser browser = Browser.of(scene.address()).expecting(400)) {
            Page page = browser.open("/console/tables?table=products/images&id__lt=x&type=a");
            assertThat(page.innerText("#problem")).isEqualTo("id__lt must be an integer of 64 bits");
            page.locator("#filters [data-part=value]").first().fill("3");
            page.click("#asked button.main");
            Browser.shown(page);
            assertThat(page.isVisible("#problem")).isFalse();
            Page two = browser.open("/console/tables?table=products/images&id__lt=x&id__gt=y");
            assertThat(two.innerText("#problem")).isEqualTo(
                    "id__gt must be an integer of 64 bits (and 1 more); id__lt must be an integer of 64 bits");
            Page none = browser.open("/console/tables?table=products/nothing");
            assertThat(none.innerText("#problem")).isEqualTo("There is no table nothing in products.");
            browser.assertNoFault();
        }
    }

    @Test
    void theyAreGoodInEachForm() {
        scene.browser().assertGoodInEachForm("tables", "/console/tables");
        scene.browser().assertGoodInEachForm("tables-list",
                "/console/tables?table=products/images&noise_jy__lt=0.0001&order=-created_at&limit=20");
        scene.browser().assertGoodInEachForm("tables-hostile",
                "/console/tables?table=" + encoded("products/" + HOSTILE));
        scene.browser().assertNoFault();
    }
}

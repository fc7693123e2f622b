package org.dsa110.contimg.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console shows of calibration tables beside what REST says of them, and beside the gaps as they are computed here. */
class CalibrationViewIT {
    private static final String VIEW = "/console/calibration";
    private static final String TABLES = "/api/v1/cal_registry/caltables";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final double A_MILLISECOND = 2e-8;

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        service = ServiceProcess.serve(Files.createDirectory(folder.resolve("state")), Map.of());
        browser = Browser.of(service.address());
        post(service, List.of(
                table("first", "K", 10, 61000.0, 61001.0, "active"),
                table("first", "BP", 20, 61000.0, 61001.0, "active"),
                table("first", "GP", 30, 61000.0, 61000.5, "active"),
                table("second", "K", 10, 61001.0, 61002.0, "active"),
                table("second", "BP", 20, 61001.5, 61002.0, "active"),
                table("second", "GP", 30, 61001.0, 61002.0, "active"),
                table("second", "BP", 20, 61001.0, 61001.5, "retired"),
                table("third", "K", 10, 61001.25, 61002.25, "active"),
                table("third", "K", 11, 61001.2, 61002.5, "active"),
                table("third", "2G", 60, 61000.0, 61001.0, "failed"),
                table("open", "FLUX", 70, null, 61000.25, "active"),
                table("open", "FLUX", 70, 61000.75, null, "active"),
                table("open", "GA", 40, null, null, "retired"),
                table("inverted", "K", 10, 61002.0, 61001.0, "active"),
                table(HOSTILE, "BA", 15, 61002.4, 61002.6, "active")));
    }

    private static Map<String, Object> table(String set, String type, int order, Double from, Double to,
            String status) {
        Map<String, Object> row = new TreeMap<>(Map.of("set_name", set, "path",
                "/cal/" + set + "/" + type + "/" + order + "/" + from, "table_type", type, "order_index", order,
                "cal_field", "3C286", "refant", "103", "status", status,
                "created_at", 1.79e9 + (from == null ? 0 : (from - 61000) * 86400)));
        row.put("valid_start_mjd", from);
        row.put("valid_end_mjd", to);
        return row;
    }

    private static void post(ServiceProcess to, List<Map<String, Object>> rows) {
        given().baseUri(to.address()).contentType("application/json").body(rows).post(TABLES).then().statusCode(201);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        service.close();
    }

    @AfterEach
    void nothingWentWrong() {
        browser.assertNoFault();
    }

    private static <T> List<T> column(String path, String name) {
        return given().baseUri(service.address()).get(path).then().statusCode(200).extract().path("items." + name);
    }

    private static List<String> cells(Page page, String place, int column) {
        return page.locator(place + " tbody tr td:nth-child(" + column + ")").allInnerTexts();
    }

    private static List<Double> bounds(Page page, String place, int column) {
        Locator found = page.locator(place + " tbody tr td:nth-child(" + column + ") [data-mjd]");
        return found.all().stream().map(bound -> Double.valueOf(bound.getAttribute("data-mjd"))).toList();
    }

    /** @param type K, BP, ... */
    private record Gap(String type, double from, double to) {
    }

    /** Between two bounds that follow one another a type is covered or not: by the middle of each. */
    private static List<Gap> gaps() {
        List<Map<String, Object>> rows = given().baseUri(service.address()).get(TABLES + "?status=active").then()
                .extract().path("items");
        List<Gap> gaps = new ArrayList<>();
        for (String type : rows.stream().map(row -> (String) row.get("table_type")).distinct().toList()) {
            List<double[]> windows = rows.stream().filter(row -> type.equals(row.get("table_type")))
                    .map(row -> new double[]{bound(row, "valid_start_mjd", Double.NEGATIVE_INFINITY),
                            bound(row, "valid_end_mjd", Double.POSITIVE_INFINITY)})
                    .filter(window -> window[0] <= window[1]).toList();
            double[] bounds = windows.stream().flatMapToDouble(Arrays::stream).sorted().distinct().toArray();
            for (int i = 1; i < bounds.length; i++) {
                double middle = bounds[i - 1] / 2 + bounds[i] / 2;
                if (windows.stream().noneMatch(window -> window[0] <= middle && middle <= window[1])) {
                    gaps.add(new Gap(type, bounds[i - 1], bounds[i]));
                }
            }
        }
        return gaps;
    }

    private static double bound(Map<String, Object> row, String name, double open) {
        return row.get(name) == null ? open : ((Number) row.get(name)).doubleValue();
    }

    private static List<Gap> shownGaps(Page page) {
        List<String> types = cells(page, "#gaps", 1);
        List<Double> from = bounds(page, "#gaps", 2);
        List<Double> to = bounds(page, "#gaps", 3);
        return Stream.iterate(0, i -> i < types.size(), i -> i + 1)
                .map(i -> new Gap(types.get(i), from.get(i), to.get(i))).toList();
    }

    @Test
    void theGapsAreThoseInWhichNoActiveTableOfTheTypeIsValid() {
        Page page = browser.open(VIEW + "?window=all");
        assertThat(shownGaps(page)).containsExactlyInAnyOrderElementsOf(gaps()).containsExactlyInAnyOrder(
                new Gap("BP", 61001.0, 61001.5), new Gap("GP", 61000.5, 61001.0),
                new Gap("FLUX", 61000.25, 61000.75));
        assertThat(page.locator("#timeline .gap").count()).isEqualTo(gaps().size());
        assertThat(cells(page, "#gaps", 4)).containsOnly("12 h");
    }

    @Test
    void aGapThatReachesBeyondTheWindowIsShownWithItsOwnBounds() {
        Page page = browser.open(VIEW + "?window=day&mjd=61000.7&middle=61001.2");
        assertThat(shownGaps(page)).contains(new Gap("GP", 61000.5, 61001.0), new Gap("FLUX", 61000.25, 61000.75));
        page = browser.open(VIEW + "?window=day&mjd=61003");
        assertThat(shownGaps(page)).isEmpty();
        assertThat(page.locator("#gaps").innerText()).isEqualTo("No gap in this window.");
    }

    @Test
    void eachTableThatIsEverValidHasABarAndOpenEndsReachTheEdge() {
        Page page = browser.open(VIEW + "?window=all");
        List<Integer> all = column(TABLES + "?set_name__ne=inverted", "id");
        assertThat(page.locator("#timeline .bar").all().stream()
                .map(bar -> Integer.valueOf(bar.getAttribute("data-id"))))
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(page.locator("#timeline .bar.retired").count()).isEqualTo(2);
        assertThat(page.locator("#timeline .bar.failed").count()).isEqualTo(1);
        assertThat(page.locator("#timeline .bar[fill^='url(#hatch-']").count()).isEqualTo(3);
        assertThat(page.locator("#timeline .bar title").allTextContents())
                .anyMatch(title -> title.startsWith("FLUX of open, active: open to MJD 61000.2500"));
        assertThat(page.locator("#window").innerText()).contains("15 tables", "1 never valid");
        assertThat(page.locator("#timeline svg").getAttribute("aria-label")).contains("BP: 3 tables, 1 gap");
    }

    @Test
    void whatAppliesIsWhatTheServiceSaysAndWhy() {
        for (double mjd : new double[]{60000, 61000.1, 61000.5, 61001.4, 61001.6, 61002.3, 61002.45, 62000}) {
            Page page = browser.open(VIEW + "?mjd=" + mjd);
            List<String> applied = column(TABLES + "/apply?mjd=" + mjd, "path");
            List<String> valid = column(TABLES + "/valid?mjd=" + mjd, "path");
            assertThat(cells(page, "#applied", 5)).as("at %s", mjd).isEqualTo(applied);
            page.getByText("What else is valid then").click();
            assertThat(cells(page, "#others", 5)).as("at %s", mjd)
                    .isEqualTo(valid.stream().filter(path -> !applied.contains(path)).toList());
        }
        Page page = browser.open(VIEW + "?mjd=61001.4");
        assertThat(page.locator("#why").innerText())
                .contains("Set third is applied, as the newest table that is valid then is its K",
                        "Valid then, but not applied: ", "second", "No ", "GP", "other sets have");
        assertThat(cells(page, "#applied", 1)).containsExactly("10");
        assertThat(cells(page, "#applied", 4)).containsExactly("newest of 2 valid K of its set");
        assertThat(cells(page, "#applied", 6)).containsExactly("3C286");
        assertThat(cells(page, "#applied", 7)).containsExactly("103");
        page.getByText("What else is valid then").click();
        assertThat(cells(page, "#others", 4)).contains("of another set", "an older K of the set");
    }

    @Test
    void aTimeIsChosenByItsDateByItsNumberAndOnTheTimeLine() {
        Page page = browser.open(VIEW);
        assertThat(page.locator("#chosen").innerText()).endsWith("now");
        page.locator("#time").fill("2025-11-22T12:00:00Z");
        page.keyboard().press("Enter");
        Browser.shown(page);
        assertThat(page.url()).contains("mjd=61001.5");
        assertThat(page.locator("#chosen").innerText()).isEqualTo("MJD 61001.50000, 2025-11-22 12:00:00 UTC");
        page.locator("#zoom button[value=day]").focus();
        page.keyboard().press("Enter");
        Browser.shown(page);
        BoundingBox line = page.locator("#timeline svg").boundingBox();
        page.mouse().click(line.x + line.width * 0.75, line.y + line.height / 2);
        Browser.shown(page);
        double chosen = Double.parseDouble(page.locator("#time").inputValue());
        assertThat(chosen).isCloseTo(61001.75, within(2 / line.width));
        assertThat(page.locator("#window").innerText()).startsWith("MJD 61001.000 to 61002.000");
        assertThat(cells(page, "#applied", 5)).isEqualTo(column(TABLES + "/apply?mjd=" + chosen, "path"));
        Page handedOn = browser.open(page.url().substring(service.address().length()));
        assertThat(handedOn.locator("#window").innerText()).isEqualTo(page.locator("#window").innerText());
        page.locator("#time").fill("yesterday");
        page.keyboard().press("Enter");
        assertThat(page.locator("#time-wrong").isVisible()).isTrue();
        assertThat(page.locator("#time").getAttribute("aria-invalid")).isEqualTo("true");
        page.locator("#now").click();
        Browser.shown(page);
        assertThat(page.locator("#chosen").innerText()).endsWith("now");
        assertThat(page.url()).doesNotContain("mjd=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"middle=100000000000000000000", "mjd=10000000", "mjd=1e20", "middle=-100000000000000000"})
    void whatIsNoTimeInTheAddressIsSaidAndLeftOut(String parameter) {
        Page page = browser.open(VIEW + "?" + parameter);
        assertThat(page.locator("#time").inputValue()).isEqualTo(parameter.substring(parameter.indexOf('=') + 1));
        assertThat(page.locator("#time").getAttribute("aria-invalid")).isEqualTo("true");
        assertThat(page.locator("#time-wrong").isVisible()).isTrue();
        assertThat(page.locator("#chosen").innerText()).endsWith("now");
        page.locator("#now").click();
        Browser.shown(page);
        assertThat(page.locator("#time-wrong").isVisible()).isFalse();
    }

    @Test
    void namesThatAreMarkupAreShownAsTheyAre() {
        Page page = browser.open(VIEW + "?window=all&mjd=61002.5");
        assertThat(cells(page, "#sets", 1)).contains(HOSTILE);
        assertThat(page.locator("#timeline title").allTextContents()).anyMatch(title -> title.contains(HOSTILE));
        assertThat(page.locator("#why").innerText()).contains(HOSTILE);
        assertThat(page.locator("img").count()).isZero();
        page.locator("#sets button").getByText(HOSTILE).click();
        Browser.shown(page);
        assertThat(page.locator("#timeline .bar").count()).isEqualTo(1);
        page.locator("#all-sets").click();
        Browser.shown(page);
        assertThat(page.locator("#timeline .bar").count()).isEqualTo(14);
    }

    @Test
    void itIsGoodInEachForm() {
        browser.assertGoodInEachForm("calibration", VIEW + "?mjd=61001.4&window=week");
    }

    @Test
    void anEmptyDatabaseIsShownAsSuchAndThousandsOfTablesToo() throws IOException {
        try (ServiceProcess other = ServiceProcess.serve(Files.createDirectory(folder.resolve("empty")), Map.of());
                Browser looking = Browser.of(other.address())) {
            Page page = looking.open(VIEW + "?window=all");
            assertThat(page.locator("#why").innerText()).isEqualTo("No active table is valid then, so none applies.");
            assertThat(page.locator("#nearest").innerText()).isEqualTo("No active table is valid within 12 h.");
            assertThat(page.locator("#timeline .bar").count()).isZero();
            assertThat(page.locator("#gaps").innerText()).isEqualTo("No gap in this window.");

            post(other, List.of(table("first", "K", 10, 50000.0, 50001.0, "active")));
            page = looking.open(VIEW + "?mjd=50001.25");
            assertThat(cells(page, "#nearest", 4)).containsExactly("ended 6 h before");
            assertThat(page.locator("#why").innerText()).isEqualTo("No active table is valid then, so none applies.");

            for (int thousand = 0; thousand < 6; thousand++) {
                int first = thousand * 1000;
                post(other, Stream.iterate(first, i -> i < first + 1000, i -> i + 1).map(
                        i -> table("set " + i, "BP", 20, 51000.0 + i, 51001.0 + i - (i == 3000 ? 0.5 : 0), "active"))
                        .toList());
            }
            page = looking.open(VIEW + "?window=all");
            assertThat(page.locator("#window").innerText()).contains("5,000 tables and more");
            assertThat(page.locator("#gaps").innerText()).isEqualTo("Not looked for in so long a window.");
            page = looking.open(VIEW + "?window=year&mjd=54000");
            assertThat(page.locator("#window").innerText()).contains("366 tables.");
            assertThat(bounds(page, "#gaps", 2).get(0)).isCloseTo(54000.5, within(A_MILLISECOND));
            assertThat(shownGaps(page)).hasSize(1);
            looking.assertNoFault();
        }
    }
}

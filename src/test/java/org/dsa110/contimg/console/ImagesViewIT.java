package org.dsa110.contimg.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console shows of images and measurement sets beside what REST says of them. */
class ImagesViewIT {
    private static final String VIEW = "/console/images";
    private static final String IMAGES = "/api/v1/products/images";
    private static final String SETS = "/api/v1/products/ms_index";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final double LAST = 1.79e9;
    private static final int EACH = 12;

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        service = ServiceProcess.serve(Files.createDirectory(folder.resolve("state")), Map.of());
        browser = Browser.of(service.address());
        List<Map<String, Object>> images = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            double at = LAST - 3600.0 * i;
            images.add(image("dirty", at, 0.001 + 0.0001 * i, 14 + 0.1 * i, 11 + 0.1 * i));
            images.add(image("pbcor", at, i % 2 == 0 ? null : 0.0005 + 0.0001 * i, i == 0 ? null : 13.5, 10.5));
        }
        images.add(image("clean", LAST - 30 * 86400, null, null, null));
        images.add(image(HOSTILE, LAST - 3 * 86400, 0.002, 15.0, 12.0));
        post(service, IMAGES, images);
        post(service, SETS, List.of(set("/ms/a b.ms", "converted", LAST), set("/ms/b.ms", "converted", LAST - 1),
                set("/ms/c.ms", "calibrated", LAST - 2), set("/ms/d.ms", "imaged", LAST - 3),
                set("/ms/e.ms", "imaged", LAST - 4),
                set("/ms/f.ms", "imaged", null), set("/ms/g.ms", null, LAST - 6), set("/ms/h.ms", HOSTILE, LAST - 5)));
    }

    private static Map<String, Object> image(String type, double at, Double noise, Double major, Double minor) {
        Map<String, Object> row = new HashMap<>(Map.of("path", "/images/" + type + "-" + (long) at + ".fits",
                "ms_path", "/ms/a b.ms", "created_at", at, "type", type));
        row.put("noise_jy", noise);
        row.put("beam_major_arcsec", major);
        row.put("beam_minor_arcsec", minor);
        return row;
    }

    private static Map<String, Object> set(String path, String stage, Double processed) {
        Map<String, Object> row = new HashMap<>(Map.of("path", path, "status", "completed"));
        row.put("stage", stage);
        row.put("processed_at", processed);
        return row;
    }

    private static void post(ServiceProcess to, String table, List<Map<String, Object>> rows) {
        given().baseUri(to.address()).contentType("application/json").body(rows).post(table).then().statusCode(201);
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
        return page.locator(place + " tbody tr td:nth-child(" + column + ")").allInnerTexts().stream()
                .map(String::strip).toList();
    }

    /** The row of a type in the table of what is drawn. */
    private static List<String> ofType(Page page, String type) {
        int row = cells(page, "#types", 1).indexOf(type);
        assertThat(row).as(type).isNotNegative();
        return page.locator("#types tbody tr").nth(row).locator("td").allInnerTexts().stream().map(String::strip)
                .toList();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().filter(Objects::nonNull).sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static List<Double> numbers(String type, String name) {
        List<Number> found = column(IMAGES + "?type=" + type, name);
        return found.stream().map(value -> value == null ? null : value.doubleValue()).toList();
    }

    @Test
    void theNumbersOfATypeAreThoseOfItsImages() {
        Page page = browser.open(VIEW);
        for (String type : List.of("dirty", "pbcor")) {
            List<Double> noise = numbers(type, "noise_jy");
            List<Double> known = noise.stream().filter(Objects::nonNull).sorted().toList();
            List<String> shown = ofType(page, type);
            assertThat(shown.subList(1, 3)).containsExactly(String.valueOf(noise.size()),
                    String.valueOf(noise.size() - known.size()));
            assertThat(Double.parseDouble(shown.get(3))).isEqualTo(fourDigits(known.get(0) * 1000));
            assertThat(Double.parseDouble(shown.get(4))).isEqualTo(fourDigits(median(noise) * 1000));
            assertThat(Double.parseDouble(shown.get(5))).isEqualTo(fourDigits(known.get(known.size() - 1) * 1000));
            String[] beam = shown.get(6).split(" × ");
            assertThat(Double.parseDouble(beam[0])).isEqualTo(fourDigits(median(numbers(type, "beam_major_arcsec"))));
            assertThat(Double.parseDouble(beam[1])).isEqualTo(fourDigits(median(numbers(type, "beam_minor_arcsec"))));
        }
        assertThat(page.locator("#noise canvas").count()).isEqualTo(1);
        assertThat(page.locator("#beam canvas").count()).isEqualTo(1);
        assertThat(page.locator("#window").innerText()).endsWith(": 25 images.");
    }

    private static double fourDigits(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3e", value));
    }

    @Test
    void aWindowHasTheImagesOfItsTimeAndATypeItsOwn() {
        Page page = browser.open(VIEW + "?window=all");
        assertThat(cells(page, "#types", 1)).containsExactlyInAnyOrder("clean", "dirty", "pbcor", HOSTILE);
        assertThat(ofType(page, "clean").subList(1, 7)).containsExactly("1", "1", "–", "–", "–", "– × –");
        page.locator("#type").selectOption("pbcor");
        Browser.shown(page);
        assertThat(cells(page, "#types", 1)).containsExactly("pbcor");
        assertThat(cells(page, "#newest", 2)).containsOnly("pbcor").hasSize(EACH);
        assertThat(page.url()).contains("type=pbcor", "window=all");
        page.locator("#type").selectOption("clean");
        Browser.shown(page);
        assertThat(page.locator("#noise").innerText()).isEqualTo("No image of this window has it.");
        page.locator("#type").selectOption("");
        Browser.shown(page);
        page.locator("#zoom button[value=day]").focus();
        page.keyboard().press("Enter");
        Browser.shown(page);
        assertThat(page.locator("#window").innerText()).endsWith(": 24 images.");
        page.locator("#earlier").click();
        Browser.shown(page);
        assertThat(page.locator("#window").innerText()).isEqualTo(
                "2026-09-20 02:13:20 to 2026-09-21 02:13:20 UTC: 0 images.");
        page.locator("#newest-first").click();
        Browser.shown(page);
        assertThat(page.locator("#window").innerText()).endsWith(": 24 images.");
    }

    @Test
    void theNewestComeFirstWithLinksToTheirRows() {
        Page page = browser.open(VIEW);
        assertThat(cells(page, "#newest", 5))
                .isEqualTo(column(IMAGES + "?order=-created_at&limit=25", "path"));
        List<Integer> ids = column(IMAGES + "?order=-created_at&limit=25", "id");
        assertThat(page.locator("#newest tbody tr td:nth-child(5) a").first().getAttribute("href"))
                .isEqualTo("/console/tables?table=products%2Fimages&key=" + ids.get(0));
        assertThat(cells(page, "#newest", 3)).contains("–");
        assertThat(cells(page, "#sets", 5)).isEqualTo(column(SETS + "?order=-processed_at", "path"))
                .endsWith("/ms/f.ms");
        assertThat(page.locator("#sets tbody tr td:nth-child(5) a").first().getAttribute("href"))
                .isEqualTo("/console/tables?table=products%2Fms_index&key=%252Fms%252Fa%2520b.ms");
    }

    @Test
    void theFunnelHasHowManySetsCameHowFar() {
        Page page = browser.open(VIEW);
        page.waitForSelector("#stages table");
        assertThat(cells(page, "#stages", 1)).startsWith("converted", "calibrated", "imaged").hasSize(5)
                .contains(HOSTILE, "–");
        assertThat(cells(page, "#stages", 2)).startsWith("2", "1", "3");
        assertThat(cells(page, "#stages", 3)).startsWith("6", "4", "3");
        assertThat(page.locator("#stages svg").all().stream().map(bar -> bar.getAttribute("aria-label")))
                .startsWith("75 %", "50 %", "37.5 %");
        Map<String, Integer> counts = new HashMap<>();
        List<Map<String, Object>> byType = given().baseUri(service.address()).get("/api/v1/stats").then().extract()
                .path("products.images_by_type");
        byType.forEach(one -> counts.put((String) one.get("value"), (Integer) one.get("count")));
        Locator cards = page.locator("#counts .card");
        assertThat(cards.count()).isEqualTo(counts.size());
        cards.all().forEach(card -> assertThat(card.locator(".value").innerText())
                .isEqualTo(String.valueOf(counts.get(card.getAttribute("data-name")))));
        page.locator("#stages button").getByText("imaged").click();
        Browser.shown(page);
        assertThat(cells(page, "#sets", 5))
                .isEqualTo(column(SETS + "?stage=imaged&order=-processed_at", "path")).hasSize(3);
        page.locator("#all-stages").click();
        Browser.shown(page);
        assertThat(cells(page, "#sets", 5)).hasSize(8);
    }

    @Test
    void textsThatAreMarkupAreShownAsTheyAre() {
        Page page = browser.open(VIEW + "?window=all");
        page.waitForSelector("#stages table");
        assertThat(cells(page, "#stages", 1)).contains(HOSTILE);
        assertThat(cells(page, "#newest", 2)).contains(HOSTILE);
        assertThat(page.locator("#type option").allInnerTexts()).contains(HOSTILE);
        page.locator("#type").selectOption(HOSTILE);
        Browser.shown(page);
        assertThat(cells(page, "#types", 1)).containsExactly(HOSTILE);
        assertThat(page.locator("img").count()).isZero();
    }

    @Test
    void itIsGoodInEachForm() {
        browser.assertGoodInEachForm("images", VIEW);
    }

    @Test
    void anEmptyDatabaseIsShownAsSuchAndOfManyImagesSomeOfEachPartOfTheTime() throws IOException {
        try (ServiceProcess other = ServiceProcess.serve(Files.createDirectory(folder.resolve("empty")), Map.of());
                Browser looking = Browser.of(other.address())) {
            Page page = looking.open(VIEW);
            page.waitForSelector("#counts .note:text('No image yet.')");
            assertThat(page.locator("#stages").innerText()).isEqualTo("No measurement set yet.");
            assertThat(page.locator("#newest").innerText()).isEqualTo("No image yet.");
            assertThat(page.locator("#sets").innerText()).isEqualTo("No measurement set.");
            assertThat(page.locator("#noise").innerText()).isEqualTo("No image of this window has it.");

            for (int thousand = 0; thousand < 4; thousand++) {
                int first = thousand * 1000;
                post(other, IMAGES, IntStream.range(first, first + 1000)
                        .mapToObj(i -> image("dirty", LAST + 60.0 * i, 0.001, 14.0, 11.0)).toList());
            }
            page = looking.open(VIEW + "?window=all");
            // The newest thousand, and fifty of each of 24 parts, which have 125 each.
            assertThat(page.locator("#window").innerText()).endsWith("the newest images, and some of each 24th of the"
                    + " time before them, 2,200 together.");
            assertThat(ofType(page, "dirty").get(1)).isEqualTo("2,200");
            looking.assertNoFault();
        }
    }
}

package org.dsa110.contimg.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;
import io.restassured.path.json.JsonPath;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of the sky and of one source in a browser, beside the packaged program: what they show is what REST says. */
class SkyViewIT {
    private static final String MARKUP = "<img src=x onerror=alert(1)>";
    private static final String PRODUCTS = "/api/v1/products/";

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        service = ServiceProcess.serve(Files.createDirectory(folder.resolve("state")), Map.of());
        measure("J0000+1600", 0.01, 16, 0.1, 0.11, 0.09);
        measure("J1200+5648", 180, 56.8, 1, 3, 0.2);
        measure("J2359-0500", 359.99, -5, 0.5, 0.5, 0.55);
        measure(MARKUP, 188.5, 80, 0.2, 0.3, 0.4);
        given().contentType("application/json").body(Map.of("source_id", "J2359-0500", "image_path", "/i", "ra_deg",
                359.99, "dec_deg", -5, "peak_jyb", 0.5, "measured_at", 1))
                .post(service.address() + PRODUCTS + "photometry")
                .then().statusCode(201);
        browser = Browser.of(service.address());
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        service.close();
    }

    @Test
    void theSkyHasAllSourcesAndTheMostVariableFirst() {
        Page page = browser.open("/console/sky");
        List<Integer> counts = rest("sources/sky?cell=3").getList("items.n_sources");
        assertThat(page.locator("#total").innerText()).startsWith(
                counts.stream().mapToInt(Integer::intValue).sum() + " sources with a position, in " + counts.size());
        assertThat(page.locator("#most tbody tr td:first-child").allInnerTexts())
                .isEqualTo(rest("variability_stats?order=-eta_metric").getList("items.source_id"));
        assertThat(page.locator("#most tbody tr").first().innerText()).contains("180.00000", "56.80000");
        assertThat(page.locator("#eta-v canvas").count()).isPositive();
        browser.assertNoFault();
    }

    @Test
    void theArrowKeysGoFromOneSourceToTheNext() {
        Page page = browser.open("/console/sky");
        List<String> names = rest("variability_stats?order=-eta_metric").getList("items.source_id");
        for (int i = 0; i < 3; i++) {
            page.locator("canvas.sky").press("ArrowRight");
            assertThat(page.locator("#chosen").innerText()).startsWith(names.get(i) + " at ");
        }
        page.locator("canvas.sky").press("ArrowLeft");
        assertThat(page.locator("#chosen").innerText()).startsWith(names.get(1) + " at ");
        browser.assertNoFault();
    }

    /** In the middle of the map, as its right ascension is 180 degrees, and as far up as the projection has it. */
    @Test
    void aSourceThatIsPointedAtIsNamed() {
        Page page = browser.open("/console/sky");
        @SuppressWarnings("unchecked")
        Map<String, Number> place = (Map<String, Number>) page
                .evaluate("import('/console/map.js').then(map => map.project(180, 56.8))");
        assertThat(place.get("x").doubleValue()).isZero();
        double width = page.locator("canvas.sky").boundingBox().width;
        double height = page.locator("canvas.sky").boundingBox().height;
        page.locator("canvas.sky").hover(new com.microsoft.playwright.Locator.HoverOptions().setPosition(width / 2,
                height / 2 + place.get("y").doubleValue() * (width - 60) / 4));
        assertThat(page.locator("#chosen").innerText()).startsWith("J1200+5648 at 12:00:00.0 +56:48:00");
        browser.assertNoFault();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"J1 | 0.5 | J1200+5648", "180 56.9 | 0.2 | J1200+5648",
            "12:00:00 +56:48:00 | 0.01 | J1200+5648", "12h00m00s +56d48m00s | 0.01 | J1200+5648",
            "0.0 -5 | 1 | J2359-0500", "<img | 1 | <img src=x onerror=alert(1)>", "J2359- | 1 | J2359-0500"})
    void aSourceIsFoundByItsNameOrItsPosition(String text, String radius, String source) {
        Page page = browser.open("/console/sky");
        page.fill("#search", text);
        page.fill("#radius", radius);
        page.click("#find button");
        page.waitForSelector("#found table");
        assertThat(page.locator("#found tbody tr td:first-child").allInnerTexts()).containsExactly(source);
        page.reload();
        page.waitForSelector("#found table");
        assertThat(page.locator("#found tbody tr td:first-child").allInnerTexts()).containsExactly(source);
        browser.assertNoFault();
    }

    @Test
    void whatIsNotThereIsSaid() {
        Page page = browser.open("/console/sky?q=J99");
        assertThat(page.locator("#found").innerText()).isEqualTo("No sources whose names begin with J99.");
        browser.assertNoFault();
    }

    @Test
    void aSourceHasItsNumbersItsMeasurementsAndItsCalls() {
        Page page = browser.open("/console/source?id=J2359-0500");
        JsonPath source = rest("sources/J2359-0500");
        assertThat(page.locator("#name").innerText()).isEqualTo("J2359-0500");
        assertThat(page.locator("#place").innerText()).contains("359.99000, -5.00000 deg");
        assertThat(page.locator("[data-name=Measurements] .value").innerText())
                .isEqualTo(source.getString("n_measurements"));
        assertThat(Double.parseDouble(page.locator("dd[data-name=mean_flux_mjy]").innerText().replace(" mJy", "")))
                .isCloseTo(source.getDouble("variability_stats.mean_flux_mjy"),
                        org.assertj.core.api.Assertions.within(0.01));
        assertThat(page.locator("#measurements tbody tr").count()).isEqualTo(4);
        assertThat(page.locator("#lightcurve [role=img]").getAttribute("aria-label"))
                .startsWith("Light curve of 3 measurements");
        assertThat(page.locator("#left-out").innerText()).startsWith("1 of 4 measurements");
        assertThat(page.locator("#take-away a").first().getAttribute("href"))
                .isEqualTo(PRODUCTS + "sources/J2359-0500/lightcurve?as=svg");
        assertThat(page.locator("#calls a").allTextContents()).contains(PRODUCTS + "sources/J2359-0500",
                PRODUCTS + "sources/J2359-0500/lightcurve");
        browser.assertNoFault();
    }

    @Test
    void aLightCurveIsOfAStretchOfTime() {
        Page page = browser.open("/console/source?id=J2359-0500&from=61001&to=61002");
        assertThat(page.locator("#lightcurve [role=img]").getAttribute("aria-label"))
                .startsWith("Light curve of 2 measurements");
        assertThat(page.locator("#take-away a").first().getAttribute("href"))
                .isEqualTo(PRODUCTS + "sources/J2359-0500/lightcurve?as=svg&from_mjd=61001&to_mjd=61002");
        page.fill("#time [name=from]", "61002");
        page.click("#time button");
        page.waitForSelector("#lightcurve [aria-label^='Light curve of 1 measurements from MJD 61002.00']");
        assertThat(page.url()).endsWith("from=61002&to=61002");
        browser.assertNoFault();
    }

    @Test
    void aNameThatIsMarkupIsText() {
        Page page = browser.open("/console/source?id=%3Cimg+src%3Dx+onerror%3Dalert%281%29%3E");
        assertThat(page.locator("#name").innerText()).isEqualTo(MARKUP);
        assertThat(page.locator("img").count()).isZero();
        assertThat(browser.open("/console/sky").locator("#most").innerText()).contains(MARKUP);
        browser.assertNoFault();
    }

    @Test
    void aSourceThatNobodyMeasuredIsAProblem() {
        try (Browser other = Browser.of(service.address()).expecting(404)) {
            Page page = other.open("/console/source?id=nobody");
            assertThat(page.locator("#problem").innerText()).contains("no measurement of the source nobody is there");
            other.assertNoFault();
        }
    }

    @Test
    void aSourceThatIsCalledAsAnotherPathIsShownByTheLists() {
        measure("sky", 30, 40, 0.1, 0.3, 0.2);
        Page page = browser.open("/console/source?id=sky");
        assertThat(page.locator("#no-path").innerText()).startsWith("A source that is called sky has no row");
        assertThat(page.locator("#place").innerText()).contains("30.00000, 40.00000 deg");
        assertThat(page.locator("[data-name=Measurements] .value").innerText()).isEqualTo("3");
        assertThat(page.locator("#lightcurve [role=img]").getAttribute("aria-label"))
                .startsWith("Light curve of 3 measurements");
        assertThat(page.locator("#measurements tbody a").first().getAttribute("href"))
                .isEqualTo("/console/tables?table=products%2Fimages&path__eq=%2Fi2");
        assertThat(browser.open("/console/source?id=J2359-0500").locator("#no-path").innerText()).isEmpty();
        browser.assertNoFault();
    }

    @Test
    void theyAreGoodInEachForm() {
        browser.assertGoodInEachForm("sky", "/console/sky?q=J");
        browser.assertGoodInEachForm("source", "/console/source?id=J1200%2B5648");
        browser.assertNoFault();
    }

    private static JsonPath rest(String path) {
        return given().urlEncodingEnabled(false).get(service.address() + PRODUCTS + path).then().statusCode(200)
                .extract().jsonPath();
    }

    private static void measure(String source, double ra, double dec, double... fluxes) {
        for (int i = 0; i < fluxes.length; i++) {
            given().contentType("application/json")
                    .body(Map.of("source_id", source, "image_path", "/i" + i, "ra_deg", ra, "dec_deg", dec, "mjd",
                            61000 + i, "measured_at", 1.77e9 + i, "flux_jy", fluxes[i], "flux_err_jy", 0.01,
                            "peak_jyb", fluxes[i]))
                    .post(service.address() + PRODUCTS + "photometry").then().statusCode(201);
        }
    }
}

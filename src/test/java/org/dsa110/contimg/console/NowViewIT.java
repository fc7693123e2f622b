package org.dsa110.contimg.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first page of the console in a browser, beside the packaged program. */
class NowViewIT {
    /** Scripts, styles, pages: so much for one who sees all of the console for the first time. */
    private static final long MOST_BYTES = 300_000;
    private static final String CONVERTER = "while [ ! -e \"$GO\" ]; do sleep 0.1; done; echo \"/ms/$CONTIMG_GROUP_ID.ms\"";
    private static final String MARKUP = "<img src=x onerror=alert(1)>";
    private static final String QUEUE = "/api/v1/ingest/ingest_queue";

    @TempDir
    static Path folder;

    private static ConsoleService service;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        service = ConsoleService.serve(folder,
                Map.of("CONTIMG_INGEST_CONVERTER_COMMAND", CONVERTER, "GO", folder.resolve("go").toString()));
        browser = Browser.of(service.address());
        service.queue("2026-02-11T15:58:07", "completed");
        service.queue("2026-02-11T16:03:16", "failed");
        service.queue("2026-02-11T16:08:25", "collecting");
        service.post("/api/v1/products/dead_letter_queue",
                """
                    {"component":"ingest","error_message":"the converter ended with exit status 65: the table of pointings is not there",
                     "original_table":"ingest_queue","original_id":"2026-02-11T16:03:16","created_at":1770825796}""");
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        service.close();
    }

    @Test
    void theDatabasesAreAsTheServiceSays() {
        Page page = browser.open("/");
        assertThat(page.title()).isEqualTo("Now · contimg-db");
        Seen.text(page.locator("#ready"), "The service is ready.");
        Locator rows = page.locator("#databases tbody tr");
        Seen.count(rows, 5);
        Map<String, String> tables = Map.of("products", "images,photometry,ms_index", "cal_registry", "caltables",
                "hdf5",
                "hdf5_file_index", "ingest", "ingest_queue", "data_registry", "data_registry");
        for (Locator row : rows.all()) {
            List<String> cells = row.locator("td").allInnerTexts();
            String database = cells.get(0);
            assertThat(cells.get(1)).isEqualTo("ok");
            for (String table : tables.get(database).split(",")) {
                int count = service.total("/api/v1/" + database + "/" + table);
                Seen.text(row.locator("td").nth(2), Pattern.compile("(^|, )" + table + " " + count + "(,|$)"));
            }
            assertThat(cells.get(3)).isEqualTo(database);
            assertThat(cells.get(4)).matches("[1-9][0-9.]* [KM]iB");
            Seen.text(row.locator("td").nth(7), Pattern.compile("[0-9]+\\.[0-9]"));
        }
        page.waitForResponse(answer -> answer.url().endsWith("/api/v1/products/images?count=true&limit=1"),
                () -> page.click("#count-rows"));
        page.waitForSelector("#count-rows:not([disabled])");
        browser.assertNoFault();
    }

    @Test
    void aTableThatCannotBeCountedHoldsUpNoOther() {
        browser.expecting(503);
        Page page = browser.open("/");
        page.waitForSelector("#count-rows:not([disabled])");
        FulfillOptions refusal = new FulfillOptions().setStatus(503).setContentType("application/json");
        refusal.setBody("{\"detail\":\"it takes too long\"}");
        page.route(url -> url.contains("/products/images?count="), route -> route.fulfill(refusal));
        page.click("#count-rows");
        Pattern others = Pattern.compile("^images –, photometry [0-9]+, ms_index [0-9]+$");
        Seen.text(page.locator("[data-rows=products]"), others);
        Seen.text(page.locator("#problem"), "it takes too long");
        browser.assertNoFault();
    }

    @Test
    void theQueueMovesWhileGroupsConvert() throws Exception {
        Page page = browser.open("/");
        int completed = Integer.parseInt(Seen.card(page, "completed").innerText());
        service.observe(2);
        Seen.text(Seen.card(page, "in progress"), "2");
        Locator running = page.locator("#running tbody tr");
        Seen.count(running, 2);
        List<String> groups = service.get(QUEUE + "?state=in_progress").getList("items.group_id");
        for (int i = 0; i < 2; i++) {
            String worker = service
                    .get("/api/v1/ingest/queue_transitions?to_state=in_progress&group_id=" + groups.get(i))
                    .getString("items[0].changed_by");
            assertThat(running.nth(i).innerText()).contains(groups.get(i), worker);
        }

        Files.createFile(folder.resolve("go"));
        Seen.text(Seen.card(page, "completed"), String.valueOf(completed + 2));
        Seen.text(Seen.card(page, "in progress"), "0");
        Seen.text(page.locator("#running"), "No conversion runs.");
        Seen.text(page.locator("#changes tbody tr").first().locator("td").nth(2), "in progress → completed");
        List<String> newest = service.get("/api/v1/ingest/queue_transitions?order=-id&limit=15")
                .getList("items.group_id");
        Seen.texts(page.locator("#changes tbody td:nth-child(2)"), newest);
        Seen.partOfText(page.locator("#workers"), "conversion worker 1");
        Seen.partOfText(page.locator("#workers"), "conversion worker 2");
        browser.assertNoFault();
    }

    @Test
    void aPausedQueueSaysSo() {
        Page page = browser.open("/");
        Seen.text(page.locator("#dispatching"), "Groups are given out to workers.");
        service.post("/api/v1/ingest/queue/pause", "{\"reason\":\"the disk " + MARKUP + "\"}");
        try {
            Seen.partOfText(page.locator("#dispatching"), "UTC by operator: the disk " + MARKUP);
        } finally {
            service.post("/api/v1/ingest/queue/resume", "{\"reason\":\"it is over\"}");
        }
        Seen.text(page.locator("#dispatching"), "Groups are given out to workers.");
        browser.assertNoFault();
    }

    @Test
    void whatHasFailedIsShownAsItIs() {
        service.queue(MARKUP, "failed");
        service.post("/api/v1/products/dead_letter_queue",
                "{\"component\":\"%1$s\",\"error_message\":\"%1$s\",\"created_at\":1.5}".formatted(MARKUP));
        Page page = browser.open("/");
        Seen.text(page.locator("#changes tbody tr").first().locator("a"), MARKUP);
        Seen.text(page.locator("#failed tbody a").first(), MARKUP);
        Locator letter = page.locator("#letters tbody tr").last().locator("td");
        assertThat(letter.allInnerTexts().subList(2, 4)).containsOnly(MARKUP);
        assertThat(page.locator("img").count()).isZero();
        page.locator("#failed tbody a").first().click();
        Seen.partOfText(page.locator("main"), MARKUP);
        assertThat(page.url()).contains("group_id=%3Cimg");
        browser.assertNoFault();
    }

    @Test
    void whyTheServiceIsNotReadyIsSaid() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (ConsoleService stalled = ConsoleService.serve(other, Map.of("CONTIMG_INGEST_SCAN_STALL", "2s"));
                Browser there = Browser.of(stalled.address()).expecting(503)) {
            Page page = there.open("/");
            Files.move(other.resolve("incoming"), other.resolve("away"));
            Seen.partOfText(page.locator("#ready"),
                    "The service is not ready: scans incoming: no scan has got on for ");
            Files.move(other.resolve("away"), other.resolve("incoming"));
            Seen.text(page.locator("#ready"), "The service is ready.");
            there.assertNoFault();
        }
    }

    @Test
    void whoIsOnALinkByKeyboardStaysThereWhenThePageAsksAnew() {
        Page page = browser.open("/");
        page.locator(".card[data-name=pending]").focus();
        String link = "/console/queue?state=pending";
        page.waitForResponse(answer -> answer.url().endsWith("/queue/status"),
                () -> service.queue("waits", "collecting"));
        Seen.partOfText(page.locator("#changes tbody tr").first(), "waits");
        assertThat(page.evaluate("document.activeElement.getAttribute('href')")).isEqualTo(link);
        browser.assertNoFault();
    }

    @Test
    void itIsGoodInEachForm() {
        browser.assertGoodInEachForm("now", "/");
        browser.assertNoFault();
    }

    @Test
    void eachPageIsLightAndSoAreAllTogether() {
        Map<String, Long> files = new TreeMap<>();
        for (View view : View.values()) {
            Map<String, Long> own = browser.transferred(view.path());
            assertThat(own).as(view.path()).containsKeys(service.address() + view.path(),
                    service.address() + "/console/" + view.id() + ".js");
            assertThat(sum(own)).as(view.path()).isPositive().isLessThan(MOST_BYTES);
            files.putAll(own);
        }
        assertThat(sum(files)).isLessThan(MOST_BYTES);
    }

    private static long sum(Map<String, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }
}

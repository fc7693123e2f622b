package org.dsa110.contimg.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The groups of the queue in a browser, and what an operator does with many of them. */
class QueueViewIT {
    private static final String QUEUE = "/api/v1/ingest/ingest_queue";
    private static final String STATUS = "/api/v1/ingest/queue/status";
    private static final String MARKUP = "<img src=x onerror=alert(1)>";
    private static final LocalDateTime FIRST = LocalDateTime.parse("2026-02-11T15:00:07");
    private static final int GROUPS = 120;

    @TempDir
    static Path folder;

    private static ConsoleService service;
    private static Browser browser;

    /** Nothing converts here: what is pending stays so. */
    @BeforeAll
    static void open() throws IOException {
        service = ConsoleService.serve(folder, Map.of());
        browser = Browser.of(service.address());
        service.post(QUEUE, IntStream.range(0, GROUPS).mapToObj(QueueViewIT::group)
                .collect(Collectors.joining(",", "[", "]")));
        service.post("/api/v1/ingest/set_aside_files", """
            {"path":"/incoming/%1$s.hdf5","kind":"not_whole","reason":"it ends early, %1$s","size_bytes":2048,
             "first_seen":1770822007,"last_seen":1770822007}""".formatted(MARKUP));
    }

    /** One every five minutes; each tenth has failed, by a cause that looks like a piece of a page. */
    private static String group(int i) {
        boolean failed = i % 10 == 3;
        return """
            {"group_id":"%s","state":"%s","received_at":1770822007,"last_update":1770822307%s}"""
                .formatted(FIRST.plusMinutes(5L * i), failed ? "failed" : "completed",
                        failed ? ",\"error\":\"" + MARKUP + "\"" : "");
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        service.close();
    }

    @Test
    void groupsStandNewestFirstPageForPage() {
        Page page = browser.open("/console/queue");
        assertThat(Seen.card(page, "completed").innerText())
                .isEqualTo(service.get(STATUS).getString("counts.completed"));
        List<String> all = service.get(QUEUE + "?order=-group_id&limit=1000").getList("items.group_id");
        List<String> states = service.get(QUEUE + "?order=-group_id&limit=50").getList("items.state");
        assertThat(names(page)).isEqualTo(all.subList(0, 50));
        assertThat(page.locator("#groups tbody td:nth-child(2)").allInnerTexts())
                .isEqualTo(states.stream().map(state -> state.replace('_', ' ')).toList());
        page.locator("#pages").getByText("Older").click();
        Browser.shown(page);
        assertThat(names(page)).isEqualTo(all.subList(50, 100));
        assertThat(page.url()).endsWith("?before=" + all.get(49).replace(":", "%3A"));
        page.locator("#pages").getByText("Newest").click();
        Browser.shown(page);
        assertThat(names(page)).isEqualTo(all.subList(0, 50));
        browser.assertNoFault();
    }

    private static List<String> names(Page page) {
        return page.locator("#groups tbody td:first-child").allInnerTexts();
    }

    @Test
    void whatIsAskedForStandsInTheAddress() {
        Page page = browser.open("/console/queue");
        Locator filters = page.locator("#filters");
        filters.getByLabel("State").selectOption("failed");
        filters.getByLabel("From").fill("2026-02-11T16");
        filters.getByLabel("Before").fill("2026-02-11 20");
        filters.locator("button.main").click();
        List<String> asked = service
                .get(QUEUE + "?state=failed&group_id__ge=2026-02-11T16&group_id__lt=2026-02-11T20&order=-group_id")
                .getList("items.group_id");
        assertThat(asked).hasSizeBetween(3, 10);
        Seen.count(page.locator("#groups tbody tr"), asked.size());
        assertThat(names(page)).isEqualTo(asked);
        assertThat(page.locator("#groups tbody td:last-child").allInnerTexts()).containsOnly(MARKUP);
        assertThat(page.locator("img").count()).isZero();
        page.reload();
        Browser.shown(page);
        assertThat(names(page)).isEqualTo(asked);
        assertThat(filters.getByLabel("From").inputValue()).isEqualTo("2026-02-11T16");
        assertThat(filters.getByLabel("Before").inputValue()).isEqualTo("2026-02-11T20");
        page.locator("#all").click();
        Seen.count(page.locator("#groups tbody tr"), 50);
        assertThat(page.url()).endsWith("/console/queue");
        browser.assertNoFault();
    }

    @Test
    void eachHourHasTheGroupsOfItsTime() {
        Page page = browser.open("/console/queue?to=2026-02-11T20");
        assertThat(page.locator("#hours .plot").getAttribute("aria-label"))
                .contains("to 2026-02-11 20:00:00 UTC", "54 completed", "6 failed");
        page.getByText("The same as numbers").click();
        List<Locator> rows = page.locator("#hours-numbers tbody tr").all();
        assertThat(rows).hasSize(5);
        for (Locator row : rows) {
            List<String> cells = row.locator("td").allInnerTexts();
            String hour = cells.get(0).substring(0, 13).replace(' ', 'T');
            for (int i = 4; i <= 5; i++) {
                assertThat(Integer.parseInt(cells.get(i))).as("%s of %s", i, hour).isEqualTo(service
                        .total(QUEUE + "?group_id__startswith=" + hour + "&state="
                                + (i == 4 ? "completed" : "failed")));
            }
        }
        browser.assertNoFault();
    }

    @Test
    void anOperatorPausesAndResumes() {
        Page page = browser.open("/console/queue");
        Locator pause = page.locator("#pause");
        Seen.text(pause.locator("button"), "Pause");
        pause.getByLabel("Reason").fill("the disk is full");
        pause.locator("button").click();
        Seen.partOfText(page.locator("#dispatching"), "UTC by operator: the disk is full");
        assertThat(service.get(STATUS).getBoolean("dispatching.paused")).isTrue();
        Seen.text(pause.locator("button"), "Resume");
        assertThat(page.evaluate("document.activeElement.name")).isEqualTo("reason");
        pause.getByLabel("Reason").fill("there is room");
        page.keyboard().press("Enter");
        Seen.text(page.locator("#dispatching"), "Groups are given out to workers.");
        assertThat(service.get(STATUS).getBoolean("dispatching.paused")).isFalse();
        Locator newest = page.locator("#pauses tbody tr").first().locator("td");
        Seen.text(newest.nth(2), "the disk is full");
        Seen.text(newest.nth(5), "there is room");
        browser.assertNoFault();
    }

    @Test
    void aStretchIsLookedAtBeforeItIsConvertedAgain() {
        Page page = browser.open("/console/queue?from=2026-02-12T00&to=2026-02-12T01");
        int pending = service.total(QUEUE + "?state=pending");
        Locator form = page.locator("#reprocess");
        assertThat(form.getByLabel("From").inputValue()).isEqualTo("2026-02-12T00");
        form.getByLabel("Reason").fill("a new calibration");
        form.getByText("Look").click();
        Seen.partOfText(page.locator("#found"), "12 groups would be pending: 2026-02-12T00:00:07");
        assertThat(service.total(QUEUE + "?state=pending")).isEqualTo(pending);
        // As a browser fills in what it knows, without an event: what was looked at is converted.
        form.getByLabel("Before").evaluate("input => { input.value = '2026-02-13' }");
        page.getByText("Convert 12 groups again").click();
        Seen.partOfText(page.locator("#found"), "12 groups now pending: 2026-02-12T00:00:07");
        assertThat(service.total(QUEUE + "?state=pending")).isEqualTo(pending + 12);
        Seen.text(Seen.card(page, "pending"), String.valueOf(pending + 12));
        assertThat(service.get("/api/v1/ingest/queue_transitions?order=-id&limit=1").getString("items[0].reason"))
                .isEqualTo("a new calibration");
        page.locator("#all").click();
        Seen.text(page.locator("#found"), "");
        form.getByLabel("From").fill("2026-02-13");
        form.getByLabel("Before").fill("2026-02-12");
        browser.expecting(400);
        form.getByText("Look").click();
        Seen.partOfText(page.locator("#refused"), "from");
        browser.assertNoFault();
    }

    @Test
    void filesThatAreSetAsideAreListed() {
        Page page = browser.open("/console/queue");
        assertThat(page.locator("#aside tbody tr td").allInnerTexts()).containsExactly(
                "/incoming/" + MARKUP + ".hdf5", "not_whole", "it ends early, " + MARKUP, "–", "2 KiB",
                "2026-02-11 15:00:07");
        browser.assertNoFault();
    }

    @Test
    void itIsGoodInEachForm() {
        browser.assertGoodInEachForm("queue", "/console/queue?to=2026-02-12");
        browser.assertNoFault();
    }
}

package org.dsa110.contimg.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import io.restassured.path.json.JsonPath;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One group in a browser: one that has failed, one that is converted, and what an operator does with them. */
class GroupViewIT {
    private static final String CONVERTER = """
        test -e "$FINE" && echo '{"ms_path": "/ms/'$CONTIMG_GROUP_ID'.ms", "load_time": 41.5}' && exit
        echo 'phase centre <img src=x onerror=alert(1)> is not there' >&2; exit 65""";
    private static final String SAID = "the converter ended with exit status 65: phase centre <img src=x onerror=alert(1)> is not there";
    private static final String QUEUE = "/api/v1/ingest/ingest_queue";
    private static final String TRANSITIONS = "/api/v1/ingest/queue_transitions";

    @TempDir
    static Path folder;

    private static ConsoleService service;
    private static Browser browser;
    private static String failed;
    private static String converted;

    @BeforeAll
    static void open() throws Exception {
        Path fine = folder.resolve("fine");
        service = ConsoleService.serve(folder,
                Map.of("CONTIMG_INGEST_CONVERTER_COMMAND", CONVERTER, "FINE", fine.toString()));
        browser = Browser.of(service.address());
        service.observe(2);
        Waiting.until("both have failed", () -> service.total(QUEUE + "?state=failed") == 2
                && service.total("/api/v1/products/dead_letter_queue") == 2);
        List<String> groups = service.get(QUEUE + "?order=group_id").getList("items.group_id");
        failed = groups.get(0);
        converted = groups.get(1);
        Files.createFile(fine);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        service.close();
    }

    private static Page open(String group) {
        return browser.open("/console/group?group_id=" + group.replace("<", "%3C").replace(" ", "%20"));
    }

    @Test
    void aGroupThatHasFailedSaysWhy() {
        Page page = open(failed);
        Seen.text(page.locator("#state"), "Group " + failed + " is failed.");
        assertThat(page.locator("#error").innerText()).isEqualTo(SAID);
        assertThat(page.locator("img").count()).isZero();
        JsonPath history = service.get(TRANSITIONS + "?order=-id&group_id=" + failed);
        Locator rows = page.locator("#history tbody tr");
        assertThat(rows.count()).isEqualTo(history.getList("items").size());
        assertThat(rows.first().locator("td").allInnerTexts().subList(1, 4)).containsExactly("in progress → failed",
                history.getString("items[0].changed_by"), history.getString("items[0].reason"));
        assertThat(page.locator("#subbands li").allInnerTexts()).hasSize(16).allMatch(text -> text.contains("there"));
        assertThat(page.locator("#steer button").allInnerTexts()).containsExactly("Retry", "Reprocess");
        Locator letter = page.locator("#letters article");
        assertThat(letter.getAttribute("data-letter")).isEqualTo(service
                .get("/api/v1/products/dead_letter_queue/open?original_id=" + failed).getString("items[0].id"));
        assertThat(letter.locator("button").allInnerTexts()).containsExactly("Retry the group", "Settle it");
        browser.assertNoFault();
    }

    @Test
    void aGroupIsRetriedAndConvertedUntilAllOfItIsThere() throws Exception {
        Page page = open(converted);
        page.locator("#steer").getByLabel("Reason").fill("the table is there now");
        page.locator("#steer").getByText("Retry", new Locator.GetByTextOptions().setExact(true)).click();
        Seen.text(page.locator("#state"), "Group " + converted + " is completed.");
        JsonPath retried = service.get(TRANSITIONS + "?from_state=failed&group_id=" + converted);
        assertThat(retried.getString("items[0].reason")).isEqualTo("the table is there now");
        assertThat(retried.getString("items[0].changed_by")).isEqualTo("operator");
        Seen.count(page.locator("#sets .box"), 1);
        assertThat(page.locator("#sets").innerText()).contains("/ms/" + converted + ".ms", "converted");
        assertThat(page.locator("#metrics").innerText()).contains("41.5 s");
        Seen.partOfText(page.locator("#products tbody tr"), "staging");
        assertThat(page.locator("#failure").isVisible()).isFalse();
        assertThat(page.locator("#steer button").allInnerTexts()).containsExactly("Reopen", "Reprocess");
        Seen.partOfText(page.locator("#letters article"), "resolved");
        String index = "/api/v1/hdf5/hdf5_file_index?order=subband_num&group_id=" + converted;
        Waiting.until("the index has its files", () -> service.total(index) == 16);
        JsonPath files = service.get(index);
        for (int i = 0; i < 16; i++) {
            Locator subband = page.locator("#subbands li").nth(i);
            Seen.partOfText(subband, "sb%02d".formatted(i));
            long written = (long) files.getDouble("items[" + i + "].modified_time");
            String time = Instant.ofEpochSecond(written).toString().substring(0, 19).replace('T', ' ');
            Seen.partOfText(subband, time);
            Seen.partOfText(subband, "KiB");
        }
        browser.assertGoodInEachForm("group", "/console/group?group_id=" + converted);
        browser.assertNoFault();
    }

    @Test
    void whatIsRefusedIsSaidAndChangesNothing() {
        service.queue("2026-02-11T15:58:07", "collecting");
        String row = service.get(QUEUE + "?group_id=2026-02-11T15:58:07").prettify();
        Page page = open("2026-02-11T15:58:07");
        assertThat(page.locator("#steer button").allInnerTexts()).containsExactly("Reject");
        assertThat(page.locator("#subbands li[data-tone=bad]").count()).isEqualTo(16);
        // From here on the page hears nothing of what others do with the group.
        page.route(url -> url.contains("/ingest_queue?group_id="),
                route -> route.fulfill(new FulfillOptions().setContentType("application/json").setBody(row)));
        service.delete(QUEUE + "/2026-02-11T15:58:07");
        service.queue("2026-02-11T15:58:07", "completed");
        browser.expecting(409);
        page.locator("#steer").getByLabel("Reason").fill("second");
        page.keyboard().press("Enter");
        Seen.partOfText(page.locator("#steer [role=alert]"), "completed");
        assertThat(page.locator("#state").innerText()).endsWith("is collecting.");
        assertThat(page.locator("#steer").getByLabel("Reason").inputValue()).isEqualTo("second");
        assertThat(service.total(TRANSITIONS + "?reason=second")).isZero();
        browser.assertNoFault();
    }

    @Test
    void aGroupMayHaveAnApostropheInItsName() {
        service.queue("it's one (of two)", "collecting");
        Page page = open("it's one (of two)");
        Seen.text(page.locator("#state"), "Group it's one (of two) is collecting.");
        page.locator("#steer").getByLabel("Reason").fill("it is none");
        page.keyboard().press("Enter");
        Seen.text(page.locator("#state"), "Group it's one (of two) is failed.");
        String call = "/groups/it%27s%20one%20%28of%20two%29/reject'";
        assertThat(page.locator("#calls code").allTextContents()).anyMatch(text -> text.endsWith(call));
        browser.assertNoFault();
    }

    @Test
    void aLetterIsSettledWithAReason() {
        service.queue("letters", "failed");
        String letter = service.post("/api/v1/products/dead_letter_queue", """
            {"component":"ingest","error_message":"%s","original_table":"ingest_queue","original_id":"letters"}"""
                .formatted("<b>no</b>")).jsonPath().getString("id");
        Page page = open("letters");
        Locator box = page.locator("[data-letter='" + letter + "']");
        assertThat(box.innerText()).contains("<b>no</b>");
        box.getByLabel("Reason").fill("known <i>since</i> long");
        box.getByText("Settle it").click();
        Seen.partOfText(box, "known <i>since</i> long");
        Seen.count(box.locator("button"), 0);
        assertThat(service.get("/api/v1/products/dead_letter_queue/" + letter).getString("status"))
                .isEqualTo("resolved");
        browser.assertNoFault();
    }

    @Test
    void whatIsNoGroupIsSaidSo() {
        Page page = open("no <b>such</b> group");
        Seen.text(page.locator("#none"), "There is no group no <b>such</b> group.");
        assertThat(page.locator("#group").isVisible()).isFalse();
        page.locator("#which").getByLabel("Group").fill(failed);
        page.keyboard().press("Enter");
        Seen.text(page.locator("#state"), "Group " + failed + " is failed.");
        page.getByText("Later").click();
        Seen.partOfText(page.locator("#state"), "Group " + converted);
        browser.assertNoFault();
    }
}

package org.dsa110.contimg.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where tokens are asked for, a page asks for one, and can what its role can. */
class AskedTokenIT {
    private static final String GROUP = "2026-02-11T15:58:07";
    private static final String PATH = "/console/group?group_id=" + GROUP;

    @TempDir
    static Path folder;

    private static String reader;
    private static String operator;
    private static ConsoleService service;
    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        Path file = folder.resolve("tokens");
        reader = ConsoleService.token(folder, "read", file);
        operator = ConsoleService.token(folder, "operate", file);
        service = ConsoleService.serve(folder, Map.of("CONTIMG_ACCESS_TOKENS", file.toString())).as(operator);
        browser = Browser.of(service.address()).expecting(401);
        service.queue(GROUP, "failed");
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        service.close();
    }

    private static void enter(Page page, String token) {
        page.locator("#ask-token").fill(token);
        anew(page, () -> page.keyboard().press("Enter"));
    }

    /** Does what has the page loaded anew, and waits until it has shown its view again, or why it cannot. */
    private static void anew(Page page, Runnable action) {
        page.evaluate("document.body.dataset.before = ''");
        action.run();
        page.waitForSelector("body:not([data-before])[data-state=ready], body:not([data-before])[data-state=failed]");
    }

    @Test
    void aTokenIsAskedForOnceAndKeptForTheTabUntilItIsToForget() {
        Page page = browser.open("/console/queue");
        List<String> urls = new ArrayList<>();
        page.onRequest(request -> urls.add(request.url()));
        Locator dialog = page.locator("#ask");
        assertThat(dialog.isVisible()).isTrue();
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("ask-token");
        Browser.assertAccessible(page);
        page.keyboard().press("Escape");
        assertThat(dialog.isVisible()).isFalse();
        page.locator("#token").click();
        assertThat(dialog.isVisible()).isTrue();
        enter(page, "contimg_\u0142");
        Seen.text(page.locator("#ask-why"), "The token has a character that no token has.");
        enter(page, "contimg_wrong");
        Seen.partOfText(page.locator("#ask-why"), "token");
        assertThat(dialog.isVisible()).isTrue();
        enter(page, reader);
        Seen.text(page.locator("#groups tbody td").first(), GROUP);
        assertThat(dialog.isVisible()).isFalse();
        assertThat(page.locator("footer a:visible").count()).as("links, which carry no token").isZero();
        assertThat(page.locator("#calls code").first().textContent())
                .startsWith("curl -s -H \"Authorization: Bearer $TOKEN\" '" + service.address() + "/api/v1/");
        page.locator("#groups tbody a").click();
        Seen.partOfText(page.locator("#state"), "Group " + GROUP);
        assertThat(dialog.isVisible()).isFalse();

        Page other = browser.open("/console/queue");
        assertThat(other.locator("#ask").isVisible()).as("another tab has no token").isTrue();
        page.locator("#token").click();
        anew(page, () -> page.getByText("Forget it").click());
        assertThat(dialog.isVisible()).isTrue();
        assertThat(page.evaluate("sessionStorage.length + localStorage.length + document.cookie.length")).isEqualTo(0);
        assertThat(page.locator("#token").isVisible()).isFalse();
        assertThat(urls).isNotEmpty().noneMatch(url -> url.contains("contimg_"));
        browser.assertNoFault();
    }

    @Test
    void aRetryIsForOperators() {
        browser.expecting(403);
        Page page = browser.open(PATH);
        enter(page, reader);
        Seen.text(page.locator("#state"), "Group " + GROUP + " is failed.");
        Locator steer = page.locator("#steer");
        steer.getByLabel("Reason").fill("by a reader");
        page.keyboard().press("Enter");
        Seen.text(steer.locator("[role=alert]"), "this needs the role write, and the token of the-read has read");
        assertThat(page.locator("#state").innerText()).endsWith("is failed.");
        assertThat(service.get("/api/v1/ingest/ingest_queue/" + GROUP).getString("state")).isEqualTo("failed");

        page.locator("#token").click();
        enter(page, operator);
        assertThat(page.locator("#state").innerText()).endsWith("is failed.");
        steer.getByLabel("Reason").fill("by an operator");
        steer.getByText("Retry", new Locator.GetByTextOptions().setExact(true)).click();
        Seen.text(page.locator("#state"), "Group " + GROUP + " is pending.");
        Seen.partOfText(page.locator("#history tbody tr").first(), "failed \u2192 pending");
        assertThat(page.locator("#history tbody tr").first().locator("td").allInnerTexts()).contains("failed → pending",
                "the-operate", "by an operator");
        browser.assertNoFault();
    }
}

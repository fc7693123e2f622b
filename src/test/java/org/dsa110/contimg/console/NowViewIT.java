package org.dsa110.contimg.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.microsoft.playwright.Page;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first page of the console in a browser, beside the packaged program. */
class NowViewIT {
    /** Scripts, styles, pages: so much for one who sees it for the first time. */
    private static final long MOST_BYTES = 300_000;

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        service = ServiceProcess.serve(Files.createDirectory(folder.resolve("state")), Map.of());
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
    void theDatabasesAreReady() {
        Page page = browser.open("/");
        assertThat(page.locator("#databases tbody tr").allInnerTexts()).hasSize(5)
                .allMatch(text -> text.endsWith("ok"));
        assertThat(page.title()).isEqualTo("Now · contimg-db");
        browser.assertNoFault();
    }

    @Test
    void itIsGoodInEachForm() {
        browser.assertGoodInEachForm("now", "/");
        browser.assertNoFault();
    }

    @Test
    void itIsLight() {
        assertThat(browser.transferred("/")).isPositive().isLessThan(MOST_BYTES);
    }
}

package org.dsa110.contimg.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports where tokens are required, which no link can carry. */
class TableExportsIT {
    @TempDir
    Path folder;

    @Test
    void theyComeWithTheTokenAndWhatIsTooLongForAPageIsSaidAsACall() throws Exception {
        Path tokens = folder.resolve("tokens");
        String token = ConsoleService.token(folder, "read", tokens);
        Path state = folder.resolve("state");
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of("CONTIMG_ACCESS_TOKENS", tokens.toString()));
                Browser browser = Browser.of(service.address()).expecting(401)) {
            OtherProgram other = new OtherProgram(state.resolve("products.sqlite3").toString());
            other.execute("CREATE TABLE long (n INTEGER PRIMARY KEY, text TEXT)");
            other.execute(
                    "INSERT INTO long WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 70)"
                            + " SELECT n, hex(zeroblob(524288)) FROM c");
            Page page = browser.open("/console/tables?table=products/long&fields=n");
            page.waitForSelector("#ask[open]");
            page.fill("#ask-token", token);
            page.click("#ask button[value=enter]");
            page.waitForSelector("#rows tbody tr");
            Download download = page.waitForDownload(() -> page.click("#exports button:text-is('CSV')"));
            assertThat(download.suggestedFilename()).isEqualTo("long.csv");
            assertThat(Files.readAllBytes(download.path())).isEqualTo(given().auth().oauth2(token)
                    .get(service.address() + "/api/v1/products/long?as=csv&fields=n").asByteArray());
            page.navigate(service.address() + "/console/tables?table=products/long&limit=1");
            Browser.shown(page);
            page.click("#exports button:text-is('NDJSON')");
            assertThat(page.innerText("#export-said pre")).startsWith("curl -f ")
                    .contains(" '" + service.address() + "/api/v1/products/long?as=ndjson'").doesNotContain(token);
            assertThat(page.url()).doesNotContain(token);
            browser.assertNoFault();
        }
    }
}

package org.dsa110.contimg.rest.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages of many exports leave readers to short reads. Each page here is a read that lasts until it is let go. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class PageTurnsTest {
    private static final int EXPORTS = 20;
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch letGo = new CountDownLatch(1);
    private final List<CompletableFuture<Integer>> pages = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @Inject
    UnitExecutor units;
    @Inject
    PageTurns turns;
    @TestHTTPResource("/api/v1/products/images?limit=1")
    URI list;

    @AfterEach
    void end() throws Exception {
        letGo.countDown();
        for (CompletableFuture<Integer> page : pages) {
            page.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void aShortReadDoesNotWaitForPagesOfExports() throws Exception {
        for (int i = 0; i < EXPORTS; i++) {
            page();
        }
        assertThat(turns.waiting()).isEqualTo(EXPORTS - 2);
        assertThat(get("").get(PATIENCE_SECONDS, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(pages).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void anExportReadsItsPagesInTurn() throws Exception {
        page();
        page();
        CompletableFuture<HttpResponse<String>> export = get("&as=csv");
        Waiting.until("the export waits", () -> turns.waiting() == 1);
        letGo.countDown();
        assertThat(export.get(PATIENCE_SECONDS, TimeUnit.SECONDS).body()).startsWith("id,");
    }

    @Test
    void whoGivesUpWaitingOrReadingLeavesTheTurnToOthers() throws Exception {
        Cancellable reading = turns.inTurn(this::longRead).subscribe().with(read -> {
        });
        page();
        Cancellable waiting = turns.inTurn(this::longRead).subscribe().with(read -> {
        });
        CompletableFuture<HttpResponse<String>> export = get("&as=csv");
        Waiting.until("both wait", () -> turns.waiting() == 2);
        waiting.cancel();
        assertThat(turns.waiting()).isEqualTo(1);
        reading.cancel();
        assertThat(export.get(PATIENCE_SECONDS, TimeUnit.SECONDS).body()).startsWith("id,");
    }

    private void page() {
        pages.add(turns.inTurn(this::longRead).subscribeAsCompletionStage());
    }

    private Uni<Integer> longRead() {
        return units.read(Database.PRODUCTS, connection -> {
            letGo.await();
            return 1;
        });
    }

    private CompletableFuture<HttpResponse<String>> get(String query) {
        return http.sendAsync(HttpRequest.newBuilder(URI.create(list + query)).build(), BodyHandlers.ofString());
    }
}

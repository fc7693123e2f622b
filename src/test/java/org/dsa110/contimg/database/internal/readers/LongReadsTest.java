package org.dsa110.contimg.database.internal.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.database.internal.ScratchUnits.kind;
import static org.dsa110.contimg.database.internal.ScratchUnits.result;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.internal.ScratchFile;
import org.dsa110.contimg.database.internal.ScratchUnits;
import org.dsa110.contimg.database.internal.unit.DeadlineWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of short reads while long ones run, and of these. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class LongReadsTest {
    /** Some seconds. */
    private static final String COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000000) SELECT count(*) FROM n";

    @TempDir
    Path folder;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CountDownLatch end = new CountDownLatch(1);
    /** One permit for each time that a long read began to run. */
    private final Semaphore begun = new Semaphore(0);
    private final List<String> threads = new ArrayList<>();
    private ScratchUnits units;
    private Readers readers;
    private Thread watching;

    @AfterEach
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void close() throws InterruptedException {
        end.countDown();
        readers.close();
        units.context().watch().stop();
        watching.join();
        units.context().storage().close();
    }

    @Test
    void shortReadsGoOnWhileMoreLongOnesRunThanThereAreReaders() throws Exception {
        open(Map.of());
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(longRead());
        }
        for (int i = 0; i < 20; i++) {
            assertThat(shortRead()).isEmpty();
        }
        assertThat(all).noneMatch(CompletableFuture::isDone);
        end.countDown();
        for (CompletableFuture<String> each : all) {
            assertThat(result(each)).isEqualTo("read");
        }
    }

    @Test
    void aReadThatGivesWayIsRunFromItsBeginningAmongTheLongOnes() throws Exception {
        open(Map.of());
        List<CompletableFuture<String>> both = List.of(longRead(), longRead());
        begun.acquire(2);
        assertThat(shortRead()).isEmpty();
        begun.acquire();
        end.countDown();
        for (CompletableFuture<String> each : both) {
            assertThat(result(each)).isEqualTo("read");
        }
        synchronized (threads) {
            assertThat(threads.subList(0, 2)).allMatch(name -> name.startsWith("reader "));
            assertThat(threads.get(2)).startsWith("long reader ");
        }
        assertThat(moved()).isPositive();
    }

    @Test
    void aReadRunsOnAsLongAsNobodyWaits() throws Exception {
        open(Map.of());
        CompletableFuture<String> alone = longRead();
        begun.acquire();
        awaitLooks(3);
        assertThat(shortRead()).as("there is another reader for it").isEmpty();
        awaitLooks(3);
        end.countDown();
        assertThat(result(alone)).isEqualTo("read");
        assertThat(threads).hasSize(1);
        assertThat(moved()).isZero();
    }

    @Test
    void aStatementThatRunsGivesWayToo() throws Exception {
        open(Map.of("readers.threads", "1"));
        CompletableFuture<Long> count = read(connection -> {
            begun.release();
            try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(COUNT)) {
                row.next();
                return row.getLong(1);
            }
        });
        begun.acquire();
        assertThat(shortRead()).isEmpty();
        assertThat(count.isDone()).as("the short read came first").isFalse();
        assertThat(result(count)).isEqualTo(20_000_000);
        assertThat(moved()).isOne();
    }

    @Test
    void whatIsTooMuchForTheQueueOfLongReadsIsRefused() throws Exception {
        open(Map.of("readers.threads", "1", "readers.long-queue-length", "1"));
        List<CompletableFuture<String>> all = List.of(longRead(), longRead(), longRead(), longRead());
        assertThat(shortRead()).isEmpty();
        end.countDown();
        List<Kind> kinds = new ArrayList<>();
        for (CompletableFuture<String> each : all) {
            kinds.add(kind(each));
        }
        assertThat(kinds).contains(Kind.OVERLOADED)
                .allMatch(kind -> kind == null || kind == Kind.OVERLOADED).containsNull();
        assertThat(
                registry.find("contimg.database.units").tag("outcome", "refused").tag("kind", "read").counter().count())
                .isEqualTo(kinds.stream().filter(Kind.OVERLOADED::equals).count());
    }

    @Test
    void oneWhoseCallerHasGoneIsNotRunAgain() throws Exception {
        open(Map.of("readers.threads", "1"));
        CompletableFuture<String> first = longRead();
        begun.acquire();
        CompletableFuture<String> second = longRead();
        begun.acquire(2);
        assertThat(shortRead()).as("by now both are among the long ones").isEmpty();
        second.cancel(true);
        int before = begun.availablePermits();
        end.countDown();
        assertThat(result(first)).isEqualTo("read");
        readers.close();
        assertThat(begun.availablePermits()).isEqualTo(before);
    }

    private void open(Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("readers.threads", "2", "readers.long-threads", "1",
                "readers.gives-way-after", "1ms"));
        all.putAll(settings);
        units = new ScratchUnits(folder, all, registry);
        watching = new Thread(units.context().watch());
        watching.start();
        readers = new Readers(units.context());
        readers.start();
    }

    /** One that waits in Java until it may end. */
    private CompletableFuture<String> longRead() {
        return read(connection -> {
            synchronized (threads) {
                threads.add(Thread.currentThread().getName());
            }
            begun.release();
            assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
            return "read";
        });
    }

    private List<String> shortRead() throws Exception {
        CompletableFuture<List<String>> read = read(ScratchFile::stored);
        return result(read);
    }

    private <T> CompletableFuture<T> read(UnitOfWork<T> work) {
        return ScratchUnits.submit(readers::submit, true, work);
    }

    /** Returns when the watch has looked at all lanes so often. */
    private void awaitLooks(int count) throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(count);
        DeadlineWatch.Lane lane = units.context().watch().lane(() -> {
            looks.countDown();
            return false;
        });
        lane.enter(units.context().storage().openReader(), System.nanoTime());
        assertThat(looks.await(20, TimeUnit.SECONDS)).isTrue();
        lane.leave();
    }

    private double moved() {
        return registry.get("contimg.database.reads.moved").counter().count();
    }
}

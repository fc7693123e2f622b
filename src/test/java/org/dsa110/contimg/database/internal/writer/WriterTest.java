package org.dsa110.contimg.database.internal.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.database.internal.ScratchUnits.failure;
import static org.dsa110.contimg.database.internal.ScratchUnits.kind;
import static org.dsa110.contimg.database.internal.ScratchUnits.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.faults.FaultyMeters;
import org.dsa110.contimg.database.internal.ScratchFile;
import org.dsa110.contimg.database.internal.ScratchUnits;
import org.dsa110.contimg.database.internal.ScratchUnits.Hold;
import org.dsa110.contimg.database.internal.readers.Readers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What the thread does with the units that come, with those that fail, and in the end. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class WriterTest {
    @TempDir
    Path folder;
    private ScratchUnits units;
    private Writer writer;

    @AfterEach
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void close() throws InterruptedException {
        writer.close();
        units.context().storage().close();
    }

    @Test
    void unitsRunOnOneThreadInTheOrderInWhichTheyCame() throws Exception {
        open(Map.of("writer.batch-size", "3"));
        Hold hold = new Hold(writer::submit, false);
        List<Integer> order = new ArrayList<>();
        Set<Thread> threads = new HashSet<>();
        List<CompletableFuture<Object>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            waiting.add(ScratchUnits.submit(writer::submit, number % 4 == 1, connection -> {
                order.add(number);
                threads.add(Thread.currentThread());
                return null;
            }));
        }
        assertThat(writer.queued()).isEqualTo(10);
        hold.letGo();
        for (CompletableFuture<Object> unit : waiting) {
            result(unit);
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(threads).hasSize(1);
    }

    @Test
    void aReadSeesWhatWasWrittenBeforeItAndCannotWriteItself() throws Exception {
        open(Map.of("writer.hold", "1h"));
        Hold hold = new Hold(writer::submit, false);
        insert("before");
        CompletableFuture<List<String>> read = ScratchUnits.submit(writer::submit, true, ScratchFile::stored);
        CompletableFuture<Object> stray = ScratchUnits.submit(writer::submit, true, inserts("stray"));
        CompletableFuture<Object> after = insert("after");
        hold.letGo();

        assertThat(result(read)).containsExactly("before");
        assertThat(failure(stray)).hasMessageContaining("SQLITE_READONLY");
        result(after);
        assertThat(units.file().stored()).containsExactly("after", "before");
    }

    @Test
    void aCallerIsAnsweredWhenOtherProgramsSeeWhatItWrote() throws Exception {
        open(Map.of());
        Hold hold = new Hold(writer::submit, false);
        // Runs on the writer's thread, as the answer is given there, before anything else can happen.
        CompletableFuture<List<String>> seen = insert("a").thenApply(ignored -> storedInFile());
        hold.letGo();
        assertThat(result(seen)).containsExactly("a");
    }

    @Test
    void noMoreUnitsWaitThanTheSettingSays() throws Exception {
        open(Map.of("writer.queue-length", "2"));
        Hold hold = new Hold(writer::submit, false);
        insert("a");
        insert("b");
        assertThat(kind(insert("c"))).isEqualTo(Kind.OVERLOADED);
        hold.end();
    }

    @Test
    void aWriterThatIsToldToTakeNoMoreRefuses() throws Exception {
        open(Map.of());
        result(insert("a"));
        writer.stopTaking();
        assertThat(kind(insert("b"))).isEqualTo(Kind.CLOSED);
    }

    @Test
    void whatWaitsIsDoneBeforeTheWriterIsClosed() throws Exception {
        open(Map.of("writer.batch-size", "1"));
        Hold hold = new Hold(writer::submit, false);
        CompletableFuture<Object> first = insert("a");
        CompletableFuture<Object> second = insert("b");
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Thread closing = new Thread(() -> {
            try {
                writer.close();
                closed.complete(null);
            } catch (InterruptedException e) {
                closed.completeExceptionally(e);
            }
        });
        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            assertThat(closed).as("while a unit runs").isNotDone();
            Thread.onSpinWait();
        }
        hold.letGo();
        result(closed);
        assertThat(List.of(first, second)).allMatch(CompletableFuture::isDone);
        assertThat(units.file().stored()).containsExactly("a", "b");
    }

    @Test
    void aWriterThatIsClosedLeavesAnEmptyLogAndNoLock() throws Exception {
        open(Map.of());
        result(insert("a"));
        writer.close();
        assertThat(Files.size(units.file().log())).isZero();
        try (Connection other = units.file().otherProgram()) {
            ScratchFile.insert(other, "b");
        }
    }

    @Test
    void aFaultInABatchFailsEachUnitOfItAndTheWriterGoesOnWithAnotherConnection() throws Exception {
        open(Map.of("writer.hold", "1h"));
        Hold hold = new Hold(writer::submit, true);
        CompletableFuture<Object> first = insert("lost");
        CompletableFuture<Object> second = insert("lost too");
        LinkageError fault = new LinkageError("in the commit");
        units.fail("commit", fault);
        hold.end();

        assertThat(failure(first)).isSameAs(fault);
        assertThat(failure(second)).isSameAs(fault);
        result(insert("after"));
        assertThat(units.file().stored()).containsExactly("after");
    }

    /** What was committed before the fault has been done. */
    @Test
    void aFaultAfterTheCommitDoesNotChangeTheAnswers() throws Exception {
        open(Map.of());
        units.fail("discard", new LinkageError("after the commit"));
        CompletableFuture<Object> damaged = ScratchUnits.submit(writer::submit, false, connection -> {
            throw new DatabaseException(Kind.STORAGE, "damaged", null);
        });
        assertThat(failure(damaged)).hasMessage("damaged");
        result(insert("after"));
        assertThat(units.file().stored()).containsExactly("after");
    }

    @Test
    void whatIsDurableIsToldAsSuchThoughItCanBeNeitherCountedNorLogged() throws Exception {
        FaultyMeters meters = new FaultyMeters();
        open(Map.of(), meters);
        Logger log = Logger.getLogger("org.dsa110.contimg.database.internal");
        Handler full = new Handler() {
            @Override
            public void publish(LogRecord line) {
                throw new StackOverflowError("no room for a line");
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        log.addHandler(full);
        meters.breakDown();
        try {
            Hold hold = new Hold(writer::submit, false);
            CompletableFuture<Object> first = insert("a");
            CompletableFuture<Object> second = insert("b");
            hold.end();
            result(first);
            result(second);
            CompletableFuture<List<String>> read = ScratchUnits.submit(writer::submit, true, ScratchFile::stored);
            assertThat(result(read)).containsExactly("a", "b");
        } finally {
            log.removeHandler(full);
        }
        assertThat(units.file().stored()).containsExactly("a", "b");
    }

    @Test
    void aFileThatIsRenamedBetweenTheCommitAndTheLookAtItLeavesTheOutcomeUnknown() throws Exception {
        open(Map.of("writer.hold", "1h"));
        Hold hold = new Hold(writer::submit, true);
        CompletableFuture<Object> committed = insert("committed");
        CompletableFuture<Object> failed = ScratchUnits.submit(writer::submit, false, connection -> {
            throw new IllegalStateException("mine");
        });
        Path file = ((Location.File) units.file().location()).path();
        Path aside = folder.resolve("aside");
        // Done by the writer's thread, when the COMMIT has returned.
        CompletableFuture<Void> renamed = units.next("commit").thenRun(() -> move(file, aside));
        hold.end();

        assertThat(kind(committed)).isEqualTo(Kind.UNKNOWN);
        assertThat(failure(failed)).as("it has changed nothing, wherever the file is").hasMessage("mine");
        result(renamed);
        assertThat(kind(insert("refused"))).isEqualTo(Kind.STORAGE);
        move(aside, file);
        result(insert("after"));
        assertThat(units.file().stored()).containsExactly("after", "committed");
    }

    @Test
    void aLookAtTheFileThatFailsAfterTheCommitLeavesTheOutcomeUnknown() throws Exception {
        open(Map.of());
        units.fail("confirmCommit", new LinkageError("no look"));
        assertThat(kind(insert("a"))).isEqualTo(Kind.UNKNOWN);
        result(insert("after"));
        assertThat(units.file().stored()).containsExactly("a", "after");
    }

    @Test
    void aFaultBetweenTwoBatchesDoesNotEndTheThread() throws Exception {
        open(Map.of());
        units.fail("afterBatch", new LinkageError("between"));
        result(insert("a"));
        result(insert("b"));
        assertThat(units.file().stored()).containsExactly("a", "b");
    }

    @Test
    void nothingIsStalledWhileNothingWaits() throws Exception {
        open(Map.of());
        assertThat(writer.stalledFor()).isZero();
        Hold hold = new Hold(writer::submit, false);
        assertThat(writer.stalledFor()).as("while one runs, and none waits").isZero();
        hold.end();
    }

    @Test
    void aUnitThatWaitsWithoutProgressIsStalledForLongerAndLonger() throws Exception {
        open(Map.of());
        Hold hold = new Hold(writer::submit, false);
        long submitted = System.nanoTime();
        CompletableFuture<Object> waits = insert("a");
        Duration stalled = awaitStalled(Duration.ofMillis(2));
        awaitStalled(stalled.plusMillis(2));
        assertThat(writer.stalledFor()).isLessThanOrEqualTo(since(submitted));
        hold.end();
        result(waits);
        assertThat(writer.stalledFor()).as("when it is done").isZero();
    }

    @Test
    void aUnitThatWaitsWhileOthersGetOnIsNotStalled() throws Exception {
        open(Map.of("writer.batch-size", "1"));
        Hold first = new Hold(writer::submit, false);
        CompletableFuture<Hold> second = CompletableFuture.supplyAsync(() -> {
            try {
                return new Hold(writer::submit, false);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            // A thread of its own: the common pool may have one alone, which another test's task keeps.
        }, task -> new Thread(task, "second").start());
        while (writer.queued() == 0) {
            Thread.onSpinWait();
        }
        CompletableFuture<Object> waits = insert("a");
        awaitStalled(Duration.ofMillis(2));
        long progress = System.nanoTime();
        first.letGo();
        result(second);
        assertThat(writer.stalledFor()).isPositive().isLessThan(since(progress));
        second.join().end();
        result(waits);
    }

    @Test
    void whenNothingComesForAWhileTheLogIsCopied() throws Exception {
        open(Map.of());
        Hold hold = new Hold(writer::submit, false);
        insert("a");
        CompletableFuture<Integer> pending = ScratchUnits.submit(writer::submit, true, connection -> pendingInLog());
        CompletableFuture<Void> idle = units.next("idle");
        hold.letGo();
        assertThat(result(pending)).as("while units come").isPositive();
        result(idle);
        assertThat(pendingInLog()).isZero();
    }

    @Test
    void aWriterThatIsToldNotToWaitTakesUnitsAndTellsThoseThatAreLockedOutThatTheServiceStops() throws Exception {
        open(Map.of("lock-timeout", "50ms"));
        try (Connection other = units.file().otherProgram()) {
            ScratchFile.execute(other, "BEGIN IMMEDIATE");
            assertThat(failure(insert("a"))).hasMessageContaining("waited for longer than 50 ms");
            writer.stopWaiting();
            CompletableFuture<Object> lockedOut = insert("b");
            assertThat(kind(lockedOut)).isEqualTo(Kind.BUSY);
            assertThat(failure(lockedOut)).hasMessageContaining("while the service stops");
            ScratchFile.execute(other, "ROLLBACK");
        }
        result(insert("c"));
        assertThat(units.file().stored()).containsExactly("c");
    }

    @Test
    void aWriterThatIsToldToTakeNoMoreDoesNotWaitLongEither() throws Exception {
        open(Map.of("lock-timeout", "50ms"));
        try (Connection other = units.file().otherProgram()) {
            ScratchFile.execute(other, "BEGIN IMMEDIATE");
            Hold hold = new Hold(writer::submit, true);
            CompletableFuture<Object> lockedOut = insert("a");
            writer.stopTaking();
            hold.letGo();
            assertThat(failure(lockedOut)).hasMessageContaining("while the service stops");
        }
    }

    private void open(Map<String, String> settings) throws SQLException {
        open(settings, new SimpleMeterRegistry());
    }

    private void open(Map<String, String> settings, MeterRegistry registry) throws SQLException {
        units = new ScratchUnits(folder, settings, registry);
        writer = new Writer(units.context(), new Readers(units.context()));
        writer.start();
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<Object> insert(String x) {
        return ScratchUnits.submit(writer::submit, false, inserts(x));
    }

    private static UnitOfWork<Object> inserts(String x) {
        return connection -> {
            ScratchFile.insert(connection, x);
            return null;
        };
    }

    private Duration awaitStalled(Duration atLeast) {
        Duration stalled = writer.stalledFor();
        long began = System.nanoTime();
        while (stalled.compareTo(atLeast) < 0) {
            assertThat(since(began)).as("stalled for %s", stalled).isLessThan(Duration.ofSeconds(20));
            Thread.onSpinWait();
            stalled = writer.stalledFor();
        }
        return stalled;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** Pages that are committed and not in the file yet, as another program sees it. */
    private int pendingInLog() throws SQLException {
        try (Connection other = units.file().otherProgram();
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(noop)")) {
            return row.getInt(2) - row.getInt(3);
        }
    }

    private List<String> storedInFile() {
        try {
            return units.file().stored();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

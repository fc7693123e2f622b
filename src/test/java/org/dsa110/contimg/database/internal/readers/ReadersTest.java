package org.dsa110.contimg.database.internal.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.database.internal.ScratchUnits.failure;
import static org.dsa110.contimg.database.internal.ScratchUnits.kind;
import static org.dsa110.contimg.database.internal.ScratchUnits.result;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.internal.ScratchFile;
import org.dsa110.contimg.database.internal.ScratchUnits;
import org.dsa110.contimg.database.internal.ScratchUnits.Hold;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What the threads do with the reads that come, with those that fail, and in the end. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ReadersTest {
    @TempDir
    Path folder;
    private ScratchUnits units;
    private Readers readers;

    @AfterEach
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void close() throws InterruptedException {
        readers.close();
        units.context().storage().close();
    }

    @Test
    void asManyReadsRunAtTheSameTimeAsTheSettingSays() throws Exception {
        open(3);
        List<Hold> holds = List.of(hold(), hold(), hold());
        assertThat(readers.inUse()).isEqualTo(3);
        CompletableFuture<Thread> fourth = read(connection -> Thread.currentThread());
        assertThat(readers.queued()).isOne();
        assertThat(threads()).as("so that the fourth waits").hasSize(3);
        holds.get(1).end();
        assertThat(threads()).contains(result(fourth));
        holds.get(0).end();
        holds.get(2).end();
    }

    @Test
    void noMoreReadsWaitThanTheSettingSays() throws Exception {
        open(Map.of("readers.threads", "1", "readers.queue-length", "2"));
        Hold hold = hold();
        read(ScratchFile::stored);
        read(ScratchFile::stored);
        assertThat(kind(read(ScratchFile::stored))).isEqualTo(Kind.OVERLOADED);
        hold.end();
    }

    @Test
    void aReadSeesOneSnapshotWhileOthersCommitAndTheNextSeesWhatTheyCommitted() throws Exception {
        open(1);
        insertElsewhere("before");
        CompletableFuture<List<List<String>>> read = read(connection -> {
            List<String> first = ScratchFile.stored(connection);
            insertElsewhere("meanwhile");
            return List.of(first, ScratchFile.stored(connection));
        });
        assertThat(result(read)).containsExactly(List.of("before"), List.of("before"));
        assertThat(readNext()).containsExactly("before", "meanwhile");
    }

    @Test
    void aReadCannotWrite() throws Exception {
        open(1);
        CompletableFuture<Object> stray = read(connection -> {
            ScratchFile.insert(connection, "stray");
            return null;
        });
        assertThat(failure(stray)).hasMessageContaining("SQLITE_READONLY");
        assertThat(units.file().stored()).isEmpty();
    }

    @Test
    void aReadWhoseCallerWentAwayIsNotRun() throws Exception {
        open(1);
        Hold hold = hold();
        AtomicInteger ran = new AtomicInteger();
        CompletableFuture<Integer> gone = read(connection -> ran.incrementAndGet());
        CompletableFuture<List<String>> next = read(ScratchFile::stored);
        gone.cancel(true);
        hold.letGo();
        result(next);
        assertThat(ran).hasValue(0);
    }

    @Test
    void readersThatAreToldToTakeNoMoreRefuse() throws Exception {
        open(1);
        readers.stopTaking();
        assertThat(kind(read(ScratchFile::stored))).isEqualTo(Kind.CLOSED);
    }

    @Test
    void whatWaitsIsReadBeforeTheReadersAreClosed() throws Exception {
        open(1);
        Hold hold = hold();
        CompletableFuture<List<String>> first = read(ScratchFile::stored);
        CompletableFuture<List<String>> second = read(ScratchFile::stored);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Thread closing = new Thread(() -> {
            try {
                readers.close();
                closed.complete(null);
            } catch (InterruptedException e) {
                closed.completeExceptionally(e);
            }
        });
        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            assertThat(closed).as("while a read runs").isNotDone();
            Thread.onSpinWait();
        }
        hold.letGo();
        result(closed);
        assertThat(List.of(first, second)).allMatch(CompletableFuture::isDone)
                .noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void readersThatAreClosedHaveClosedTheirConnections() throws Exception {
        open(2);
        Connection used = connectionOfNext();
        readers.close();
        assertThat(used.isClosed()).isTrue();
        assertThat(threads()).isEmpty();
    }

    @Test
    void aFaultFailsOneReadAndItsThreadGoesOnWithAnotherConnection() throws Exception {
        open(1);
        Connection before = connectionOfNext();
        LinkageError fault = new LinkageError("mine");
        units.fail("beginRead", fault);
        assertThat(failure(read(ScratchFile::stored))).isSameAs(fault);
        assertThat(readers.inUse()).isZero();
        assertThat(connectionOfNext()).isNotSameAs(before);
        assertThat(before.isClosed()).isTrue();
    }

    @Test
    void aReadThatThrowsFailsAloneAndTheConnectionIsUsedAgain() throws Exception {
        open(1);
        Connection before = connectionOfNext();
        CompletableFuture<Object> throwing = read(connection -> {
            throw new IllegalStateException("mine");
        });
        assertThat(failure(throwing)).hasMessage("mine");
        assertThat(connectionOfNext()).isSameAs(before);
    }

    /** It keeps pages in memory: a damaged one would be used again after the file was repaired. */
    @Test
    void aConnectionThatMetDamageIsOpenedAnew() throws Exception {
        open(1);
        Connection before = connectionOfNext();
        CompletableFuture<Object> damaged = read(connection -> {
            throw new DatabaseException(Kind.STORAGE, "damaged", null);
        });
        assertThat(failure(damaged)).hasMessage("damaged");
        assertOpenedAnew(before);
    }

    @Test
    void aConnectionOnWhichAReadCannotBeginIsOpenedAnew() throws Exception {
        open(1);
        Connection before = connectionOfNext();
        units.fail("beginRead", new DatabaseException(Kind.STORAGE, "no begin", null));
        assertThat(failure(read(ScratchFile::stored))).hasMessage("no begin");
        assertOpenedAnew(before);
    }

    @Test
    void aConnectionOnWhichAReadCannotEndIsOpenedAnewAndTheReadHasItsResult() throws Exception {
        open(1);
        Connection before = connectionOfNext();
        units.fail("rollback", new DatabaseException(Kind.STORAGE, "no end", null));
        assertThat(readNext()).isEmpty();
        assertOpenedAnew(before);
    }

    @Test
    void aConnectionThatCannotBeOpenedAnewIsTriedAgainAtTheNextRead() throws Exception {
        open(1);
        units.fail("beginRead", new DatabaseException(Kind.STORAGE, "no begin", null));
        assertThat(failure(read(ScratchFile::stored))).hasMessage("no begin");
        units.fail("openReader", new DatabaseException(Kind.STORAGE, "no connection", null));
        assertThat(failure(read(ScratchFile::stored))).hasMessage("no connection");
        assertThat(readNext()).isEmpty();
    }

    @Test
    void readsThatAreHeldBackDoNotCountAsRunningAndBeginWhenTheyAreLetIn() throws Exception {
        open(1);
        readers.holdBack(Duration.ofHours(1));
        CompletableFuture<List<String>> read = read(ScratchFile::stored);
        Thread reader = threads().get(0);
        while (reader.getState() != Thread.State.TIMED_WAITING) {
            assertThat(read).as("held back").isNotDone();
            Thread.onSpinWait();
        }
        assertThat(readers.heldBack()).isTrue();
        assertThat(readers.inUse()).isZero();
        readers.letIn();
        assertThat(result(read)).isEmpty();
        assertThat(readers.heldBack()).isFalse();
    }

    @Test
    void theOldestReadIsTheOneThatRunsForLongest() throws Exception {
        open(2);
        assertThat(readers.oldest()).isNull();
        Hold first = hold();
        long between = System.nanoTime();
        Hold second = hold();
        assertThat(readers.oldest().startedNanos()).isLessThan(between);
        first.end();
        assertThat(readers.oldest().startedNanos()).isGreaterThan(between);
        second.end();
        assertThat(readers.oldest()).isNull();
    }

    private void open(int threads) throws SQLException {
        open(Map.of("readers.threads", Integer.toString(threads)));
    }

    private void open(Map<String, String> settings) throws SQLException {
        units = new ScratchUnits(folder, settings);
        readers = new Readers(units.context());
        readers.start();
    }

    private Hold hold() throws InterruptedException {
        return new Hold(readers::submit, true);
    }

    private <T> CompletableFuture<T> read(UnitOfWork<T> work) {
        return ScratchUnits.submit(readers::submit, true, work);
    }

    /** With one thread, its connection. */
    private Connection connectionOfNext() throws Exception {
        return result(read(connection -> connection));
    }

    private List<String> readNext() throws Exception {
        return result(read(ScratchFile::stored));
    }

    private void assertOpenedAnew(Connection before) throws Exception {
        assertThat(connectionOfNext()).isNotSameAs(before);
        assertThat(before.isClosed()).isTrue();
    }

    /** Those of the readers that live, by their name. */
    private List<Thread> threads() {
        String name = "reader " + units.file().location().name();
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith(name))
                .toList();
    }

    private void insertElsewhere(String x) throws SQLException {
        try (Connection other = units.file().otherProgram()) {
            ScratchFile.insert(other, x);
        }
    }
}

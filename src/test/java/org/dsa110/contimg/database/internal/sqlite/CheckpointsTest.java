package org.dsa110.contimg.database.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.ScratchFile;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.dsa110.contimg.database.internal.engine.RunningReads;
import org.dsa110.contimg.database.internal.sqlite.SqliteConnection.CheckpointMode;
import org.dsa110.contimg.database.internal.sqlite.SqliteConnection.Log;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the log of a file: on a clock that a test moves, with reads that it begins and ends. */
class CheckpointsTest {
    private static final int LITTLE = 16 << 10;
    private static final int ENOUGH = 80 << 10;
    private static final int LONG = 300 << 10;

    @TempDir
    Path folder;
    private final DatabaseSettings settings = new DatabaseSettings(
            Map.of("wal.checkpoint-size", "64K", "wal.restart-size", "256K"));
    private final SqliteEngine engine = settings.engine();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Reads reads = new Reads();
    private long now = System.nanoTime();
    private ScratchFile file;
    private SqliteConnection writer;
    private SqliteConnection reader;
    private Checkpoints checkpoints;

    @BeforeEach
    void open() throws SQLException {
        file = new ScratchFile(folder);
        writer = engine.openWriter(file.location());
        reader = engine.openReader(file.location());
        checkpoints = new Checkpoints(file.location(), reads, settings.sqlite().wal(),
                new SqliteMetrics(new Meters(metrics, Tags.empty())), () -> now);
    }

    @AfterEach
    void close() {
        reader.close();
        writer.close();
    }

    @Test
    void whileWritesGoOnALittleMayWaitInTheLog() throws SQLException {
        write(LITTLE);
        checkpoints.afterBatch(writer);
        assertThat(log().pending()).isPositive().isEqualTo(checkpoints.pending());
    }

    @Test
    void whileWritesGoOnALogOfTheCheckpointSizeIsCopied() throws SQLException {
        write(ENOUGH);
        checkpoints.afterBatch(writer);
        assertThat(log().pending()).isZero();
        assertThat(checkpoints.pending()).isZero();
    }

    @Test
    void inIdleTimeAllOfTheLogIsCopied() throws SQLException {
        write(LITTLE);
        checkpoints.idle(writer);
        assertThat(log().pending()).isZero();
    }

    @Test
    void aLogShorterThanTheRestartSizeMayBeHeldByReads() throws SQLException {
        reads.oldest = new Read(now);
        write(ENOUGH);
        beginRead();
        tryTwice();
        assertThat(reads.heldBack()).isFalse();
        assertThat(copies()).as("no more than the first").isOne();
    }

    @Test
    void aLogOfTheRestartSizeIsBegunAnew() throws SQLException {
        write(LONG);
        tryTwice();
        assertThat(lengthAfterNextWrite()).isLessThan(ENOUGH);
    }

    @Test
    void betweenTwoTriesToBeginTheLogAnewPassesSomeTime() throws SQLException {
        write(LONG);
        beginRead();
        checkpoints.afterBatch(writer);
        double before = copies();
        now += millis(199);
        checkpoints.afterBatch(writer);
        assertThat(copies()).isEqualTo(before);
        now += millis(1);
        checkpoints.afterBatch(writer);
        assertThat(copies()).isEqualTo(before + 1);
    }

    @Test
    void aLogThatAReadHoldsIsNotBegunAnewUntilTheReadEnds() throws SQLException {
        beginRead();
        write(LONG);
        tryTwice();
        assertThat(lengthAfterNextWrite()).isGreaterThan(LONG);
        reader.rollback();
        tryTwice();
        assertThat(lengthAfterNextWrite()).isLessThan(ENOUGH);
    }

    /** It would keep other writers out, each time. */
    @Test
    void whileAReadOfAnotherProgramHoldsTheLogNothingWaitsForIt() throws SQLException {
        beginRead();
        write(LONG);
        tryTwice();
        double before = copies();
        tryTwice();
        assertThat(copies() - before).as("of those that wait for nobody").isEqualTo(2);
        assertThat(reads.heldBack()).isFalse();
    }

    @Test
    void readsAreHeldBackForAMomentWhenOneOfOursKeepsTheLogFromBeginningAnew() throws SQLException {
        reads.oldest = new Read(now);
        beginRead();
        write(LONG);
        tryTwice();
        assertThat(reads.longest).isEqualTo(Duration.ofMillis(200));
        assertThat(checkpoints.holdsReads()).isTrue();
    }

    @Test
    void readsThatDoNotKeepTheLogFromBeginningAnewAreNotHeldBack() throws SQLException {
        reads.oldest = new Read(now);
        write(LONG);
        tryTwice();
        assertThat(reads.heldBack()).isFalse();
        assertThat(lengthAfterNextWrite()).isLessThan(ENOUGH);
    }

    @Test
    void readsAreHeldBackForLongerWhenTheLogIsTwiceAsLongAsItMayBe() throws SQLException {
        reads.oldest = new Read(now);
        beginRead();
        write(2 * LONG);
        tryTwice();
        assertThat(reads.longest).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void readsThatAreHeldBackGoOnOnceTheOthersHaveEndedAndTheLogHasBegunAnew() throws SQLException {
        reads.oldest = new Read(now);
        beginRead();
        write(LONG);
        tryTwice();
        checkpoints.idle(writer);
        assertThat(reads.heldBack()).as("as long as one runs").isTrue();
        reader.rollback();
        reads.oldest = null;
        checkpoints.idle(writer);
        assertThat(reads.heldBack()).isFalse();
        assertThat(lengthAfterNextWrite()).isLessThan(ENOUGH);
    }

    @Test
    void aReadThatLastsForLongHoldsTheOthersBackOnlyOnce() throws SQLException {
        reads.oldest = new Read(now);
        beginRead();
        write(LONG);
        tryTwice();
        assertThat(reads.heldBack()).isTrue();
        reads.longest = null;
        now += Duration.ofSeconds(10).toNanos();
        tryTwice();
        assertThat(reads.heldBack()).isFalse();
        reads.oldest = new Read(reads.oldest.startedNanos());
        now += Duration.ofSeconds(10).toNanos();
        tryTwice();
        assertThat(reads.heldBack()).as("for another").isTrue();
        assertThat(metrics.get("contimg.database.reads.held").counter().count()).isEqualTo(2);
    }

    @Test
    void inTheEndTheLogIsEmptied() throws Exception {
        write(LITTLE);
        assertThat(Files.size(file.log())).isPositive();
        checkpoints.close(writer);
        assertThat(Files.size(file.log())).isZero();
    }

    /** The first try finds out how far the log can be copied, the second whether it can be copied further. */
    private void tryTwice() {
        now += millis(200);
        checkpoints.afterBatch(writer);
        now += millis(200);
        checkpoints.afterBatch(writer);
    }

    private void write(int bytes) throws SQLException {
        assertThat(writer.beginWrite()).isTrue();
        ScratchFile.execute(writer.jdbc(), "INSERT INTO t VALUES (hex(randomblob(" + bytes / 4 + ")))");
        writer.commit();
    }

    private void beginRead() throws SQLException {
        reader.beginRead();
        ScratchFile.execute(reader.jdbc(), "SELECT count(*) FROM t");
    }

    private long lengthAfterNextWrite() throws SQLException {
        write(LITTLE);
        return log().bytes();
    }

    private Log log() {
        return writer.checkpoint(CheckpointMode.LOOK, Duration.ZERO);
    }

    private double copies() {
        return metrics.get("contimg.database.checkpoints").tag("outcome", "success").counter().count();
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }

    /** The service's own reads, of which a test says which one runs. */
    private static final class Reads implements RunningReads {
        private OwnRead oldest;
        private Duration longest;

        @Override
        public int inUse() {
            return oldest == null ? 0 : 1;
        }

        @Override
        public OwnRead oldest() {
            return oldest;
        }

        @Override
        public void holdBack(Duration time) {
            longest = time;
        }

        @Override
        public void letIn() {
            longest = null;
        }

        @Override
        public boolean heldBack() {
            return longest != null;
        }
    }

    private static final class Read implements RunningReads.OwnRead {
        private final long startedNanos;

        private Read(long startedNanos) {
            this.startedNanos = startedNanos;
        }

        @Override
        public String label() {
            return "a read";
        }

        @Override
        public long startedNanos() {
            return startedNanos;
        }
    }
}

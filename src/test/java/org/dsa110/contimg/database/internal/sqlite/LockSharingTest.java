package org.dsa110.contimg.database.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.junit.jupiter.api.Test;

/** When the lock is left free for other programs, and for how long: with the default settings, on a clock that moves by waiting. */
class LockSharingTest {
    private long now = System.nanoTime();
    private long slept;
    private final LockSharing sharing = new LockSharing(new DatabaseSettings(Map.of()).sqlite().writer(),
            new SqliteMetrics(new Meters(new SimpleMeterRegistry(), Tags.empty())), () -> now, this::sleep);

    @Test
    void lessThanFiveMillisecondsOfWorkGoOnWithoutAPause() {
        work(micros(2_500));
        work(micros(2_499));
        assertThat(pause()).isZero();
    }

    @Test
    void afterFiveMillisecondsOfWorkTheLockIsFreeForTwo() {
        work(micros(2_500));
        assertThat(pause()).isZero();
        work(micros(2_500));
        assertThat(pause()).isEqualTo(millis(2));
    }

    @Test
    void theWorkBeforeAPauseDoesNotCountForTheNext() {
        work(millis(5));
        assertThat(pause()).isEqualTo(millis(2));
        work(millis(4));
        assertThat(pause()).isZero();
    }

    @Test
    void timeInWhichNothingWaitedCountsAsThePause() {
        work(millis(5));
        now += millis(1);
        assertThat(pause()).isEqualTo(millis(1));
        work(millis(5));
        now += millis(2);
        assertThat(pause()).isZero();
    }

    /** As between the writes of a client that waits for each. */
    @Test
    void timesBetweenShortWorksCountForThePauseAfterThem() {
        assertThat(pauseAfterShortWorks()).isEqualTo(micros(500));
        work(millis(5));
        assertThat(pause()).isEqualTo(millis(2));
    }

    @Test
    void timeBeforeAnyWorkDoesNotCount() {
        now += millis(100);
        assertThat(pause()).isZero();
        work(millis(5));
        assertThat(pause()).isEqualTo(millis(2));
    }

    /** As when another program has the lock, or the caller has gone. */
    @Test
    void timeInWhichTheLockCouldNotBeTakenDoesNotCount() {
        work(millis(1));
        assertThat(pause()).isZero();
        sharing.others();
        now += millis(30);
        assertThat(pause()).isZero();
        work(millis(5));
        assertThat(pause()).isEqualTo(millis(2));
    }

    @Test
    void timesBetweenShortWorksCountForTheLongerTurnOfOthersThatWrite() {
        sharing.othersCommitted();
        assertThat(pauseAfterShortWorks()).isEqualTo(micros(3_500));
    }

    @Test
    void forTwoSecondsAfterAnotherProgramWroteTheLockIsFreeForAsLongAsItWasHeld() {
        sharing.othersCommitted();
        work(millis(30));
        assertThat(pause()).isEqualTo(millis(30));
        now += Duration.ofSeconds(2).toNanos() - millis(100);
        work(millis(30));
        assertThat(pause()).isEqualTo(millis(30));
        work(millis(30));
        assertThat(pause()).isEqualTo(millis(2));
    }

    @Test
    void whileAnotherProgramWritesAShortWorkIsFollowedByTheUsualPauseAtLeast() {
        sharing.othersCommitted();
        sharing.held(millis(1));
        work(millis(4));
        assertThat(pause()).isEqualTo(millis(5));
        LockSharing eager = new LockSharing(
                new DatabaseSettings(Map.of("writer.hold", "1ms", "writer.pause", "7ms")).sqlite().writer(),
                new SqliteMetrics(new Meters(new SimpleMeterRegistry(), Tags.empty())), () -> now, this::sleep);
        eager.othersCommitted();
        eager.held(millis(3));
        slept = 0;
        eager.giveTurn();
        assertThat(slept).isEqualTo(millis(7));
    }

    @Test
    void theLockIsFreeForNoLongerThanABusyHandlerSleeps() {
        sharing.othersCommitted();
        work(millis(500));
        assertThat(pause()).isEqualTo(millis(110));
    }

    @Test
    void whoHadTheLockMeanwhileNeedsNoPause() {
        work(millis(5));
        sharing.others();
        assertThat(pause()).isZero();
    }

    @Test
    void aBatchGoesOnAsLongAsItsWorkAndThatBeforeAreLessThanFiveMilliseconds() {
        work(millis(3));
        assertThat(sharing.exceeded(micros(1_999))).isFalse();
        assertThat(sharing.exceeded(millis(2))).isTrue();
    }

    private void work(long nanos) {
        now += nanos;
        sharing.held(nanos);
    }

    /** Five of a millisecond each, with gaps of 0.3 after them. */
    private long pauseAfterShortWorks() {
        for (int i = 0; i < 4; i++) {
            work(millis(1));
            now += micros(300);
            assertThat(pause()).isZero();
        }
        work(millis(1));
        now += micros(300);
        return pause();
    }

    /** How long the writer waits before it takes the lock. */
    private long pause() {
        slept = 0;
        sharing.giveTurn();
        return slept;
    }

    private void sleep(long nanos) {
        slept += nanos;
        now += nanos;
    }

    private static long micros(long micros) {
        return micros * 1_000;
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}

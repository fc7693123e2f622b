package org.dsa110.contimg.database.internal.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.UnitOfWork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class UnitQueueTest {
    private final UnitQueue queue = new UnitQueue("the queue", 3);
    private final PendingUnit<?> first = unit(false);
    private final PendingUnit<?> second = unit(false);
    private final PendingUnit<?> third = unit(false);

    @Test
    void unitsComeOutInTheOrderInWhichTheyCame() {
        queue.add(first);
        queue.add(second);
        queue.add(third);
        assertThat(queue.take()).isSameAs(first);
        assertThat(queue.pollShared()).isSameAs(second);
        assertThat(queue.take(Duration.ofHours(1))).isSameAs(third);
    }

    @Test
    void aFullQueueRefusesAndTakesAgainWhenThereIsRoom() {
        queue.add(first);
        queue.add(second);
        queue.add(third);
        assertThatThrownBy(() -> queue.add(unit(false))).isInstanceOfSatisfying(DatabaseException.class,
                e -> assertThat(e.kind()).isEqualTo(Kind.OVERLOADED));
        assertThat(queue.size()).isEqualTo(3);
        queue.take();
        queue.add(unit(false));
    }

    @Test
    void aClosedQueueTakesNothingMoreAndHandsOutWhatItHolds() {
        queue.add(first);
        queue.close();
        assertThatThrownBy(() -> queue.add(second)).isInstanceOfSatisfying(DatabaseException.class,
                e -> assertThat(e.kind()).isEqualTo(Kind.CLOSED));
        assertThat(queue.drained()).isFalse();
        assertThat(queue.take()).isSameAs(first);
        assertThat(queue.drained()).isTrue();
        assertThat(queue.take()).isNull();
        assertThat(queue.take(Duration.ofHours(1))).isNull();
    }

    /** In memory a read waits for the writes before it, and the writes behind it for the read. */
    @Test
    void noWriteOvertakesARead() {
        PendingUnit<?> read = unit(true);
        queue.add(read);
        queue.add(first);
        assertThat(queue.pollShared()).isNull();
        assertThat(queue.take()).isSameAs(read);
        assertThat(queue.pollShared()).isSameAs(first);
    }

    /** What does not share a transaction begins a batch, and is never taken into one. */
    @Test
    void aUnitThatDoesNotShareIsTakenOnlyAsTheFirst() {
        PendingUnit<?> bulk = unit(UnitOfWork.bulk("bulk", connection -> null), false);
        queue.add(bulk);
        queue.add(first);
        assertThat(queue.pollShared()).isNull();
        assertThat(queue.take()).isSameAs(bulk);
        assertThat(queue.pollShared()).isSameAs(first);
    }

    @Test
    void whoWaitsForAUnitGetsTheNextThatComes() throws InterruptedException {
        AtomicReference<PendingUnit<?>> taken = new AtomicReference<>();
        Thread taker = new Thread(() -> taken.set(queue.take()));
        taker.start();
        while (taker.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        queue.add(first);
        taker.join();
        assertThat(taken).hasValue(first);
    }

    @Test
    void whoWaitsForATimeGetsNothingWhenNothingComes() {
        assertThat(queue.take(Duration.ofMillis(1))).isNull();
    }

    private static PendingUnit<?> unit(boolean reading) {
        return unit(connection -> null, reading);
    }

    private static PendingUnit<?> unit(UnitOfWork<Object> work, boolean reading) {
        AtomicReference<PendingUnit<?>> made = new AtomicReference<>();
        Uni.createFrom().<Object>emitter(emitter -> made.set(
                new PendingUnit<>(Database.PRODUCTS, work, reading, emitter, Runnable::run)))
                .subscribeAsCompletionStage();
        return made.get();
    }
}

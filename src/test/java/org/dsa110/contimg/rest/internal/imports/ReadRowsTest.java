package org.dsa110.contimg.rest.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.rest.Waiting;
import org.dsa110.contimg.rest.internal.imports.ImportReport.Failure;
import org.dsa110.contimg.rest.internal.imports.ImportUnits.Stored;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.junit.jupiter.api.Test;

/** Which rows of an upload a unit of work is given, and what is counted of it. The test says when a unit ends. */
class ReadRowsTest {
    private record Unit(List<ImportedRow> rows, CompletableFuture<Stored> end) {
        void end(int stored) {
            end.complete(new Stored(stored, List.of()));
        }
    }

    private final BlockingQueue<Unit> units = new LinkedBlockingQueue<>();
    private boolean timeLeft = true;
    private final ReadRows rows = new ReadRows(given -> {
        Unit unit = new Unit(given, new CompletableFuture<>());
        units.add(unit);
        return Uni.createFrom().completionStage(unit.end());
    }, () -> timeLeft);
    private int lines;

    @Test
    void aUnitIsGivenAllThatWasReadWhileTheOneBeforeRan() throws InterruptedException {
        rows.add(batch(250));
        Unit first = next();
        rows.add(batch(250));
        rows.add(batch(250));
        assertThat(units).as("one at a time").isEmpty();
        first.end(250);
        Unit second = next();
        assertThat(first.rows()).hasSize(250);
        assertThat(second.rows()).hasSize(500);
        second.end(500);
        assertThat(rows.await()).isTrue();
        assertThat(rows.report().imported()).isEqualTo(750);
    }

    @Test
    void whatAUnitHasNoTimeForComesFirstInTheNext() throws InterruptedException {
        rows.add(batch(10));
        Unit first = next();
        rows.add(batch(5));
        first.end(3);
        assertThat(next().rows()).extracting(ImportedRow::line)
                .containsExactlyElementsOf(IntStream.rangeClosed(4, 15).mapToObj(Long::valueOf).toList());
        assertThat(rows.nextLine()).isEqualTo(4);
    }

    @Test
    void whereManyWaitWhoReadsWaitsToo() throws Exception {
        for (int i = 0; i < 4; i++) {
            rows.add(batch(250));
        }
        Unit first = next();
        addWaits(batch(250));
        first.end(250);
        assertThat(next().rows()).as("those that waited").hasSize(750);
    }

    @Test
    void longRowsCountByTheirBytes() throws Exception {
        rows.add(List.of(row(ImportedRow.MAX_BYTES)));
        Unit first = next();
        addWaits(batch(1));
        first.end(1);
        assertThat(next().rows()).hasSize(1);
    }

    @Test
    void afterAFaultNothingIsStoredAndItIsToldToAll() throws Exception {
        rows.add(batch(2));
        Unit first = next();
        rows.add(batch(2));
        first.end().completeExceptionally(new IllegalStateException("mine"));
        assertThatThrownBy(rows::await).isInstanceOf(IllegalStateException.class).hasMessage("mine");
        assertThatThrownBy(() -> rows.add(batch(1))).isInstanceOf(IllegalStateException.class);
        assertThat(rows.isFaulty()).isTrue();
        assertThat(units).isEmpty();
        assertThat(rows.report().imported()).isZero();
        assertThat(rows.nextLine()).isEqualTo(1);
    }

    @Test
    void whereNoTimeIsLeftWhatWaitsIsNotStored() throws InterruptedException {
        rows.add(batch(10));
        Unit first = next();
        rows.add(batch(10));
        timeLeft = false;
        first.end(4);
        assertThat(rows.await()).isFalse();
        assertThat(units).isEmpty();
        assertThat(rows.report().imported()).isEqualTo(4);
        assertThat(rows.nextLine()).isEqualTo(5);
    }

    @Test
    void linesThatAreNotStoredAreCountedAndTheFirstHundredTold() throws InterruptedException {
        rows.add(batch(150));
        List<Failure> failures = new ArrayList<>();
        IntStream.range(0, 120)
                .forEach(i -> failures.add(new Failure(i, List.of(new Violation("line", "is wrong")))));
        next().end().complete(new Stored(150, failures));
        rows.await();
        assertThat(rows.report().imported()).isEqualTo(30);
        assertThat(rows.report().failed()).isEqualTo(120);
        assertThat(rows.report().failures()).isEqualTo(failures.subList(0, 100));
    }

    /** Adds rows on a thread of its own, and returns when that waits. */
    private void addWaits(List<ImportedRow> batch) throws Exception {
        Thread adding = new Thread(() -> rows.add(batch));
        adding.start();
        Waiting.until("the thread that adds waits", () -> adding.getState() == Thread.State.WAITING);
    }

    private Unit next() throws InterruptedException {
        Unit unit = units.poll(10, TimeUnit.SECONDS);
        assertThat(unit).as("a unit").isNotNull();
        return unit;
    }

    private List<ImportedRow> batch(int size) {
        return IntStream.range(0, size).mapToObj(i -> row(100)).toList();
    }

    private ImportedRow row(int bytes) {
        lines++;
        return new ImportedRow(lines, lines + 1L, bytes, Map.of(), List.of());
    }
}

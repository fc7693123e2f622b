package org.dsa110.contimg.ingest.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.ingest.model.UnitFaults.Fault;

/**
 * Random steps of workers, operators, arriving files and other programs on a queue that two services serve from one file, with faults and
 * crashes among them. After each the file is as the model says. For one thread.
 */
final class QueueRun implements AutoCloseable {
    private static final int STEPS_BETWEEN_LONG_LOOKS = 100;

    private final Scene scene;
    private final QueueModel model;
    private final QueueComparison comparison;
    private final WorkerCalls workers;
    private final PeopleCalls people;
    private final Arrivals arrivals;
    private final OtherWrites others;

    /** @param file a queue without groups */
    QueueRun(long seed, Path file) throws SQLException {
        scene = new Scene(seed, file);
        model = scene.model;
        comparison = new QueueComparison(model);
        workers = new WorkerCalls(scene);
        people = new PeopleCalls(scene);
        arrivals = new Arrivals(scene);
        others = new OtherWrites(scene);
    }

    /** @throws AssertionError with what was done last, where the file is otherwise than the model */
    void run(int steps) throws Exception {
        try {
            for (int step = 0; step < steps; step++) {
                scene.note("step " + step);
                now();
                step();
                comparison.rows(scene.other);
                if (step % STEPS_BETWEEN_LONG_LOOKS == 0) {
                    comparison.all(scene.other);
                }
            }
            drain();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nafter\n" + scene.notes(), e);
        }
    }

    String summary() {
        return String.format(Locale.ROOT, "%d changes of state, %d completed, %d given up, %d faults, %d crashes",
                model.history.size(), model.converted.size(), model.givenUp.size(), scene.faults, scene.crashes);
    }

    private void now() {
        model.now = scene.clocks.instant().getEpochSecond();
    }

    private void step() throws Exception {
        int way = scene.random.nextInt(1000);
        ModelledService service = scene.anyService();
        if (way < 180) {
            single(workers.claim(service), service);
        } else if (way < 450) {
            workersSay(way, service);
        } else if (way < 540) {
            arrivals.arrive(service);
        } else if (way < 560) {
            arrivals.vanish(service);
        } else if (way < 580) {
            arrivals.promote(service);
        } else if (way < 680) {
            timePasses(way);
        } else if (way < 760) {
            look();
        } else if (way < 870) {
            peopleSay(way, service);
        } else if (way < 980) {
            others.write(way);
        } else if (way < 987) {
            busy(workers.claim(service));
        } else if (way < 996) {
            scene.restart();
        } else {
            scene.crash();
        }
    }

    private void workersSay(int way, ModelledService service) throws Exception {
        if (!workers.any()) {
            return;
        }
        if (way < 400) {
            single(way < 270 ? workers.beat(service) : workers.end(service), service);
            return;
        }
        List<Call> calls = new ArrayList<>();
        for (int i = 2 + scene.random.nextInt(4); i > 0; i--) {
            calls.add(scene.random.nextInt(3) == 0 ? workers.beat(service) : workers.end(service));
        }
        together(calls, service);
    }

    /** A call that may meet a fault. */
    private void single(Call call, ModelledService service) {
        Fault fault = scene.random.nextInt(10) > 0 ? Fault.NONE : scene.anyFault();
        scene.note(call.text() + (fault == Fault.NONE ? "" : ": " + fault));
        scene.fail(service, fault);
        Object answer;
        try {
            answer = call.ask().get().await().indefinitely();
        } catch (DatabaseException e) {
            assertThat(fault).as("%s: %s", call.text(), e).isNotEqualTo(Fault.NONE);
            scene.faults++;
            unstored(call, service);
            if (fault == Fault.ANSWER_LOST) {
                call.unheard().run();
            }
            return;
        } finally {
            service.units.next(Fault.NONE, null);
        }
        call.answered().accept(answer);
    }

    /** Where the service could not store a sign of life, silence says nothing to it of any worker. */
    private void unstored(Call call, ModelledService service) {
        if (call.text().startsWith("heartbeat")) {
            scene.leases.get(scene.services.indexOf(service)).forget();
        }
    }

    /** Calls that share a commit, or may; one of them may take the transaction away from all. */
    private void together(List<Call> calls, ModelledService service) {
        int filling = scene.random.nextInt(5) == 0 ? scene.random.nextInt(calls.size()) : calls.size();
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (Call call : calls) {
            boolean fills = asked.size() == filling;
            scene.note("together: " + call.text() + (fills ? ": FILE_FULL" : ""));
            service.units.next(fills ? Fault.FILE_FULL : Fault.NONE, null);
            asked.add(call.ask().get().subscribeAsCompletionStage());
        }
        for (int i = 0; i < calls.size(); i++) {
            if (i == filling) {
                assertThatThrownBy(asked.get(i)::join).hasCauseInstanceOf(DatabaseException.class);
                scene.faults++;
                unstored(calls.get(i), service);
            } else {
                calls.get(i).answered().accept(asked.get(i).join());
            }
        }
    }

    /** Another program holds the lock for longer than the service waits. */
    private void busy(Call call) throws SQLException {
        if (model.next(1).isEmpty()) {
            return;
        }
        scene.note("busy: " + call.text());
        scene.faults++;
        scene.other.execute("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> call.ask().get().await().indefinitely()).isInstanceOfSatisfying(
                DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY));
        scene.other.execute("ROLLBACK");
    }

    private void timePasses(int way) {
        if (way < 670) {
            long seconds = scene.random.nextInt(5) == 0
                    ? 1 + scene.random.nextInt(4000)
                    : 1 + scene.random.nextInt(120);
            scene.note(seconds + " s pass");
            scene.clocks.pass(seconds);
        } else {
            long seconds = scene.random.nextBoolean() ? 3600 : -3600;
            scene.note("the clock is set by " + seconds + " s");
            scene.clocks.step(seconds);
        }
    }

    private void look() {
        int which = scene.random.nextInt(scene.services.size());
        scene.note("service " + which + " looks at leases");
        ModelledService service = scene.services.get(which);
        if (scene.random.nextInt(8) == 0) {
            scene.untilDone(service, service.leases::look);
            scene.leases.get(which).look(model, scene.clocks.nanoTime());
        } else {
            assertThat(new TreeSet<>(service.leases.look())).as("taken back")
                    .isEqualTo(new TreeSet<>(scene.leases.get(which).look(model, scene.clocks.nanoTime())));
        }
    }

    private void peopleSay(int way, ModelledService service) {
        String group = scene.anyGroup();
        if (way < 810) {
            single(people.operate(service, group), service);
        } else if (way < 855) {
            single(people.patch(service, group, this::learnTime), service);
        } else {
            single(people.delete(service, group), service);
        }
    }

    private void learnTime(String group) {
        model.groups.get(group).lastUpdate = scene.other
                .number("SELECT at FROM queue_transitions WHERE group_id = '" + group
                        + "' ORDER BY id DESC LIMIT 1");
    }

    /** All leases run out, and workers do what there is: nothing is left over. */
    private void drain() throws Exception {
        scene.note("the rest is done");
        ModelledService service = scene.services.get(0);
        arrivals.promote(service);
        for (int i = 0; i < 2; i++) {
            now();
            service.leases.look();
            scene.leases.get(0).look(model, scene.clocks.nanoTime());
            comparison.rows(scene.other);
            scene.clocks.pass(4000);
        }
        now();
        while (!model.next(1).isEmpty() || !model.claims.isEmpty()) {
            Call claim = workers.claim(service);
            claim.answered().accept(claim.ask().get().await().indefinitely());
            together(workers.completeAll(service), service);
            comparison.rows(scene.other);
        }
        comparison.all(scene.other);
        assertThat(scene.other.number("SELECT count(*) FROM queue_claims")).as("claims left behind").isZero();
        assertThat(
                scene.other.pairs("SELECT group_id, state FROM ingest_queue WHERE state IN ('pending', 'in_progress')"))
                .as("groups left behind").isEmpty();
    }

    @Override
    public void close() throws SQLException {
        scene.close();
    }
}

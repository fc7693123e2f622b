package org.dsa110.contimg.ingest.faults;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

import org.dsa110.contimg.database.Database;

/**
 * Something that a file of the service suffers for some seconds, for longer than a lease, and that passes: while converters end, while another
 * runs all the time, and while files go on arriving.
 */
interface PassingFault {
    /** How often each fault comes. */
    int TIMES = Boolean.getBoolean("stress") ? 12 : 1;
    /** Of a claim, as short as the service can be told for heartbeats not to be a burden. */
    Duration LEASE = Duration.ofSeconds(4);
    /** After the service has met with it. */
    Duration LASTS = Duration.ofSeconds(3);
    /** Where it comes often: so that leases are looked at twice meanwhile, which is done every 10 s. */
    Duration LONGEST = Duration.ofSeconds(22);
    String UNSTORED = "contimg_ingest_outcomes_unstored";

    void begin(Database database) throws Exception;

    void end(Database database) throws Exception;

    /** Has it come and go for ingest and for products in turn, and compares all databases in the end. */
    default void comeAndGo(QueueRun run) throws Exception {
        run.start();
        for (int time = 0; time < TIMES; time++) {
            comeAndGo(run, Database.INGEST);
            comeAndGo(run, Database.PRODUCTS);
        }
        run.settle();
        run.assertAllAgree();
        run.assertConvertedOnce();
    }

    private void comeAndGo(QueueRun run, Database database) throws Exception {
        WatchedConverter converter = run.converter();
        converter.hold();
        run.await("two converters run", () -> converter.held().size() >= 2);
        Set<String> others = converter.held();
        String held = others.iterator().next();
        others.remove(held);
        converter.hold(held);
        Callable<Boolean> met = database == Database.INGEST ? hasFailedToEndOneOf(run, others) : hasFailedToTell(run);
        begin(database);
        try {
            converter.letGo();
            run.await("the service meets with it", met);
            if (database == Database.INGEST) {
                run.await("operators see it", () -> run.metric(UNSTORED) > 0);
            }
            LockSupport.parkNanos(
                    TIMES > 1 ? (long) (LONGEST.toNanos() * run.random().nextDouble()) : LASTS.toNanos());
        } finally {
            end(database);
        }
        run.await("what ended meanwhile is completed", () -> run.completedOf(others) == others.size());
        run.await("operators see nothing of it", () -> run.metric(UNSTORED) == 0);
        long beats = run.signsOfLife(held);
        run.await("the one that runs shows signs of life", () -> run.signsOfLife(held) > beats);
        converter.letGo(held);
        run.await("it ends", () -> !converter.held().contains(held));
    }

    private static Callable<Boolean> hasFailedToEndOneOf(QueueRun run, Set<String> groups) {
        List<Pattern> lines = groups.stream()
                .map(group -> Pattern.compile("(Completing|Failing) of group " + group + " is tried again")).toList();
        return () -> lines.stream().anyMatch(line -> line.matcher(run.output()).find());
    }

    private static Callable<Boolean> hasFailedToTell(QueueRun run) throws Exception {
        double before = run.metric("contimg_ingest_outbox_failures_total");
        return () -> run.metric("contimg_ingest_outbox_failures_total") > before;
    }
}

package org.dsa110.contimg.ingest.model;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.internal.PlainUnits;
import org.dsa110.contimg.ingest.internal.claims.ClaimParts;
import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.ingest.internal.claims.LeaseWatch;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.dsa110.contimg.ingest.internal.queue.ClaimSql;
import org.dsa110.contimg.ingest.internal.queue.QueueParts;
import org.dsa110.contimg.ingest.internal.queue.RetryPolicy;
import org.dsa110.contimg.ingest.internal.queue.TransitionSql;

/** The queue of one service: its writer and readers on a file, and all of its code below HTTP. What it remembers ends with it. */
final class ModelledService implements AutoCloseable {
    /** Another program's lock is waited for on the wall, and often. No power is lost here, and nobody waits for his turn. */
    private static final Map<String, String> SETTINGS = Map.of("readers.threads", "1", "lock-timeout", "40ms",
            "synchronous", "NORMAL", "writer.hold", "1h");

    private final PlainUnits opened;
    final UnitFaults units;
    final TransitionSql transitions;
    final Claims claims;
    final LeaseWatch leases;
    final FileGroups files;

    ModelledService(Path file, Clock clock, LongSupplier nanoTime, RandomGenerator chance) {
        opened = new PlainUnits(Database.INGEST, file, SETTINGS);
        units = new UnitFaults(opened);
        transitions = QueueParts.transitions(clock);
        RetryPolicy retries = QueueParts.retries(chance);
        ClaimSql sql = QueueParts.claims(transitions, retries);
        claims = ClaimParts.claims(units, sql, QueueParts.ends(sql, transitions, retries), clock);
        leases = ClaimParts.leases(units, sql, claims, nanoTime);
        files = FileGroups.on(units, transitions, clock);
    }

    @Override
    public void close() {
        opened.close();
    }
}

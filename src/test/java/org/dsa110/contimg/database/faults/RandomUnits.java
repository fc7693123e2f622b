package org.dsa110.contimg.database.faults;

import static org.dsa110.contimg.database.faults.ScratchDatabase.execute;
import static org.dsa110.contimg.database.faults.ScratchDatabase.insert;
import static org.dsa110.contimg.database.faults.ScratchDatabase.number;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.products.MeasurementSet;

/**
 * Units of work of all kinds, good and bad. Each has a name that says how many rows of {@code fact} are under it when it was written:
 * there are so many, or none.
 */
final class RandomUnits {
    private static final String ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT ";

    private final Random random;
    private int made;

    /** What a unit does besides writing its rows. */
    enum Kind {
        /** Nothing. */
        GOOD(30),
        /** Counts itself in {@code counter}. */
        COUNTING(15),
        /** Goes by an entity. */
        ENTITY(8),
        /** Writes more than the page cache may hold. */
        BIG(8),
        /** Throws when half is done. */
        THROWING(8),
        /** Does not end, in SQL. */
        ENDLESS_QUERY(1),
        /** Does not end, and writes meanwhile. */
        ENDLESS_WRITE(1),
        /** Does not end, in Java. */
        ENDLESS_WAIT(1),
        /** Has the transaction rolled back by a conflict, and goes on. */
        OR_ROLLBACK(4),
        /** Commits by itself, and goes on. */
        COMMITTING(3),
        /** Violates what is looked at in COMMIT only. */
        DEFERRED(5),
        /** Fills the file up to its limit, and goes on. */
        PAGE_LIMIT(4),
        /** Its caller goes away. */
        LEFT(6);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    /** @param rows how many there are when it was written */
    record RandomUnit(String name, Kind kind, int rows, UnitOfWork<Object> work) {
        /** Whether another number of rows than none may be there although the caller has no success. */
        boolean mayBeThereAnyway() {
            return kind == Kind.COMMITTING || kind == Kind.LEFT;
        }
    }

    RandomUnits(Random random) {
        this.random = random;
    }

    RandomUnit next() {
        Kind kind = kind();
        int rows = 1 + random.nextInt(6);
        String name = kind.name().toLowerCase() + "-" + made++ + ":" + rows;
        int half = rows / 2;
        int size = 50_000 + random.nextInt(400_000);
        return new RandomUnit(name, kind, rows, connection -> {
            insert(connection, name, 0, half);
            misbehave(connection, kind, name, size);
            insert(connection, name, half, rows);
            if (kind == Kind.COMMITTING) {
                execute(connection, "COMMIT");
                insert(connection, name, rows, rows + 1);
            }
            return name;
        });
    }

    /** How many rows are under a name when the unit was written. */
    static int rows(String name) {
        return Integer.parseInt(name.substring(name.indexOf(':') + 1));
    }

    private Kind kind() {
        int total = 0;
        for (Kind kind : Kind.values()) {
            total += kind.weight;
        }
        int drawn = random.nextInt(total);
        for (Kind kind : Kind.values()) {
            drawn -= kind.weight;
            if (drawn < 0) {
                return kind;
            }
        }
        throw new AssertionError();
    }

    private static void misbehave(Connection connection, Kind kind, String name, int size) throws Exception {
        switch (kind) {
            case GOOD, COMMITTING, LEFT -> {
            }
            case COUNTING -> execute(connection, "UPDATE counter SET n = n + 1");
            case ENTITY -> {
                MeasurementSet ms = new MeasurementSet();
                ms.path = "/" + name;
                ms.persist();
            }
            case BIG -> fill(connection, size);
            case THROWING -> throw new IllegalStateException(name);
            case ENDLESS_QUERY -> number(connection, ENDLESS + "count(*) FROM n");
            case ENDLESS_WRITE ->
                execute(connection, "INSERT INTO filler (payload) " + ENDLESS + "zeroblob(100) FROM n");
            case ENDLESS_WAIT -> new CountDownLatch(1).await();
            case OR_ROLLBACK -> {
                execute(connection, "INSERT INTO parent VALUES (1)");
                goOnAfter(connection, "INSERT OR ROLLBACK INTO parent VALUES (1)");
            }
            case DEFERRED -> execute(connection, "INSERT INTO child VALUES (7)");
            case PAGE_LIMIT -> {
                number(connection, "PRAGMA max_page_count = " + (number(connection, "PRAGMA page_count") + 1));
                try {
                    goOnAfter(connection, "INSERT INTO filler (payload) VALUES (zeroblob(500000))");
                } finally {
                    number(connection, "PRAGMA max_page_count = " + (1 << 30));
                }
            }
        }
    }

    private static void fill(Connection connection, int size) throws SQLException {
        execute(connection, "INSERT INTO filler (payload) VALUES (zeroblob(" + size + "))");
        execute(connection, "DELETE FROM filler WHERE id % 3 = 0");
    }

    private static void goOnAfter(Connection connection, String failing) {
        try {
            execute(connection, failing);
        } catch (SQLException ignored) {
            // What comes after it must fail too.
        }
    }
}

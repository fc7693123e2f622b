#!/usr/bin/env bash
# Two Flyways that bring one new SQLite file to its schema at the same time: one fails, unless each of its transactions takes the lock at once.
#
# Versions: Flyway 12.0.0 with sqlite-jdbc 3.53.0.0.
# Behaviour: Flyway takes no lock of its own on SQLite. Its transactions begin with a read, and where both have read, one that then wants to write is
#   refused at once with SQLITE_BUSY or SQLITE_BUSY_SNAPSHOT, which no busy timeout helps against: in about 1 of 4 rounds, in a file that is
#   in WAL mode already too. With transaction_mode=IMMEDIATE there the second waits and finds nothing left to do. The switch of a new file
#   to WAL mode can be refused as well.
# Output:
#   default, a failure in 80 rounds: SQLITE_BUSY
#   WAL and 30 s, a failure in 80 rounds: SQLITE_BUSY
#   WAL, 30 s and IMMEDIATE, a failure in 80 rounds: none

. "$(dirname "$0")/packages"

cat >"$work/Look.java" <<'JAVA'
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

class Look {
    public static void main(String[] arguments) throws Exception {
        look("default", 80, "");
        look("WAL and 30 s", 80, "?busy_timeout=30000");
        look("WAL, 30 s and IMMEDIATE", 80, "?busy_timeout=30000&transaction_mode=IMMEDIATE");
    }

    private static void look(String name, int rounds, String options) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        String failure = "none";
        for (int round = 0; round < rounds && failure.equals("none"); round++) {
            String file = "jdbc:sqlite:" + Path.of(name + round).toAbsolutePath();
            if (!options.isEmpty()) {
                DriverManager.getConnection(file + "?journal_mode=WAL").close();
            }
            String url = file + options;
            CyclicBarrier together = new CyclicBarrier(2);
            Callable<String> migrate = () -> {
                Flyway flyway = Flyway.configure().dataSource(url, null, null).locations("filesystem:sql").load();
                together.await();
                try {
                    flyway.migrate();
                    return "none";
                } catch (FlywayException e) {
                    Throwable cause = e;
                    while (cause.getCause() != null) {
                        cause = cause.getCause();
                    }
                    return cause.getMessage().replaceAll("^\\[(SQLITE_BUSY)(_SNAPSHOT)?\\].*", "$1");
                }
            };
            for (Future<String> one : threads.invokeAll(List.of(migrate, migrate))) {
                failure = one.get().equals("none") ? failure : one.get();
            }
        }
        System.out.println(name + ", a failure in " + rounds + " rounds: " + failure);
        threads.shutdown();
    }
}
JAVA

look() {
  cd "$work"
  mkdir sql
  for number in 1 2 3; do
    echo "CREATE TABLE table$number (id INTEGER PRIMARY KEY);" >"sql/V${number}__table.sql"
  done
  java -cp "jars/*" Look.java 2>/dev/null
}

jars jars org.flywaydb:flyway-core:12.0.0 org.xerial:sqlite-jdbc:3.53.0.0
seen look

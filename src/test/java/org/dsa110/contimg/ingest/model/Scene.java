package org.dsa110.contimg.ingest.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.ingest.model.UnitFaults.Fault;

/** One file, two services on it, another program, and what the model says of all that. For one thread. */
final class Scene implements AutoCloseable {
    private static final List<Kind> FAULTS = List.of(Kind.BUSY, Kind.FULL, Kind.STORAGE);
    private static final int SHOWN = 40;

    final Random random;
    final QueueModel model = new QueueModel();
    final TwoClocks clocks = new TwoClocks();
    final List<ModelledService> services = new ArrayList<>();
    /** What each service has seen of leases. */
    final List<ModelLeases> leases = new ArrayList<>();
    OtherProgram other;
    /** The group whose state another program wrote last; what comes next to it is of interest. */
    String written = "no group";
    int crashes;
    int faults;
    private final Random chance;
    private final Path folder;
    private final Deque<String> last = new ArrayDeque<>();
    private Path file;

    /** @param file a queue without groups */
    Scene(long seed, Path file) throws SQLException {
        this.random = new Random(seed);
        this.chance = new Random(seed);
        this.file = file;
        this.folder = file.getParent();
        open();
    }

    void note(String what) {
        last.add(what);
        if (last.size() > SHOWN) {
            last.remove();
        }
    }

    /** What was done last. */
    String notes() {
        return String.join("\n", last);
    }

    ModelledService anyService() {
        return services.get(random.nextInt(services.size()));
    }

    /** Of those that a call may meet. */
    Fault anyFault() {
        return Fault.values()[1 + random.nextInt(Fault.values().length - 1)];
    }

    /** Has the next write of a service fail. */
    void fail(ModelledService service, Fault fault) {
        service.units.next(fault, FAULTS.get(random.nextInt(FAULTS.size())));
    }

    /** What the service does again by itself until it is done. */
    void untilDone(ModelledService service, Runnable work) {
        if (random.nextInt(8) == 0) {
            Fault fault = anyFault();
            fail(service, fault);
            try {
                work.run();
            } catch (DatabaseException e) {
                note(fault + ", and again");
                faults++;
            }
            service.units.next(Fault.NONE, null);
        }
        work.run();
    }

    /** Those that somebody works on more often than others, as there is more to go wrong. */
    String anyGroup() {
        if (model.groups.isEmpty() || random.nextInt(30) == 0) {
            return "no group";
        }
        return any(!model.claims.isEmpty() && random.nextInt(3) == 0 ? model.claims.keySet() : model.groups.keySet());
    }

    private String any(Set<String> groups) {
        return List.copyOf(groups).get(random.nextInt(groups.size()));
    }

    private void open() throws SQLException {
        other = new OtherProgram(file);
        services.clear();
        leases.clear();
        for (int i = 0; i < 2; i++) {
            services.add(new ModelledService(file, clocks, clocks::nanoTime, chance));
            leases.add(new ModelLeases());
        }
    }

    /** One service stops in good order; what it remembers goes. */
    void restart() {
        int which = random.nextInt(services.size());
        note("service " + which + " starts again");
        services.get(which).close();
        services.set(which, new ModelledService(file, clocks, clocks::nanoTime, chance));
        leases.set(which, new ModelLeases());
    }

    /** Both end without a word: what is in the file and its log at this moment is all that the next ones have. */
    void crash() throws IOException, SQLException {
        note("crash");
        Path left = Files.createDirectory(folder.resolve("crash" + crashes++)).resolve("ingest.sqlite3");
        other.execute("BEGIN IMMEDIATE");
        Files.copy(file, left);
        Path log = Path.of(file + "-wal");
        if (Files.exists(log)) {
            Files.copy(log, Path.of(left + "-wal"));
        }
        other.execute("ROLLBACK");
        close();
        file = left;
        open();
    }

    @Override
    public void close() throws SQLException {
        other.close();
        services.forEach(ModelledService::close);
    }
}

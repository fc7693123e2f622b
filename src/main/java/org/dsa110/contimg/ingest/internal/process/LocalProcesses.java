package org.dsa110.contimg.ingest.internal.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

import org.dsa110.contimg.ingest.internal.process.ProcessIdentity.State;

/**
 * Finds and ends the processes of a command that was started here, by this service or by one before it: those of its session, in whatever
 * process group and whether or not their parents have ended, and those that began a session of their own and still have the command's
 * token in their environment. Thread-safe.
 */
public final class LocalProcesses {
    /** Has nothing of the machine in it: a native program is put together on another one. */
    private static final LocalProcesses HERE = new LocalProcesses(Path.of("/proc"), LocalProcesses::pause);
    private static final long PAUSE_MILLIS = 5;

    private final Path proc;
    private final ProcessTable table;

    /** @param pause lets so many nanoseconds pass */
    LocalProcesses(Path proc, LongConsumer pause) {
        this.proc = proc;
        this.table = new ProcessTable(proc, pause);
    }

    /** An interrupt, which may be pending, does not shorten it. */
    private static void pause(long nanos) {
        long until = System.nanoTime() + nanos;
        boolean interrupted = false;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            interrupted |= Thread.interrupted();
            LockSupport.parkNanos(left);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those of this machine. */
    public static LocalProcesses ofThisHost() {
        return HERE;
    }

    /**
     * The identity of a command that was just started.
     *
     * @param pid its first process, which has begun a session or is about to
     * @param token the value of {@link ProcessIdentity#TOKEN} in its environment; no other command has it
     */
    public ProcessIdentity identify(long pid, String token) {
        BootedHost here = BootedHost.here(proc);
        long start = table.find(pid).map(ProcessEntry::start).orElse(0L);
        return new ProcessIdentity(here.name(), here.bootId(), here.namespace(), pid, start, token);
    }

    /** The identity of this process itself, for {@link #stateOfFirst}. */
    public ProcessIdentity self() {
        return identify(ProcessHandle.current().pid(), "self");
    }

    /** Whether the first process runs, whatever becomes of others. */
    public State stateOfFirst(ProcessIdentity identity) {
        BootedHost here = BootedHost.here(proc);
        boolean runs = bootsKnown(identity, here) && identity.bootId().equals(here.bootId())
                && identity.namespace().equals(here.namespace())
                && table.find(identity.pid()).filter(process -> process.start() == identity.start() && process.lives())
                        .isPresent();
        return runs ? State.RUNNING : unseen(identity, here);
    }

    /** Whether anything of it runs. */
    public State state(ProcessIdentity identity) {
        BootedHost here = BootedHost.here(proc);
        return living(identity, here).isEmpty() ? unseen(identity, here) : State.RUNNING;
    }

    /** Asks all its processes to end (SIGTERM). */
    public void ask(ProcessIdentity identity) {
        living(identity, BootedHost.here(proc)).forEach(process -> signal(process, false));
    }

    /**
     * Kills all its processes and waits until they are gone. An interrupt does not end that.
     *
     * @param patience how long at the most
     * @return whether all are known to be gone
     */
    public boolean end(ProcessIdentity identity, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        BootedHost here = BootedHost.here(proc);
        boolean interrupted = false;
        try {
            List<ProcessEntry> living = living(identity, here);
            while (!living.isEmpty()) {
                living.forEach(process -> signal(process, true));
                if (System.nanoTime() - until >= 0) {
                    return false;
                }
                try {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                // Those that were killed may have started others meanwhile.
                living = living(identity, here);
            }
            return unseen(identity, here) == State.GONE;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What it means that none of its processes is seen here. */
    private State unseen(ProcessIdentity identity, BootedHost here) {
        if (bootsKnown(identity, here) && !identity.bootId().equals(here.bootId())) {
            // Nothing outlives a start of its machine.
            return identity.host().equals(here.name()) ? State.GONE : State.UNKNOWN;
        }
        boolean sameMachine = bootsKnown(identity, here) || identity.host().equals(here.name());
        return sameMachine && identity.namespace().equals(here.namespace()) && table.readable()
                ? State.GONE
                : State.UNKNOWN;
    }

    private List<ProcessEntry> living(ProcessIdentity identity, BootedHost here) {
        boolean sameBoot = bootsKnown(identity, here) && identity.bootId().equals(here.bootId());
        if (bootsKnown(identity, here) && !sameBoot) {
            return List.of();
        }
        long self = ProcessHandle.current().pid();
        List<ProcessEntry> since = table.all().stream()
                .filter(process -> process.start() >= identity.start() && process.pid() != self).toList();
        List<ProcessEntry> marked = table.withVariable(since, ProcessIdentity.TOKEN, identity.token());
        // The kernel does not give the number of a session again as long as a process is in it.
        boolean numberIsIts = marked.stream().anyMatch(process -> process.session() == identity.pid())
                || sameBoot && identity.namespace().equals(here.namespace())
                        && since.stream().anyMatch(process -> process.pid() == identity.pid()
                                && process.start() == identity.start());
        return since.stream().filter(ProcessEntry::lives)
                .filter(process -> marked.contains(process) || numberIsIts
                        && (process.session() == identity.pid() || process.pid() == identity.pid()))
                .toList();
    }

    private static boolean bootsKnown(ProcessIdentity identity, BootedHost here) {
        return !identity.bootId().isEmpty() && !here.bootId().isEmpty();
    }

    /** The number may have been given to another process since the look at it; the handle knows it by its start. */
    private void signal(ProcessEntry process, boolean kill) {
        ProcessHandle.of(process.pid())
                .filter(handle -> table.find(process.pid()).map(now -> now.start() == process.start()).orElse(false))
                .ifPresent(handle -> {
                    if (kill) {
                        handle.destroyForcibly();
                    } else {
                        handle.destroy();
                    }
                });
    }
}

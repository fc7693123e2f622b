package org.dsa110.contimg.ingest.internal.process;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command that was started can be known by later, also by another service, as long as anything of it runs: its first process,
 * which began a session, and a token that all its processes have in their environment. A number of a process that was given again is
 * not taken for it. Immutable.
 *
 * @param host the machine's name; empty where unknown, as the next two
 * @param bootId of the machine's kernel since its start
 * @param namespace of processes in which {@code pid} is counted
 * @param pid of the first process
 * @param start of the first process, in clock ticks since the start of the machine
 * @param token the value of {@link #TOKEN} in its environment
 */
public record ProcessIdentity(String host, String bootId, String namespace, long pid, long start, String token) {
    /** The variable that tells a command's processes from all others. */
    public static final String TOKEN = "CONTIMG_CONVERSION_ID";

    private static final Pattern TEXT = Pattern
            .compile("host=(\\S*) boot=(\\S*) namespace=(\\S*) pid=(\\d{1,18}) start=(\\d{1,18}) token=(\\S+)");

    /** Whether anything of it runs. */
    public enum State {
        RUNNING, GONE,
        /** It was started on another machine, or where this process cannot see. */
        UNKNOWN
    }

    /** Reads what {@link #text} wrote; empty when it is something else. */
    public static Optional<ProcessIdentity> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ProcessIdentity(matcher.group(1), matcher.group(2), matcher.group(3),
                        Long.parseLong(matcher.group(4)), Long.parseLong(matcher.group(5)), matcher.group(6)))
                : Optional.empty();
    }

    /** One line, for a column of a database. */
    public String text() {
        return "host=" + host + " boot=" + bootId + " namespace=" + namespace + " pid=" + pid + " start=" + start
                + " token=" + token;
    }

    /** Whether anything of it runs now; takes a few milliseconds, or 0.1 s more where a process was started since that has no environment. */
    public State state() {
        return LocalProcesses.ofThisHost().state(this);
    }

    /**
     * Kills all of it and waits until it is gone.
     *
     * @param patience how long at the most: one that waits for a disk that does not answer cannot be ended
     * @return whether it is known to be gone
     */
    public boolean end(Duration patience) {
        return LocalProcesses.ofThisHost().end(this, patience);
    }
}

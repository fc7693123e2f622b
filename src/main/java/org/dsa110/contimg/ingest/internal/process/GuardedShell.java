package org.dsa110.contimg.ingest.internal.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts commands for {@code /bin/sh -c} in sessions of their own, which no terminal signals, and which end with this process, however that
 * ends. Thread-safe.
 *
 * <p>A session begins with a shell of ours, the guard. It waits for its input, and ends without having run the command if this process
 * ends before it was given. Then it runs the command as its child and ends with the command's exit status. A second guard reads on
 * from the pipe on which the input came. Nobody else holds the other end, so the pipe ends with this process, or when this process hears
 * of the first guard's end; then the second kills all that is in the session.
 *
 * <p>Both shells stay when the command signals its whole process group, as {@code trap 'kill 0' EXIT} does.
 *
 * <p>Where there is no program {@code setsid} (util-linux, BusyBox), commands run in the session of this process, and nobody ends them
 * when it is killed.
 */
public final class GuardedShell {
    /**
     * {@code $1} is the command; the other names are such as nobody else has in the environment, which would change for the command.
     * Signals are handled and not ignored by the first guard, as what a process ignores is ignored by the programs it starts too. It says
     * nothing on its standard error: a shell would tell by which signal its child has ended. At its end it waits for the second guard, as
     * nobody else would in a container in which the service is the first process. The second finds the session in /proc, as a shell can
     * only signal process groups, of which {@code timeout}, for one, makes others.
     */
    private static final String GUARD = """
        exec 3<&0 4>&2 </dev/null 2>/dev/null
        IFS= read -r contimg_lines <&3 || exit
        contimg_input=
        while [ "$contimg_lines" -gt 0 ]; do
          IFS= read -r contimg_line <&3 || exit
          contimg_input=$contimg_input$contimg_line'
        '
          contimg_lines=$((contimg_lines - 1))
        done
        trap '' HUP INT QUIT PIPE ALRM TERM USR1 USR2
        (
          exec >&2 4>&2
          while read -r line <&3; do :; done
          read -r self line </proc/self/stat
          rounds=100
          while [ "$rounds" -gt 0 ]; do
            rounds=$((rounds - 1))
            found=
            for stat in /proc/[0-9]*/stat; do
              IFS= read -r line <"$stat" || continue
              pid=${line%% *}
              set -- ${line##*") "}
              [ "$4" = "$$" ] && [ "$1" != Z ] && [ "$pid" != "$self" ] && kill -KILL "$pid" && found=yes
            done
            [ "$found" ] || break
          done
          kill -KILL 0
        ) &
        contimg_guard=$!
        trap : HUP INT QUIT PIPE ALRM TERM USR1 USR2
        printf %s "$contimg_input" 3<&- 4>&- | /bin/sh -c "$1" 2>&4 3<&- 4>&-
        contimg_status=$?
        kill -KILL "$contimg_guard"
        wait "$contimg_guard"
        exit "$contimg_status"
        """;
    private static final String UNGUARDED = "read -r contimg_go && exec /bin/sh -c \"$1\"";

    private final Optional<Path> setsid;

    /** @param setsid the program that begins a session; empty when there is none */
    GuardedShell(Optional<Path> setsid) {
        this.setsid = setsid;
    }

    /** As this system allows. */
    public static GuardedShell ofThisSystem() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin:/bin";
        return new GuardedShell(Stream.of(path.split(File.pathSeparator)).filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "setsid")).filter(Files::isExecutable).findFirst());
    }

    /** A shell that runs commands in the session of this process, as one does on a system without {@code setsid}. */
    public static GuardedShell withoutSessions() {
        return new GuardedShell(Optional.empty());
    }

    /** Whether commands get sessions of their own, and end with this process. */
    public boolean guards() {
        return setsid.isPresent();
    }

    /**
     * Starts a command, which does nothing before {@link #release}. Its first process stays until it has ended, and ends with its exit
     * status; if a signal ended it, with 128 and the signal's number.
     *
     * @param environment what it gets besides that of this process
     * @throws IOException when the system cannot start it
     */
    public Process start(String command, Map<String, String> environment) throws IOException {
        List<String> shell = List.of("/bin/sh", "-c", guards() ? GUARD : UNGUARDED, "contimg-converter", command);
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(setsid.stream().map(Path::toString), shell.stream()).toList());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /**
     * Lets a command run, with lines on its standard input. Returns when they are written, for which somebody must read them: a guard
     * does so at once, without one it may take as long as the command.
     *
     * @param process from {@link #start}
     * @throws IOException when it has ended or does not read them
     */
    public void release(Process process, List<String> lines) throws IOException {
        StringBuilder input = new StringBuilder();
        lines.forEach(line -> input.append(line).append('\n'));
        OutputStream pipe = process.getOutputStream();
        String first = guards() ? input.chars().filter(character -> character == '\n').count() + "\n" : "\n";
        pipe.write((first + input).getBytes(StandardCharsets.UTF_8));
        pipe.flush();
        if (!guards()) {
            pipe.close();
        }
    }
}

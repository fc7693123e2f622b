package org.dsa110.contimg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The packaged program as a process of its own, started as a user starts it, on a free port: the native file where there is one (with
 * {@code -Dnative}), else the jar.
 */
public final class ServiceProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

    /** Options of a JVM that lives for seconds; none outside of an integration test. */
    private static final List<String> SHORT_LIVED = Arrays.stream(System.getProperty("short-lived", "").split(" "))
            .filter(option -> !option.isEmpty()).toList();

    /** A start takes three seconds of both cores of a small machine, which may have much else to do. */
    private static final long PATIENCE_SECONDS = 300;

    private final Process process;
    private final ProgramOutput output;

    private ServiceProcess(Process process) {
        this.process = process;
        this.output = new ProgramOutput(process);
    }

    /**
     * Starts the program in a folder, with nothing of the pipeline's own environment.
     *
     * @param environment what is set besides
     * @param arguments the command and its options
     */
    public static ServiceProcess start(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(List.of(), folder, environment, arguments);
    }

    /**
     * Starts it in a process group of its own, which a terminal would signal as a whole; its number is that of the process. What a shell has
     * in the background ignores the signals of a terminal, and so would all that it starts.
     */
    public static ServiceProcess startInGroupOfItsOwn(Path folder, Map<String, String> environment) throws IOException {
        return start(List.of("/usr/bin/env", "--default-signal=INT,QUIT", "/usr/bin/setsid"), folder, environment);
    }

    /** Whether {@link #startAs} can start it as another user: that takes root, {@code setpriv}, and a program that others may read. */
    public static boolean canStartAs(int user) {
        try {
            List<String> command = new ArrayList<>(as(user));
            command.addAll(List.of("test", "-r", System.getProperty("native-file", "").isEmpty()
                    ? JAR.toString()
                    : System.getProperty("native-file")));
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts it as the user of that number. */
    public static ServiceProcess startAs(int user, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(as(user), folder, environment, arguments);
    }

    private static List<String> as(int user) {
        return List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups");
    }

    private static ServiceProcess start(List<String> before, Path folder, Map<String, String> environment,
            String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(program(environment));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(PIPELINE|CONTIMG|QUARKUS)_.*"));
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().putAll(environment);
        return new ServiceProcess(builder.start());
    }

    /**
     * Most programs of tests live for seconds, and their JVMs have the options for that; a test that is about the JVM sets all of them by
     * {@code JAVA_TOOL_OPTIONS}. The native file takes options such as -Xmx as arguments, and not from the environment; it has no -XX options
     * of a JVM.
     */
    private static List<String> program(Map<String, String> environment) {
        String nativeFile = System.getProperty("native-file", "");
        if (nativeFile.isEmpty()) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            if (!environment.containsKey("JAVA_TOOL_OPTIONS")) {
                command.addAll(SHORT_LIVED);
            }
            command.addAll(List.of("-jar", JAR.toString()));
            return command;
        }
        return Stream
                .concat(Stream.of(nativeFile), Stream.of(environment.getOrDefault("JAVA_TOOL_OPTIONS", "").split(" "))
                        .filter(option -> option.matches("-X[^X].*|-D.*")))
                .toList();
    }

    /** Starts it by a command that ends as the program itself. */
    public static ServiceProcess start(ProcessBuilder command) throws IOException {
        return new ServiceProcess(command.redirectErrorStream(true).start());
    }

    /** Serves the files in a folder; returns when requests are answered. */
    public static ServiceProcess serve(Path state, Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PIPELINE_STATE_DIR", state.toString());
        Files.createDirectories(state);
        ServiceProcess service = start(state, all);
        service.address();
        return service;
    }

    /** Where the service listens, such as {@code http://127.0.0.1:40123}. */
    public String address() {
        try {
            return output.address().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("the service did not start:\n" + output(), e);
        }
    }

    /** Waits until it listens or has ended; returns whether it listens. */
    public boolean listens() {
        CompletableFuture<String> address = output.address();
        CompletableFuture.anyOf(address, output.ended()).exceptionally(ended -> null).join();
        return address.isDone() && !address.isCompletedExceptionally();
    }

    /** The id of the process. */
    public long pid() {
        return process.pid();
    }

    /** {@code kill -9}; returns when the process is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; returns the exit status. */
    public int stop() throws InterruptedException {
        // By its handle, as the process itself would close the output before the program has said its last.
        process.toHandle().destroy();
        return awaitExit();
    }

    /** Waits for the program to end by itself; returns the exit status. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the program did not end:\n" + output());
        }
        output.ended().join();
        return process.exitValue();
    }

    /** What it printed so far. */
    public String output() {
        return String.join("\n", output.lines());
    }

    /** Ends the program if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}

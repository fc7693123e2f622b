package org.dsa110.contimg;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** {@code ./mvnw quarkus:dev} in a copy of the project, on a free port, as a newcomer starts it. */
final class DevMode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** Dev mode looks for edits no more often than this, so that a request just after another one sees none. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

    private final Path project;
    private final Process maven;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ProgramOutput output;

    private DevMode(Path project, Process maven) {
        this.project = project;
        this.maven = maven;
        this.output = new ProgramOutput(maven);
    }

    /** Copies the project into a folder and starts it there, with more variables; returns when it answers. */
    static DevMode start(Path folder, Map<String, String> environment) throws IOException {
        Files.createDirectories(folder);
        for (String part : List.of("mvnw", "pom.xml", ".mvn", "src", "deploy")) {
            copy(Path.of(part), folder.resolve(part));
        }
        ProcessBuilder builder = new ProcessBuilder(folder.resolve("mvnw").toString(), "-B", "quarkus:dev",
                "-Ddebug=false", "-Dmaven.repo.local=" + System.getProperty("local-repository"))
                .directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(PIPELINE|CONTIMG|QUARKUS)_.*"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        // On a busy machine the first units, for which classes are loaded, are slow, and it says so: that is no fault of a reload.
        builder.environment().put("CONTIMG_DATABASE_SLOW_UNIT", "1h");
        builder.environment().put("CONTIMG_DATABASE_SLOW_STATEMENT", "1h");
        builder.environment().putAll(environment);
        DevMode mode = new DevMode(folder, builder.start());
        try {
            mode.output.address().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            mode.close();
            throw new IllegalStateException("dev mode did not start:\n" + String.join("\n", mode.output()), e);
        }
        return mode;
    }

    /** Where it listens, such as {@code http://127.0.0.1:40123}. */
    String address() {
        return output.address().join();
    }

    /** Its file of a database. */
    Path database(String name) {
        return project.resolve("state").resolve(name + ".sqlite3");
    }

    /** What it printed so far. */
    List<String> output() {
        return output.lines();
    }

    /** Changes a source file. */
    void edit(String file, String old, String text) throws IOException {
        Path source = project.resolve(file);
        String content = Files.readString(source);
        if (!content.contains(old)) {
            throw new IllegalArgumentException(file + " has no " + old);
        }
        Files.writeString(source, content.replace(old, text));
    }

    /** Asks until an answer has a status, which it gets from the edited code. */
    String await(String path, int status) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var answer = http.send(HttpRequest.newBuilder(URI.create(address() + path)).timeout(PATIENCE).build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() == status) {
                return answer.body();
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException(path + " answers " + answer.statusCode() + ":\n"
                        + String.join("\n", output()));
            }
            LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
        }
    }

    /** How often each of the files of the databases is open. */
    Map<String, Long> openFiles() throws IOException {
        Map<String, Long> open = new TreeMap<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(service().pid()), "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    String file = Files.readSymbolicLink(descriptor).toString();
                    if (file.contains(".sqlite3")) {
                        open.merge(file, 1L, Long::sum);
                    }
                } catch (IOException closed) {
                    continue;
                }
            }
        }
        return open;
    }

    /**
     * How many threads there are of each name that matches; Linux cuts names off after 15 bytes. A thread that has just been started has the
     * name of the one that started it, so it is looked until two looks are the same.
     */
    Map<String, Long> threads(String name) throws IOException {
        Map<String, Long> before;
        Map<String, Long> now = look(name);
        do {
            before = now;
            now = look(name);
        } while (!now.equals(before));
        return now;
    }

    private Map<String, Long> look(String name) throws IOException {
        Map<String, Long> threads = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(service().pid()), "task"))) {
            for (Path task : tasks.toList()) {
                try {
                    String thread = Files.readString(task.resolve("comm")).strip();
                    if (thread.matches(name)) {
                        threads.merge(thread, 1L, Long::sum);
                    }
                } catch (IOException ended) {
                    continue;
                }
            }
        }
        return threads;
    }

    /** SIGTERM; returns when it and Maven have ended. */
    void stop() throws InterruptedException {
        service().destroy();
        if (!maven.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("dev mode did not end:\n" + String.join("\n", output()));
        }
    }

    /** Ends what still runs of it. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(maven.descendants(), Stream.of(maven.toHandle())).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** Maven starts it in a process of its own. */
    private ProcessHandle service() {
        return maven.descendants().filter(process -> process.info().commandLine().orElse("").contains("-dev.jar"))
                .findFirst().orElseThrow(() -> new IllegalStateException(String.join("\n", output())));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}

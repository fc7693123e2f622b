package org.dsa110.contimg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program prints, read as it prints it, so that it never waits for a reader. Thread-safe. */
final class ProgramOutput {
    private static final Pattern LISTENING = Pattern.compile("Listening on: (https?://[^ ]+)");

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final CompletableFuture<String> address = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** Begins to read; nobody else may. */
    ProgramOutput(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output of a program");
        reader.setDaemon(true);
        reader.start();
    }

    /** What it printed so far. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Where it says that it listens, such as {@code http://127.0.0.1:40123}; fails where it ends without. */
    CompletableFuture<String> address() {
        return address;
    }

    /** Done when it has printed all. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
                Matcher matcher = LISTENING.matcher(line);
                if (matcher.find()) {
                    address.complete(matcher.group(1));
                }
            }
        } catch (IOException e) {
            address.completeExceptionally(new UncheckedIOException(e));
        } finally {
            address.completeExceptionally(new IllegalStateException("it ended"));
            ended.complete(null);
        }
    }
}

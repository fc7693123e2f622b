package org.dsa110.contimg;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Prometheus' own tool, where the machine has it (Debian: prometheus); a test that wants it is skipped elsewhere. */
final class Promtool {
    private static final String TOOL = "promtool";

    private Promtool() {
    }

    /** How it ended, and what it said. */
    record Ended(int status, String output) {
    }

    static void assumeInstalled() throws InterruptedException {
        assumeTrue(isInstalled(), TOOL + " is not installed (Debian: prometheus)");
    }

    /** Runs it with an input, which may be empty and is not longer than a pipe takes beside its output. */
    static Ended run(String input, String... arguments) throws IOException, InterruptedException {
        assumeInstalled();
        List<String> command = new ArrayList<>(List.of(TOOL));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder(TOOL, "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}

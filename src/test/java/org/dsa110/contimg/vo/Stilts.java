package org.dsa110.contimg.vo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Assumptions;

/** STILTS, the commands that TOPCAT is made of, where the machine has it. */
final class Stilts {
    private Stilts() {
    }

    /**
     * Runs a command; skips the test where there is no STILTS.
     *
     * @return what it printed, but for its warnings
     * @throws IOException when it fails, with what it printed
     */
    static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("stilts"));
        command.addAll(List.of(arguments));
        Path warnings = Files.createTempFile("stilts", ".txt");
        try {
            Process stilts = start(new ProcessBuilder(command).redirectError(warnings.toFile()));
            String output = new String(stilts.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (stilts.waitFor() != 0) {
                throw new IOException(output + Files.readString(warnings));
            }
            return output;
        } finally {
            Files.delete(warnings);
        }
    }

    private static Process start(ProcessBuilder stilts) {
        try {
            return stilts.start();
        } catch (IOException missing) {
            return Assumptions.abort("stilts is not installed (Debian: stilts)");
        }
    }
}

package org.dsa110.contimg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Assumptions;

/** The system's Python, where the machine has it: other programs of the pipeline are written in it. */
public final class Python {
    private static final String PYTHON = "/usr/bin/python3";

    private Python() {
    }

    /**
     * Runs a script; skips the test where Python or the module is missing.
     *
     * @param module what the script needs besides Python itself
     * @return what it printed
     * @throws IOException when it fails, with what it printed
     */
    public static String run(String module, String script, Object... arguments)
            throws IOException, InterruptedException {
        Assumptions.assumeTrue(has(module), module + " is not installed for " + PYTHON + " (Debian: python3-" + module
                + ")");
        List<String> command = new ArrayList<>(List.of(PYTHON, "-c", script));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process python = builder.start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (python.waitFor() != 0) {
            throw new IOException(output);
        }
        return output.strip();
    }

    private static boolean has(String module) throws InterruptedException {
        try {
            return new ProcessBuilder(PYTHON, "-c", "import " + module).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException noPython) {
            return false;
        }
    }
}

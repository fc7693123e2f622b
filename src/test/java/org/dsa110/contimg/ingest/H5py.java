package org.dsa110.contimg.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Assumptions;

/** The Python library that the pipeline itself writes and reads UVH5 with, where the machine has it. */
public final class H5py {
    private static final String PYTHON = "/usr/bin/python3";

    private H5py() {
    }

    /**
     * Runs a script with {@code h5py}, {@code np} and {@code sys} imported; skips the test where there is no h5py.
     *
     * @return what it printed
     * @throws IOException when it fails, with what it printed
     */
    public static String run(String script, Object... arguments) throws IOException, InterruptedException {
        Assumptions.assumeTrue(isThere(), "h5py is not installed for " + PYTHON + " (Debian: python3-h5py)");
        List<String> command = new ArrayList<>(
                List.of(PYTHON, "-c", "import sys, h5py, numpy as np\n" + script));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (python.waitFor() != 0) {
            throw new IOException(output);
        }
        return output.strip();
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder(PYTHON, "-c", "import h5py").redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor() == 0;
        } catch (IOException noPython) {
            return false;
        }
    }
}

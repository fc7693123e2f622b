package org.dsa110.contimg.ingest.internal.uvh5;

import java.io.IOException;

import org.dsa110.contimg.Python;

/** The Python library that the pipeline itself writes and reads UVH5 with, where the machine has it. */
public final class H5py {
    private H5py() {
    }

    /**
     * Runs a script with {@code h5py}, {@code np} and {@code sys} imported; skips the test where there is no h5py.
     *
     * @return what it printed
     * @throws IOException when it fails, with what it printed
     */
    public static String run(String script, Object... arguments) throws IOException, InterruptedException {
        return Python.run("h5py", "import sys, h5py, numpy as np\n" + script, arguments);
    }
}

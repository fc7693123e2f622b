package org.dsa110.contimg.database.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few MiB in memory. Tests that need one are skipped where mounting is not permitted. */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;

    /** @param folder an empty folder, on which it is mounted */
    public SmallDisk(Path folder, int mebibytes) {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString()),
                "skipped: a small file system cannot be mounted here");
        this.folder = folder;
    }

    /** Leaves no byte free. */
    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(folder.resolve("filler"))) {
            byte[] page = new byte[4096];
            while (true) {
                filler.write(page);
            }
        } catch (IOException full) {
            if (!full.getMessage().contains("No space left")) {
                throw full;
            }
        }
    }

    /** Takes back what {@link #fill} took. */
    void free() throws IOException {
        Files.delete(folder.resolve("filler"));
    }

    @Override
    public void close() {
        run("umount", "-l", folder.toString());
    }

    /** Whether a command that may be missing or not permitted did what it should. */
    public static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

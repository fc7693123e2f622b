package org.dsa110.contimg.ingest.internal.grouping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.dsa110.contimg.ingest.Configs;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.uvh5.TinyUvh5;

/** A folder that files arrive in, most of them of one group. */
final class IncomingFolder {
    static final String GROUP = "2026-02-11T15:58:07";

    private final Path folder;

    IncomingFolder(Path parent) throws IOException {
        folder = Files.createDirectories(parent.toRealPath().resolve("incoming"));
    }

    IngestConfig config() {
        return Configs.with(Map.of("contimg.ingest.incoming-dir", folder.toString()));
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** The file of {@link #GROUP}'s first second. */
    Path path(int subband) {
        return path(GROUP + "_sb%02d.hdf5".formatted(subband));
    }

    Path whole(int subband) {
        return whole(path(subband).getFileName().toString());
    }

    Path whole(String name) {
        return TinyUvh5.write(folder.resolve(name), Map.of("time_array", TinyUvh5.TIMES));
    }

    /** All files of {@link #GROUP} up to a subband, which is left out. */
    void subbandsUpTo(int end) {
        for (int subband = 0; subband < end; subband++) {
            whole(subband);
        }
    }
}

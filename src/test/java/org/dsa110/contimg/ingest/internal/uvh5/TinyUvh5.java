package org.dsa110.contimg.ingest.internal.uvh5;

import java.nio.file.Path;
import java.util.Map;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;

/** Writes HDF5 files that hold just what a test wants of them. */
public final class TinyUvh5 {
    /** Two integrations about 2026-02-11. */
    public static final double[] TIMES = {2461083.25, 2461083.5};

    private TinyUvh5() {
    }

    /** A value that is a map becomes a group. */
    public static Path write(Path file, Map<String, Object> header) {
        return write(file, header, Map.of("visdata", new float[24][2]));
    }

    public static Path write(Path file, Map<String, Object> header, Map<String, Object> data) {
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            put(hdf.putGroup("Header"), header);
            put(hdf.putGroup("Data"), data);
        }
        return file;
    }

    private static void put(WritableGroup group, Map<?, ?> values) {
        values.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                put(group.putGroup((String) name), inner);
            } else {
                group.putDataset((String) name, value);
            }
        });
    }
}

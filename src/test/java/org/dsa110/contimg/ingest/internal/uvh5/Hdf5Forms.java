package org.dsa110.contimg.ingest.internal.uvh5;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** UVH5 files in every form that HDF5 has for what ingest reads; {@code hdf5/write_files.py} wrote them. */
public final class Hdf5Forms {
    private Hdf5Forms() {
    }

    /** By name, what each file holds. */
    public static Map<String, byte[]> all() {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Hdf5Forms.class.getResourceAsStream("/hdf5/files.zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}

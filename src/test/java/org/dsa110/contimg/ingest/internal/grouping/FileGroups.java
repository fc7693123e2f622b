package org.dsa110.contimg.ingest.internal.grouping;

import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dsa110.contimg.observation.SubbandFileName;

/** Gives files to groups as the scanner does, without files: it offers duplicates again each time. */
public final class FileGroups {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 2, 11, 12, 0);

    private final GroupRecorder recorder;
    private final Map<String, ArrivedFile> setAside = new HashMap<>();

    FileGroups(GroupRecorder recorder) {
        this.recorder = recorder;
    }

    Recorded record(ArrivedFile... files) {
        return record(List.of(files));
    }

    Recorded record(Collection<ArrivedFile> files) {
        Recorded recorded = recorder.record(files, setAside.values()).await().indefinitely();
        recorded.files().forEach(file -> setAside.remove(file.path()));
        recorded.duplicates().forEach(duplicate -> setAside.put(duplicate.file().path(), duplicate.file()));
        return recorded;
    }

    Recorded vanish(String path) {
        setAside.remove(path);
        Recorded recorded = recorder.remove(Set.of(path), setAside.values()).await().indefinitely();
        recorded.files().forEach(file -> setAside.remove(file.path()));
        recorded.duplicates().forEach(duplicate -> setAside.put(duplicate.file().path(), duplicate.file()));
        return recorded;
    }

    /** The file that a number of seconds after noon begins. */
    static ArrivedFile file(long second, int subband) {
        return file("/incoming", second, subband);
    }

    static ArrivedFile file(String folder, long second, int subband) {
        SubbandFileName name = new SubbandFileName(NOON.plusSeconds(second), subband);
        return new ArrivedFile(name, folder + "/" + name.format(), null);
    }

    /** The group that begins a number of seconds after noon. */
    public static String group(long second) {
        return SubbandFileName.timestampIso(NOON.plusSeconds(second));
    }
}

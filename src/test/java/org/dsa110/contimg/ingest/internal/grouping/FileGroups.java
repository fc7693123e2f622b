package org.dsa110.contimg.ingest.internal.grouping;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.internal.queue.TransitionSql;
import org.dsa110.contimg.observation.GroupingRule;
import org.dsa110.contimg.observation.SubbandFileName;

/** Gives files to groups as the scanner does, without files: it offers duplicates again each time. */
public final class FileGroups {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 2, 11, 12, 0);

    private final GroupRecorder recorder;
    private final Map<String, ArrivedFile> setAside = new HashMap<>();

    FileGroups(GroupRecorder recorder) {
        this.recorder = recorder;
    }

    /** On a database and with a clock of the test's own, and the usual tolerance. */
    public static FileGroups on(UnitExecutor units, TransitionSql transitions, Clock clock) {
        return new FileGroups(new GroupRecorder(units, transitions,
                () -> Duration.ofSeconds(GroupingRule.USUAL_SECONDS), clock));
    }

    /** Files that lie in the incoming folder; each path ends with the name of a subband file. */
    public void arrive(Collection<String> paths) {
        record(paths.stream().map(path -> new ArrivedFile(
                SubbandFileName.parse(path.substring(path.lastIndexOf('/') + 1)).orElseThrow(), path, null)).toList());
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

    /** A file that does not lie there any more. */
    public void goAway(String path) {
        vanish(path);
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

    /** Where the file lies that a number of seconds after noon begins. */
    public static String path(long second, int subband) {
        return file(second, subband).path();
    }

    /** The group that begins a number of seconds after noon. */
    public static String group(long second) {
        return SubbandFileName.timestampIso(NOON.plusSeconds(second));
    }

    /** How many seconds after noon a group begins. */
    public static long second(String groupId) {
        return Duration.between(NOON, SubbandFileName.parseTimestamp(groupId).orElseThrow()).toSeconds();
    }
}

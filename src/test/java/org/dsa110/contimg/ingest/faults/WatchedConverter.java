package org.dsa110.contimg.ingest.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.dsa110.contimg.database.faults.SmallDisk;

/**
 * A converter that takes a third of a second and notes when it begins and ends, and with which group. The kernel tells whether two are at
 * one group: each holds a lock for as long as any of its processes lives, however that ends. Every second group fails at the first
 * attempt. Converters can be held before they end. Thread-safe.
 */
final class WatchedConverter {
    private static final String BEGIN = "begin ";
    private static final String HELD = "held ";
    private static final String END = "end ";
    private static final String FAILED = "failed ";
    private static final String COMMAND = """
        cd "$CONVERSIONS" || exit 1
        exec 8>>"locks/$CONTIMG_GROUP_ID"
        flock --nonblock 8 || { echo "overlap $CONTIMG_GROUP_ID" >>log; exit 1; }
        echo "begin $CONTIMG_GROUP_ID" >>log
        [ ! -e held/all ] || echo "held $CONTIMG_GROUP_ID" >>log
        while [ -e held/all ] || [ -e "held/$CONTIMG_GROUP_ID" ]; do sleep 0.05; done
        sleep 0.3
        case $CONTIMG_ATTEMPT/$CONTIMG_GROUP_ID in 1/*[02468])
          echo "failed $CONTIMG_GROUP_ID" >>log
          echo "this one fails once" >&2
          exit 1
        esac
        mkdir -p "$CONTIMG_GROUP_ID.ms"
        echo "end $CONTIMG_GROUP_ID" >>log
        echo "$CONVERSIONS/$CONTIMG_GROUP_ID.ms"
        """;

    private final Path folder;
    private final Path log;

    /** @param folder an empty one, for its notes and what it makes */
    WatchedConverter(Path folder) throws IOException {
        assumeTrue(SmallDisk.run("flock", "--version"), "skipped: there is no flock");
        this.folder = folder;
        this.log = Files.createFile(folder.resolve("log"));
        Files.createDirectory(folder.resolve("locks"));
        Files.createDirectory(folder.resolve("held"));
    }

    /** With which the service runs it. */
    Map<String, String> environment() {
        return Map.of("CONTIMG_INGEST_CONVERTER_COMMAND", COMMAND, "CONVERSIONS", folder.toString());
    }

    /** Where the measurement set of a group is. */
    Path measurementSet(String groupId) {
        return folder.resolve(groupId + ".ms");
    }

    /** Lets none end. */
    void hold() throws IOException {
        Files.createFile(folder.resolve("held/all"));
    }

    /** Whether none is let end. */
    boolean holds() {
        return Files.exists(folder.resolve("held/all"));
    }

    /** Lets that of a group not end. */
    void hold(String groupId) throws IOException {
        Files.createFile(folder.resolve("held/" + groupId));
    }

    /** Lets all end but those of groups that are held. */
    void letGo() throws IOException {
        Files.delete(folder.resolve("held/all"));
    }

    void letGo(String groupId) throws IOException {
        Files.delete(folder.resolve("held/" + groupId));
    }

    /** The groups that it is at and does not end before it is let go. */
    Set<String> held() throws IOException {
        Map<String, String> last = new TreeMap<>();
        for (String line : lines()) {
            last.put(line.substring(line.indexOf(' ') + 1), line);
        }
        last.values().removeIf(line -> !line.startsWith(HELD));
        return last.keySet();
    }

    /** The groups that it has converted; one twice where it did so twice. */
    List<String> converted() throws IOException {
        return groups(END);
    }

    /** The groups that it has begun to convert, each as often as it has. */
    List<String> begun() throws IOException {
        return groups(BEGIN);
    }

    /** The groups that it has failed to convert. */
    List<String> failed() throws IOException {
        return groups(FAILED);
    }

    /** How much it has noted, which costs little to ask. */
    long noted() throws IOException {
        return Files.size(log);
    }

    void assertNeverTwoAtOneGroup() throws IOException {
        assertThat(lines().stream().filter(line -> line.startsWith("overlap "))).isEmpty();
    }

    private List<String> groups(String noted) throws IOException {
        return lines().stream().filter(line -> line.startsWith(noted)).map(line -> line.substring(noted.length()))
                .toList();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(log);
    }
}

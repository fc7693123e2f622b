package org.dsa110.contimg.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

import org.dsa110.contimg.observation.GroupingRule;
import org.dsa110.contimg.observation.SubbandFileName;

/**
 * How many subband files carried each second, as recorded at the telescope: CSV lines {@code timestamp,subband_files}
 * with UTC timestamps such as {@code 2026-02-11T15:58:07}; further columns and a heading are passed over.
 */
final class RecordedTimestamps {
    private static final GroupingRule RULE = GroupingRule.ofSeconds(GroupingRule.USUAL_SECONDS);

    private final TreeMap<LocalDateTime, Integer> filesPerSecond = new TreeMap<>();

    private RecordedTimestamps() {
    }

    /**
     * @throws IOException with a sentence, when the file cannot be read, or a line is not of this form, or an
     *         observation has more than 16 files
     */
    static RecordedTimestamps read(Path csv) throws IOException {
        RecordedTimestamps recorded = new RecordedTimestamps();
        List<String> lines;
        try {
            lines = Files.readAllLines(csv);
        } catch (CharacterCodingException e) {
            throw new IOException(csv + " is not a text file", e);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !(i == 0 && line.startsWith("timestamp,"))) {
                recorded.add(line, csv + " line " + (i + 1));
            }
        }
        for (List<LocalDateTime> run : recorded.runs()) {
            if (run.size() > SubbandFileName.SUBBANDS) {
                throw new IOException(csv + ": the observation of " + run.get(0) + " has " + run.size()
                        + " files, more than the " + SubbandFileName.SUBBANDS + " subbands");
            }
        }
        return recorded;
    }

    private void add(String line, String where) throws IOException {
        String[] columns = line.strip().split(",", -1);
        Optional<LocalDateTime> timestamp = SubbandFileName.parseTimestamp(columns[0]);
        if (timestamp.isEmpty() || columns.length < 2 || !columns[1].matches("\\d{1,4}")) {
            throw new IOException(where + " is not a timestamp and a number of files");
        }
        filesPerSecond.merge(timestamp.get(), Integer.parseInt(columns[1]), Integer::sum);
    }

    /** Whether there is no file in it. */
    boolean isEmpty() {
        return runs().isEmpty();
    }

    /** The observations in order of time; the random numbers decide which subband gets which of its timestamps. */
    List<SimulatedObservation> observations(Random random) {
        return runs().stream().map(run -> SimulatedObservation.of(run, random)).toList();
    }

    /** The timestamp of every file, one list per observation. */
    private List<List<LocalDateTime>> runs() {
        List<LocalDateTime> files = new ArrayList<>();
        filesPerSecond.forEach((timestamp, count) -> files.addAll(Collections.nCopies(count, timestamp)));
        return GroupingRule.groups(files, RULE::holds);
    }
}

package org.dsa110.contimg.ingest.internal.grouping;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.dsa110.contimg.observation.SubbandFileName;

/** The subband files that arrived over seven days of February 2026. Their subbands are not known and given in order of time. */
public final class RealArrivals {
    private RealArrivals() {
    }

    /** All files, in order of time. */
    static List<ArrivedFile> files() {
        List<ArrivedFile> files = new ArrayList<>();
        LocalDateTime first = LocalDateTime.MIN;
        int subband = 0;
        for (Map.Entry<LocalDateTime, Integer> row : rows().entrySet()) {
            if (row.getKey().isAfter(first.plusSeconds(90))) {
                first = row.getKey();
                subband = 0;
            }
            for (int i = 0; i < row.getValue(); i++) {
                SubbandFileName name = new SubbandFileName(row.getKey(), subband++);
                files.add(new ArrivedFile(name, "/incoming/" + name.format(), null));
            }
        }
        return files;
    }

    /** The names of the files of the first groups, in order of time. */
    public static List<String> names(int groups) {
        String end = groups().keySet().stream().skip(groups).findFirst().orElse("later");
        return files().stream().map(file -> file.name().format()).filter(name -> name.compareTo(end) < 0).toList();
    }

    /** How many files each of the first groups has. */
    public static List<Long> sizes(int groups) {
        return groups().values().stream().limit(groups).toList();
    }

    /** Each group by its id with the number of its files: one run over the sorted times, apart from the code under test. */
    static Map<String, Long> groups() {
        Map<String, Long> groups = new TreeMap<>();
        LocalDateTime first = LocalDateTime.MIN;
        for (Map.Entry<LocalDateTime, Integer> row : rows().entrySet()) {
            if (row.getKey().isAfter(first.plusSeconds(90))) {
                first = row.getKey();
            }
            groups.merge(SubbandFileName.timestampIso(first), (long) row.getValue(), Long::sum);
        }
        return groups;
    }

    private static TreeMap<LocalDateTime, Integer> rows() {
        TreeMap<LocalDateTime, Integer> rows = new TreeMap<>();
        try (BufferedReader csv = new BufferedReader(new InputStreamReader(
                RealArrivals.class.getResourceAsStream("/subband_timestamps.csv"), StandardCharsets.UTF_8))) {
            csv.readLine();
            for (String line = csv.readLine(); line != null; line = csv.readLine()) {
                String[] fields = line.split(",");
                rows.put(LocalDateTime.parse(fields[0]), Integer.valueOf(fields[1]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}

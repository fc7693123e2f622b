package org.dsa110.contimg.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A column as the pipeline has it. columns.csv has those that its models declare, more_columns.csv those that production, the queue and this service
 * have beyond them, and those that are otherwise in other forms of a table.
 *
 * @param type TEXT, INTEGER or REAL
 * @param notNull whether a client must give it a value
 * @param storedNull whether it may be NULL in the file all the same, as other programs leave it out
 * @param defaultValue empty where there is none; {@value #GIVEN} where a trigger gives one
 * @param references table and column, empty where there is none
 */
record ColumnFact(String database, String table, String column, String type, boolean key, boolean notNull,
        boolean storedNull, boolean unique, String defaultValue, String references) {
    private static final Set<String> SET_OF_STATISTICS = Set.of("source_id", "ra_deg", "dec_deg", "nvss_flux_mjy");
    private static final String GIVEN = "(given)";

    static List<ColumnFact> all() {
        Map<String, ColumnFact> facts = new LinkedHashMap<>();
        Stream.of("columns.csv", "more_columns.csv").flatMap(name -> lines(name).stream()).map(ColumnFact::parse)
                .forEach(fact -> facts.put(fact.toString(), fact));
        return List.copyOf(facts.values());
    }

    /** The lines of a resource of the tests without its heading. */
    static List<String> lines(String resource) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                ColumnFact.class.getClassLoader().getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the database gives its value. */
    boolean generated() {
        return key && column.equals("id");
    }

    /** Whether the service computes its value from other rows. */
    boolean computed() {
        return table.equals("variability_stats") && !SET_OF_STATISTICS.contains(column);
    }

    /** Whether a trigger gives it a value where there is none. */
    boolean given() {
        return defaultValue.equals(GIVEN);
    }

    private static ColumnFact parse(String line) {
        String[] cells = line.split(",", -1);
        return new ColumnFact(cells[0], cells[1], cells[2], cells[3], cells[4].equals("yes"), !cells[5].isEmpty(),
                !cells[5].equals("yes"), cells[6].equals("yes"), cells[7], cells[8]);
    }

    @Override
    public String toString() {
        return database + "." + table + "." + column;
    }
}

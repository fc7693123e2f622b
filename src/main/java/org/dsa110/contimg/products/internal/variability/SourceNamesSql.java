package org.dsa110.contimg.products.internal.variability;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

import org.dsa110.contimg.database.Statements;

/**
 * The sources that have photometry, or had, in the order of their names. Names that are not UTF-8, which other programs can leave there,
 * are passed over: no request can name them.
 */
final class SourceNamesSql {
    private static final int MOST_SOURCES = 20;

    /**
     * Some of the sources.
     *
     * @param sources their names
     * @param last the last name as it is stored, also when it was passed over; null where there was none
     */
    record Page(List<String> sources, byte[] last) {
    }

    private SourceNamesSql() {
    }

    /**
     * The sources behind those of a page, inside a unit of work; empty at the end.
     *
     * @param page null for the first
     */
    static Page after(Connection connection, Page page) throws SQLException {
        byte[] last = page == null ? null : page.last;
        List<String> sources;
        do {
            SortedSet<byte[]> names = new TreeSet<>(Arrays::compareUnsigned);
            for (String table : List.of("photometry", "variability_sums")) {
                read(connection, table, last, names);
            }
            while (names.size() > MOST_SOURCES) {
                names.remove(names.last());
            }
            if (names.isEmpty()) {
                return new Page(List.of(), last);
            }
            last = names.last();
            sources = names.stream().map(SourceNamesSql::text).filter(Objects::nonNull).toList();
        } while (sources.isEmpty());
        return new Page(sources, last);
    }

    private static void read(Connection connection, String table, byte[] last, SortedSet<byte[]> names)
            throws SQLException {
        String where = last == null ? "source_id IS NOT NULL" : "source_id > CAST(? AS TEXT)";
        try (PreparedStatement select = Statements.prepare(connection, "SELECT DISTINCT source_id FROM " + table
                + " WHERE " + where + " ORDER BY source_id LIMIT " + MOST_SOURCES,
                last == null ? List.of() : List.of(last));
                ResultSet row = select.executeQuery()) {
            // What is no text comes behind all that is.
            while (row.next() && row.getObject(1) instanceof String) {
                names.add(row.getBytes(1));
            }
        }
    }

    /** Null for what is not UTF-8. */
    static String text(byte[] name) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}

package org.dsa110.contimg.rest.internal.table;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * A primary key in a URL: a segment for each of its columns, percent-encoded, so that a key which is a path stays in one segment.
 */
public final class RowKey {
    private RowKey() {
    }

    /** @throws ProblemException 404 for anything that cannot be a key of the table */
    public static List<Object> parse(TableDescription<?> table, String encoded) {
        String[] segments = encoded.split("/", -1);
        if (segments.length != table.keys().size()) {
            throw notFound(table, encoded);
        }
        List<Object> key = new ArrayList<>();
        for (int i = 0; i < segments.length; i++) {
            try {
                key.add(table.keys().get(i).type().parse(decode(segments[i])));
            } catch (IllegalArgumentException e) {
                throw notFound(table, encoded);
            }
        }
        return key;
    }

    /** @throws IllegalArgumentException when a column of the key, sent in a body, has another value than in the URL */
    public static void checkSame(TableDescription<?> table, List<Object> key, ColumnDescription column, Object value) {
        if (!key.get(table.keys().indexOf(column)).equals(value)) {
            throw new IllegalArgumentException("is part of the key and cannot be changed");
        }
    }

    /** @throws IllegalArgumentException when no URL could name the row: these segments have another meaning there */
    public static void checkNew(Object part) {
        if ("".equals(part)) {
            throw new IllegalArgumentException("must not be empty");
        }
        if (".".equals(part) || "..".equals(part)) {
            throw new IllegalArgumentException("must not be . or .., which mean a place in a URL");
        }
    }

    /** The key as the last segments of a URL's path. */
    public static String encode(List<Object> key) {
        return key.stream().map(RowKey::encode).collect(Collectors.joining("/"));
    }

    public static ProblemException notFound(TableDescription<?> table, String encoded) {
        String columns = table.keys().stream().map(ColumnDescription::name).collect(Collectors.joining("/"));
        return ProblemException.notFound(table + " has no row with " + columns + " = " + encoded);
    }

    private static String encode(Object part) {
        return URLEncoder.encode(part.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** In a path, unlike in a query, a plus sign is a plus sign. */
    private static String decode(String segment) {
        // One character for each byte, so that bytes which are not UTF-8 are seen and not replaced.
        String bytes = URLDecoder.decode(URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("%25", "%"),
                StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("must be UTF-8", e);
        }
    }
}

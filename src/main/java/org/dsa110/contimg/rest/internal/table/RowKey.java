package org.dsa110.contimg.rest.internal.table;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * A primary key in a URL: a segment for each of its columns, percent-encoded, so that a key which is a path stays in one segment.
 */
public final class RowKey {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,19}");

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
                key.add(part(table.keys().get(i).type(), decode(segments[i])));
            } catch (IllegalArgumentException e) {
                throw notFound(table, encoded);
            }
        }
        return key;
    }

    /** An integer is not taken as 7.0 here, as it is elsewhere: a row has one URL. */
    private static Object part(ColumnType type, String text) {
        return type == ColumnType.INTEGER && !INTEGER.matcher(text).matches() ? type.wrongType() : type.parse(text);
    }

    /** @throws IllegalArgumentException for a key that could not stand in a URL: empty, "." and "..", which clients take for a place in the path */
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

    /** Decodes a percent-encoded segment. URLDecoder is for queries and takes + for a space, so a + is encoded before. */
    private static String decode(String segment) {
        // First into one character for each byte: decoded as UTF-8 at once, bytes that are not UTF-8 would silently be replaced.
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

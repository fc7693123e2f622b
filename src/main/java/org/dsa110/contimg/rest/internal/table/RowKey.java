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
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,18}");
    /** As JSON writes numbers (RFC 8259, section 6). */
    private static final Pattern REAL = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private RowKey() {
    }

    /** @throws ProblemException 404 for anything that cannot be a key of the table */
    public static List<Object> parse(RowsDescription table, String encoded) {
        String[] segments = encoded.split("/", -1);
        if (segments.length != table.keys().size()) {
            throw notFound(table, encoded);
        }
        List<Object> key = new ArrayList<>();
        for (int i = 0; i < segments.length; i++) {
            try {
                ColumnDescription column = table.keys().get(i);
                String text = decode(segments[i]);
                key.add(column.isDeclared() ? part(column.type(), text) : KeyText.parse(column.type(), text));
            } catch (IllegalArgumentException e) {
                throw notFound(table, encoded);
            }
        }
        return key;
    }

    /**
     * The text that a segment of a path stands for, where it is a value of a column and no key.
     *
     * @throws ProblemException 404 for anything that cannot be such a text
     */
    public static String text(RowsDescription table, ColumnDescription column, String encoded) {
        try {
            return (String) ColumnType.TEXT.parse(decode(encoded));
        } catch (IllegalArgumentException e) {
            throw notFound(table, List.of(column), encoded);
        }
    }

    /**
     * An integer is not taken as 7.0, 07 or +7 here, as it is elsewhere: a row has one URL. Of a double programs write the digits each in
     * their own way, but all as JSON.
     */
    private static Object part(ColumnType type, String text) {
        boolean written = switch (type) {
            case INTEGER -> INTEGER.matcher(text).matches();
            case REAL -> REAL.matcher(text).matches();
            case TEXT, ANY, BOOLEAN -> true;
        };
        return written ? type.parse(text) : type.wrongType();
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

    public static ProblemException notFound(RowsDescription table, String encoded) {
        return notFound(table, table.keys(), encoded);
    }

    private static ProblemException notFound(RowsDescription table, List<ColumnDescription> parts, String encoded) {
        String columns = parts.stream().map(ColumnDescription::name).collect(Collectors.joining("/"));
        return ProblemException.notFound(table + " has no row with " + columns + " = " + readable(encoded));
    }

    /** The key as people write it; as it was sent where it cannot be decoded. */
    private static String readable(String encoded) {
        try {
            return decode(encoded);
        } catch (IllegalArgumentException e) {
            return encoded;
        }
    }

    private static String encode(Object part) {
        return URLEncoder.encode(part.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Decodes a percent-encoded segment.
     *
     * @throws IllegalArgumentException for one that is not UTF-8
     */
    public static String decode(String segment) {
        // URLDecoder is for queries and takes + for a space, so a + is encoded before.
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

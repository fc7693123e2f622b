package org.dsa110.contimg.rest.internal.list;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.rest.internal.Sha256;
import org.dsa110.contimg.rest.internal.table.RawText;
import org.dsa110.contimg.rest.internal.table.RowsDescription;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * Where a page ended: the order of the list, which rows it has, and the place as {@link PageQuery} says it. Opaque to clients.
 * Each value goes with a letter for its storage class, because a column may hold others than its own, and doubles go as Java prints them, which is exact.
 */
final class PageToken {
    private static final ObjectMapper JSON = Json.mapper();
    /** Of the hash; 96 bits, so that two lists do not have the same by chance. */
    private static final int NAME_BYTES = 12;
    /** Many more than a table has columns, so that a token of any other order is read, and told by it. */
    private static final int MOST_PARTS = 1000;

    private PageToken() {
    }

    /** A hash of which rows a list has: of its table and conditions, in whatever order these were given. */
    static String rowsName(RowsDescription table, List<Condition> conditions) {
        String text = conditions.stream().map(PageToken::json).sorted()
                .collect(Collectors.joining("\n", table + "\n", ""));
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(Arrays.copyOf(Sha256.of(text.getBytes(StandardCharsets.UTF_8)), NAME_BYTES));
    }

    private static String json(Condition condition) {
        try {
            return JSON.writeValueAsString(List.of(condition.sql(), condition.values()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encode(Order order, String rowsName, List<Object> row) {
        ArrayNode parts = JSON.createArrayNode().add(order.toString()).add(rowsName);
        for (Object value : row) {
            parts.add(encode(value));
        }
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(parts.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProblemException 400 for a token that is not ours, or was made for another order or other rows */
    static List<Object> decode(Order order, String rowsName, String token) {
        List<String> parts = parts(token);
        if (parts.isEmpty()) {
            throw unknown();
        }
        if (!parts.get(0).equals(order.toString())) {
            throw ProblemException.badRequest("next", "belongs to a list in another order: " + parts.get(0));
        }
        if (parts.size() != order.terms().size() + (order.tellsRowsApart() ? 2 : 3)) {
            throw unknown();
        }
        if (!parts.get(1).equals(rowsName)) {
            throw ProblemException.badRequest("next",
                    "belongs to a list with other filters, of another cone or under another path");
        }
        List<Object> row = new ArrayList<>();
        for (int i = 2; i < parts.size(); i++) {
            row.add(decode(parts.get(i)));
        }
        if (!order.tellsRowsApart() && !(row.get(row.size() - 1) instanceof Long taken && taken > 0)) {
            throw unknown();
        }
        return row;
    }

    private static ProblemException unknown() {
        return ProblemException.badRequest("next", "must be a value that an earlier page returned");
    }

    /** The texts of a token, which has nothing else: what it must not have is refused where it begins, not read. */
    private static List<String> parts(String token) {
        List<String> parts = new ArrayList<>();
        try (JsonParser json = JSON.createParser(Json.text(Base64.getUrlDecoder().decode(token)))) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw unknown();
            }
            while (json.nextToken() == JsonToken.VALUE_STRING && parts.size() < MOST_PARTS) {
                parts.add(json.getText());
            }
            if (json.currentToken() != JsonToken.END_ARRAY || json.nextToken() != null) {
                throw unknown();
            }
            return parts;
        } catch (IllegalArgumentException | IOException e) {
            throw unknown();
        }
    }

    private static String encode(Object value) {
        if (value == null) {
            return "n";
        }
        if (value instanceof Double number) {
            return "d" + number;
        }
        if (value instanceof Integer || value instanceof Long) {
            return "i" + value;
        }
        if (value instanceof RawText text) {
            return "t" + Base64.getEncoder().encodeToString(text.bytes());
        }
        if (value instanceof byte[] bytes) {
            return "b" + Base64.getEncoder().encodeToString(bytes);
        }
        return "s" + value;
    }

    private static Object decode(String text) {
        String rest = text.isEmpty() ? "" : text.substring(1);
        try {
            return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
                case 'n' -> null;
                case 'd' -> Double.valueOf(rest);
                case 'i' -> Long.valueOf(rest);
                case 'b' -> Base64.getDecoder().decode(rest);
                case 't' -> new RawText(Base64.getDecoder().decode(rest));
                case 's' -> rest;
                default -> throw new IllegalArgumentException(text);
            };
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }
}

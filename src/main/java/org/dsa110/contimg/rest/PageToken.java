package org.dsa110.contimg.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * Where a page ended: the order of the list and the values of its columns in the last row. Opaque to clients. Each value goes with a
 * letter for its storage class, because a column may hold others than its own, and doubles go as Java prints them, which is exact.
 */
final class PageToken {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PageToken() {
    }

    static String encode(Order order, List<Object> row) {
        ArrayNode parts = JSON.createArrayNode().add(order.toString());
        for (Object value : row) {
            parts.add(encode(value));
        }
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(parts.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProblemException 400 for a token that is not ours, or was made for another order */
    static List<Object> decode(Order order, String token) {
        JsonNode parts = parts(token);
        if (!parts.isArray() || parts.isEmpty()) {
            throw ProblemException.badRequest("next", "must be a value that an earlier page returned");
        }
        if (!parts.get(0).asText().equals(order.toString())) {
            throw ProblemException.badRequest("next", "belongs to a list in another order: " + parts.get(0).asText());
        }
        if (parts.size() != order.terms().size() + 1) {
            throw ProblemException.badRequest("next", "must be a value that an earlier page returned");
        }
        List<Object> row = new ArrayList<>();
        for (int i = 1; i < parts.size(); i++) {
            row.add(decode(parts.get(i).asText()));
        }
        return row;
    }

    private static JsonNode parts(String token) {
        try {
            return JSON.readTree(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw ProblemException.badRequest("next", "must be a value that an earlier page returned");
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
            throw ProblemException.badRequest("next", "must be a value that an earlier page returned");
        }
    }
}

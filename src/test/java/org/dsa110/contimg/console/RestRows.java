package org.dsa110.contimg.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/**
 * A page of rows as the REST API gives it, each value as the text that it was sent as: numbers with all their digits.
 *
 * @param items by column; null for no value
 * @param next null for the last page
 */
record RestRows(List<Map<String, String>> items, String next) {
    /** @param url of a list, encoded */
    static RestRows get(String url) throws IOException {
        List<Map<String, String>> items = new ArrayList<>();
        String next = null;
        try (InputStream json = URI.create(url).toURL().openStream();
                JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_OBJECT
                        && parser.getParsingContext().getParent().inArray()) {
                    items.add(row(parser));
                } else if (parser.currentToken() == JsonToken.VALUE_STRING && parser.currentName().equals("next")) {
                    next = parser.getText();
                }
            }
        }
        return new RestRows(items, next);
    }

    private static Map<String, String> row(JsonParser parser) throws IOException {
        Map<String, String> row = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_ARRAY || value == JsonToken.START_OBJECT) {
                parser.skipChildren();
            } else {
                row.put(name, value == JsonToken.VALUE_NULL ? null : parser.getText());
            }
        }
        return row;
    }

    /** The values of each row as the console shows them. */
    List<List<String>> shown() {
        return items.stream().map(row -> row.values().stream()
                .map(value -> value == null ? "NULL" : value.isEmpty() ? "empty text" : value).toList()).toList();
    }
}

package org.dsa110.contimg.rest.internal.write;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import jakarta.ws.rs.core.Response.Status;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.StoredValue;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.problem.Violations;

/**
 * Reads rows from a JSON body, value by value: nothing is kept but what columns can hold, so that no body takes much more memory than
 * it has bytes. A row is a map from its columns to values as {@code ColumnType} parses them. Immutable and thread-safe.
 */
public final class BodyParser {
    public static final int MAX_ROWS = 1000;
    private static final int LIMIT_BYTES = 8 << 20;
    /** Accepts NaN and Infinity, which ColumnType then refuses: so the answer names the field, and not a place in the text. */
    private static final ObjectMapper JSON = JsonMapper.builder(Json.factory().build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final TableDescription<?> table;
    private final RowRule rule;

    public BodyParser(TableDescription<?> table, RowRule rule) {
        this.table = table;
        this.rule = rule;
    }

    /**
     * All of a body.
     *
     * @throws ProblemException 413 for one of more than 8 MiB
     */
    public static byte[] read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LIMIT_BYTES + 1);
        if (bytes.length > LIMIT_BYTES) {
            throw new ProblemException(Status.REQUEST_ENTITY_TOO_LARGE,
                    "the body is larger than " + LIMIT_BYTES + " bytes", List.of());
        }
        return bytes;
    }

    /**
     * Has work done with all of a body: at once where that has arrived in memory, else on a worker thread, which waits for the rest.
     *
     * @param work what it throws is thrown, or the Uni fails with it
     */
    public static <T> Uni<T> whole(InputStream body, Function<byte[], Uni<T>> work) throws IOException {
        if (body instanceof ByteArrayInputStream arrived) {
            return work.apply(read(arrived));
        }
        return Uni.createFrom().<byte[]>emitter(waiting -> {
            try {
                waiting.complete(read(body));
            } catch (IOException | RuntimeException e) {
                // As it is: a client that broke off is answered by what it did, and Mutiny would wrap it.
                waiting.fail(e);
            }
        }).runSubscriptionOn(Infrastructure.getDefaultWorkerPool()).chain(sent -> work.apply(sent));
    }

    /** A body as it was sent. */
    record Body(List<Map<ColumnDescription, Object>> rows, boolean array) {
        /** Where a row stands, counted from 0. */
        RowPlace place(int index) {
            return array ? new RowPlace(index) : RowPlace.WHOLE_BODY;
        }
    }

    private interface Source {
        JsonParser open() throws IOException;
    }

    private interface Reading<T> {
        T read(JsonParser json, Violations violations) throws IOException;
    }

    /**
     * A body that is an object.
     *
     * @throws ProblemException 400 naming what is unknown or wrong
     */
    public Map<ColumnDescription, Object> parseRow(byte[] body) {
        return parse(() -> JSON.createParser(Json.text(body)), this::onlyRow);
    }

    /** Like {@link #parseRow(byte[])}, of a text. */
    public Map<ColumnDescription, Object> parseRow(String body) {
        return parse(() -> JSON.createParser(body), this::onlyRow);
    }

    private Map<ColumnDescription, Object> onlyRow(JsonParser json, Violations violations) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw ProblemException.badRequest("body", "must be a JSON object");
        }
        return row(json, RowPlace.WHOLE_BODY, violations);
    }

    /**
     * A body that is an object, or an array of 1 to 1000 of them.
     *
     * @throws ProblemException 400 naming what is unknown or wrong, and in which row
     */
    Body parseRows(byte[] body) {
        return parse(() -> JSON.createParser(Json.text(body)), (json, violations) -> {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                return new Body(List.of(row(json, RowPlace.WHOLE_BODY, violations)), false);
            }
            if (first != JsonToken.START_ARRAY) {
                throw ProblemException.badRequest("body", "must be a JSON object or an array of them");
            }
            return new Body(rows(json, violations), true);
        });
    }

    private List<Map<ColumnDescription, Object>> rows(JsonParser json, Violations violations) throws IOException {
        List<Map<ColumnDescription, Object>> rows = new ArrayList<>();
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            RowPlace place = new RowPlace(i);
            if (i == MAX_ROWS) {
                throw ProblemException.badRequest("body", "must have at most " + MAX_ROWS + " rows");
            }
            if (json.currentToken() == JsonToken.START_OBJECT) {
                rows.add(row(json, place, violations));
            } else {
                violations.add(place.toString(), "must be a JSON object");
                json.skipChildren();
            }
        }
        if (rows.isEmpty() && violations.count() == 0) {
            throw ProblemException.badRequest("body", "must have at least one row");
        }
        return rows;
    }

    private Map<ColumnDescription, Object> row(JsonParser json, RowPlace place, Violations violations)
            throws IOException {
        Map<ColumnDescription, Object> row = new LinkedHashMap<>();
        List<String> notes = List.of();
        int before = violations.count();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            try {
                if (rule.takesAnyValue() && name.equals(StoredValue.NOTES)) {
                    notes = ExportNotes.read(json);
                    continue;
                }
                ColumnDescription column = known(name);
                if (!rule.takes(column)) {
                    json.skipChildren();
                    continue;
                }
                Object value = value(column, json);
                rule.check(column, value);
                row.put(column, value);
            } catch (IllegalArgumentException e) {
                violations.add(place.field(name), e.getMessage());
                json.skipChildren();
            }
        }
        if (violations.count() == before) {
            apply(notes, row, place, violations);
            rule.check(row, place, violations);
        }
        return row;
    }

    private void apply(List<String> notes, Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
        try {
            new ExportNotes(table, rule).apply(notes, row);
        } catch (IllegalArgumentException e) {
            violations.add(place.field(StoredValue.NOTES), e.getMessage());
        }
    }

    private ColumnDescription known(String name) {
        ColumnDescription column = table.column(name);
        if (column == null && name.equals(StoredValue.NOTES)) {
            throw new IllegalArgumentException(
                    "is no column: it says which values JSON cannot express as they are stored,"
                            + " and an import with values=any takes them");
        }
        if (column == null) {
            throw new IllegalArgumentException(
                    "is not a column" + table.nearest(name) + "; known are " + table.columnNames());
        }
        return column;
    }

    private Object value(ColumnDescription column, JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (!json.currentToken().isScalarValue()) {
            return column.type().wrongType();
        }
        return rule.takesAnyValue()
                ? StoredValue.ofJson(column, json.currentToken(), json.getText())
                : column.checkAllowed(column.type().parse(json.currentToken(), json.getText()));
    }

    private static <T> T parse(Source body, Reading<T> reading) {
        Violations violations = new Violations();
        try (JsonParser json = body.open()) {
            try {
                T result = reading.read(json, violations);
                if (json.nextToken() != null) {
                    throw ProblemException.badRequest("body", "is not valid JSON: there is more behind its end");
                }
                violations.throwIfAny();
                return result;
            } catch (JsonProcessingException e) {
                throw ProblemException.badRequest(place(json.getParsingContext()),
                        "is not valid JSON" + where(e.getLocation()) + ": " + e.getOriginalMessage());
            }
        } catch (CharacterCodingException e) {
            throw ProblemException.badRequest("body", "is not valid JSON: it is not UTF-8");
        } catch (IOException e) {
            throw ProblemException.badRequest("body", "is not valid JSON: " + e.getMessage());
        }
    }

    /** Line and column for people; empty where the parser names none, as when its own limit on nesting is exceeded. */
    private static String where(JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The row and the field that were being read where the JSON broke. */
    private static String place(JsonStreamContext innermost) {
        RowPlace row = RowPlace.WHOLE_BODY;
        String field = null;
        for (JsonStreamContext c = innermost; c != null && !c.inRoot(); c = c.getParent()) {
            if (c.inObject()) {
                field = c.getCurrentName();
            } else if (c.getParent().inRoot() && c.hasCurrentIndex()) {
                row = new RowPlace(c.getCurrentIndex());
            }
        }
        return field == null ? row.toString() : row.field(field);
    }
}

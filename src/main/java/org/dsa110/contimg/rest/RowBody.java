package org.dsa110.contimg.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsa110.contimg.rest.Problem.Violation;

/**
 * A row as a client sends it: checked once, then made into as many entities as it takes. Immutable and thread-safe.
 *
 * @param <E> the entity
 */
final class RowBody<E> {
    /** NaN and Infinity are let through here so that the answer can say which field has them. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final TableDescription<E> table;
    private final Map<ColumnDescription, Object> values;

    private RowBody(TableDescription<E> table, Map<ColumnDescription, Object> values) {
        this.table = table;
        this.values = values;
    }

    /** @throws ProblemException 400 naming every field that is unknown, missing or wrong */
    static <E> RowBody<E> parse(TableDescription<E> table, Validator validator, byte[] body) {
        ObjectNode object = object(body);
        List<Violation> violations = new ArrayList<>();
        Map<ColumnDescription, Object> values = new LinkedHashMap<>();
        object.properties().forEach(property -> {
            ColumnDescription column = table.column(property.getKey());
            try {
                values.put(known(table, column), value(column, property.getValue()));
            } catch (IllegalArgumentException e) {
                violations.add(new Violation(property.getKey(), e.getMessage()));
            }
        });
        RowBody<E> row = new RowBody<>(table, values);
        if (violations.isEmpty()) {
            for (ConstraintViolation<E> violation : validator.validate(row.toEntity())) {
                violations.add(new Violation(row.columnName(violation), violation.getMessage()));
            }
        }
        if (!violations.isEmpty()) {
            throw ProblemException.badRequest(violations);
        }
        return row;
    }

    /** A new entity with these values, and its defaults for the columns that were not sent. */
    E toEntity() {
        E entity = table.newEntity();
        values.forEach((column, value) -> {
            try {
                column.field().set(entity, column.fieldValue(value));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("cannot set " + column.field(), e);
            }
        });
        return entity;
    }

    private static ColumnDescription known(TableDescription<?> table, ColumnDescription column) {
        if (column == null) {
            throw new IllegalArgumentException("is not a column; known are " + table.columnNames());
        }
        return column;
    }

    private static Object value(ColumnDescription column, JsonNode json) {
        if (column.generated()) {
            throw new IllegalArgumentException("must be left out: the database gives it");
        }
        if (json.isNull()) {
            return null;
        }
        Object value = column.type().parse(json);
        if (!column.allowed().isEmpty() && !column.allowed().contains(value)) {
            throw new IllegalArgumentException("must be one of " + String.join(", ", column.allowed()));
        }
        if (column.key() && "".equals(value)) {
            throw new IllegalArgumentException("must not be empty");
        }
        return value;
    }

    private static ObjectNode object(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            try {
                if (JSON.readTree(parser) instanceof ObjectNode object) {
                    return object;
                }
            } catch (JsonProcessingException e) {
                throw ProblemException.badRequest(place(parser.getParsingContext()),
                        "is not valid JSON" + where(e.getLocation())
                                + ": " + e.getOriginalMessage());
            }
        } catch (IOException e) {
            throw ProblemException.badRequest("body", "is not valid JSON: " + e.getMessage());
        }
        throw ProblemException.badRequest("body", "must be a JSON object");
    }

    /** The parser's own limits, such as on nesting, come without a place. */
    private static String where(JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The field that was being read where the JSON broke. */
    private static String place(JsonStreamContext context) {
        for (JsonStreamContext c = context; c != null; c = c.getParent()) {
            if (c.getCurrentName() != null) {
                return c.getCurrentName();
            }
        }
        return "body";
    }

    private String columnName(ConstraintViolation<E> violation) {
        String field = violation.getPropertyPath().toString();
        return table.columns().stream().filter(column -> column.field().getName().equals(field))
                .map(ColumnDescription::name).findFirst()
                .orElse(field);
    }
}

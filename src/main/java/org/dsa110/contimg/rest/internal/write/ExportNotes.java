package org.dsa110.contimg.rest.internal.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.StoredValue;
import org.dsa110.contimg.rest.internal.table.TableDescription;

/**
 * Reads what an export says beside a row, of values that JSON cannot express, and gives them to the row as far as it takes them. Immutable
 * and thread-safe.
 *
 * @param rule what rows must satisfy
 */
record ExportNotes(TableDescription<?> table, RowRule rule) {
    private static final String WRONG = "must be an array of texts, as an export has it";

    /**
     * The notes that the parser stands at; it stands at their end afterwards.
     *
     * @throws IllegalArgumentException saying what they must be
     */
    static List<String> read(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException(WRONG);
        }
        List<String> notes = new ArrayList<>();
        boolean texts = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            texts &= json.currentToken() == JsonToken.VALUE_STRING;
            notes.add(json.getText());
            json.skipChildren();
        }
        if (!texts) {
            throw new IllegalArgumentException(WRONG);
        }
        return notes;
    }

    /**
     * Gives a row the values that they tell of.
     *
     * @throws IllegalArgumentException saying which is not as an export has it, or is of a column that rows must not have a value for
     */
    void apply(List<String> notes, Map<ColumnDescription, Object> row) {
        notes.forEach(note -> StoredValue.apply(note, table, this::isTaken, row));
    }

    private boolean isTaken(ColumnDescription column) {
        String refusal = rule.refusal(column);
        if (refusal != null) {
            throw new IllegalArgumentException("names " + column.name() + ", which " + refusal);
        }
        return rule.takes(column);
    }
}

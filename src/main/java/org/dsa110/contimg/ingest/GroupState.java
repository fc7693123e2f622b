package org.dsa110.contimg.ingest;

import java.util.Locale;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/**
 * Where an observation group stands: {@code collecting -> pending -> in_progress -> completed | failed}. No other text can be written.
 */
public enum GroupState {
    /** Subband files are still missing. */
    COLLECTING,
    /** Whole, and waiting for a worker. */
    PENDING,
    /** A worker converts it. */
    IN_PROGRESS,
    /** Converted; final. */
    COMPLETED,
    /** Not converted; the row says why. */
    FAILED;

    /** The text in the column. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Between the column's text and the state. */
    @Converter(autoApply = true)
    public static class ColumnText implements AttributeConverter<GroupState, String> {
        @Override
        public String convertToDatabaseColumn(GroupState state) {
            return state == null ? null : state.toString();
        }

        /** @throws IllegalArgumentException for a text that another program made up */
        @Override
        public GroupState convertToEntityAttribute(String text) {
            return text == null ? null : GroupState.valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}

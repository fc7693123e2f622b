package org.dsa110.contimg.rest.internal.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Reads CSV as RFC 4180 has it, in UTF-8, record by record. A record that is wrong is read to its end, so that the next ones can be
 * used. Not thread-safe.
 */
final class CsvRecords {
    private final UploadBytes upload;
    private final ByteArrayOutputStream field = new ByteArrayOutputStream(256);
    private long line = 1;
    private long start;
    private int length;
    private List<String> fields;
    private BitSet quotes;
    private String fault;

    CsvRecords(InputStream upload) {
        this.upload = new UploadBytes(upload);
    }

    /** Where the reader is within a record. */
    private enum State {
        FIELD_BEGINS, UNQUOTED, QUOTED, QUOTE_IN_QUOTED, RETURN_AFTER_QUOTED
    }

    /**
     * One record.
     *
     * @param line on which it begins, counted from 1
     * @param nextLine on which the next one begins
     * @param bytes how long it is, with its line ends
     * @param fields null for an empty field without quotes
     * @param quoted which of them have quotes, counted from 0
     * @param fault what is wrong with it; null where nothing is
     */
    record CsvRecord(long line, long nextLine, int bytes, List<String> fields, BitSet quoted, String fault) {
        private boolean isBlank() {
            return fault == null && fields.size() == 1 && fields.get(0) == null;
        }
    }

    /**
     * The next record that is not a blank line.
     *
     * @return null at the end
     * @throws IOException when the client went away, or sent nothing for too long
     */
    CsvRecord next() throws IOException {
        CsvRecord record = read();
        while (record != null && record.isBlank()) {
            record = read();
        }
        return record;
    }

    private CsvRecord read() throws IOException {
        start = line;
        length = 0;
        fields = new ArrayList<>();
        quotes = new BitSet();
        fault = null;
        State state = State.FIELD_BEGINS;
        for (int next = upload.next(); next != UploadBytes.END; next = upload.next()) {
            length = Math.min(length + 1, ImportedRow.MAX_BYTES + 1);
            if (length > ImportedRow.MAX_BYTES) {
                fault(ImportedRow.TOO_LONG);
            }
            if (next == '\n') {
                line++;
                if (state != State.QUOTED) {
                    return end(state, true);
                }
            }
            state = take(state, next);
        }
        if (state == State.QUOTED) {
            fault = "has a quote that is not closed";
        }
        return length == 0 ? null : end(state, false);
    }

    private State take(State state, int next) {
        return switch (state) {
            case FIELD_BEGINS -> next == '"' ? State.QUOTED : unquoted(next);
            case UNQUOTED -> {
                if (next == '"') {
                    fault("has a quote inside of a field that does not begin with one");
                }
                yield unquoted(next);
            }
            case QUOTED -> next == '"' ? State.QUOTE_IN_QUOTED : write(next, State.QUOTED);
            case QUOTE_IN_QUOTED -> switch (next) {
                case '"' -> write(next, State.QUOTED);
                case ',' -> endField(true);
                case '\r' -> State.RETURN_AFTER_QUOTED;
                default -> textBehindQuote(next);
            };
            case RETURN_AFTER_QUOTED -> textBehindQuote(next);
        };
    }

    private State unquoted(int next) {
        return next == ',' ? endField(false) : write(next, State.UNQUOTED);
    }

    private State textBehindQuote(int next) {
        fault("has text behind a field's closing quote");
        return unquoted(next);
    }

    private State write(int next, State state) {
        if (fault == null) {
            field.write(next);
        }
        return state;
    }

    private State endField(boolean quoted) {
        if (fault == null) {
            quotes.set(fields.size(), quoted);
            fields.add(text(quoted));
        }
        field.reset();
        return State.FIELD_BEGINS;
    }

    private CsvRecord end(State state, boolean withLineEnd) {
        boolean quoted = state == State.QUOTE_IN_QUOTED || state == State.RETURN_AFTER_QUOTED;
        if (!quoted && withLineEnd) {
            dropReturn();
        }
        endField(quoted);
        return new CsvRecord(start, line, length, fields, quotes, fault);
    }

    /** Takes the carriage return off the last field, where the line ends in CR LF. */
    private void dropReturn() {
        byte[] bytes = field.toByteArray();
        if (bytes.length > 0 && bytes[bytes.length - 1] == '\r') {
            field.reset();
            field.write(bytes, 0, bytes.length - 1);
        }
    }

    private String text(boolean quoted) {
        if (field.size() == 0) {
            return quoted ? "" : null;
        }
        try {
            return UploadBytes.text(field.toByteArray());
        } catch (CharacterCodingException e) {
            fault(ImportedRow.NOT_UTF8);
            return null;
        }
    }

    /** Keeps the record's first fault, which is the one reported, and drops the field that was being read. */
    private void fault(String message) {
        if (fault == null) {
            fault = message;
            field.reset();
        }
    }
}

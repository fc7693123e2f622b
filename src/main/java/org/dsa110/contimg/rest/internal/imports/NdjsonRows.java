package org.dsa110.contimg.rest.internal.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.List;

import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.BodyParser;
import org.dsa110.contimg.rest.internal.write.RowRule;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;

/** Rows as JSON objects, one on each line; blank lines are nothing. Not thread-safe. */
public final class NdjsonRows implements ImportSource {
    private final UploadBytes upload;
    private final BodyParser parser;
    private long line;

    public NdjsonRows(InputStream upload, TableDescription<?> table, RowRule rule) {
        this.upload = new UploadBytes(upload);
        this.parser = new BodyParser(table, rule);
    }

    @Override
    public ImportedRow next() throws IOException {
        while (true) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
            int length = 0;
            int next = upload.next();
            if (next == UploadBytes.END) {
                return null;
            }
            line++;
            for (; next != '\n' && next != UploadBytes.END; next = upload.next()) {
                if (length <= ImportedRow.MAX_BYTES) {
                    length++;
                    bytes.write(next);
                }
            }
            ImportedRow row = row(bytes.toByteArray());
            if (row != null) {
                return row;
            }
        }
    }

    /** @return null for a blank line */
    private ImportedRow row(byte[] bytes) {
        ImportedRow row = new ImportedRow(line, line + 1, bytes.length, null, List.of());
        if (bytes.length > ImportedRow.MAX_BYTES) {
            return row.wrong(ImportedRow.TOO_LONG);
        }
        try {
            String text = UploadBytes.text(bytes);
            return text.isBlank() ? null : row.with(parser.parseRow(text));
        } catch (CharacterCodingException e) {
            return row.wrong(ImportedRow.NOT_UTF8);
        } catch (ProblemException e) {
            return row.wrong(named(e.violations()));
        }
    }

    private static List<Violation> named(List<Violation> violations) {
        String body = RowPlace.WHOLE_BODY.toString();
        return violations.stream()
                .map(violation -> violation.field().equals(body)
                        ? new Violation(ImportedRow.LINE, violation.message())
                        : violation)
                .toList();
    }
}

package org.dsa110.contimg.rest.internal.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.rest.internal.imports.CsvRecords.CsvRecord;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.StoredValue;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.internal.write.RowRule;
import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.problem.Violations;

/**
 * Rows as CSV. The first record names the columns. An empty field is no value (NULL), and with quotes an empty text. Not thread-safe.
 */
public final class CsvRows implements ImportSource {
    private final CsvRecords records;
    private final TableDescription<?> table;
    private final RowRule rule;
    private List<ColumnDescription> columns;

    public CsvRows(InputStream upload, TableDescription<?> table, RowRule rule) {
        this.records = new CsvRecords(upload);
        this.table = table;
        this.rule = rule;
    }

    @Override
    public ImportedRow next() throws IOException {
        if (columns == null) {
            columns = header(records.next());
        }
        CsvRecord record = records.next();
        return record == null ? null : row(record);
    }

    private List<ColumnDescription> header(CsvRecord header) {
        if (header == null || header.fault() != null) {
            throw ProblemException.badRequest("header",
                    header == null ? "is missing: the first line names the columns" : header.fault());
        }
        List<ColumnDescription> named = new ArrayList<>();
        Violations violations = new Violations();
        for (String name : header.fields()) {
            ColumnDescription column = table.column(name);
            if (column == null) {
                violations.add("header",
                        (name == null
                                ? "has an empty name"
                                : "has '" + name + "', which is not a column" + table.nearest(name))
                                + "; known are " + table.columnNames());
            } else if (rule.refusal(column) != null) {
                violations.add(name, rule.refusal(column));
            } else if (named.contains(column)) {
                violations.add(name, "is named twice");
            }
            named.add(column);
        }
        violations.throwIfAny();
        return named;
    }

    private ImportedRow row(CsvRecord record) {
        ImportedRow imported = new ImportedRow(record.line(), record.nextLine(), record.bytes(), null, List.of());
        if (record.fault() != null) {
            return imported.wrong(record.fault());
        }
        if (record.fields().size() != columns.size()) {
            return imported.wrong("has " + record.fields().size() + " fields where the header names " + columns.size()
                    + " columns");
        }
        Violations violations = new Violations();
        Map<ColumnDescription, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnDescription column = columns.get(i);
            if (!rule.takes(column)) {
                continue;
            }
            try {
                Object value = value(column, record.fields().get(i), record.quoted().get(i));
                rule.check(column, value);
                row.put(column, value);
            } catch (IllegalArgumentException e) {
                violations.add(column.name(), e.getMessage());
            }
        }
        if (violations.count() == 0) {
            rule.check(row, RowPlace.WHOLE_BODY, violations);
        }
        return violations.count() == 0 ? imported.with(row) : imported.wrong(violations.first());
    }

    private Object value(ColumnDescription column, String field, boolean quoted) {
        if (field == null) {
            return null;
        }
        if (rule.takesAnyValue()) {
            return StoredValue.ofCsv(column, field, quoted);
        }
        if (StoredValue.isBytes(field, quoted)) {
            throw new IllegalArgumentException(
                    "must not be bytes, as base64: without quotes says; an import with values=any takes them");
        }
        return column.parse(field);
    }
}

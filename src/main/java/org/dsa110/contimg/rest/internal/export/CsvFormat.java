package org.dsa110.contimg.rest.internal.export;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.internal.list.RowJson;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.StoredValue;

/**
 * Rows as CSV (RFC 4180) in UTF-8, after a line with the columns' names. Text is always in quotes and numbers never are, so that the
 * empty text, {@code ""}, differs from no value, which is nothing at all, and the text {@code "1"} from the number. Infinity is
 * {@code Infinity}; binary values are {@code base64:} and Base64, without quotes. Not thread-safe.
 */
final class CsvFormat extends TextFormat {
    private static final String LINE_END = "\r\n";
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]");

    private final List<ColumnDescription> columns;

    CsvFormat(List<ColumnDescription> columns, OutputStream target) {
        super(target);
        this.columns = columns;
    }

    @Override
    public void begin() throws IOException {
        out.append(columns.stream().map(column -> header(column.name())).collect(Collectors.joining(",")))
                .append(LINE_END);
    }

    @Override
    public void row(ResultSet row) throws IOException, SQLException {
        String separator = "";
        for (int place = 1; place <= columns.size(); place++) {
            out.append(separator);
            write(row.getObject(place));
            separator = ",";
        }
        out.append(LINE_END);
    }

    private void write(Object value) throws IOException {
        if (value instanceof Double number) {
            out.write(Double.isFinite(number) ? RowJson.plain(number) : number.toString());
        } else if (value instanceof Number number) {
            out.write(number.toString());
        } else if (value instanceof byte[] bytes) {
            out.write(StoredValue.csv(bytes));
        } else if (value != null) {
            writeQuoted(value.toString());
        }
    }

    /** A name, in quotes only where it needs them. */
    static String header(String name) {
        return name.isEmpty() || NEEDS_QUOTES.matcher(name).find() ? quoted(name) : name;
    }

    private void writeQuoted(String text) throws IOException {
        out.append(quoted(text));
    }

    static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}

package org.dsa110.contimg.rest.internal.export;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.internal.list.RowJson;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.RowsDescription;

/**
 * Rows as ECSV 1.0 (Astropy Proposal for Enhancement 6) in UTF-8, with commas: YAML in comments says the type, unit and description of
 * each column. Integers are {@code int64}, numbers {@code float64}, the rest {@code string}, in quotes. An empty field is no value, or the
 * empty text, which readers cannot tell apart. What is not a number in a column of numbers is left empty, and nothing says so, as
 * there is no place for it: readers take a comment behind the rows for a broken row. Not thread-safe.
 */
final class EcsvFormat extends TextFormat {
    private static final String NOTHING = "\"\"";
    private static final int REPLACEMENT = 0xFFFD;

    private final RowsDescription table;
    private final List<ColumnDescription> columns;

    EcsvFormat(RowsDescription table, List<ColumnDescription> columns, OutputStream target) {
        super(target);
        this.table = table;
        this.columns = columns;
    }

    @Override
    public void begin() throws IOException {
        out.write("# %ECSV 1.0\n# ---\n# delimiter: ','\n# datatype:\n");
        for (ColumnDescription column : columns) {
            out.append("# - {name: ").append(yaml(column.name()));
            if (column.unit() != null) {
                out.append(", unit: ").append(yaml(column.unit()));
            }
            out.append(", datatype: ").append(switch (column.type()) {
                case INTEGER -> "int64";
                case REAL -> "float64";
                case TEXT, ANY, BOOLEAN -> "string";
            });
            out.append(", description: ").append(yaml(column.description()));
            if (column.ucd() != null) {
                out.append(", meta: {ucd: ").append(yaml(column.ucd())).append('}');
            }
            out.append("}\n");
        }
        out.append("# meta: {name: ").append(yaml(table.toString())).append("}\n# schema: astropy-2.0\n");
        out.append(columns.stream().map(column -> header(column.name())).collect(Collectors.joining(",")))
                .append('\n');
    }

    @Override
    public void row(ResultSet row) throws IOException, SQLException {
        String separator = "";
        int place = 1;
        for (ColumnDescription column : columns) {
            out.append(separator);
            Object value = row.getObject(place++);
            boolean fits = TypedCells.fits(column.type(), value);
            write(fits ? value : null, isNumber(column));
            separator = ",";
        }
        out.append('\n');
    }

    private void write(Object value, boolean number) throws IOException {
        if (value == null) {
            // An empty line would be no row.
            out.write(columns.size() == 1 ? NOTHING : "");
        } else if (number) {
            out.write(number(value));
        } else if (value instanceof byte[] bytes) {
            out.write(CsvFormat.quoted(Base64.getEncoder().encodeToString(bytes)));
        } else {
            out.write(CsvFormat.quoted(value instanceof Double real ? number(real) : value.toString()));
        }
    }

    private static String number(Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number) ? RowJson.plain(number) : number > 0 ? "inf" : "-inf";
        }
        return value.toString();
    }

    private static boolean isNumber(ColumnDescription column) {
        return column.type() == ColumnType.INTEGER || column.type() == ColumnType.REAL;
    }

    /** A name, in quotes also where the line of names would be a comment by it, or readers would take off blanks. */
    private static String header(String name) {
        return name.startsWith("#") || !name.equals(name.strip()) ? CsvFormat.quoted(name) : CsvFormat.header(name);
    }

    /** A text in double quotes, of ASCII alone: readers of lines end them at characters that are no end of a line in UTF-8. */
    private static String yaml(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append((char) character);
            } else if (character >= ' ' && character <= '~') {
                quoted.append((char) character);
            } else {
                boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
                quoted.append("\\U%08X".formatted(half ? REPLACEMENT : character));
            }
        });
        return quoted.append('"').toString();
    }
}

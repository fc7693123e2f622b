package org.dsa110.contimg.rest.internal.export;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;

import org.dsa110.contimg.rest.internal.list.RowJson;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.RowsDescription;

/**
 * Rows as a VOTable 1.4 of the IVOA, serialized as TABLEDATA. Integers are {@code long}, numbers {@code double}, text
 * {@code unicodeChar}, as {@code char} is ASCII. An empty cell is no value, or the empty text, which the format cannot tell apart. What
 * is not a number in a column of numbers is left empty; INFO elements after the table count such values, and the characters that XML
 * cannot express. Not thread-safe.
 */
final class VotableFormat extends TextFormat {
    /** VOTable 1.4 kept the namespace of 1.3. */
    private static final String HEAD = """
        <?xml version="1.0" encoding="UTF-8"?>\
        <VOTABLE xmlns="http://www.ivoa.net/xml/VOTable/v1.3" version="1.4"><RESOURCE>\
        <COOSYS ID="icrs" system="ICRS"/><TABLE name="%s">""";
    private static final int REPLACEMENT = 0xFFFD;

    private final RowsDescription table;
    private final List<ColumnDescription> columns;
    private long leftOut;
    private long replaced;
    private long leftOutBefore;
    private long replacedBefore;

    VotableFormat(RowsDescription table, List<ColumnDescription> columns, OutputStream target) {
        super(target);
        this.table = table;
        this.columns = columns;
    }

    @Override
    public void abandon() {
        super.abandon();
        leftOut = leftOutBefore;
        replaced = replacedBefore;
    }

    @Override
    public void begin() throws IOException {
        out.write(HEAD.formatted(attribute(table.toString())));
        for (ColumnDescription column : columns) {
            out.append("<FIELD name=\"").append(attribute(column.name())).append(switch (column.type()) {
                case INTEGER -> "\" datatype=\"long\"";
                case REAL -> "\" datatype=\"double\"";
                case TEXT, ANY, BOOLEAN -> "\" datatype=\"unicodeChar\" arraysize=\"*\"";
            });
            writeAttribute("unit", column.unit());
            writeAttribute("ucd", column.ucd());
            writeAttribute("ref", column.ucd() != null && column.ucd().startsWith("pos.eq.") ? "icrs" : null);
            out.append("><DESCRIPTION>").append(escape(column.description())).append("</DESCRIPTION></FIELD>");
        }
        out.write("<DATA><TABLEDATA>\n");
    }

    @Override
    public void row(ResultSet row) throws IOException, SQLException {
        out.write("<TR>");
        int place = 1;
        for (ColumnDescription column : columns) {
            String cell = cell(column.type(), row.getObject(place++));
            out.append("<TD>").append(cell == null ? "" : escape(cell)).append("</TD>");
        }
        out.write("</TR>\n");
    }

    @Override
    public void end() throws IOException {
        out.write("</TABLEDATA></DATA></TABLE>");
        writeCount("values_left_out", leftOut,
                "Values that are not numbers, in columns of numbers: their cells are empty. NDJSON and CSV have them.");
        writeCount("characters_replaced", replaced, "Characters that XML cannot express: they are U+FFFD.");
        out.write("</RESOURCE></VOTABLE>");
    }

    @Override
    public void keep() {
        leftOutBefore = leftOut;
        replacedBefore = replaced;
    }

    private void writeAttribute(String name, String value) throws IOException {
        if (value != null) {
            out.append(' ').append(name).append("=\"").append(value).append('"');
        }
    }

    private void writeCount(String name, long count, String meaning) throws IOException {
        if (count > 0) {
            out.write("<INFO name=\"" + name + "\" value=\"" + count + "\">" + meaning + "</INFO>");
        }
    }

    /** The text of a cell; null for an empty one. */
    private String cell(ColumnType type, Object value) {
        boolean fits = TypedCells.fits(type, value);
        if (!fits) {
            leftOut++;
        }
        return fits ? text(value) : null;
    }

    private static String text(Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number) ? RowJson.plain(number) : number > 0 ? "+Inf" : "-Inf";
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        return value == null ? null : value.toString();
    }

    /** The text so that a reader of the XML gets the same: it would take a carriage return itself for the end of a line. */
    private String escape(String text) {
        StringBuilder xml = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '\r' -> xml.append("&#13;");
                default -> xml.appendCodePoint(legal(character));
            }
        });
        return xml.toString();
    }

    /** The text for an attribute in double quotes, in which a reader would take a tab or the end of a line for a blank. */
    private String attribute(String text) {
        return escape(text).replace("\"", "&quot;").replace("\t", "&#9;").replace("\n", "&#10;");
    }

    /** The character, or U+FFFD for one that XML 1.0 does not allow (Char, section 2.2); counts those. */
    private int legal(int character) {
        boolean legal = character == '\t' || character == '\n'
                || character >= ' ' && character < Character.MIN_SURROGATE
                || character > Character.MAX_SURROGATE && character != 0xFFFE && character != 0xFFFF;
        if (!legal) {
            replaced++;
        }
        return legal ? character : REPLACEMENT;
    }
}

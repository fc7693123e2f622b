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
 * Rows as a VOTable 1.4 of the IVOA, serialized as TABLEDATA, with the types of {@link VotableDatatype}. The answer to a query of one of
 * the IVOA's protocols has a status besides: INFO elements before the table and, where there are more rows than were asked for, after it
 * (DALI 1.1, section 4.4). An empty cell is no value, or the empty text, which the format cannot tell apart. What is not a number in a
 * column of numbers is left empty; INFO elements after the table count such values, and the characters that XML cannot express. Not
 * thread-safe.
 */
final class VotableFormat extends TextFormat {
    /** VOTable 1.4 kept the namespace of 1.3. */
    private static final String HEAD = """
        <?xml version="1.0" encoding="UTF-8"?>\
        <VOTABLE xmlns="http://www.ivoa.net/xml/VOTable/v1.3" version="1.4"><RESOURCE type="results">%s\
        <COOSYS ID="icrs" system="ICRS"/><TABLE name="%s">""";
    private static final String STATUS = "<INFO name=\"QUERY_STATUS\" value=\"%s\"/>";
    /** As UCD1+ and, which Simple Cone Search has to this day, UCD1 write it. */
    private static final List<String> POSITIONS = List.of("pos.eq.", "POS_EQ_");

    private final RowsDescription table;
    private final List<ColumnDescription> columns;
    private final boolean withStatus;
    private final Runnable replacing = this::countReplaced;
    private long leftOut;
    private long replaced;
    private long leftOutBefore;
    private long replacedBefore;

    /** @param withStatus whether it is the answer to a query of a protocol of the IVOA */
    VotableFormat(RowsDescription table, List<ColumnDescription> columns, boolean withStatus, OutputStream target) {
        super(target);
        this.table = table;
        this.columns = columns;
        this.withStatus = withStatus;
    }

    @Override
    public void abandon() {
        super.abandon();
        leftOut = leftOutBefore;
        replaced = replacedBefore;
    }

    @Override
    public void begin() throws IOException {
        out.write(HEAD.formatted(status("OK"), attribute(table.toString())));
        for (ColumnDescription column : columns) {
            VotableDatatype datatype = VotableDatatype.of(column);
            out.append("<FIELD name=\"").append(attribute(column.name())).append('"');
            writeAttribute("datatype", datatype.name());
            writeAttribute("arraysize", datatype.arraysize());
            if (column.model() != null) {
                writeAttribute("xtype", column.model().xtype());
                writeAttribute("utype", column.model().utype());
            }
            writeAttribute("unit", column.unit());
            writeAttribute("ucd", column.ucd());
            writeAttribute("ref", isPosition(column) ? "icrs" : null);
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
    public void end(boolean more) throws IOException {
        out.write("</TABLEDATA></DATA></TABLE>");
        out.write(more ? status("OVERFLOW") : "");
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

    private String status(String value) {
        return withStatus ? STATUS.formatted(value) : "";
    }

    private static boolean isPosition(ColumnDescription column) {
        return column.ucd() != null && POSITIONS.stream().anyMatch(column.ucd()::startsWith);
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

    private String escape(String text) {
        return XmlText.content(text, replacing);
    }

    private String attribute(String text) {
        return XmlText.attribute(text, replacing);
    }

    private void countReplaced() {
        replaced++;
    }
}

package org.dsa110.contimg.rest.internal.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import org.dsa110.contimg.rest.internal.list.RowJson;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.internal.table.TableDescription;

/**
 * Rows as a VOTable 1.4 of the IVOA, serialized as TABLEDATA. Integers are {@code long}, numbers {@code double}, text
 * {@code unicodeChar}, as {@code char} is ASCII. An empty cell is no value, or the empty text, which the format cannot tell apart. What
 * is not a number in a column of numbers is left empty; INFO elements after the table count such values, and the characters that XML
 * cannot express. Not thread-safe.
 */
public final class VotableFormat implements RowFormat {
    /** That of VOTable 1.3 is that of 1.4 too. */
    private static final String NAMESPACE = "http://www.ivoa.net/xml/VOTable/v1.3";
    /** What the coordinate system of all positions, ICRS, is called in the file. */
    private static final String COORDINATES = "icrs";
    private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

    private final TableDescription<?> table;
    private final List<ColumnDescription> columns;
    private final XMLStreamWriter xml;
    private final XmlText text;
    private long leftOut;

    public VotableFormat(TableDescription<?> table, List<ColumnDescription> columns, OutputStream out) {
        this.table = table;
        this.columns = columns;
        try {
            // Behind a buffer of ours: in what it knows to be an encoder the JDK's class breaks characters above U+FFFF in two.
            this.xml = XML.createXMLStreamWriter(
                    new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        this.text = new XmlText(xml);
    }

    /** Something that writes XML. */
    private interface Piece {
        void write() throws XMLStreamException, SQLException;
    }

    @Override
    public void begin() throws IOException, SQLException {
        writing(() -> {
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("VOTABLE");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeAttribute("version", "1.4");
            xml.writeStartElement("RESOURCE");
            xml.writeEmptyElement("COOSYS");
            xml.writeAttribute("ID", COORDINATES);
            xml.writeAttribute("system", "ICRS");
            xml.writeStartElement("TABLE");
            xml.writeAttribute("name", table.toString());
            for (ColumnDescription column : columns) {
                writeField(column);
            }
            xml.writeStartElement("DATA");
            xml.writeStartElement("TABLEDATA");
            xml.writeCharacters("\n");
        });
    }

    @Override
    public void row(ResultSet row) throws IOException, SQLException {
        writing(() -> {
            xml.writeStartElement("TR");
            for (ColumnDescription column : columns) {
                xml.writeStartElement("TD");
                String cell = cell(column.type(), row.getObject(column.name()));
                if (cell != null) {
                    text.write(cell);
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeCharacters("\n");
        });
    }

    @Override
    public void end() throws IOException, SQLException {
        writing(() -> {
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeEndElement();
            writeCount("values_left_out", leftOut,
                    "Values that are not numbers, in columns of numbers: their cells are empty. NDJSON and CSV have them.");
            writeCount("characters_replaced", text.replaced(), "Characters that XML cannot express: they are U+FFFD.");
            xml.writeEndDocument();
        });
    }

    @Override
    public void flush() throws IOException, SQLException {
        writing(xml::flush);
    }

    private void writeField(ColumnDescription column) throws XMLStreamException {
        xml.writeStartElement("FIELD");
        xml.writeAttribute("name", column.name());
        switch (column.type()) {
            case INTEGER -> xml.writeAttribute("datatype", "long");
            case REAL -> xml.writeAttribute("datatype", "double");
            case TEXT -> {
                xml.writeAttribute("datatype", "unicodeChar");
                xml.writeAttribute("arraysize", "*");
            }
        }
        writeAttribute("unit", column.unit());
        writeAttribute("ucd", column.ucd());
        writeAttribute("ref", column.ucd() != null && column.ucd().startsWith("pos.eq.") ? COORDINATES : null);
        xml.writeStartElement("DESCRIPTION");
        xml.writeCharacters(column.description());
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void writeAttribute(String name, String value) throws XMLStreamException {
        if (value != null) {
            xml.writeAttribute(name, value);
        }
    }

    private void writeCount(String name, long count, String meaning) throws XMLStreamException {
        if (count > 0) {
            xml.writeStartElement("INFO");
            xml.writeAttribute("name", name);
            xml.writeAttribute("value", Long.toString(count));
            xml.writeCharacters(meaning);
            xml.writeEndElement();
        }
    }

    /** The text of a cell; null for an empty one. */
    private String cell(ColumnType type, Object value) {
        return switch (type) {
            case TEXT -> text(value);
            case INTEGER ->
                value == null || value instanceof Integer || value instanceof Long ? text(value) : leaveOut();
            case REAL -> value == null || value instanceof Double || isExact(value) ? text(value) : leaveOut();
        };
    }

    /** Whether an integer, which another program's column may hold, is the same number as a double. */
    private static boolean isExact(Object value) {
        return value instanceof Number number && Math.abs(number.longValue()) <= 1L << 53;
    }

    private String leaveOut() {
        leftOut++;
        return null;
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

    private static void writing(Piece piece) throws IOException, SQLException {
        try {
            piece.write();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }
}

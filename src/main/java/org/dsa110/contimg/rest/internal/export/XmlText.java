package org.dsa110.contimg.rest.internal.export;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes text into XML 1.0 so that a reader gets the same text: a carriage return goes as a reference, which a reader would otherwise
 * take for the end of a line. Characters that XML cannot express at all become U+FFFD and are counted. Not thread-safe.
 */
final class XmlText {
    private static final int REPLACEMENT = 0xFFFD;

    private final XMLStreamWriter xml;
    private long replaced;

    XmlText(XMLStreamWriter xml) {
        this.xml = xml;
    }

    void write(String text) throws XMLStreamException {
        if (text.chars().allMatch(c -> c >= ' ' && c < Character.MIN_SURROGATE)) {
            xml.writeCharacters(text);
            return;
        }
        StringBuilder legal = new StringBuilder(text.length());
        for (int character : text.codePoints().toArray()) {
            if (character == '\r') {
                xml.writeCharacters(legal.toString());
                xml.writeEntityRef("#13");
                legal.setLength(0);
            } else {
                legal.appendCodePoint(legal(character));
            }
        }
        xml.writeCharacters(legal.toString());
    }

    /** How many characters became U+FFFD so far. */
    long replaced() {
        return replaced;
    }

    /** The Char production of XML 1.0, section 2.2. */
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

package org.dsa110.contimg.vo;

import java.nio.charset.StandardCharsets;

import org.dsa110.contimg.rest.internal.export.XmlText;

/** An XML document on its way, element by element. Not thread-safe. */
final class XmlDocument {
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final String root;

    /**
     * Begins with the root.
     *
     * @param prefix of its namespace
     * @param namespaces prefixes and namespaces in turns
     */
    XmlDocument(String prefix, String name, String... namespaces) {
        this.root = prefix + ":" + name;
        xml.append('<').append(root);
        attribute("xmlns:xsi", XSI);
        for (int i = 0; i < namespaces.length; i += 2) {
            attribute("xmlns:" + namespaces[i], namespaces[i + 1]);
        }
        xml.append(">\n");
    }

    /** @param attributes names and values in turns; one whose value is null is left out */
    XmlDocument start(String name, String... attributes) {
        tag(name, attributes);
        xml.append('\n');
        return this;
    }

    XmlDocument end(String name) {
        xml.append("</").append(name).append(">\n");
        return this;
    }

    /**
     * An element with a text alone.
     *
     * @param text null for no element at all
     * @param attributes as of {@link #start}
     */
    XmlDocument element(String name, String text, String... attributes) {
        if (text != null) {
            tag(name, attributes);
            xml.append(XmlText.content(text));
            end(name);
        }
        return this;
    }

    /** The whole of it, in UTF-8; the document is then at its end. */
    byte[] bytes() {
        return end(root).xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void tag(String name, String... attributes) {
        xml.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                attribute(attributes[i], attributes[i + 1]);
            }
        }
        xml.append('>');
    }

    private void attribute(String name, String value) {
        xml.append(' ').append(name).append("=\"").append(XmlText.attribute(value)).append('"');
    }
}

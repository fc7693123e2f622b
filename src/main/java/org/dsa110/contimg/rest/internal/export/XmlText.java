package org.dsa110.contimg.rest.internal.export;

/** Texts of any characters in XML 1.0. Thread-safe. */
public final class XmlText {
    private static final int REPLACEMENT = 0xFFFD;
    private static final Runnable UNNOTICED = () -> {
    };

    private XmlText() {
    }

    /** The text so that a reader of the XML gets the same, with U+FFFD for what XML cannot express. */
    public static String content(String text) {
        return content(text, UNNOTICED);
    }

    /** The same for an attribute in double quotes. */
    public static String attribute(String text) {
        return attribute(text, UNNOTICED);
    }

    /**
     * The text between tags: a reader would take a carriage return itself for the end of a line.
     *
     * @param replacing run for each character that XML cannot express
     */
    static String content(String text, Runnable replacing) {
        StringBuilder xml = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '\r' -> xml.append("&#13;");
                default -> xml.appendCodePoint(legal(character, replacing));
            }
        });
        return xml.toString();
    }

    /** The text for an attribute in double quotes, in which a reader would take a tab or the end of a line for a blank. */
    static String attribute(String text, Runnable replacing) {
        return content(text, replacing).replace("\"", "&quot;").replace("\t", "&#9;").replace("\n", "&#10;");
    }

    /** The character, or U+FFFD for one that XML 1.0 does not allow (Char, section 2.2). */
    private static int legal(int character, Runnable replacing) {
        boolean legal = character == '\t' || character == '\n'
                || character >= ' ' && character < Character.MIN_SURROGATE
                || character > Character.MAX_SURROGATE && character != 0xFFFE && character != 0xFFFF;
        if (!legal) {
            replacing.run();
        }
        return legal ? character : REPLACEMENT;
    }
}

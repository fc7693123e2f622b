package org.dsa110.contimg.internal.logs;

/**
 * Text of others as it may be printed: on one line, and without what commands a terminal or turns the direction of writing. What cannot
 * be printed stands as an escape, such as {@code \n}; a text that has been through this comes out as it is.
 */
public final class Printable {
    /** In characters. What follows in a longer text is counted only. */
    static final int LONGEST = 10_000;

    private Printable() {
    }

    /**
     * The same text where all of it can be printed.
     *
     * @param text may be null, and then stays so
     */
    public static String of(String text) {
        if (text == null || text.length() <= LONGEST && text.codePoints().allMatch(Printable::isPrintable)) {
            return text;
        }
        StringBuilder printed = new StringBuilder(Math.min(text.length(), LONGEST) + 64);
        text.substring(0, end(text)).codePoints().forEach(character -> append(printed, character));
        if (end(text) < text.length()) {
            printed.append("... (").append(text.length() - end(text)).append(" more characters)");
        }
        return printed.toString();
    }

    /** Where it is cut off; not between the two halves of a character. */
    private static int end(String text) {
        // A text that was cut off is longer by the words that say so, and is not cut off again.
        int most = text.endsWith(" more characters)") ? 2 * LONGEST : LONGEST;
        if (text.length() <= most) {
            return text.length();
        }
        return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    }

    private static void append(StringBuilder printed, int character) {
        if (isPrintable(character)) {
            printed.appendCodePoint(character);
            return;
        }
        switch (character) {
            case '\n' -> printed.append("\\n");
            case '\r' -> printed.append("\\r");
            case '\t' -> printed.append("\\t");
            default -> {
                for (char unit : Character.toChars(character)) {
                    printed.append(String.format("\\u%04x", (int) unit));
                }
            }
        }
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            // C0, DEL, C1; marks of direction and others without a shape; separators of lines and paragraphs; halves of characters.
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                false;
            default -> true;
        };
    }
}

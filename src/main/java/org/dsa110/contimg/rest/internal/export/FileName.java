package org.dsa110.contimg.rest.internal.export;

import java.nio.charset.StandardCharsets;

/** What a file is called that is saved, as the header Content-Disposition says it (RFC 6266). Stateless. */
public final class FileName {
    /** Beside letters and digits, what means nothing to a header, a shell or a file system. */
    private static final String PLAIN = "-._";

    private FileName() {
    }

    /**
     * The value of the header, by which browsers save the answer and do not show it.
     *
     * @param table of any characters, as those of other programs have
     * @param extension without its dot
     */
    static String attachment(String table, String extension) {
        return "attachment; " + called(table, extension);
    }

    /** The value of the header, by which browsers show the answer, and save it under that name where they are told to. */
    public static String inline(String table, String extension) {
        return "inline; " + called(table, extension);
    }

    private static String called(String table, String extension) {
        StringBuilder simple = new StringBuilder();
        StringBuilder exact = new StringBuilder();
        table.codePoints().forEach(character -> {
            String text = Character.toString(character);
            simple.append(isPlain(character) ? text : "_");
            exact.append(isPlain(character) ? text : encoded(text));
        });
        String header = "filename=\"" + simple + "." + extension + '"';
        return exact.compareTo(simple) == 0 ? header : header + "; filename*=UTF-8''" + exact + "." + extension;
    }

    private static boolean isPlain(int character) {
        return character >= '0' && character <= '9' || character >= 'A' && character <= 'Z'
                || character >= 'a' && character <= 'z' || PLAIN.indexOf(character) >= 0;
    }

    private static String encoded(String text) {
        StringBuilder bytes = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.append("%%%02X".formatted(one));
        }
        return bytes.toString();
    }
}

package org.dsa110.contimg.database.internal.sqlite.alter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word, a name, a literal or a mark of an SQL text, without the blanks and comments between them.
 *
 * @param start where it begins in the text
 * @param end behind its last character
 * @param text as it is written
 */
public record Token(int start, int end, String text) {
    /**
     * In this order: a comment and blanks are left out, a quoted text has its quotes doubled within. What repeats a group does not go back
     * (*+), as each repetition that may be taken back needs a part of the stack, which a long text uses up.
     */
    private static final Pattern TOKEN = Pattern.compile(
            "(?:--[^\\n]*|/\\*(?s:.*?)(?:\\*/|\\z)|\\s+)"
                    + "|((?:[xX](?='))?'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|`(?:[^`]|``)*+`|\\[[^\\]]*\\]"
                    + "|[\\p{Alpha}_\\x{80}-\\x{10FFFF}][\\p{Alnum}_$\\x{80}-\\x{10FFFF}]*"
                    + "|(?:\\d|\\.\\d)(?:[\\w.]|(?<=[eE])[+-])*+|.)",
            Pattern.DOTALL);

    /** All of a text, in their order. */
    public static List<Token> of(String sql) {
        List<Token> tokens = new ArrayList<>();
        Matcher found = TOKEN.matcher(sql);
        while (found.find()) {
            if (found.group(1) != null) {
                tokens.add(new Token(found.start(), found.end(), found.group(1)));
            }
        }
        return tokens;
    }

    /** Whether it is a keyword; a name in quotes is none. */
    public boolean is(String keyword) {
        return text.equalsIgnoreCase(keyword);
    }

    /** Whether it can name something: a word, or a text in any quotes. */
    public boolean isName() {
        char first = text.charAt(0);
        return isQuoted() || !isBlob() && (Character.isLetter(first) || first == '_' || first > 0x7f);
    }

    /** What it names, without its quotes. */
    public String name() {
        if (!isQuoted()) {
            return text;
        }
        String quote = text.charAt(0) == '[' ? "]" : text.substring(0, 1);
        return text.substring(1, text.length() - 1).replace(quote + quote, quote);
    }

    /** The same for texts that mean the same but for the case of words and names. */
    public String normal() {
        return text.charAt(0) == '\'' ? text : name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is bytes in hexadecimal, such as {@code x'00ff'}. */
    private boolean isBlob() {
        return text.length() > 1 && text.charAt(1) == '\'' && Character.isLetter(text.charAt(0));
    }

    private boolean isQuoted() {
        return text.length() > 1 && "'\"`[".indexOf(text.charAt(0)) >= 0;
    }
}

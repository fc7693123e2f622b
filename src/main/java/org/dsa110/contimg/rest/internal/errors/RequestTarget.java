package org.dsa110.contimg.rest.internal.errors;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The target of a request as it was sent (RFC 9112, section 3.2): which ones mean the same to everybody who looks at it. The router
 * normalizes paths, the framework below it takes parameters out of their segments, and both end a query at characters of their own; what
 * they would change is refused, so that nobody reaches another row than the one that the target names. Thread-safe.
 */
final class RequestTarget {
    /** In characters. A key is a text of 4096 characters, each up to nine when it is percent-encoded. */
    static final int LONGEST_PATH = 65_536;
    /** In characters. A page token holds the values that its page is ordered by: texts of 65,536 characters of up to four bytes, in Base64. */
    static final int LONGEST = 1_000_000;
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x21-\\x7e]");
    private static final Pattern DOTS = Pattern.compile("/(\\.|%2[eE]){1,2}(/|$)");
    /** Below a table; the tables themselves are the same with a slash and without. */
    private static final Pattern SLASH_AFTER_KEY = Pattern.compile("/api/v1/[^/]+/[^/]+/.+/");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://[^/?#@]+(/.*)?");

    private RequestTarget() {
    }

    /** What is too long about it; null where nothing is. */
    static String excess(String target, String path) {
        if (target.length() > LONGEST) {
            return "the URL is longer than " + LONGEST + " characters";
        }
        return path.length() > LONGEST_PATH ? "the path is longer than " + LONGEST_PATH + " characters" : null;
    }

    /**
     * What is wrong with it, naming the character or the place; null where nothing is.
     *
     * @param path its path, as the router has it
     */
    static String fault(String target, String path) {
        if (BROKEN_ESCAPE.matcher(target).find()) {
            return "the URL has a % that is not followed by two hexadecimal digits";
        }
        if (!target.startsWith("/") && !ABSOLUTE.matcher(target).matches()) {
            return "the target of the request does not begin with a /";
        }
        if (NOT_ASCII.matcher(target).find()) {
            return "the URL has a character that is no printable ASCII; clients send it percent-encoded, as UTF-8";
        }
        if (path.indexOf(';') >= 0) {
            return "the path has a ; which begins a parameter that nothing here has; one that is part of a key is sent as %3B";
        }
        if (DOTS.matcher(path).find()) {
            return "the path has a segment . or .. which leads elsewhere; a / that is part of a key is sent as %2F";
        }
        if (path.contains("//")) {
            return "the path has an empty segment, //; a / that is part of a key is sent as %2F";
        }
        if (SLASH_AFTER_KEY.matcher(path).matches()) {
            return "the path has a / after the key; one that is part of a key is sent as %2F";
        }
        if (target.indexOf(';') >= 0) {
            return "the query has a ; which would end a value; one that is part of a value is sent as %3B";
        }
        if (target.indexOf('#') >= 0) {
            return "the URL has a # which would end it; one that is part of a value is sent as %23";
        }
        int query = target.indexOf('?');
        return query < 0 ? null : faultOfQuery(target.substring(query + 1));
    }

    /** Of a query whose escapes are whole. What follows puts U+FFFD for what is not UTF-8, which is another value. */
    private static String faultOfQuery(String query) {
        for (String parameter : query.split("&")) {
            String name = parameter.split("=", 2)[0];
            if (name.isEmpty() && !parameter.isEmpty()) {
                return "the query has a value without the name of a parameter";
            }
            if (!isUtf8(name)) {
                return "the query has a name of a parameter that is not UTF-8";
            }
            if (!isUtf8(parameter)) {
                return "the value of " + URLDecoder.decode(name, StandardCharsets.UTF_8) + " is not UTF-8";
            }
        }
        return null;
    }

    private static boolean isUtf8(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return true;
        }
        // One character for each byte, and then the bytes.
        byte[] bytes = URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}

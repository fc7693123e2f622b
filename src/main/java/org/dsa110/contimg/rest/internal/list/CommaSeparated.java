package org.dsa110.contimg.rest.internal.list;

import java.util.ArrayList;
import java.util.List;

/** Several values or names in one parameter. */
final class CommaSeparated {
    private CommaSeparated() {
    }

    /** The parts of a text: a comma ends one, unless there is a backslash before it. */
    static List<String> split(String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && (text.charAt(i + 1) == ',' || text.charAt(i + 1) == '\\')) {
                value.append(text.charAt(++i));
            } else if (c == ',') {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }
}

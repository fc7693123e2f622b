package org.dsa110.contimg.migration.revision;

import java.util.List;
import java.util.Locale;

/** The text of a migration, and its name. */
public final class MigrationText {
    private static final int LONGEST_NAME = 60;

    private MigrationText() {
    }

    /** What is done, each step with what is to be known of it, below what it is for. */
    public static String of(String message, List<Change> changes) {
        StringBuilder text = new StringBuilder();
        message.lines().forEach(line -> text.append("-- ").append(line).append('\n'));
        for (Change change : changes) {
            text.append('\n');
            if (change.warning() != null) {
                text.append("-- ").append(change.warning().substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(change.warning().substring(1)).append(".\n");
            }
            change.sql().forEach(sql -> text.append(sql).append(";\n"));
        }
        return text.toString();
    }

    /** The name of a file, such as {@code V8__add_a_flag.sql}; its description is empty where the message has no letter or digit. */
    public static String fileName(int version, String message) {
        return "V" + version + "__" + slug(message) + ".sql";
    }

    /** The message as it stands in the name of a file: small letters of ASCII, digits, and one underscore for all between. */
    public static String slug(String message) {
        String slug = message.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return slug.substring(0, Math.min(slug.length(), LONGEST_NAME)).replaceAll("^_|_$", "");
    }
}

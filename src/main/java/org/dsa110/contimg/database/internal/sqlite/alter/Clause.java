package org.dsa110.contimg.database.internal.sqlite.alter;

import java.util.List;

/**
 * A constraint within the statement that makes a table.
 *
 * @param start where it begins in the statement, with its name if it has one
 * @param end behind its last character
 * @param columns what it is about: the one column of NOT NULL, the names in a CHECK, the child's columns of a foreign key
 * @param parent the table that a foreign key refers to; null for others
 * @param sql a foreign key's REFERENCES and what follows, a CHECK's expression; empty for others
 */
public record Clause(Kind kind, int start, int end, List<String> columns, String parent, String sql) {
    /** Those that can be taken out without a change of what is stored. */
    public enum Kind {
        NOT_NULL, CHECK, FOREIGN_KEY
    }
}

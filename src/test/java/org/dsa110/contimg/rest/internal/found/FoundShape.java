package org.dsa110.contimg.rest.internal.found;

import java.util.stream.Stream;

/**
 * A table or view of another program, with one row for each of the statements behind it.
 *
 * @param name to be asked for
 * @param made statements that make and fill it; none where those of another shape do
 */
record FoundShape(String name, String... made) {
    static Stream<FoundShape> all() {
        String mixed = "(1), (NULL), ('1'), (x'01'), (2.5), ('é'), (CAST(x'61ff' AS TEXT)), (9e999)";
        return Stream.of(
                new FoundShape("no key", "CREATE TABLE \"no key\" (a, b TEXT)",
                        "INSERT INTO \"no key\" (a) VALUES " + mixed,
                        "INSERT INTO \"no key\" (a) VALUES " + mixed),
                new FoundShape("any key", "CREATE TABLE \"any key\" (k PRIMARY KEY, v)",
                        "INSERT INTO \"any key\" (k) VALUES " + mixed + ", ('~null'), ('.'), ('..'), (''), ('a/b%;')"),
                new FoundShape("null_keys", "CREATE TABLE null_keys (id TEXT PRIMARY KEY, v)",
                        "INSERT INTO null_keys VALUES (NULL, 1), (NULL, 1), (NULL, 2), (NULL, 2), ('a', 3), ('b', 3), (x'00', 4)"),
                new FoundShape("descending", "CREATE TABLE descending (id INTEGER PRIMARY KEY DESC, v)",
                        "INSERT INTO descending VALUES (NULL, 1), (NULL, 2), (3, 3), (-9, 4), ('text', 5)"),
                new FoundShape("bits",
                        "CREATE TABLE bits (a TEXT NOT NULL, b INTEGER NOT NULL, c REAL, PRIMARY KEY (b, a))"
                                + " WITHOUT ROWID",
                        "INSERT INTO bits VALUES ('x', 1, 1), ('X', 1, 2), ('x/y', 2, 3), ('', 2, 4)"),
                new FoundShape("nocase",
                        "CREATE TABLE nocase (a TEXT COLLATE NOCASE, b, PRIMARY KEY (a COLLATE BINARY))"
                                + " WITHOUT ROWID",
                        "INSERT INTO nocase VALUES ('x', 1), ('X', 2), ('y', 3), ('Y', 4), ('é', 5)"),
                new FoundShape("rowids", "CREATE TABLE rowids (rowid TEXT, OID)",
                        "INSERT INTO rowids VALUES ('a', 1), ('a', 1), ('b', NULL)"),
                new FoundShape("no_row_number", "CREATE TABLE no_row_number (rowid, oid, _rowid_)",
                        "INSERT INTO no_row_number VALUES (1, 1, 1), (1, 1, 1), (1, 1.0, 1), (NULL, 2, 3), (NULL, 2, 3)"),
                new FoundShape("strict",
                        "CREATE TABLE strict (id INTEGER PRIMARY KEY, a ANY, b BLOB, c REAL, d INT) STRICT",
                        "INSERT INTO strict (a, b) VALUES (1, x'00'), ('1', NULL), (x'01', x'')"),
                new FoundShape("generated", "CREATE TABLE generated (a INTEGER PRIMARY KEY, b AS (a * 2), c TEXT AS"
                        + " ('n' || a) STORED)",
                        "INSERT INTO generated (a) VALUES (1), (2), (3), (9223372036854775807)"),
                new FoundShape("É \"quoted\" /, %41;☃",
                        "CREATE TABLE \"É \"\"quoted\"\" /, %41;☃\" (\"a \"\"b\"\"\" PRIMARY KEY,"
                                + " \"É\", \"é\", \"-x\", \"c,d\", \"e\\f\", [select], \"a'\", \"<&>\")",
                        "INSERT INTO \"É \"\"quoted\"\" /, %41;☃\" VALUES (1,2,3,4,5,6,7,8,9), (2,3,2,1,0,1,2,3,4),"
                                + " (3,2,2,4,5,6,7,8,9), ('x',2,2,4,5,6,7,8,9)"),
                new FoundShape("parameters",
                        "CREATE TABLE parameters (\"limit\" INTEGER, \"order\", next, fields, count, \"as\", ra"
                                + " REAL, dec REAL, radius REAL, filters, warnings, warnings_)",
                        "INSERT INTO parameters VALUES (1,2,3,4,5,6,7,8,9,10,11,12), (2,2,3,4,5,6,7,8,9,10,11,12),"
                                + " (2,9e999,3,4,5,6,7,8,9,10,11,12)"),
                new FoundShape("a:b", "CREATE TABLE \"a:b\" (id INTEGER PRIMARY KEY)",
                        "INSERT INTO \"a:b\" VALUES (1), (2)"),
                new FoundShape("words", "CREATE VIRTUAL TABLE words USING fts5(title, body)",
                        "INSERT INTO words VALUES ('a', 'b'), ('c', 'd'), ('a', 'b')"),
                new FoundShape("words_content"), new FoundShape("words_config"), new FoundShape("words_idx"),
                new FoundShape("boxes", "CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1)",
                        "INSERT INTO boxes VALUES (1, 0, 1), (2, 0, 1), (3, 5, 6)"),
                new FoundShape("same",
                        "CREATE VIEW same AS SELECT b FROM \"no key\" UNION ALL SELECT 1 UNION ALL SELECT 1.0"
                                + " UNION ALL SELECT x'00' UNION ALL SELECT x'00' UNION ALL SELECT 'a' UNION ALL SELECT 'a'"),
                new FoundShape("joined",
                        "CREATE VIEW joined AS SELECT x.a, y.a AS a, x.rowid FROM \"no key\" x JOIN generated y"),
                new FoundShape("one", "CREATE VIEW one (x) AS SELECT 1"),
                new FoundShape("empty", "CREATE TABLE empty (a, b)"),
                new FoundShape("declared",
                        "CREATE TABLE declared (a VARCHAR(20), b BOOLEAN, c DATETIME, d DECIMAL(5,2), e"
                                + " \"DOUBLE PRECISION\", f, g BIGINT)",
                        "INSERT INTO declared VALUES ('1', 1, '2025-01-01', '1.50',"
                                + " 'n/a', '007', 'x'), (1, 'yes', 20250101, 1, 1, 7, 2.5), (NULL, 0, NULL, 'x', x'00',"
                                + " 7.0, 3)"));
    }

    @Override
    public String toString() {
        return name;
    }
}

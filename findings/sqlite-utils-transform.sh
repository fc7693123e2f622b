#!/usr/bin/env bash
# sqlite-utils transform makes a table anew without its indexes, triggers, CHECK and COLLATE, and quotes text defaults once more.
#
# Versions: sqlite-utils 3.30 (Debian 12).
# Behaviour: dropping a column by transform copies the rows into a new table that has column types, keys and NOT NULL, and nothing else
#   of the old one; a default 'none' becomes the text 'none' with its quotes in rows that are added afterwards. Where a view reads the table the
#   transformation fails at the renaming, and its copy stays in the file.
# Output:
#   table: transformed
#     kind of the row of before and of a new one: none 'none'
#     there: table photometry
#     CHECK False COLLATE False
#   table with a view: fails, error in view bright
#     there: index by_source, table photometry, table photometry_new_..., trigger hears, view bright
#     CHECK True COLLATE True

. "$(dirname "$0")/packages"

cat >"$work/look.py" <<'PYTHON'
import sqlite3, sqlite_utils

TABLE = """CREATE TABLE photometry (id INTEGER PRIMARY KEY, source TEXT COLLATE NOCASE, flux REAL CHECK (flux > 0),
    kind TEXT DEFAULT 'none', note TEXT);
CREATE INDEX by_source ON photometry(source);
CREATE TRIGGER hears AFTER INSERT ON photometry BEGIN SELECT 1; END;
INSERT INTO photometry (source, flux) VALUES ('J1', 1);"""
VIEW = "CREATE VIEW bright AS SELECT * FROM photometry WHERE flux > 1;"

for what, script in ("table", TABLE), ("table with a view", TABLE + VIEW):
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    try:
        sqlite_utils.Database(connection)["photometry"].transform(drop={"note"})
        print(f"{what}: transformed")
        connection.execute("INSERT INTO photometry (source) VALUES ('J2')")
        print("  kind of the row of before and of a new one:", *connection.execute("SELECT group_concat(kind, ' ') FROM photometry").fetchone())
    except sqlite3.OperationalError as error:
        print(f"{what}: fails,", str(error).split(":")[0])
    names = [name for (name,) in connection.execute("SELECT type || ' ' || name FROM sqlite_schema ORDER BY 1")]
    print("  there:", ", ".join(name if "_new_" not in name else name.split("_new_")[0] + "_new_..." for name in names))
    sql, = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'photometry'").fetchone()
    print("  CHECK", "CHECK" in sql, "COLLATE", "COLLATE" in sql)
PYTHON

look() {
  debian_python "$work/look.py"
}

debian sqlite-utils
seen look

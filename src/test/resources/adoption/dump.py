"""Writes databases as SQL text into a zip, so that what is made of it has the same rows, row numbers, storage classes and sequences.

Use: dump.py samples.zip FOLDER, where FOLDER has the files in folders of their own. What it writes is read back and compared.
"""
import pathlib
import sqlite3
import sys
import zipfile


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return "X'" + value.hex() + "'"
    if isinstance(value, float):
        return real(value)
    if isinstance(value, str):
        if "\0" in value or "\n" in value:
            return "CAST(X'" + value.encode().hex() + "' AS TEXT)"
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def real(value):
    """SQLite does not read every decimal fraction to the last bit: such a one is written as a quotient by a power of two."""
    if value in (float("inf"), float("-inf")):
        return "9e999" if value > 0 else "-9e999"
    if sqlite3.connect(":memory:").execute(f"SELECT {value!r}").fetchone()[0] == value:
        return repr(value)
    above, below = value.as_integer_ratio()
    return f"({above} / {below}.0)"


def tables(database):
    return database.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
    ).fetchall()


def number(database, table):
    """The name of the row's number; none in a WITHOUT ROWID table."""
    without = database.execute("SELECT wr FROM pragma_table_list(?)", (table,)).fetchone()[0]
    return "" if without else "rowid, "


def columns(database, table):
    return [row[0] for row in database.execute("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", (table,))]


def dump(database):
    yield "PRAGMA foreign_keys = OFF"
    for table, sql in tables(database):
        yield sql
        names = number(database, table) + ", ".join(map(quoted, columns(database, table)))
        for row in database.execute(f"SELECT {names} FROM {quoted(table)}"):
            yield f"INSERT INTO {quoted(table)} ({names}) VALUES ({', '.join(map(literal, row))})"
    if database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").fetchone():
        yield "DELETE FROM sqlite_sequence"
        for row in database.execute("SELECT name, seq FROM sqlite_sequence"):
            yield f"INSERT INTO sqlite_sequence VALUES ({', '.join(map(literal, row))})"
    for row in database.execute(
            "SELECT sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL ORDER BY type = 'trigger', rowid"):
        yield row[0]


def content(database):
    found = {"schema": sorted(database.execute("SELECT type, name, rtrim(sql, char(10, 13, 32)) FROM sqlite_schema").fetchall(), key=str)}
    for table, _ in tables(database):
        names = ["rowid"] if number(database, table) else []
        names += map(quoted, columns(database, table))
        found[table] = database.execute(
            f"SELECT {', '.join(f'{name}, typeof({name})' for name in names)} FROM {quoted(table)} ORDER BY 1").fetchall()
    return found


def main(target, folder):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as samples:
        for path in sorted(pathlib.Path(folder).glob("*/*.sqlite3")):
            database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
            statements = list(dump(database))
            again = sqlite3.connect(":memory:", isolation_level=None)
            for statement in statements:
                again.execute(statement)
            if content(again) != content(database):
                sys.exit(f"{path} is not the same when it is made of its text")
            # One statement a line could not hold triggers: the marks between them are of a kind that no text has.
            info = zipfile.ZipInfo(f"{path.parent.name}/{path.stem}.sql", (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            samples.writestr(info, "\n\x1e\n".join(statements))


main(*sys.argv[1:])

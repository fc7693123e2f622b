#!/usr/bin/env bash
# Alembic's batch mode for SQLite makes a table anew without its triggers, expression indexes, and what else of its indexes it does not know.
#
# Versions: Alembic 1.8.1 with SQLAlchemy 1.4.46 (Debian 12), and 1.20.0 with 2.1.1, which do the same.
# Behaviour: after a batch that only drops a column, the triggers are gone without a word, an expression index with a warning of SQLAlchemy;
#   the other index is there without COLLATE and DESC. A table with a text default in double quotes is refused, as the default is taken
#   for an expression. With recreate="never" nothing is lost, where SQLite can do the change by itself.
# Output:
#   Alembic 1.8.1 SQLAlchemy 1.4.46
#   batch:
#     left: CREATE INDEX by_source ON photometry (source, mjd)
#     warnings of expression indexes: 2
#   default in double quotes: refused, default value of column [kind] is not constant
#     warnings of expression indexes: 2
#   recreate=never:
#     left: CREATE INDEX by_day ON photometry(CAST(mjd AS INTEGER))
#     left: CREATE INDEX by_source ON photometry(source COLLATE NOCASE, mjd DESC)
#     left: CREATE TRIGGER hears AFTER INSERT ON photometry BEGIN INSERT INTO heard VALUES (new.id); END
#     warnings of expression indexes: 0
#   Alembic 1.20.0 SQLAlchemy 2.1.1
#   batch:
#     left: CREATE INDEX by_source ON photometry (source, mjd)
#     warnings of expression indexes: 2
#   default in double quotes: refused, default value of column [kind] is not constant
#     warnings of expression indexes: 2
#   recreate=never:
#     left: CREATE INDEX by_day ON photometry(CAST(mjd AS INTEGER))
#     left: CREATE INDEX by_source ON photometry(source COLLATE NOCASE, mjd DESC)
#     left: CREATE TRIGGER hears AFTER INSERT ON photometry BEGIN INSERT INTO heard VALUES (new.id); END
#     warnings of expression indexes: 0

. "$(dirname "$0")/packages"

cat >"$work/look.py" <<'PYTHON'
import warnings, alembic, sqlalchemy
from alembic.migration import MigrationContext
from alembic.operations import Operations

TABLE = """CREATE TABLE photometry (id INTEGER PRIMARY KEY, source TEXT, mjd REAL, kind TEXT DEFAULT {}, note TEXT); CREATE TABLE heard (id INTEGER);
CREATE INDEX by_day ON photometry(CAST(mjd AS INTEGER)); CREATE INDEX by_source ON photometry(source COLLATE NOCASE, mjd DESC);
CREATE TRIGGER hears AFTER INSERT ON photometry BEGIN INSERT INTO heard VALUES (new.id)\\; END"""


def batch(what, default, **options):
    engine = sqlalchemy.create_engine("sqlite://")
    with engine.begin() as connection, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        for statement in TABLE.format(default).replace("\\;", "\0").split(";"):
            connection.exec_driver_sql(statement.replace("\0", ";"))
        try:
            with Operations(MigrationContext.configure(connection)).batch_alter_table("photometry", **options) as table:
                table.drop_column("note")
            print(f"{what}:")
            for (sql,) in connection.exec_driver_sql(
                    "SELECT sql FROM sqlite_schema WHERE type IN ('index', 'trigger') ORDER BY name"):
                print("  left:", sql)
        except sqlalchemy.exc.OperationalError as error:
            print(f"{what}: refused, {error.orig}")
        print("  warnings of expression indexes:", sum("expression-based index" in str(one.message) for one in warned))


print("Alembic", alembic.__version__, "SQLAlchemy", sqlalchemy.__version__)
batch("batch", "'none'", recreate="always")
batch("default in double quotes", '"none"', recreate="always")
batch("recreate=never", "'none'", recreate="never")
PYTHON

look() {
  debian_python "$work/look.py"
  "$work/new/bin/python" "$work/look.py"
}

debian python3-alembic python3-sqlalchemy
python new alembic==1.20.0 sqlalchemy==2.1.1
seen look

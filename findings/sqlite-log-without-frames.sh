#!/usr/bin/env bash
# A write-ahead log with its header and nothing behind it makes SQLite fail with "locking protocol" after 10 s, where readonly_shm=1 was asked for.
#
# Versions: SQLite 3.40.1 (Debian 12's Python 3.11); 3.54.1 in sqlite-jdbc does the same.
# Behaviour: a program that is killed between the header and the first frame of a new log leaves 32 bytes, and its index. With
#   readonly_shm, and nobody else there, SQLite makes an index in memory, for which it does not read the header of a log of 32 bytes, then
#   compares the log's salts with those of that index, takes them for another program's change, and begins again, a hundred times. A log of
#   0 bytes, or with a part of a frame, is read at once.
# Output:
#   SQLite 3.40.1
#   a log of 0 bytes: 1 rows, at once
#   a log of 32 bytes: SQLITE_PROTOCOL: locking protocol, after 10 s
#   a log of 40 bytes: 1 rows, at once

. "$(dirname "$0")/packages"

cat >"$work/look.py" <<'PYTHON'
import os, shutil, sqlite3, time


def look(size):
    for end in "", "-wal", "-shm":
        shutil.copy("open.db" + end, "left.db" + end)
    os.truncate("left.db-wal", size)
    begun = time.monotonic()
    try:
        rows = sqlite3.connect("file:left.db?mode=ro&readonly_shm=1", uri=True, timeout=0).execute("SELECT count(*) FROM made").fetchone()[0]
        found = f"{rows} rows"
    except sqlite3.OperationalError as error:
        found = f"{error.sqlite_errorname}: {error}"
    seconds = round(time.monotonic() - begun)
    print(f"a log of {size} bytes: {found},", f"after {seconds} s" if seconds else "at once")


print("SQLite", sqlite3.sqlite_version)
database = sqlite3.connect("open.db", isolation_level=None)
database.executescript("PRAGMA journal_mode = WAL; CREATE TABLE made (id INTEGER); INSERT INTO made VALUES (1)")
database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
database.execute("INSERT INTO made VALUES (2)")
look(0)
look(32)
look(40)
PYTHON

look() {
  mkdir "$work/folder"
  cd "$work/folder"
  /usr/bin/python3 ../look.py
}

seen look

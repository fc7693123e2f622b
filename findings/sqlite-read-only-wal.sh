#!/usr/bin/env bash
# A reader that may only read a WAL file and its folder can read it only while somebody else has it open.
#
# Versions: SQLite 3.40.1 (Debian 12's Python 3.11).
# Behaviour: a SELECT needs the -shm file. Nobody having the file open there is none, and one who may not make it is told "attempt to
#   write a readonly database"; while another has it open, it is there and the SELECT works. immutable=1 works in both cases, and shows the
#   file without what is still in the log.
# Output:
#   SQLite 3.40.1
#   one has it open, with a row in its log:
#     mode=ro: 2 rows
#     mode=ro&immutable=1: 1 rows
#   nobody has it open:
#     mode=ro: attempt to write a readonly database
#     mode=ro&immutable=1: 2 rows

. "$(dirname "$0")/packages"

cat >"$work/look.py" <<'PYTHON'
import os, sqlite3, subprocess, sys, tempfile

READER = """
import os, sqlite3, sys
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for options in "mode=ro", "mode=ro&immutable=1":
    try:
        print(f"  {options}:", sqlite3.connect(f"file:{sys.argv[1]}?{options}", uri=True).execute("SELECT count(*) FROM made").fetchone()[0], "rows")
    except sqlite3.OperationalError as error:
        print(f"  {options}:", error)
"""


def read(when):
    print(when, flush=True)
    os.chmod(folder, 0o555)
    subprocess.run([sys.executable, "-c", READER, path], check=True, timeout=60)
    os.chmod(folder, 0o755)


print("SQLite", sqlite3.sqlite_version)
folder = os.getcwd()
path = os.path.join(folder, "file.db")
database = sqlite3.connect(path, isolation_level=None)
database.executescript("PRAGMA journal_mode = WAL; CREATE TABLE made (id INTEGER); INSERT INTO made VALUES (1)")
database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
database.execute("INSERT INTO made VALUES (2)")
os.chmod(path, 0o444 if os.getuid() else 0o644)
read("one has it open, with a row in its log:")
database.close()
read("nobody has it open:")
PYTHON

look() {
  mkdir "$work/folder"
  chmod 755 "$work"
  cd "$work/folder"
  /usr/bin/python3 ../look.py
}

seen look

#!/usr/bin/env bash
# Python's sqlite3 stores numpy.float32 and numpy's integers as BLOBs, in columns of numbers too.
#
# Versions: numpy 1.26.4 and 2.4.6, Python 3.11.
# Behaviour: numpy.float64 is a Python float and is stored as REAL; numpy.float32, int64 and int32 are not Python numbers but have
#   the buffer protocol, so their bytes are stored as a BLOB, which no column affinity changes. No error is raised.
# Output:
#   numpy 1.26.4
#   float64: real 32302E35 20.5
#   float32: blob 0000A441 0.0
#   int64: blob 1400000000000000 0.0
#   int32: blob 14000000 0.0
#   numpy 2.4.6
#   float64: real 32302E35 20.5
#   float32: blob 0000A441 0.0
#   int64: blob 1400000000000000 0.0
#   int32: blob 14000000 0.0

. "$(dirname "$0")/packages"

cat >"$work/look.py" <<'PYTHON'
import sqlite3, numpy

database = sqlite3.connect(":memory:")
database.execute("CREATE TABLE made (number REAL)")
print("numpy", numpy.__version__)
for value in numpy.float64(20.5), numpy.float32(20.5), numpy.int64(20), numpy.int32(20):
    database.execute("DELETE FROM made")
    database.execute("INSERT INTO made VALUES (?)", (value,))
    print(f"{type(value).__name__}:", *database.execute("SELECT typeof(number), hex(number), avg(number) FROM made").fetchone())
PYTHON

look() {
  "$work/older/bin/python" "$work/look.py"
  "$work/newer/bin/python" "$work/look.py"
}

export PYTHON=python3.11
python older numpy==1.26.4
python newer numpy==2.4.6
seen look

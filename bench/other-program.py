"""Writes rows to a SQLite file as any program does, with sqlite3's defaults, and prints how long each write took.

other-program.py FILE SECONDS
"""
import sqlite3
import sys
import time

file, seconds = sys.argv[1], float(sys.argv[2])
connection = sqlite3.connect(file)
connection.execute("CREATE TABLE IF NOT EXISTS written_by_another_program (at REAL)")
took, failed, end = [], 0, time.monotonic() + seconds
while time.monotonic() < end:
    start = time.perf_counter()
    try:
        with connection:
            connection.execute("INSERT INTO written_by_another_program VALUES (?)", (start,))
    except sqlite3.OperationalError:
        failed += 1
    took.append(1000 * (time.perf_counter() - start))
    time.sleep(0.01)
took.sort()
at = lambda quantile: took[min(len(took) - 1, int(len(took) * quantile))]
print(f"{len(took) / seconds:.0f}/s, p50 {at(.5):.2f} ms, p90 {at(.9):.2f} ms, p99 {at(.99):.2f} ms, "
      f"longest {at(1):.1f} ms, {failed} errors")

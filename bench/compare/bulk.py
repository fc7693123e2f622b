"""What is done by the million rows, beside the sqlite3 shell: imports and exports, and how single reads fare meanwhile."""
import json
import math
import os
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import time
import urllib.request
from dataclasses import dataclass

from compare.data import hash_of
from compare.load import Failed, warm, wrk
from compare.scenarios import ROW

SHELL = "sqlite3-shell"
COLUMNS = ("source_id", "image_path", "ra_deg", "dec_deg", "nvss_flux_mjy", "peak_jyb", "peak_err_jyb", "measured_at", "snr", "mjd", "flux_jy",
           "flux_err_jy", "normalized_flux_jy", "normalized_flux_err_jy", "sep_from_center_deg", "flags")
PHOTOMETRY = "/api/v1/products/photometry"
IMAGES = "/api/v1/products/images"
IMAGE = IMAGES + "/5000"
TRIGGERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'photometry'"
WARM_UP_ROWS = 50_000
LONG_LISTS = 16
CLIENTS = 16
LATENCY_SECONDS = 15
READS = 2000
WRITES = 1000
OTHER_CLIENTS_WRITES = 20
NEW_IMAGE = json.dumps({"path": "/latency/#", **ROW})
LOAD = re.compile(r"(?P<rate>\d+)/s, p50 (?P<p50>[\d.]+) ms, .*p99 (?P<p99>[\d.]+) ms, p99.9 (?P<p999>[\d.]+) ms, .* (?P<errors>\d+) errors")
HERE = os.path.dirname(os.path.abspath(__file__))
LOAD_SOURCE = os.path.join(os.path.dirname(HERE), "Load.java")
# A service may bound what it does at a time, and says so by 503.
AGAIN = "while s=$(curl -sS -o /dev/null -w '%{http_code}' \"$0\"); do echo $s; [ $s != 503 ] || sleep 1; done"
READ_SECONDS = 20


class Shell:
    """The sqlite3 shell on a file with the same tables and indexes: what can be had without a service."""
    name = SHELL

    def __init__(self):
        self.version = sqlite3.sqlite_version

    def build(self):
        if shutil.which("sqlite3") is None:
            raise SystemExit("the sqlite3 shell is not installed")
        self.version = subprocess.run(["sqlite3", "--version"], capture_output=True, text=True, check=True).stdout.split()[0]


def row(i, named):
    source = i % 1000
    values = (f"N{source:05}" if named else None, f"/stage/images/2026/{i // 1000:08}.fits", 360 * (source * 7919 % 1000) / 1000,
              170 * (source * 104729 % 1000) / 1000 - 85, 50.0, 0.05 + i % 997 * 1e-6, 0.001 + i % 89 * 1e-6, 1.8e9 + i // 1000 * 309.0,
              30.0 + i % 31, 61000 + i // 1000 * 0.00358, 0.05 + i % 991 * 1e-6, 0.001 + i % 97 * 1e-6, 1 + i % 101 * 1e-4, 0.01, i % 7 * 0.1, 0)
    return dict(zip(COLUMNS, values))


def written(folder, rows, named, columns):
    """The same rows as NDJSON for a service, and as CSV with all columns of the table for the shell, for which nothing is an empty text."""
    ndjson, csv = os.path.join(folder, "rows.ndjson"), os.path.join(folder, "rows.csv")
    with open(ndjson, "w", encoding="utf-8") as lines, open(csv, "w", encoding="utf-8") as table:
        for i in range(rows):
            one = {name: value for name, value in row(i, named).items() if value is not None}
            lines.write(json.dumps(one, separators=(",", ":")) + "\n")
            table.write(",".join(str({"id": i + 1, **one}.get(column, "")) for column in columns) + "\n")
    return ndjson, csv


def asked(file, sql):
    connection = sqlite3.connect(file, timeout=30)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def curl(*arguments):
    run = subprocess.run(["curl", "-sS", "--fail-with-body", *arguments], capture_output=True, text=True)
    if run.returncode:
        raise Failed(f"curl ends with {run.returncode}: {run.stderr[-300:]} {run.stdout[-300:]}")
    return run.stdout


def shell(file, *commands):
    run = subprocess.run(["sqlite3", "-bail", file, *commands], capture_output=True, text=True)
    if run.returncode or run.stderr:
        raise Failed(f"sqlite3 ends with {run.returncode}: {run.stderr[-300:]}")


class Bulk:
    """One that drives a contender itself."""

    def identity(self):
        """Other where it is of other rows, or measured in another way."""
        with open(__file__, encoding="utf-8") as own, open(LOAD_SOURCE, encoding="utf-8") as generator:
            return hash_of(str(self), own.read(), generator.read())


@dataclass(frozen=True)
class Import(Bulk):
    """NDJSON into empty photometry; the shell takes CSV, in one transaction."""
    name: str
    about: str
    named: bool
    rows: int
    data = ("nothing", 0)
    kinds = ("ours", "before", SHELL)

    def measure(self, contender, one, folder):
        file = os.path.join(one if contender.name == SHELL else one.folder, "products.sqlite3")
        ndjson, csv = written(folder, self.rows, self.named, [column for _, column, *_ in asked(file, "PRAGMA table_info(photometry)")])
        if contender.name == SHELL:
            # Those of names, which an empty text would be taken for.
            dropped = [] if self.named else asked(file, TRIGGERS)
            begin = time.monotonic()
            shell(file, *(f'DROP TRIGGER "{name}";' for name, in dropped), "PRAGMA synchronous = FULL;", f".import --csv {csv} photometry")
            seconds = time.monotonic() - begin
            (stored,), = asked(file, "SELECT count(*) FROM photometry")
        else:
            few = os.path.join(folder, "few.ndjson")
            with open(few, "w", encoding="utf-8") as lines:
                lines.writelines(json.dumps({k: v for k, v in row(i, self.named).items() if v is not None}) + "\n" for i in range(WARM_UP_ROWS))
            curl("-X", "POST", "-T", few, "-H", "Content-Type: application/x-ndjson", one.url + PHOTOMETRY + ":import")
            begin = time.monotonic()
            answer = json.loads(curl("-X", "POST", "-T", ndjson, "-H", "Content-Type: application/x-ndjson", one.url + PHOTOMETRY + ":import"))
            seconds = time.monotonic() - begin
            if answer["imported"] != self.rows or answer["failed"]:
                raise Failed(str(answer)[:300])
            stored = one.count("products", "photometry") - WARM_UP_ROWS
        if stored != self.rows:
            raise Failed(f"{stored} of {self.rows} rows are stored")
        return {"rate": self.rows / seconds}


@dataclass(frozen=True)
class Export(Bulk):
    """All photometry, in the order of its key, to nowhere."""
    name: str
    about: str
    form: str
    rows: int
    kinds = ("ours", "before", SHELL)

    @property
    def data(self):
        return "photometry", self.rows

    def measure(self, contender, one, folder):
        if contender.name == SHELL:
            if self.form == "votable":
                return None
            mode = {"ndjson": "json", "csv": "csv"}[self.form]
            begin = time.monotonic()
            with open(os.devnull, "w", encoding="utf-8") as nowhere:
                subprocess.run(["sqlite3", "-" + mode, os.path.join(one, "products.sqlite3"), "SELECT * FROM photometry ORDER BY id"],
                               stdout=nowhere, check=True)
            return {"rate": self.rows / (time.monotonic() - begin)}
        url = f"{one.url}{PHOTOMETRY}?as={self.form}&order=id"
        curl("-o", os.devnull, url + f"&limit={WARM_UP_ROWS}")
        begin = time.monotonic()
        size = curl("-o", os.devnull, "-w", "%{size_download}", url)
        return {"rate": self.rows / (time.monotonic() - begin), "bytes": int(size)}


@dataclass(frozen=True)
class ShortReads(Bulk):
    """How long one row by its key takes while nobody else reads, then beside 16 lists that sort the table and an export, all begun anew when they end."""
    name: str
    about: str
    rows: int
    kinds = ("ours", "before")

    @property
    def data(self):
        return "photometry", self.rows

    def measure(self, contender, one, folder):
        self.times(one, READ_SECONDS)
        idle = self.times(one, READ_SECONDS / 2)
        # By processes: threads of this one would keep it from reading.
        long = []
        try:
            for query in ["?order=-snr"] * LONG_LISTS + ["?as=ndjson&order=id"]:
                long.append(subprocess.Popen(["sh", "-c", AGAIN, one.url + PHOTOMETRY + query], stdout=subprocess.PIPE, text=True, start_new_session=True))
            time.sleep(1)
            busy = self.times(one, READ_SECONDS)
        finally:
            for process in long:
                os.killpg(process.pid, signal.SIGKILL)
        answers = [status for process in long for status in process.communicate()[0].split()]
        if set(answers) - {"200", "503"}:
            raise Failed(str(set(answers)))
        return {"rate": len(busy) / sum(busy), "p50": 1000 * statistics.median(busy), "p99": 1000 * at(busy, 0.99),
                "p999": 1000 * max(busy), "idle_p50": 1000 * statistics.median(idle), "idle_p99": 1000 * at(idle, 0.99),
                "long": answers.count("200"), "refused": answers.count("503")}

    def times(self, one, seconds):
        """Of one client that reads one row after the other; at least one answer, however long it takes."""
        times, begin = [], time.monotonic()
        while not times or time.monotonic() - begin < seconds:
            start = time.monotonic()
            with urllib.request.urlopen(f"{one.url}{PHOTOMETRY}/{1 + len(times) * 7919 % self.rows}", timeout=120) as answer:
                answer.read()
            times.append(time.monotonic() - start)
        return times


@dataclass(frozen=True)
class Latency(Bulk):
    """
    Of one row by its key, READS a second, counted from when a request was due: alone; while others create WRITES images a second; and beside an
    import, during which another client creates an image from time to time.
    """
    name: str
    about: str
    rows: int
    data = ("images", 1_000_000)
    kinds = ("ours", "before", "fastify")

    def measure(self, contender, one, folder):
        requests = os.path.join(folder, "requests")
        with open(requests, "w", encoding="utf-8") as file:
            file.write(f"GET\t{IMAGE}\t\n")
        subprocess.run(["javac", "-d", folder, LOAD_SOURCE], check=True)
        imports = contender.name.startswith(("ours", "before"))
        warm(lambda seconds: wrk(one.url, requests, CLIENTS, seconds), *contender.warm_up_seconds)
        loaded(load(folder, one.url + IMAGES, CLIENTS, LATENCY_SECONDS, WRITES, NEW_IMAGE))
        if imports:
            few, _ = written(folder, WARM_UP_ROWS, False, ())
            curl("-X", "POST", "-T", few, "-H", "Content-Type: application/x-ndjson", one.url + PHOTOMETRY + ":import")
        measured = loaded(reading(folder, one))
        measured.update(self.beside(folder, one, "writes", CLIENTS, WRITES))
        if imports:
            ndjson, _ = written(folder, self.rows, False, ())
            importing = subprocess.Popen(["curl", "-sS", "-o", os.devnull, "-X", "POST", "-T", ndjson, "-H", "Content-Type: application/x-ndjson",
                                          one.url + PHOTOMETRY + ":import"])
            try:
                time.sleep(2)
                measured.update(self.beside(folder, one, "import", 1, OTHER_CLIENTS_WRITES))
                if importing.poll() is not None:
                    raise Failed(f"curl had ended the import with {importing.returncode} before the requests had; where that is 0, more rows are wanted")
            finally:
                importing.terminate()
                importing.wait()
        return measured

    @staticmethod
    def beside(folder, one, name, clients, writes):
        """Reads while images are created; the times of both."""
        writing = load(folder, one.url + IMAGES, clients, LATENCY_SECONDS + 1, writes, NEW_IMAGE)
        try:
            measured = {f"{name}_{key}": value for key, value in loaded(reading(folder, one)).items()}
        except Failed:
            writing.kill()
            writing.communicate()
            raise
        return {**measured, **{f"{name}_create_{key}": value for key, value in loaded(writing).items()}}


def reading(folder, one):
    return load(folder, one.url + IMAGE, CLIENTS, LATENCY_SECONDS, READS)


def load(folder, url, clients, seconds, rate, *body):
    """Starts to ask at a rate."""
    return subprocess.Popen(["java", "-XX:+UseSerialGC", f"-Dwarm-up={LATENCY_SECONDS / 3}", "-cp", folder, "Load", url, str(clients), str(seconds), str(rate), *body],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def loaded(process):
    """What came of it."""
    out, err = process.communicate()
    found = LOAD.match(out)
    if not found or found["errors"] != "0":
        raise Failed(out + err[-300:])
    return {key: float(value) for key, value in found.groupdict().items() if key != "errors"}


def at(times, part):
    return sorted(times)[min(len(times) - 1, math.ceil(part * len(times)) - 1)]


def scenarios(rows):
    return {one.name: one for one in (
        Import("import", "NDJSON of photometry without source_id, rows", False, rows),
        Import("import-named", "NDJSON of photometry with source_id, so that statistics are kept, rows", True, rows),
        *(Export("export-" + form, f"photometry as {form}, rows", form, rows) for form in ("ndjson", "csv", "votable")),
        Latency("latency", "one row by its key, 2,000 a second: alone, beside 1,000 creates a second, beside an import and another client's creates", rows),
        ShortReads("short-reads", "one row by its key beside 16 lists that sort the table and an export", rows))}

"""The services that are compared: how each is built, started on a folder of files, and ended."""
import glob
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BENCH = os.path.join(HOME, "bench")
# The last commit before the service was made fast.
BEFORE = "d2d3972"
PATIENCE_SECONDS = 120
SETTLED_SECONDS = 600
# Whether there are such tables, then how much of them is still to be computed.
KEEPS = "SELECT count(*) FROM sqlite_schema WHERE name = 'source_summaries_since'"
NOT_KEPT = """SELECT (SELECT count(*) FROM source_summaries WHERE due = 1) + (SELECT count(*) = 0 FROM source_summaries_since
    WHERE schema_version = (SELECT schema_version FROM pragma_schema_version))"""


def clean():
    return {key: value for key, value in os.environ.items() if not key.startswith(("PIPELINE_", "CONTIMG_", "QUARKUS_"))}


def version_of(*names):
    """A hash of what another service is made of."""
    digest = hashlib.sha256()
    for name in names:
        with open(os.path.join(BENCH, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:7]


def git(tree, *arguments):
    return subprocess.run(["git", "-C", tree, *arguments], check=True, capture_output=True, text=True).stdout.strip()


class Program:
    """The service as packaged from a source tree, on a JVM or as a native file. Built at most once for the same sources."""
    warm_up_seconds = (20, 40)

    def __init__(self, name, cache, java="java", before=False, native=False, options=()):
        self.name = name
        self.cache = cache
        self.java = java
        self.native = native
        self.options = options
        self.tree = os.path.join(cache, "before-" + BEFORE) if before else HOME
        self.version = BEFORE if before else git(HOME, "log", "-1", "--format=%h", "--", "src/main", "pom.xml")
        changed = "" if before else git(HOME, "diff", "HEAD", "--", "src/main", "pom.xml") + git(HOME, "ls-files", "-o", "--exclude-standard", "src/main")
        if changed:
            self.version += "-" + hashlib.sha256(changed.encode()).hexdigest()[:6]

    def build(self):
        """Makes the program if it is not kept, and keeps it."""
        if not os.path.isdir(self.tree):
            git(HOME, "worktree", "prune")
            git(HOME, "worktree", "add", "--detach", self.tree, BEFORE)
        kept = os.path.join(self.cache, "programs", self.version)
        if self.native:
            found = glob.glob(os.path.join(self.tree, "target", "*-runner"))
            if not found:
                sys.exit("no native file in target: ./mvnw package -DskipTests -Dnative makes one")
            self.file = found[0]
            return
        if not os.path.isdir(kept):
            print(f"building {self.version}", flush=True)
            subprocess.run(["./mvnw", "-q", "-B", "package", "-DskipTests"], cwd=self.tree, check=True)
            shutil.copytree(os.path.join(self.tree, "target", "quarkus-app"), kept + ".new")
            os.rename(kept + ".new", kept)
        self.file = os.path.join(kept, "quarkus-run.jar")

    def command(self):
        return [self.file] if self.native else [self.java, *self.options, *os.environ.get("BENCH_JVM", "").split(), "-jar", self.file]

    def environment(self, folder, port):
        return {**clean(), "PIPELINE_STATE_DIR": folder, "QUARKUS_HTTP_PORT": str(port), "CONTIMG_INGEST_SCHEDULED": "false",
                "CONTIMG_HOUSEKEEPING_SCHEDULED": "false", "CONTIMG_BACKUP_SCHEDULE": "off"}

    def ready(self):
        return "/q/health/ready"


class Fastify:
    """One process of Node.js with Fastify and better-sqlite3."""
    warm_up_seconds = (6, 20)
    version = version_of("peers/service.js", "peers/package.json")

    def __init__(self, name, cache, synchronous):
        self.name = name
        self.cache = cache
        self.synchronous = synchronous

    def build(self):
        self.folder = os.path.join(self.cache, "peers", "node-" + version_of("peers/package.json"))
        if not os.path.isdir(self.folder):
            new = self.folder + ".new"
            os.makedirs(new, exist_ok=True)
            shutil.copy(os.path.join(BENCH, "peers", "package.json"), new)
            subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=new, check=True)
            os.rename(new, self.folder)
        shutil.copy(os.path.join(BENCH, "peers", "service.js"), self.folder)

    def command(self):
        return ["node", os.path.join(self.folder, "service.js")]

    def environment(self, folder, port):
        return {**clean(), "STATE_DIR": folder, "PORT": str(port), "SYNCHRONOUS": self.synchronous, "NODE_ENV": "production"}

    def ready(self):
        return "/health"


class FastApi:
    """One process of uvicorn with FastAPI and SQLAlchemy."""
    name = "fastapi"
    warm_up_seconds = (3, 12)
    version = version_of("peers/service.py", "queue-requirements.txt")

    def __init__(self, cache):
        self.cache = cache

    def build(self):
        wanted = os.path.join(BENCH, "queue-requirements.txt")
        self.folder = os.path.join(self.cache, "peers", "python-" + version_of("queue-requirements.txt"))
        if not os.path.isdir(self.folder):
            subprocess.run([sys.executable, "-m", "venv", "--clear", self.folder + ".new"], check=True)
            subprocess.run([os.path.join(self.folder + ".new", "bin", "python"), "-m", "pip", "install", "-q", "-r", wanted], check=True)
            os.rename(self.folder + ".new", self.folder)

    def command(self):
        return [os.path.join(self.folder, "bin", "python"), "-m", "uvicorn", "--app-dir", os.path.join(BENCH, "peers"), "service:app",
                "--no-access-log", "--log-level", "warning"]

    def environment(self, folder, port):
        return {**clean(), "STATE_DIR": folder, "UVICORN_PORT": str(port), "PYTHONDONTWRITEBYTECODE": "1"}

    def ready(self):
        return "/health"


def jdk_25():
    return os.environ.get("JDK_25") or next(iter(glob.glob("/usr/lib/jvm/*25*")), None)


def contenders(cache):
    """All that can be run here, by name; the first is ours, which the others are compared with."""
    there = [Program("ours-17", cache)]
    if jdk_25():
        there.append(Program("ours-25", cache, java=os.path.join(jdk_25(), "bin", "java")))
    if glob.glob(os.path.join(HOME, "target", "*-runner")):
        there.append(Program("ours-native", cache, native=True))
    there += [Program("ours-small", cache, options=("-Xmx192m",)), Program("before", cache, before=True), Fastify("fastify-normal", cache, "NORMAL"), Fastify("fastify-full", cache, "FULL"),
              FastApi(cache)]
    return {one.name: one for one in there}


class Running:
    """A contender on its own copy of the data. Paused by a signal while another one is measured."""

    def __init__(self, contender, data, folder, port):
        self.contender = contender
        self.folder = os.path.join(folder, contender.name)
        self.url = f"http://127.0.0.1:{port}"
        self.acknowledged = 0
        subprocess.run(["cp", "-r", "--reflink=auto", data, self.folder], check=True)
        self.log = open(os.path.join(self.folder, "log"), "w", encoding="utf-8")
        self.process = subprocess.Popen(contender.command(), env=contender.environment(self.folder, port), cwd=self.folder,
                                        stdout=self.log, stderr=self.log)

    def await_ready(self):
        begin = time.monotonic()
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - begin > PATIENCE_SECONDS:
                self.stop()
                with open(self.log.name, encoding="utf-8") as log:
                    sys.exit(f"{self.contender.name} does not answer: {log.read()[-2000:]}")
            time.sleep(0.05)

    def await_settled(self):
        """Until the service has computed what it keeps of sources, as it has some time after they were measured."""
        begin = time.monotonic()
        while self.asked("products", KEEPS) and self.asked("products", NOT_KEPT):
            if time.monotonic() - begin > SETTLED_SECONDS:
                sys.exit(f"{self.contender.name} has not computed what it keeps of sources")
            time.sleep(1)

    def answers(self):
        try:
            with urllib.request.urlopen(self.url + self.contender.ready(), timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rss_anon_mib(self):
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("RssAnon:")) / 1024

    def count(self, database, table):
        return self.asked(database, f"SELECT count(*) FROM {table}")

    def asked(self, database, sql):
        """The one value of a SELECT on a file of the service."""
        connection = sqlite3.connect(os.path.join(self.folder, database + ".sqlite3"), timeout=30)
        try:
            return connection.execute(sql).fetchone()[0]
        finally:
            connection.close()

    def stop(self):
        if self.process.poll() is None:
            self.resume()
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

"""The built program, as tests from outside use it: samples, databases of either kind, commands, the server.

Only Python's own library, so that the journeys in the browser can start the same server without installing
anything. It knows nothing of the code: arguments, files, addresses, exit codes.
"""

import atexit
import csv
import gzip
import io
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "api" / "samples"
SMALL, MEDIUM, LARGE = "petit_690780044", "moyen_600100713", "grand_690781810"
ADMIN = os.environ.get("LOGIMEDH_TEST_POSTGRES", "")
WORK = pathlib.Path(tempfile.mkdtemp(prefix="logimedh-e2e-"))
atexit.register(shutil.rmtree, WORK, ignore_errors=True)
MAX_MEMORY = 300 * 1024 * 1024


def binary():
    given = os.environ.get("LOGIMEDH_BINARY")
    if given:
        return given
    target = os.environ.get("CARGO_TARGET_DIR") or ROOT / "target"
    return str(pathlib.Path(target) / "debug" / "logimedh")


def finess_of(sample):
    return sample.split("_")[1]


def sample_file(sample, name):
    """Path of a sample, compressed or not."""
    path = SAMPLES / sample / name
    return path if path.exists() else path.with_name(path.name + ".gz")


def sample_bytes(sample, name):
    path = sample_file(sample, name)
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def sample_json(sample, name):
    return json.loads(sample_bytes(sample, name))


def sample_rows(sample, name, encoding="utf-8"):
    """Rows of a `;` file, as dictionaries."""
    return list(csv.DictReader(io.StringIO(sample_bytes(sample, name).decode(encoding)), delimiter=";"))


def temporary(name, content):
    """A file with this name in a folder of its own."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=WORK))
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


# Of everybody in the demonstration.
PASSWORD = "demonstration-2026"
# What no log may hold (R54): tokens, fingerprints of passwords, keys, cookies, passwords.
SECRETS = re.compile(r"eyJ[A-Za-z0-9_-]{10,}\.|\$argon2|PRIVATE KEY|Bearer [A-Za-z0-9]|__Host-refresh=|" + PASSWORD)


class Answer:
    """What a command answered."""

    def __init__(self, arguments, code, out, err):
        self.arguments, self.code, self.out, self.err = arguments, code, out, err

    def json(self):
        """The one document of stdout."""
        document = json.loads(self.out)
        if not self.out.endswith("\n") or self.out.count("\n") != 1:
            raise AssertionError(f"stdout is not one document: {self.arguments}")
        return document

    def __str__(self):
        return f"{' '.join(map(str, self.arguments))}: exit {self.code}\n{self.err[-800:]}\n{self.out[-800:]}"


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOGIMEDH_")}
    return {**kept, "LANG": "C.UTF-8", **more}


def execute(arguments, memory=None, seconds=120, **variables):
    """Runs the binary; `memory` bounds its data, other names are variables of its environment."""
    bound = None
    if memory:
        def bound():
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    done = subprocess.run([binary(), *map(str, arguments)], capture_output=True, timeout=seconds,
                          env=environment(**variables), preexec_fn=bound, check=False)
    return Answer(arguments, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


class Database:
    """A database of either kind."""

    def __init__(self, url, files=None):
        self.url, self.files = url, files

    @property
    def kind(self):
        return "sqlite" if self.files else "postgres"

    @property
    def name(self):
        """Of a PostgreSQL database."""
        return self.url.split("?")[0].rsplit("/", 1)[1]

    @staticmethod
    def empty(kind):
        name = f"e2e_{uuid.uuid4().hex[:16]}"
        if kind == "sqlite":
            path = pathlib.Path(tempfile.mkdtemp(dir=WORK)) / f"{name}.sqlite"
            return Database(f"sqlite://{path}", path)
        psql(f'CREATE DATABASE "{name}"')
        atexit.register(psql, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        return Database(address_of(name))

    @staticmethod
    def at(url):
        """One that exists already."""
        path = pathlib.Path(url.removeprefix("sqlite://")) if url.startswith("sqlite://") else None
        return Database(url, path)

    def copy(self):
        """The same content, apart."""
        if self.files:
            folder = pathlib.Path(tempfile.mkdtemp(dir=WORK))
            for path in self.files.parent.glob(self.files.name + "*"):
                shutil.copy(path, folder / path.name)
            copy = folder / self.files.name
            return Database(f"sqlite://{copy}", copy)
        name = f"e2e_{uuid.uuid4().hex[:16]}"
        psql(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        atexit.register(psql, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        return Database(address_of(name))

    def run(self, *arguments, code=0, **bounds):
        answer = execute(["--database-url", self.url, *arguments], **bounds)
        if code is not None and answer.code != code:
            raise AssertionError(f"expected exit {code}: {answer}")
        return answer


def address_of(name):
    head, _, options = ADMIN.partition("?")
    return head.rsplit("/", 1)[0] + "/" + name + (f"?{options}" if options else "")


def psql(statement, url=None):
    """Runs SQL on PostgreSQL; its rows, one text per line."""
    done = subprocess.run(["psql", "--quiet", "--no-psqlrc", "--tuples-only", "--no-align", "-v", "ON_ERROR_STOP=1",
                           url or ADMIN, "-c", statement], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def kinds():
    return ["sqlite", "postgres"] if ADMIN else ["sqlite"]


def demonstration(kind):
    """A database as `make run` makes it: reference, demonstration hospital, one account per profile."""
    database = Database.empty(kind)
    for command in (["migrate"], ["reference", "load"], ["demo", "load", "--scale", "small"], ["demo", "accounts"]):
        database.run(*command)
    return database


class Server:
    """The program answering on a free port of the loopback."""

    def __init__(self, database, keys=None, **variables):
        self.database = database
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=WORK))
        self.keys = pathlib.Path(keys) if keys else self.folder / "keys"
        self.variables = variables
        self.log = self.folder / "server.log"
        self.process = None
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"

    def start(self, seconds=60):
        given = {"RUST_BACKTRACE": "0", "LOGIMEDH_DATABASE_URL": self.database.url, "LOGIMEDH_KEYS": str(self.keys),
                 "LOGIMEDH_TEST_CLOCK": str(self.folder / "clock"), **self.variables}
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [binary(), "serve", "--listen", f"127.0.0.1:{self.port}", *screens()],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment(**given))
        atexit.register(self.kill)
        end = time.monotonic() + seconds
        while not self.healthy():
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise AssertionError(f"the server does not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.05)
        return self

    def forward(self, days):
        """Moves the clock of the program, which a test build lets one do; sessions that were open are over."""
        (self.folder / "clock").write_text(str(days * 86_400), encoding="utf-8")

    def healthy(self):
        try:
            with urllib.request.urlopen(self.base + "/health", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self):
        """As the system asks it to: it ends by itself, without an error."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                code = self.process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError(f"SIGTERM does not stop the server:\n{self.log.read_text()[-2000:]}") from None
            if code not in (0, -signal.SIGTERM):
                raise AssertionError(f"the server ended with {code}:\n{self.log.read_text()[-2000:]}")

    def kill(self):
        """As a crash does."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def restart(self):
        self.stop()
        return self.start()

    def run(self, *arguments, **options):
        """A command beside the running server, with the same keys."""
        return self.database.run(*arguments, LOGIMEDH_KEYS=str(self.keys), **options)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


def screens():
    """The screens of a folder instead of those inside the program, for who works on them."""
    folder = os.environ.get("LOGIMEDH_TEST_WEB")
    return ["--web", folder] if folder else []


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

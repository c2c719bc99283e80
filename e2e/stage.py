"""Servers for the journeys in the browser: one for each journey, on a copy of the demonstration.

Run by the set-up of Playwright. Prints its own address, then obeys on the loopback, until its input closes:

    POST /servers/sqlite        starts one; {"id", "base"}
    POST /servers/<id>/run      a command of the program on its database, arguments as a JSON list; {"out"}
    POST /servers/<id>/forward  moves its clock that many days ahead of ours, a JSON number
    DELETE /servers/<id>        ends it; refused when it does not end by itself, or when its log holds a secret or names somebody
"""

import functools
import http.server
import json
import pathlib
import sys
import threading
import uuid

import program

RUNNING = {}
ONE_AT_A_TIME = threading.Lock()


@functools.cache
def prepared(kind):
    return program.demonstration(kind)


def start(kind):
    with ONE_AT_A_TIME:
        database = prepared(kind).copy()
    server = program.Server(database).start()
    name = uuid.uuid4().hex
    RUNNING[name] = server
    return {"id": name, "base": server.base}


def run(name, arguments):
    return {"out": RUNNING[name].database.run(*arguments).out}


def forward(name, days):
    RUNNING[name].forward(days)
    return {}


def stop(name):
    server = RUNNING.pop(name)
    server.stop()
    text = server.log.read_text("utf-8", "replace")
    assert text.strip(), "a server that logs nothing proves nothing"
    # A journey signs people in, names them and drops their files: R54 is asked of each.
    found = program.SECRETS.search(text)
    assert not found, f"the log holds a secret: {text[max(0, found.start() - 200):found.start() + 10]}"
    named = [name for name in people() if name in text]
    assert not named, f"the log names {named}"
    return {}


@functools.cache
def people():
    """What nobody may be known by in a log: numbers, and names long enough to be nothing else."""
    rows = program.sample_rows(program.SMALL, "sirh_20260401.csv")
    known = {row["rpps"] for row in rows} | {row["nom_usage"] for row in rows if "-" in row["nom_usage"]}
    return known - {""}


class Stage(http.server.BaseHTTPRequestHandler):
    """Obeys."""

    def answer(self, work):
        try:
            status, body = 200, work()
        except (AssertionError, KeyError, OSError) as problem:
            status, body = 500, {"error": str(problem)}
        sent = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def do_POST(self):
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = pathlib.PurePosixPath(self.path).parts
        if len(parts) == 4:
            does = {"run": run, "forward": forward}[parts[3]]
            self.answer(lambda: does(parts[2], json.loads(content)))
        else:
            self.answer(lambda: start(parts[2]))

    def do_DELETE(self):
        self.answer(lambda: stop(pathlib.PurePosixPath(self.path).name))

    def log_message(self, *_):
        pass


def main():
    for kind in program.kinds():
        prepared(kind)
    stage = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stage)
    threading.Thread(target=stage.serve_forever, daemon=True).start()
    print(json.dumps({"stage": f"http://127.0.0.1:{stage.server_port}", "databases": program.kinds()}), flush=True)
    sys.stdin.read()
    for server in list(RUNNING.values()):
        server.kill()


if __name__ == "__main__":
    main()

"""Servers for the journeys in the browser: one for each journey, on a copy of the demonstration.

Run by the set-up of Playwright. Prints its own address, then obeys on the loopback, until its input closes:

    POST /servers/sqlite        starts one; {"id", "base"}
    POST /servers/<id>/run      a command of the program on its database, arguments as a JSON list; {"out"}
    DELETE /servers/<id>        ends it; refused when it does not end by itself
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


def stop(name):
    RUNNING.pop(name).stop()
    return {}


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
            self.answer(lambda: run(parts[2], json.loads(content)))
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

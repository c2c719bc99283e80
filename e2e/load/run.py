"""Requests a second of the list of affectations and of the staffing table, with rights on, beside two peers on the same rows.

    scripts/load.sh [SECONDS]

Loads the large sample hospital in a PostgreSQL database of its own, starts the program, says its memory at rest, compares
the rows of all sides, then measures each side alone with wrk: one warm-up, three runs, the middle one. Never a test.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "cli")]

import program  # noqa: E402
import support  # noqa: E402
import test_samples  # noqa: E402

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 30
PASSWORD = "mesure-de-charge-2026"
FINESS = program.finess_of(program.LARGE)
LIST = f"/affectations?establishment={FINESS}&limit=50"
TABLE = f"/staffing_table?establishment={FINESS}"
CALLERS = {"national": ("cng_manager", "national"), "one hospital": ("hospital_manager", f"ej:{FINESS}")}


def loaded():
    """The large hospital with its posts and its last extract, and one account for each caller."""
    sample = test_samples.large()
    hospital = support.Hospital.ready(sample.hospital, "postgres")
    hospital.apply(sample.clean, codes=sample.codes)
    for name, (profile, perimeter) in CALLERS.items():
        arguments = ["user", "create", email(name), "--name", name, "--profile", profile, "--perimeter", perimeter]
        subprocess.run([program.binary(), "--database-url", hospital.database.url, *arguments], check=True,
                       input=PASSWORD + "\n", text=True, capture_output=True, env=program.environment())
    program.psql("VACUUM ANALYZE", hospital.database.url)
    return hospital.database


def email(name):
    return name.replace(" ", "-") + "@load.example"


def asked(url, token=None, body=None):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url, headers=headers, data=json.dumps(body).encode() if body else None)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def waited(url):
    for _ in range(200):
        try:
            return asked(url)
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def memory(pid):
    """Resident, now and at the most, in megabytes."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return [int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM")]


def measured(name, url, token=None):
    """Prints requests a second and the 99th centile of wrk, of the middle run of three after a warm-up."""
    header = ["-H", f"Authorization: Bearer {token}"] if token else []
    runs = []
    for seconds in (5, SECONDS, SECONDS, SECONDS):
        told = subprocess.run(["wrk", "-t1", "-c16", f"-d{seconds}s", "--timeout", "30s", "--latency", *header, url],
                              check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in told or "Socket errors" in told:
            raise SystemExit(f"{name}: {told}")
        runs.append((float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]), re.search(r"99%\s+(\S+)", told)[1]))
    rates = sorted(runs[1:])
    print(f"{name:45} {rates[1][0]:9.0f} /s   ({rates[0][0]:.0f} to {rates[2][0]:.0f})   p99 {rates[1][1]}", flush=True)


def peers(database):
    """The peers, started; their processes and addresses."""
    given = {**os.environ, "PEER_DATABASE": database.url}
    for name, command in (
        ("FastAPI", [sys.executable, "-m", "uvicorn", "peer_fastapi:app", "--workers", "2", "--log-level", "warning",
                     "--no-access-log", "--port"]),
        ("Fastify", ["node", "peer_fastify.js"]),
    ):
        port = program.free_port()
        process = subprocess.Popen([*command, str(port)], cwd=HERE, env=given)
        try:
            yield name, f"http://127.0.0.1:{port}{LIST}"
        finally:
            process.terminate()
            process.wait()


def main():
    database = loaded()
    with program.Server(database) as server:
        api = server.base + "/api/v1"
        tokens = {name: asked(api + "/session", body={"email": email(name), "password": PASSWORD})["access_token"]
                  for name in CALLERS}
        print("memory after sign-in, megabytes: %.0f (at the most %.0f)" % tuple(memory(server.process.pid)))
        ours = {row["id"]: row["quotity"] for row in asked(api + LIST, tokens["national"])["items"]}
        table = asked(api + TABLE, tokens["national"])
        print(f"staffing table: {len(table['rows'])} lines")
        for name, token in tokens.items():
            measured(f"logimedh, list, {name}", api + LIST, token)
        for name, token in tokens.items():
            measured(f"logimedh, staffing table, {name}", api + TABLE, token)
        print("memory after the load, megabytes: %.0f (at the most %.0f)" % tuple(memory(server.process.pid)))
    for name, url in peers(database):
        if len(waited(url)) != len(ours):
            raise SystemExit(f"{name} does not answer the same rows")
        measured(f"{name}, list, no rights", url)


main()

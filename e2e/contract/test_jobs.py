"""Long work: asked for with 202, followed by events that can be taken up again, given up on demand (R13)."""

import json
import threading
import time

import httpx
import pytest

import program
from support import held, imports, nation
from support.people import API, Caller, code_of, hired


def events(server, headers, job, after=None, wanted=None, seconds=60):
    """Events of a job, read until it ends or until there are enough."""
    found = []
    own = {**headers, "Accept": "text/event-stream", **({"Last-Event-ID": after} if after else {})}
    with httpx.stream("GET", f"{server.base}{API}/jobs/{job}/events", headers=own, timeout=seconds) as stream:
        assert stream.status_code == 200, stream.read()
        assert stream.headers["content-type"].startswith("text/event-stream")
        one = {}
        for line in stream.iter_lines():
            if line.startswith(":"):
                continue
            if line:
                name, _, value = line.partition(":")
                one[name] = one.get(name, "") + value.removeprefix(" ")
            elif one:
                if "data" in one:
                    found.append({**one, "data": json.loads(one["data"])})
                    if found[-1]["data"].get("state") in imports.ENDED or (wanted and len(found) >= wanted):
                        break
                one = {}
    return found


@pytest.fixture
def manager(own_server):
    return Caller(own_server)


def test_r13_long_work_is_202_and_says_where_to_look(manager):
    answer = imports.send(manager, imports.sample())
    assert answer.headers["location"].startswith(API + "/"), answer.headers["location"]
    job = answer.json()["job"]
    assert int(answer.headers.get("retry-after", "1")) >= 1
    done = imports.finished(manager, job)
    assert done["state"] in ("done", "done_with_refusals") and done["kind"] == "import.read"
    assert done["subject"] == f"{API}/imports/{answer.json()['id']}"
    assert done["progress"]["done"] == done["progress"]["total"]


def test_r13_the_stream_tells_the_work_to_its_end(own_server, manager):
    job = imports.send(manager, imports.sample()).json()["job"]
    told = events(own_server, manager.authorization(), job)
    assert told[-1]["data"]["state"] in ("done", "done_with_refusals")
    numbers = [int(one["id"]) for one in told]
    assert numbers == sorted(set(numbers))


def test_r13_the_stream_resumes_after_a_restart(own_server, manager):
    """Cut off after the first event, the server killed and started again: the rest comes, nothing twice."""
    job = imports.send(manager, imports.sample()).json()["job"]
    imports.finished(manager, job)
    whole = events(own_server, manager.authorization(), job)
    assert len(whole) >= 2, "a stream of one event resumes nothing"
    own_server.kill()
    own_server.start()
    manager.forget_token()
    rest = events(own_server, manager.authorization(), job, after=whole[0]["id"])
    assert rest == whole[1:]


def test_r13_work_cut_by_a_crash_is_taken_up(database_kind, prepared):
    """Killed while it reads the large hospital; once the lease of the dead one is over, the next finishes the work, once."""
    with program.Server(prepared.copy()) as server:
        agent = hired(server, nation.NEIGHBOUR)
        answer = imports.send(agent, imports.sample(imports.EXTRACT, program.LARGE), name="sirh_20260401.csv",
                              establishment=nation.NEIGHBOUR)
        job = answer.json()["job"]
        events(server, agent.authorization(), job, wanted=2)
        server.kill()
        assert held.rows(server.database, "SELECT count(*) FROM jobs WHERE state = 'running'") == ["1"], "it was working"
        # A minute passes: the lease of the killed one is over.
        held.write(server.database, "UPDATE jobs SET lease_until = '2020-01-01 00:00:00' WHERE state = 'running'")
        server.start()
        agent.forget_token()
        done = imports.finished(agent, job, seconds=240)
        assert done["state"] in ("done", "done_with_refusals"), done
        told = [one["data"] for one in events(server, agent.authorization(), job)]
        assert sum(one["state"] == "running" and one["progress"]["done"] == 0 for one in told) == 2, "begun again, once"
        view = agent.get(f"/imports/{answer.json()['id']}").json()
        assert view["rows"] == 6571


def test_r13_work_is_given_up_on_demand(database_kind, prepared):
    with program.Server(prepared.copy()) as server:
        agent = hired(server, nation.NEIGHBOUR)
        answer = imports.send(agent, imports.sample(imports.EXTRACT, program.LARGE), name="sirh_20260401.csv",
                              establishment=nation.NEIGHBOUR)
        found = agent.get(f"/jobs/{answer.json()['job']}").json()
        while True:
            given_up = agent.act(f"/jobs/{found['id']}/cancel", found, status=None)
            if given_up.status_code != 412:
                break
            found = agent.get(f"/jobs/{found['id']}").json()
        assert given_up.status_code in (200, 202), given_up.text
        assert imports.finished(agent, found["id"])["state"] == "cancelled"
        [line] = agent.items("/journal", operation="job.cancel")
        assert (line["details"]["job"], line["establishment"]) == (found["id"], nation.NEIGHBOUR), "the journal says so"
        view = agent.get(f"/imports/{answer.json()['id']}").json()
        assert view["state"] in ("received", "failed", "discarded") and view["change"] is None
        over = agent.get(f"/jobs/{found['id']}").json()
        refused = agent.act(f"/jobs/{found['id']}/cancel", over, status=409)
        assert code_of(refused) == "transition.refused"


def test_r13_the_work_of_others_is_not_there(server):
    manager = Caller(server)
    job = imports.send(manager, imports.sample()).json()["job"]
    other = Caller(server, "ars_reader")
    for path in (f"/jobs/{job}", f"/jobs/{job}/events"):
        assert other.call("GET", path).status_code == 404
    assert job not in other.call("GET", "/jobs").text


def test_r44_a_stream_closes_when_the_right_goes(database_kind, prepared):
    """Rights end in open streams too, within a second, before the work is over."""
    with program.Server(prepared.copy()) as server:
        agent, admin = hired(server, nation.NEIGHBOUR), Caller(server, "cng_admin")
        own = agent.get("/me").json()
        habilitation = admin.get(f"/habilitations/{own['habilitations'][0]['id']}").json()
        # The last waits for the others: time enough, however fast the machine.
        for ending in (b"", b"\n", b"\n\n"):
            job = imports.send(agent, imports.sample(imports.EXTRACT, program.LARGE) + ending, name="sirh_20260401.csv",
                               establishment=nation.NEIGHBOUR).json()["job"]
        told, began, over = [], threading.Event(), []

        def listen():
            headers = {**agent.authorization(), "Accept": "text/event-stream"}
            try:
                with httpx.stream("GET", f"{server.base}{API}/jobs/{job}/events", headers=headers, timeout=60) as stream:
                    for line in stream.iter_lines():
                        if line.startswith("data:"):
                            told.append(json.loads(line.removeprefix("data:")))
                            began.set()
            except httpx.HTTPError:
                pass
            over.append(time.monotonic())

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        assert began.wait(20), "the stream tells nothing"
        assert listener.is_alive() and not over, "the stream ended by itself"
        admin.act(f"/habilitations/{habilitation['id']}/end", habilitation, {"valid_to": own["today"], "reason": "Fin"})
        ended = time.monotonic()
        listener.join(10)
        assert over, "the stream stays open"
        assert over[0] - ended < 1.5, f"it closed {over[0] - ended:.1f} s after the right ended"
        # The work ends too, soon after; the stream was closed by the right, and tells nothing of that.
        assert not [one for one in told if one["state"] in imports.ENDED], told[-1]
        refused = agent.call("GET", f"/jobs/{job}")
        assert (refused.status_code, code_of(refused)) == (401, "auth.token_superseded"), "the token ended with the right"

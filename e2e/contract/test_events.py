"""What open screens are told: what changed where they may read, as it happens, and after a cut (api.md, 4.8)."""

import json
import threading
import time

import httpx
import pytest

from support import nation
from support.people import API, Caller, code_of, hired


class Screen:
    """A stream that is read beside the test."""

    def __init__(self, server, caller, after=None):
        self.told, self.ended = [], threading.Event()
        headers = {**caller.authorization(), "Accept": "text/event-stream", **({"Last-Event-ID": after} if after else {})}
        self.thread = threading.Thread(target=self.read, args=(server, headers), daemon=True)
        self.thread.start()

    def read(self, server, headers):
        try:
            with httpx.stream("GET", f"{server.base}{API}/events", headers=headers, timeout=60) as stream:
                assert stream.status_code == 200, stream.read()
                assert stream.headers["content-type"].startswith("text/event-stream")
                one = {}
                for line in stream.iter_lines():
                    name, _, value = line.partition(":")
                    if line and name:
                        one[name] = value.removeprefix(" ")
                    elif not line:
                        if "data" in one:
                            self.told.append({**one, "data": json.loads(one["data"])})
                        one = {}
        except httpx.TransportError:
            pass  # The server went away: a screen asks again, as the tests do.
        finally:
            self.ended.set()

    def until(self, count, seconds=20):
        """The events, once there are so many."""
        end = time.monotonic() + seconds
        while len(self.told) < count and time.monotonic() < end:
            time.sleep(0.05)
        assert len(self.told) >= count, self.told
        return self.told

    def changed(self):
        return [one["data"] for one in self.told if one["event"] == "changed"]


@pytest.fixture
def manager(own_server):
    return Caller(own_server)


def said(caller, subject, text="Essai"):
    return caller.create("/comments", {"subject": subject, "text": text}).json()


def test_open_screens_are_told_ids_alone_and_only_where_they_may_read(own_server, manager):
    agency, own_file = Screen(own_server, Caller(own_server, "ars_manager")), Screen(own_server, Caller(own_server, "practitioner"))
    agency.until(1), own_file.until(1)
    post = next(iter(manager.items("/posts")))
    comment = said(manager, f"post:{post['id']}", "Un mot que nul flux ne porte")
    request = manager.create("/requests", {
        "establishment": nation.HOME, "kind": "create", "motive": "CRE_ACTIVITE", "day": "2027-05-01", "post_kind": "PH",
        "quotity": 10000, "attached_to_establishment": True}).json()
    told = agency.until(3)
    assert told[0]["event"] == "started"
    assert agency.changed() == [
        {"resource": "comments", "id": comment["id"], "establishment": nation.HOME, "subject": f"post:{post['id']}",
         "operation": "created"},
        {"resource": "requests", "id": request["id"], "establishment": nation.HOME, "operation": "created"}]
    time.sleep(3)
    assert own_file.changed() == [], "a practitioner reads no thread and no request"


def test_a_screen_takes_up_where_it_was_cut_off_also_after_a_restart(own_server, manager):
    post = next(iter(manager.items("/posts")))
    token = manager.get("/changes").json()["next"]
    comments = [said(manager, f"post:{post['id']}", f"Essai {number}")["id"] for number in range(3)]
    whole = Screen(own_server, manager, after=token)
    whole.until(3)
    assert [one["id"] for one in whole.changed()] == comments, "a token of the change feed serves"
    own_server.kill()
    own_server.start()
    manager.forget_token()
    rest = Screen(own_server, manager, after=whole.told[0]["id"])
    rest.until(2)
    assert [one["id"] for one in rest.changed()] == comments[1:]
    lost = Screen(own_server, manager, after="zz")
    assert lost.until(1)[0]["event"] == "resync"


def test_a_stream_ends_when_rights_change_and_needs_one(own_server):
    administrator = Caller(own_server, "cng_admin")
    own = hired(own_server, nation.HOME, "hospital_reader")
    screen = Screen(own_server, own)
    screen.until(1)
    account = next(one for one in administrator.items("/users") if one["email"] == own.address)
    administrator.act(f"/users/{account['id']}/disable", account, {"reason": "Essai"})
    assert screen.ended.wait(20), "nobody is told anything any more"
    assert code_of(Caller(own_server, "ministry_reader").get("/events", 403)) == "right.missing"
    assert httpx.get(f"{own_server.base}{API}/events").status_code == 401

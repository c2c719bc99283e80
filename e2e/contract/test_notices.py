"""Notices: told at once to whom they concern, on the screen, and to nobody else; each reader has their own."""

import time

from support import nation
from support.people import Caller, code_of, hired
from test_events import Screen


def named(caller, subject, *accounts):
    return caller.create("/comments", {"subject": subject, "text": "Un mot que nul avis ne porte", "mentions": accounts}).json()


def test_a_notice_is_told_to_its_reader_alone(own_server):
    manager, agent, approver = Caller(own_server), Caller(own_server, "ars_manager"), Caller(own_server, "hospital_approver")
    post = next(iter(manager.items("/posts")))
    subject = f"post:{post['id']}"
    people = manager.get("/comments/mentionable", subject=subject).json()["items"]
    account = next(one["id"] for one in people if "ars_manager" in one["seats"])
    theirs, others = Screen(own_server, agent), Screen(own_server, approver)
    theirs.until(1), others.until(1)
    named(manager, subject, account)
    theirs.until(3)
    told = {one["resource"]: one for one in theirs.changed()}
    assert set(told) == {"notifications", "comments"}
    notice = agent.get(f"/notifications/{told['notifications']['id']}").json()
    assert (notice["kind"], notice["subject"], notice["establishment"]) == ("mention", subject, nation.HOME)
    assert "Un mot" not in str(agent.get("/notifications").json())
    time.sleep(3)
    assert [one["resource"] for one in others.changed()] == ["comments"], "who reads the thread is told of it, and not of the notice"
    for caller in (manager, approver, Caller(own_server, "cng_admin")):
        assert code_of(caller.get(f"/notifications/{notice['id']}", 404)) == "request.not_found"
        assert caller.items("/notifications") == []


def test_a_step_at_one_hospital_is_told_there(own_server):
    manager, neighbour = Caller(own_server), hired(own_server, nation.NEIGHBOUR)
    colleague = hired(own_server, nation.HOME)
    made = manager.create("/requests", {
        "establishment": nation.HOME, "kind": "create", "motive": "CRE_ACTIVITE", "day": "2027-05-01", "post_kind": "PH",
        "quotity": 10000, "attached_to_establishment": True}).json()
    told = colleague.items("/notifications")
    assert [(one["action"], one["subject"]) for one in told] == [("open", f"request:{made['id']}")]
    assert colleague.get("/notifications", read="false", total="exact", limit=1).json()["total"] == 1
    assert manager.items("/notifications") == neighbour.items("/notifications") == []

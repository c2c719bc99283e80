"""A whole national tour, from its plan to its end, by people who know nothing but the contract: four hospitals in two regions,
SIGMED at the other end of its folder, and days that pass.

At each step: what each sees, who is refused and what the refusal says to do; at the end: who had decided what, at each instant,
on the basis of which data.
"""

import time

import pytest

import program
from support import nation
from support.player import Player, engaged
from support.sigmed import Sigmed

HOME, NEIGHBOUR, ELSEWHERE, SMALL = nation.HOME, nation.NEIGHBOUR, nation.ELSEWHERE, "020000063"
REGION, OTHER = nation.REGION, nation.OTHER_REGION
COMPLETE = {"tour.no_structure_number", "tour.no_profile"}


@pytest.fixture
def scene(prepared, tmp_path):
    sigmed = Sigmed(tmp_path)
    with program.Server(prepared.copy(), **sigmed.settings()) as server:
        yield Scene(server, sigmed)


class Scene:
    """The people, the tour, and what was done, to be asked again at the end."""

    def __init__(self, server, sigmed):
        self.server, self.sigmed, self.tour = server, sigmed, None
        demo = {name: Player(server, name) for name in (
            "hospital_manager", "hospital_approver", "hospital_reader", "ars_manager", "ars_approver", "cng_manager",
            "cng_admin", "auditor", "ministry_reader")}
        self.manager, self.approver, self.reader = (demo[f"hospital_{one}"] for one in ("manager", "approver", "reader"))
        self.agent, self.agency, self.centre = demo["ars_manager"], demo["ars_approver"], demo["cng_manager"]
        self.auditor, self.ministry = demo["auditor"], demo["ministry_reader"]
        self.neighbour = engaged(server, "voisin", ("hospital_manager", f"ej:{NEIGHBOUR}"))
        self.neighbour_approver = engaged(server, "valideur-voisin", ("hospital_approver", f"ej:{NEIGHBOUR}"))
        # Two profiles each: what they may not do with what they proposed themselves.
        self.elsewhere = engaged(server, "ailleurs", ("hospital_manager", f"ej:{ELSEWHERE}"), ("hospital_approver", f"ej:{ELSEWHERE}"))
        self.elsewhere_approver = engaged(server, "valideur-ailleurs", ("hospital_approver", f"ej:{ELSEWHERE}"))
        self.small = engaged(server, "petit", ("hospital_manager", f"ej:{SMALL}"))
        self.small_approver = engaged(server, "valideur-petit", ("hospital_approver", f"ej:{SMALL}"))
        self.other_agency = engaged(server, "autre-ars", ("ars_approver", f"region:{OTHER}"))
        self.moved_on = engaged(server, "mute", ("ars_approver", f"region:{OTHER}"), ("hospital_manager", f"ej:{ELSEWHERE}"))
        self.people = [one for one in vars(self).values() if isinstance(one, Player)]
        self.done, self.moments, self.readings = [], [], {}

    def act(self, who, step, post, body=None):
        """Takes a step of a post; what it becomes is kept with who did it."""
        became = who.do(f"{step}_tour_entry", self.tour, post, body=body)
        self.done.append((became["change_id"], who, f"tour_entry.{step}", post, became["state"], became["decision"]))
        self.moments.append((became["recorded_at"], post, became["state"], became["decision"]))
        return became

    def denied(self, who, step, post, code, body=None):
        return who.refused(f"{step}_tour_entry", self.tour, post, code=code, body=body)

    def move(self, who, operation, body=None):
        """A step of the tour itself."""
        return who.do(operation, self.tour, body=body)

    def entry(self, post, who=None, **query):
        return (who or self.centre).do("get_tour_entry", self.tour, post, **query)

    def state(self, post):
        return self.entry(post)["state"]

    def posts(self, finess, who=None, **query):
        return (who or self.centre).all("list_tour_entries", self.tour, establishment=finess, **query)

    def becomes(self, post, state, seconds=30):
        """Waits for what the program does by itself."""
        self.until(lambda: self.state(post) == state, f"{post} becomes {state}", seconds)

    def days(self, number, state):
        """Lets days pass: the clock takes the step that is due, whoever sleeps."""
        self.server.forward(number)
        for one in self.people:
            one.forget_token()
        self.until(lambda: self.centre.do("get_tour", self.tour)["state"] == state, f"the tour is {state}", 60)

    @staticmethod
    def until(holds, what, seconds):
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, f"never: {what}"
            time.sleep(0.2)

    def complete(self, post, manager, approver):
        """What a post lacks: the number of its structure in SIGMED, a profile that somebody else approves."""
        entry = self.entry(post)
        place = manager.do("get_structure", entry["structure"]["id"])
        if not place["sigmed_number"]:
            manager.do("edit_structure", place["id"], body={"sigmed_number": f"S{place['number']}", "effect": {
                "valid_from": "2026-01-01", "reason": "Numéro donné par le CNG"}})
        written = manager.do("put_post_profile", entry["post"]["id"], of=0, body={
            "speciality": entry["speciality"]["code"], "position": "Praticien du service", "quotity": entry["quotity"]})
        # Whoever wrote it does not approve it, were it an approver too.
        own = "right.own_submission" if manager is self.elsewhere else "right.missing"
        manager.refused("approve_post_profile", entry["post"]["id"], code=own, of=written["version"])
        approver.do("approve_post_profile", entry["post"]["id"], of=written["version"])

    def sees(self):
        """Each reads the lists of their perimeter, and no other; a hospital outside is as if it were not."""
        expected = {self.manager: {HOME}, self.approver: {HOME}, self.reader: {HOME}, self.agent: {HOME, NEIGHBOUR},
                    self.agency: {HOME, NEIGHBOUR}, self.other_agency: {ELSEWHERE, SMALL}, self.small: {SMALL},
                    self.centre: {HOME, NEIGHBOUR, ELSEWHERE, SMALL}}
        for who, inside in expected.items():
            assert {one["establishment"] for one in who.all("list_tour_lists", self.tour)} == inside, who
            for finess in {HOME, NEIGHBOUR, ELSEWHERE, SMALL} - inside:
                who.refused("get_tour_list", self.tour, finess, code="request.not_found")
                assert self.posts(finess, who) == [], who
        self.ministry.refused("list_tours", code="right.missing")


def test_a_national_tour(scene):
    a_hospital_whose_only_post_comes_later(scene)
    plan_and_opening(scene)
    scene.sees()
    home = preparation(scene)
    frozen = by_the_hundred(scene)
    elsewhere = nobody_decides_alone(scene)
    nothing_to_publish(scene)
    scene.sees()
    one_region_has_more_time(scene, home, elsewhere)
    agencies(scene, home, elsewhere, frozen)
    a_list_is_given_back(scene, elsewhere)
    sigmed_answers(scene, home, elsewhere)
    publication(scene, home, elsewhere)
    scene.sees()
    outcomes(scene, home, elsewhere)
    the_past_is_told(scene, home, elsewhere)


def a_hospital_whose_only_post_comes_later(scene):
    """Its list will be empty: the post that was asked for opens after the appointments of the tour."""
    asked = scene.small.do("create_request", body={
        "establishment": SMALL, "kind": "create", "motive": "CRE_ACTIVITE", "day": "2031-05-01", "post_kind": "PH",
        "speciality": "18", "quotity": 10000, "attached_to_establishment": True})
    scene.small.do("submit_request", asked["id"])
    scene.small_approver.do("sign_off_request", asked["id"])
    scene.agency.refused("accept_request", asked["id"], code="request.not_found")
    scene.other_agency.do("accept_request", asked["id"])
    (delivery,) = scene.sigmed.received(1).values()
    assert delivery["operation"] == "create" and delivery["finess_ej"] == SMALL and delivery["region"] == OTHER
    scene.sigmed.answer(delivery, sigmed_number="0999001")
    scene.until(lambda: scene.small.do("get_request", asked["id"])["state"] == "applied", "the post is there", 30)


def plan_and_opening(scene):
    def calendar(**changed):
        return {"opening": in_days(1), "hospital_deadline": {"national": in_days(10)}, "ars_deadline": {"national": in_days(20)},
                "publication": in_days(24), "application_closing": None, "opinions": None, "appointment": in_days(200)[:10], **changed}

    wrong = scene.centre.refused("plan_tour", code="step.lacks", body={
        "kind": "automne", "year": 2027, "calendar": calendar(publication=in_days(15))})
    assert [one["code"] for one in wrong["lacks"]] == ["tour.calendar_disorder"]
    for who in (scene.manager, scene.agency, scene.reader):
        who.refused("plan_tour", code="right.missing", body={"kind": "automne", "year": 2027, "calendar": calendar()})
    scene.tour = scene.centre.do("plan_tour", body={"kind": "automne", "year": 2027, "calendar": calendar()})["id"]
    early = scene.centre.refused("open_tour", scene.tour, code="step.lacks")
    assert [one["code"] for one in early["lacks"]] == ["tour.too_early"] and "à partir du" in early["detail"]
    scene.move(scene.centre, "edit_tour", {"calendar": calendar(opinions=in_days(60)[:10])})
    assert scene.manager.do("get_tour", scene.tour)["state"] == "planned", "everybody reads the calendar that is to come"
    scene.days(2, "open_to_hospitals")
    gone = scene.centre.refused("open_tour", scene.tour, code="transition.refused")
    assert set(gone["allowed_actions"]) == {"close_hospitals", "move_deadline"}


def in_days(number):
    return time.strftime("%Y-%m-%dT22:00:00Z", time.gmtime(time.time() + number * 86_400))


def preparation(scene):
    """The list of a hospital: frozen, forced, completed, proposed, returned, signed off post by post and as a whole."""
    manager, approver, tour = scene.manager, scene.approver, scene.tour
    entries = scene.posts(HOME, manager, include="lacks")
    frozen, wanted, late, *rest = [one["post"]["id"] for one in entries if one["decision"] == "publish"]
    forced = next(one["post"]["id"] for one in entries if one["reason"] == "occupied" and one["structure"] and one["quotity"] >= 5000)
    assert all({one["code"] for one in entry["lacks"]} <= COMPLETE for entry in entries)

    bad = scene.denied(manager, "freeze", frozen, "request.invalid", {"motive": "FORCE_DEPART"})
    assert [one["pointer"] for one in bad["errors"]] == ["/motive"]
    scene.act(manager, "freeze", frozen, {"motive": "GEL_BUDGET"})
    scene.act(manager, "unfreeze", frozen)
    scene.act(manager, "freeze", frozen, {"motive": "GEL_BUDGET", "until": "2027-12-31"})
    other = scene.denied(manager, "force", wanted, "step.lacks", {"motive": "FORCE_DEPART", "expected": "2027-01-01"})
    assert [one["code"] for one in other["lacks"]] == ["tour.decision"]
    scene.act(manager, "force", forced, {"motive": "FORCE_DEPART", "expected": in_days(150)[:10]})

    short = scene.denied(manager, "propose", wanted, "step.lacks")
    assert {one["code"] for one in short["lacks"]} == COMPLETE
    assert all(one["detail"] in short["detail"] for one in short["lacks"]), "each says how it is settled"
    for post in (wanted, forced):
        scene.complete(post, manager, approver)
    scene.act(manager, "propose", wanted)
    for who, code in ((manager, "right.missing"), (scene.reader, "right.missing"), (scene.agency, "right.missing"),
                      (scene.other_agency, "request.not_found"), (scene.neighbour_approver, "request.not_found")):
        scene.denied(who, "sign_off", wanted, code)
    scene.denied(approver, "return", wanted, "request.invalid", {"comment": "  "})
    assert scene.act(approver, "return", wanted, {"comment": "Le profil est-il à jour ?"})["said"] == "Le profil est-il à jour ?"
    scene.act(manager, "propose", wanted)
    proposed = manager.do("propose_tour_list", tour, HOME)
    assert proposed["taken"] == 2 and {one["post"] for one in proposed["left"]} == {late, *rest}
    assert all({one["code"] for one in left["lacks"]} <= COMPLETE for left in proposed["left"])
    signed = scene.act(approver, "sign_off", wanted)
    whole = approver.do("sign_off_tour_list", tour, HOME)
    assert whole["taken"] == 2 and whole["list"]["state"] == "preparing", "one post still waits for its manager"
    # What the approver signed is there for ever, whatever becomes of it: its structure is renamed afterwards.
    place = manager.do("get_structure", signed["structure"]["id"])
    scene.readings[signed["change_id"]] = (wanted, place["label"])
    manager.do("edit_structure", place["id"], body={"label": "Service regroupé", "effect": {
        "valid_from": "2026-01-01", "reason": "Regroupement"}})
    assert {scene.state(post) for post in (wanted, forced, frozen)} == {"at_ars"}
    return {"frozen": frozen, "wanted": wanted, "forced": forced, "late": late}


def by_the_hundred(scene):
    """A large hospital decides on many posts at once, and looks before it leaps."""
    entries = scene.posts(NEIGHBOUR, scene.neighbour)[:40]
    assert len(entries) == 40

    def many(who, action, entries, dry=False, **said):
        sent = {"action": action, "entries": [{"post": one["post"]["id"], "if_match": f'"v{one["version"]}"'} for one in entries], **said}
        query = {"dry_run": "true"} if dry else {}
        return who.do("act_on_tour_entries", scene.tour, body=sent, status=207, **query)["items"]

    def again():
        posts = {one["post"]["id"] for one in entries}
        return [one for one in scene.posts(NEIGHBOUR, scene.neighbour) if one["post"]["id"] in posts]

    looked = many(scene.neighbour, "freeze", entries, dry=True, motive="GEL_RESTRUCT")
    assert {one["status"] for one in looked} == {200} and again() == entries, "a rehearsal changes nothing"
    assert {one["status"] for one in many(scene.neighbour, "freeze", entries, motive="GEL_RESTRUCT")} == {200}
    stale = many(scene.neighbour, "propose", entries)
    assert {(one["status"], one["problem"]["code"]) for one in stale} == {(412, "request.stale_version")}
    assert {one["state"] for one in many(scene.neighbour, "propose", again())} == {"pending_sign_off"}
    assert {one["state"] for one in many(scene.neighbour_approver, "sign_off", again())} == {"at_ars"}
    return [one["post"]["id"] for one in entries], many, again


def nobody_decides_alone(scene):
    """Whoever proposes neither signs off nor validates, whatever profiles they hold."""
    asked, refused, forgotten = [one["post"]["id"] for one in scene.posts(ELSEWHERE)
                                 if one["decision"] == "publish" and one["structure"] and one["quotity"] >= 5000][:3]
    for post in (asked, refused):
        scene.complete(post, scene.moved_on, scene.elsewhere_approver)
    scene.act(scene.elsewhere, "propose", asked)
    own = scene.denied(scene.elsewhere, "sign_off", asked, "right.own_submission")
    assert "autre personne" in own["detail"]
    assert "sign_off" not in scene.entry(asked, scene.elsewhere)["allowed_actions"]
    scene.act(scene.elsewhere_approver, "sign_off", asked)
    scene.act(scene.moved_on, "propose", refused)
    scene.act(scene.elsewhere_approver, "sign_off", refused)
    scene.denied(scene.moved_on, "validate", refused, "right.own_submission")
    return {"asked": asked, "refused": refused, "forgotten": forgotten}


def nothing_to_publish(scene):
    """An empty list is signed off too: silence is no answer."""
    assert scene.posts(SMALL, scene.small) == []
    assert scene.small.do("get_tour_list", scene.tour, SMALL)["state"] == "preparing"
    assert scene.small.do("propose_tour_list", scene.tour, SMALL)["list"]["state"] == "pending_sign_off"
    scene.small.refused("sign_off_tour_list", scene.tour, SMALL, code="right.missing")
    scene.elsewhere_approver.refused("sign_off_tour_list", scene.tour, SMALL, code="request.not_found")
    assert scene.small_approver.do("sign_off_tour_list", scene.tour, SMALL)["list"]["state"] == "settled"


def one_region_has_more_time(scene, home, elsewhere):
    """An agency gives its hospitals two more days; those of the other region lapse at the national hour."""
    later = {"milestone": "hospital_deadline", "region": REGION, "to": in_days(12), "comment": "Panne de plusieurs logiciels"}
    scene.other_agency.refused("move_tour_deadline", scene.tour, code="right.missing", body=later)
    scene.manager.refused("move_tour_deadline", scene.tour, code="right.missing", body=later)
    other = scene.agency.refused("move_tour_deadline", scene.tour, code="step.lacks", body={**later, "milestone": "ars_deadline"})
    assert [one["code"] for one in other["lacks"]] == ["tour.other_region"]
    moved = scene.move(scene.agency, "move_tour_deadline", later)
    assert moved["reason"] == later["comment"]
    deadlines = {one["establishment"]: one["hospital_deadline"] for one in scene.centre.all("list_tour_lists", scene.tour)}
    assert deadlines[HOME] == deadlines[NEIGHBOUR] > deadlines[ELSEWHERE] == deadlines[SMALL]
    scene.days(11, "open_to_hospitals")
    scene.becomes(elsewhere["forgotten"], "not_proposed")
    assert scene.state(home["late"]) == "preparing", "its region still has a day"
    scene.denied(scene.elsewhere, "propose", elsewhere["forgotten"], "transition.refused")
    scene.days(13, "open_to_ars")
    scene.becomes(home["late"], "not_proposed")


def agencies(scene, home, elsewhere, frozen):
    """Questions, answers, freezes taken note of, refusals; all that is eligible at once, after a rehearsal."""
    asked, refused = elsewhere["asked"], elsewhere["refused"]
    for step in ("validate", "refuse", "ask"):
        scene.denied(scene.agency, step, asked, "request.not_found", {"motive": "REF_BUDGET"} if step == "refuse" else
                     {"motive": "ARS_STRUCTURE"} if step == "ask" else None)
    scene.denied(scene.agent, "validate", home["wanted"], "right.missing")
    scene.denied(scene.other_agency, "ask", asked, "request.invalid", {"motive": "REF_BUDGET"})
    scene.act(scene.other_agency, "ask", asked, {"motive": "ARS_STRUCTURE", "comment": "Quel pôle le portera ?"})
    waits = scene.other_agency.do("get_tour_list", scene.tour, ELSEWHERE)
    assert (waits["state"], waits["waits_for"]) == ("info_requested", "hospital_manager")
    scene.denied(scene.other_agency, "validate", asked, "transition.refused")
    assert scene.act(scene.elsewhere, "answer", asked, {"comment": "Le pôle de médecine"})["said"] == "Le pôle de médecine"
    scene.act(scene.other_agency, "validate", asked)
    scene.denied(scene.other_agency, "refuse", refused, "request.invalid", {"motive": "INCONNU"})
    assert scene.act(scene.other_agency, "refuse", refused, {"motive": "REF_BUDGET"})["said_motive"]["code"] == "REF_BUDGET"

    _, many, again = frozen
    at_agency = [one for one in scene.posts(HOME, scene.agency) if one["state"] == "at_ars"]
    looked = {one["post"]: one for one in many(scene.agency, "validate", at_agency, dry=True)}
    assert looked[home["frozen"]]["status"] == 409
    assert [one["code"] for one in looked[home["frozen"]]["lacks"]] == ["tour.decision"]
    together = many(scene.agency, "validate", at_agency, mode="atomic")
    assert {one["status"] for one in together} == {409, 424} and scene.state(home["wanted"]) == "at_ars", "all or nothing"
    became = {one["post"]: one["state"] for one in many(scene.agency, "validate", at_agency)}
    assert became == {home["wanted"]: "sent_to_sigmed", home["forced"]: "sent_to_sigmed", home["frozen"]: None}
    scene.act(scene.agency, "record_freeze", home["frozen"])
    assert {one["state"] for one in many(scene.agency, "record_freeze", again())} == {"recorded"}


def a_list_is_given_back(scene, elsewhere):
    """A post was forgotten: its agency gives the list back, until its own deadline; the hospital goes through all its steps."""
    post, back = elsewhere["forgotten"], {"establishment": ELSEWHERE, "comment": "Un poste a été oublié"}
    scene.agency.refused("reopen_tour_list", scene.tour, code="request.not_found", body=back)
    scene.elsewhere.refused("reopen_tour_list", scene.tour, code="right.missing", body=back)
    scene.other_agency.refused("reopen_tour_list", scene.tour, code="step.lacks", body={**back, "comment": " "})
    scene.move(scene.other_agency, "reopen_tour_list", back)
    given = scene.elsewhere.do("get_tour_list", scene.tour, ELSEWHERE)
    assert given["reopened"] and given["hospital_deadline"] == given["ars_deadline"]
    assert scene.state(post) == "preparing" and scene.state(elsewhere["refused"]) == "refused", "what is settled stays so"
    scene.complete(post, scene.elsewhere, scene.elsewhere_approver)
    scene.act(scene.elsewhere, "propose", post)
    scene.act(scene.elsewhere_approver, "sign_off", post)
    scene.act(scene.other_agency, "validate", post)


def sigmed_answers(scene, home, elsewhere):
    """Two are acknowledged, one is rejected and corrected, one is answered late: nothing is published without its answer."""
    numbers = {post: scene.entry(post)["post"]["number"] for post in {**home, **elsewhere}.values()}
    came = scene.sigmed.received(4)
    expected = [home["wanted"], home["forced"], elsewhere["asked"], elsewhere["forgotten"]]
    assert set(came) == {numbers[post] for post in expected}
    one = came[numbers[home["forced"]]]
    assert (one["operation"], one["forced"], one["region"], one["motive"]) == ("publish", True, REGION, "FORCE_DEPART")
    for post in (home["wanted"], elsewhere["asked"]):
        scene.sigmed.answer(came[numbers[post]])
    scene.sigmed.answer(one, "rejected", code="S12", text="Structure inconnue")
    scene.becomes(home["forced"], "sigmed_rejected")
    assert "Structure inconnue" in scene.entry(home["forced"], scene.manager)["said"], "the hospital reads why"
    scene.denied(scene.manager, "correct", home["forced"], "right.missing")
    scene.act(scene.agency, "correct", home["forced"])
    (second,) = scene.sigmed.received(1).values()
    assert second["subject_id"] == one["subject_id"] and second["key"] != one["key"]
    scene.sigmed.answer(second)
    for post in (home["wanted"], home["forced"], elsewhere["asked"]):
        scene.becomes(post, "ready")

    scene.days(21, "sent")
    scene.agency.refused("publish_tour", scene.tour, code="right.missing")
    waiting = scene.centre.refused("publish_tour", scene.tour, code="step.lacks")
    assert [one["code"] for one in waiting["lacks"]] == ["tour.posts_waiting"]
    scene.sigmed.answer(came[numbers[elsewhere["forgotten"]]])
    scene.becomes(elsewhere["forgotten"], "ready")


def publication(scene, home, elsewhere):
    public = {home["wanted"], home["forced"], elsewhere["asked"], elsewhere["forgotten"]}
    published = scene.move(scene.centre, "publish_tour")
    assert published["state"] == "published" and published["published_at"] and published["calendar"]["application_closing"]
    assert {one["post"]["id"] for one in scene.centre.all("list_tour_entries", scene.tour, state="published")} == public
    read = scene.reader.all("list_tour_entries", scene.tour, state="published")
    assert {one["post"]["id"] for one in read} == {home["wanted"], home["forced"]}
    assert all(one["allowed_actions"] == [] for one in read), "a reader reads"
    scene.denied(scene.reader, "install", home["wanted"], "right.missing", {"installed_on": "2027-03-01"})
    late = scene.denied(scene.agency, "validate", home["wanted"], "transition.refused")
    assert late["allowed_actions"] == []
    early = scene.centre.refused("close_tour_to_applications", scene.tour, code="step.lacks")
    assert [one["code"] for one in early["lacks"]] == ["tour.too_early"]


def outcomes(scene, home, elsewhere):
    scene.days(40, "applications_closed")
    scene.denied(scene.centre, "appoint", home["wanted"], "step.lacks", order(1))
    scene.agency.refused("record_tour_appointments", scene.tour, code="right.missing")
    scene.move(scene.centre, "record_tour_appointments")
    scene.denied(scene.manager, "appoint", home["wanted"], "right.missing", order(1))
    blank = scene.denied(scene.centre, "appoint", home["wanted"], "request.invalid", {**order(1), "appointee": " "})
    assert [one["pointer"] for one in blank["errors"]] == ["/order_number"]
    for number, post in enumerate((home["wanted"], home["forced"], elsewhere["forgotten"])):
        assert scene.act(scene.centre, "appoint", post, order(number))["order_number"] == f"2027-41{number}"
    scene.denied(scene.elsewhere, "install", home["wanted"], "request.not_found", {"installed_on": "2027-03-01"})
    scene.act(scene.manager, "install", home["wanted"], {"installed_on": "2027-03-01"})
    scene.act(scene.centre, "drop", home["forced"])
    waiting = scene.centre.refused("close_tour", scene.tour, code="step.lacks")
    assert [one["code"] for one in waiting["lacks"]] == ["tour.posts_waiting"]
    scene.act(scene.centre, "leave_vacant", elsewhere["asked"])
    assert scene.move(scene.centre, "close_tour")["state"] == "closed"
    ended = {home["wanted"]: "installed", home["forced"]: "remained_vacant", home["frozen"]: "recorded", home["late"]: "not_proposed",
             elsewhere["asked"]: "remained_vacant", elsewhere["refused"]: "refused", elsewhere["forgotten"]: "appointed"}
    assert {post: scene.state(post) for post in ended} == ended


def order(number):
    return {"order_number": f"2027-41{number}", "order_date": "2027-01-02", "appointee": "Camille LAMBERT"}


def the_past_is_told(scene, home, elsewhere):
    """For any past instant: what had been decided of each post; of each decision: who took it, and what they had before them."""
    for at, post, state, decision in scene.moments:
        then = scene.entry(post, known_at=at)
        # What follows an agreement at once is part of it.
        assert (then["state"], then["decision"]) == (state, decision), (at, post)
    names = {who: who.do("get_me")["name"] for who in {one[1] for one in scene.done}}
    for change, who, operation, post, state, _ in scene.done:
        entry = scene.auditor.do("get_journal_entry", change)
        assert (entry["author"], entry["operation"]) == (names[who], operation)
        (told,) = [one for one in scene.auditor.do("list_journal_things", change)["items"] if one["entity"] == "tour_entries"]
        assert state in str(told["after"]), told
        steps = scene.centre.do("get_tour_entry_history", scene.tour, post, axis="recorded")["items"]
        assert [one["fact"]["state"] for one in steps if one["change_id"] == change] == [state]
    ((signature, (post, label)),) = scene.readings.items()
    page = scene.agency.do("get_tour_entries_snapshot", scene.tour, change=signature, limit=500)
    assert {one["establishment"] for one in page["items"]} == {HOME}
    (then,) = [one for one in page["items"] if one["post"]["id"] == post]
    assert (then["state"], then["structure"]["label"]) == ("at_ars", label), "what the approver had before them"
    assert scene.entry(post)["structure"]["label"] == "Service regroupé"
    scene.other_agency.refused("get_tour_entries_snapshot", scene.tour, change=signature, code="request.not_found")
    moves = scene.centre.do("get_tour_history", scene.tour, axis="recorded")["items"]
    assert [one["fact"]["state"] for one in moves] == [
        "planned", "planned", "open_to_hospitals", "open_to_hospitals", "open_to_ars", "open_to_ars", "sent", "published",
        "applications_closed", "appointing", "closed"]
    reasons = [one["fact"]["reason"] for one in moves]
    assert "Panne de plusieurs logiciels" in reasons and "Un poste a été oublié" in reasons
    assert scene.auditor.do("verify_journal")["sound"] is True

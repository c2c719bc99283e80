"""Makes the examples of the contract again: asks a server over the demonstration, as people at work would, and keeps what
was sent and answered, shortened. Real forms of answers, people who do not exist.

    LOGIMEDH_BINARY=target/debug/logimedh python3 e2e/contract/make_examples.py

writes `api/src/http/examples/<tag>.json`; build again and print the contract (`openapi/README.md`). Ids and instants change
each time: run it when forms have changed, not for pleasure.
"""

import datetime
import json
import pathlib
import sys
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import program  # noqa: E402

from support import contract, held, imports, nation, things  # noqa: E402
from support.people import Caller  # noqa: E402

FOLDER = program.ROOT / "api" / "src" / "http" / "examples"
DAY = "2026-10-15"
# Longest list shown, and the longest one inside an item.
ITEMS, INNER = 2, 3


def short(value, most=ITEMS):
    if isinstance(value, list):
        return [short(one, INNER) for one in value[:most]]
    if isinstance(value, dict):
        kept = list(value.items())
        # A dictionary whose names are data: codes, numbers of services.
        if len(kept) > 12 and all(isinstance(one, (dict, str, int)) for _, one in kept) and not kept[0][0].islower():
            kept = kept[:INNER]
        return {name: short(one, INNER) for name, one in kept}
    return value


class Examples:
    def __init__(self):
        self.kept = {}
        self.token = None

    def call(self, caller, name, *parts, body=None, of=None, query=None, keep=True):
        """Calls an operation and keeps what it was asked and answered; `of` gives the version of what is written."""
        one = contract.operation(name)
        path = one.path
        for variable, part in zip(one.names, parts):
            path = path.replace("{" + variable + "}", str(part))
        headers = {}
        if one.takes("Idempotency-Key"):
            headers["Idempotency-Key"] = str(uuid.uuid4())
        if one.takes("If-Match"):
            headers["If-Match"] = f'"v{of["version"]}"'
        options = {"json": body} if body is not None else {}
        answer = caller.call(one.method, path, headers=headers, params=query, **options)
        assert answer.status_code < 300, f"{name}: {answer.status_code} {answer.text[:600]}"
        given = answer.json() if answer.content and "json" in answer.headers.get("content-type", "") else None
        if keep:
            own = self.kept.setdefault(one.own["tags"][0], {}).setdefault(name, {})
            if body is not None:
                own["request"] = body
            if given is not None:
                own[str(answer.status_code)] = short(given)
        return given

    def write(self):
        FOLDER.mkdir(exist_ok=True)
        for tag, operations in self.kept.items():
            lines = []
            for name in sorted(operations):
                forms = [f'    "{form}": {json.dumps(value, ensure_ascii=False)}' for form, value in sorted(operations[name].items())]
                lines.append(f'  "{name}": {{\n' + ",\n".join(forms) + "\n  }")
            (FOLDER / f"{tag}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main():
    with program.Server(nation.prepared("sqlite").copy()) as server:
        work(server).write()


def work(server):
    """A day of work over the demonstration: nearly every operation, with its good answer."""
    made = Examples()
    organisation(made, server)
    headships(made, server)
    requests(made, server)
    split_posts(made, server)
    reservations(made, server)
    comments(made, server)
    notifications(made, server)
    people(made, server)
    access(made, server)
    a_file(made, server)
    traces(made, server)
    tours(made, server)
    return made


def effect(day, reason):
    return {"valid_from": day, "reason": reason}


def organisation(made, server):
    manager = Caller(server)
    made.token = manager.get("/changes").json()["next"]
    on = {"as_of": DAY}
    made.call(manager, "list_establishments", query={**on, "include": "loading"} if "loading" in includes("list_establishments") else on)
    made.call(manager, "get_establishment", nation.HOME, query=on)
    made.call(manager, "get_establishment_history", nation.HOME)
    site = made.call(manager, "list_sites", query=on)["items"][0]
    made.call(manager, "get_site", site["finess"], query=on)
    made.call(manager, "get_site_history", site["finess"])
    structures = made.call(manager, "list_structures", query={**on, "limit": 500})["items"]
    pole = next(one for one in structures if one["kind"]["code"] == "POLE")
    new = made.call(manager, "create_structure", body={
        "establishment": nation.HOME, "kind": "SERVICE", "number": "190", "label": "Soins palliatifs", "parent": pole["id"],
        "effect": effect("2026-09-01", "Ouverture du service")})
    made.call(manager, "get_structure", new["id"], query=on)
    new = made.call(manager, "edit_structure", new["id"], of=new, body={
        "label": "Soins palliatifs et douleur", "effect": effect("2026-11-01", "Regroupement de deux équipes")})
    made.call(manager, "get_structure_history", new["id"])
    new = made.call(manager, "end_structure", new["id"], of=new, body={"valid_to": "2027-01-01", "reason": "Transfert au pôle voisin"})
    made.call(manager, "retract_structure", new["id"], of=new, body={
        "valid_from": "2026-09-01", "valid_to": "9999-12-31", "reason": "Service saisi par erreur"})
    service = next(one for one in structures if one["kind"]["code"] == "SERVICE")
    made.call(manager, "list_posts", query=on)
    post = made.call(manager, "create_post", body={
        "establishment": nation.HOME, "local_number": "L0150", "kind": "PC", "speciality": "18", "quotity": 10000,
        "structure": service["id"], "effect": effect("2026-09-01", "Ouverture d’un poste de contractuel")})
    made.call(manager, "get_post", post["id"], query=on)
    post = made.call(manager, "edit_post", post["id"], of=post, body={
        "quotity": 8000, "effect": effect("2026-11-01", "Passage à 80 %")})
    made.call(manager, "get_post_history", post["id"])
    held = next(one["post"]["id"] for one in manager.items("/affectations", as_of=DAY) if one["post"])
    made.call(manager, "list_post_occupants", held, query=on)
    profiles(made, manager, Caller(server, "hospital_approver"), held)
    ended = made.call(manager, "end_post", post["id"], of=post, body={"valid_to": "2027-01-01", "reason": "Fin du financement"})
    made.call(manager, "undo_change", ended["change_id"], body={"reason": "Le financement est reconduit"})
    post = manager.get(f"/posts/{post['id']}", as_of=DAY).json()
    made.call(manager, "retract_post", post["id"], of=post, body={
        "valid_from": "2026-09-01", "valid_to": "9999-12-31", "reason": "Poste saisi par erreur"})
    made.call(manager, "list_nomenclatures")
    made.call(manager, "get_nomenclature", "post_kinds")
    made.call(manager, "get_staffing_table", query={"establishment": nation.HOME, **on})
    made.call(manager, "list_code_mappings", query=on)
    domain = made.call(manager, "get_code_domain", "status", query={"establishment": nation.HOME}, keep=False)
    made.call(manager, "put_code_domain", "status", query={"establishment": nation.HOME}, of=domain, body={
        "mappings": [*domain["mappings"][:1], {"local_code": "XPH", "local_label": "Praticien hospitalier", "national_code": "PH"}],
        "reason": "Nouveau code du logiciel"})
    made.call(manager, "get_code_domain", "status", query={"establishment": nation.HOME})


def requests(made, server):
    """A post of a contract practitioner, agreed at once; one of SIGMED, with a question, a rejection and a number."""
    manager, approver = Caller(server), Caller(server, "hospital_approver")
    agent, agency, centre = (Caller(server, profile) for profile in ("ars_manager", "ars_approver", "cng_manager"))
    service = next(one for one in manager.items("/structures", as_of=DAY) if one["kind"]["code"] == "SERVICE")
    wanted = {"establishment": nation.HOME, "kind": "create", "motive": "CRE_ACTIVITE", "day": "2027-05-01", "speciality": "18",
              "quotity": 10000, "structure": service["id"]}
    local = made.call(manager, "create_request", body={**wanted, "post_kind": "PC", "local_number": "L0160"}, keep=False)
    local = made.call(manager, "submit_request", local["id"], of=local, body={}, keep=False)
    local = made.call(approver, "return_request", local["id"], of=local, body={"comment": "Précisez le financement"})
    local = made.call(manager, "edit_request", local["id"], of=local, body={"funding": "Fonds d’intervention régional"})
    local = made.call(manager, "submit_request", local["id"], of=local, body={}, keep=False)
    local = made.call(approver, "sign_off_request", local["id"], of=local, body={}, keep=False)
    made.call(agency, "accept_request", local["id"], of=local, body={"comment": "Conforme au projet régional de santé"})
    one = made.call(manager, "create_request", body={**wanted, "post_kind": "PH"})
    one = made.call(manager, "submit_request", one["id"], of=one, body={"comment": "Ouverture de la consultation avancée"})
    one = made.call(manager, "undo_request_step", one["id"], of=one, body={"comment": "Envoyée trop tôt"})
    one = made.call(manager, "submit_request", one["id"], of=one, body={}, keep=False)
    made.call(approver, "get_request", one["id"])
    one = made.call(approver, "sign_off_request", one["id"], of=one, body={})
    one = made.call(agent, "ask_request", one["id"], of=one, body={"motive": "ARS_STRUCTURE", "comment": "Quel pôle portera ce poste ?"})
    one = made.call(manager, "answer_request", one["id"], of=one, body={"comment": "Le pôle de médecine"})
    one = made.call(agency, "accept_request", one["id"], of=one, body={}, keep=False)
    one = made.call(centre, "reject_request", one["id"], of=one, body={"comment": "Numéro de structure inconnu de SIGMED"})
    one = made.call(manager, "correct_request", one["id"], of=one, body={"comment": "Rattaché au service de médecine"})
    one = made.call(agency, "accept_request", one["id"], of=one, body={}, keep=False)
    one = made.call(centre, "reject_request", one["id"], of=one, body={"comment": "Service indisponible"}, keep=False)
    one = made.call(centre, "resend_request", one["id"], of=one, body={"comment": "Service rétabli"})
    deliveries(made, server)
    one = made.call(centre, "acknowledge_request", one["id"], of=one, body={"sigmed_number": "90412"})
    made.call(manager, "get_request_history", one["id"])
    refused = made.call(manager, "create_request", body={**wanted, "post_kind": "PH"}, keep=False)
    given_up = made.call(manager, "create_request", body={**wanted, "post_kind": "PH"}, keep=False)
    made.call(manager, "withdraw_request", given_up["id"], of=given_up, body={"comment": "Demande saisie deux fois"})
    refused = made.call(manager, "submit_request", refused["id"], of=refused, body={}, keep=False)
    refused = made.call(approver, "sign_off_request", refused["id"], of=refused, body={}, keep=False)
    made.call(agency, "refuse_request", refused["id"], of=refused, body={"motive": "REF_BUDGET"})
    made.call(manager, "list_requests", query={"state": "applied"})


def headships(made, server):
    """A new service and its head, who goes with it when another takes it in."""
    manager = Caller(server)
    pole = next(one for one in manager.items("/structures", as_of=DAY) if one["kind"]["code"] == "POLE")
    one, other = (made.call(manager, "create_structure", keep=False, body={
        "establishment": nation.HOME, "kind": "SERVICE", "number": number, "label": label, "parent": pole["id"],
        "effect": effect("2026-09-01", "Ouverture du service")}) for number, label in [("191", "Addictologie"), ("192", "Soins de suite")])
    who = next(iter(manager.items("/practitioners", as_of=DAY)))
    head = made.call(manager, "create_headship", body={
        "establishment": nation.HOME, "structure": one["id"], "practitioner": who["id"], "function": "CHEF_SERVICE",
        "effect": effect("2026-09-01", "Décision du directeur et du président de la CME")})
    made.call(manager, "list_headships", query={"structure": one["id"], "as_of": DAY})
    made.call(manager, "get_headship", head["id"], query={"as_of": DAY})
    head = made.call(manager, "edit_headship", head["id"], of=head, body={
        "function": "INTERIM", "effect": {"valid_from": "2026-12-01", "valid_to": "2027-01-01", "reason": "Intérim avant la nomination"}})
    made.call(manager, "get_headship_history", head["id"])
    made.call(manager, "merge_structure", one["id"], of=one, body={
        "into": other["id"], "valid_from": "2027-03-01", "reason": "Regroupement décidé par le directoire"})
    head = manager.get(f"/headships/{head['id']}", as_of=DAY).json()
    head = made.call(manager, "end_headship", head["id"], of=head, body={"valid_to": "2027-02-01", "reason": "Départ du praticien"})
    made.call(manager, "retract_headship", head["id"], of=head, body={
        "valid_from": "2026-09-01", "valid_to": "9999-12-31", "reason": "Mandat saisi par erreur"})


def split_posts(made, server):
    """A post of which two services share the time."""
    manager = Caller(server)
    first, second = [one for one in manager.items("/structures", as_of=DAY) if one["kind"]["code"] == "SERVICE"][:2]
    post = made.call(manager, "create_post", keep=False, body={
        "establishment": nation.HOME, "local_number": "L0175", "kind": "PC", "speciality": "18", "quotity": 10000,
        "structure": first["id"], "effect": effect("2026-09-01", "Ouverture d’un poste de contractuel")})
    parts = made.call(manager, "list_post_parts", post["id"], query={"as_of": DAY}, keep=False)
    parts = made.call(manager, "split_post", post["id"], of=parts, body={
        "valid_from": "2027-01-01", "reason": "Temps partagé entre deux services", "parts": [
            {"quotity": 6000, "structure": first["id"]}, {"quotity": 4000, "structure": second["id"]}]})
    made.call(manager, "list_post_parts", post["id"], query={"as_of": "2027-01-01"})


def reservations(made, server):
    """Time of a new post: kept and let go, kept and used, given up."""
    manager = Caller(server)
    service = next(one for one in manager.items("/structures", as_of=DAY) if one["kind"]["code"] == "SERVICE")
    post = made.call(manager, "create_post", keep=False, body={
        "establishment": nation.HOME, "local_number": "L0170", "kind": "PC", "speciality": "18", "quotity": 10000,
        "structure": service["id"], "effect": effect("2026-09-01", "Ouverture d’un poste de contractuel")})
    wanted = {"establishment": nation.HOME, "post": post["id"], "reserved_from": "2027-01-01", "reserved_to": "2027-07-01",
              "quotity": 10000, "motive": "RES_CONTRACTUEL"}
    one = made.call(manager, "create_reservation", body=wanted)
    one = made.call(manager, "edit_reservation", one["id"], of=one, body={"quotity": 6000})
    one = made.call(manager, "activate_reservation", one["id"], of=one, body={"comment": "Contrat en cours de signature"})
    made.call(manager, "get_reservation", one["id"])
    used = made.call(manager, "create_reservation", keep=False, body={**wanted, "quotity": 4000})
    used = made.call(manager, "activate_reservation", used["id"], of=used, body={}, keep=False)
    made.call(manager, "list_reservations", query={"post": post["id"]})
    who = next(one["practitioner"]["id"] for one in manager.items("/affectations", as_of=DAY) if one["quotity"] < 6000)
    made.call(manager, "create_affectation", keep=False, body={
        "practitioner": who, "status": "PC", "rank": "secondary", "post": post["id"], "quotity": 4000,
        "effect": {"valid_from": "2027-02-01"}})
    made.call(manager, "consume_reservation", used["id"], of=used, body={"practitioner": who})
    one = made.call(manager, "end_reservation", one["id"], of=one, body={"valid_to": "2027-04-01", "reason": "Désistement du candidat"})
    made.call(manager, "get_reservation_history", one["id"])
    given_up = made.call(manager, "create_reservation", keep=False, body=wanted)
    made.call(manager, "cancel_reservation", given_up["id"], of=given_up, body={"comment": "Réservation saisie deux fois"})


def comments(made, server):
    """The agency asks, the manager answers and takes a word back."""
    manager, agent = Caller(server), Caller(server, "ars_manager")
    post = next(iter(manager.items("/posts", as_of=DAY)))
    subject = f"post:{post['id']}"
    people = made.call(agent, "list_mentionable_people", query={"subject": subject})["items"]
    named = [one["id"] for one in people if "hospital_manager" in one["seats"]][:1]
    made.call(agent, "write_comment", body={
        "subject": subject, "text": "Quel pôle portera ce poste ?", "mentions": named})
    said = made.call(manager, "write_comment", body={"subject": subject, "text": "Le pôle de médecine."}, keep=False)
    thread = made.call(manager, "list_comments", query={"subject": subject})
    made.call(manager, "read_comments", body={"subject": subject, "last": thread["items"][0]["id"]})
    made.call(manager, "get_comment", said["id"])
    made.call(manager, "delete_comment", said["id"], of=said)


def notifications(made, server):
    """The manager reads what the agency asked, and wants fewer mails."""
    manager = Caller(server)
    told = made.call(manager, "list_notifications", query={"read": "false"})["items"]
    made.call(manager, "get_notification", told[0]["id"])
    made.call(manager, "edit_notification", told[0]["id"], of=told[0], body={"read": True})
    made.call(manager, "read_notifications", body={"last": told[0]["id"]})
    settings = made.call(manager, "get_notification_settings")
    channels = [{**one, "channel": "digest"} if one["kind"] == "mention" else one for one in settings["channels"]]
    made.call(manager, "put_notification_settings", of=settings, body={"channels": channels})


def tours(made, server):
    """A tour from its plan to its end: a freeze, a force, a question, a rejection, a refusal, an appointment that is given up."""
    manager, approver = Caller(server), Caller(server, "hospital_approver")
    agent, agency, centre = (Caller(server, profile) for profile in ("ars_manager", "ars_approver", "cng_manager"))
    tour = made.call(centre, "plan_tour", body={"kind": "automne", "year": 2027, "calendar": soon()})
    id = tour["id"]

    def act(caller, name, body=None, keep=True):
        """A step of the tour, from its present version."""
        now = caller.get(f"/tours/{id}").json()
        return made.call(caller, name, id, of=now, body=body or {}, keep=keep)

    def step(caller, name, post, body=None, keep=True):
        now = caller.get(f"/tours/{id}/entries/{post}").json()
        return made.call(caller, name, id, post, of=now, body=body or {}, keep=keep)

    def whole(caller, name, body=None, keep=True):
        now = caller.get(f"/tours/{id}/lists/{nation.HOME}").json()
        return made.call(caller, name, id, nation.HOME, of=now, body=body or {}, keep=keep)

    act(centre, "edit_tour", {"calendar": soon(opening="2026-01-06T08:00:00Z")})
    act(centre, "open_tour")
    made.call(manager, "list_tours")
    made.call(manager, "get_tour", id)
    act(agency, "move_tour_deadline", {"milestone": "hospital_deadline", "region": nation.REGION, "to": in_days(12),
                                       "comment": "Panne du logiciel de plusieurs établissements"})
    made.call(centre, "get_tour_history", id)
    made.call(agency, "list_tour_lists", id)
    made.call(manager, "get_tour_list", id, nation.HOME)
    own = {"establishment": nation.HOME, "limit": 500}
    made.call(manager, "list_tour_entries", id, query={**own, "decision": "publish", "include": "lacks"})
    wanted = [one for one in manager.get(f"/tours/{id}/entries", **own, decision="publish").json()["items"] if one["structure"]]
    # The hospital is small: those that are held are brought in.
    forced = [one for one in manager.get(f"/tours/{id}/entries", **own, decision="none").json()["items"]
              if one["structure"] and one["quotity"] >= 5000][:5]
    frozen, no = [one["post"]["id"] for one in wanted[:2]]
    appointed, given_up, vacant, withdrawn, held_still = [one["post"]["id"] for one in forced]
    ready = [appointed, given_up, vacant, withdrawn]
    for one in forced[:4]:
        complete(manager, approver, one)
    step(manager, "freeze_tour_entry", frozen, {"motive": "GEL_BUDGET", "until": "2027-12-31"})
    step(manager, "unfreeze_tour_entry", frozen)
    for post in (frozen, no):
        step(manager, "freeze_tour_entry", post, {"motive": "GEL_BUDGET"}, keep=False)
    step(manager, "force_tour_entry", held_still, {"motive": "FORCE_DEPART", "comment": "Départ à la retraite annoncé", "expected": "2027-09-01"})
    step(manager, "unforce_tour_entry", held_still)
    for post in ready:
        step(manager, "force_tour_entry", post, {"motive": "FORCE_DEPART", "expected": "2027-09-01"}, keep=False)
    proposed = step(manager, "propose_tour_entry", appointed)
    made.call(manager, "undo_tour_entry_steps", id, body={"entries": [{"post": appointed, "if_match": f'"v{proposed["version"]}"'}]})
    step(manager, "propose_tour_entry", appointed, keep=False)
    step(approver, "return_tour_entry", appointed, {"comment": "Le profil est-il à jour ?"})
    whole(manager, "propose_tour_list")
    whole(approver, "return_tour_list", {"comment": "À revoir avec le chef de pôle"})
    whole(manager, "propose_tour_list", keep=False)
    step(approver, "sign_off_tour_entry", appointed)
    whole(approver, "sign_off_tour_list")
    signed = made.call(agent, "get_tour_entry", id, appointed)
    made.call(agency, "get_tour_entries_snapshot", id, query={"change": signed["change_id"]})
    step(agent, "ask_tour_entry", appointed, {"motive": "ARS_STRUCTURE"})
    step(manager, "answer_tour_entry", appointed, {"comment": "Le pôle de médecine"})
    step(agency, "validate_tour_entry", appointed)
    step(agency, "record_freeze_tour_entry", frozen)
    step(agency, "refuse_tour_entry", no, {"motive": "REF_BUDGET"})
    made.call(agency, "act_on_tour_entries", id, body={"action": "validate", "entries": [
        {"post": post, "if_match": f'"v{agency.get(f"/tours/{id}/entries/{post}").json()["version"]}"'} for post in ready[1:]]})
    step(centre, "reject_tour_entry", appointed, {"comment": "Numéro de structure inconnu de SIGMED"})
    step(agency, "correct_tour_entry", appointed)
    for post in ready[:3]:
        step(centre, "acknowledge_tour_entry", post)
    step(centre, "withdraw_tour_entry", withdrawn, {"comment": "À la demande de l’ARS"})
    passed(server, centre, id, 15, "open_to_ars")
    manager, agency, centre = (Caller(server, profile) for profile in ("hospital_manager", "ars_approver", "cng_manager"))
    act(agency, "reopen_tour_list", {"establishment": nation.HOME, "comment": "Un poste a été oublié"})
    passed(server, centre, id, 25, "sent")
    act(Caller(server, "cng_manager"), "publish_tour")
    passed(server, centre, id, 50, "applications_closed")
    manager, centre = Caller(server), Caller(server, "cng_manager")
    act(centre, "record_tour_appointments")
    for number, post in enumerate((appointed, given_up)):
        step(centre, "appoint_tour_entry", post, {"order_number": f"2026-41{number}", "order_date": "2026-05-02", "appointee": "Camille LAMBERT"})
    step(centre, "leave_vacant_tour_entry", vacant)
    step(manager, "install_tour_entry", appointed, {"installed_on": "2026-07-01"})
    step(centre, "drop_tour_entry", given_up)
    made.call(manager, "get_tour_entry_history", id, appointed)
    act(centre, "close_tour")
    id = made.call(centre, "plan_tour", body={"kind": "additive", "year": 2027, "calendar": things.calendar()}, keep=False)["id"]
    act(Caller(server, "cng_admin"), "cancel_tour", {"comment": "Aucun poste à publier"})


def in_days(days):
    return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)).strftime("%Y-%m-%dT22:00:00Z")


def soon(**changed):
    """A calendar whose deadlines are days away."""
    return things.calendar(**{"hospital_deadline": {"national": in_days(10)}, "ars_deadline": {"national": in_days(20)},
                              "publication": in_days(24), **changed})


def complete(manager, approver, entry):
    """What the post of an entry lacks to be published: the number of its structure, an approved profile."""
    place = f"/structures/{entry['structure']['id']}"
    manager.act(place, manager.get(place).json(), {"sigmed_number": f"S{entry['structure']['number']}", "effect": effect(
        "2026-01-01", "Numéro donné par le CNG")}, method="PATCH")
    post = manager.get(f"/posts/{entry['post']['id']}").json()
    speciality = (post["speciality"] or {"code": "18"})["code"]
    own = f"/posts/{post['id']}/profile"
    written = manager.act(own, {"version": 0}, {"speciality": speciality, "position": "Service de médecine", "quotity": 10000}, method="PUT")
    approver.act(f"{own}/approve", written.json(), {})


def passed(server, caller, id, days, state):
    """Lets days pass: the clock of the program takes the step of the tour that is due."""
    server.forward(days)
    for _ in range(200):
        if Caller(server, caller.profile).get(f"/tours/{id}").json()["state"] == state:
            return
        time.sleep(0.1)
    raise AssertionError(f"the tour is not {state} after {days} days")


def deliveries(made, server):
    """What left for SIGMED; the last one lies on the shelf, as after a night without network, and is put back."""
    agency, administrator = Caller(server, "ars_manager"), Caller(server, "cng_admin")
    last, former, *_ = made.call(agency, "list_sigmed_deliveries", query={"establishment": nation.HOME}, keep=False)["items"]
    held.write(server.database, "UPDATE sigmed_deliveries SET state = 'shelved', attempts = 12, last_error = 'SIGMED est injoignable.'"
                                f" WHERE id = '{last['id']}'")
    made.call(agency, "list_sigmed_deliveries", query={"establishment": nation.HOME})
    made.call(agency, "get_sigmed_delivery", former["id"])
    made.call(administrator, "replay_sigmed_delivery", last["id"], of=last)


PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def profiles(made, manager, approver, post):
    written = made.call(manager, "put_post_profile", post, of={"version": 0}, body={
        "speciality": "18", "position": "Gynécologue obstétricien au bloc des naissances", "quotity": 10000,
        "skills": "Échographie obstétricale", "on_call": "Une garde par semaine", "vacant_from": "2026-09-01",
        "team": "Huit praticiens, 2 400 naissances par an", "non_clinical_time": 1000, "exclusivity_allowance": True,
        "private_practice": False, "head_of_service": "Chefferie de service, obstetrique@ch.example",
        "medical_affairs": "Affaires médicales, affaires.medicales@ch.example", "reason": "Départ annoncé"})
    headers = {"If-Match": f'"v{written["version"]}"', "Content-Type": "application/pdf",
               "Content-Disposition": 'attachment; filename="profil.pdf"'}
    answer = manager.call("PUT", f"/posts/{post}/profile/document", headers=headers, content=PDF)
    assert answer.status_code == 200, answer.text[:600]
    made.kept["posts"]["put_post_profile_document"] = {"200": short(answer.json())}
    made.call(approver, "approve_post_profile", post, of=answer.json(), body={"reason": "Relu avec le service"})
    made.call(manager, "get_post_profile", post)
    made.call(manager, "get_post_profile_history", post)
    made.call(manager, "get_post_profile_document", post, keep=False)


def queries(name):
    return contract.operation(name).queries()


def includes(name):
    return contract.operation(name).queries().get("include", {}).get("schema", {}).get("enum", [])


def people(made, server):
    manager = Caller(server)
    on = {"as_of": DAY}
    made.call(manager, "list_practitioners", query=on)
    person = made.call(manager, "create_practitioner", body={
        "establishment": nation.HOME, "matricule": "0009001", "rpps": "99990000004", "birth_name": "MARTINET", "usual_name": "MARTINET",
        "first_names": "Solène", "sex": "F", "birth_date": "1984-05-17", "speciality": "18",
        "effect": effect("2026-09-01", "Recrutement")})
    made.call(manager, "get_practitioner", person["id"], query=on)
    status = made.call(manager, "create_status", person["id"], body={
        "status": "PH", "quotity": 10000, "effect": effect("2026-09-01", "Nomination")})
    service = next(one for one in manager.items("/structures", as_of=DAY) if one["kind"]["code"] == "SERVICE")
    line = made.call(manager, "create_affectation", body={
        "practitioner": person["id"], "status": "PH", "rank": "main", "service": service["id"], "quotity": 10000,
        "effect": effect("2026-09-01", "Prise de fonctions")})
    position = made.call(manager, "create_position", person["id"], body={
        "position": "MAD", "granted_until": "2027-03-31", "effect": effect("2026-10-01", "Mise à disposition d’un hôpital voisin")})
    made.call(manager, "search_practitioners", body={"name": "martinet"})
    made.call(manager, "list_practitioner_statuses", person["id"], query=on)
    made.call(manager, "list_practitioner_positions", person["id"], query=on)
    made.call(manager, "get_practitioner_timeline", person["id"], query={"as_of": DAY} if "as_of" in queries("get_practitioner_timeline") else None)
    edited = made.call(manager, "edit_practitioner", person["id"], of=person, body={
        "usual_name": "MARTINET-DELAUNAY", "effect": effect("2026-10-03", "Mariage")})
    made.call(manager, "get_practitioner_history", person["id"])
    for noun, plural, thing, change in [
            ("affectation", "affectations", line, {"quotity": 8000, "effect": effect("2026-11-01", "Temps partiel")}),
            ("status", "statuses", status, {"local_code": "PHTP", "effect": effect("2026-11-01", "Nouveau code du logiciel")}),
            ("position", "positions", position, {"granted_until": "2027-08-31", "effect": effect("2026-11-01", "Arrêté reçu")})]:
        made.call(manager, f"list_{plural}", query=on)
        made.call(manager, f"get_{noun}", thing["id"], query=on)
        thing = made.call(manager, f"edit_{noun}", thing["id"], of=thing, body=change)
        made.call(manager, f"get_{noun}_history", thing["id"])
        thing = made.call(manager, f"end_{noun}", thing["id"], of=thing, body={"valid_to": "2027-05-01", "reason": "Départ annoncé"})
        made.call(manager, f"retract_{noun}", thing["id"], of=thing, body={
            "valid_from": "2026-09-01", "valid_to": "9999-12-31", "reason": "Saisi pour une autre personne"})
    edited = made.call(manager, "end_practitioner", person["id"], of=edited, body={"valid_to": "2027-05-01", "reason": "Départ annoncé"})
    made.call(manager, "retract_practitioner", person["id"], of=edited, body={
        "valid_from": "2026-09-01", "valid_to": "9999-12-31", "reason": "Personne saisie deux fois"})


def access(made, server):
    manager, admin = Caller(server), Caller(server, "cng_admin")
    # Without the answers, which are tokens.
    made.kept["session"] = {
        "sign_in": {"request": {"email": "camille.essai@hopital.example", "password": "une phrase assez longue"}},
        "change_password": {"request": {"present": "une phrase assez longue", "new": "une autre phrase, plus longue encore"}}}
    made.call(manager, "get_me")
    made.call(manager, "list_my_sessions")
    made.call(admin, "list_users")
    today = admin.get("/me").json()["today"]
    next_year = f"{int(today[:4]) + 1}{today[4:]}"
    grant = {"profile": "hospital_reader", "perimeter": f"ej:{nation.HOME}", "valid_from": today, "valid_to": next_year,
             "reason": "Prise de poste à la direction des affaires médicales"}
    user = made.call(admin, "create_user", body={"email": "camille.essai@hopital.example", "name": "Camille Essai",
                                                 "password": "une phrase assez longue", "habilitation": grant})
    made.call(admin, "get_user", user["id"])
    user = made.call(admin, "edit_user", user["id"], of=user, body={"name": "Camille Essai-Durand"})
    user = made.call(admin, "disable_user", user["id"], of=user, body={"reason": "Congé de longue durée"})
    user = made.call(admin, "enable_user", user["id"], of=user, body={"reason": "Retour"})
    made.call(admin, "list_habilitations")
    given = made.call(admin, "create_habilitation", body={"account": user["id"], "grant": {
        **grant, "profile": "hospital_manager", "reason": "Gestion des postes"}})
    made.call(admin, "get_habilitation", given["id"])
    made.call(admin, "end_habilitation", given["id"], of=given, body={"valid_to": today, "reason": "Changement de service"})
    made.call(admin, "list_profiles")
    made.call(manager, "explain_right", query={"rubric": "posts", "right": "modify", "establishment": nation.HOME})


def a_file(made, server):
    manager = Caller(server)
    answer = imports.send(manager, imports.hard_file())
    job = answer.json()["job"]
    view = imports.settled(manager, answer)
    made.kept.setdefault("imports", {})["create_import"] = {"202": short(answer.json())}
    made.call(manager, "get_job", job)
    made.call(manager, "list_jobs")
    made.call(manager, "list_imports")
    made.call(manager, "list_import_findings", view["id"])
    made.call(manager, "get_import_report", view["id"])
    by_heading = {column["heading"]: column for column in view["columns"]}
    columns = [{"position": by_heading[heading]["position"], "field": field} for heading, field in imports.FIELDS.items()]
    made.call(manager, "map_import", view["id"], of=view, body={"columns": columns})
    view = waited(manager, view)
    answers = [{"domain": domain, "code": code, "national_code": national} for (domain, code), national in imports.answers().items()]
    made.call(manager, "answer_import_codes", view["id"], of=view, body={"answers": answers})
    view = waited(manager, view)
    made.call(manager, "replan_import", view["id"], of=view)
    view = waited(manager, view)
    made.call(manager, "get_import", view["id"])
    made.call(manager, "list_import_plan", view["id"])
    made.call(manager, "apply_import", view["id"], of=view, body={"policy": "valid_lines", "confirm": True})
    view = waited(manager, view)
    made.call(manager, "undo_import", view["id"], of=view, body={"reason": "Mauvais fichier"})
    other = imports.read(manager, b"niveau;numero;libelle\n", kind="structures", name="structures.csv")
    made.call(manager, "discard_import", other["id"], of=other)
    profile = made.call(manager, "list_import_profiles", query={"as_of": DAY})["items"][0]
    made.call(manager, "get_import_profile", profile["id"], query={"as_of": DAY})
    made.call(manager, "get_import_profile_history", profile["id"])
    made.call(manager, "list_import_fields")


def waited(manager, view):
    view = manager.get(f"/imports/{view['id']}").json()
    imports.finished(manager, view["job"])
    return manager.get(f"/imports/{view['id']}").json()


def traces(made, server):
    manager, auditor = Caller(server), Caller(server, "auditor")
    made.call(manager, "follow_changes", query={"after": made.token, "limit": 2})
    lines = made.call(manager, "list_journal", query={"operation": "sirh.apply"})["items"]
    made.call(manager, "get_journal_entry", lines[0]["id"])
    edited = manager.items("/journal", operation="post.edit")[0]
    made.call(manager, "list_journal_things", edited["id"])
    made.call(auditor, "verify_journal")


if __name__ == "__main__":
    main()

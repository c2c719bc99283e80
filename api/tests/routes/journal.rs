//! The journal: who reads what of it, what each change did, its undo.

use serde_json::{Value, json};
use shared::habilitation::{Perimeter, Profile};

use super::writing::local_post;
use super::{Actor, code, on_both, path, today};
use crate::authz::nation::{HOME, SENSITIVE, SIBLING, Thing};

fn rename(text: &str) -> Value {
    json!({ "label": text, "effect": { "valid_from": "2026-01-01", "reason": "Nouveau nom" } })
}

#[test]
fn a_change_is_in_the_journal_with_what_it_did() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let pole = path("structures", Thing::Pole);
        assert_eq!(manager.change("PATCH", &pole, 1, &rename("Pôle mère")).status, 200);
        let entries =
            manager.list(&format!("/journal?operation=structure.edit&establishment={}", HOME.finess));
        assert_eq!(entries.len(), 1);
        let entry = &entries[0];
        assert_eq!((&entry["reason"], &entry["origin"]), (&"Nouveau nom".into(), &"api".into()));
        assert_eq!(entry["summary"], "Modification d’une structure");
        assert_eq!(entry["allowed_actions"], json!(["undo"]));
        let own = format!("/journal/{}", entry["id"].as_str().unwrap());
        assert_eq!(&manager.read(&own), entry);
        let things = manager.list(&format!("{own}/things"));
        assert_eq!(things.len(), 1);
        assert_eq!((&things[0]["entity"], &things[0]["action"]), (&"structures".into(), &"change".into()));
        assert_eq!(things[0]["after"]["periods"][1]["label"], "Pôle mère", "{}", things[0]);
        assert!(manager.list(&format!("/journal?at.lt={}", "2020-01-01T00:00:00Z")).is_empty());
        assert_eq!(manager.get("/journal?at=2020-01-01").status, 400);
        assert_eq!(manager.get("/journal?operation.gte=a").status, 400);
    });
}

#[test]
fn a_walk_over_the_journal_is_in_its_order() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let pole = path("structures", Thing::Pole);
        for version in 1..6 {
            assert_eq!(
                manager.change("PATCH", &pole, version, &rename(&format!("Nom {version}"))).status,
                200
            );
        }
        let mut numbers = Vec::new();
        let mut path = "/journal?limit=2&operation=structure.edit".to_owned();
        loop {
            let page = manager.read(&path);
            numbers.extend(page["items"].as_array().unwrap().iter().map(|one| one["seq"].as_i64().unwrap()));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/journal?limit=2&operation=structure.edit&cursor={next}");
        }
        assert_eq!(numbers.len(), 5);
        assert!(numbers.is_sorted_by(|one, next| one > next), "{numbers:?}");
    });
}

#[test]
fn a_change_is_undone_by_its_author_unless_it_was_built_upon() {
    on_both(|app| {
        let (manager, other) = (app.manager(HOME.finess), app.manager(HOME.finess));
        let pole = path("structures", Thing::Pole);
        assert_eq!(manager.change("PATCH", &pole, 1, &rename("Pôle mère")).status, 200);
        let first = manager.list("/journal?operation=structure.edit")[0]["id"].as_str().unwrap().to_owned();
        let undo = format!("/changes/{first}/undo");
        let why = json!({ "reason": "Erreur" });
        assert_eq!(other.list("/journal?operation=structure.edit")[0]["allowed_actions"], json!([]));
        let refused = other.create(&undo, &why);
        assert_eq!((refused.status, code(&refused).as_str()), (409, "transition.refused"));
        assert_eq!(manager.change("PATCH", &pole, 2, &rename("Pôle enfant")).status, 200);
        let refused = manager.create(&undo, &why);
        assert_eq!((refused.status, code(&refused).as_str()), (409, "change.touched_since"));
        let offered = || -> Vec<bool> {
            let edits = manager.list("/journal?operation=structure.edit");
            edits.iter().map(|one| one["allowed_actions"] == json!(["undo"])).collect()
        };
        assert_eq!(offered(), [true, false], "the first one has been built upon");
        assert_eq!(manager.read(&format!("/journal/{first}"))["allowed_actions"], json!([]));
        let second = manager.list("/journal?operation=structure.edit")[0]["id"].as_str().unwrap().to_owned();
        let undone = manager.create(&format!("/changes/{second}/undo"), &why);
        assert_eq!(undone.status, 201, "{}", undone.body);
        assert_eq!(undone.json()["undoes"], second);
        assert_eq!(manager.read(&pole)["label"], "Pôle mère");
        assert_eq!(offered(), [false, true], "and is as it was left, once the second one is undone");
        let again = manager.create(&format!("/changes/{second}/undo"), &why);
        assert_eq!((again.status, code(&again).as_str()), (409, "change.already_undone"));
        assert_eq!(app.manager(SIBLING.finess).create(&undo, &why).status, 404);
    });
}

/// What is made is not offered to be taken back while something is in it, in the list and alone.
#[test]
fn an_undo_is_offered_when_it_would_be_granted() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let made = |path: &str, body: &Value| {
            let answer = manager.create(path, body);
            assert_eq!(answer.status, 201, "{}", answer.body);
            answer.json()["id"].as_str().unwrap().to_owned()
        };
        let service = json!({ "establishment": HOME.finess, "kind": "SERVICE", "number": "SN", "label": "Neuf",
            "parent": HOME.id(Thing::Pole), "effect": { "valid_from": "2020-01-01" } });
        let service = made("/structures", &service);
        let unit = json!({ "establishment": HOME.finess, "kind": "UF", "number": "UN", "label": "Unité",
            "parent": service, "effect": { "valid_from": "2020-01-01" } });
        made("/structures", &unit);
        // Something else, of which nothing depends.
        let pole = path("structures", Thing::Pole2);
        assert_eq!(manager.change("PATCH", &pole, 1, &rename("Autre")).status, 200);
        let entries = || manager.list("/journal?facts=true");
        let offered = |entry: &Value| entry["allowed_actions"] == json!(["undo"]);
        let undo = |entry: &Value| {
            let path = format!("/changes/{}/undo", entry["id"].as_str().unwrap());
            manager.create(&path, &json!({ "reason": "Erreur" }))
        };
        let all = entries();
        assert_eq!(all.iter().take(3).map(offered).collect::<Vec<_>>(), [true, true, false], "{all:?}");
        let refused = undo(&all[2]);
        assert_eq!((refused.status, code(&refused).as_str()), (409, "change.touched_since"));
        let answer = undo(&all[1]);
        assert_eq!(answer.status, 201, "{}", answer.body);
        let all = entries();
        assert_eq!(all[3]["operation"], "structure.create");
        assert!(offered(&all[3]), "nothing is in the service any more: {}", all[3]);
        assert_eq!(undo(&all[3]).status, 201);
    });
}

#[test]
fn reading_from_outside_leaves_a_trace() {
    on_both(|app| {
        let (inside, agency) = (app.manager(HOME.finess), app.actor(Profile::ArsManager));
        let person = path("practitioners", Thing::Practitioner);
        let traces = |operation: &str| inside.list(&format!("/journal?operation={operation}")).len();
        assert_eq!(inside.get(&person).status, 200);
        assert_eq!(traces("practitioner.read"), 0, "from inside, no trace");
        let read = agency.get(&person);
        assert_eq!(read.status, 200, "{}", read.body);
        assert_eq!(agency.get(&format!("{person}/timeline")).status, 200);
        assert_eq!(traces("practitioner.read"), 2);
        assert_eq!(agency.get(&format!("/journal?establishment={}", HOME.finess)).status, 200);
        assert_eq!(traces("journal.read"), 1);
    });
}

#[test]
fn things_of_a_change_hide_what_may_not_be_read() {
    on_both(|app| {
        let (manager, approver) = (app.manager(HOME.finess), app.actor(Profile::HospitalApprover));
        let person = path("practitioners", Thing::Practitioner2);
        let end = json!({ "valid_to": today().to_string(), "reason": "Retour" });
        let dispo = path("positions", Thing::Position2);
        assert_eq!(manager.change("POST", &format!("{dispo}/end"), 1, &end).status, 200);
        let leave = json!({ "position": SENSITIVE, "effect": { "valid_from": today().to_string() } });
        assert_eq!(manager.create(&format!("{person}/positions"), &leave).status, 201);
        let id = manager.list("/journal?operation=position.create")[0]["id"].as_str().unwrap().to_owned();
        assert!(manager.get(&format!("/journal/{id}/things")).body.contains(SENSITIVE));
        let seen = approver.get(&format!("/journal/{id}/things"));
        assert_eq!(seen.status, 200);
        assert!(!seen.body.contains(SENSITIVE) && seen.body.contains("ABSENT"), "{}", seen.body);
    });
}

#[test]
fn the_chain_is_verified() {
    on_both(|app| {
        let nation = app.actor(Profile::CngManager);
        let told = nation.read("/journal/verify");
        assert_eq!((&told["sound"], &told["findings"]), (&true.into(), &json!([])));
        // Its totals are those of all hospitals, which a hospital does not read.
        for profile in [Profile::HospitalManager, Profile::HospitalReader, Profile::ArsManager] {
            let refused = app.actor(profile).get("/journal/verify");
            assert_eq!((refused.status, code(&refused).as_str()), (403, "right.missing"), "{profile}");
        }
        // The whole database is not read at each call.
        let made = app.manager(HOME.finess).create("/posts", &local_post("LOC-V"));
        assert_eq!(made.status, 201, "{}", made.body);
        assert_eq!(nation.read("/journal/verify"), told);
    });
}

/// Who also is a practitioner, or a head of pole, reads the journal of a hospital as what the region gives.
#[test]
fn reading_from_outside_leaves_a_trace_whatever_else_is_held() {
    on_both(|app| {
        let agent = app.0.hire(Profile::ArsManager, Perimeter::Region(HOME.region.into()));
        app.0.also(agent, Profile::HospitalReader, Perimeter::Structure(HOME.id(Thing::Pole).into()));
        let agent = Actor { app, token: app.0.sign_in(agent) };
        let manager = app.manager(HOME.finess);
        let traces = || manager.list("/journal?operation=journal.read").len();
        let before = traces();
        let entry = manager.list("/journal")[0]["id"].as_str().unwrap().to_owned();
        assert_eq!(traces(), before, "the hospital reads its own");
        assert_eq!(agent.get(&format!("/journal/{entry}")).status, 200);
        assert_eq!(traces(), before + 1);
    });
}

#[test]
fn r42_what_belongs_to_no_establishment_is_read_from_the_nation_alone() {
    on_both(|app| {
        let state = &app.0.app.state;
        let event = api::db::changes::Event {
            author: "test".into(),
            origin: shared::change::Origin::CommandLine,
            operation: "keys.rotate".into(),
            reason: None,
            establishment: None,
            details: Value::Null,
            trail: shared::change::Trail::default(),
        };
        let now = api::http::clock::now().0;
        let noted = state.database.write(|tx| api::db::changes::note(tx, event, now)).unwrap();
        let own = format!("/journal/{}", noted.id);
        let why = json!({ "reason": "Essai" });
        for profile in [Profile::CngManager, Profile::CngAdmin, Profile::Auditor] {
            let reader = app.actor(profile);
            assert_eq!(reader.list("/journal?operation=keys.rotate").len(), 1, "{profile}");
            assert_eq!(reader.read(&own)["establishment"], Value::Null, "{profile}");
            assert!(reader.list(&format!("{own}/things")).is_empty(), "{profile}");
        }
        let unknown = format!("/journal/{}", uuid::Uuid::nil());
        for profile in
            [Profile::HospitalManager, Profile::HospitalApprover, Profile::ArsManager, Profile::Practitioner]
        {
            let reader = app.actor(profile);
            assert!(reader.list("/journal?operation=keys.rotate").is_empty(), "{profile}");
            assert_eq!(reader.get(&own).masked().2, reader.get(&unknown).masked().2, "{profile}");
            assert_eq!(reader.get(&format!("{own}/things")).status, 404, "{profile}");
            let undo = |id: String| reader.create(&format!("/changes/{id}/undo"), &why).status;
            assert_eq!(undo(noted.id.to_string()), 404, "{profile}");
        }
        // From the nation it exists, and is nothing that can be undone.
        let undo = format!("/changes/{}/undo", noted.id);
        assert_eq!(app.actor(Profile::CngAdmin).create(&undo, &why).status, 409);
        assert_eq!(app.actor(Profile::Auditor).create(&undo, &why).status, 403);
    });
}

#[test]
fn a_practitioner_reads_what_was_done_on_the_own_record_and_nothing_else() {
    on_both(|app| {
        let (manager, agency) = (app.manager(HOME.finess), app.actor(Profile::ArsManager));
        let reader = app.actor(Profile::Practitioner);
        let before = reader.list("/journal").len();
        assert_eq!(before, 1, "the file that brought the record");
        // A pole, somebody else, then the own line of time; then the agency reads the sheet.
        let pole = path("structures", Thing::Pole);
        assert_eq!(manager.change("PATCH", &pole, 1, &rename("Pôle mère")).status, 200);
        let change = |quotity: u32| json!({ "quotity": quotity, "effect": { "valid_from": "2026-01-01", "reason": "Moins" } });
        let other = path("affectations", Thing::Affectation2);
        assert_eq!(manager.change("PATCH", &other, 1, &change(5_000)).status, 200);
        assert_eq!(reader.list("/journal").len(), before, "nothing of others");
        let own = path("affectations", Thing::Affectation);
        assert_eq!(manager.change("PATCH", &own, 1, &change(7_000)).status, 200);
        assert_eq!(agency.get(&path("practitioners", Thing::Practitioner)).status, 200);
        assert_eq!(agency.get(&path("practitioners", Thing::Practitioner2)).status, 200);
        let entries = reader.list("/journal");
        let told: Vec<&str> = entries.iter().map(|one| one["operation"].as_str().unwrap()).collect();
        assert_eq!(told, ["practitioner.read", "affectation.edit", "sirh.apply"]);
        assert_eq!(reader.read("/journal?total=exact")["total"], 3);
        assert_eq!(entries[1]["allowed_actions"], json!([]));
        let things = reader.list(&format!("/journal/{}/things", entries[1]["id"].as_str().unwrap()));
        assert_eq!(things.len(), 1, "{things:?}");
        assert_eq!((&things[0]["entity"], &things[0]["action"]), (&"affectations".into(), &"change".into()));
        assert_eq!(things[0]["after"]["periods"][1]["quotity"], 7_000, "{}", things[0]);
        assert!(things[0]["key"].as_str().unwrap().contains("|SA|"), "places are named: {}", things[0]);
        // What the file brought is the own record alone, sensitive absences included: they are one's own.
        let brought = reader.get(&format!("/journal/{}/things", entries[2]["id"].as_str().unwrap()));
        assert!(brought.body.contains(SENSITIVE) && !brought.body.contains("M1B"), "{}", brought.body);
        let entities: Vec<String> =
            brought.items().iter().map(|one| one["entity"].as_str().unwrap().to_owned()).collect();
        assert_eq!(entities, ["practitioners", "statuses", "positions", "affectations", "headships"]);
        // The line of somebody else is absent, and so is any undo.
        let foreign = manager.list("/journal?operation=affectation.edit");
        let foreign = foreign.iter().find(|one| one["id"] != entries[1]["id"]).unwrap();
        assert_eq!(reader.get(&format!("/journal/{}", foreign["id"].as_str().unwrap())).status, 404);
        let undo = format!("/changes/{}/undo", entries[1]["id"].as_str().unwrap());
        assert_eq!(reader.create(&undo, &json!({ "reason": "Non" })).status, 404);
        assert_eq!(reader.list(&format!("/journal?establishment={}", SIBLING.finess)).len(), 0);
    });
}

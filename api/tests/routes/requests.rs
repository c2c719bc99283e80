//! Requests on posts, from the hospital to the agency and to SIGMED: the whole way, and each way of being refused.

use std::thread;

use api::db::habilitations;
use serde_json::{Value, json};
use shared::habilitation::{Perimeter, Profile};
use uuid::Uuid;

use super::writing::local_post;
use super::{Actor, App, code, header, on_both, path, pointers};
use crate::authz::nation::{HOME, Thing, granted};

/// A post that nobody holds, made by its manager.
pub(super) fn vacant_post(app: &App, number: &str) -> String {
    let made = app.manager(HOME.finess).create("/posts", &local_post(number));
    assert_eq!(made.status, 201, "{}", made.body);
    made.json()["id"].as_str().unwrap().to_owned()
}

pub(super) fn creation(kind: &str) -> Value {
    json!({ "establishment": HOME.finess, "kind": "create", "motive": "CRE_ACTIVITE", "day": "2027-01-01",
        "post_kind": kind, "local_number": "LOC-9", "speciality": "CARDIO", "quotity": 8_000,
        "structure": HOME.id(Thing::Service) })
}

pub(super) fn closing(post: &str) -> Value {
    json!({ "establishment": HOME.finess, "kind": "close", "motive": "FER_BUDGET", "day": "2027-01-01",
        "post": post })
}

/// Opens a request and gives its place.
pub(super) fn open(manager: &Actor<'_>, body: &Value) -> String {
    let made = manager.create("/requests", body);
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(made.json()["state"], "draft");
    header(&made, "location").strip_prefix("/api/v1").unwrap().to_owned()
}

/// Takes a step that works, from the present version.
pub(super) fn step(actor: &Actor<'_>, place: &str, action: &str, body: &Value) -> Value {
    let version = actor.read(place)["version"].as_i64().unwrap();
    let taken = actor.change("POST", &format!("{place}/{action}"), version, body);
    assert_eq!(taken.status, 200, "{action}: {}", taken.body);
    let mut read = actor.read(place);
    read.as_object_mut().unwrap().remove("time");
    assert_eq!(taken.json(), read, "a step answers what a read would");
    read
}

/// Takes a step that is refused, from the present version: status, code, fields.
fn refused(actor: &Actor<'_>, place: &str, action: &str, body: &Value) -> (u16, String, Vec<String>) {
    let before = actor.read(place);
    let version = before["version"].as_i64().unwrap();
    let answer = actor.change("POST", &format!("{place}/{action}"), version, body);
    assert_eq!(actor.read(place)["version"], before["version"], "what is refused changes nothing");
    (answer.status, code(&answer), pointers(&answer))
}

pub(super) fn nothing() -> Value {
    json!({})
}

pub(super) fn because(comment: &str) -> Value {
    json!({ "comment": comment })
}

#[test]
fn a_post_that_sigmed_does_not_hold_is_there_when_the_agency_agrees() {
    on_both(|app| {
        let (manager, approver) = (app.actor(Profile::HospitalManager), app.actor(Profile::HospitalApprover));
        let agency = app.actor(Profile::ArsApprover);
        let place = open(&manager, &creation("LOC"));
        assert_eq!(manager.read(&place)["allowed_actions"], json!(["submit", "withdraw"]));
        assert_eq!(agency.read(&place)["allowed_actions"], json!([]));
        assert_eq!(step(&manager, &place, "submit", &nothing())["state"], "pending_sign_off");
        assert_eq!(approver.read(&place)["allowed_actions"], json!(["return", "sign_off"]));
        assert_eq!(step(&approver, &place, "sign_off", &nothing())["state"], "at_ars");
        assert_eq!(agency.read(&place)["allowed_actions"], json!(["ask", "accept", "refuse"]));
        assert!(manager.list("/posts?local_number=LOC-9&as_of=2027-01-01").is_empty());
        let done = step(&agency, &place, "accept", &because("Conforme au projet régional"));
        assert_eq!((&done["state"], &done["allowed_actions"]), (&"applied".into(), &json!([])));
        let posts = manager.list("/posts?local_number=LOC-9&as_of=2027-01-01");
        assert_eq!((posts.len(), &posts[0]["quotity"]), (1, &8_000.into()));
        assert_eq!(
            (&done["post"]["id"], &done["said"]),
            (&posts[0]["id"], &"Conforme au projet régional".into())
        );
        assert_eq!(
            manager.get(&format!("/posts/{}?as_of=2026-12-31", posts[0]["id"].as_str().unwrap())).status,
            404
        );
        let journal = manager.list("/journal");
        let told: Vec<&str> = journal.iter().take(4).map(|one| one["operation"].as_str().unwrap()).collect();
        assert_eq!(told, ["request.accept", "request.sign_off", "request.submit", "request.create"]);
        assert_eq!(journal[0]["summary"], "Accord de l’ARS sur une demande");
        // Who had decided what, at any instant.
        let past = manager.read(&format!("{place}/history?axis=recorded"));
        let states: Vec<&Value> =
            past["items"].as_array().unwrap().iter().map(|one| &one["fact"]["state"]).collect();
        assert_eq!(states, ["draft", "pending_sign_off", "at_ars", "applied"]);
        let hands: Vec<&Value> =
            past["items"].as_array().unwrap().iter().map(|one| &one["operation"]).collect();
        assert_eq!(hands, ["request.create", "request.submit", "request.sign_off", "request.accept"]);
        let who: std::collections::BTreeSet<String> =
            past["items"].as_array().unwrap().iter().map(|one| one["author"].to_string()).collect();
        assert_eq!(who.len(), 3, "the manager, the approver, the agency: {who:?}");
        let signed = &past["items"][2]["recorded_at"].as_str().unwrap();
        assert_eq!(manager.read(&format!("{place}?known_at={signed}"))["state"], "at_ars");
    });
}

#[test]
fn a_post_of_sigmed_waits_for_its_number() {
    on_both(|app| {
        let (manager, centre) = (app.actor(Profile::HospitalManager), app.actor(Profile::CngManager));
        let place = open(&manager, &creation("SIG"));
        step(&manager, &place, "submit", &nothing());
        step(&app.actor(Profile::HospitalApprover), &place, "sign_off", &nothing());
        let sent = step(&app.actor(Profile::ArsApprover), &place, "accept", &nothing());
        assert_eq!((&sent["state"], &sent["post"]), (&"sent_to_sigmed".into(), &Value::Null));
        let missing = (422, "request.invalid".to_owned(), vec!["/sigmed_number".to_owned()]);
        assert_eq!(refused(&centre, &place, "acknowledge", &nothing()), missing);
        assert_eq!(
            step(&centre, &place, "reject", &because("Structure inconnue"))["state"],
            "sigmed_rejected"
        );
        // The manager mends it, and it goes round again.
        let version = manager.read(&place)["version"].as_i64().unwrap();
        let mended =
            manager.change("PATCH", &place, version, &json!({ "quotity": 9_000, "discipline": "CHI" }));
        assert_eq!((mended.status, &mended.json()["quotity"]), (200, &9_000.into()), "{}", mended.body);
        assert_eq!(step(&manager, &place, "correct", &nothing())["state"], "at_ars");
        step(&app.actor(Profile::ArsApprover), &place, "accept", &nothing());
        step(&centre, &place, "reject", &because("Panne"));
        assert_eq!(step(&centre, &place, "resend", &because("Panne levée"))["state"], "sent_to_sigmed");
        let number = json!({ "sigmed_number": "00077" });
        let done = step(&centre, &place, "acknowledge", &number);
        assert_eq!((&done["state"], &done["post"]["number"]), (&"applied".into(), &"00077".into()));
        let posts = manager.list("/posts?sigmed_number=00077&as_of=2027-01-01");
        assert_eq!((posts.len(), &posts[0]["discipline"]), (1, &"CHI".into()));
    });
}

#[test]
fn the_agency_asks_refuses_and_the_hospital_gives_up() {
    on_both(|app| {
        let (manager, approver) = (app.actor(Profile::HospitalManager), app.actor(Profile::HospitalApprover));
        let (agent, agency) = (app.actor(Profile::ArsManager), app.actor(Profile::ArsApprover));
        let place = open(&manager, &closing(&vacant_post(app, "LOC-20")));
        step(&manager, &place, "submit", &nothing());
        assert_eq!(refused(&approver, &place, "return", &because(" ")).2, ["/comment"]);
        assert_eq!(step(&approver, &place, "return", &because("À dater"))["said"], "À dater");
        step(&manager, &place, "submit", &nothing());
        step(&approver, &place, "sign_off", &nothing());
        assert_eq!(refused(&agent, &place, "ask", &json!({ "motive": "REF_BUDGET" })).2, ["/motive"]);
        let asked =
            step(&agent, &place, "ask", &json!({ "motive": "ARS_STRUCTURE", "comment": "Quel pôle ?" }));
        assert_eq!(
            (&asked["state"], &asked["said_motive"]["code"]),
            (&"info_requested".into(), &"ARS_STRUCTURE".into())
        );
        assert_eq!(step(&manager, &place, "answer", &because("Le pôle 1"))["state"], "at_ars");
        let no = step(&agency, &place, "refuse", &json!({ "motive": "REF_BUDGET" }));
        assert_eq!((&no["state"], &no["allowed_actions"]), (&"refused".into(), &json!([])));

        let other = open(&manager, &closing(&vacant_post(app, "LOC-21")));
        step(&manager, &other, "submit", &nothing());
        step(&approver, &other, "sign_off", &nothing());
        assert_eq!(refused(&manager, &other, "withdraw", &nothing()).2, ["/comment"], "the agency reads it");
        assert_eq!(step(&manager, &other, "withdraw", &because("Projet abandonné"))["state"], "withdrawn");
    });
}

/// P6: only a vacant post is transformed or closed, at its date.
#[test]
fn p6_a_post_that_is_held_is_neither_transformed_nor_closed() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let held = HOME.id(Thing::Post).to_string();
        let place = open(&manager, &closing(&held));
        assert_eq!(refused(&manager, &place, "submit", &nothing()), (409, "post.held".into(), vec![]));
        let mut other = closing(&held);
        other["kind"] = "transform".into();
        other["motive"] = "TRA_SPECIALITE".into();
        other["speciality"] = "CARDIO".into();
        let place = open(&manager, &other);
        assert_eq!(refused(&manager, &place, "submit", &nothing()).1, "post.held");
        // CSP, art. R. 6152-26-1: the holder may ask for another time. Less than what is held is refused by the sums.
        let time = |quotity: u32| {
            let mut body = closing(&held);
            body["kind"] = "transform".into();
            body["motive"] = "TRA_QUOTITE".into();
            body["quotity"] = quotity.into();
            open(&manager, &body)
        };
        assert_eq!(refused(&manager, &time(5_000), "submit", &nothing()).1, "affectation.exceeds_post");
        assert_eq!(step(&manager, &time(9_000), "submit", &nothing())["state"], "pending_sign_off");
        // A vacant one is closed, once nothing else is asked of it.
        let vacant = vacant_post(app, "LOC-30");
        let place = open(&manager, &closing(&vacant));
        step(&manager, &place, "submit", &nothing());
        let twin = open(&manager, &closing(&vacant));
        assert_eq!(
            refused(&manager, &twin, "submit", &nothing()).1,
            "thing.in_use",
            "another request names it"
        );
        step(&manager, &twin, "withdraw", &nothing());
        step(&app.actor(Profile::HospitalApprover), &place, "sign_off", &nothing());
        step(&app.actor(Profile::ArsApprover), &place, "accept", &nothing());
        assert_eq!(manager.get(&format!("/posts/{vacant}?as_of=2027-01-01")).status, 404);
        assert_eq!(manager.get(&format!("/posts/{vacant}?as_of=2026-12-31")).status, 200);
    });
}

#[test]
fn the_last_step_of_a_request_is_taken_back_by_who_took_it() {
    on_both(|app| {
        let (manager, approver) = (app.actor(Profile::HospitalManager), app.actor(Profile::HospitalApprover));
        let place = open(&manager, &closing(&vacant_post(app, "LOC-42")));
        assert_eq!(
            refused(&manager, &place, "undo", &nothing()).1,
            "transition.refused",
            "a draft is given up"
        );
        let draft = manager.read(&place);
        step(&manager, &place, "submit", &nothing());
        assert_eq!(manager.read(&place)["undoable"], true);
        assert_eq!(approver.read(&place)["undoable"], false);
        assert_eq!(refused(&approver, &place, "undo", &nothing()).1, "transition.refused");
        let back = step(&manager, &place, "undo", &nothing());
        assert_eq!((&back["state"], &back["undoable"]), (&draft["state"], &json!(false)));
        step(&manager, &place, "submit", &nothing());
        step(&approver, &place, "sign_off", &nothing());
        assert_eq!(refused(&manager, &place, "undo", &nothing()).1, "transition.refused", "built upon");
        assert_eq!(step(&approver, &place, "undo", &nothing())["state"], "pending_sign_off");
        step(&approver, &place, "sign_off", &nothing());
        let agency = app.actor(Profile::ArsApprover);
        assert_eq!(step(&agency, &place, "accept", &nothing())["state"], "applied");
        assert_eq!(refused(&agency, &place, "undo", &nothing()).1, "transition.refused", "it is done");
    });
}

/// R45: who submitted a request neither signs it off nor agrees with it, whatever they hold.
#[test]
fn r45_the_same_person_does_not_submit_and_sign_off() {
    on_both(|app| {
        let here = Perimeter::Establishment(HOME.finess.into());
        let both = app.0.hire(Profile::HospitalManager, here.clone());
        for (profile, perimeter) in
            [(Profile::HospitalApprover, here), (Profile::ArsApprover, Perimeter::Region(HOME.region.into()))]
        {
            let more = granted(Uuid::now_v7(), both, profile, perimeter, false);
            app.0.app.state.database.write(|tx| habilitations::insert(tx, &more)).unwrap();
        }
        app.0.app.state.authenticator.rights().forget(both);
        let both = Actor { app, token: app.0.sign_in(both) };
        let place = open(&both, &closing(&vacant_post(app, "LOC-40")));
        let submitted = step(&both, &place, "submit", &nothing());
        assert_eq!(submitted["allowed_actions"], json!(["return", "withdraw"]), "{submitted}");
        assert_eq!(
            refused(&both, &place, "sign_off", &nothing()),
            (403, "right.own_submission".into(), vec![])
        );
        step(&app.actor(Profile::HospitalApprover), &place, "sign_off", &nothing());
        assert_eq!(refused(&both, &place, "accept", &nothing()).1, "right.own_submission");
        assert_eq!(step(&app.actor(Profile::ArsApprover), &place, "accept", &nothing())["state"], "applied");
    });
}

#[test]
fn a_step_from_elsewhere_says_from_where_it_is_taken() {
    on_both(|app| {
        let (manager, agency) = (app.actor(Profile::HospitalManager), app.actor(Profile::ArsApprover));
        let place = path("requests", Thing::Request);
        let version = manager.read(&place)["version"].as_i64().unwrap();
        let early = agency.change("POST", &format!("{place}/accept"), version, &nothing());
        assert_eq!((early.status, code(&early)), (409, "transition.refused".into()));
        assert_eq!(early.json()["allowed_actions"], json!([]));
        assert_eq!(
            early.json()["detail"],
            "La demande est en brouillon : cette action se fait quand elle est à l’ARS."
        );
        step(&manager, &place, "submit", &nothing());
        let edit = json!({ "quotity": 9_500 });
        let late = manager.change("PATCH", &place, version + 1, &edit);
        assert_eq!((late.status, code(&late)), (409, "transition.refused".into()));
        assert_eq!(late.json()["allowed_actions"], json!(["withdraw"]));
        // Who holds no seat of the action is refused whatever the state, and learns nothing of versions.
        let reader = app.actor(Profile::HospitalReader);
        let none = reader.change("POST", &format!("{place}/sign_off"), 99, &nothing());
        assert_eq!((none.status, code(&none)), (403, "right.missing".into()));
        let stale = manager.change("POST", &format!("{place}/withdraw"), version, &nothing());
        assert_eq!((stale.status, code(&stale)), (412, "request.stale_version".into()));
        assert_eq!(stale.json()["changed_fields"], json!(["state"]));
        assert_eq!(manager.post(&format!("{place}/withdraw"), &nothing()).status, 428);
    });
}

#[test]
fn many_at_once_have_one_winner() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let place = open(&manager, &closing(&vacant_post(app, "LOC-50")));
        let withdraw = format!("{place}/withdraw");
        let told: Vec<(u16, String)> = thread::scope(|scope| {
            let tries: Vec<_> =
                (0..40).map(|_| scope.spawn(|| manager.change("POST", &withdraw, 1, &nothing()))).collect();
            tries
                .into_iter()
                .map(|one| one.join().unwrap())
                .map(|one| (one.status, if one.status == 200 { String::new() } else { code(&one) }))
                .collect()
        });
        assert_eq!(told.iter().filter(|(status, _)| *status == 200).count(), 1, "{told:?}");
        let rest = told.iter().filter(|(status, _)| *status != 200);
        for (status, code) in rest {
            assert!(
                matches!(
                    (*status, code.as_str()),
                    (412, "request.stale_version") | (503, "service.overloaded")
                ),
                "{status} {code}"
            );
        }
        assert_eq!(manager.read(&place)["version"], 2);
    });
}

#[test]
fn a_draft_names_what_exists() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let mut body = creation("LOC");
        body["motive"] = "NEANT".into();
        body["speciality"] = "NEANT".into();
        body["post"] = HOME.id(Thing::Post).to_string().into();
        body["structure"] = Uuid::nil().to_string().into();
        let answer = manager.create("/requests", &body);
        assert_eq!((answer.status, code(&answer)), (422, "request.invalid".into()), "{}", answer.body);
        let mut fields = pointers(&answer);
        fields.sort();
        assert_eq!(fields, ["/motive", "/post", "/speciality", "/structure"]);
        // A motive of another kind of request is refused when it is submitted.
        let mut body = creation("LOC");
        body["motive"] = "FER_BUDGET".into();
        let place = open(&manager, &body);
        assert_eq!(refused(&manager, &place, "submit", &nothing()).2, ["/motive"]);
        // What the post would break is told before anything is sent.
        let mut body = creation("LOC");
        body["local_number"] = Value::Null;
        let place = open(&manager, &body);
        assert_eq!(refused(&manager, &place, "submit", &nothing()).2, ["/local_number"]);
    });
}

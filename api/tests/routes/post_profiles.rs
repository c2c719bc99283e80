//! The profile of a post: written, approved by somebody else, replaced, with its document.

use api::db::facts::FactSet;
use serde_json::{Value, json};
use shared::habilitation::{Perimeter, Profile};
use shared::post_profile::{EditionState, LARGEST_DOCUMENT};
use shared::time::{Day, Segment};
use uuid::Uuid;

use super::writing::local_post;
use super::{Actor, App, code, header, on_both, path, pointers, today};
use crate::authz::nation::{HOME, PDF, SIBLING, Thing};
use crate::support::app::{Answer, Request};

/// A post of which nothing is said yet, and one with a draft that somebody else wrote.
fn places() -> (String, String) {
    (format!("{}/profile", path("posts", Thing::Post2)), format!("{}/profile", path("posts", Thing::Post)))
}

fn complete() -> Value {
    json!({ "speciality": "CARDIO", "position": "Cardiologue de l’unité de soins intensifs", "quotity": 10_000,
        "on_call": "Une garde par semaine", "non_clinical_time": 1_000, "vacancy_reason": "RETRAITE",
        "vacant_from": "2026-09-01", "exclusivity_allowance": true, "private_practice": false,
        "head_of_service": "Chefferie de service, cardiologie@ch.example", "reason": "Départ annoncé" })
}

/// Somebody who may write and approve: two habilitations of one account.
fn of_both_roles(app: &App) -> Actor<'_> {
    let place = || Perimeter::Establishment(HOME.finess.into());
    let account = app.0.hire(Profile::HospitalManager, place());
    app.0.also(account, Profile::HospitalApprover, place());
    Actor { app, token: app.0.sign_in(account) }
}

impl Actor<'_> {
    fn attach(&self, place: &str, version: i64, kind: &str, name: &str, body: &str) -> Answer {
        let request = Request {
            method: "PUT".into(),
            path: format!("{place}/document"),
            headers: vec![
                ("If-Match".into(), format!("\"v{version}\"")),
                ("Content-Disposition".into(), format!("attachment; filename=\"{name}\"")),
            ],
            body: Some((kind.into(), body.into())),
        };
        self.app.0.app.send(&request, Some(&self.token))
    }

    fn put(&self, place: &str, version: i64, body: &Value) -> Value {
        let answer = self.change("PUT", place, version, body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(header(&answer, "etag"), format!("\"v{}\"", version + 1));
        answer.json()
    }

    fn approve(&self, place: &str, version: i64) -> Answer {
        self.change("POST", &format!("{place}/approve"), version, &json!({}))
    }
}

fn refused(answer: &Answer) -> (u16, String) {
    (answer.status, code(answer))
}

#[test]
fn a_profile_is_written_approved_by_somebody_else_and_replaced() {
    on_both(|app| {
        let (place, _) = places();
        let (manager, approver) = (app.actor(Profile::HospitalManager), app.actor(Profile::HospitalApprover));
        let none = manager.thing(&place);
        assert_eq!((&none["approved"], &none["draft"]), (&Value::Null, &Value::Null));
        assert_eq!((&none["version"], &none["allowed_actions"]), (&json!(0), &json!(["write"])));
        assert_eq!(none["post"]["number"], "1B");

        let begun = manager.put(&place, 0, &json!({ "position": "Cardiologue" }));
        assert_eq!(begun, manager.thing(&place), "a write answers what a read would");
        assert_eq!((&begun["draft"]["edition"], &begun["draft"]["state"]), (&json!(1), &json!("draft")));
        assert_eq!(begun["draft"]["completeness"]["complete"], false);
        assert_eq!(begun["draft"]["completeness"]["missing"], json!(["speciality", "quotity"]));
        assert_eq!(begun["allowed_actions"], json!(["write", "attach"]));
        assert_eq!(approver.thing(&place)["allowed_actions"], json!([]), "it is not complete");
        let early = approver.approve(&place, 1);
        assert_eq!(refused(&early), (409, "post_profile.incomplete".into()), "{}", early.body);
        assert_eq!(early.json()["missing"], json!(["speciality", "quotity"]));

        let written = manager.put(&place, 1, &complete());
        let draft = &written["draft"];
        assert_eq!((&draft["edition"], &draft["speciality"]["label"]), (&json!(1), &json!("Libellé CARDIO")));
        assert_eq!(draft["completeness"]["missing"], json!([]));
        assert_eq!(approver.thing(&place)["allowed_actions"], json!(["approve"]));
        let before = manager.read(&place)["time"]["known_at"].as_str().unwrap().to_owned();
        let first = approver.approve(&place, 2);
        assert_eq!(first.status, 200, "{}", first.body);
        let first = first.json();
        assert_eq!((&first["draft"], &first["approved"]["edition"]), (&Value::Null, &json!(1)));
        assert_eq!(first["approved"]["approved_on"], json!(today()));
        assert_ne!(first["approved"]["approved_by"], first["approved"]["written_by"]);

        // The edition in force is read while the next one is written.
        let next = manager.put(
            &place,
            3,
            &json!({ "speciality": "CARDIO", "position": "Cardiologue",
            "quotity": 8_000 }),
        );
        assert_eq!(
            (&next["approved"]["edition"], &next["approved"]["state"]),
            (&json!(1), &json!("approved"))
        );
        assert_eq!((&next["draft"]["edition"], &next["approved"]["quotity"]), (&json!(2), &json!(10_000)));
        let second = approver.approve(&place, 4).json();
        assert_eq!((&second["approved"]["edition"], &second["version"]), (&json!(2), &json!(5)));
        assert_eq!(second["draft"], Value::Null);

        // What was known then, and what held before.
        let then = manager.read(&format!("{place}?known_at={before}"));
        assert_eq!((&then["approved"], &then["version"]), (&Value::Null, &json!(2)));
        assert_eq!(then["draft"]["quotity"], 10_000);
        let yesterday = manager.read(&format!("{place}?as_of={}", today().previous()));
        assert_eq!((&yesterday["approved"], &yesterday["draft"]), (&Value::Null, &Value::Null));
        let past = manager.read(&format!("{place}/history"));
        assert_eq!(past["version"], 5);
        let told: Vec<(u64, &str)> = past["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["fact"]["edition"].as_u64().unwrap(), one["fact"]["state"].as_str().unwrap()))
            .collect();
        assert_eq!(
            told,
            [(1, "draft"), (1, "draft"), (1, "approved"), (2, "draft"), (1, "superseded"), (2, "approved")]
        );
        let now = manager.read(&format!("{place}/history?axis=effective"));
        assert_eq!(now["items"].as_array().unwrap().len(), 2);
        let operations: Vec<Value> =
            manager.list("/journal").iter().take(2).map(|entry| entry["summary"].clone()).collect();
        assert_eq!(operations, ["Validation d’un profil de poste", "Rédaction d’un profil de poste"]);
    });
}

/// R2 of `domain.md`: not even who wrote before somebody else mended it.
#[test]
fn who_wrote_a_version_does_not_approve_it() {
    on_both(|app| {
        let (place, of_another) = places();
        let (manager, own) = (app.actor(Profile::HospitalManager), of_both_roles(app));
        let written = own.put(&place, 0, &complete());
        assert_eq!(written["allowed_actions"], json!(["write", "attach"]));
        assert_eq!(refused(&own.approve(&place, 1)), (403, "right.own_submission".into()));
        manager.put(
            &place,
            1,
            &json!({ "speciality": "CARDIO", "position": "Cardiologue", "quotity": 9_000 }),
        );
        let again = own.approve(&place, 2);
        assert_eq!(refused(&again), (403, "right.own_submission".into()), "{}", again.body);
        assert_eq!(own.thing(&of_another)["allowed_actions"], json!(["write", "attach", "approve"]));
        assert_eq!(own.approve(&of_another, 1).status, 200);
        // Nor does whoever wrote take back what another approved.
        let approver = app.actor(Profile::HospitalApprover);
        let approved = approver.approve(&place, 2).json();
        let change = format!("/changes/{}/undo", approved["approved"]["change_id"].as_str().unwrap());
        let undone = manager.create(&change, &json!({ "reason": "Essai" }));
        assert_eq!(refused(&undone), (409, "transition.refused".into()), "{}", undone.body);
    });
}

#[test]
fn each_way_of_being_refused() {
    on_both(|app| {
        let (place, other) = places();
        let manager = app.actor(Profile::HospitalManager);
        assert_eq!(app.stranger("GET", &place).status, 401);
        let outside = format!("/posts/{}/profile", SIBLING.id(Thing::Post));
        assert_eq!(manager.get(&outside).status, 404);
        assert_eq!(manager.change("PUT", &outside, 1, &complete()).status, 404);
        let reader = app.actor(Profile::HospitalReader);
        assert_eq!(refused(&reader.change("PUT", &place, 7, &complete())), (403, "right.missing".into()));
        assert_eq!(refused(&manager.approve(&other, 1)), (403, "right.missing".into()));
        let blind = manager.send("PUT", &place, &[], Some(&complete()));
        assert_eq!(refused(&blind), (428, "request.if_match_required".into()));
        let stale = manager.change("PUT", &other, 9, &complete());
        assert_eq!(refused(&stale), (412, "request.stale_version".into()));
        assert_eq!(
            (&stale.json()["version"], &stale.json()["current"]["draft"]["edition"]),
            (&json!(1), &json!(1))
        );
        let unknown = manager.change("PUT", &place, 0, &json!({ "salary": 1 }));
        assert_eq!(refused(&unknown), (400, "request.unknown_field".into()));
        let long = "x".repeat(4_001);
        let wrong = manager.change(
            "PUT",
            &place,
            0,
            &json!({ "speciality": "NONE", "vacancy_reason": "NONE",
            "skills": long, "position": &long[..301], "quotity": 5_000, "non_clinical_time": 6_000 }),
        );
        assert_eq!(wrong.status, 422, "{}", wrong.body);
        assert_eq!(
            pointers(&wrong),
            ["/speciality", "/vacancy_reason", "/position", "/skills", "/non_clinical_time"]
        );
        let nothing = app.actor(Profile::HospitalApprover).approve(&place, 0);
        assert_eq!(refused(&nothing), (409, "transition.refused".into()));
        // Rehearsed, nothing is written.
        let rehearsed = manager.change("PUT", &format!("{place}?dry_run=true"), 0, &complete());
        assert_eq!((rehearsed.status, rehearsed.json()["version"].as_i64()), (200, Some(1)));
        assert_eq!(manager.thing(&place)["version"], 0);
    });
}

/// The head of a pole reads the profiles of its posts, the practitioner that of the own post, and nothing else.
#[test]
fn a_profile_is_read_by_who_reads_its_post() {
    on_both(|app| {
        let (second, first) = places();
        let pole = Perimeter::Structure(HOME.id(Thing::Pole).into());
        let head = Actor { app, token: app.0.sign_in(app.0.hire(Profile::HospitalReader, pole)) };
        for actor in [head, app.actor(Profile::Practitioner)] {
            assert_eq!(actor.thing(&first)["draft"]["edition"], 1);
            assert_eq!(actor.read(&format!("{first}/history"))["items"].as_array().unwrap().len(), 1);
            assert_eq!(actor.get(&format!("{first}/document?edition=1")).status, 200);
            for hidden in [second.clone(), format!("{second}/history"), format!("{second}/document")] {
                assert_eq!(actor.get(&hidden).status, 404, "{hidden}");
            }
        }
    });
}

#[test]
fn a_profile_keeps_no_post_open() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let made = manager.create("/posts", &local_post("LOC-9"));
        let post = header(&made, "location").strip_prefix("/api/v1").unwrap().to_owned();
        let place = format!("{post}/profile");
        manager.put(&place, 0, &complete());
        let end = json!({ "valid_to": today(), "reason": "Fermeture" });
        let ended = manager.change("POST", &format!("{post}/end"), 1, &end);
        assert_eq!(ended.status, 200, "{}", ended.body);
        assert_eq!(manager.get(&place).status, 404);
        assert_eq!(manager.read(&format!("{place}/history"))["version"], 1);
    });
}

#[test]
fn a_document_goes_with_its_edition() {
    on_both(|app| {
        let (place, _) = places();
        let (manager, approver) = (app.actor(Profile::HospitalManager), app.actor(Profile::HospitalApprover));
        let early = manager.attach(&place, 0, "application/pdf", "profil.pdf", PDF);
        assert_eq!(refused(&early), (409, "transition.refused".into()), "{}", early.body);
        manager.put(&place, 0, &complete());
        let attached = manager.attach(&place, 1, "application/pdf", "../Fiche poste", PDF);
        assert_eq!(attached.status, 200, "{}", attached.body);
        let document = attached.json()["draft"]["document"].clone();
        assert_eq!((&document["name"], &document["size"]), (&json!("Fiche poste.pdf"), &json!(PDF.len())));
        assert_eq!(attached.json()["draft"]["position"], complete()["position"], "the text stays");
        let hash = document["hash"].as_str().unwrap();

        // That of the approved edition is given by default; that of the draft by its number.
        assert_eq!(manager.get(&format!("{place}/document")).status, 404);
        let given = manager.get(&format!("{place}/document?edition=1"));
        assert_eq!((given.status, given.body.as_str()), (200, PDF));
        assert_eq!(header(&given, "content-type"), "application/pdf");
        assert_eq!(header(&given, "content-disposition"), "attachment; filename*=UTF-8''Fiche%20poste.pdf");
        assert_eq!(
            (header(&given, "cache-control"), header(&given, "x-content-type-options")),
            ("no-store", "nosniff")
        );
        assert_eq!(approver.approve(&place, 2).status, 200);
        assert_eq!(approver.get(&format!("{place}/document")).body, PDF);

        // Carried over when it is named, left behind when it is not; another one is unknown.
        let mut next = complete();
        next["document"] = "f".repeat(64).into();
        let unknown = manager.change("PUT", &place, 3, &next);
        assert_eq!((unknown.status, pointers(&unknown)), (422, vec!["/document".to_owned()]));
        next["document"] = hash.into();
        assert_eq!(manager.put(&place, 3, &next)["draft"]["document"], document);
        assert_eq!(manager.get(&format!("{place}/document?edition=2")).body, PDF);
        let without = manager.put(&place, 4, &complete());
        assert_eq!(
            (&without["draft"]["document"], &without["approved"]["document"]),
            (&Value::Null, &document)
        );
        assert_eq!(manager.get(&format!("{place}/document?edition=2")).status, 404);
        assert_eq!(manager.get(&format!("{place}/document?edition=deux")).status, 400);
    });
}

#[test]
fn a_document_is_refused_by_its_content() {
    on_both(|app| {
        let (_, place) = places();
        let manager = app.actor(Profile::HospitalManager);
        let active = |body: &str| PDF.replace("/Type /Catalog", &format!("/Type /Catalog {body}"));
        for (body, cause) in [
            ("matricule;nom\n1;MARTIN\n".to_owned(), "pdf.not_pdf"),
            (PDF.replace("%%EOF", ""), "pdf.truncated"),
            (active("/Encrypt 9 0 R"), "pdf.encrypted"),
            (active("/OpenAction << /S /J#61vaScript >>"), "pdf.active"),
            (active("/Type /ObjStm /Filter /LZWDecode >>\nstream\nabc\nendstream\n<<"), "pdf.unreadable"),
        ] {
            let answer = manager.attach(&place, 1, "application/pdf", "profil.pdf", &body);
            assert_eq!(
                refused(&answer),
                (422, "post_profile.document_refused".into()),
                "{cause}: {}",
                answer.body
            );
            assert_eq!(answer.json()["cause"], cause);
        }
        let kind = manager.attach(&place, 1, "application/octet-stream", "profil.pdf", PDF);
        assert_eq!(refused(&kind), (415, "request.media_type".into()));
        let large = format!("{PDF}{}\n%%EOF", " ".repeat(LARGEST_DOCUMENT));
        let large = manager.attach(&place, 1, "application/pdf", "profil.pdf", &large);
        assert_eq!(refused(&large), (413, "request.too_large".into()));
        let reader = app.actor(Profile::HospitalReader);
        let answer = reader.attach(&place, 1, "application/pdf", "profil.pdf", PDF);
        assert_eq!(refused(&answer), (403, "right.missing".into()));
        assert_eq!(manager.thing(&place)["version"], 1, "nothing was written");
    });
}

/// A document whose bytes are gone or are not those that were sealed is told as such.
#[test]
fn a_document_that_does_not_open_is_told() {
    on_both(|app| {
        let (_, place) = places();
        let set = FactSet::Establishment(HOME.id(Thing::Establishment).into());
        app.0.restate_in(set, |facts| {
            let id = HOME.id(Thing::PostProfile).into();
            let mut own: Segment<_> = facts.post_profiles.get(id).unwrap().last().unwrap().clone();
            assert_eq!((own.value.state, own.period.to()), (EditionState::Draft, Day::OPEN));
            own.value.document.as_mut().unwrap().id = Uuid::now_v7().into();
            facts.post_profiles.assert(id, own);
        });
        let answer = app.actor(Profile::HospitalManager).get(&format!("{place}/document?edition=1"));
        assert_eq!(refused(&answer), (500, "post_profile.document_unreadable".into()), "{}", answer.body);
    });
}

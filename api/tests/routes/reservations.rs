//! Reservations of posts: the whole way of one, what leaves no room for one, and what the post is meanwhile.

use serde_json::{Value, json};
use shared::habilitation::Profile;

use super::requests::{because, nothing, step, vacant_post};
use super::{Actor, code, header, on_both, pointers};
use crate::authz::nation::{HOME, Thing};

fn body(post: &str, quotity: u32, (from, to): (&str, &str)) -> Value {
    json!({ "establishment": HOME.finess, "post": post, "reserved_from": from, "reserved_to": to,
        "quotity": quotity, "motive": "RES_CONTRACTUEL" })
}

/// Opens a reservation and gives its place.
fn open(manager: &Actor<'_>, body: &Value) -> String {
    let made = manager.create("/reservations", body);
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(made.json()["state"], "draft");
    header(&made, "location").strip_prefix("/api/v1").unwrap().to_owned()
}

/// What the staffing table says of the posts of the hospital on a day: states, then reserved time.
fn table(manager: &Actor<'_>, post: &str, day: &str) -> (Value, Value) {
    let table = manager.read(&format!("/staffing_table?establishment={}&as_of={day}", HOME.finess));
    let rows = table["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["post_id"] == post).unwrap();
    (row["post_state"].clone(), table["totals"]["reserved_quotity"].clone())
}

#[test]
fn time_is_kept_from_the_activation_to_the_end() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let post = vacant_post(app, "RES-1");
        let place = open(&manager, &body(&post, 6_000, ("2027-01-01", "2027-07-01")));
        assert_eq!(manager.read(&place)["allowed_actions"], json!(["change", "activate", "cancel"]));
        assert_eq!(table(&manager, &post, "2027-02-01"), ("vacant".into(), 0.into()));
        let kept = step(&manager, &place, "activate", &because("Contrat en cours de signature"));
        assert_eq!(
            (&kept["state"], &kept["said"]),
            (&"active".into(), &"Contrat en cours de signature".into())
        );
        assert_eq!(kept["allowed_actions"], json!(["change", "consume", "end", "cancel"]));
        assert_eq!(table(&manager, &post, "2026-12-31"), ("vacant".into(), 0.into()));
        assert_eq!(table(&manager, &post, "2027-01-01"), ("vacant_reserved".into(), 6_000.into()));
        assert_eq!(table(&manager, &post, "2027-06-30"), ("vacant_reserved".into(), 6_000.into()));
        assert_eq!(table(&manager, &post, "2027-07-01"), ("vacant".into(), 0.into()));
        let ended =
            step(&manager, &place, "end", &json!({ "valid_to": "2027-04-01", "reason": "Désistement" }));
        assert_eq!((&ended["state"], &ended["reserved_to"]), (&"ended".into(), &"2027-04-01".into()));
        assert_eq!(table(&manager, &post, "2027-03-31"), ("vacant_reserved".into(), 6_000.into()));
        assert_eq!(table(&manager, &post, "2027-04-01"), ("vacant".into(), 0.into()));
        let told = manager.list("/journal");
        assert_eq!(told[0]["summary"], "Fin d’une réservation");
        let states = manager.read(&format!("{place}/history?axis=recorded"));
        let states: Vec<&Value> =
            states["items"].as_array().unwrap().iter().map(|one| &one["fact"]["state"]).collect();
        assert_eq!(states, ["draft", "active", "ended"]);
    });
}

#[test]
fn a_post_without_room_says_from_when_and_by_how_much() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let post = vacant_post(app, "RES-2");
        let time = manager.read(&format!("/posts/{post}"))["quotity"].as_u64().unwrap();
        let whole = u32::try_from(time).unwrap();
        let first = open(&manager, &body(&post, whole, ("2027-03-01", "2027-04-01")));
        step(&manager, &first, "activate", &nothing());
        let second = open(&manager, &body(&post, 1_000, ("2027-01-01", "2027-12-01")));
        let version = manager.read(&second)["version"].as_i64().unwrap();
        let full = manager.change("POST", &format!("{second}/activate"), version, &nothing());
        assert_eq!((full.status, code(&full).as_str()), (409, "reservation.no_room"));
        assert!(full.body.contains("01/03/2027"), "{}", full.body);
        assert!(full.json()["things"].to_string().contains("RES_CONTRACTUEL"), "{}", full.body);
        // Beside it there is room; and what is active may not grow over the other.
        let moved = json!({ "reserved_from": "2027-04-01" });
        let moved = manager.change("PATCH", &second, version, &moved);
        assert_eq!(moved.status, 200, "{}", moved.body);
        step(&manager, &second, "activate", &nothing());
        let version = manager.read(&second)["version"].as_i64().unwrap();
        let grown = manager.change("PATCH", &second, version, &json!({ "reserved_from": "2027-03-31" }));
        assert_eq!((grown.status, code(&grown).as_str()), (409, "reservation.no_room"));
        // What is given up leaves its room.
        step(&manager, &first, "cancel", &nothing());
        let grown = manager.change("PATCH", &second, version, &json!({ "reserved_from": "2027-03-31" }));
        assert_eq!(grown.status, 200, "{}", grown.body);
    });
}

#[test]
fn it_is_used_once_the_person_is_there() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let post = vacant_post(app, "RES-3");
        let place = open(&manager, &body(&post, 1_000, ("2027-01-01", "2027-07-01")));
        step(&manager, &place, "activate", &nothing());
        let consume = |body: &Value| {
            let version = manager.read(&place)["version"].as_i64().unwrap();
            manager.change("POST", &format!("{place}/consume"), version, body)
        };
        let nobody = consume(&nothing());
        assert_eq!((nobody.status, pointers(&nobody)), (422, vec!["/practitioner".to_owned()]));
        let who = json!({ "practitioner": HOME.id(Thing::Practitioner) });
        let absent = consume(&who);
        assert_eq!((absent.status, code(&absent).as_str()), (409, "reservation.not_arrived"));
        let line = json!({ "practitioner": HOME.id(Thing::Practitioner), "status": "PH", "rank": "secondary",
            "post": post, "quotity": 1_000, "effect": { "valid_from": "2027-06-01" } });
        let line = manager.create("/affectations", &line);
        assert_eq!(line.status, 201, "{}", line.body);
        let used = consume(&who);
        assert_eq!((used.status, &used.json()["state"]), (200, &"consumed".into()), "{}", used.body);
        assert_eq!(used.json()["practitioner"]["id"], HOME.id(Thing::Practitioner).to_string());
        let over = consume(&who);
        assert_eq!((over.status, code(&over).as_str()), (409, "transition.refused"));
        assert_eq!(over.json()["allowed_actions"], json!([]));
    });
}

#[test]
fn what_is_wrong_is_told_at_once() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let post = vacant_post(app, "RES-4");
        let empty = manager.create("/reservations", &body(&post, 1_000, ("2027-07-01", "2027-07-01")));
        assert_eq!((empty.status, pointers(&empty)), (422, vec!["/reserved_to".to_owned()]));
        let mut wrong = body(&post, 0, ("2027-01-01", "2027-07-01"));
        wrong["motive"] = "CRE_ACTIVITE".into();
        wrong["practitioner"] = "01936f4e-7c3a-7b5e-8a1d-2f6c9e0b4d11".into();
        let wrong = manager.create("/reservations", &wrong);
        assert_eq!(
            (wrong.status, pointers(&wrong)),
            (422, ["/motive", "/quotity", "/practitioner"].map(str::to_owned).to_vec())
        );
        // The post is not there yet.
        let early = manager.create("/reservations", &body(&post, 1_000, ("1990-01-01", "1990-07-01")));
        assert_eq!((early.status, pointers(&early)), (422, vec!["/post".to_owned()]), "{}", early.body);
        let place = open(&manager, &body(&post, 1_000, ("2027-01-01", "2027-07-01")));
        let version = manager.read(&place)["version"].as_i64().unwrap();
        let before = manager.change("PATCH", &place, version, &json!({ "reserved_from": "2020-01-01" }));
        assert_eq!((before.status, pointers(&before)), (422, vec!["/reserved_from".to_owned()]));
        let not_yet = manager.change(
            "POST",
            &format!("{place}/end"),
            version,
            &json!({ "valid_to": "2027-02-01", "reason": "Essai" }),
        );
        assert_eq!((not_yet.status, code(&not_yet).as_str()), (409, "transition.refused"));
        assert_eq!(not_yet.json()["allowed_actions"], json!(["change", "activate", "cancel"]));
        step(&manager, &place, "activate", &nothing());
        let version = manager.read(&place)["version"].as_i64().unwrap();
        let late = manager.change(
            "POST",
            &format!("{place}/end"),
            version,
            &json!({ "valid_to": "2027-08-01", "reason": "Essai" }),
        );
        assert_eq!((late.status, pointers(&late)), (422, vec!["/valid_to".to_owned()]));
    });
}

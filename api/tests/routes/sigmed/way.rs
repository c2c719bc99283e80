//! SIGMED by requests to a server that fails, delays, repeats and refuses; the shelf, and what people do with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api::db::facts::FactSet;
use api::jobs::Courier;
use api::sigmed::{Arrival, Connector, Fault, Outgoing, Receipt};
use serde_json::{Value, json};
use shared::habilitation::Profile;
use shared::sigmed::{AnswerOutcome, DeliveryState, SigmedAnswer};
use shared::time::Timeline;
use shared::workflow::request::RequestState;

use super::server::{Server, Whim, client};
use super::{
    Later, all_of, courier, deliveries, id_of, last, no, number, sent, states, told, try_step, work, yes,
};
use crate::authz::nation::{HOME, Thing};
use crate::routes::requests::{because, nothing, open, step};
use crate::routes::{App, code, on_both};

fn reaching(app: &App, later: &Later, server: &Server) -> Courier {
    courier(app, later, Arc::new(client(&server.url())))
}

fn path_of(app: &App, place: &str) -> String {
    format!("/sigmed/deliveries/{}", last(app, place).id)
}

#[test]
fn a_server_that_fails_cuts_off_and_is_late_receives_it_once() {
    on_both(|app| {
        let (server, later) = (Server::start(), Later::default());
        let own = reaching(app, &later, &server);
        let place = sent(app, "H1");
        server.then([
            Whim::Status(503, "retry-after: 1800\r\n", "Maintenance"),
            Whim::TakenThen(500),
            Whim::TakenTooLate,
            Whim::TakenAndCut,
            Whim::Garbage,
        ]);
        work(&own);
        let delivery = last(app, &place);
        assert_eq!(delivery.state, DeliveryState::Waiting);
        assert_eq!(delivery.last_error.unwrap(), "SIGMED a répondu 503 : Maintenance");
        let wait = delivery.next_attempt_at.naive() - delivery.created_at.naive();
        assert!((1_790..=1_860).contains(&wait.num_seconds()), "the server asked for half an hour: {wait}");
        work(&own);
        assert_eq!(last(app, &place).attempts, 1, "not before its time");
        for attempts in 2..=5 {
            later.by(3_700);
            work(&own);
            let delivery = last(app, &place);
            assert_eq!((delivery.state, delivery.attempts), (DeliveryState::Waiting, attempts));
        }
        later.by(3_700);
        work(&own);
        assert_eq!(last(app, &place).state, DeliveryState::Sent);
        let key = last(app, &place).key;
        assert_eq!(server.arrivals(), [(key.clone(), 4)], "four times, under one key");
        // Nothing is said yet; then it is.
        later.by(61);
        work(&own);
        assert_eq!(last(app, &place).state, DeliveryState::Sent);
        server.decide(&key, yes("00301"));
        work(&own);
        assert_eq!(last(app, &place).state, DeliveryState::Sent, "asked once a minute");
        later.by(61);
        work(&own);
        assert_eq!(last(app, &place).state, DeliveryState::Acknowledged);
        assert_eq!(app.actor(Profile::HospitalManager).read(&place)["post"]["number"], "00301");
    });
}

#[test]
fn an_answer_that_comes_at_once_is_applied_at_once() {
    on_both(|app| {
        let (server, later) = (Server::start(), Later::default());
        let own = reaching(app, &later, &server);
        let place = sent(app, "H2");
        server.then([Whim::TakenAndCut]);
        work(&own);
        let key = last(app, &place).key;
        server.decide(&key, no("S12", "Structure inconnue"));
        server.answer_at_once(true);
        later.by(10);
        work(&own);
        assert_eq!(states(app, &place), [DeliveryState::Rejected]);
        let centre = app.actor(Profile::CngManager);
        step(&centre, &place, "resend", &because("Panne levée"));
        work(&own);
        let [former, latter] = deliveries(app, &place).try_into().unwrap();
        assert_eq!((former.state, latter.state), (DeliveryState::Rejected, DeliveryState::Sent));
        assert_eq!(latter.key, format!("{}-2", id_of(&place)), "another delivery, under another key");
    });
}

#[test]
fn what_will_not_go_well_by_itself_is_on_the_shelf_at_once() {
    on_both(|app| {
        let (server, elsewhere, later) = (Server::start(), Server::start(), Later::default());
        let own = reaching(app, &later, &server);
        let place = sent(app, "H3");
        let location: &'static str = format!("location: {}/deliveries\r\n", elsewhere.url()).leak();
        let refusals = [
            (Whim::Status(422, "", "Format inconnu"), "SIGMED a répondu 422 : Format inconnu"),
            (
                Whim::Status(307, location, ""),
                "SIGMED renvoie vers une autre adresse (307), qui n’est pas suivie",
            ),
        ];
        let administrator = app.actor(Profile::CngAdmin);
        for (whim, why) in refusals {
            server.then([whim]);
            work(&own);
            let delivery = last(app, &place);
            assert_eq!((delivery.state, delivery.sent_at), (DeliveryState::Shelved, None));
            assert!(delivery.last_error.as_ref().unwrap().starts_with(why), "{:?}", delivery.last_error);
            later.by(100_000);
            work(&own);
            assert_eq!(last(app, &place).state, DeliveryState::Shelved, "a person has to look at it");
            let replayed = administrator.change(
                "POST",
                &format!("{}/replay", path_of(app, &place)),
                delivery.version,
                &json!({}),
            );
            assert_eq!(
                (replayed.status, &replayed.json()["state"]),
                (200, &"waiting".into()),
                "{}",
                replayed.body
            );
        }
        assert_eq!((elsewhere.arrivals(), elsewhere.refused()), (vec![], 0), "no redirection is followed");
        later.by(1);
        work(&own);
        assert_eq!((last(app, &place).state, server.arrivals().len()), (DeliveryState::Sent, 1));
        assert_eq!((told(app, "sigmed_delivery.shelve"), told(app, "sigmed_delivery.replay")), (2, 2));
    });
}

#[test]
fn what_fails_too_often_is_on_the_shelf_and_people_put_it_back() {
    on_both(|app| {
        let (server, later) = (Server::start(), Later::default());
        let own = reaching(app, &later, &server);
        let place = sent(app, "H4");
        server.then(vec![Whim::Status(500, "", ""); 12]);
        for _ in 0..12 {
            assert_eq!(last(app, &place).state, DeliveryState::Waiting);
            work(&own);
            later.by(3_700);
        }
        let delivery = last(app, &place);
        assert_eq!((delivery.state, delivery.attempts), (DeliveryState::Shelved, 12));
        let (path, replay) = (path_of(app, &place), format!("{}/replay", path_of(app, &place)));

        let hospital = app.actor(Profile::HospitalManager);
        let shelf = hospital.list(&format!("/sigmed/deliveries?state=shelved&establishment={}", HOME.finess));
        let shown = shelf.iter().find(|one| one["id"] == json!(delivery.id)).unwrap();
        assert_eq!(*shown, hospital.read(&path));
        assert_eq!(
            (&shown["last_error"], &shown["allowed_actions"]),
            (&"SIGMED a répondu 500.".into(), &json!([]))
        );
        assert_eq!((&shown["key"], &shown["subject_id"]), (&json!(delivery.key), &json!(id_of(&place))));
        assert_eq!(hospital.list("/sigmed/deliveries?state=waiting"), Vec::<Value>::new());
        assert_eq!(hospital.list("/sigmed/deliveries?subject_kind=tour_entry"), Vec::<Value>::new());
        assert_eq!(code(&hospital.get("/sigmed/deliveries?state=lost")), "request.malformed");

        let (manager, administrator) = (app.actor(Profile::CngManager), app.actor(Profile::CngAdmin));
        assert_eq!(administrator.read(&path)["allowed_actions"], json!(["replay"]));
        let version = delivery.version;
        assert_eq!(manager.change("POST", &replay, version, &json!({})).status, 403);
        assert_eq!(
            code(&administrator.change("POST", &replay, version - 1, &json!({}))),
            "request.stale_version"
        );
        let rehearsed = administrator.change("POST", &format!("{replay}?dry_run=true"), version, &json!({}));
        assert_eq!((rehearsed.status, last(app, &place).state), (200, DeliveryState::Shelved));
        let done = administrator.change("POST", &replay, version, &json!({}));
        assert_eq!((done.status, &done.json()["attempts"]), (200, &0.into()), "{}", done.body);
        assert_eq!(done.json(), administrator.read(&path));
        let again = administrator.change("POST", &replay, version + 1, &json!({}));
        assert_eq!((again.status, code(&again)), (409, "transition.refused".into()));
        work(&own);
        assert_eq!(last(app, &place).state, DeliveryState::Sent);
        assert_eq!(server.arrivals(), [(delivery.key, 1)]);
    });
}

#[test]
fn pages_of_deliveries_follow_each_other() {
    on_both(|app| {
        let places: Vec<String> = (0..3).map(|own| sent(app, &format!("P{own}"))).collect();
        let centre = app.actor(Profile::CngManager);
        let all = centre.list("/sigmed/deliveries?state=waiting");
        let newest: Vec<Value> = places.iter().rev().map(|place| json!(last(app, place).id)).collect();
        assert_eq!(all.iter().map(|one| one["id"].clone()).collect::<Vec<_>>(), newest);
        let first = centre.read("/sigmed/deliveries?state=waiting&limit=2&total=exact");
        assert_eq!((&first["items"][1], &first["total"]), (&all[1], &3.into()));
        let cursor = first["next"].as_str().unwrap();
        let next =
            centre.read(&format!("/sigmed/deliveries?state=waiting&limit=2&total=exact&cursor={cursor}"));
        assert_eq!((next["items"].as_array().unwrap().len(), &next["items"][0]), (1, &all[2]));
        assert_eq!(next["next"], Value::Null);
    });
}

#[test]
fn an_answer_that_a_rule_refuses_is_on_the_shelf_with_the_reason() {
    on_both(|app| {
        let (server, later) = (Server::start(), Later::default());
        let own = reaching(app, &later, &server);
        let place = sent(app, "H5");
        work(&own);
        let key = last(app, &place).key;
        let without = SigmedAnswer { sigmed_number: None, ..yes("") };
        server.decide(&key, without);
        later.by(61);
        work(&own);
        let delivery = last(app, &place);
        assert_eq!(delivery.state, DeliveryState::Shelved);
        assert!(
            delivery.last_error.unwrap().starts_with("La réponse de SIGMED n’a pas pu être appliquée : ")
        );
        assert_eq!(app.actor(Profile::HospitalManager).read(&place)["state"], "sent_to_sigmed");
        // SIGMED mends its answer, the administrator asks for it again.
        server.decide(&key, yes("00305"));
        server.answer_at_once(true);
        let replay = format!("{}/replay", path_of(app, &place));
        assert_eq!(
            app.actor(Profile::CngAdmin).change("POST", &replay, delivery.version, &json!({})).status,
            200
        );
        later.by(1);
        work(&own);
        assert_eq!(last(app, &place).state, DeliveryState::Acknowledged);
        assert_eq!(server.arrivals(), [(key, 2)], "the same key again: SIGMED knows it");
    });
}

#[test]
fn the_centre_answers_by_hand_and_sigmed_comes_too_late() {
    on_both(|app| {
        let (server, later) = (Server::start(), Later::default());
        let own = reaching(app, &later, &server);
        let centre = app.actor(Profile::CngManager);
        // Without a connector nothing leaves: it waits, and the centre answers.
        let waiting = sent(app, "H6");
        step(&centre, &waiting, "acknowledge", &number("00306"));
        assert_eq!(states(app, &waiting), [DeliveryState::Acknowledged]);
        let place = sent(app, "H7");
        work(&own);
        assert_eq!(server.arrivals(), [(last(app, &place).key, 1)], "what is answered does not leave");
        step(&centre, &place, "reject", &because("Par téléphone"));
        let told_by_hand = last(app, &place).answer.unwrap();
        let told_by_hand: SigmedAnswer = serde_json::from_str(&told_by_hand).unwrap();
        assert_eq!(told_by_hand.outcome, AnswerOutcome::Rejected);
        assert_eq!(told_by_hand.text.as_deref(), Some("Par téléphone"));
        server.decide(&last(app, &place).key, yes("00307"));
        later.by(61);
        work(&own);
        assert_eq!(app.actor(Profile::HospitalManager).read(&place)["state"], "sigmed_rejected");
        assert_eq!(states(app, &place), [DeliveryState::Rejected]);
        assert_eq!(try_step(&centre, &place, "acknowledge", &number("00308")), 409);
        assert_eq!(states(app, &place), [DeliveryState::Rejected], "a step that is refused settles nothing");
    });
}

#[test]
fn what_the_server_has_lost_is_sent_again_under_its_key() {
    on_both(|app| {
        let (server, later) = (Server::start(), Later::default());
        let own = reaching(app, &later, &server);
        let place = sent(app, "H8");
        work(&own);
        let key = last(app, &place).key;
        server.forget(&key);
        later.by(61);
        work(&own);
        let delivery = last(app, &place);
        assert_eq!((delivery.state, server.arrivals()), (DeliveryState::Waiting, vec![]));
        later.by(30);
        work(&own);
        assert_eq!((last(app, &place).state, server.arrivals()), (DeliveryState::Sent, vec![(key, 1)]));
    });
}

#[test]
fn a_token_that_is_refused_may_be_renewed() {
    on_both(|app| {
        let (server, later) = (Server::start(), Later::default());
        let settings = api::sigmed::http::HttpSettings { url: server.url(), ..Default::default() };
        let stranger = courier(app, &later, Arc::new(api::sigmed::Http::new(settings).unwrap()));
        let place = sent(app, "H9");
        work(&stranger);
        assert_eq!((last(app, &place).state, server.refused()), (DeliveryState::Waiting, 1));
        later.by(30);
        work(&reaching(app, &later, &server));
        assert_eq!(last(app, &place).state, DeliveryState::Sent);
    });
}

#[test]
fn what_waits_for_sigmed_no_more_does_not_leave() {
    on_both(|app| {
        let (server, later) = (Server::start(), Later::default());
        let own = reaching(app, &later, &server);
        let place = sent(app, "H10");
        let set = FactSet::Establishment(HOME.id(Thing::Establishment).into());
        app.0.restate_in(set, |facts| {
            let id = id_of(&place).into();
            let last = facts.requests.get(id).and_then(Timeline::last).unwrap().clone();
            let mut value = last.value;
            value.state = RequestState::AtArs;
            facts.requests.put(id, Timeline::single(last.period, value));
        });
        work(&own);
        assert_eq!((states(app, &place), server.arrivals()), (vec![DeliveryState::Withdrawn], vec![]));
        // The agency agrees again: another delivery.
        step(&app.actor(Profile::ArsApprover), &place, "accept", &nothing());
        later.by(1);
        work(&own);
        assert_eq!(states(app, &place), [DeliveryState::Withdrawn, DeliveryState::Sent]);
    });
}

/// A connector in which another courier works while something is being sent.
struct Crowded(Courier, AtomicUsize);

impl Connector for Crowded {
    fn send(&self, _: Outgoing<'_>) -> Result<Receipt, Fault> {
        self.1.fetch_add(1, Ordering::Relaxed);
        assert!(!self.0.turn().unwrap(), "the other one finds nothing to send");
        Ok(Receipt::Taken)
    }

    fn asks(&self) -> bool {
        false
    }

    fn answers(&self, _: &[String]) -> Result<Vec<Arrival>, Fault> {
        Ok(Vec::new())
    }

    fn dealt_with(&self, _: &Arrival, _: bool) -> Result<(), Fault> {
        Ok(())
    }
}

#[test]
fn two_couriers_never_send_the_same_delivery_at_once() {
    on_both(|app| {
        let (server, later) = (Server::start(), Later::default());
        let place = sent(app, "H11");
        let crowded = Arc::new(Crowded(reaching(app, &later, &server), AtomicUsize::new(0)));
        work(&courier(app, &later, Arc::clone(&crowded) as _));
        assert_eq!((last(app, &place).state, server.arrivals()), (DeliveryState::Sent, vec![]));
        assert_eq!(crowded.1.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn sigmed_hears_of_one_post_in_order() {
    on_both(|app| {
        let (server, later) = (Server::start(), Later::default());
        let own = reaching(app, &later, &server);
        let made = sent(app, "H12");
        let done = step(&app.actor(Profile::CngManager), &made, "acknowledge", &number("00312"));
        let post = done["post"]["id"].as_str().unwrap().to_owned();
        let changes = ["2027-02-01", "2027-03-01"].map(|day| {
            let body = json!({ "establishment": HOME.finess, "kind": "transform", "motive": "TRA_SPECIALITE",
                "day": day, "post": post, "quotity": 6_000 });
            let manager = app.actor(Profile::HospitalManager);
            let place = open(&manager, &body);
            step(&manager, &place, "submit", &nothing());
            step(&app.actor(Profile::HospitalApprover), &place, "sign_off", &nothing());
            step(&app.actor(Profile::ArsApprover), &place, "accept", &nothing());
            place
        });
        let other = sent(app, "H13");
        server.then([Whim::Status(422, "", "")]);
        work(&own);
        let state = |place: &String| last(app, place).state;
        assert_eq!(changes.each_ref().map(state), [DeliveryState::Shelved, DeliveryState::Waiting]);
        assert_eq!(state(&other), DeliveryState::Sent, "another post does not wait");
        let first = last(app, &changes[0]);
        let replay = format!("/sigmed/deliveries/{}/replay", first.id);
        assert_eq!(
            app.actor(Profile::CngAdmin).change("POST", &replay, first.version, &json!({})).status,
            200
        );
        later.by(1);
        work(&own);
        assert_eq!(changes.each_ref().map(state), [DeliveryState::Sent, DeliveryState::Sent]);
        let said: Value = serde_json::from_str(&first.payload).unwrap();
        assert_eq!(
            (&said["operation"], &said["known"]["sigmed_number"]),
            (&"transform".into(), &"00312".into())
        );
        assert_eq!((&said["known"]["quotity"], &said["asked"]["quotity"]), (&8_000.into(), &6_000.into()));
        assert_eq!(all_of(app).len(), 4);
    });
}

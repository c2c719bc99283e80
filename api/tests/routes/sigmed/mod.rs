//! Deliveries to SIGMED: what leaves, what comes back, and that nothing is lost or done twice however the program ends.

mod crash;
mod files;
mod server;
mod way;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use api::db::sigmed_deliveries::{self as store, Delivery};
use api::http::clock;
use api::jobs::{Calendar, Courier};
use api::sigmed::Connector;
use api::sigmed::signature::SigningKeys;
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::habilitation::Profile;
use shared::sigmed::{AnswerOutcome, DeliveryState, SigmedAnswer, Subject};
use shared::time::Instant;
use uuid::Uuid;

use super::requests::{creation, nothing, open, step};
use super::{Actor, App};

/// A clock that tests move.
#[derive(Clone, Default)]
struct Later(Arc<AtomicI64>);

impl Later {
    fn by(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }

    fn calendar(&self) -> Arc<Calendar> {
        let own = self.clone();
        Arc::new(move || {
            let (now, today) = clock::now();
            (Instant::from(now.naive() + TimeDelta::seconds(own.0.load(Ordering::Relaxed))), today)
        })
    }
}

fn courier(app: &App, later: &Later, connector: Arc<dyn Connector>) -> Courier {
    let state = &app.0.app.state;
    Courier::new(Arc::clone(&state.database), Arc::clone(&state.shelf), later.calendar(), connector)
}

/// Does what there is to do, at most so many turns.
fn work(courier: &Courier) {
    for _ in 0..50 {
        if !courier.turn().unwrap() {
            return;
        }
    }
    panic!("there is always something to do");
}

fn keys() -> SigningKeys {
    SigningKeys::from_text(&"5a".repeat(32)).unwrap()
}

/// A request for a new post, brought to SIGMED: its place.
fn sent(app: &App, number: &str) -> String {
    let mut body = creation("SIG");
    body["local_number"] = number.into();
    let manager = app.actor(Profile::HospitalManager);
    let place = open(&manager, &body);
    step(&manager, &place, "submit", &nothing());
    step(&app.actor(Profile::HospitalApprover), &place, "sign_off", &nothing());
    assert_eq!(
        step(&app.actor(Profile::ArsApprover), &place, "accept", &nothing())["state"],
        "sent_to_sigmed"
    );
    place
}

fn id_of(place: &str) -> Uuid {
    place.rsplit('/').next().unwrap().parse().unwrap()
}

fn deliveries(app: &App, place: &str) -> Vec<Delivery> {
    let subject = Subject::Request(id_of(place).into());
    app.0.app.state.database.read(|connection| store::of_subjects(connection, &[subject])).unwrap()
}

fn last(app: &App, place: &str) -> Delivery {
    deliveries(app, place).pop().unwrap()
}

/// How often a change of that name was written about the hospital.
fn told(app: &App, operation: &str) -> usize {
    let ctx = app.0.ctx(Profile::CngManager);
    let all = api::app::changes::list(&ctx).unwrap();
    all.iter().filter(|change| change.operation == operation).count()
}

fn yes(number: &str) -> SigmedAnswer {
    SigmedAnswer {
        outcome: AnswerOutcome::Acknowledged,
        sigmed_number: Some(number.into()),
        code: None,
        text: None,
    }
}

fn no(code: &str, text: &str) -> SigmedAnswer {
    SigmedAnswer {
        outcome: AnswerOutcome::Rejected,
        sigmed_number: None,
        code: Some(code.into()),
        text: Some(text.into()),
    }
}

/// Takes a step from the present version, whatever comes of it.
fn try_step(actor: &Actor<'_>, place: &str, action: &str, body: &Value) -> u16 {
    let version = actor.read(place)["version"].as_i64().unwrap();
    actor.change("POST", &format!("{place}/{action}"), version, body).status
}

fn states(app: &App, place: &str) -> Vec<DeliveryState> {
    deliveries(app, place).iter().map(|own| own.state).collect()
}

fn number(text: &str) -> Value {
    json!({ "sigmed_number": text })
}

/// All deliveries of the database.
fn all_of(app: &App) -> Vec<Delivery> {
    let wanted = store::Wanted {
        states: DeliveryState::ALL.to_vec(),
        subjects: shared::sigmed::SubjectKind::ALL.to_vec(),
        ..store::Wanted::default()
    };
    let scope = api::authz::Scope::everything(&api::authz::System::on_this_machine());
    let page = |connection: &mut api::db::Connection| store::page(connection, &scope, &wanted, i64::MAX);
    let mut all = app.0.app.state.database.read(page).unwrap();
    // Those of the proof of rights lie on the shelf and say nothing.
    all.retain(|own| own.payload != "{}");
    all
}

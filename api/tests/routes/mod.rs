//! The operations on dated nouns, as people and programs use them: works, and each way of being refused.
//!
//! Tests speak as actors on a real server, on both databases. Rights themselves are proved in `authz`.

mod access;
mod accounts;
mod comments;
mod contract;
mod copies;
mod feed;
mod files;
mod journal;
mod lists;
mod mails;
mod notices;
mod panics;
mod post_profiles;
mod reading;
mod ready;
mod requests;
mod reservations;
mod search;
mod sigmed;
mod sparse;
mod splits;
mod structures;
mod time;
mod tours;
mod tours_reading;
mod tours_walk;
mod uploads;
mod walk;
mod writing;

use std::sync::atomic::{AtomicU32, Ordering};

use api::authz::{Permit, System};
use api::db::changes::{self, NewChange};
use api::db::facts::FactSet;
use serde_json::Value;
use shared::change::{Origin, Trail};
use shared::habilitation::{Perimeter, Profile};
use shared::knowledge::Facts;
use shared::nomenclature::NomenclatureEntry;
use shared::time::{Day, Instant, Period, Segment};
use uuid::Uuid;

use crate::authz::nation::{HOME, Nation, Thing};
use crate::support::app::{Answer, Request};
use crate::support::{TestDatabase, on_postgres, on_sqlite, with_postgres};

/// The country of the proof of rights, with the lists that a person needs to write.
pub struct App(Nation);

/// Somebody who calls.
pub struct Actor<'a> {
    app: &'a App,
    token: String,
}

/// Runs a test on a server on SQLite, then on one on PostgreSQL.
fn on_both(body: impl Fn(&App)) {
    body(&App::on(on_sqlite()));
    if with_postgres() {
        body(&App::on(on_postgres()));
    }
}

/// The path of a thing of the first hospital.
fn path(noun: &str, thing: Thing) -> String {
    format!("/{noun}/{}", HOME.id(thing))
}

/// A day, in words.
fn today() -> Day {
    api::http::clock::now().1
}

impl App {
    fn on(database: TestDatabase) -> App {
        let nation = Nation::on(database);
        let mut facts = Facts::default();
        for (number, (list, code, attributes)) in [
            ("structure_kinds", "POLE", &[("parent_codes", "EJ;GROUPE")][..]),
            ("structure_kinds", "SERVICE", &[("parent_codes", "POLE;EJ")]),
            ("structure_kinds", "UF", &[("parent_codes", "SERVICE")]),
            ("structure_kinds", "EJ", &[]),
            ("post_kinds", "LOC", &[("sigmed", "no"), ("quotite_min_dj", "1"), ("quotite_max_dj", "10")]),
            ("post_kinds", "SIG", &[("sigmed", "yes"), ("in_tour", "yes")]),
            ("statuses", "PA", &[]),
            ("positions", "DET", &[("sensitive", "no")]),
            ("specialities", "CARDIO", &[]),
            ("status_post_kinds", "PH/PH", &[("holding", "tenured")]),
            ("vacancy_reasons", "RETRAITE", &[]),
        ]
        .into_iter()
        .enumerate()
        {
            let entry = NomenclatureEntry {
                list: list.into(),
                code: code.into(),
                label: format!("Libellé {code}").into(),
                attributes: attributes
                    .iter()
                    .map(|(name, value): &(&str, &str)| ((*name).into(), (*value).into()))
                    .collect(),
            };
            let period = Period::since(Day::new(2020, 1, 1).unwrap());
            let id = Uuid::from_u128(1_000 + number as u128).into();
            facts.nomenclatures.assert(id, Segment { period, value: entry });
        }
        let change = NewChange {
            author: "test".into(),
            origin: Origin::CommandLine,
            operation: "reference.load".into(),
            reason: None,
            undoes: None,
            source_name: None,
            source_hash: None,
            extracted_on: None,
            trail: Trail::default(),
        };
        let permit = Permit::anything(&System::on_this_machine());
        let difference = Facts::default().difference(&facts);
        let database = &nation.app.state.database;
        let now: Instant = api::http::clock::now().0;
        database
            .write(|tx| changes::record(tx, &permit, FactSet::Reference, None, change, &difference, now))
            .unwrap();
        App(nation)
    }

    /// The default account of a profile, at the first hospital.
    fn actor(&self, profile: Profile) -> Actor<'_> {
        Actor { app: self, token: self.0.caller(profile) }
    }

    /// The manager of a hospital.
    fn manager(&self, finess: &str) -> Actor<'_> {
        let account = self.0.hire(Profile::HospitalManager, Perimeter::Establishment(finess.into()));
        Actor { app: self, token: self.0.sign_in(account) }
    }

    /// Nobody.
    fn stranger(&self, method: &str, path: &str) -> Answer {
        let request = Request { method: method.to_owned(), path: path.to_owned(), ..Request::default() };
        self.0.app.send(&request, None)
    }
}

impl Actor<'_> {
    fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None)
    }

    fn get_as(&self, path: &str, accept: &str) -> Answer {
        self.send("GET", path, &[("Accept", accept)], None)
    }

    /// A page that works.
    fn list(&self, path: &str) -> Vec<Value> {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.items()
    }

    /// A thing that is there.
    fn read(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json()
    }

    /// What is said of a thing, whenever it is read.
    fn thing(&self, path: &str) -> Value {
        let mut read = self.read(path);
        assert!(read.as_object_mut().unwrap().remove("time").is_some(), "{path}: {read}");
        read
    }

    /// A creation, under a key of its own.
    fn create(&self, path: &str, body: &Value) -> Answer {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let key = format!("key-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        self.create_with(path, &key, body)
    }

    fn create_with(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.send("POST", path, &[("Idempotency-Key", key)], Some(body))
    }

    /// A POST that creates nothing.
    fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[], Some(body))
    }

    /// A change, from a version.
    fn change(&self, method: &str, path: &str, version: i64, body: &Value) -> Answer {
        self.send(method, path, &[("If-Match", &format!("\"v{version}\""))], Some(body))
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let request = Request {
            method: method.to_owned(),
            path: path.to_owned(),
            headers: headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
            body: body.map(|body| ("application/json".to_owned(), body.to_string())),
        };
        self.app.0.app.send(&request, Some(&self.token))
    }
}

/// The code of a refusal.
fn code(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

/// The fields that a refusal names.
fn pointers(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect()
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let found = answer.headers.iter().find(|(own, _)| own == name);
    found.map(|(_, value)| value.as_str()).unwrap_or_default()
}

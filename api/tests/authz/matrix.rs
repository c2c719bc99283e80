//! Every cell of `matrix.txt`, executed against a real server.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use api::authn::token::{self, Claims};
use api::authz::Held;
use api::db::{accounts, sign_ins};
use api::http::clock;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::habilitation::{Habilitation, Perimeter, Profile};
use shared::time::{Day, Period};

use super::golden::{self, Block, Cell, Situation};
use super::nation::{ELSEWHERE, HOME, Hospital, Nation, SIBLING, Standing, Thing};
use super::operations::{self, Operation, Subject};
use crate::support::app::{Answer, ISSUER, Request};
use crate::support::{TestDatabase, on_postgres, on_sqlite, with_postgres};

/// Cells without which the proof is not whole; raised as the contract grows.
const LEAST_CELLS: usize = 10_000;
/// Operations called at the same time.
const CALLERS: usize = 4;

/// A country with a token of each profile for each situation.
struct Bench {
    nation: Nation,
    blocks: BTreeMap<String, Block>,
    closing: Mutex<()>,
    tokens: BTreeMap<(Profile, Situation), Option<String>>,
}

impl Bench {
    fn on(database: TestDatabase) -> Bench {
        let nation = Nation::on(database);
        let mut tokens = BTreeMap::new();
        for profile in Profile::ALL {
            let active = nation.people[&(*profile, Standing::Active)].account;
            let expired = nation.people[&(*profile, Standing::Expired)].account;
            let disabled = nation.people[&(*profile, Standing::Disabled)].account;
            let session = nation.app.open_session(active);
            let held = nation.app.held(active);
            let good = nation.app.token(&held, &session);
            tokens.insert((*profile, Situation::Disabled), Some(disabled_token(&nation, disabled)));
            tokens.insert((*profile, Situation::Expired), Some(nation.sign_in(expired)));
            tokens.insert((*profile, Situation::NoToken), None);
            let foreign = for_another_audience(&nation, &good);
            tokens.insert((*profile, Situation::Audience), Some(foreign));
            // Claims everything everywhere, while the database gives what it gives.
            let boast = nation.app.token(&boasting(&held), &session);
            tokens.insert((*profile, Situation::Scope), Some(boast));
            for situation in [Situation::Inside, Situation::Sibling, Situation::Other] {
                tokens.insert((*profile, situation), Some(good.clone()));
            }
        }
        Bench { nation, blocks: golden::read(), closing: Mutex::default(), tokens }
    }

    fn subject(&self, profile: Profile, situation: Situation) -> Subject {
        let at: Hospital = match situation {
            Situation::Sibling => SIBLING,
            Situation::Other | Situation::Scope => ELSEWHERE,
            _ => HOME,
        };
        let own = match situation {
            Situation::Expired => Some(Standing::Expired),
            Situation::Sibling | Situation::Other | Situation::Scope => None,
            _ => Some(Standing::Active),
        };
        let own = own.map(|standing| &self.nation.people[&(profile, standing)]);
        let job = own.map_or_else(|| at.id(Thing::Job), |own| own.job);
        let change = self.nation.changes[&at.number];
        Subject { at, job, session: uuid::Uuid::nil(), change, unknown: None, today: clock::now().1 }
    }

    fn call(&self, operation: &Operation, profile: Profile, situation: Situation) -> (Request, Answer) {
        let mut about = self.subject(profile, situation);
        // One call would close the session that another is about to close.
        let closes = operation.method == "DELETE" && operation.path.contains("session");
        let _alone = closes.then(|| self.closing.lock().unwrap());
        if operation.path.starts_with("/me/sessions/{") {
            let whose = match situation {
                Situation::Sibling | Situation::Other | Situation::Scope => HOME.id(Thing::Account).into(),
                Situation::Expired => self.nation.people[&(profile, Standing::Expired)].account,
                _ => self.nation.people[&(profile, Standing::Active)].account,
            };
            about.session = self.nation.app.open_session(whose).id.into();
        }
        let request = operation.request(&about);
        if ["sign_in", "change_password"].contains(&operation.id.as_str()) {
            // All come from one machine: its former attempts would make it wait.
            let end = shared::time::Instant::NEVER;
            self.nation.app.state.database.write(|tx| sign_ins::forget(tx, end, end)).unwrap();
        }
        let token = self.tokens[&(profile, situation)].as_deref();
        let app = &self.nation.app;
        // What is told to open screens has no end.
        let follows = operation.id == "follow_events";
        let answer = if follows { app.begun(&request, token) } else { app.send(&request, token) };
        (request, answer)
    }
}

/// Signed in, then disabled: the token is still good, the account is not.
fn disabled_token(nation: &Nation, account: shared::id::AccountId) -> String {
    let token = nation.sign_in(account);
    nation
        .app
        .state
        .database
        .write(|tx| {
            let mut own = accounts::find(tx, account)?.unwrap();
            own.disabled_at = Some(clock::now().0);
            accounts::update(tx, &own)
        })
        .unwrap();
    nation.app.state.authenticator.rights().forget(account);
    token
}

/// The same claims for somebody else, signed by our own key.
fn for_another_audience(nation: &Nation, good: &str) -> String {
    let part = |at: usize| URL_SAFE_NO_PAD.decode(good.split('.').nth(at).unwrap()).unwrap();
    let mut claims: Claims = serde_json::from_slice(&part(1)).unwrap();
    claims.aud = "urn:another:api".to_owned();
    let now = clock::now().0;
    let ring = nation.app.state.authenticator.keys().ring(now).unwrap();
    let forged = nation.app.resigned(&part(0), &claims);
    assert_eq!(token::verify(&ring, ISSUER, &forged, now), Err(token::Refused::Audience), "well signed");
    forged
}

/// Somebody who says to hold every profile, everywhere.
fn boasting(held: &Arc<Held>) -> Held {
    let period = Period::since(Day::new(2020, 1, 1).unwrap());
    let habilitations = [Profile::CngAdmin, Profile::HospitalManager]
        .map(|profile| Habilitation::of_profile(profile, Perimeter::National, period));
    Held { habilitations: habilitations.to_vec(), ..(**held).clone() }
}

fn is_met(cell: Cell, operation: &Operation, answer: &Answer) -> bool {
    match cell {
        // What a thing holds may be nothing.
        Cell::Status(200) if operation.is_list() && !operation.is_by_id() => {
            answer.status == 200 && !answer.items().is_empty()
        }
        Cell::Status(status) => answer.status == status,
        Cell::Empty => answer.status == 200 && answer.items().is_empty(),
    }
}

/// The calls of one operation: how many, and what is wrong with them.
fn prove_one(bench: &Bench, operation: &Operation, situations: &[Situation]) -> (usize, String) {
    let (mut cells, mut wrong) = (0, String::new());
    // `coverage.rs` tells of an operation without a block.
    let Some(block) = bench.blocks.get(&operation.id) else { return (cells, wrong) };
    for (situation, expected) in block.lines.iter().filter(|(one, _)| situations.contains(one)) {
        let name = Situation::ALL.iter().find(|(one, _)| one == situation).unwrap().1;
        for (profile, cell) in Profile::ALL.iter().zip(expected) {
            let (request, answer) = bench.call(operation, *profile, *situation);
            cells += 1;
            if !is_met(*cell, operation, &answer) {
                let body: String = answer.body.chars().take(240).collect();
                writeln!(
                    wrong,
                    "{} · {name} · {profile}: expected {cell}, answered {}\n    {} {}\n    {body}",
                    operation.id, answer.status, request.method, request.path
                )
                .unwrap();
            }
        }
    }
    (cells, wrong)
}

fn prove(database: TestDatabase, situations: &[Situation]) -> usize {
    let bench = Bench::on(database);
    let operations = operations::all(&bench.nation.app.contract());
    let next = AtomicUsize::new(0);
    let done = Mutex::new((0, String::new()));
    std::thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| {
                while let Some(operation) = operations.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (cells, wrong) = prove_one(&bench, operation, situations);
                    let mut done = done.lock().unwrap();
                    done.0 += cells;
                    done.1.push_str(&wrong);
                }
            });
        }
    });
    let (cells, wrong) = done.into_inner().unwrap();
    assert!(
        wrong.is_empty(),
        "the server and matrix.txt disagree; decide by domain.md who is right:\n{wrong}"
    );
    cells
}

fn every_cell(database: TestDatabase) {
    let all: Vec<Situation> = Situation::ALL.iter().map(|(one, _)| *one).collect();
    let cells = prove(database, &all);
    println!("{cells} cells");
    assert!(cells >= LEAST_CELLS, "{cells} cells only");
}

#[test]
fn r40_every_cell_of_the_matrix() {
    every_cell(on_sqlite());
}

#[test]
fn r40_every_cell_of_the_matrix_on_postgres() {
    if with_postgres() {
        every_cell(on_postgres());
    }
}

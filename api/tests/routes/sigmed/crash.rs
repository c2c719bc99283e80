//! The program ends at any moment, a thousand times: every delivery is received once, every answer applied once.
//!
//! A crash is an unwinding from a point where the program touches the world: its clock, before and after each call of its
//! connector. The next program is another one, with another name, once the lease of the former has run out.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use api::db::sigmed_deliveries::Delivery;
use api::jobs::{Calendar, Courier};
use api::sigmed::{Arrival, Connector, Fault, FileDrop, Outgoing, Receipt};
use shared::habilitation::Profile;
use shared::sigmed::{AnswerOutcome, DeliveryState, SigmedAnswer};

use super::server::Server;
use super::{Later, deliveries, keys, no, sent, told, yes};
use crate::routes::requests::{because, step};
use crate::routes::{App, on_both};

/// Crashes of one storm, and the seeds of the storms over files: a thousand on each database.
const CRASHES: u32 = 250;
const SEEDS: [u64; 4] = [1, 20_261_123, 0xdead_beef, 77];
/// The same over HTTP, where each crash costs a connection.
const CRASHES_OVER_HTTP: u32 = 125;
const SEEDS_OVER_HTTP: [u64; 2] = [5, 0xfeed];
/// Requests of a storm: each is sent again and again.
const REQUESTS: usize = 6;

/// The same numbers for the same seed.
struct Dice(u64);

impl Dice {
    /// A number below `sides` (splitmix64).
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

/// Burns at each point; the program ends where it is burnt down.
#[derive(Clone, Default)]
struct Fuse(Arc<AtomicI64>);

impl Fuse {
    fn lay(&self, points: i64) {
        self.0.store(points, Ordering::Relaxed);
    }

    fn burn(&self) {
        if self.0.fetch_sub(1, Ordering::Relaxed) == 1 {
            // Without the words that a panic prints.
            resume_unwind(Box::new("the power is cut"));
        }
    }
}

/// A connector under whose program the power may be cut before and after each thing it does.
struct Mortal<C>(C, Fuse);

impl<C: Connector> Mortal<C> {
    fn around<T>(&self, act: impl FnOnce(&C) -> T) -> T {
        self.1.burn();
        let done = act(&self.0);
        self.1.burn();
        done
    }
}

impl<C: Connector> Connector for Mortal<C> {
    fn send(&self, delivery: Outgoing<'_>) -> Result<Receipt, Fault> {
        self.around(|own| own.send(delivery))
    }

    fn asks(&self) -> bool {
        self.0.asks()
    }

    fn answers(&self, keys: &[String]) -> Result<Vec<Arrival>, Fault> {
        self.around(|own| own.answers(keys))
    }

    fn dealt_with(&self, arrival: &Arrival, known: bool) -> Result<(), Fault> {
        self.around(|own| own.dealt_with(arrival, known))
    }
}

/// SIGMED: what it received, and what it decided.
trait Receiver {
    /// Receives what has come and answers some of it, now and then twice, now and then what it answered long ago.
    fn go_on(&mut self, dice: &mut Dice);

    /// By key: what it received, and its answer.
    fn received(&self) -> BTreeMap<String, (String, SigmedAnswer)>;
}

/// An acknowledgement or a rejection: rejected things are sent again, so that a storm lasts.
fn decided(dice: &mut Dice, count: usize) -> SigmedAnswer {
    if dice.roll(12) == 0 { yes(&format!("S{count:05}")) } else { no("S12", "Panne de nuit") }
}

/// One who reads files. It remembers the keys it has treated, as the document asks.
struct Reader {
    files: FileDrop,
    treated: BTreeMap<String, (String, SigmedAnswer)>,
    answers: usize,
}

impl Reader {
    fn answer(&mut self, key: &str) {
        self.answers += 1;
        let answer = &self.treated[key].1;
        self.files.write_answer(&format!("{:06}.json", self.answers), key, answer).unwrap();
    }
}

impl Receiver for Reader {
    fn go_on(&mut self, dice: &mut Dice) {
        let lying = self.files.read_deliveries().unwrap();
        for (key, text) in lying {
            let count = self.treated.len();
            let (own, _) =
                self.treated.entry(key.clone()).or_insert_with(|| (text.clone(), decided(dice, count)));
            assert_eq!(*own, text, "the same key always brings the same bytes");
            // Sometimes it answers at once, sometimes it takes its time, sometimes it stutters.
            for _ in 0..dice.roll(3) {
                self.answer(&key);
            }
        }
        if dice.roll(4) == 0 && !self.treated.is_empty() {
            let old = dice.roll(self.treated.len() as u64) as usize;
            let key = self.treated.keys().nth(old).unwrap().clone();
            self.answer(&key);
        }
    }

    fn received(&self) -> BTreeMap<String, (String, SigmedAnswer)> {
        self.treated.clone()
    }
}

impl Receiver for Server {
    fn go_on(&mut self, dice: &mut Dice) {
        for (count, key) in self.undecided().into_iter().enumerate() {
            let known = self.decisions();
            self.decide(&key, decided(dice, known + count));
        }
        self.answer_at_once(dice.roll(2) == 0);
    }

    fn received(&self) -> BTreeMap<String, (String, SigmedAnswer)> {
        self.treated()
    }
}

/// A storm of that many crashes, then fair weather; counts what came of it.
fn storm<C: Connector + 'static>(
    app: &App,
    mut dice: Dice,
    crashes: u32,
    way: impl Fn() -> C,
    receiver: &mut dyn Receiver,
) {
    let (later, fuse) = (Later::default(), Fuse::default());
    let centre = app.actor(Profile::CngManager);
    let mut places: Vec<String> = (0..REQUESTS).map(|own| sent(app, &format!("L{own}"))).collect();
    let mut made = places.len();
    let new = || {
        let calendar = later.calendar();
        let burning = fuse.clone();
        let clock: Arc<Calendar> = Arc::new(move || {
            burning.burn();
            calendar()
        });
        let state = &app.0.app.state;
        let connector = Arc::new(Mortal(way(), fuse.clone()));
        Courier::new(Arc::clone(&state.database), Arc::clone(&state.shelf), clock, connector)
    };
    let (acknowledged, rejected) = (told(app, "request.acknowledge"), told(app, "request.reject"));
    let mut courier = new();
    let mut crashed = 0;
    while crashed < crashes {
        fuse.lay(1 + dice.roll(14) as i64);
        while let Ok(turn) = catch_unwind(AssertUnwindSafe(|| courier.turn())) {
            if turn.unwrap() {
                continue;
            }
            // Nothing to do: time passes, SIGMED works, the centre sends again what was sent back.
            later.by(20 + dice.roll(60) as i64);
            receiver.go_on(&mut dice);
            for place in &mut places {
                match deliveries(app, place).last().unwrap().state {
                    DeliveryState::Rejected => drop(step(&centre, place, "resend", &because("Reprise"))),
                    DeliveryState::Acknowledged => {
                        *place = sent(app, &format!("L{made}"));
                        made += 1;
                    }
                    _ => {}
                }
            }
        }
        crashed += 1;
        courier = new();
        // The lease of the one that died runs out, most often.
        later.by(dice.roll(200) as i64);
    }
    // Fair weather: all that is on its way arrives.
    fuse.lay(i64::MAX);
    for _ in 0..40 {
        later.by(130);
        while courier.turn().unwrap() {}
        receiver.go_on(&mut dice);
    }
    let all = everything(app);
    let received = receiver.received();
    assert!(all.len() > 50, "a storm over {} deliveries proves little", all.len());
    assert_eq!(all.keys().collect::<Vec<_>>(), received.keys().collect::<Vec<_>>(), "lost, or from nowhere");
    let mut counts = (0, 0);
    for (key, own) in &all {
        let (text, answer) = &received[key];
        assert_eq!(&own.payload, text, "{key}");
        let expected = match answer.outcome {
            AnswerOutcome::Acknowledged => DeliveryState::Acknowledged,
            AnswerOutcome::Rejected => DeliveryState::Rejected,
        };
        assert_eq!(own.state, expected, "{key}: {:?}", own.last_error);
        assert!(own.answered_at.is_some() && own.lease_by.is_none(), "{key}");
        match answer.outcome {
            AnswerOutcome::Acknowledged => counts.0 += 1,
            AnswerOutcome::Rejected => counts.1 += 1,
        }
    }
    // Each answer took its step once: as many steps in the journal as answers that SIGMED decided.
    let applied = (told(app, "request.acknowledge") - acknowledged, told(app, "request.reject") - rejected);
    assert_eq!(applied, counts);
    assert_eq!(told(app, "sigmed_delivery.shelve"), 0);
    let manager = app.actor(Profile::HospitalManager);
    for (_, answer) in received.values() {
        if let Some(number) = &answer.sigmed_number {
            let posts = manager.list(&format!("/posts?sigmed_number={number}&as_of=2027-01-01"));
            assert_eq!(posts.len(), 1, "the post {number} is made once");
        }
    }
    println!("{crashed} crashes, {} deliveries, {counts:?} acknowledged and rejected", all.len());
}

/// All deliveries of the database, by key.
fn everything(app: &App) -> BTreeMap<String, Delivery> {
    let all = super::all_of(app);
    all.into_iter().map(|own| (own.key.clone(), own)).collect()
}

#[test]
fn a_thousand_crashes_lose_nothing_and_do_nothing_twice() {
    on_each_seed(&SEEDS, |app, seed| {
        let folder = tempfile::TempDir::new().unwrap();
        let files = || FileDrop::open(folder.path(), keys()).unwrap();
        let mut reader = Reader { files: files(), treated: BTreeMap::new(), answers: 0 };
        storm(app, Dice(seed), CRASHES, files, &mut reader);
    });
}

#[test]
fn crashes_between_a_server_and_its_answers_do_nothing_twice() {
    on_each_seed(&SEEDS_OVER_HTTP, |app, seed| {
        let mut server = Server::start();
        let way = {
            let url = server.url();
            move || super::server::client(&url)
        };
        storm(app, Dice(seed), CRASHES_OVER_HTTP, way, &mut server);
        assert!(server.repeats() > 0, "no delivery was ever sent again: the storm was too mild");
    });
}

fn on_each_seed(seeds: &[u64], body: impl Fn(&App, u64)) {
    for seed in seeds {
        on_both(|app| body(app, *seed));
    }
}

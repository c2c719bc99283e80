//! A process killed in the middle of its writes: what it was told is written is there, and nothing is half there.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use api::db::Database;
use api::db::changes;
use shared::id::StructureId;
use shared::knowledge::Facts;
use shared::structure::Structure;
use shared::time::{Day, Period, Segment};
use uuid::Uuid;

use super::{establishment, known_now, record};
use crate::support::both;

const URL: &str = "LOGIMEDH_TEST_CRASH_URL";
const ANCHOR: &str = "LOGIMEDH_TEST_CRASH_ANCHOR";
/// Structures written by one change: enough for a kill to fall in the middle.
const TOGETHER: u128 = 20;

/// Everything the nth state of the base holds: the labels say which.
fn state(number: usize) -> Facts {
    let mut facts = Facts::default();
    if number == 0 {
        return facts;
    }
    let period = Period::since(Day::new(2026, 1, 1).unwrap());
    for id in 1..=TOGETHER {
        let value = Structure {
            kind: "UF".into(),
            number: id.to_string().into(),
            label: number.to_string().into(),
            parent: None,
            site: None,
            sigmed_number: None,
            follows: None,
        };
        facts.structures.assert(StructureId::from(Uuid::from_u128(id)), Segment { period, value });
    }
    facts
}

fn count(database: &Database) -> usize {
    database.read(|connection| changes::list(connection, None)).unwrap().len()
}

/// Not a test by itself: the process that [`a_killed_writer_loses_nothing_it_was_told`] kills.
#[test]
fn the_writer_that_is_killed() {
    let Ok(url) = std::env::var(URL) else { return };
    let database = Database::open(&url).unwrap().with_anchor(std::env::var(ANCHOR).unwrap());
    for number in count(&database).. {
        record(&database, establishment(1), &state(number).difference(&state(number + 1))).unwrap();
        println!("written {}", number + 1);
    }
}

#[test]
fn a_killed_writer_loses_nothing_it_was_told() {
    let kills: usize = std::env::var("LOGIMEDH_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(6);
    both(|database| {
        for kill in 0..kills {
            let mut writer = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "db::crash::the_writer_that_is_killed", "--nocapture"])
                .env(URL, database.url())
                .env(ANCHOR, database.anchor_path().unwrap())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let lines = BufReader::new(writer.stdout.take().unwrap()).lines().map_while(Result::ok);
            // libtest writes on the same line as the first answer.
            let mut told = lines.filter_map(|line| {
                let (_, number) = line.split_once("written ")?;
                number.trim().parse::<usize>().ok()
            });
            let mut last = told.nth(kill).unwrap();
            writer.kill().unwrap();
            writer.wait().unwrap();
            // What it said before it died counts too.
            last = told.last().unwrap_or(last);

            let written = count(database);
            assert!(written == last || written == last + 1, "told {last}, found {written}");
            assert_eq!(known_now(database, establishment(1)), state(written));
            let report = database.verify().unwrap();
            assert!(report.is_sound(), "{:?}", report.findings);
        }
    });
}

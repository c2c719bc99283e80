//! How long a tour of the whole nation takes, on SQLite and PostgreSQL: 800 hospitals, 60 000 posts. See
//! `docs/benchmarks.md`.
//!
//! The hospitals are real, what they say is made up. Only what the interface calls. Never a test: machines differ.
#![expect(clippy::unwrap_used, reason = "a measure that cannot be prepared stops")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use api::app::Ctx;
use api::app::listing::{Asked, Condition};
use api::app::tours::steps::{self, SentToTour};
use api::app::tours::{entries, lists, rounds};
use api::authz::{Authority, Held, Permit, Scope, System};
use api::db::accounts::{self, Account};
use api::db::changes::{self, NewChange};
use api::db::facts::{self, FactSet};
use api::db::{Database, Problem};
use criterion::{BatchSize, Criterion};
use shared::affectation::{Affectation, Rank};
use shared::change::{Origin, Trail};
use shared::contract::lists::Test;
use shared::contract::tours::{BulkEntry, BulkStep, TourPlan};
use shared::habilitation::{Habilitation, Perimeter, Profile};
use shared::id::{EstablishmentId, PostId, TourId};
use shared::knowledge::Facts;
use shared::post::Post;
use shared::quotity::Quotity;
use shared::time::{Day, Instant, Period, Segment, View};
use shared::tour::calendar::{Calendar, Deadline};
use shared::workflow::entry::{EntryAction, EntryState};
use shared::workflow::tour::TourAction;
use smol_str::format_smolstr;
use uuid::Uuid;

/// Hospitals, and posts of each.
const HOSPITALS: usize = 800;
const POSTS: u128 = 75;
/// Of which so many are held.
const HELD: u128 = 60;
/// Posts settled at once.
const AT_ONCE: u32 = 500;
/// Address of an empty PostgreSQL database.
const POSTGRES: &str = "LOGIMEDH_BENCH_POSTGRES";

fn main() {
    let mut criterion =
        Criterion::default().sample_size(10).warm_up_time(Duration::from_secs(1)).configure_from_args();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("db.sqlite").display());
    measure(&mut criterion, "national_tour/sqlite", Database::open(&url).unwrap());
    match std::env::var(POSTGRES) {
        Ok(url) => {
            let database = Database::open(&url).unwrap();
            assert!(!database.is_migrated().unwrap(), "{POSTGRES} must name an empty database");
            measure(&mut criterion, "national_tour/postgres", database);
        }
        Err(_) => eprintln!("{POSTGRES} is not set: PostgreSQL is not measured"),
    }
    criterion.final_summary();
}

fn measure(criterion: &mut Criterion, name: &str, database: Database) {
    let nation = Nation::made(database);
    let mut group = criterion.benchmark_group(name);
    group.bench_function("open", |bencher| {
        bencher.iter_batched(|| nation.planned(), |tour| nation.open(tour), BatchSize::PerIteration);
    });
    let tour = nation.planned();
    nation.open(tour);
    let agency = nation.agency();
    let found = entries::list(&agency, &asked(tour, "state", "preparing", 1)).unwrap();
    eprintln!("{name}: the agency reads {} entries", found.total.unwrap());
    group.bench_function("agency_filters_its_entries", |bencher| {
        bencher.iter(|| entries::list(&agency, &asked(tour, "decision", "publish", 50)).unwrap());
    });
    group.bench_function("agency_reads_its_lists", |bencher| {
        bencher.iter(|| lists::list(&agency, tour, &asked_of_lists()).unwrap());
    });
    group.bench_function("validate_500", |bencher| {
        bencher.iter_batched(
            || nation.at_the_agency(&agency, tour),
            |body| {
                let outcome = agency.database.write(|tx| entries::bulk(&agency, tx, tour, body)).unwrap();
                assert!(outcome.items.iter().all(|item| item.status == 200), "{:?}", outcome.items.first());
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

struct Nation {
    ctx: Ctx,
    region: String,
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn since() -> Period {
    Period::since(Day::new(2020, 1, 1).unwrap())
}

fn change() -> NewChange {
    NewChange {
        author: "bench".into(),
        origin: Origin::CommandLine,
        operation: "bench".into(),
        reason: None,
        undoes: None,
        source_name: None,
        source_hash: None,
        extracted_on: None,
        trail: Trail::default(),
    }
}

impl Nation {
    fn made(database: Database) -> Nation {
        database.migrate().unwrap();
        let ctx = Ctx {
            database: Arc::new(database),
            shelf: Arc::default(),
            authority: Authority::System(System::on_this_machine()),
            trail: Trail::default(),
            author: "bench".into(),
            origin: Origin::CommandLine,
            now: Instant::from(chrono::Utc::now().naive_utc()),
            today: Day::new(2026, 6, 15).unwrap(),
        };
        api::app::reference::load(&ctx, None).unwrap();
        let library = ctx.database.read(|connection| ctx.shelf.library(connection)).unwrap();
        let mut homes: Vec<(EstablishmentId, String)> = library
            .territory
            .all(ctx.today)
            .map(|located| (located.id, located.establishment.region.to_string()))
            .collect();
        homes.sort();
        homes.truncate(HOSPITALS);
        for (number, (home, _)) in homes.iter().enumerate() {
            fill(&ctx, *home, u128::try_from(number).unwrap());
        }
        // An agency with some four thousand posts.
        let of = |region: &str| homes.iter().filter(|(_, own)| own == region).count();
        let regions: BTreeSet<&String> = homes.iter().map(|(_, region)| region).collect();
        let region = regions.into_iter().min_by_key(|region| of(region).abs_diff(54)).unwrap().clone();
        Nation { ctx, region }
    }

    fn of(&self, profile: Profile, perimeter: Perimeter) -> Ctx {
        let account = Account {
            id: Uuid::now_v7().into(),
            email: format!("{}@bench.example", Uuid::now_v7()),
            name: "bench".into(),
            password_hash: "$argon2id$nobody".into(),
            person: None,
            created_at: self.ctx.now,
            disabled_at: None,
            last_sign_in_at: None,
            version: 1,
            rights_version: 1,
            password_given: false,
        };
        // Who acts is named by what they tell others.
        self.ctx.database.write(|tx| accounts::insert(tx, &account)).unwrap();
        let held = Held {
            account: account.id,
            name: account.name,
            email: account.email,
            habilitations: vec![Habilitation::of_profile(profile, perimeter, since())],
            version: 1,
            person: None,
            password_given: false,
        };
        Ctx { authority: Authority::Account(Arc::new(held)), ..self.ctx.clone() }
    }

    fn agency(&self) -> Ctx {
        self.of(Profile::ArsApprover, Perimeter::Region(self.region.as_str().into()))
    }

    fn planned(&self) -> TourId {
        let centre = self.of(Profile::CngManager, Perimeter::National);
        let calendar = Calendar {
            opening: at("2020-06-15"),
            hospital_deadline: Deadline::everywhere(at("2098-08-20")),
            ars_deadline: Deadline::everywhere(at("2098-09-18")),
            publication: at("2098-10-15"),
            application_closing: None,
            opinions: None,
            appointment: Day::new(2099, 1, 1).unwrap(),
        };
        let plan = TourPlan { kind: "automne".into(), year: 2026, calendar };
        let made = centre.database.write(|tx| rounds::plan(&centre, tx, plan)).unwrap();
        made.id.parse().unwrap()
    }

    fn open(&self, tour: TourId) {
        let centre = self.of(Profile::CngManager, Perimeter::National);
        centre
            .database
            .write(|tx| steps::take(&centre, tx, tour, 1, TourAction::Open, &SentToTour::default()))
            .unwrap();
    }

    /// Five hundred posts of an agency, signed off by their hospitals: what is asked to validate them.
    fn at_the_agency(&self, agency: &Ctx, tour: TourId) -> BulkStep {
        let chosen = entries::list(agency, &asked(tour, "decision", "publish", AT_ONCE)).unwrap().items;
        let posts: BTreeSet<PostId> = chosen.iter().map(|one| one.post.as_ref().unwrap().id).collect();
        let finess: BTreeSet<&str> = chosen.iter().map(|one| one.establishment.as_str()).collect();
        let library = self.ctx.database.read(|connection| self.ctx.shelf.library(connection)).unwrap();
        let everything = Scope::everything(&System::on_this_machine());
        for home in finess.into_iter().map(|finess| library.territory.by_finess(finess).unwrap()) {
            let set = FactSet::Establishment(home);
            let load =
                |connection: &mut _| facts::load(connection, &everything, set, Instant::NEVER.just_before());
            let known = self.ctx.database.read(load).unwrap();
            let mut target = known.clone();
            for (id, timeline) in known.tour_entries.iter() {
                let mut held = timeline.last().unwrap().clone();
                if held.value.tour == tour && posts.contains(&held.value.post) {
                    held.value.state = EntryState::AtArs;
                    target.tour_entries.assert(id, held);
                }
            }
            record(&self.ctx, set, &known, &target);
        }
        let entries = entries::list(agency, &asked(tour, "state", "at_ars", AT_ONCE)).unwrap().items;
        assert_eq!(entries.len(), chosen.len());
        let entries = entries.into_iter().map(|one| BulkEntry {
            post: one.post.unwrap().id,
            if_match: format!("\"v{}\"", one.stamp.version),
        });
        BulkStep {
            action: EntryAction::Validate,
            mode: None,
            entries: entries.collect(),
            motive: None,
            comment: None,
            until: None,
            expected: None,
        }
    }
}

fn record(ctx: &Ctx, set: FactSet, known: &Facts, target: &Facts) {
    let permit = Permit::anything(&System::on_this_machine());
    let difference = known.difference(target);
    ctx.database
        .write::<_, Problem>(|tx| changes::record(tx, &permit, set, None, change(), &difference, ctx.now))
        .unwrap();
}

/// Posts of a hospital, most of which are held.
fn fill(ctx: &Ctx, home: EstablishmentId, number: u128) {
    let id = |kind: u128, one: u128| {
        Uuid::from_u128((0x0193 << 112) + (7 << 76) + (2 << 62) + number * 10_000 + kind * 1_000 + one)
    };
    let mut facts = Facts::default();
    for one in 0..POSTS {
        let post = Post {
            sigmed_number: Some(format_smolstr!("{number:03}{one:02}")),
            local_number: None,
            kind: "PH".into(),
            sigmed_type: None,
            discipline: None,
            speciality: Some(format_smolstr!("S{}", one % 12)),
            cnu_section: None,
            corps: None,
            quotity: Quotity::FULL_TIME,
            structure: None,
            attached_to_establishment: true,
            parent_post: None,
        };
        facts.posts.assert(id(1, one).into(), Segment { period: since(), value: post });
        if one < HELD {
            let line = Affectation {
                practitioner: id(2, one).into(),
                status: "PH".into(),
                rank: Rank::Main,
                service: None,
                unit: None,
                post: Some(id(1, one).into()),
                quotity: Quotity::FULL_TIME,
                convention: None,
                partner: None,
            };
            facts.affectations.assert(id(3, one).into(), Segment { period: since(), value: line });
        }
    }
    record(ctx, FactSet::Establishment(home), &Facts::default(), &facts);
}

fn asked(tour: TourId, name: &str, value: &str, limit: u32) -> Asked {
    let field = *entries::LISTING.field(name).unwrap();
    let filters = vec![
        Condition { field: entries::TOUR, test: Test::Among(vec![tour.to_string()]) },
        Condition { field, test: Test::Among(vec![value.to_owned()]) },
    ];
    Asked { filters, limit, total: limit == 1, ..asked_of_lists() }
}

fn asked_of_lists() -> Asked {
    Asked {
        view: View { as_of: Day::new(2026, 6, 15).unwrap(), known_at: Instant::NEVER.just_before() },
        filters: Vec::new(),
        search: None,
        sort: Vec::new(),
        after: None,
        limit: 500,
        total: false,
        include: BTreeSet::new(),
    }
}

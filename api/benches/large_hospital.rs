//! How long the large sample hospital takes, on SQLite and PostgreSQL. See `docs/benchmarks.md`.
//!
//! Only what the command line calls: a figure here is what a person waits for. Never a test: machines differ.
#![expect(clippy::unwrap_used, reason = "a measure that cannot be prepared stops")]

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use api::app::establishments::home;
use api::app::loads::Load;
use api::app::sirh::Order;
use api::app::{self, Ctx};
use api::db::Database;
use api::export::{About, staffing_json, staffing_xlsx};
use api::sirh::{Extract, Request};
use criterion::{BatchSize, Criterion, Throughput};
use shared::change::Origin;
use shared::code::Rpps;
use shared::contract::imports::ImportPolicy;
use shared::import::sirh::target::Mode;
use shared::staffing_table::{StaffingTable, staffing_table};
use shared::time::{Day, Instant, View};
use tempfile::TempDir;

const FINESS: &str = "690781810";
/// Address of an empty PostgreSQL database; what is written there is taken away again.
const POSTGRES: &str = "LOGIMEDH_BENCH_POSTGRES";
/// Lines of the file whose speed is measured, and of the one whose memory is.
const LINES_READ: usize = 150_000;
const LINES_HELD: usize = 200_000;

fn main() {
    let mut criterion =
        Criterion::default().sample_size(10).warm_up_time(Duration::from_secs(1)).configure_from_args();
    let folder = tempfile::tempdir().unwrap();
    let ready = Hospital::sqlite(folder.path());
    ready.load();

    of_database(&mut criterion, "sqlite", &|| {
        let folder = tempfile::tempdir().unwrap();
        for name in ["db.sqlite", "db.sqlite.anchor"] {
            std::fs::copy(ready.folder.join(name), folder.path().join(name)).unwrap();
        }
        let hospital = Hospital::sqlite(folder.path());
        Hospital { _kept: Some(folder), ..hospital }
    });
    match std::env::var(POSTGRES) {
        Ok(url) => {
            let database = Database::open(&url).unwrap();
            assert!(!database.is_migrated().unwrap(), "{POSTGRES} must name an empty database");
            of_database(&mut criterion, "postgres", &|| {
                let hospital = Hospital::of(Database::open(&url).unwrap(), PathBuf::new());
                if hospital.ctx.database.is_migrated().unwrap() {
                    hospital.ctx.database.revert().unwrap();
                }
                hospital.load();
                hospital
            });
            database.revert().unwrap();
        }
        Err(_) => eprintln!("{POSTGRES} is not set: PostgreSQL is not measured"),
    }
    lines(&mut criterion, &ready, folder.path());
    table_in_memory(&mut criterion);
    criterion.final_summary();

    // A filter on the command line asks for one measure: this one takes a while.
    if std::env::args().skip(1).all(|argument| argument.starts_with("--") || argument == "memory") {
        memory(&ready, folder.path());
    }
}

/// What waits for the database: a plan, the same when nothing changes, a change, a staffing table.
fn of_database(criterion: &mut Criterion, name: &str, fresh: &dyn Fn() -> Hospital) {
    let mut group = criterion.benchmark_group(name);
    let order = order(&sample("sirh_20260401.csv.gz"));
    let loaded = fresh();
    group.bench_function("sirh_plan", |bencher| bencher.iter(|| loaded.plan(&order)));
    drop(loaded);
    group.bench_function("sirh_apply", |bencher| {
        bencher.iter_batched_ref(fresh, |hospital| hospital.apply(&order), BatchSize::PerIteration);
    });
    let applied = fresh();
    applied.apply(&order);
    group.bench_function("sirh_plan_again", |bencher| bencher.iter(|| applied.plan(&order)));
    group.bench_function("staffing_table_read_and_json", |bencher| {
        bencher.iter(|| json(&app::staffing_table::read(&applied.ctx, FINESS, applied.view()).unwrap()));
    });
    group.bench_function("staffing_table_read_and_xlsx", |bencher| {
        bencher.iter(|| xlsx(&app::staffing_table::read(&applied.ctx, FINESS, applied.view()).unwrap()));
    });
    group.finish();
}

/// Lines per second: reading alone, then up to a plan in memory, then with its document.
fn lines(criterion: &mut Criterion, ready: &Hospital, folder: &Path) {
    let path = folder.join("sirh_20260401_read.csv");
    write_extract(&path, LINES_READ);
    let order = order(&path);
    let mut group = criterion.benchmark_group("lines");
    group.throughput(Throughput::Elements(u64::try_from(LINES_READ).unwrap()));
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            let request =
                Request { path: &path, columns: None, extracted_on: None, today: day(), profile: None };
            let mut extract = Extract::open(request).unwrap();
            std::iter::from_fn(|| extract.next_row()).map(Result::unwrap).count()
        });
    });
    group.bench_function("read_and_validate", |bencher| bencher.iter(|| ready.plan(&order)));
    group.bench_function("read_validate_and_write_plan", |bencher| {
        bencher.iter(|| serde_json::to_writer(std::io::sink(), &ready.plan(&order)).unwrap());
    });
    group.finish();
}

/// The staffing table from facts in memory to bytes.
fn table_in_memory(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let hospital = Hospital::sqlite(folder.path());
    hospital.load();
    hospital.apply(&order(&sample("sirh_20260401.csv.gz")));
    let home =
        home(&hospital.ctx, shared::habilitation::Rubric::StaffingTable, FINESS, hospital.view()).unwrap();
    let table = || {
        let sites = &home.reference.facts.sites;
        staffing_table(
            &home.facts,
            &home.reference.nomenclatures,
            &home.establishment,
            sites,
            hospital.view(),
        )
    };
    let mut group = criterion.benchmark_group("memory");
    group.bench_function("staffing_table_json", |bencher| bencher.iter(|| json(&table())));
    group.bench_function("staffing_table_xlsx", |bencher| bencher.iter(|| xlsx(&table())));
    group.finish();
}

/// The most memory that the program held while it planned a large file, as the system counts it.
fn memory(ready: &Hospital, folder: &Path) {
    let path = folder.join("sirh_20260401_held.csv");
    write_extract(&path, LINES_HELD);
    let mut child = Command::new(env!("CARGO_BIN_EXE_logimedh"))
        .arg("--database-url")
        .arg(format!("sqlite://{}", ready.folder.join("db.sqlite").display()))
        .args(["sirh", "plan", "--json", "--establishment", FINESS, "--codes"])
        .args([&sample("codes.csv"), &path])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = None;
    let exit = loop {
        // The mark only rises: the last one read is the highest.
        most = std::fs::read_to_string(&status).ok().and_then(|text| high_water(&text)).or(most);
        if let Some(exit) = child.try_wait().unwrap() {
            break exit;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(exit.success(), "the program failed");
    match most {
        Some(kilobytes) => {
            println!("sirh plan of {LINES_HELD} lines: at most {} MB held", kilobytes / 1_000);
        }
        None => println!("this system does not tell the memory of a process: not measured"),
    }
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    // In units of 1024 bytes, whatever the system calls them.
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1_024 / 1_000)
}

/// A database with the reference and the initialisation of the hospital.
struct Hospital {
    ctx: Ctx,
    folder: PathBuf,
    /// The folder, when it goes away with the hospital.
    _kept: Option<TempDir>,
}

impl Hospital {
    fn of(database: Database, folder: PathBuf) -> Hospital {
        let now = chrono::Utc::now().naive_utc();
        let ctx = Ctx {
            database: std::sync::Arc::new(database),
            shelf: std::sync::Arc::default(),
            authority: api::authz::Authority::System(api::authz::System::on_this_machine()),
            trail: shared::change::Trail::default(),
            author: "bench".into(),
            origin: Origin::CommandLine,
            now: Instant::from(now),
            today: day(),
        };
        Hospital { ctx, folder, _kept: None }
    }

    fn sqlite(folder: &Path) -> Hospital {
        let url = format!("sqlite://{}", folder.join("db.sqlite").display());
        Hospital::of(Database::open(&url).unwrap(), folder.into())
    }

    /// Everything that comes before the extract.
    fn load(&self) {
        self.ctx.database.migrate().unwrap();
        app::reference::load(&self.ctx, None).unwrap();
        for (load, name) in [
            (Load::Structures, "structures.csv"),
            (Load::Sigmed, "sigmed_posts.csv"),
            (Load::Posts, "autres_postes.csv"),
            (Load::Attachments, "rattachements.xlsx"),
        ] {
            app::loads::apply(&self.ctx, load, &sample(name), FINESS, ImportPolicy::ValidLines).unwrap();
        }
    }

    fn plan(&self, order: &Order) -> shared::plan::Plan {
        app::sirh::plan(&self.ctx, order, &mut |_| Ok(())).unwrap().1
    }

    fn apply(&self, order: &Order) {
        let (change, _) = app::sirh::apply(&self.ctx, order, true, &mut |_| Ok(())).unwrap();
        assert!(change.is_some(), "nothing was applied");
    }

    fn view(&self) -> View {
        View { as_of: day(), known_at: self.ctx.present().unwrap() }
    }
}

fn order(path: &Path) -> Order {
    Order {
        path: path.into(),
        finess: FINESS.into(),
        codes: Some(sample("codes.csv")),
        columns: None,
        profile: "default".into(),
        extracted_on: Some(day()),
        mode: Mode::Full,
        policy: ImportPolicy::ValidLines,
    }
}

fn json(table: &StaffingTable) -> usize {
    let mut bytes = Vec::new();
    staffing_json(table, &mut bytes).unwrap();
    bytes.len()
}

fn xlsx(table: &StaffingTable) -> usize {
    let about = About {
        perimeter: table.name.to_string(),
        filters: String::new(),
        user: "bench".into(),
        version: env!("CARGO_PKG_VERSION").into(),
    };
    let mut bytes = Vec::new();
    staffing_xlsx(table, &about, &mut bytes).unwrap();
    bytes.len()
}

fn day() -> Day {
    Day::new(2026, 4, 1).unwrap()
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/grand_690781810").join(name)
}

/// The extract of the large hospital again and again under other matricules and RPPS numbers, without posts, up
/// to a number of lines. Every name comes back under other matricules, so that each line gets a finding.
fn write_extract(path: &Path, lines: usize) {
    let mut text = String::new();
    let packed = File::open(sample("sirh_20260401.csv.gz")).unwrap();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    let mut rows = text.lines();
    let headings = rows.next().unwrap();
    let place = |name: &str| headings.split(';').position(|heading| heading == name).unwrap();
    let (matricule, rpps, post) = (place("matricule"), place("rpps"), place("poste"));
    let rows: Vec<Vec<&str>> = rows.map(|row| row.split(';').collect()).collect();

    let mut out = std::io::BufWriter::new(File::create(path).unwrap());
    writeln!(out, "{headings}").unwrap();
    let mut people: HashMap<(usize, &str), usize> = HashMap::new();
    for (at, row) in rows.iter().cycle().take(lines).enumerate() {
        let next = people.len();
        let own = row.get(matricule).copied().unwrap();
        let person = *people.entry((at / rows.len(), own)).or_insert(next);
        let cells = row.iter().enumerate().map(|(at, cell)| match at {
            _ if at == matricule => format!("{:08}", 10_000_000 + person),
            _ if at == rpps && !cell.is_empty() => rpps_number(person),
            _ if at == post => String::new(),
            _ => (*cell).to_owned(),
        });
        writeln!(out, "{}", cells.collect::<Vec<_>>().join(";")).unwrap();
    }
    out.flush().unwrap();
}

/// A number of a range that is kept for nobody, with its key.
fn rpps_number(person: usize) -> String {
    let mut numbers = (0..10).map(|key| format!("98{person:08}{key}"));
    numbers.find(|number| number.parse::<Rpps>().is_ok()).unwrap()
}

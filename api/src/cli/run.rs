//! Each command: read the arguments, call one operation, print.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use shared::catalogue::commands as texts;
use shared::change::{Origin, Trail};
use shared::contract::imports::SkeletonFile;
use shared::fact::Noun;
use shared::id::ChangeId;
use shared::import::sirh::target::Mode;
use shared::plan::Plan;
use shared::time::{Day, Instant, View};
use smol_str::SmolStr;

use super::arguments::{
    ApplyArguments, Arguments, AttachmentsCommand, ChangeCommand, Command, DemoCommand, DumpArguments,
    FileArguments, JournalCommand, LoadCommand, ModeName, ReferenceCommand, SirhArguments, SirhCommand,
    StaffingArguments, TableFormat,
};
use super::print;
use crate::app::loads::Load;
use crate::app::{self, Ctx, Failure};
use crate::authz::{Authority, System};
use crate::db::Database;
use crate::db::changes::Change;
use crate::export;

/// Runs one command.
pub fn run(arguments: Arguments) -> Result<(), Failure> {
    if matches!(arguments.command, Command::Contract) {
        // Of the program alone: no database is opened, and none is made.
        return contract();
    }
    let mut database = Database::open(&arguments.database_url)?;
    if let Some(path) = arguments.anchor {
        database = database.with_anchor(path);
    }
    let now = chrono::Local::now();
    let ctx = Ctx {
        database: Arc::new(database),
        shelf: Arc::default(),
        authority: Authority::System(System::on_this_machine()),
        trail: Trail::default(),
        author: format!("cli:{}", system_user()),
        origin: Origin::CommandLine,
        now: Instant::from(now.naive_utc()),
        today: Day::from(now.date_naive()),
    };
    let outcome = execute(&ctx, &arguments.keys, arguments.command);
    if let Some(problem) = ctx.database.take_anchor_failure() {
        // What was written stands; the evidence kept outside must be looked after.
        eprintln!("{} ({problem})", texts::ANCHOR_LATE);
    }
    outcome
}

/// The document as it is checked in: indented, one line feed at its end.
fn contract() -> Result<(), Failure> {
    let document = crate::http::server::contract()?;
    let failed = |error: serde_json::Error| Failure::machine("writing the contract", error);
    let mut text = Vec::new();
    // One space, as the file that is checked in.
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut writer = serde_json::Serializer::with_formatter(&mut text, formatter);
    serde::Serialize::serialize(&document, &mut writer).map_err(failed)?;
    text.push(b'\n');
    print::out(|page| page.write_all(&text))
}

fn execute(ctx: &Ctx, keys: &super::serve::KeysArguments, command: Command) -> Result<(), Failure> {
    match command {
        Command::Migrate => {
            ctx.database.migrate()?;
            eprintln!("{}", texts::MIGRATED);
            Ok(())
        }
        Command::Contract => contract(),
        Command::Serve(arguments) => super::serve::serve(ctx, keys, &arguments),
        Command::Keys(command) => super::access::keys(ctx, keys, &command),
        Command::User(command) => super::access::user(ctx, command),
        Command::Reference(ReferenceCommand::Load { directory, json }) => {
            let (change, plan) = app::reference::load(ctx, directory.as_deref())?;
            let target = &plan.target;
            let loaded = texts::reference_loaded(
                target.establishments.len(),
                target.sites.len(),
                target.nomenclatures.len(),
            );
            eprintln!("{loaded}");
            told(change, &plan, json, false)
        }
        Command::Demo(DemoCommand::Load { .. }) => {
            let (name, finess) = app::demo::load(ctx)?;
            eprintln!("{}", texts::demo_loaded(&name, &finess));
            Ok(())
        }
        Command::Demo(DemoCommand::Accounts) => super::access::demonstration(ctx),
        Command::Journal(JournalCommand::Verify { json }) => verify(ctx, json),
        Command::Structures(command) => load(ctx, Load::Structures, command),
        Command::Sigmed(command) => load(ctx, Load::Sigmed, command),
        Command::Posts(command) => load(ctx, Load::Posts, command),
        Command::Attachments(AttachmentsCommand::Plan(file)) => {
            load(ctx, Load::Attachments, LoadCommand::Plan(file))
        }
        Command::Attachments(AttachmentsCommand::Apply(file)) => {
            load(ctx, Load::Attachments, LoadCommand::Apply(file))
        }
        Command::Attachments(AttachmentsCommand::Template { establishment, output }) => {
            app::skeletons::write(ctx, SkeletonFile::Attachments, &establishment, &output)
        }
        Command::Sirh(command) => sirh(ctx, command),
        Command::Change(ChangeCommand::List { json }) => {
            let changes = app::changes::list(ctx)?;
            if json {
                return document(&changes);
            }
            print::out(|page| print::changes(&changes, page))
        }
        Command::Change(ChangeCommand::Undo { change, reason, untouched_only, json }) => {
            let (undone, kept) = app::changes::undo(ctx, &change, &reason, untouched_only)?;
            eprintln!("{}", texts::undone(&undone.id.to_string()));
            if !kept.is_empty() {
                eprintln!("{}", texts::kept_as_it_is(&kept));
            }
            if json { document(&undo_document(&undone, &kept)) } else { Ok(()) }
        }
        Command::Dump(DumpArguments { establishment, known_at }) => {
            let known_at = known_at.map_or_else(|| ctx.present(), Ok)?;
            let lines = app::dump::dump(ctx, &establishment, known_at)?;
            print::out(|page| lines.iter().try_for_each(|line| writeln!(page, "{line}")))
        }
        Command::StaffingTable(arguments) => staffing_table(ctx, &arguments),
    }
}

/// What an undo prints for programs; things are named as the interface names them.
fn undo_document(undone: &Change, kept: &[(Noun, SmolStr)]) -> serde_json::Value {
    let named = kept.iter().take(app::changes::NAMED);
    let named: Vec<_> = named.map(|(noun, key)| json!({ "entity": noun.name(), "key": key })).collect();
    json!({ "change": undone.id, "undoes": undone.undoes, "kept_things": kept.len(), "kept": named })
}

fn system_user() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .unwrap_or_else(|| "local".into())
}

/// Prints a document on stdout, streamed.
fn document(value: &impl serde::Serialize) -> Result<(), Failure> {
    print::out(|page| {
        serde_json::to_writer(&mut *page, value).map_err(io::Error::from)?;
        writeln!(page)
    })
}

/// `{ change, plan }`: what `apply` prints.
struct Applied<'a>(Option<ChangeId>, &'a Plan);

impl serde::Serialize for Applied<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("change", &self.0)?;
        map.serialize_entry("plan", self.1)?;
        map.end()
    }
}

/// What was applied, for people or as JSON.
fn told(change: Option<ChangeId>, plan: &Plan, json: bool, details: bool) -> Result<(), Failure> {
    if json {
        return document(&Applied(change, plan));
    }
    print::out(|page| {
        if details {
            print::plan(plan, page)?;
        }
        match change {
            Some(id) => writeln!(page, "{}", texts::applied(&id.to_string())),
            None => writeln!(page, "{}", texts::NOTHING_TO_DO),
        }
    })
}

fn planned(plan: &Plan, json: bool, option: &str) -> Result<(), Failure> {
    if json {
        return document(plan);
    }
    print::out(|page| {
        print::plan(plan, page)?;
        if !plan.confirmations.is_empty() {
            writeln!(page, "{}", texts::confirm_with(option))?;
        }
        writeln!(page, "{}", if plan.is_empty() { texts::NOTHING_TO_DO } else { texts::ONLY_A_PLAN })
    })
}

fn load(ctx: &Ctx, load: Load, command: LoadCommand) -> Result<(), Failure> {
    match command {
        LoadCommand::Plan(FileArguments { file, establishment, json }) => {
            let (_, plan) = app::loads::plan(ctx, load, &file, &establishment)?;
            planned(&plan, json, "--confirm-closures")
        }
        LoadCommand::Apply(ApplyArguments { file, policy }) => {
            let (change, plan) =
                app::loads::apply(ctx, load, &file.file, &file.establishment, policy.into())?;
            told(change, &plan, file.json, true)
        }
    }
}

fn sirh(ctx: &Ctx, command: SirhCommand) -> Result<(), Failure> {
    let (arguments, apply) = match command {
        SirhCommand::Plan(arguments) => (arguments, false),
        SirhCommand::Apply(arguments) => (arguments, true),
    };
    let SirhArguments { file, codes, columns, profile, extracted_on, mode, confirm_closures, policy } =
        arguments;
    let mode = match mode {
        ModeName::Full => Mode::Full,
        ModeName::Delta => Mode::Delta,
    };
    let order = app::sirh::Order {
        path: file.file,
        finess: file.establishment,
        codes,
        columns,
        profile,
        extracted_on,
        mode,
        policy: policy.into(),
    };
    let bar = progress_bar();
    let mut progress = |rows: usize| {
        bar.set_position(u64::try_from(rows).unwrap_or(u64::MAX));
        Ok(())
    };
    if apply {
        let outcome = app::sirh::apply(ctx, &order, confirm_closures, &mut progress);
        bar.finish_and_clear();
        let (change, plan) = outcome?;
        return told(change, &plan, file.json, true);
    }
    let outcome = app::sirh::plan(ctx, &order, &mut progress);
    bar.finish_and_clear();
    let (_, plan, _) = outcome?;
    planned(&plan, file.json, "--confirm-closures")
}

/// Rows read, on stderr, when a person looks at it.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    // The template is a constant; the default style stands in if it could not be read.
    if let Ok(style) = ProgressStyle::with_template(&format!("{{spinner}} {{human_pos}} {}", texts::READING))
    {
        bar.set_style(style);
    }
    bar
}

fn verify(ctx: &Ctx, json: bool) -> Result<(), Failure> {
    let report = ctx.database.verify()?;
    if json {
        let findings: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
        document(&json!({ "sound": report.is_sound(), "changes": report.changes, "findings": findings }))?;
    }
    if report.is_sound() {
        eprintln!("{}", texts::journal_sound(report.changes));
        return Ok(());
    }
    eprintln!("{}", texts::JOURNAL_BROKEN);
    for finding in &report.findings {
        eprintln!("  {finding}");
    }
    Err(Failure::nothing("journal.altered", texts::JOURNAL_BROKEN))
}

fn staffing_table(ctx: &Ctx, arguments: &StaffingArguments) -> Result<(), Failure> {
    let known_at = arguments.known_at.map_or_else(|| ctx.present(), Ok)?;
    let view = View { as_of: arguments.as_of, known_at };
    let table = app::staffing_table::read(ctx, &arguments.establishment, view)?;
    let failed = |error: export::ExportError| Failure::machine(texts::WRITING_FILE, error);
    let mut bytes: Vec<u8> = Vec::new();
    match arguments.format {
        TableFormat::Text => export::staffing_text(&table, &mut bytes),
        TableFormat::Json => export::staffing_json(&table, &mut bytes),
        TableFormat::Csv => export::staffing_csv(&table, export::Profile::Fr, &mut bytes),
        TableFormat::CsvRaw => export::staffing_csv(&table, export::Profile::Raw, &mut bytes),
        TableFormat::Xlsx => {
            let about = export::About {
                perimeter: format!("{} ({})", table.name, table.finess_ej),
                filters: String::new(),
                user: ctx.author.clone(),
                version: env!("CARGO_PKG_VERSION").into(),
            };
            export::staffing_xlsx(&table, &about, &mut bytes)
        }
        TableFormat::Parquet => export::staffing_parquet(&table, &mut bytes),
    }
    .map_err(failed)?;
    match &arguments.output {
        Some(path) => File::create(path)
            .and_then(|mut file| file.write_all(&bytes))
            .map_err(|error| Failure::machine(texts::WRITING_FILE, error)),
        None => print::out(|page| page.write_all(&bytes)),
    }
}

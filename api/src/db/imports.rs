//! Imports: where each file stands, and its plan, compressed.
//!
//! These rows are no facts: they are updated, each time under the version that was read. Refuses to know what a plan
//! means: it stores lines of JSON and gives them back one by one.

use std::io::{BufRead, BufReader, Write};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::contract::imports::{CodeAnswer, ImportFailure, ImportKind, ImportMode, ImportState};
use shared::id::{AccountId, ChangeId, EstablishmentId, ImportId, JobId};
use shared::import::sirh::profile::Profile;
use shared::time::{Day, Instant};

use super::facts::FactSet;
use super::problem::Problem;
use super::schema::{import_plans, imports};
use super::{Connection, Transaction};
use crate::authz::{Permit, Scope};

const TABLE: &str = "imports";

/// A file sent by a hospital.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Id.
    pub id: ImportId,
    /// The establishment of the file.
    pub establishment: EstablishmentId,
    /// Its FINESS EJ number.
    pub finess: String,
    /// What the file is.
    pub kind: ImportKind,
    /// Everything, or only what changed.
    pub mode: ImportMode,
    /// Name of the import profile.
    pub profile: String,
    /// Where it stands.
    pub state: ImportState,
    /// Name of the file, without folder.
    pub file_name: String,
    /// Bytes.
    pub file_size: u64,
    /// SHA-256, hexadecimal.
    pub file_hash: String,
    /// Day of the extraction as the sender said it.
    pub asked_on: Option<Day>,
    /// Day of the extraction, once read.
    pub extracted_on: Option<Day>,
    /// Who sent it.
    pub author: String,
    /// The account that sent it.
    pub account: Option<AccountId>,
    /// When (UTC).
    pub created_at: Instant,
    /// The columns as a person corrected them.
    pub mapping: Option<Profile>,
    /// What a person answered about local codes.
    pub answers: Vec<CodeAnswer>,
    /// Head of the facts from which the plan was made.
    pub head: Option<i64>,
    /// What is told of the plan, as JSON.
    pub summary: Option<String>,
    /// The change that wrote it.
    pub change: Option<ChangeId>,
    /// The change that undid it.
    pub undone_by: Option<ChangeId>,
    /// Why it failed.
    pub failure: Option<ImportFailure>,
    /// The job that works on it, or worked on it last.
    pub job: Option<JobId>,
    /// When its file was removed; `None`: it is kept.
    pub original_removed_at: Option<Instant>,
    /// Version; set by this module.
    pub version: i64,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = imports, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ImportRow {
    id: String,
    establishment_id: String,
    establishment: String,
    kind: String,
    mode: String,
    profile: String,
    state: String,
    file_name: String,
    file_size: i64,
    file_hash: String,
    asked_on: Option<NaiveDate>,
    extracted_on: Option<NaiveDate>,
    author: String,
    account_id: Option<String>,
    created_at: NaiveDateTime,
    mapping: Option<String>,
    code_answers: String,
    head: Option<i64>,
    summary: Option<String>,
    change_id: Option<String>,
    undone_by: Option<String>,
    failure: Option<String>,
    job_id: Option<String>,
    version: i64,
    original_removed_at: Option<NaiveDateTime>,
}

impl ImportRow {
    fn new(import: &Import, version: i64) -> Result<Self, Problem> {
        let id = import.id.to_string();
        Ok(Self {
            establishment_id: import.establishment.to_string(),
            establishment: import.finess.clone(),
            kind: import.kind.name().into(),
            mode: import.mode.name().into(),
            profile: import.profile.clone(),
            state: import.state.name().into(),
            file_name: import.file_name.clone(),
            file_size: i64::try_from(import.file_size).unwrap_or(i64::MAX),
            file_hash: import.file_hash.clone(),
            asked_on: import.asked_on.map(Day::naive),
            extracted_on: import.extracted_on.map(Day::naive),
            author: import.author.clone(),
            account_id: import.account.map(|id| id.to_string()),
            created_at: import.created_at.naive(),
            mapping: import.mapping.as_ref().map(Profile::to_json),
            code_answers: to_json(&id, &import.answers)?,
            head: import.head,
            summary: import.summary.clone(),
            change_id: import.change.map(|id| id.to_string()),
            undone_by: import.undone_by.map(|id| id.to_string()),
            failure: import.failure.as_ref().map(|failure| to_json(&id, failure)).transpose()?,
            job_id: import.job.map(|id| id.to_string()),
            original_removed_at: import.original_removed_at.map(Instant::naive),
            version,
            id,
        })
    }

    fn read(self) -> Result<Import, Problem> {
        let row = self.id.clone();
        let unknown = |what: &str| corrupt(&row, what);
        Ok(Import {
            id: self.id.parse().map_err(|_| unknown("id"))?,
            establishment: self.establishment_id.parse().map_err(|_| unknown("establishment_id"))?,
            finess: self.establishment,
            kind: ImportKind::from_name(&self.kind).ok_or_else(|| unknown("kind"))?,
            mode: ImportMode::from_name(&self.mode).ok_or_else(|| unknown("mode"))?,
            profile: self.profile,
            state: ImportState::from_name(&self.state).ok_or_else(|| unknown("state"))?,
            file_name: self.file_name,
            file_size: u64::try_from(self.file_size).map_err(|_| unknown("file_size"))?,
            file_hash: self.file_hash,
            asked_on: self.asked_on.map(Day::from),
            extracted_on: self.extracted_on.map(Day::from),
            author: self.author,
            account: optional(&row, "account_id", self.account_id)?,
            created_at: self.created_at.into(),
            mapping: self.mapping.map(|json| from_json(&row, "mapping", &json)).transpose()?,
            answers: from_json(&row, "code_answers", &self.code_answers)?,
            head: self.head,
            summary: self.summary,
            change: optional(&row, "change_id", self.change_id)?,
            undone_by: optional(&row, "undone_by", self.undone_by)?,
            failure: self.failure.map(|json| from_json(&row, "failure", &json)).transpose()?,
            job: optional(&row, "job_id", self.job_id)?,
            original_removed_at: self.original_removed_at.map(Instant::from),
            version: self.version,
        })
    }
}

fn corrupt(id: &str, what: &str) -> Problem {
    Problem::Corrupt { table: TABLE, id: id.to_owned(), what: what.to_owned() }
}

fn optional<T: std::str::FromStr>(
    row: &str,
    column: &str,
    text: Option<String>,
) -> Result<Option<T>, Problem> {
    text.map(|text| text.parse().map_err(|_| corrupt(row, column))).transpose()
}

fn to_json<T: Serialize>(row: &str, value: &T) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|error| corrupt(row, &error.to_string()))
}

fn from_json<T: DeserializeOwned>(row: &str, column: &str, json: &str) -> Result<T, Problem> {
    serde_json::from_str(json).map_err(|_| corrupt(row, column))
}

impl Import {
    /// The facts it is about.
    pub fn set(&self) -> FactSet {
        FactSet::Establishment(self.establishment)
    }

    fn demand(&self, permit: &Permit) -> Result<(), Problem> {
        if permit.covers(self.set()) { Ok(()) } else { Err(Problem::OutOfScope { right_missing: true }) }
    }
}

/// Records an import; its version becomes 1.
///
/// # Errors
/// `OutOfScope`, `Constraint`, `Query`.
pub fn insert(tx: &mut Transaction<'_>, permit: &Permit, import: &mut Import) -> Result<(), Problem> {
    import.demand(permit)?;
    import.version = 1;
    diesel::insert_into(imports::table).values(ImportRow::new(import, 1)?).execute(&mut **tx)?;
    Ok(())
}

/// Writes an import over the version that was read, which it raises.
///
/// # Errors
/// `OutOfScope`; `Stale` when somebody wrote it meanwhile; `Constraint`, `Query`.
pub fn update(tx: &mut Transaction<'_>, permit: &Permit, import: &mut Import) -> Result<(), Problem> {
    import.demand(permit)?;
    let version = import.version.saturating_add(1);
    let row = ImportRow::new(import, version)?;
    let same = imports::table.find(import.id.to_string()).filter(imports::version.eq(import.version));
    if diesel::update(same).set(&row).execute(&mut **tx)? != 1 {
        return Err(Problem::Stale);
    }
    import.version = version;
    Ok(())
}

/// An import by its id.
///
/// # Errors
/// `OutOfScope`, as for one that does not exist; `Query`, `Corrupt`.
pub fn find(connection: &mut Connection, scope: &Scope, id: ImportId) -> Result<Import, Problem> {
    let row: Option<ImportRow> =
        imports::table.find(id.to_string()).select(ImportRow::as_select()).first(connection).optional()?;
    let import = row.map(ImportRow::read).transpose()?.ok_or(Problem::OutOfScope { right_missing: false })?;
    scope.demand(Some(import.establishment))?;
    Ok(import)
}

/// The establishment of an import, whoever asks: what it is worth is decided by rights that are looked up with it.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn home(connection: &mut Connection, id: ImportId) -> Result<Option<EstablishmentId>, Problem> {
    let own = imports::table.find(id.to_string()).select(imports::establishment_id);
    let home: Option<String> = own.first(connection).optional()?;
    let read = |home: String| home.parse().map_err(|_| corrupt(&id.to_string(), "establishment_id"));
    home.map(read).transpose()
}

/// What a list of imports keeps.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of these kinds; empty: of all.
    pub kinds: Vec<ImportKind>,
    /// In these states; empty: in all.
    pub states: Vec<ImportState>,
    /// Sent before this one.
    pub before: Option<ImportId>,
    /// At most so many.
    pub limit: i64,
}

/// Imports in scope, newest first.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn list(connection: &mut Connection, scope: &Scope, filter: &Filter) -> Result<Vec<Import>, Problem> {
    let mut query = imports::table
        .select(ImportRow::as_select())
        .order(imports::id.desc())
        .limit(filter.limit)
        .into_boxed();
    if let Some(establishments) = scope.establishments() {
        let ids: Vec<String> = establishments.iter().map(ToString::to_string).collect();
        query = query.filter(imports::establishment_id.eq_any(ids));
    }
    if !filter.kinds.is_empty() {
        let kinds: Vec<&str> = filter.kinds.iter().map(|kind| kind.name()).collect();
        query = query.filter(imports::kind.eq_any(kinds));
    }
    if !filter.states.is_empty() {
        let states: Vec<&str> = filter.states.iter().map(|state| state.name()).collect();
        query = query.filter(imports::state.eq_any(states));
    }
    if let Some(before) = filter.before {
        query = query.filter(imports::id.lt(before.to_string()));
    }
    let rows: Vec<ImportRow> = query.load(connection)?;
    rows.into_iter().map(ImportRow::read).collect()
}

/// The imports of the same bytes in an establishment, newest first.
///
/// # Errors
/// `OutOfScope`, `Query`, `Corrupt`.
pub fn of_file(
    connection: &mut Connection,
    scope: &Scope,
    establishment: EstablishmentId,
    hash: &str,
) -> Result<Vec<Import>, Problem> {
    scope.demand(Some(establishment))?;
    let rows: Vec<ImportRow> = imports::table
        .filter(imports::file_hash.eq(hash))
        .filter(imports::establishment_id.eq(establishment.to_string()))
        .order(imports::id.desc())
        .select(ImportRow::as_select())
        .load(connection)?;
    rows.into_iter().map(ImportRow::read).collect()
}

/// Says that the change of an import has been undone, when it is that of an import.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn mark_undone(
    tx: &mut Transaction<'_>,
    permit: &Permit,
    change: ChangeId,
    undone_by: ChangeId,
) -> Result<(), Problem> {
    let rows: Vec<ImportRow> = imports::table
        .filter(imports::change_id.eq(change.to_string()))
        .select(ImportRow::as_select())
        .load(&mut **tx)?;
    for row in rows {
        let mut import = row.read()?;
        import.state = ImportState::Undone;
        import.undone_by = Some(undone_by);
        update(tx, permit, &mut import)?;
    }
    Ok(())
}

/// Imports sent before an instant whose original is still kept, the oldest first.
pub(super) fn where_original_is_kept(
    connection: &mut Connection,
    before: NaiveDateTime,
    most: i64,
) -> Result<Vec<Import>, Problem> {
    let rows: Vec<ImportRow> = imports::table
        .filter(imports::original_removed_at.is_null())
        .filter(imports::created_at.lt(before))
        .order(imports::created_at)
        .limit(most)
        .select(ImportRow::as_select())
        .load(connection)?;
    rows.into_iter().map(ImportRow::read).collect()
}

/// Lines of JSON, compressed while they are written.
pub struct Lines(GzEncoder<Vec<u8>>);

impl Default for Lines {
    fn default() -> Self {
        Self(GzEncoder::new(Vec::new(), Compression::fast()))
    }
}

impl Lines {
    /// Adds one.
    ///
    /// # Errors
    /// `Corrupt` when the value is no JSON.
    pub fn push<T: Serialize>(&mut self, value: &T) -> Result<(), Problem> {
        let failed = |error: &dyn std::fmt::Display| corrupt("", &error.to_string());
        serde_json::to_writer(&mut self.0, value).map_err(|error| failed(&error))?;
        self.0.write_all(b"\n").map_err(|error| failed(&error))
    }

    fn finish(self) -> Result<Vec<u8>, Problem> {
        self.0.finish().map_err(|error| corrupt("", &error.to_string()))
    }
}

/// Replaces the plan of an import.
///
/// # Errors
/// `Query`.
pub fn put_plan(
    tx: &mut Transaction<'_>,
    import: &Import,
    items: Lines,
    findings: Lines,
) -> Result<(), Problem> {
    let id = import.id.to_string();
    diesel::delete(import_plans::table.find(&id)).execute(&mut **tx)?;
    let row = (
        import_plans::import_id.eq(id),
        import_plans::items.eq(items.finish()?),
        import_plans::findings.eq(findings.finish()?),
    );
    diesel::insert_into(import_plans::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The lines of a plan, decompressed while they are read.
pub struct Stored<T> {
    lines: std::io::Lines<BufReader<GzDecoder<std::io::Cursor<Vec<u8>>>>>,
    import: ImportId,
    kind: std::marker::PhantomData<T>,
}

impl<T: DeserializeOwned> Iterator for Stored<T> {
    type Item = Result<T, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        let broken = |what: &str| corrupt(&self.import.to_string(), what);
        let line = self.lines.next()?;
        Some(match line {
            Ok(line) => serde_json::from_str(&line).map_err(|_| broken("a line of its plan is no JSON")),
            Err(_) => Err(broken("its plan cannot be decompressed")),
        })
    }
}

fn stored<T>(import: ImportId, bytes: Option<Vec<u8>>) -> Option<Stored<T>> {
    let reader = GzDecoder::new(std::io::Cursor::new(bytes?));
    Some(Stored { lines: BufReader::new(reader).lines(), import, kind: std::marker::PhantomData })
}

/// What the plan of an import would change; `None` when it has none.
///
/// # Errors
/// `Query`.
pub fn items<T>(connection: &mut Connection, import: &Import) -> Result<Option<Stored<T>>, Problem> {
    let plans = import_plans::table.find(import.id.to_string());
    Ok(stored(import.id, plans.select(import_plans::items).first(connection).optional()?))
}

/// What the plan of an import says of lines, columns and the file; `None` when it has none.
///
/// # Errors
/// `Query`.
pub fn findings<T>(connection: &mut Connection, import: &Import) -> Result<Option<Stored<T>>, Problem> {
    let plans = import_plans::table.find(import.id.to_string());
    Ok(stored(import.id, plans.select(import_plans::findings).first(connection).optional()?))
}

//! Operations: each loads what it needs, asks `shared` to decide, writes in one transaction and records one change.
//!
//! No argument parsing and no printing here: the command line and the server call the same functions.

/// Affectations.
pub mod affectations;
/// Changes: list and undo.
pub mod changes;
/// Local codes.
pub mod code_mappings;
/// The demonstration hospital.
pub mod demo;
/// The accounts of the demonstration.
pub mod demo_accounts;
/// The logical dump.
pub mod dump;
/// Finding an establishment and the reference around it.
pub mod establishments;
/// How every dated fact is written.
pub(crate) mod facts;
/// What accounts hold.
pub mod habilitations;
/// Import profiles.
pub mod import_profiles;
/// Files sent by hospitals.
pub mod imports;
/// What may be seen of what a change does.
pub(crate) mod item_sight;
/// Long work, as people follow it.
pub mod jobs;
/// The journal for people.
pub mod journal;
/// What is kept in memory between two operations.
pub mod library;
/// Lists as files.
pub(crate) mod list_files;
/// What may be asked of lists.
pub mod listing;
/// How full and how fresh establishments are.
pub mod loading_state;
/// The loads of the initialisation.
pub mod loads;
/// What answers call the things that facts refer to.
pub mod naming;
/// Nomenclatures.
pub mod nomenclatures;
/// What posts have been held by.
pub mod occupants;
/// Perimeters seen from somebody's own.
mod perimeters;
/// Positions.
pub mod positions;
/// Posts.
pub mod posts;
/// Practitioners.
pub mod practitioners;
/// How every dated noun is read.
pub(crate) mod reading;
/// Nomenclatures and FINESS.
pub mod reference;
/// Searching practitioners by what may not be in an address.
pub mod search;
/// Signing in and out.
pub mod session;
/// The SIRH import.
pub mod sirh;
/// Geographic sites.
pub mod sites;
/// Workbooks to fill in.
pub mod skeletons;
/// The staffing table.
pub mod staffing_table;
/// Employments.
pub mod statuses;
/// Structures and their tree.
pub mod structures;
/// Everything about one practitioner.
pub mod timeline;
/// Accounts.
pub mod users;

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use shared::catalogue;
use shared::habilitation::{Place, Right, Rubric};
use shared::id::{ChangeId, EstablishmentId, IdSource};
use shared::plan::Plan;
use shared::problem::{Code, FieldProblem};
use shared::time::{Day, Instant, View};
use uuid::Uuid;

use crate::authn;
use crate::authz::{Authority, Permit, Scope};
use crate::db::changes::{Event, NewChange, Origin, Trail};
use crate::db::facts::FactSet;
use crate::db::{self, Connection, Database, Transaction};
use crate::reader::ReadError;

/// Who acts, with what rights, when, on which database.
#[derive(Clone)]
pub struct Ctx {
    /// The database.
    pub database: Arc<Database>,
    /// What is kept in memory of it.
    pub shelf: Arc<library::Shelf>,
    /// On whose authority.
    pub authority: Authority,
    /// Who, as the journal says it: a name, `cli:<system user>` on the command line.
    pub author: String,
    /// By what way, for the journal.
    pub trail: Trail,
    /// From where.
    pub origin: Origin,
    /// Now (UTC), read once per command.
    pub now: Instant,
    /// Today in the hospital's calendar.
    pub today: Day,
}

/// Why an operation did not do what was asked. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The request cannot be met as it stands: a stable code and a French sentence.
    #[error("{message}")]
    NothingDone {
        /// Stable code, `noun.cause`.
        code: String,
        /// What happened and what to do.
        message: String,
    },
    /// The request is refused by a code of the table.
    #[error("{}", .0.detail)]
    Refused(Box<Refusal>),
    /// The database.
    #[error(transparent)]
    Database(db::Problem),
    /// A file could not be written, or another failure of the machine.
    #[error("{doing}")]
    Machine {
        /// What was being done.
        doing: String,
        /// The answer of the system.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// A refusal by a code of the table, with what a person and a program need to go on.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// Code.
    pub code: Code,
    /// What happened here, in French, and what to do.
    pub detail: String,
    /// Fields to correct.
    pub errors: Vec<FieldProblem>,
    /// What may be done instead.
    pub allowed_actions: Option<Vec<String>>,
    /// What the code adds.
    pub more: Map<String, Value>,
}

impl Failure {
    /// A refusal whose title says everything.
    pub fn code(code: Code) -> Failure {
        Failure::refused(code, code.title())
    }

    /// A refusal with its own sentence.
    pub fn refused(code: Code, detail: impl Into<String>) -> Failure {
        Failure::Refused(Box::new(Refusal {
            code,
            detail: detail.into(),
            errors: Vec::new(),
            allowed_actions: None,
            more: Map::new(),
        }))
    }

    /// Data that are wrong, field by field.
    pub fn invalid(errors: Vec<FieldProblem>) -> Failure {
        let detail = catalogue::requests::fields_to_correct(errors.len());
        Failure::Refused(Box::new(Refusal {
            code: Code::Invalid,
            detail,
            errors,
            allowed_actions: None,
            more: Map::new(),
        }))
    }

    /// The same refusal, saying what may be done instead.
    #[must_use]
    pub fn allowing(mut self, actions: Vec<String>) -> Failure {
        if let Failure::Refused(refusal) = &mut self {
            refusal.allowed_actions = Some(actions);
        }
        self
    }

    /// The same refusal, with something more for programs.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Failure {
        if let Failure::Refused(refusal) = &mut self {
            refusal.more.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Nothing done, with its reason.
    pub fn nothing(code: &str, message: impl Into<String>) -> Failure {
        Failure::NothingDone { code: code.into(), message: message.into() }
    }

    /// A failure of the machine.
    pub fn machine(doing: &str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
        Failure::Machine { doing: doing.into(), source: source.into() }
    }
}

impl From<db::Problem> for Failure {
    /// What a person can settle is told in French; the rest is a failure of the machine.
    fn from(problem: db::Problem) -> Failure {
        match problem {
            db::Problem::NotMigrated => {
                Failure::nothing("database.not_migrated", catalogue::commands::NOT_MIGRATED)
            }
            db::Problem::Crowded => Failure::refused(Code::Overloaded, catalogue::commands::BUSY),
            db::Problem::UnknownScheme { .. } => {
                Failure::nothing("database.unknown_scheme", catalogue::commands::UNKNOWN_SCHEME)
            }
            db::Problem::OutOfScope { right_missing: true } => Failure::code(Code::RightMissing),
            db::Problem::OutOfScope { right_missing: false } => Failure::code(Code::NotFound),
            problem => Failure::Database(problem),
        }
    }
}

impl From<authn::Fault> for Failure {
    fn from(fault: authn::Fault) -> Failure {
        match fault {
            authn::Fault::Database(problem) => problem.into(),
            fault => Failure::machine(catalogue::commands::SIGNING_IN, fault),
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        Failure::nothing(error.code().wire(), error.to_string())
    }
}

/// A field to correct.
pub(crate) fn wrong(pointer: &str, code: &str, detail: impl Into<String>) -> FieldProblem {
    FieldProblem {
        pointer: pointer.to_owned(),
        code: code.to_owned(),
        params: Map::new(),
        detail: detail.into(),
    }
}

/// New ids for new things: UUIDv7, in the order in which they are asked.
pub fn new_ids() -> impl IdSource {
    Uuid::now_v7
}

/// What is written about a plan when it is applied.
pub struct Source<'a> {
    /// `sirh.apply`, `posts.apply`, ...
    pub operation: &'a str,
    /// The file.
    pub path: Option<&'a Path>,
    /// The day on which the file was extracted.
    pub extracted_on: Option<Day>,
}

impl Ctx {
    /// What may be read of a rubric, with rights of today and perimeters of the day asked about.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn scope(&self, connection: &mut Connection, rubric: Rubric, as_of: Day) -> Result<Scope, Failure> {
        let library = self.shelf.library(connection)?;
        let person = self.authority.held().and_then(|held| held.person);
        let days = (self.today, as_of);
        Ok(Scope::of(&self.authority, &library.territory, rubric, days, |perimeter| {
            self.shelf.things(connection, perimeter, person, as_of)
        })?)
    }

    /// The same for a list: refused at once when the rubric may be read nowhere.
    ///
    /// # Errors
    /// `right.missing`; failures of the database.
    pub fn list_scope(
        &self,
        connection: &mut Connection,
        rubric: Rubric,
        as_of: Day,
    ) -> Result<Scope, Failure> {
        self.demand_somewhere(rubric, Right::Read)?;
        self.scope(connection, rubric, as_of)
    }

    /// Whether a right is held at an establishment today (at the nation, for `None`).
    ///
    /// # Errors
    /// Failures of the database.
    pub fn may(
        &self,
        connection: &mut Connection,
        rubric: Rubric,
        right: Right,
        establishment: Option<EstablishmentId>,
    ) -> Result<bool, Failure> {
        self.may_on(connection, (rubric, right), establishment, self.today)
    }

    /// The same for what is read of a day: rights of today, and the establishment where it was that day (`domain.md` R8).
    ///
    /// # Errors
    /// Failures of the database.
    pub fn may_on(
        &self,
        connection: &mut Connection,
        (rubric, right): (Rubric, Right),
        establishment: Option<EstablishmentId>,
        as_of: Day,
    ) -> Result<bool, Failure> {
        let place = self.place(connection, establishment, as_of)?;
        Ok(self.authority.allows(self.today, rubric, right, &place))
    }

    /// Whether sensitive positions of a day are to be shown as absent (`domain.md` R4).
    ///
    /// # Errors
    /// Failures of the database.
    pub fn masks(
        &self,
        connection: &mut Connection,
        establishment: EstablishmentId,
        as_of: Day,
    ) -> Result<bool, Failure> {
        let read = (Rubric::AbsencesSensitive, Right::Read);
        Ok(!self.may_on(connection, read, Some(establishment), as_of)?)
    }

    /// Refuses when a right is not held at an establishment.
    ///
    /// # Errors
    /// `right.missing`; failures of the database.
    pub fn demand(
        &self,
        connection: &mut Connection,
        rubric: Rubric,
        right: Right,
        establishment: Option<EstablishmentId>,
    ) -> Result<(), Failure> {
        self.demand_on(connection, (rubric, right), establishment, self.today)
    }

    /// The same for what is read of a day (see [`Ctx::may_on`]).
    ///
    /// # Errors
    /// `right.missing`; failures of the database.
    pub fn demand_on(
        &self,
        connection: &mut Connection,
        what: (Rubric, Right),
        establishment: Option<EstablishmentId>,
        as_of: Day,
    ) -> Result<(), Failure> {
        if self.may_on(connection, what, establishment, as_of)? {
            Ok(())
        } else {
            Err(Failure::code(Code::RightMissing))
        }
    }

    /// Refuses when a right is held nowhere.
    ///
    /// # Errors
    /// `right.missing`.
    pub fn demand_somewhere(&self, rubric: Rubric, right: Right) -> Result<(), Failure> {
        if self.authority.allows_somewhere(self.today, rubric, right) {
            Ok(())
        } else {
            Err(Failure::code(Code::RightMissing))
        }
    }

    /// Leave to write the facts of an establishment (or of the nation). What is out of sight is absent first.
    ///
    /// # Errors
    /// `request.not_found`, `right.missing`; failures of the database.
    pub fn permit(
        &self,
        connection: &mut Connection,
        rubric: Rubric,
        right: Right,
        set: FactSet,
    ) -> Result<Permit, Failure> {
        let scope = self.scope(connection, rubric, self.today)?;
        if let Some(establishment) = set.establishment() {
            match scope.admits_establishment(Some(establishment)) {
                crate::authz::Admission::Absent => return Err(Failure::code(Code::NotFound)),
                crate::authz::Admission::Admitted | crate::authz::Admission::RightMissing => {}
            }
        }
        let place = self.place(connection, set.establishment(), self.today)?;
        Permit::of(&self.authority, self.today, (rubric, right), set, &place)
            .ok_or_else(|| Failure::code(Code::RightMissing))
    }

    fn place(
        &self,
        connection: &mut Connection,
        establishment: Option<EstablishmentId>,
        day: Day,
    ) -> Result<Place, Failure> {
        let Some(establishment) = establishment else { return Ok(Place::default()) };
        Ok(self.shelf.library(connection)?.territory.place(establishment, day))
    }

    /// Writes an event in the journal, in the transaction of what it tells of.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn note(
        &self,
        tx: &mut Transaction<'_>,
        operation: &str,
        establishment: Option<EstablishmentId>,
        details: Value,
    ) -> Result<ChangeId, Failure> {
        let event = Event {
            author: self.author.clone(),
            origin: self.origin,
            operation: operation.to_owned(),
            reason: None,
            establishment,
            details,
            trail: self.trail.clone(),
        };
        Ok(db::changes::note(tx, event, self.now)?.id)
    }

    /// The instant of the present knowledge: now, or that of the last change when it is ahead of this clock.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn present(&self) -> Result<Instant, Failure> {
        let last = self.database.read(db::changes::last_instant)?;
        Ok(last.map_or(self.now, |last| last.max(self.now)))
    }

    /// What is known now of a day.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn view_of(&self, as_of: Day) -> Result<View, Failure> {
        Ok(View { as_of, known_at: self.present()? })
    }

    /// Applies a plan as one change; `None` when there is nothing to do.
    ///
    /// # Errors
    /// `import.plan_stale` when what the plan read has moved; failures of the database.
    pub fn apply(
        &self,
        rubric: Rubric,
        set: FactSet,
        expected_head: i64,
        plan: &Plan,
        source: &Source<'_>,
    ) -> Result<Option<ChangeId>, Failure> {
        self.apply_and(rubric, set, expected_head, plan, source, |_, _, _| Ok(()))
    }

    /// The same, with something more in the same transaction: it is given the leave and the change, if there is one.
    ///
    /// # Errors
    /// As [`Ctx::apply`], and those of what is done besides.
    pub fn apply_and(
        &self,
        rubric: Rubric,
        set: FactSet,
        expected_head: i64,
        plan: &Plan,
        source: &Source<'_>,
        besides: impl FnOnce(&mut Transaction<'_>, &Permit, Option<ChangeId>) -> Result<(), Failure>,
    ) -> Result<Option<ChangeId>, Failure> {
        let change_set = plan.change_set();
        let change = NewChange {
            author: self.author.clone(),
            origin: self.origin,
            operation: source.operation.into(),
            reason: None,
            undoes: None,
            source_name: source
                .path
                .and_then(Path::file_name)
                .map(|name| name.to_string_lossy().into_owned()),
            source_hash: source.path.map(hash_of).transpose()?,
            extracted_on: source.extracted_on,
            trail: self.trail.clone(),
        };
        self.database.write(|tx| {
            let permit = self.permit(tx, rubric, Right::Modify, set)?;
            let change = if change_set.is_empty() {
                None
            } else {
                let recorded =
                    db::changes::record(tx, &permit, set, Some(expected_head), change, &change_set, self.now);
                Some(recorded.map_err(|problem| match problem {
                    db::Problem::Stale => {
                        Failure::nothing("import.plan_stale", catalogue::commands::PLAN_STALE)
                    }
                    problem => problem.into(),
                })?)
            };
            let change = change.map(|change| change.id);
            besides(tx, &permit, change)?;
            Ok(change)
        })
    }
}

/// SHA-256 of a file, read in pieces.
pub(crate) fn hash_of(path: &Path) -> Result<String, Failure> {
    let open = || -> std::io::Result<String> {
        let mut hasher = Sha256::new();
        let mut file = std::fs::File::open(path)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = std::io::Read::read(&mut file, &mut buffer)?;
            let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
            hasher.update(part);
        }
        Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    };
    open().map_err(|error| Failure::machine("reading the file again", error))
}

//! Who acts: what every operation is given. From it come the scope of a read, the permit of a write, the words of the
//! journal.
//!
//! Refuses to ask the clock: now and today are read once, at the border.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use shared::catalogue;
use shared::change::{Origin, Trail};
use shared::habilitation::{Place, Right, Rubric};
use shared::id::{ChangeId, EstablishmentId};
use shared::plan::Plan;
use shared::problem::Code;
use shared::time::{Day, Instant, View};

use super::{Failure, hash_of, library};
use crate::authz::{Admission, Authority, Permit, Scope};
use crate::db::changes::{Event, NewChange};
use crate::db::facts::FactSet;
use crate::db::{self, Connection, Database, Transaction};

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
        self.scope_of(connection, (rubric, Right::Read), as_of)
    }

    /// The same for another right than to read.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn scope_of(
        &self,
        connection: &mut Connection,
        what: (Rubric, Right),
        as_of: Day,
    ) -> Result<Scope, Failure> {
        let library = self.shelf.library(connection)?;
        let person = self.authority.held().and_then(|held| held.person);
        let days = (self.today, as_of);
        Ok(Scope::of(&self.authority, &library.territory, what, days, |perimeter| {
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
                Admission::Absent => return Err(Failure::code(Code::NotFound)),
                Admission::Admitted | Admission::RightMissing => {}
            }
        }
        let place = self.place(connection, set.establishment(), self.today)?;
        Permit::of(&self.authority, self.today, (rubric, right), set, &place)
            .ok_or_else(|| Failure::code(Code::RightMissing))
    }

    pub(super) fn place(
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
        self.note_because(tx, operation, establishment, None, details)
    }

    /// The same, with its reason.
    ///
    /// # Errors
    /// Failures of the database.
    pub(crate) fn note_because(
        &self,
        tx: &mut Transaction<'_>,
        operation: &str,
        establishment: Option<EstablishmentId>,
        reason: Option<&str>,
        details: Value,
    ) -> Result<ChangeId, Failure> {
        let event = Event {
            author: self.author.clone(),
            origin: self.origin,
            operation: operation.to_owned(),
            reason: reason.map(str::to_owned),
            establishment,
            details,
            trail: self.trail.clone(),
        };
        Ok(db::changes::note(tx, event, self.now)?.id)
    }

    /// Writes an event in the journal, in a transaction of its own: what it tells of changes nothing.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn tell(
        &self,
        operation: &str,
        establishment: Option<EstablishmentId>,
        details: Value,
    ) -> Result<ChangeId, Failure> {
        self.database.write(|tx| self.note(tx, operation, establishment, details))
    }

    /// What is said of a change by the caller, before what is its own: why, what it undoes, from which file.
    pub(crate) fn change(&self, operation: impl Into<String>) -> NewChange {
        NewChange {
            author: self.author.clone(),
            origin: self.origin,
            operation: operation.into(),
            reason: None,
            undoes: None,
            source_name: None,
            source_hash: None,
            extracted_on: None,
            trail: self.trail.clone(),
        }
    }

    /// The instant of the present knowledge: that of the last change. Not now: a change that is being written bears the
    /// instant at which it was asked for, and would come into what was known now once it is there.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn present(&self) -> Result<Instant, Failure> {
        let last = self.database.read(db::changes::last_instant)?;
        Ok(last.unwrap_or(self.now))
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
        let file_name = source.path.and_then(Path::file_name);
        let change = NewChange {
            source_name: file_name.map(|name| name.to_string_lossy().into_owned()),
            source_hash: source.path.map(hash_of).transpose()?,
            extracted_on: source.extracted_on,
            ..self.change(source.operation)
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

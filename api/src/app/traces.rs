//! What the journal is told beside changes (`quality.md` 3.5): what was read from outside the hospital, the reading of the
//! journal itself, and what was refused for want of a right.
//!
//! Refuses to let one account fill the journal: what it repeats is told once in a while.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::habilitation::Perimeter;
use shared::id::{EstablishmentId, PractitionerId};

use super::lately::Measure;
use super::library::Library;
use super::{Ctx, Failure, users};
use crate::authz::Held;
use crate::db::{self, about_people};

/// A refusal that is met again and again: a page that is left open, a program that insists.
const REFUSALS: Measure = Measure { once_in: TimeDelta::minutes(15), most: 50 };
/// Those of the hospital look at their own journal many times a day.
const OWN_JOURNAL: Measure = Measure { once_in: TimeDelta::hours(1), most: usize::MAX };

/// Writes that things were read from outside the hospital; nothing of those whose reader is of it.
///
/// # Errors
/// Failures of the database.
pub(super) fn note_readings(
    ctx: &Ctx,
    operation: &str,
    readings: impl IntoIterator<Item = (Option<EstablishmentId>, Value)>,
) -> Result<(), Failure> {
    let Some(held) = ctx.authority.held() else { return Ok(()) };
    let library = ctx.database.read(|connection| ctx.shelf.library(connection))?;
    let outside = readings.into_iter().filter(|(place, _)| !is_inside(ctx, held, &library, *place));
    let outside: Vec<_> = outside.collect();
    if outside.is_empty() {
        return Ok(());
    }
    ctx.database.write(|tx| {
        for (place, details) in outside {
            ctx.note(tx, operation, place, details)?;
        }
        Ok(())
    })
}

/// Whether what is read of a place is read by somebody of it.
fn is_inside(ctx: &Ctx, held: &Held, library: &Library, place: Option<EstablishmentId>) -> bool {
    let finess = place.and_then(|id| library.territory.finess(id));
    // A seat of that hospital explains the reading; a pole or one's own file explains it only to who has nothing wider,
    // since what is read by a region is not read as a practitioner.
    let today = || held.habilitations.iter().filter(|one| one.period.contains(ctx.today));
    let of_hospital = |one: &Perimeter| matches!(one, Perimeter::Establishment(own) if Some(own) == finess);
    let narrow = |one: &Perimeter| {
        matches!(one, Perimeter::Establishment(_) | Perimeter::Structure(_) | Perimeter::Own)
    };
    today().any(|one| of_hospital(&one.perimeter)) || today().all(|one| narrow(&one.perimeter))
}

/// Writes that the files of practitioners were read from outside their hospital: one line for each.
///
/// # Errors
/// Failures of the database.
pub fn note_sheets(ctx: &Ctx, people: impl IntoIterator<Item = PractitionerId>) -> Result<(), Failure> {
    let mut readings = Vec::new();
    for id in people {
        let home = ctx.database.read(|connection| db::homes::of_practitioner(connection, id))?;
        readings.push((home.map(|(place, _)| place), json!({ "practitioner": id })));
    }
    note_readings(ctx, about_people::READ, readings)
}

/// Writes that the journal was read: each time from outside the hospital, once in a while by those of it.
///
/// # Errors
/// Failures of the database.
pub(super) fn note_journal(
    ctx: &Ctx,
    establishment: Option<EstablishmentId>,
    details: Value,
) -> Result<(), Failure> {
    let Some(held) = ctx.authority.held() else { return Ok(()) };
    let library = ctx.database.read(|connection| ctx.shelf.library(connection))?;
    if !is_inside(ctx, held, &library, establishment) {
        ctx.tell("journal.read", establishment, details)?;
        return Ok(());
    }
    ctx.shelf.lately.tell((held.account, "journal"), OWN_JOURNAL, ctx.now, || {
        let home = users::own_home(ctx)?;
        ctx.tell("journal.read_inside", home, Value::Null).map(drop)
    })
}

/// Writes that somebody was refused for want of a right: what was asked, of which things; never what was sent.
///
/// # Errors
/// Failures of the database.
pub fn note_refusal(ctx: &Ctx, operation: &str, things: &[String]) -> Result<(), Failure> {
    let Some(held) = ctx.authority.held() else { return Ok(()) };
    let what = format!("{operation} {}", things.join(" "));
    ctx.shelf.lately.tell((held.account, &what), REFUSALS, ctx.now, || {
        let home = users::own_home(ctx)?;
        let details = json!({ "operation": operation, "things": things });
        ctx.tell("right.refused", home, details).map(drop)
    })
}

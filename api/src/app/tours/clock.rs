//! What the clock does with tours: the steps that are due, the posts whose deadline has passed.
//!
//! Asked again and again; each time it does what is due and nothing else, so that a server which slept catches up in order
//! and two servers do nothing twice. Refuses to read the clock: the instant is that of whoever asks.

use shared::habilitation::Right;
use shared::id::TourId;
use shared::tour::clock;
use shared::tour::round::Tour;
use shared::workflow::tour::TourState;

use super::super::{Ctx, Failure};
use super::steps;
use crate::db::Connection;

/// Does what is due; says how many steps and lapses there were.
///
/// # Errors
/// Failures of the database.
pub fn tick(ctx: &Ctx) -> Result<usize, Failure> {
    let mut done = 0_usize;
    while let Some((id, action)) = ctx.database.read(|connection| next(ctx, connection))? {
        ctx.database.write(|tx| {
            // Another server may have taken it meanwhile.
            if next(ctx, tx)?.is_some_and(|found| found == (id, action)) {
                steps::take_due(ctx, tx, id, action)?;
            }
            Ok::<(), Failure>(())
        })?;
        done = done.saturating_add(1);
    }
    for (id, tour) in ctx.database.read(|connection| running(ctx, connection))? {
        if passed(&tour, ctx) {
            let lapsed = ctx.database.write(|tx| steps::lapse(ctx, tx, (id, &tour), Right::Modify))?;
            done = done.saturating_add(lapsed);
        }
    }
    Ok(done)
}

/// The next step that is due in any tour.
fn next(
    ctx: &Ctx,
    connection: &mut Connection,
) -> Result<Option<(TourId, shared::workflow::tour::TourAction)>, Failure> {
    let tours = all(ctx, connection)?;
    Ok(tours.into_iter().find_map(|(id, tour)| Some((id, clock::due(&tour, ctx.now)?))))
}

/// The tours in which posts may lapse.
fn running(ctx: &Ctx, connection: &mut Connection) -> Result<Vec<(TourId, Tour)>, Failure> {
    let mut tours = all(ctx, connection)?;
    tours.retain(|(_, tour)| matches!(tour.state, TourState::OpenToHospitals | TourState::OpenToArs));
    Ok(tours)
}

fn all(ctx: &Ctx, connection: &mut Connection) -> Result<Vec<(TourId, Tour)>, Failure> {
    let library = ctx.shelf.library(connection)?;
    let tours = library.facts.tours.iter();
    Ok(tours.filter_map(|(id, timeline)| Some((id, timeline.last()?.value.clone()))).collect())
}

/// Whether some deadline has passed, so that posts may have lapsed.
fn passed(tour: &Tour, ctx: &Ctx) -> bool {
    let calendar = &tour.calendar;
    let deadlines = [&calendar.hospital_deadline, &calendar.ars_deadline].into_iter();
    deadlines.flat_map(|one| one.regions.values().chain([&one.national])).any(|at| *at <= ctx.now)
}

//! What open screens are told of: the change feed, with what passes from hand to hand, the threads, and the
//! notices of the caller, one thing at a time.
//!
//! A screen that takes up after a mark misses nothing; a mark that no longer serves says that all is to be read again. Only
//! ids are told, and only of what may be read. Refuses to wait: whoever follows asks again.

use std::collections::BTreeSet;

use shared::comment::{self, Target};
use shared::contract::changes::LiveEvent;
use shared::feed::Operation;
use shared::habilitation::{Right, Rubric};
use shared::id::EstablishmentId;

use super::feed::{self, Followed, LIVE, Mark};
use super::{Ctx, Failure};
use crate::authz::{Admission, Scope};
use crate::db::comments::{self, Touched};
use crate::db::notices::{self, Notice};
use crate::db::{self, Connection};

/// Things told of at once; there is more when more of them changed.
const MOST: u32 = 200;

/// One thing that changed, and the mark after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What is told.
    pub told: LiveEvent,
    /// Where to go on after it.
    pub mark: Mark,
}

/// What there is to tell.
#[derive(Debug)]
pub enum Next {
    /// These, and from where it goes on.
    Told(Vec<Event>, Mark),
    /// The mark is no longer good: everything is to be read again, and followed from here.
    Lost(Mark),
}

/// The mark of now.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn begin(ctx: &Ctx) -> Result<Mark, Failure> {
    // As for the change feed: who may not read structures follows nothing.
    ctx.demand_somewhere(Rubric::Structures, Right::Read)?;
    let followed = ctx.database.read(|connection| feed::followed(ctx, connection, Vec::new(), None, MOST))?;
    match followed {
        Followed::Told(_, mark, _) | Followed::Lost(_, mark) => Ok(mark),
    }
}

/// What changed after a mark.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn next(ctx: &Ctx, after: &Mark) -> Result<Next, Failure> {
    ctx.demand_somewhere(Rubric::Structures, Right::Read)?;
    ctx.database.read(|connection| {
        // Most of the time nothing happened.
        if after.within.is_none() && db::feed::last(connection)? == after.seq {
            return Ok(Next::Told(Vec::new(), after.clone()));
        }
        let (things, mark) = match feed::followed(ctx, connection, LIVE.to_vec(), Some(after), MOST)? {
            Followed::Lost(_, mark) => return Ok(Next::Lost(mark)),
            Followed::Told(things, mark, _) => (things, mark),
        };
        let library = ctx.shelf.library(connection)?;
        let finess = |home: EstablishmentId| library.territory.finess(home).map(ToString::to_string);
        let numbers: BTreeSet<i64> = things.iter().map(|one| one.seq).collect();
        let homes = db::feed::homes(connection, &numbers)?;
        let mut events = Vec::new();
        for one in things {
            let within = Some((one.resource.clone(), one.id.to_string()));
            let mark = Mark { seq: one.seq, within, ..mark.clone() };
            let establishment = homes.get(&one.seq).copied().and_then(finess);
            let (resource, id, operation) = (one.resource, one.id, one.operation);
            let told = LiveEvent { resource, id, establishment, subject: None, operation };
            events.push(Event { told, mark });
        }
        let said = comments::touched(connection, after.seq, mark.seq)?;
        for one in readable(ctx, connection, said)? {
            let operation = if one.deleted { Operation::Modified } else { Operation::Created };
            let told = LiveEvent {
                resource: "comments".to_owned(),
                id: one.id.into(),
                establishment: finess(one.establishment),
                subject: Some(one.target.to_string()),
                operation: operation.name().to_owned(),
            };
            events.push(Event { told, mark: Mark { seq: one.seq, within: None, ..mark.clone() } });
        }
        for one in told(ctx, connection, (after.seq, mark.seq))? {
            let told = LiveEvent {
                resource: "notifications".to_owned(),
                id: one.id.into(),
                establishment: one.establishment.and_then(finess),
                subject: None,
                operation: Operation::Created.name().to_owned(),
            };
            // Before what it tells of: a stream that is cut in between takes up with the whole entry.
            let mark = Mark { seq: one.seq.saturating_sub(1), within: None, ..mark.clone() };
            events.push(Event { told, mark });
        }
        // An entry of the journal changes facts or says a comment, never both: the order of things stays.
        events.sort_by_key(|event| event.mark.seq);
        Ok(Next::Told(events, mark))
    })
}

/// What the caller was told by the entries after a number, up to another.
fn told(ctx: &Ctx, connection: &mut Connection, (after, to): (i64, i64)) -> Result<Vec<Notice>, Failure> {
    let Some(held) = ctx.authority.held() else { return Ok(Vec::new()) };
    Ok(notices::touched(connection, held.account, after, to)?)
}

/// The comments whose thread may be read.
fn readable(
    ctx: &Ctx,
    connection: &mut Connection,
    mut touched: Vec<Touched>,
) -> Result<Vec<Touched>, Failure> {
    if touched.is_empty() {
        return Ok(touched);
    }
    let mut scope = |rubric: Rubric| ctx.scope(connection, rubric, ctx.today);
    let (own, posts, requests) = (scope(comment::RUBRIC)?, scope(Rubric::Posts)?, scope(Rubric::Requests)?);
    let admits = |scope: &Scope, one: &Touched| {
        scope.admits_establishment(Some(one.establishment)) == Admission::Admitted
    };
    touched.retain(|one| {
        let of_subject = match one.target {
            Target::Post(_) => &posts,
            Target::Request(_) => &requests,
            Target::List(..) | Target::Entry(..) => &own,
        };
        admits(&own, one) && admits(of_subject, one)
    });
    Ok(touched)
}

//! Deliveries as people see them: the list, one, and putting back what is on the shelf.

use serde_json::json;
use shared::catalogue::{requests, sigmed as texts};
use shared::contract::lists::Test;
use shared::contract::sigmed::DeliveryView;
use shared::habilitation::{Right, Rubric};
use shared::id::DeliveryId;
use shared::problem::Code;
use shared::sigmed::{DeliveryState, SubjectKind};

use crate::app::library::Library;
use crate::app::listing::{Asked, Field, Listing, Meaning, Paged, admits, after, key, paged, text};
use crate::app::{Ctx, Failure};
use crate::db::sigmed_deliveries::{self as store, Delivery, Wanted};
use crate::db::{Connection, Transaction};

const RUBRIC: Rubric = Rubric::Sigmed;

/// What may be asked of the list of deliveries.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field { meaning: Meaning::Establishment, ..Field::establishment(RUBRIC) },
        Field::new("state", text("state"), RUBRIC, "Where it stands")
            .unsorted()
            .one_of(|| DeliveryState::ALL.iter().map(|one| one.name()).collect()),
        Field::new("subject_kind", text("subject_kind"), RUBRIC, "What it is about")
            .unsorted()
            .one_of(|| SubjectKind::ALL.iter().map(|one| one.name()).collect()),
    ],
    search: &[],
    default_sort: &[],
    includes: &[],
    timed: false,
    guarded: &[],
};

fn view(
    ctx: &Ctx,
    connection: &mut Connection,
    library: &Library,
    own: &Delivery,
) -> Result<DeliveryView, Failure> {
    let corrupt = |error: serde_json::Error| Failure::machine("reading a delivery to SIGMED", error);
    let may = own.state == DeliveryState::Shelved
        && ctx.may(connection, RUBRIC, Right::Administer, Some(own.establishment))?;
    let finess = library.territory.finess(own.establishment);
    Ok(DeliveryView {
        id: own.id,
        key: own.key.clone(),
        establishment: finess.map(ToString::to_string).unwrap_or_default(),
        subject_kind: own.subject.kind(),
        subject_id: own.subject.id(),
        state: own.state,
        payload: serde_json::from_str(&own.payload).map_err(corrupt)?,
        attempts: u32::try_from(own.attempts).unwrap_or_default(),
        next_attempt_at: (own.state == DeliveryState::Waiting).then_some(own.next_attempt_at),
        last_error: own.last_error.clone(),
        created_at: own.created_at,
        sent_at: own.sent_at,
        answered_at: own.answered_at,
        answer: own.answer.as_deref().map(serde_json::from_str).transpose().map_err(corrupt)?,
        version: own.version,
        allowed_actions: if may { vec!["replay".to_owned()] } else { Vec::new() },
    })
}

/// Deliveries of the perimeter, newest first.
///
/// # Errors
/// `right.missing`, `request.unknown_parameter`, `request.bad_cursor`; failures of the database.
pub fn list(ctx: &Ctx, asked: &Asked) -> Result<Paged<DeliveryView>, Failure> {
    let mut wanted = wanted(asked)?;
    if let Some(keys) = after(asked, 1)? {
        wanted.before = Some(key(&keys, 0)?);
    }
    let most = i64::from(asked.limit).saturating_add(1);
    let (views, total) = ctx.database.read(|connection| {
        let scope = ctx.list_scope(connection, RUBRIC, ctx.today)?;
        let library = ctx.shelf.library(connection)?;
        if let Some(numbers) = &mut wanted.establishments {
            for number in numbers {
                // An unknown number matches nothing.
                let id = library.territory.by_finess(number);
                *number = id.map_or_else(|| "unknown".to_owned(), |id| id.to_string());
            }
        }
        let found = store::page(connection, &scope, &wanted, most)?;
        let all = Wanted { before: None, ..wanted.clone() };
        let total = if asked.total { Some(store::count(connection, &scope, &all)?) } else { None };
        let mut views = Vec::new();
        for own in &found {
            views.push(view(ctx, connection, &library, own)?);
        }
        Ok::<_, Failure>((views, total))
    })?;
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    Ok(paged(views, limit, total, |last: &DeliveryView| vec![last.id.to_string()]))
}

/// The conditions, for the store; establishments are still numbers.
fn wanted(asked: &Asked) -> Result<Wanted, Failure> {
    let mut wanted = Wanted::default();
    for condition in &asked.filters {
        match (condition.field.name, &condition.test) {
            ("establishment", Test::Among(list)) => {
                wanted.establishments.get_or_insert_default().extend(list.iter().cloned());
            }
            ("state" | "subject_kind", _) => {}
            (name, _) => {
                let detail = requests::unknown_parameter(name);
                return Err(Failure::about(Code::UnknownParameter, name, detail));
            }
        }
    }
    let states = DeliveryState::ALL.iter().filter(|one| admits(&asked.filters, "state", one.name()));
    wanted.states = states.copied().collect();
    let kinds = SubjectKind::ALL.iter().filter(|one| admits(&asked.filters, "subject_kind", one.name()));
    wanted.subjects = kinds.copied().collect();
    Ok(wanted)
}

/// A delivery in the caller's perimeter.
fn load(ctx: &Ctx, connection: &mut Connection, id: DeliveryId) -> Result<Delivery, Failure> {
    let scope = ctx.scope(connection, RUBRIC, ctx.today)?;
    let own = store::find(connection, id)?;
    // What is nowhere is as what is out of sight.
    let own = own.ok_or_else(|| Failure::code(Code::NotFound))?;
    scope.demand(Some(own.establishment))?;
    Ok(own)
}

/// One delivery.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn get(ctx: &Ctx, id: DeliveryId) -> Result<DeliveryView, Failure> {
    ctx.database.read(|connection| {
        let own = load(ctx, connection, id)?;
        let library = ctx.shelf.library(connection)?;
        view(ctx, connection, &library, &own)
    })
}

/// Puts a delivery that is on the shelf back in the queue, under its key and with its bytes: what SIGMED has already
/// received it knows.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, `transition.refused`; failures of the database.
pub fn replay(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: DeliveryId,
    version: i64,
) -> Result<DeliveryView, Failure> {
    let mut own = load(ctx, tx, id)?;
    ctx.demand(tx, RUBRIC, Right::Administer, Some(own.establishment))?;
    if version != own.version {
        return Err(Failure::refused(Code::StaleVersion, requests::STALE).with("version", own.version));
    }
    if own.state != DeliveryState::Shelved {
        return Err(Failure::refused(Code::TransitionRefused, texts::NOT_SHELVED).allowing(Vec::new()));
    }
    own.state = DeliveryState::Waiting;
    own.attempts = 0;
    own.next_attempt_at = ctx.now;
    store::update(tx, &mut own)?;
    let details = json!({ "delivery": own.id, "key": own.key, "subject": own.subject.kind() });
    ctx.note(tx, "sigmed_delivery.replay", Some(own.establishment), details)?;
    let library = ctx.shelf.library(tx)?;
    view(ctx, tx, &library, &own)
}

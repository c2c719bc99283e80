//! Habilitations: who holds what, giving and ending it, and why something is allowed.
//!
//! Nobody gives beyond the seat from which they administer, nor to themselves; what is given always ends. Each grant
//! and each end raises the version of the holder's rights in the same transaction, so that a token issued before it
//! is refused at once. Whoever calls drops what is kept of the account once the transaction is committed.

use serde_json::{Value, json};
use shared::catalogue::access as texts;
use shared::contract::access::{
    Explanation, Grant, HabilitationCreate, HabilitationEnd, HabilitationView, ProfileView, RubricRights,
};
use shared::habilitation::{Habilitation, Perimeter, Place, Profile, Right, Rights, Rubric, allows};
use shared::id::{AccountId, HabilitationId, PersonId};
use shared::problem::{Code, FieldProblem};
use shared::time::{Day, Period};
use uuid::Uuid;

use super::listing::{Asked, Listing, Paged, after, key, paged};
use super::perimeters::{Eye, Known};
use super::{Ctx, Failure, wrong};
use crate::db::accounts::Holder;
use crate::db::habilitations::{Granted, GrantedFilter};
use crate::db::{self, Connection, Transaction};

/// Longest reason.
pub(super) const LONGEST_REASON: usize = 500;

/// What may be asked of the list, beside its [`HabilitationFilter`].
pub const LISTING: Listing = Listing {
    rubric: Rubric::Habilitations,
    fields: &[],
    search: &[],
    default_sort: &[],
    includes: &[],
    timed: false,
    guarded: &[],
};

/// Which habilitations are asked for.
#[derive(Debug, Clone, Default)]
pub struct HabilitationFilter {
    /// Of one account.
    pub account: Option<AccountId>,
    /// Of one profile.
    pub profile: Option<Profile>,
    /// On one perimeter.
    pub perimeter: Option<Perimeter>,
    /// Whether to leave out those that do not hold today.
    pub holding: bool,
}

/// The habilitations that the caller may see, in the order in which they were given.
///
/// # Errors
/// `right.missing`, `request.bad_cursor`; failures of the database.
pub fn list(
    ctx: &Ctx,
    filter: &HabilitationFilter,
    asked: &Asked,
) -> Result<Paged<HabilitationView>, Failure> {
    let from = after(asked, 1)?.map(|keys| key::<HabilitationId>(&keys, 0)).transpose()?;
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    ctx.demand_somewhere(Rubric::Habilitations, Right::Read)?;
    ctx.database.read(|connection| {
        let mut eye = Eye::of(ctx, connection)?;
        let shown = visible(ctx, connection, &mut eye, filter, from, limit.saturating_add(1))?;
        let views = shown.iter().map(|(granted, holder)| eye.view(connection, granted, holder));
        let views = views.collect::<Result<Vec<_>, Failure>>()?;
        let total = if asked.total {
            let all = visible(ctx, connection, &mut eye, filter, None, usize::MAX)?;
            Some(u64::try_from(all.len()).unwrap_or(u64::MAX))
        } else {
            None
        };
        Ok(paged(views, limit, total, |one| vec![one.id.to_string()]))
    })
}

/// Those after a given one, at most so many, with their holders.
fn visible(
    ctx: &Ctx,
    connection: &mut Connection,
    eye: &mut Eye<'_>,
    filter: &HabilitationFilter,
    after: Option<HabilitationId>,
    most: usize,
) -> Result<Vec<(Granted, Holder)>, Failure> {
    let account = filter.account.map(|account| [account]);
    let reach = eye.reach(Right::Read);
    let stored = GrantedFilter {
        accounts: account.as_ref().map(|one| one.as_slice()),
        on: filter.holding.then_some(ctx.today),
        profile: filter.profile,
        within: reach.as_deref(),
    };
    let all = db::habilitations::list(connection, &stored)?;
    let holders = db::accounts::holders(connection, stored.accounts)?;
    if reach.is_some() {
        // Who sees all of them looks at those of the page alone.
        let person = |one: &Granted| holders.get(&one.account).and_then(|(_, person)| *person);
        let places: Vec<_> = all.iter().map(|one| (&one.perimeter, person(one))).collect();
        eye.prepare(connection, &places)?;
    }
    let mut seen = Vec::new();
    for granted in all {
        if seen.len() == most {
            break;
        }
        let asked = after.is_none_or(|after| granted.id.to_string() > after.to_string())
            && filter.perimeter.as_ref().is_none_or(|perimeter| granted.perimeter == *perimeter);
        let Some(holder) = holders.get(&granted.account).filter(|_| asked) else { continue };
        if eye.sees(connection, &granted, holder.1)? {
            seen.push((granted, holder.clone()));
        }
    }
    Ok(seen)
}

/// One habilitation.
///
/// # Errors
/// `right.missing`, `request.not_found`; failures of the database.
pub fn find(ctx: &Ctx, id: HabilitationId) -> Result<HabilitationView, Failure> {
    ctx.demand_somewhere(Rubric::Habilitations, Right::Read)?;
    ctx.database.read(|connection| {
        let mut eye = Eye::of(ctx, connection)?;
        let (granted, holder) = seen(connection, &mut eye, id)?;
        eye.view(connection, &granted, &holder)
    })
}

fn seen(
    connection: &mut Connection,
    eye: &mut Eye<'_>,
    id: HabilitationId,
) -> Result<(Granted, Holder), Failure> {
    let absent = || Failure::code(Code::NotFound);
    let granted = db::habilitations::find(connection, id)?.ok_or_else(absent)?;
    let mut holders = db::accounts::holders(connection, Some(&[granted.account]))?;
    let holder = holders.remove(&granted.account).ok_or_else(absent)?;
    if eye.sees(connection, &granted, holder.1)? { Ok((granted, holder)) } else { Err(absent()) }
}

/// Gives a habilitation to an account that the caller sees.
///
/// # Errors
/// `right.missing`, `request.invalid`, `habilitation.beyond_own`; failures of the database.
pub fn create(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    input: &HabilitationCreate,
) -> Result<HabilitationView, Failure> {
    ctx.demand_somewhere(Rubric::Habilitations, Right::Administer)?;
    let account = super::users::seen(ctx, tx, input.account).map_err(|failure| match failure {
        Failure::Refused(refusal) if refusal.code == Code::NotFound => {
            Failure::invalid(vec![wrong("/account", "request.not_found", Code::NotFound.title())])
        }
        failure => failure,
    })?;
    let granted = give(ctx, tx, account.id, account.person, &input.grant, "/grant")?;
    db::accounts::raise_rights(tx, account.id)?;
    Eye::of(ctx, tx)?.view(tx, &granted, &(account.name, account.person))
}

/// Checks a grant, for an account (`None`: one that is not made yet); gives what its perimeter holds.
pub(super) fn may_give(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    account: Option<AccountId>,
    person: Option<PersonId>,
    grant: &Grant,
    pointer: &str,
) -> Result<Known, Failure> {
    if ctx.authority.held().is_some_and(|held| Some(held.account) == account) {
        return Err(Failure::refused(Code::HabilitationBeyond, texts::NOT_TO_ONESELF));
    }
    let mut eye = Eye::of(ctx, tx)?;
    let known = eye.know(tx, &grant.perimeter, person)?;
    let errors = faults(grant, person, known.as_ref(), ctx.today, pointer);
    let Some(known) = known.filter(|_| errors.is_empty()) else { return Err(Failure::invalid(errors)) };
    if !eye.may_give(grant.profile, &grant.perimeter, &known) {
        return Err(Failure::refused(Code::HabilitationBeyond, texts::BEYOND_OWN));
    }
    Ok(known)
}

/// Checks a grant and writes it with its event; `pointer` is where it is in the body.
pub(super) fn give(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    account: AccountId,
    person: Option<PersonId>,
    grant: &Grant,
    pointer: &str,
) -> Result<Granted, Failure> {
    let known = may_give(ctx, tx, Some(account), person, grant, pointer)?;
    let period = Period::new(grant.valid_from, grant.valid_to).map_err(|_| Failure::code(Code::Invalid))?;
    let granted = Granted {
        id: HabilitationId::from(Uuid::now_v7()),
        account,
        profile: grant.profile,
        perimeter: grant.perimeter.clone(),
        grants: Habilitation::of_profile(grant.profile, grant.perimeter.clone(), period).grants,
        valid_from: grant.valid_from,
        valid_to: grant.valid_to,
        granted_by: ctx.author.clone(),
        reason: grant.reason.trim().to_owned(),
        created_at: ctx.now,
        ended_reason: None,
        version: 1,
    };
    db::habilitations::insert(tx, &granted)?;
    let reason = Some(granted.reason.as_str());
    ctx.note_because(tx, "habilitation.create", known.establishment(), reason, told(&granted))?;
    Ok(granted)
}

/// What the journal says of a grant.
fn told(granted: &Granted) -> Value {
    json!({
        "habilitation": granted.id, "account": granted.account, "profile": granted.profile,
        "perimeter": granted.perimeter.to_string(), "valid_from": granted.valid_from,
        "valid_to": granted.valid_to,
    })
}

fn faults(
    grant: &Grant,
    person: Option<PersonId>,
    known: Option<&Known>,
    today: Day,
    pointer: &str,
) -> Vec<FieldProblem> {
    let mut errors = Vec::new();
    let mut add = |field: &str, code: &str, detail: &str| {
        errors.push(wrong(&format!("{pointer}/{field}"), code, detail));
    };
    if !grant.profile.fits(&grant.perimeter) {
        add("perimeter", "habilitation.perimeter_unfit", texts::PERIMETER_UNFIT);
    } else if known.is_none() {
        add("perimeter", "habilitation.perimeter_unknown", texts::PERIMETER_UNKNOWN);
    }
    if grant.profile == Profile::Practitioner && person.is_none() {
        add("profile", "habilitation.not_a_practitioner", texts::NOT_A_PRACTITIONER);
    }
    if grant.valid_to.is_open() {
        add("valid_to", "habilitation.end_required", texts::END_REQUIRED);
    } else if grant.valid_to <= grant.valid_from {
        add("valid_to", "habilitation.period", texts::PERIOD_INVALID);
    } else if grant.valid_to <= today {
        add("valid_to", "habilitation.already_over", texts::ALREADY_OVER);
    }
    if !is_reason(&grant.reason) {
        add("reason", "request.required", texts::REASON_REQUIRED);
    }
    errors
}

pub(super) fn is_reason(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST_REASON
}

/// Ends a habilitation on a day that is not past, before the end that was planned.
///
/// # Errors
/// `right.missing`, `request.not_found`, `request.stale_version`, `request.invalid`; failures of the database.
pub fn end(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: HabilitationId,
    version: i64,
    input: &HabilitationEnd,
) -> Result<HabilitationView, Failure> {
    ctx.demand_somewhere(Rubric::Habilitations, Right::Read)?;
    let mut eye = Eye::of(ctx, tx)?;
    let (mut granted, holder) = seen(tx, &mut eye, id)?;
    if !eye.has(tx, Right::Administer, &granted, holder.1)? {
        return Err(Failure::code(Code::RightMissing));
    }
    if granted.version != version {
        return Err(super::users::stale(granted.version));
    }
    let mut errors = Vec::new();
    if input.valid_to < ctx.today {
        errors.push(wrong("/valid_to", "habilitation.end_past", texts::END_PAST));
    } else if input.valid_to >= granted.valid_to {
        errors.push(wrong("/valid_to", "habilitation.end_later", texts::END_LATER));
    }
    if !is_reason(&input.reason) {
        errors.push(wrong("/reason", "request.required", texts::REASON_REQUIRED));
    }
    if !errors.is_empty() {
        return Err(Failure::invalid(errors));
    }
    // One that has not begun holds on no day at all.
    let valid_to = input.valid_to.max(granted.valid_from);
    let reason = input.reason.trim();
    db::habilitations::end(tx, id, version, valid_to, reason)?;
    db::accounts::raise_rights(tx, granted.account)?;
    granted.valid_to = valid_to;
    granted.ended_reason = Some(reason.to_owned());
    granted.version += 1;
    let home = eye.know(tx, &granted.perimeter, holder.1)?.and_then(|known| known.establishment());
    ctx.note_because(tx, "habilitation.end", home, Some(reason), told(&granted))?;
    eye.view(tx, &granted, &holder)
}

/// All profiles with their rights.
///
/// # Errors
/// Failures of the database.
pub fn profiles(ctx: &Ctx) -> Result<Vec<ProfileView>, Failure> {
    let eye = ctx.database.read(|connection| Eye::of(ctx, connection))?;
    let kinds = [
        ("national", Perimeter::National),
        ("region", Perimeter::Region(String::new().into())),
        ("ght", Perimeter::Ght(String::new().into())),
        ("ej", Perimeter::Establishment(String::new().into())),
        ("structure", Perimeter::Structure(Uuid::nil().into())),
        ("self", Perimeter::Own),
    ];
    let view = |profile: &Profile| ProfileView {
        profile: *profile,
        label: texts::profile(*profile).to_owned(),
        perimeters: kinds
            .iter()
            .filter(|(_, kind)| profile.fits(kind))
            .map(|(name, _)| (*name).to_owned())
            .collect(),
        grants: Rubric::ALL
            .iter()
            .map(|rubric| RubricRights { rubric: *rubric, rights: profile.rights(*rubric) })
            .filter(|one| one.rights != Rights::NONE)
            .collect(),
        may_give: eye.may_give_somewhere(*profile),
    };
    Ok(Profile::ALL.iter().map(view).collect())
}

/// Why the caller may do something at an establishment (anywhere, for `None`), or not.
///
/// # Errors
/// `request.not_found` when the establishment is unknown; failures of the database.
pub fn explain(
    ctx: &Ctx,
    rubric: Rubric,
    right: Right,
    establishment: Option<&str>,
) -> Result<Explanation, Failure> {
    ctx.database.read(|connection| explain_in(ctx, connection, rubric, right, establishment))
}

fn explain_in(
    ctx: &Ctx,
    connection: &mut Connection,
    rubric: Rubric,
    right: Right,
    establishment: Option<&str>,
) -> Result<Explanation, Failure> {
    let library = ctx.shelf.library(connection)?;
    let place: Option<(Place, String)> = match establishment {
        None => None,
        Some(finess) => {
            let id = library.territory.by_finess(finess).ok_or_else(|| Failure::code(Code::NotFound))?;
            let name = library.territory.on(id, ctx.today).map(|one| one.name.to_string());
            Some((library.territory.place(id, ctx.today), name.unwrap_or_else(|| finess.to_owned())))
        }
    };
    let giving: Vec<Granted> = match ctx.authority.held() {
        None => Vec::new(),
        Some(held) => db::habilitations::of_account(connection, held.account)?
            .into_iter()
            .filter(|one| one.holds(ctx.today))
            .filter(|one| one.habilitation().is_some_and(|one| one.rights(rubric).has(right)))
            .collect(),
    };
    let here = |one: &Granted| {
        let Some(habilitation) = one.habilitation() else { return false };
        place.as_ref().is_none_or(|(place, _)| allows(&[habilitation], ctx.today, rubric, right, place))
    };
    let by = giving.iter().find(|one| here(one));
    let name = place.as_ref().map_or(texts::NATIONAL, |(_, name)| name);
    let detail = match (by, giving.first()) {
        (Some(one), _) => {
            let place = if place.is_some() { name.to_owned() } else { one.perimeter.to_string() };
            texts::allowed(right, rubric, &place, one.profile, one.valid_to)
        }
        (None, Some(_)) => texts::allowed_elsewhere(right, rubric, name),
        (None, None) => texts::not_allowed(right, rubric),
    };
    let allowed = by.is_some();
    let mut eye = Eye::of(ctx, connection)?;
    let own = ctx.authority.held().map(|held| (held.name.clone(), held.person));
    let own = own.unwrap_or_default();
    let habilitations =
        giving.iter().map(|one| eye.view(connection, one, &own)).collect::<Result<_, Failure>>()?;
    let establishment = establishment.map(str::to_owned);
    Ok(Explanation { rubric, right, establishment, allowed, detail, habilitations })
}

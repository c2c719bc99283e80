//! Sessions: sign in, go on, sign out; who am I; one's own password and other sessions.
//!
//! Signing in costs the same whether the account exists or not, and says the same when it fails. Good and bad
//! sign-ins are in the journal, without what was typed. The password is looked at outside any transaction, so that
//! nobody waits for it.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::json;
use shared::catalogue::access as texts;
use shared::change::Trail;
use shared::contract::access::{AccessToken, EstablishmentRef, Me, PasswordChange, SessionView, SignIn};
use shared::habilitation::Perimeter;
use shared::id::{AccountId, SessionId};
use shared::password;
use shared::problem::Code;
use shared::time::Instant;

use super::perimeters::Eye;
use super::users::{home_of, weak};
use super::{Ctx, Failure, wrong};
use crate::authn::password::Verified;
use crate::authn::refresh::{self, RefreshToken, Refreshed};
use crate::authn::rights::Standing;
use crate::authn::{Authenticator, lockout, token};
use crate::authz::Held;
use crate::db::accounts::Account;
use crate::db::sessions::{self, Revoked, StoredSession};
use crate::db::{self, Connection, Transaction, sign_ins};
use crate::digest::sha256;

/// How many establishments a menu names at once.
const MENU: usize = 10;
/// The address of who calls from the machine itself.
const HERE: &str = "local";

/// An open session: what the answer holds.
#[derive(Debug)]
pub struct Opened {
    /// The access token, for the body.
    pub access: AccessToken,
    /// The refresh token, for the cookie.
    pub refresh: RefreshToken,
    /// Who.
    pub account: AccountId,
    /// The session.
    pub session: SessionId,
}

/// What the throttle counts for an account: its address may be anything that somebody typed.
fn account_key(email: &str) -> String {
    sha256(email)
}

fn client(ctx: &Ctx) -> &str {
    ctx.trail.address.as_deref().unwrap_or(HERE)
}

/// Counts an attempt, unless there were too many.
fn attempt(ctx: &Ctx, tx: &mut Transaction<'_>, key: &str) -> Result<String, Failure> {
    let before = |delta: TimeDelta| Instant::from(ctx.now.naive() - delta);
    sign_ins::forget(tx, before(TimeDelta::days(1)), before(lockout::KNOWN_FOR))?;
    let past = sign_ins::past(tx, key, client(ctx), before(lockout::WINDOW), lockout::READ)?;
    if let Some(seconds) = lockout::wait(&past, ctx.now) {
        let refused = Failure::refused(Code::QuotaExceeded, texts::wait(seconds));
        return Err(refused.with("retry_after", seconds));
    }
    Ok(sign_ins::begin(tx, key, client(ctx), ctx.now)?)
}

/// Signs in. `replaced` is the refresh token that the browser still had: its session ends.
///
/// # Errors
/// `auth.bad_credentials`, `quota.exceeded` (with `retry_after` in seconds), `service.overloaded`; failures of the
/// machine.
pub fn sign_in(
    ctx: &Ctx,
    authenticator: &Authenticator,
    input: &SignIn,
    replaced: Option<&str>,
) -> Result<Opened, Failure> {
    let email = input.email.trim().to_lowercase();
    let key = account_key(&email);
    let (attempt, account) = ctx.database.write(|tx| {
        let attempt = attempt(ctx, tx, &key)?;
        Ok::<_, Failure>((attempt, db::accounts::by_email(tx, &email)?))
    })?;
    let stored = account.as_ref().map(|account| account.password_hash.as_str());
    let verified = authenticator.passwords().verify(&input.password, stored)?;
    let (account, renewed) = match (verified, account) {
        (Verified::Overloaded, _) => return Err(overloaded(ctx, &attempt)?),
        (Verified::Right(renewed), Some(account)) if account.disabled_at.is_none() => (account, renewed),
        (_, account) => return Err(refused(ctx, account)?),
    };
    let (session, refresh, former) = ctx.database.write(|tx| {
        sign_ins::succeed(tx, &attempt)?;
        // Between the two transactions the account may have been disabled, or its password changed: what was
        // verified then opens nothing, and is not written again.
        let present = db::accounts::find(tx, account.id)?;
        let present =
            present.filter(|one| one.disabled_at.is_none() && one.password_hash == account.password_hash);
        let Some(account) = present else { return Err(bad_credentials()) };
        if let Some(hash) = renewed {
            db::accounts::renew_password(tx, account.id, &hash)?;
        }
        let former = replaced.map(|token| refresh::session_of(tx, token, ctx.now)).transpose()?.flatten();
        if let Some(former) = &former {
            sessions::revoke(tx, former.id, Revoked::Replaced, ctx.now)?;
        }
        let (session, refresh) = refresh::open(tx, account.id, ctx.now)?;
        db::accounts::signed_in(tx, account.id, ctx.now)?;
        told(ctx, tx, &account, "session.open")?;
        Ok((session, refresh, former.map(|former| former.account)))
    })?;
    authenticator.rights().forget(account.id);
    // The session that the browser still had may be somebody else's.
    if let Some(former) = former {
        authenticator.rights().forget(former);
    }
    opened(ctx, authenticator, &session, refresh)
}

/// Nobody looked at the password: the attempt does not count.
fn overloaded(ctx: &Ctx, attempt: &str) -> Result<Failure, Failure> {
    ctx.database.write(|tx| Ok::<_, Failure>(sign_ins::withdraw(tx, attempt)?))?;
    Ok(Failure::refused(Code::Overloaded, texts::OVERLOADED))
}

fn bad_credentials() -> Failure {
    Failure::refused(Code::BadCredentials, texts::BAD_CREDENTIALS)
}

/// Writes the refusal in the journal: who, when the account exists, and from where; never what was typed.
fn refused(ctx: &Ctx, account: Option<Account>) -> Result<Failure, Failure> {
    ctx.database.write(|tx| match account {
        Some(account) => told(ctx, tx, &account, "session.refused"),
        None => {
            let nobody = Ctx { author: texts::NOBODY.to_owned(), ..ctx.clone() };
            nobody.note(tx, "session.refused", None, json!({ "account": null }))?;
            Ok(())
        }
    })?;
    Ok(bad_credentials())
}

/// An event of an account about itself.
fn told(ctx: &Ctx, tx: &mut Transaction<'_>, account: &Account, operation: &str) -> Result<(), Failure> {
    let home = home_of(ctx, tx, account)?;
    let trail = Trail { account: Some(account.id), ..ctx.trail.clone() };
    let own = Ctx { author: account.name.clone(), trail, ..ctx.clone() };
    own.note(tx, operation, home, json!({ "account": account.id }))?;
    Ok(())
}

fn opened(
    ctx: &Ctx,
    authenticator: &Authenticator,
    session: &StoredSession,
    refresh: RefreshToken,
) -> Result<Opened, Failure> {
    let standing = authenticator.rights().standing(&ctx.database, session.account, ctx.now)?;
    let Standing::Active(held, _) = standing else { return Err(over()) };
    let access_token = authenticator.issue(&held, session, ctx.today, ctx.now)?;
    let access = AccessToken { access_token, token_type: "Bearer".to_owned(), expires_in: token::LIFETIME };
    Ok(Opened { access, refresh, account: session.account, session: session.id })
}

fn over() -> Failure {
    Failure::refused(Code::AuthRequired, texts::SESSION_OVER)
}

/// Goes on with a session: a new pair of tokens for a refresh token.
///
/// # Errors
/// `auth.required` when the session is over, `auth.refresh_reused` when it has just been ended because its token
/// came back; failures of the machine.
pub fn refresh(ctx: &Ctx, authenticator: &Authenticator, presented: &str) -> Result<Opened, Failure> {
    let refreshed = ctx.database.write(|tx| {
        let refreshed = refresh::rotate(tx, presented, ctx.now)?;
        if let Refreshed::Reused { account, .. } = &refreshed
            && let Some(account) = db::accounts::find(tx, *account)?
        {
            told(ctx, tx, &account, "session.reuse")?;
        }
        Ok::<_, Failure>(refreshed)
    })?;
    match refreshed {
        Refreshed::Renewed { session, token } => {
            // What the account holds may have changed: that is why clients come here.
            authenticator.rights().forget(session.account);
            opened(ctx, authenticator, &session, token)
        }
        Refreshed::Over => Err(over()),
        Refreshed::Reused { account, .. } => {
            authenticator.rights().forget(account);
            Err(Failure::refused(Code::RefreshReused, texts::REUSED))
        }
    }
}

/// Signs out: the session of a refresh token, if it has one, ends. A token that is good for nothing is no failure.
///
/// # Errors
/// Failures of the database.
pub fn sign_out(ctx: &Ctx, authenticator: &Authenticator, presented: Option<&str>) -> Result<(), Failure> {
    let Some(presented) = presented else { return Ok(()) };
    let ended = ctx.database.write(|tx| {
        let Some(session) = refresh::session_of(tx, presented, ctx.now)? else { return Ok(None) };
        sessions::revoke(tx, session.id, Revoked::SignedOut, ctx.now)?;
        if let Some(account) = db::accounts::find(tx, session.account)? {
            told(ctx, tx, &account, "session.close")?;
        }
        Ok::<_, Failure>(Some(session.account))
    })?;
    if let Some(account) = ended {
        authenticator.rights().forget(account);
    }
    Ok(())
}

/// Who the caller is, and what the screen may show.
///
/// # Errors
/// `auth.required` for the machine itself; failures of the database.
pub fn me(ctx: &Ctx) -> Result<Me, Failure> {
    ctx.database.read(|connection| me_in(ctx, connection))
}

fn me_in(ctx: &Ctx, connection: &mut Connection) -> Result<Me, Failure> {
    let held = own(ctx)?;
    let mut eye = Eye::of(ctx, connection)?;
    let holder = (held.name.clone(), held.person);
    let mut habilitations = Vec::new();
    let granted = if held.password_given {
        Vec::new()
    } else {
        db::habilitations::of_account(connection, held.account)?
    };
    for granted in granted {
        if granted.holds(ctx.today) {
            habilitations.push(eye.view(connection, &granted, &holder)?);
        }
    }
    Ok(Me {
        id: held.account,
        name: held.name.clone(),
        email: held.email.clone(),
        today: ctx.today,
        must_change_password: held.password_given,
        habilitations,
        establishments: establishments(ctx, connection, held)?,
    })
}

/// The establishments of the caller's perimeters, when they are few: whole ones, and those of single things.
fn establishments(
    ctx: &Ctx,
    connection: &mut Connection,
    held: &Held,
) -> Result<Option<Vec<EstablishmentRef>>, Failure> {
    let library = ctx.shelf.library(connection)?;
    let mut ids = std::collections::BTreeSet::new();
    for one in held.habilitations.iter().filter(|one| one.period.contains(ctx.today)) {
        match (&one.perimeter, held.person) {
            (Perimeter::National, _) => return Ok(None),
            (Perimeter::Structure(id), _) => {
                ids.extend(db::homes::of_structure(connection, *id)?.map(|(home, _)| home));
            }
            (Perimeter::Own, Some(person)) => ids.extend(db::homes::of_person(connection, person)?),
            (whole, _) => ids.extend(library.territory.within(whole, ctx.today)),
        }
    }
    if ids.len() > MENU {
        return Ok(None);
    }
    let named = ids.iter().filter_map(|id| library.territory.on(*id, ctx.today));
    let mut named: Vec<EstablishmentRef> = named
        .map(|one| EstablishmentRef { finess: one.finess_ej.to_string(), name: one.name.to_string() })
        .collect();
    named.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(Some(named))
}

fn own(ctx: &Ctx) -> Result<&Held, Failure> {
    ctx.authority.held().ok_or_else(|| Failure::code(Code::AuthRequired))
}

/// Where the caller is signed in, the last used first.
///
/// # Errors
/// Failures of the database.
pub fn list(ctx: &Ctx, current: SessionId) -> Result<Vec<SessionView>, Failure> {
    let account = own(ctx)?.account;
    let mut all = ctx.database.read(|connection| sessions::live(connection, account))?;
    all.retain(|session| !refresh::is_over(session, ctx.now));
    all.sort_by_key(|session| std::cmp::Reverse(session.last_used_at));
    let view = |session: StoredSession| SessionView {
        id: session.id,
        signed_in_at: session.signed_in_at,
        last_used_at: session.last_used_at,
        current: session.id == current,
    };
    Ok(all.into_iter().map(view).collect())
}

/// Ends one of the caller's sessions.
///
/// # Errors
/// `request.not_found` when it is not one of theirs; failures of the database.
pub fn close(ctx: &Ctx, authenticator: &Authenticator, session: SessionId) -> Result<(), Failure> {
    let account = own(ctx)?.account;
    ctx.database.write(|tx| {
        let all = sessions::live(tx, account)?;
        if !all.iter().any(|one| one.id == session && !refresh::is_over(one, ctx.now)) {
            return Err(Failure::code(Code::NotFound));
        }
        sessions::revoke(tx, session, Revoked::ClosedElsewhere, ctx.now)?;
        own_event(ctx, tx, account, "session.close")
    })?;
    authenticator.rights().forget(account);
    Ok(())
}

/// Ends the caller's sessions but this one; returns how many.
///
/// # Errors
/// Failures of the database.
pub fn close_others(ctx: &Ctx, authenticator: &Authenticator, current: SessionId) -> Result<usize, Failure> {
    let account = own(ctx)?.account;
    let closed = ctx.database.write(|tx| {
        let closed = sessions::revoke_all(tx, account, Some(current), Revoked::ClosedElsewhere, ctx.now)?;
        own_event(ctx, tx, account, "session.close_others")?;
        Ok::<_, Failure>(closed)
    })?;
    authenticator.rights().forget(account);
    Ok(closed)
}

fn own_event(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    account: AccountId,
    operation: &str,
) -> Result<(), Failure> {
    match db::accounts::find(tx, account)? {
        Some(account) => told(ctx, tx, &account, operation),
        None => Ok(()),
    }
}

/// Changes the caller's own password; the other sessions end.
///
/// # Errors
/// `request.invalid` when the present password is wrong or the new one is the same, `user.weak_password`,
/// `quota.exceeded`; failures of the machine.
pub fn change_password(
    ctx: &Ctx,
    authenticator: &Authenticator,
    current: SessionId,
    input: &PasswordChange,
) -> Result<(), Failure> {
    let held = Arc::new(own(ctx)?.clone());
    // A stolen token must not serve to guess the password: attempts count like those of a sign-in.
    let key = account_key(&held.email);
    let (attempt, account) = ctx.database.write(|tx| {
        let attempt = attempt(ctx, tx, &key)?;
        Ok::<_, Failure>((attempt, db::accounts::find(tx, held.account)?))
    })?;
    let stored = account.as_ref().map(|account| account.password_hash.as_str());
    match authenticator.passwords().verify(&input.present, stored)? {
        Verified::Right(_) => {}
        Verified::Overloaded => return Err(overloaded(ctx, &attempt)?),
        Verified::Wrong => return Err(wrong_present()),
    }
    ctx.database.write(|tx| Ok::<_, Failure>(sign_ins::succeed(tx, &attempt)?))?;
    if input.new == input.present {
        return Err(Failure::invalid(vec![wrong("/new", "user.same_password", texts::SAME_PASSWORD)]));
    }
    if let Err(weakness) = password::check(&input.new, &[&held.name, &held.email]) {
        return Err(weak("/new", texts::weakness(weakness)));
    }
    let hash = authenticator.passwords().hash(&input.new)?;
    ctx.database.write(|tx| {
        // Somebody else may have changed it meanwhile: what was verified is then no longer the present password.
        let present = db::accounts::find(tx, held.account)?.map(|account| account.password_hash);
        if present.as_deref() != stored {
            return Err(wrong_present());
        }
        db::accounts::choose_password(tx, held.account, &hash)?;
        if held.password_given {
            // The tokens made until now carry no right.
            db::accounts::raise_rights(tx, held.account)?;
        }
        sessions::revoke_all(tx, held.account, Some(current), Revoked::PasswordChanged, ctx.now)?;
        own_event(ctx, tx, held.account, "account.password")
    })?;
    authenticator.rights().forget(held.account);
    Ok(())
}

fn wrong_present() -> Failure {
    Failure::invalid(vec![wrong("/present", "user.wrong_password", texts::PRESENT_PASSWORD)])
}

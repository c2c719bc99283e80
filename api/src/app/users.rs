//! Accounts: who may sign in, seen from the caller's perimeter.
//!
//! An account is seen when something it holds, held or will hold is inside what the caller reads; it is changed only
//! by who administers everything it holds from now on. Disabling ends its sessions at once. Refuses to show or to
//! replace a password: people change their own.

use std::collections::BTreeSet;

use serde_json::json;
use shared::catalogue::access as texts;
use shared::contract::access::{Grant, UserCreate, UserEdit, UserView};
use shared::habilitation::{Profile, Right, Rubric};
use shared::id::{AccountId, PersonId, PractitionerId};
use shared::password;
use shared::problem::{Code, FieldProblem};
use uuid::Uuid;
use validator::ValidateEmail as _;

use super::habilitations::{give, may_give};
use super::listing::{Asked, Listing, Paged, after, key, paged, text};
use super::perimeters::Eye;
use super::{Ctx, Failure, wrong};
use crate::authn::Authenticator;
use crate::authn::password::{Cost, Passwords};
use crate::db::accounts::Account;
use crate::db::habilitations::{Granted, GrantedFilter};
use crate::db::sessions::{self, Revoked};
use crate::db::{self, Connection, Transaction};

/// What may be asked of the list.
pub const LISTING: Listing = Listing {
    rubric: Rubric::Habilitations,
    fields: &[],
    search: &[text("name"), text("email")],
    default_sort: &[],
    includes: &[],
    timed: false,
    guarded: &[],
};

const LONGEST_NAME: usize = 120;
const LONGEST_EMAIL: usize = 254;

/// A write made from another version than the present one.
pub(super) fn stale(present: i64) -> Failure {
    Failure::code(Code::StaleVersion).with("version", present)
}

/// The accounts that the caller may see, by name.
///
/// # Errors
/// `right.missing`, `request.bad_cursor`; failures of the database.
pub fn list(ctx: &Ctx, asked: &Asked) -> Result<Paged<UserView>, Failure> {
    let keys = after(asked, 2)?;
    let keys = keys.map(|keys| Ok::<_, Failure>((key::<String>(&keys, 0)?, key::<AccountId>(&keys, 1)?)));
    let keys = keys.transpose()?;
    let after = keys.as_ref().map(|(name, id)| (name.as_str(), *id));
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let search = asked.search.as_deref();
    ctx.database.read(|connection| {
        let found = some(ctx, connection, search, after, i64::from(asked.limit).saturating_add(1))?;
        let total = if asked.total { Some(count(ctx, connection, search)?) } else { None };
        Ok(paged(found, limit, total, |user| vec![user.name.clone(), user.id.to_string()]))
    })
}

/// All accounts that the caller may see, by name.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn all(ctx: &Ctx) -> Result<Vec<UserView>, Failure> {
    ctx.database.read(|connection| some(ctx, connection, None, None, i64::MAX))
}

/// Those after a given name and id, at most so many. `search` is a part of a name or of an e-mail.
fn some(
    ctx: &Ctx,
    connection: &mut Connection,
    search: Option<&str>,
    after: Option<(&str, AccountId)>,
    most: i64,
) -> Result<Vec<UserView>, Failure> {
    ctx.demand_somewhere(Rubric::Habilitations, Right::Read)?;
    let mut eye = Eye::of(ctx, connection)?;
    let among = if eye.sees_all() { None } else { Some(visible(connection, &mut eye)?) };
    let search = search.map(str::to_lowercase);
    let accounts = db::accounts::list(connection, among.as_deref(), search.as_deref(), after, most)?;
    let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
    let filter = GrantedFilter { accounts: Some(&ids), ..GrantedFilter::default() };
    let granted = db::habilitations::list(connection, &filter)?;
    accounts
        .into_iter()
        .map(|account| {
            let own: Vec<&Granted> = granted.iter().filter(|one| one.account == account.id).collect();
            view(ctx, connection, &mut eye, &account, &own)
        })
        .collect()
}

/// How many accounts such a list has.
fn count(ctx: &Ctx, connection: &mut Connection, search: Option<&str>) -> Result<u64, Failure> {
    ctx.demand_somewhere(Rubric::Habilitations, Right::Read)?;
    let mut eye = Eye::of(ctx, connection)?;
    let among = if eye.sees_all() { None } else { Some(visible(connection, &mut eye)?) };
    let search = search.map(str::to_lowercase);
    Ok(db::accounts::count(connection, among.as_deref(), search.as_deref())?)
}

/// The accounts of which the caller sees something.
fn visible(connection: &mut Connection, eye: &mut Eye<'_>) -> Result<Vec<AccountId>, Failure> {
    let reach = eye.reach(Right::Read);
    let filter = GrantedFilter { within: reach.as_deref(), ..GrantedFilter::default() };
    let granted = db::habilitations::list(connection, &filter)?;
    let persons = db::accounts::persons(connection)?;
    let person = |granted: &Granted| persons.get(&granted.account).copied();
    let places: Vec<_> = granted.iter().map(|one| (&one.perimeter, person(one))).collect();
    eye.prepare(connection, &places)?;
    let mut seen = BTreeSet::new();
    for one in &granted {
        if !seen.contains(&one.account) && eye.sees(connection, one, person(one))? {
            seen.insert(one.account);
        }
    }
    Ok(seen.into_iter().collect())
}

/// One account that the caller sees.
pub(super) fn seen(ctx: &Ctx, connection: &mut Connection, id: AccountId) -> Result<Account, Failure> {
    ctx.demand_somewhere(Rubric::Habilitations, Right::Read)?;
    let absent = || Failure::code(Code::NotFound);
    let account = db::accounts::find(connection, id)?.ok_or_else(absent)?;
    let mut eye = Eye::of(ctx, connection)?;
    if eye.sees_all() {
        return Ok(account);
    }
    for granted in db::habilitations::of_account(connection, id)? {
        if eye.sees(connection, &granted, account.person)? {
            return Ok(account);
        }
    }
    Err(absent())
}

/// One account.
///
/// # Errors
/// `right.missing`, `request.not_found`; failures of the database.
pub fn find(ctx: &Ctx, id: AccountId) -> Result<UserView, Failure> {
    ctx.database.read(|connection| {
        let account = seen(ctx, connection, id)?;
        shown(ctx, connection, &account)
    })
}

fn shown(ctx: &Ctx, connection: &mut Connection, account: &Account) -> Result<UserView, Failure> {
    let granted = db::habilitations::of_account(connection, account.id)?;
    let mut eye = Eye::of(ctx, connection)?;
    view(ctx, connection, &mut eye, account, &granted.iter().collect::<Vec<_>>())
}

fn view(
    ctx: &Ctx,
    connection: &mut Connection,
    eye: &mut Eye<'_>,
    account: &Account,
    granted: &[&Granted],
) -> Result<UserView, Failure> {
    let holder = (account.name.clone(), account.person);
    let mut habilitations = Vec::new();
    for one in granted {
        if one.holds(ctx.today) && eye.sees(connection, one, account.person)? {
            habilitations.push(eye.view(connection, one, &holder)?);
        }
    }
    let mut actions = Vec::new();
    if administers(ctx, connection, eye, account, granted)? {
        actions.push("edit");
        let own = ctx.authority.held().is_some_and(|held| held.account == account.id);
        match account.disabled_at {
            None if !own => actions.push("disable"),
            Some(_) => actions.push("enable"),
            None => {}
        }
    }
    if Profile::ALL.iter().any(|profile| eye.may_give_somewhere(*profile)) {
        actions.push("grant");
    }
    Ok(UserView {
        id: account.id,
        email: account.email.clone(),
        name: account.name.clone(),
        disabled_at: account.disabled_at,
        created_at: account.created_at,
        last_sign_in_at: account.last_sign_in_at,
        version: account.version,
        habilitations,
        allowed_actions: actions.into_iter().map(str::to_owned).collect(),
    })
}

/// Whether the caller administers everything the account holds or will hold; what it held, when it holds nothing.
fn administers(
    ctx: &Ctx,
    connection: &mut Connection,
    eye: &mut Eye<'_>,
    account: &Account,
    granted: &[&Granted],
) -> Result<bool, Failure> {
    let present: Vec<&&Granted> = granted.iter().filter(|one| one.valid_to > ctx.today).collect();
    let counted: Vec<&&Granted> = if present.is_empty() { granted.iter().collect() } else { present };
    for one in &counted {
        if !eye.has(connection, Right::Administer, one, account.person)? {
            return Ok(false);
        }
    }
    let national = shared::habilitation::Perimeter::National;
    let everywhere = match eye.know(connection, &national, None)? {
        Some(nation) => eye.may(Right::Administer, &national, &nation),
        None => false,
    };
    Ok(!counted.is_empty() || everywhere)
}

/// The account to change: seen, administered, at the version the caller saw.
fn to_change(ctx: &Ctx, tx: &mut Transaction<'_>, id: AccountId, version: i64) -> Result<Account, Failure> {
    let account = seen(ctx, tx, id)?;
    let granted = db::habilitations::of_account(tx, id)?;
    let mut eye = Eye::of(ctx, tx)?;
    if !administers(ctx, tx, &mut eye, &account, &granted.iter().collect::<Vec<_>>())? {
        ctx.demand_somewhere(Rubric::Habilitations, Right::Administer)?;
        return Err(Failure::refused(Code::RightMissing, texts::HOLDS_ELSEWHERE));
    }
    if account.version == version { Ok(account) } else { Err(stale(account.version)) }
}

fn email_of(text: &str) -> Result<String, Box<FieldProblem>> {
    let email = text.trim().to_lowercase();
    let good = email.is_ascii() && email.len() <= LONGEST_EMAIL && email.validate_email();
    if good { Ok(email) } else { Err(Box::new(wrong("/email", "user.email_invalid", texts::EMAIL_INVALID))) }
}

fn name_of(text: &str) -> Result<String, Box<FieldProblem>> {
    let name = text.trim().to_owned();
    let good = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.contains(char::is_control);
    if good { Ok(name) } else { Err(Box::new(wrong("/name", "request.required", texts::NAME_REQUIRED))) }
}

/// A new account whose form is right and whose password is hashed: what takes long, done outside the transaction.
pub struct Prepared {
    email: String,
    name: String,
    password_hash: String,
    /// Whether somebody else chose the password, and knows it.
    password_given: bool,
}

/// Checks the form of a new account and hashes its password.
///
/// # Errors
/// `right.missing`, `request.invalid`, `user.weak_password`; failures of the machine.
pub fn prepare(ctx: &Ctx, authenticator: &Authenticator, input: &UserCreate) -> Result<Prepared, Failure> {
    ctx.demand_somewhere(Rubric::Habilitations, Right::Administer)?;
    let (email, name) = (email_of(&input.email), name_of(&input.name));
    let (Ok(email), Ok(name)) = (&email, &name) else {
        return Err(Failure::invalid(
            email.err().into_iter().chain(name.err()).map(|error| *error).collect(),
        ));
    };
    if let Err(weakness) = password::check(&input.password, &[name, email]) {
        let detail = texts::weakness(weakness);
        return Err(weak("/password", detail));
    }
    let password_hash = authenticator.passwords().hash(&input.password)?;
    Ok(Prepared { email: email.clone(), name: name.clone(), password_hash, password_given: true })
}

pub(super) fn weak(pointer: &str, detail: String) -> Failure {
    Failure::about(Code::WeakPassword, pointer, detail)
}

/// Makes an account with its first habilitation.
///
/// # Errors
/// `right.missing`, `user.email_taken`, `request.invalid`, `habilitation.beyond_own`; failures of the database.
pub fn create(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    prepared: &Prepared,
    input: &UserCreate,
) -> Result<UserView, Failure> {
    ctx.demand_somewhere(Rubric::Habilitations, Right::Administer)?;
    let person = person_of(ctx, tx, input)?;
    // May it be given at all: asked before the e-mail, which may be that of an account out of sight.
    may_give(ctx, tx, None, person, &input.habilitation, "/habilitation")?;
    let account = insert(ctx, tx, prepared, person)?;
    give(ctx, tx, account.id, person, &input.habilitation, "/habilitation")?;
    shown(ctx, tx, &account)
}

/// The person of the practitioner named, required with one profile and refused with the others.
///
/// A password is not enough to tell a practitioner from who made the account, and it would open the file of somebody
/// in every hospital: such accounts are made from the nation. Who may not is refused before the practitioner is looked
/// for, so that nobody learns who is known.
fn person_of(ctx: &Ctx, tx: &mut Transaction<'_>, input: &UserCreate) -> Result<Option<PersonId>, Failure> {
    if input.habilitation.profile == Profile::Practitioner
        && !Eye::of(ctx, tx)?.may_give_somewhere(Profile::Practitioner)
    {
        return Err(Failure::refused(Code::HabilitationBeyond, texts::PRACTITIONER_FROM_NATION));
    }
    let refused = |detail: &str| {
        Failure::invalid(vec![wrong("/practitioner", "habilitation.not_a_practitioner", detail)])
    };
    match (input.habilitation.profile, input.practitioner) {
        (Profile::Practitioner, None) => Err(refused(texts::PRACTITIONER_REQUIRED)),
        (Profile::Practitioner, Some(id)) => match db::homes::of_practitioner(tx, id)? {
            Some((_, person)) => Ok(Some(person)),
            None => Err(refused(texts::PRACTITIONER_REQUIRED)),
        },
        (_, Some(_)) => Err(refused(texts::PRACTITIONER_UNEXPECTED)),
        (_, None) => Ok(None),
    }
}

/// Writes an account with its event.
pub(super) fn insert(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    prepared: &Prepared,
    person: Option<PersonId>,
) -> Result<Account, Failure> {
    if db::accounts::by_email(tx, &prepared.email)?.is_some() {
        return Err(Failure::refused(Code::EmailTaken, texts::EMAIL_TAKEN));
    }
    let account = Account {
        id: AccountId::from(Uuid::now_v7()),
        email: prepared.email.clone(),
        name: prepared.name.clone(),
        password_hash: prepared.password_hash.clone(),
        person,
        created_at: ctx.now,
        disabled_at: None,
        last_sign_in_at: None,
        version: 1,
        rights_version: 1,
        password_given: prepared.password_given,
    };
    db::accounts::insert(tx, &account)?;
    told(ctx, tx, "account.create", &account, None)?;
    Ok(account)
}

fn told(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    operation: &str,
    account: &Account,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let home = home_of(ctx, tx, account)?;
    let mut details = json!({ "account": account.id, "name": account.name });
    if let (true, Some(details)) = (account.password_given, details.as_object_mut()) {
        // Whoever wrote this knows the password until its holder has chosen another one.
        details.insert("password_given".to_owned(), true.into());
    }
    let reason = super::facts::reason_at("/reason", reason)?;
    ctx.note_because(tx, operation, home, reason.as_deref(), details)?;
    Ok(())
}

/// The establishment whose people may read what the journal says of an account: the first it holds something at.
pub(super) fn home_of(
    ctx: &Ctx,
    connection: &mut Connection,
    account: &Account,
) -> Result<Option<shared::id::EstablishmentId>, Failure> {
    let mut eye = Eye::of(ctx, connection)?;
    for granted in db::habilitations::of_account(connection, account.id)? {
        let known = eye.know(connection, &granted.perimeter, account.person)?;
        if let Some(home) = known.and_then(|known| known.establishment()) {
            return Ok(Some(home));
        }
    }
    Ok(None)
}

/// The establishment whose people read what the journal says of the caller.
///
/// # Errors
/// Failures of the database.
pub(super) fn own_home(ctx: &Ctx) -> Result<Option<shared::id::EstablishmentId>, Failure> {
    ctx.database.read(|connection| own_home_in(ctx, connection))
}

/// The same, in a transaction.
///
/// # Errors
/// Failures of the database.
pub(super) fn own_home_in(
    ctx: &Ctx,
    connection: &mut Connection,
) -> Result<Option<shared::id::EstablishmentId>, Failure> {
    let Some(held) = ctx.authority.held() else { return Ok(None) };
    match db::accounts::find(connection, held.account)? {
        Some(account) => home_of(ctx, connection, &account),
        None => Ok(None),
    }
}

/// Changes the name or the e-mail of an account.
///
/// # Errors
/// `right.missing`, `request.not_found`, `request.stale_version`, `request.invalid`, `user.email_taken`; failures of
/// the database.
pub fn edit(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: AccountId,
    version: i64,
    input: &UserEdit,
) -> Result<UserView, Failure> {
    let mut account = to_change(ctx, tx, id, version)?;
    let mut errors = Vec::new();
    match input.email.as_deref().map(email_of).transpose() {
        Ok(email) => account.email = email.unwrap_or(account.email),
        Err(error) => errors.push(*error),
    }
    match input.name.as_deref().map(name_of).transpose() {
        Ok(name) => account.name = name.unwrap_or(account.name),
        Err(error) => errors.push(*error),
    }
    if !errors.is_empty() {
        return Err(Failure::invalid(errors));
    }
    if db::accounts::by_email(tx, &account.email)?.is_some_and(|other| other.id != id) {
        return Err(Failure::refused(Code::EmailTaken, texts::EMAIL_TAKEN));
    }
    update(ctx, tx, account, "account.edit", None)
}

fn update(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    mut account: Account,
    operation: &str,
    reason: Option<&str>,
) -> Result<UserView, Failure> {
    db::accounts::update(tx, &account)?;
    account.version += 1;
    told(ctx, tx, operation, &account, reason)?;
    shown(ctx, tx, &account)
}

/// Disables an account: its sessions end at once.
///
/// # Errors
/// `right.missing`, `request.not_found`, `request.stale_version`, `transition.refused`; failures of the database.
pub fn disable(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: AccountId,
    version: i64,
    reason: Option<&str>,
) -> Result<UserView, Failure> {
    let mut account = to_change(ctx, tx, id, version)?;
    if ctx.authority.held().is_some_and(|held| held.account == id) {
        return Err(
            Failure::refused(Code::TransitionRefused, texts::NOT_ONESELF).allowing(vec!["edit".into()])
        );
    }
    if account.disabled_at.is_some() {
        return Err(Failure::code(Code::TransitionRefused).allowing(vec!["edit".into(), "enable".into()]));
    }
    account.disabled_at = Some(ctx.now);
    sessions::revoke_all(tx, id, None, Revoked::Disabled, ctx.now)?;
    db::accounts::raise_rights(tx, id)?;
    update(ctx, tx, account, "account.disable", reason)
}

/// Lets a disabled account sign in again.
///
/// # Errors
/// `right.missing`, `request.not_found`, `request.stale_version`, `transition.refused`; failures of the database.
pub fn enable(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: AccountId,
    version: i64,
    reason: Option<&str>,
) -> Result<UserView, Failure> {
    let mut account = to_change(ctx, tx, id, version)?;
    if account.disabled_at.is_none() {
        return Err(Failure::code(Code::TransitionRefused).allowing(vec!["edit".into(), "disable".into()]));
    }
    account.disabled_at = None;
    db::accounts::raise_rights(tx, id)?;
    update(ctx, tx, account, "account.enable", reason)
}

impl Prepared {
    /// An account from the machine itself, whose operator answers for the password.
    pub(super) fn on_this_machine(
        passwords: &Passwords,
        (email, name): (&str, &str),
        password: &str,
    ) -> Result<Prepared, Failure> {
        let (email, name) = (email_of(email), name_of(name));
        let (Ok(email), Ok(name)) = (&email, &name) else {
            return Err(Failure::invalid(
                email.err().into_iter().chain(name.err()).map(|error| *error).collect(),
            ));
        };
        let password_hash = passwords.hash(password)?;
        Ok(Prepared { email: email.clone(), name: name.clone(), password_hash, password_given: false })
    }

    /// Another account with the same password: only the demonstration does that.
    pub(super) fn also(&self, email: &str, name: &str) -> Prepared {
        let (email, name) = (email.to_owned(), name.to_owned());
        Prepared { email, name, password_hash: self.password_hash.clone(), password_given: false }
    }
}

/// An account asked on the machine itself.
pub struct OnThisMachine<'a> {
    /// E-mail.
    pub email: &'a str,
    /// Name.
    pub name: &'a str,
    /// Password.
    pub password: &'a str,
    /// The practitioner whose own file it reads.
    pub practitioner: Option<PractitionerId>,
}

/// Makes an account from the machine itself.
///
/// # Errors
/// `user.weak_password`, `user.email_taken`, `request.invalid`; failures of the database.
pub fn create_on_this_machine(
    ctx: &Ctx,
    asked: &OnThisMachine<'_>,
    habilitation: Grant,
) -> Result<UserView, Failure> {
    if let Err(weakness) = password::check(asked.password, &[asked.name, asked.email]) {
        return Err(weak("/password", texts::weakness(weakness)));
    }
    let passwords = Passwords::new(Cost::USUAL)?;
    let prepared = Prepared::on_this_machine(&passwords, (asked.email, asked.name), asked.password)?;
    let input = UserCreate {
        email: prepared.email.clone(),
        name: prepared.name.clone(),
        password: String::new(),
        habilitation,
        practitioner: asked.practitioner,
    };
    ctx.database.write(|tx| create(ctx, tx, &prepared, &input))
}

/// Disables an account from the machine itself.
///
/// # Errors
/// `user.unknown`, `transition.refused`; failures of the database.
pub fn disable_on_this_machine(ctx: &Ctx, email: &str, reason: &str) -> Result<UserView, Failure> {
    ctx.database.write(|tx| {
        let found = db::accounts::by_email(tx, &email.trim().to_lowercase())?;
        let account = found.ok_or_else(|| Failure::nothing("user.unknown", texts::account_unknown(email)))?;
        disable(ctx, tx, account.id, account.version, Some(reason))
    })
}

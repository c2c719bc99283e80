//! Accounts: who may sign in. An account is disabled, never deleted: the journal names it for ever.
//!
//! Refuses to know passwords (only their argon2id result passes here) and to decide who may see or change what:
//! that is `app/users.rs`. Every write that changes what somebody may do raises `rights_version`.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::id::{AccountId, PersonId};
use shared::time::Instant;

use super::problem::Problem;
use super::schema::accounts;
use super::{Connection, Transaction};

const TABLE: &str = "accounts";

/// An account as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Id.
    pub id: AccountId,
    /// E-mail in lower case.
    pub email: String,
    /// Name as people read it.
    pub name: String,
    /// Result of argon2id, with its salt and cost.
    pub password_hash: String,
    /// The person whose own file a practitioner account reads.
    pub person: Option<PersonId>,
    /// When it was made.
    pub created_at: Instant,
    /// When it was disabled.
    pub disabled_at: Option<Instant>,
    /// When the person last signed in.
    pub last_sign_in_at: Option<Instant>,
    /// Version, for `If-Match`.
    pub version: i64,
    /// Version of what the account holds, carried by tokens.
    pub rights_version: i64,
    /// Whether somebody else knows the password: it then serves only to choose another one.
    pub password_given: bool,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = accounts, treat_none_as_default_value = false)]
struct AccountRow {
    id: String,
    email: String,
    name: String,
    password_hash: String,
    person_id: Option<String>,
    created_at: NaiveDateTime,
    disabled_at: Option<NaiveDateTime>,
    last_sign_in_at: Option<NaiveDateTime>,
    version: i64,
    rights_version: i64,
    password_given: bool,
}

impl TryFrom<AccountRow> for Account {
    type Error = Problem;

    fn try_from(row: AccountRow) -> Result<Self, Problem> {
        let corrupt =
            |what: &str| Problem::Corrupt { table: TABLE, id: row.id.clone(), what: what.to_owned() };
        Ok(Account {
            id: row.id.parse().map_err(|_| corrupt("id: not a UUID"))?,
            person: row
                .person_id
                .as_deref()
                .map(|id| id.parse().map_err(|_| corrupt("person_id: not a UUID")))
                .transpose()?,
            email: row.email,
            name: row.name,
            password_hash: row.password_hash,
            created_at: row.created_at.into(),
            disabled_at: row.disabled_at.map(Instant::from),
            last_sign_in_at: row.last_sign_in_at.map(Instant::from),
            version: row.version,
            rights_version: row.rights_version,
            password_given: row.password_given,
        })
    }
}

/// An account by its id.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn find(connection: &mut Connection, id: AccountId) -> Result<Option<Account>, Problem> {
    let row = accounts::table.find(id.to_string()).select(AccountRow::as_select()).first(connection);
    row.optional()?.map(Account::try_from).transpose()
}

/// An account by its e-mail, in lower case.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn by_email(connection: &mut Connection, email: &str) -> Result<Option<Account>, Problem> {
    let found = accounts::table.filter(accounts::email.eq(email)).select(AccountRow::as_select());
    found.first(connection).optional()?.map(Account::try_from).transpose()
}

/// Accounts by name then id, after a given one. `among` keeps only those ids; `search` is a part of the name or of
/// the e-mail, in lower case.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn list(
    connection: &mut Connection,
    among: Option<&[AccountId]>,
    search: Option<&str>,
    after: Option<(&str, AccountId)>,
    limit: i64,
) -> Result<Vec<Account>, Problem> {
    let mut query = narrowed(among, search);
    if let Some((name, id)) = after {
        let (name, id) = (name.to_owned(), id.to_string());
        query = query
            .filter(accounts::name.gt(name.clone()).or(accounts::name.eq(name).and(accounts::id.gt(id))));
    }
    let rows = query
        .order((accounts::name, accounts::id))
        .limit(limit)
        .select(AccountRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Account::try_from).collect()
}

/// Number of accounts of such a list.
///
/// # Errors
/// `Query`.
pub fn count(
    connection: &mut Connection,
    among: Option<&[AccountId]>,
    search: Option<&str>,
) -> Result<u64, Problem> {
    let count: i64 = narrowed(among, search).count().get_result(connection)?;
    Ok(u64::try_from(count).unwrap_or_default())
}

fn narrowed(
    among: Option<&[AccountId]>,
    search: Option<&str>,
) -> accounts::BoxedQuery<'static, <Connection as diesel::Connection>::Backend> {
    let mut query = accounts::table.into_boxed();
    if let Some(among) = among {
        query = query.filter(accounts::id.eq_any(among.iter().map(ToString::to_string).collect::<Vec<_>>()));
    }
    if let Some(search) = search {
        let escaped = search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let pattern = format!("%{escaped}%");
        let name = diesel::dsl::sql::<diesel::sql_types::Text>("lower(name)");
        query = query
            .filter(accounts::email.like(pattern.clone()).escape('\\').or(name.like(pattern).escape('\\')));
    }
    query
}

/// What others show of an account: its name, and the person it is tied to.
pub type Holder = (String, Option<PersonId>);

/// Names and persons of accounts; of all of them for `None`.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn holders(
    connection: &mut Connection,
    among: Option<&[AccountId]>,
) -> Result<BTreeMap<AccountId, Holder>, Problem> {
    let mut query = accounts::table.select(AccountRow::as_select()).into_boxed();
    if let Some(among) = among {
        query = query.filter(accounts::id.eq_any(among.iter().map(ToString::to_string).collect::<Vec<_>>()));
    }
    let rows = query.load(connection)?.into_iter().map(Account::try_from);
    rows.map(|account| account.map(|account| (account.id, (account.name, account.person)))).collect()
}

/// The persons whom accounts are tied to.
///
/// # Errors
/// `Query`.
pub fn persons(connection: &mut Connection) -> Result<BTreeMap<AccountId, PersonId>, Problem> {
    let rows: Vec<(String, Option<String>)> = accounts::table
        .filter(accounts::person_id.is_not_null())
        .select((accounts::id, accounts::person_id))
        .load(connection)?;
    let tied = rows.into_iter().filter_map(|(id, person)| Some((id.parse().ok()?, person?.parse().ok()?)));
    Ok(tied.collect())
}

/// Makes an account.
///
/// # Errors
/// `Constraint` when the e-mail is taken; `Query`.
pub fn insert(tx: &mut Transaction<'_>, account: &Account) -> Result<(), Problem> {
    let row = AccountRow {
        id: account.id.to_string(),
        email: account.email.clone(),
        name: account.name.clone(),
        password_hash: account.password_hash.clone(),
        person_id: account.person.map(|id| id.to_string()),
        created_at: account.created_at.naive(),
        disabled_at: account.disabled_at.map(Instant::naive),
        last_sign_in_at: account.last_sign_in_at.map(Instant::naive),
        version: account.version,
        rights_version: account.rights_version,
        password_given: account.password_given,
    };
    diesel::insert_into(accounts::table).values(&row).execute(&mut **tx)?;
    Ok(())
}

/// Writes name, e-mail and state of an account whose version has not moved; the next version is counted here.
///
/// # Errors
/// `Stale` when the version has moved; `Constraint` when the e-mail is taken; `Query`.
pub fn update(tx: &mut Transaction<'_>, account: &Account) -> Result<(), Problem> {
    let updated = diesel::update(
        accounts::table.find(account.id.to_string()).filter(accounts::version.eq(account.version)),
    )
    .set((
        accounts::email.eq(&account.email),
        accounts::name.eq(&account.name),
        accounts::disabled_at.eq(account.disabled_at.map(Instant::naive)),
        accounts::version.eq(accounts::version + 1),
    ))
    .execute(&mut **tx)?;
    if updated == 1 { Ok(()) } else { Err(Problem::Stale) }
}

/// Replaces the result of argon2id by that of the same password.
///
/// # Errors
/// `Query`.
pub fn renew_password(tx: &mut Transaction<'_>, id: AccountId, hash: &str) -> Result<(), Problem> {
    diesel::update(accounts::table.find(id.to_string()))
        .set(accounts::password_hash.eq(hash))
        .execute(&mut **tx)?;
    Ok(())
}

/// Replaces the password by one that its holder chose, and that nobody else knows.
///
/// # Errors
/// `Query`.
pub fn choose_password(tx: &mut Transaction<'_>, id: AccountId, hash: &str) -> Result<(), Problem> {
    diesel::update(accounts::table.find(id.to_string()))
        .set((accounts::password_hash.eq(hash), accounts::password_given.eq(false)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Remembers a sign-in.
///
/// # Errors
/// `Query`.
pub fn signed_in(tx: &mut Transaction<'_>, id: AccountId, at: Instant) -> Result<(), Problem> {
    diesel::update(accounts::table.find(id.to_string()))
        .set(accounts::last_sign_in_at.eq(at.naive()))
        .execute(&mut **tx)?;
    Ok(())
}

/// Raises the version of what the account holds: tokens that carry a lower one are refused from then on.
///
/// # Errors
/// `Query`.
pub fn raise_rights(tx: &mut Transaction<'_>, id: AccountId) -> Result<(), Problem> {
    diesel::update(accounts::table.find(id.to_string()))
        .set(accounts::rights_version.eq(accounts::rights_version + 1))
        .execute(&mut **tx)?;
    Ok(())
}

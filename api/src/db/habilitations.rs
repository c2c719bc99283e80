//! Habilitations: what accounts hold. One row is one grant of a profile on a perimeter between two days.
//!
//! A row is ended, never deleted. Refuses to decide who may grant what: that is `app/habilitations.rs`.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use shared::habilitation::{Habilitation, Perimeter, Profile, Rights, Rubric};
use shared::id::{AccountId, HabilitationId};
use shared::time::{Day, Instant, Period};

use super::problem::Problem;
use super::schema::habilitations;
use super::{Connection, Transaction};

/// A grant as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// Id.
    pub id: HabilitationId,
    /// Who holds it.
    pub account: AccountId,
    /// Profile.
    pub profile: Profile,
    /// Perimeter.
    pub perimeter: Perimeter,
    /// Rights by rubric.
    pub grants: Vec<(Rubric, Rights)>,
    /// First day.
    pub valid_from: Day,
    /// End, excluded; the first day itself when it was ended before it began.
    pub valid_to: Day,
    /// Who gave it, as people read it.
    pub granted_by: String,
    /// Why.
    pub reason: String,
    /// When it was given.
    pub created_at: Instant,
    /// Why it was ended before its time.
    pub ended_reason: Option<String>,
    /// Version, for `If-Match`.
    pub version: i64,
}

impl Granted {
    /// What it gives; `None` when it holds on no day.
    pub fn habilitation(&self) -> Option<Habilitation> {
        let period = Period::new(self.valid_from, self.valid_to).ok()?;
        let (profile, perimeter) = (self.profile, self.perimeter.clone());
        Some(Habilitation { profile, perimeter, period, grants: self.grants.clone() })
    }

    /// Whether it holds that day.
    pub fn holds(&self, day: Day) -> bool {
        self.valid_from <= day && day < self.valid_to
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = habilitations, treat_none_as_default_value = false)]
struct GrantedRow {
    id: String,
    account_id: String,
    profile: String,
    perimeter: String,
    grants: String,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
    granted_by: String,
    reason: String,
    created_at: NaiveDateTime,
    ended_reason: Option<String>,
    version: i64,
}

/// `posts:rmx tours:r`, in the order of the rubrics.
fn grants_text(grants: &[(Rubric, Rights)]) -> String {
    let words: Vec<String> = grants.iter().map(|(rubric, rights)| format!("{rubric}:{rights}")).collect();
    words.join(" ")
}

fn grants_of(text: &str) -> Option<Vec<(Rubric, Rights)>> {
    text.split_whitespace()
        .map(|word| {
            let (rubric, rights) = word.split_once(':')?;
            Some((Rubric::from_name(rubric)?, rights.parse().ok()?))
        })
        .collect()
}

impl TryFrom<GrantedRow> for Granted {
    type Error = Problem;

    fn try_from(row: GrantedRow) -> Result<Self, Problem> {
        let corrupt = |what: &str| Problem::Corrupt {
            table: "habilitations",
            id: row.id.clone(),
            what: format!("{what}: not one"),
        };
        Ok(Granted {
            id: row.id.parse().map_err(|_| corrupt("id"))?,
            account: row.account_id.parse().map_err(|_| corrupt("account_id"))?,
            profile: Profile::from_name(&row.profile).ok_or_else(|| corrupt("profile"))?,
            perimeter: row.perimeter.parse().map_err(|_| corrupt("perimeter"))?,
            grants: grants_of(&row.grants).ok_or_else(|| corrupt("grants"))?,
            valid_from: row.valid_from.into(),
            valid_to: row.valid_to.into(),
            granted_by: row.granted_by,
            reason: row.reason,
            created_at: row.created_at.into(),
            ended_reason: row.ended_reason,
            version: row.version,
        })
    }
}

/// Which grants are asked for.
#[derive(Debug, Clone, Default)]
pub struct GrantedFilter<'a> {
    /// Of these accounts.
    pub accounts: Option<&'a [AccountId]>,
    /// That hold on this day.
    pub on: Option<Day>,
    /// Of this profile.
    pub profile: Option<Profile>,
    /// On one of these perimeters, or on one that no perimeter names: a structure, or the file of a person.
    pub within: Option<&'a [Perimeter]>,
}

/// Grants, by creation: ids follow the order in which they were given.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn list(connection: &mut Connection, filter: &GrantedFilter<'_>) -> Result<Vec<Granted>, Problem> {
    let mut query =
        habilitations::table.order(habilitations::id).select(GrantedRow::as_select()).into_boxed();
    if let Some(accounts) = filter.accounts {
        let ids: Vec<String> = accounts.iter().map(ToString::to_string).collect();
        query = query.filter(habilitations::account_id.eq_any(ids));
    }
    if let Some(day) = filter.on {
        query = query
            .filter(habilitations::valid_from.le(day.naive()))
            .filter(habilitations::valid_to.gt(day.naive()));
    }
    if let Some(profile) = filter.profile {
        query = query.filter(habilitations::profile.eq(profile.name()));
    }
    if let Some(within) = filter.within {
        let within: Vec<String> = within.iter().map(ToString::to_string).collect();
        let alone = habilitations::perimeter.eq(Perimeter::Own.to_string());
        let alone = alone.or(habilitations::perimeter.like("structure:%"));
        query = query.filter(habilitations::perimeter.eq_any(within).or(alone));
    }
    query.load(connection)?.into_iter().map(Granted::try_from).collect()
}

/// What one account holds, has held and will hold.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn of_account(connection: &mut Connection, account: AccountId) -> Result<Vec<Granted>, Problem> {
    list(connection, &GrantedFilter { accounts: Some(&[account]), ..GrantedFilter::default() })
}

/// A grant by its id.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn find(connection: &mut Connection, id: HabilitationId) -> Result<Option<Granted>, Problem> {
    let row = habilitations::table.find(id.to_string()).select(GrantedRow::as_select()).first(connection);
    row.optional()?.map(Granted::try_from).transpose()
}

/// Gives.
///
/// # Errors
/// `Constraint`, `Query`.
pub fn insert(tx: &mut Transaction<'_>, granted: &Granted) -> Result<(), Problem> {
    let row = GrantedRow {
        id: granted.id.to_string(),
        account_id: granted.account.to_string(),
        profile: granted.profile.name().to_owned(),
        perimeter: granted.perimeter.to_string(),
        grants: grants_text(&granted.grants),
        valid_from: granted.valid_from.naive(),
        valid_to: granted.valid_to.naive(),
        granted_by: granted.granted_by.clone(),
        reason: granted.reason.clone(),
        created_at: granted.created_at.naive(),
        ended_reason: granted.ended_reason.clone(),
        version: granted.version,
    };
    diesel::insert_into(habilitations::table).values(&row).execute(&mut **tx)?;
    Ok(())
}

/// Ends a grant whose version has not moved, on a day that is not before its first.
///
/// # Errors
/// `Stale` when the version has moved; `Query`.
pub fn end(
    tx: &mut Transaction<'_>,
    id: HabilitationId,
    version: i64,
    valid_to: Day,
    reason: &str,
) -> Result<(), Problem> {
    let ended =
        diesel::update(habilitations::table.find(id.to_string()).filter(habilitations::version.eq(version)))
            .set((
                habilitations::valid_to.eq(valid_to.naive()),
                habilitations::ended_reason.eq(reason),
                habilitations::version.eq(habilitations::version + 1),
            ))
            .execute(&mut **tx)?;
    if ended == 1 { Ok(()) } else { Err(Problem::Stale) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_are_read_as_they_were_written() {
        for profile in Profile::ALL {
            let held =
                Habilitation::of_profile(*profile, Perimeter::National, Period::since(Day::FIRST)).grants;
            assert_eq!(grants_of(&grants_text(&held)), Some(held), "{profile}");
        }
        assert_eq!(grants_of("posts:rmx nothing:r"), None);
        assert_eq!(grants_of("posts"), None);
        assert_eq!(grants_of("posts:q"), None);
    }
}

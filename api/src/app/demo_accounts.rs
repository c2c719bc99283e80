//! The accounts of the demonstration: one per profile, with one common password that everybody may read.
//!
//! Refused where anybody else has an account: these doors are open to all.

use chrono::Months;
use shared::catalogue::access as texts;
use shared::contract::access::Grant;
use shared::habilitation::{Perimeter, Profile};
use shared::time::Day;

use super::demo::FINESS;
use super::habilitations::give;
use super::users::{Prepared, insert};
use super::{Ctx, Failure};
use crate::authn::password::{Cost, Passwords};
use crate::db;

/// Their password.
pub const PASSWORD: &str = "demonstration-2026";
/// The part of their addresses that no real account has.
const DOMAIN: &str = "@demo.example";
/// How long they hold.
const YEARS: u32 = 10;

/// One account of the demonstration.
pub struct DemoAccount {
    /// Its address, to sign in.
    pub email: String,
    /// Its profile.
    pub profile: Profile,
    /// Where.
    pub perimeter: Perimeter,
}

/// Makes the accounts that are missing; all of them are listed.
///
/// # Errors
/// `demo.other_accounts` where somebody else has an account, `demo.hospital_missing` before the hospital is loaded;
/// failures of the database.
pub fn make(ctx: &Ctx) -> Result<Vec<DemoAccount>, Failure> {
    let known = ctx.database.read(|connection| db::accounts::list(connection, None, None, None, i64::MAX))?;
    if known.iter().any(|account| !account.email.ends_with(DOMAIN)) {
        return Err(Failure::nothing("demo.other_accounts", texts::NOT_A_DEMONSTRATION));
    }
    let missing = || Failure::nothing("demo.hospital_missing", texts::DEMONSTRATION_MISSING);
    let (ght, region, person) = ctx.database.read(|connection| {
        let library = ctx.shelf.library(connection)?;
        let id = library.territory.by_finess(FINESS).ok_or_else(missing)?;
        let hospital = library.territory.on(id, ctx.today).ok_or_else(missing)?.clone();
        let of_region = || {
            library
                .territory
                .all(ctx.today)
                .find(|one| one.establishment.region == hospital.region && one.establishment.ght.is_some())
        };
        let ght = hospital.ght.clone().or_else(|| of_region().and_then(|one| one.establishment.ght.clone()));
        let person = db::homes::any_person(connection, id)?.ok_or_else(missing)?;
        Ok::<_, Failure>((ght, hospital.region, person))
    })?;
    let accounts: Vec<DemoAccount> = Profile::ALL
        .iter()
        .filter_map(|profile| {
            let candidates = [
                Some(Perimeter::Establishment(FINESS.into())),
                ght.clone().map(Perimeter::Ght),
                Some(Perimeter::Region(region.clone())),
                Some(Perimeter::National),
                Some(Perimeter::Own),
            ];
            let perimeter = candidates.into_iter().flatten().find(|one| profile.fits(one))?;
            let email = format!("{}{DOMAIN}", profile.name().replace('_', "-"));
            Some(DemoAccount { email, profile: *profile, perimeter })
        })
        .collect();
    // One hash for all: they share the password, and each one costs a quarter of a second.
    let passwords = Passwords::new(Cost::USUAL)?;
    let mut prepared = Vec::new();
    for account in &accounts {
        if !known.iter().any(|one| one.email == account.email) {
            prepared.push(account);
        }
    }
    let Some(first) = prepared.first() else { return Ok(accounts) };
    let name = texts::profile(first.profile);
    let hashed = Prepared::on_this_machine(&passwords, (&first.email, name), PASSWORD)?;
    ctx.database.write(|tx| {
        for account in prepared {
            let own = hashed.also(&account.email, texts::profile(account.profile));
            let tied = (account.profile == Profile::Practitioner).then_some(person);
            let made = insert(ctx, tx, &own, tied)?;
            let grant = Grant {
                profile: account.profile,
                perimeter: account.perimeter.clone(),
                valid_from: ctx.today,
                valid_to: in_years(ctx.today, YEARS),
                reason: texts::DEMONSTRATION.to_owned(),
            };
            give(ctx, tx, made.id, tied, &grant, "")?;
        }
        Ok::<_, Failure>(())
    })?;
    Ok(accounts)
}

/// The same day, years later.
pub fn in_years(day: Day, years: u32) -> Day {
    day.naive().checked_add_months(Months::new(12 * years)).map_or(day, Day::from)
}

//! What the journal was told a short while ago, so that what somebody repeats fills one line and not the journal.
//!
//! Kept in memory, one for each database that is open: a restart costs a line told twice, never one that is missing.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;
use shared::id::AccountId;
use shared::time::Instant;

/// Until when each thing is not told again, by account.
type Told = BTreeMap<AccountId, BTreeMap<String, Instant>>;

/// What each account has had told of it lately.
#[derive(Debug, Default)]
pub struct Lately(Mutex<Told>);

/// How much may be told of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// For how long a thing is not told again.
    pub once_in: TimeDelta,
    /// How many different things are told meanwhile.
    pub most: usize,
}

impl Lately {
    /// Tells something of an account, unless it was told a short while ago or too much was. What could not be told is
    /// told the next time.
    ///
    /// # Errors
    /// Those of the telling.
    pub fn tell<E>(
        &self,
        (account, what): (AccountId, &str),
        measure: Measure,
        now: Instant,
        tell: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        if !self.is_new(account, what, measure, now) {
            return Ok(());
        }
        let told = tell();
        if told.is_err() {
            self.with(|all| all.get_mut(&account).and_then(|own| own.remove(what)));
        }
        told
    }

    fn is_new(&self, account: AccountId, what: &str, measure: Measure, now: Instant) -> bool {
        self.with(|all| {
            // What is over is forgotten for everybody: the memory holds the last hour alone.
            all.retain(|_, own| {
                own.retain(|_, until| now < *until);
                !own.is_empty()
            });
            let own = all.entry(account).or_default();
            let is_new = !own.contains_key(what) && own.len() < measure.most;
            if is_new {
                own.insert(what.to_owned(), Instant::from(now.naive() + measure.once_in));
            }
            is_new
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Told) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const MEASURE: Measure = Measure { once_in: TimeDelta::minutes(10), most: 3 };

    fn told(lately: &Lately, account: AccountId, what: &str, minute: u32) -> bool {
        let now: Instant = format!("2026-10-06T08:{minute:02}:00Z").parse().unwrap();
        let mut told = false;
        let telling = || {
            told = true;
            Ok::<(), ()>(())
        };
        lately.tell((account, what), MEASURE, now, telling).unwrap();
        told
    }

    #[test]
    fn what_is_repeated_is_told_once_in_a_while() {
        let (lately, one, other) = (Lately::default(), Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        assert!(told(&lately, one, "posts", 0));
        assert!(!told(&lately, one, "posts", 9));
        assert!(told(&lately, other, "posts", 9), "what one does hides nothing of another");
        assert!(told(&lately, one, "posts", 10));
    }

    #[test]
    fn one_account_cannot_fill_the_journal() {
        let (lately, one) = (Lately::default(), Uuid::from_u128(1).into());
        let many = (0..50).filter(|number| told(&lately, one, &number.to_string(), 1)).count();
        assert_eq!(many, MEASURE.most);
        assert!(told(&lately, one, "later", 11));
    }

    #[test]
    fn what_could_not_be_told_is_told_the_next_time() {
        let (lately, one) = (Lately::default(), Uuid::from_u128(1).into());
        let now: Instant = "2026-10-06T08:00:00Z".parse().unwrap();
        assert!(lately.tell((one, "posts"), MEASURE, now, || Err(())).is_err());
        assert!(told(&lately, one, "posts", 0));
    }
}

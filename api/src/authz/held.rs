//! What an account holds at an instant, as every check of rights uses it.

use shared::habilitation::Habilitation;
use shared::id::{AccountId, PersonId};

/// An account with what it holds, read together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Account.
    pub account: AccountId,
    /// Name as people read it.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// What it holds, past and future ones too: whoever decides gives the day.
    pub habilitations: Vec<Habilitation>,
    /// Version of what it holds.
    pub version: i64,
    /// The person whose own file it may read.
    pub person: Option<PersonId>,
}

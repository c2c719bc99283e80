//! Who acts, with what rights.

use std::sync::Arc;

use shared::habilitation::{self, Habilitation, Place, Right, Rubric};
use shared::id::{AccountId, PersonId};
use shared::time::Day;

/// An account with what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Account.
    pub account: AccountId,
    /// Name as people read it.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// Everything ever granted and not revoked; days are compared when a right is asked. Nothing while the password is
    /// known to somebody else.
    pub habilitations: Vec<Habilitation>,
    /// Version of the rights.
    pub version: i64,
    /// The person whose own file the account may read.
    pub person: Option<PersonId>,
    /// Whether somebody else knows the password: nothing may be done before another one is chosen.
    pub password_given: bool,
}

/// Proof that the caller is the machine itself: the command line, a migration, a job of the system. Whoever holds the
/// database holds everything in it; nothing that answers a request makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct System(());

impl System {
    /// For the command line and for tests of the layers below rights.
    pub fn on_this_machine() -> System {
        System(())
    }
}

/// On whose authority something is done.
#[derive(Debug, Clone)]
pub enum Authority {
    /// The machine itself.
    System(System),
    /// Somebody who signed in.
    Account(Arc<Held>),
}

impl Authority {
    /// Whether the right is held at a place today.
    pub fn allows(&self, today: Day, rubric: Rubric, right: Right, place: &Place) -> bool {
        match self {
            Authority::System(_) => true,
            Authority::Account(held) => {
                habilitation::allows(&held.habilitations, today, rubric, right, place)
            }
        }
    }

    /// Whether the right is held somewhere today.
    pub fn allows_somewhere(&self, today: Day, rubric: Rubric, right: Right) -> bool {
        match self {
            Authority::System(_) => true,
            Authority::Account(held) => {
                habilitation::allows_somewhere(&held.habilitations, today, rubric, right)
            }
        }
    }

    /// The account, unless it is the machine.
    pub fn held(&self) -> Option<&Held> {
        match self {
            Authority::System(_) => None,
            Authority::Account(held) => Some(held),
        }
    }
}

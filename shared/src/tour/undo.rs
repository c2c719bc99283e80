//! The last step of a post in a tour, taken back by who took it (`domain.md` 8): while nobody built on it, in the time in
//! which it could still be taken, and only when what it did stayed between those who work on the tour.
//!
//! Refuses to know who took the step and what came after it: whoever asks has looked.

use super::entry::TourEntry;
use super::guard::Blocked;
use super::step::Setting;
use crate::workflow::entry::{Entry, EntryAction};
use crate::workflow::{Actor, Stays, take_back};

/// Why the last step of a post is not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotUndone {
    /// The table says why.
    Stays(Stays),
    /// It could not be taken now.
    Blocked(Blocked),
}

impl TourEntry {
    /// The post as it was before a step that made it what it is.
    ///
    /// # Errors
    /// What the step did has left, it is not the actor's to take any more, or its time is over.
    pub fn taken_back(
        &self,
        before: &TourEntry,
        action: EntryAction,
        actor: Actor<'_>,
        setting: &Setting<'_>,
    ) -> Result<TourEntry, NotUndone> {
        take_back::<Entry>(Some(before.state), action, self.state, actor).map_err(NotUndone::Stays)?;
        match before.untimely(action, setting) {
            Some(blocked) => Err(NotUndone::Blocked(blocked)),
            None => Ok(before.clone()),
        }
    }
}

//! The list of a hospital in a tour (`domain.md` 8.3): its state is derived from its posts, never stored.
//!
//! A post of which nothing is wanted (`none`) waits for nobody and does not hold the list back. A list with nothing to
//! publish nor to freeze is signed off too, so that silence is never an answer.

use crate::names::names;
use crate::workflow::entry::{Decision, EntryState};

names! {
    /// Where the list of a hospital stands: with whoever has the most to do.
    ListState {
        /// The manager still decides something.
        Preparing = "preparing",
        /// The approver still reads something.
        PendingSignOff = "pending_sign_off",
        /// The hospital owes an answer.
        InfoRequested = "info_requested",
        /// The agency still reads something.
        AtArs = "at_ars",
        /// Everything is settled.
        Settled = "settled",
    }
}

/// The state of a list. `signed_off_empty` counts only while nothing is wanted of any post.
pub fn state(entries: impl IntoIterator<Item = (Decision, EntryState)>, signed_off_empty: bool) -> ListState {
    let mut states = entries.into_iter().filter(|(decision, _)| *decision != Decision::None).peekable();
    if states.peek().is_none() {
        return if signed_off_empty { ListState::Settled } else { ListState::Preparing };
    }
    let of_one = |state| match state {
        EntryState::Preparing => ListState::Preparing,
        EntryState::PendingSignOff => ListState::PendingSignOff,
        EntryState::InfoRequested => ListState::InfoRequested,
        EntryState::AtArs => ListState::AtArs,
        _ => ListState::Settled,
    };
    // In the order of the work: the least advanced says where the list stands.
    states.map(|(_, state)| of_one(state)).min().unwrap_or(ListState::Settled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_advanced_post_says_where_the_list_stands() {
        use EntryState as S;
        let of = |states: &[S]| state(states.iter().map(|state| (Decision::Publish, *state)), false);
        assert_eq!(of(&[S::Validated, S::Preparing, S::AtArs]), ListState::Preparing);
        assert_eq!(of(&[S::PendingSignOff, S::AtArs]), ListState::PendingSignOff);
        assert_eq!(of(&[S::AtArs, S::InfoRequested]), ListState::InfoRequested);
        assert_eq!(of(&[S::AtArs, S::Recorded]), ListState::AtArs);
        assert_eq!(of(&[S::Validated, S::Recorded, S::Refused, S::NotProposed]), ListState::Settled);
    }

    #[test]
    fn silence_is_no_answer() {
        let nothing = [(Decision::None, EntryState::Preparing)];
        assert_eq!(state(nothing, false), ListState::Preparing);
        assert_eq!(state(nothing, true), ListState::Settled);
        assert_eq!(state([], false), ListState::Preparing);
        // Once something is wanted, the signature of an empty list counts no more.
        let something = [(Decision::Publish, EntryState::Preparing)];
        assert_eq!(state(something, true), ListState::Preparing);
    }
}

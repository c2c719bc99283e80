//! How the values of requests and tours are stored: words by their names, the calendar as JSON. The small types are in [`super::rows`].

use chrono::NaiveDateTime;
use shared::id::{AccountId, TourId};
use shared::request::RequestKind;
use shared::time::Instant;
use shared::tour::calendar::Calendar;
use shared::tour::entry::Nature;
use shared::tour::proposal::ProposalReason;
use shared::workflow::entry::{Decision, EntryState};
use shared::workflow::request::RequestState;
use shared::workflow::reservation::ReservationState;
use shared::workflow::tour::TourState;

use super::rows::{Stored, stored_ids};

stored_ids!(AccountId, TourId);

macro_rules! stored_words {
    ($($type:ident),+ $(,)?) => {$(
        impl Stored for $type {
            type Column = String;

            fn store(&self) -> String {
                self.name().to_owned()
            }

            fn restore(column: String) -> Result<Self, String> {
                $type::from_name(&column)
                    .ok_or_else(|| concat!("not a word of ", stringify!($type)).to_owned())
            }
        }
    )+};
}

stored_words!(
    RequestKind,
    RequestState,
    ReservationState,
    TourState,
    EntryState,
    Decision,
    Nature,
    ProposalReason
);

impl Stored for i32 {
    type Column = i32;

    fn store(&self) -> i32 {
        *self
    }

    fn restore(column: i32) -> Result<Self, String> {
        Ok(column)
    }
}

impl Stored for Instant {
    type Column = NaiveDateTime;

    fn store(&self) -> NaiveDateTime {
        self.naive()
    }

    fn restore(column: NaiveDateTime) -> Result<Self, String> {
        Ok(column.into())
    }
}

impl Stored for Calendar {
    type Column = String;

    fn store(&self) -> String {
        // Days, instants and texts: nothing that JSON cannot say.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn restore(column: String) -> Result<Self, String> {
        serde_json::from_str(&column).map_err(|_| "a calendar was expected".to_owned())
    }
}

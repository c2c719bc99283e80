//! The rules of a tour de recrutement: its calendar, what is proposed of each post when it opens, why a post may be frozen or
//! forced, what a post lacks before it can be proposed, where the list of a hospital stands (`domain.md` 8.2 to 8.4, 9).
//!
//! Who may act from which state is in [`crate::workflow`]. Refuses to know who asks and to read the clock.

/// Deadlines, national and of each region.
pub mod calendar;
/// What is due when its time comes.
pub mod clock;
/// A post in a tour, as recorded.
pub mod entry;
/// What a post lacks before it goes further.
pub mod guard;
/// The list of a hospital.
pub mod list;
/// Motives of a freeze, a force, a question, a refusal.
pub mod motive;
/// The posts of a hospital when the tour opens.
pub mod opening;
/// What is proposed of a post when the tour opens.
pub mod proposal;
/// What facts tell of a post to publish.
pub mod readiness;
/// A tour, as recorded.
pub mod round;
/// What is recorded of the list of a hospital.
pub mod signed_list;
/// What a step makes of a post.
pub mod step;
/// What a step makes of a tour.
pub mod tour_step;
/// The last step of a post, taken back.
pub mod undo;

//! The catalogue: every sentence that people read, in French, one file per subject.
//!
//! A sentence says what happened, to what, and what to do next. No blame, no jargon, no internal name.

use chrono::Timelike;

use crate::time::{Day, Instant};

/// Signing in, accounts and rights.
pub mod access;
/// Attachments of posts.
pub mod attachments;
/// Operations and the command line.
pub mod commands;
/// Comments.
pub mod comments;
/// Files that people take away.
pub mod exports;
/// Imports and long work.
pub mod imports;
/// The journal.
pub mod journal;
/// Structures and posts.
pub mod loads;
/// Notices and mails.
pub mod notices;
/// Profiles of posts.
pub mod post_profiles;
/// Split posts.
pub mod post_split;
/// Titles of problems.
pub mod problems;
/// The national reference.
pub mod reference;
/// Requests that cannot be met.
pub mod requests;
/// Reservations of posts.
pub mod reservations;
/// What may not be stated.
pub mod rules;
/// The browser application, one file per page.
pub mod screens;
/// Deliveries to SIGMED.
pub mod sigmed;
/// The SIRH import.
pub mod sirh;
/// The staffing table.
pub mod staffing_table;
/// The line of time of a practitioner.
pub mod timeline;
/// Tours.
pub mod tours;
/// Requests and tours.
pub mod workflow;

/// An instant, to the second: `01/04/2026 à 08:30:00 (UTC)`.
pub fn instant(at: Instant) -> String {
    let naive = at.naive();
    let (day, time) = (Day::from(naive.date()), naive.time());
    format!("{} à {:02}:{:02}:{:02} (UTC)", day.in_french(), time.hour(), time.minute(), time.second())
}

/// A count with the right form of a noun: in French, zero and one are singular.
fn counted(count: usize, one: &str, several: &str) -> String {
    if count <= 1 { format!("{count} {one}") } else { format!("{count} {several}") }
}

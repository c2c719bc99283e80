//! Who holds a post in law on a day, and since when or from when it is vacant (`domain.md` 4.3, P1 to P4).
//!
//! Being held in law and having someone on it are two different things: a practitioner on availability keeps the post
//! for six months without working, and a contractual practitioner works on a post that stays vacant. The functions here
//! are pure; which facts they are given is the business of `holders`.

use std::collections::HashMap;

use serde::Serialize;

use crate::career::Position;
use crate::nomenclature::Nomenclatures;
use crate::time::{Day, Period, Segment};

/// State of a post on a day, never typed by people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PostState {
    /// Not open yet.
    Future,
    /// Not open any more.
    Closed,
    /// Held in law for its whole time.
    Occupied,
    /// Held in law for part of its time.
    PartlyVacant,
    /// Neither held nor used.
    Vacant,
    /// Vacant in law, used for a time by another status.
    VacantUsed,
    /// Vacant, and kept for somebody to come.
    VacantReserved,
    /// Held, and the end is known.
    LikelyVacant,
}

impl PostState {
    /// Wire name.
    pub const fn name(self) -> &'static str {
        match self {
            PostState::Future => "future",
            PostState::Closed => "closed",
            PostState::Occupied => "occupied",
            PostState::PartlyVacant => "partly_vacant",
            PostState::Vacant => "vacant",
            PostState::VacantUsed => "vacant_used",
            PostState::VacantReserved => "vacant_reserved",
            PostState::LikelyVacant => "likely_vacant",
        }
    }

    /// Whether the post is open on the day.
    pub const fn is_open(self) -> bool {
        !matches!(self, PostState::Future | PostState::Closed)
    }
}

/// How a person on a post stands to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holding {
    /// Tenured holder (P1).
    Tenured,
    /// Rightful holder of a kind of post that nobody holds as tenured (assistants, local posts).
    Regular,
    /// Another status, for a time; also a status that the list does not allow on this kind.
    Temporary,
}

/// How each status stands to each kind of post, from `status_post_kinds.csv`, ready to be asked for every line.
#[derive(Debug)]
pub struct Holdings<'a>(HashMap<(&'a str, &'a str), Holding>);

impl<'a> Holdings<'a> {
    /// Reads the list once.
    pub fn new(nomenclatures: &'a Nomenclatures) -> Self {
        let pairs = nomenclatures.list("status_post_kinds").filter_map(|entry| {
            let holding = match entry.value.attribute("holding")?.as_str() {
                "tenured" => Holding::Tenured,
                "regular" => Holding::Regular,
                _ => Holding::Temporary,
            };
            Some((entry.value.code.split_once('/')?, holding))
        });
        Self(pairs.collect())
    }

    /// How a status stands to a kind of post.
    pub fn of(&self, status: &str, post_kind: &str) -> Holding {
        self.0.get(&(status, post_kind)).copied().unwrap_or(Holding::Temporary)
    }
}

/// What a position does to the post of its holder (`positions.csv`, `post_effect`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostEffect {
    /// The holder keeps the post.
    Kept,
    /// The post is vacant at once.
    Vacant,
    /// The post is vacant once the absence has lasted that many months (P3).
    VacantAfter(u32),
    /// The position goes without a post.
    NoPost,
}

impl PostEffect {
    /// The effect of a position. A position that the list does not know keeps the post: a vacancy is never guessed.
    pub fn of(nomenclatures: &Nomenclatures, position: &str) -> PostEffect {
        let Some(entry) = nomenclatures.entry("positions", position) else { return PostEffect::Kept };
        match entry.attribute("post_effect").map(|effect| effect.as_str()) {
            Some("vacant") => PostEffect::Vacant,
            Some("none") => PostEffect::NoPost,
            Some("vacant_after_threshold") => {
                entry.number("vacancy_threshold_months").map_or(PostEffect::Kept, PostEffect::VacantAfter)
            }
            _ => PostEffect::Kept,
        }
    }
}

/// A run of absences that follow each other without return: their lengths add up (P3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absence {
    /// First day.
    pub since: Day,
    /// Day of return, excluded end; `Day::OPEN` when not known.
    pub until: Day,
}

impl Absence {
    /// The run of absences around the position at `index`, in the sorted positions of one person. `adds_up` says which
    /// positions join it. The length as granted counts, when it is longer than what is recorded so far.
    pub fn around(
        positions: &[&Segment<Position>],
        index: usize,
        adds_up: impl Fn(&str) -> bool,
    ) -> Option<Absence> {
        let position = positions.get(index)?;
        let (mut since, mut until) = (granted_start(position), granted_end(position));
        for earlier in positions.get(..index)?.iter().rev() {
            if earlier.period.to() < since || !adds_up(&earlier.value.code) {
                break;
            }
            since = since.min(granted_start(earlier));
        }
        for later in positions.get(index + 1..)? {
            if later.period.from() > until || !adds_up(&later.value.code) {
                break;
            }
            until = until.max(granted_end(later));
        }
        Some(Absence { since, until })
    }

    /// The day on which the absence empties the post: it is vacant from the day the threshold is reached, if the holder
    /// is still away on that day. `None` when the holder comes back before or on it.
    pub fn vacancy_day(self, threshold_months: u32) -> Option<Day> {
        let reached = self.since.add_months(threshold_months);
        (self.until > reached).then_some(reached)
    }
}

/// First day of a position: the day it was granted from, when that is before what is recorded.
fn granted_start(position: &Segment<Position>) -> Day {
    position.value.granted_from.map_or(position.period.from(), |day| day.min(position.period.from()))
}

/// Excluded end of a position: what was granted, when that is later than what is recorded.
fn granted_end(position: &Segment<Position>) -> Day {
    let granted = position.value.granted_until.map_or(position.period.to(), Day::next);
    granted.max(position.period.to())
}

/// How the time of a post is shared on a day. The four parts add up to the quotity of the post (T1): time beyond it,
/// as when someone replaces an absent holder, is counted in none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shares {
    /// Held as tenured.
    pub tenured: i64,
    /// Used by other statuses, rightful holders of other kinds of posts included.
    pub used: i64,
    /// The part of `used` held by rightful holders, as assistants on their posts.
    pub regular: i64,
    /// Kept for somebody to come, and not used meanwhile.
    pub reserved: i64,
    /// Neither held, used nor reserved.
    pub free: i64,
}

impl Shares {
    /// Shares the time of a post between its tenured holders, its rightful holders, the others, and those for whom time is
    /// reserved, in this order.
    /// Lines of tenured holders who do not keep the post are not to be given: their time is free.
    pub fn new(quotity: i64, tenured: i64, regular: i64, temporary: i64, reserved: i64) -> Shares {
        let tenured = tenured.min(quotity);
        let regular = regular.min(quotity - tenured);
        let used = (regular + temporary).min(quotity - tenured);
        let reserved = reserved.min(quotity - tenured - used);
        Shares { tenured, used, regular, reserved, free: quotity - tenured - used - reserved }
    }

    /// Time held in law: P2 counts the rest as vacant.
    pub fn held(self) -> i64 {
        self.tenured + self.regular
    }

    /// State of an open post; `end_known` when its holder is known to leave.
    pub fn state(self, quotity: i64, end_known: bool) -> PostState {
        match self.held() {
            0 if self.used > 0 => PostState::VacantUsed,
            0 if self.reserved > 0 => PostState::VacantReserved,
            0 => PostState::Vacant,
            held if held < quotity => PostState::PartlyVacant,
            _ if end_known => PostState::LikelyVacant,
            _ => PostState::Occupied,
        }
    }
}

/// State of a post that is not open on the day: `span` goes from its creation to its closing.
pub fn state_when_not_open(span: Option<Period>, day: Day) -> PostState {
    match span {
        Some(span) if day < span.from() => PostState::Future,
        _ => PostState::Closed,
    }
}

/// Reason of a vacancy that an absence causes, a code of `vacancy_reasons.csv`. No list ties positions to reasons: the
/// families of codes are ours.
pub fn reason_of_absence(position: &str) -> Option<&'static str> {
    match position {
        "RECH_AFF" => Some("RECH_AFF"),
        "CMO" | "CLM" | "CLD" | "CITIS" => Some(HEALTH_LEAVE),
        _ if position.starts_with("DET_") => Some("DETACH"),
        _ if position.starts_with("DISPO_") => Some("DISPO"),
        _ => None,
    }
}

/// The one reason that tells why a person is away: hidden with sensitive positions (R4).
pub const HEALTH_LEAVE: &str = "CONGE_1AN";

/// Reason of a vacancy that an exit causes, a code of `vacancy_reasons.csv`, from the reason of the exit.
pub fn reason_of_exit(exit_reason: &str) -> Option<&'static str> {
    match exit_reason {
        "RETRAITE" => Some("RETRAITE"),
        "MUTATION" => Some("MUTATION_EXT"),
        "DEMISSION" => Some("DEMISSION"),
        "DECES" => Some("DECES"),
        _ => None,
    }
}

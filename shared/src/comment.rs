//! Comments: what the hospital and its agency say to each other about a list, a post in a tour, a request or a post
//! (`domain.md` 2, R6).
//!
//! A comment is no fact: it is said, read, and taken back by who said it. Refuses to know how it is kept, and to tell people
//! of it.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::habilitation::{Habilitation, Place, Profile, Right, Rubric};
use crate::id::{AccountId, PostId, RequestId, TourId};
use crate::names::names;
use crate::time::Day;

/// Longest text, in characters (`domain.md` 4.13).
pub const LONGEST: usize = 2_000;
/// Accounts named in one comment at most: a thread is no mailing list (ours).
pub const MOST_MENTIONS: usize = 20;

/// Who may write (`domain.md` R6); the national centre reads.
pub const WRITERS: [Profile; 4] =
    [Profile::HospitalManager, Profile::HospitalApprover, Profile::ArsManager, Profile::ArsApprover];

names! {
    /// What may be done with a comment or in a thread.
    CommentAction {
        /// Says something.
        Write = "write",
        /// Takes back what one said.
        Delete = "delete",
    }
}

/// What a thread is about. Written `post:{id}`, `request:{id}`, `list:{tour}:{finess}`, `entry:{tour}:{post}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A post.
    Post(PostId),
    /// A request on a post.
    Request(RequestId),
    /// The list of a hospital in a tour, by its FINESS number.
    List(TourId, SmolStr),
    /// A post in a tour.
    Entry(TourId, PostId),
}

impl Target {
    /// The rubric whose reading shows the thing itself; that of the comments is [`RUBRIC`], and both are needed.
    pub const fn rubric(&self) -> Rubric {
        match self {
            Target::Post(_) => Rubric::Posts,
            Target::Request(_) => Rubric::Requests,
            Target::List(..) | Target::Entry(..) => Rubric::Tours,
        }
    }
}

/// The rubric of comments (`domain.md` 2: "lists, decisions, comments"): what a group of hospitals shares, and the file of a
/// practitioner, never hold any (G4).
pub const RUBRIC: Rubric = Rubric::Tours;

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Post(id) => write!(f, "post:{id}"),
            Target::Request(id) => write!(f, "request:{id}"),
            Target::List(tour, finess) => write!(f, "list:{tour}:{finess}"),
            Target::Entry(tour, post) => write!(f, "entry:{tour}:{post}"),
        }
    }
}

/// A text that names nothing that has a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the subject of a thread")]
pub struct NoTarget;

impl FromStr for Target {
    type Err = NoTarget;

    fn from_str(text: &str) -> Result<Self, NoTarget> {
        let (kind, rest) = text.split_once(':').ok_or(NoTarget)?;
        let pair = || rest.split_once(':').ok_or(NoTarget);
        match kind {
            "post" => rest.parse().map(Target::Post).map_err(|_| NoTarget),
            "request" => rest.parse().map(Target::Request).map_err(|_| NoTarget),
            "list" => {
                let (tour, finess) = pair()?;
                let known = finess.len() == 9 && finess.bytes().all(|byte| byte.is_ascii_alphanumeric());
                let tour = tour.parse().map_err(|_| NoTarget)?;
                if known { Ok(Target::List(tour, finess.into())) } else { Err(NoTarget) }
            }
            "entry" => {
                let (tour, post) = pair()?;
                let tour = tour.parse().map_err(|_| NoTarget)?;
                Ok(Target::Entry(tour, post.parse().map_err(|_| NoTarget)?))
            }
            _ => Err(NoTarget),
        }
    }
}

impl Serialize for Target {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Why a text is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadText {
    /// It says nothing.
    Empty,
    /// It is longer than [`LONGEST`].
    TooLong,
}

/// A text as it is said: without the blanks around it.
///
/// # Errors
/// When it says nothing or too much.
pub fn said(text: &str) -> Result<&str, BadText> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(BadText::Empty),
        count if count > LONGEST => Err(BadText::TooLong),
        _ => Ok(text),
    }
}

/// Whether somebody who holds this reads the thread of a thing at a place: the thing, and comments there.
pub fn may_read(held: &[Habilitation], today: Day, target: &Target, place: &Place) -> bool {
    [RUBRIC, target.rubric()].into_iter().all(|rubric| {
        held.iter().any(|one| {
            one.period.contains(today) && one.perimeter.contains(place) && one.rights(rubric).has(Right::Read)
        })
    })
}

/// From which seat somebody who holds this writes at a place, and by what right; `None`: not at all. One habilitation gives
/// the right and is of a profile that may (`domain.md` R9).
pub fn seat(held: &[Habilitation], today: Day, place: &Place) -> Option<(Profile, Right)> {
    held.iter().filter(|one| one.period.contains(today) && one.perimeter.contains(place)).find_map(|one| {
        let rights = one.rights(RUBRIC);
        let right = [Right::Modify, Right::Validate].into_iter().find(|right| rights.has(*right));
        right.filter(|_| WRITERS.contains(&one.profile)).map(|right| (one.profile, right))
    })
}

/// Who is concerned by what was just said: those whom it names, and those who spoke in the thread before. Never who said it.
pub fn concerned(
    author: AccountId,
    mentioned: &BTreeSet<AccountId>,
    before: &BTreeSet<AccountId>,
) -> BTreeSet<AccountId> {
    mentioned.union(before).copied().filter(|one| *one != author).collect()
}

/// Whether a comment is still to be read by somebody: said by another, not taken back, after the last one that they read.
pub fn is_unread(
    reader: AccountId,
    author: AccountId,
    deleted: bool,
    number: i64,
    read: Option<i64>,
) -> bool {
    reader != author && !deleted && read.is_none_or(|read| read < number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::habilitation::Perimeter;
    use crate::time::Period;

    fn place() -> Place {
        let (establishment, region) = (Some("690780044".into()), Some("84".into()));
        Place { establishment, region, ght: Some("ARA-01".into()), ..Place::default() }
    }

    fn holds(profile: Profile, perimeter: Perimeter) -> Habilitation {
        Habilitation::of_profile(profile, perimeter, Period::since(Day::FIRST))
    }

    /// The widest perimeter of a profile.
    fn anywhere(profile: Profile) -> Habilitation {
        let candidates = [
            Perimeter::National,
            Perimeter::Region("84".into()),
            Perimeter::Ght("ARA-01".into()),
            Perimeter::Establishment("690780044".into()),
            Perimeter::Own,
        ];
        holds(profile, candidates.into_iter().find(|one| profile.fits(one)).unwrap())
    }

    fn today() -> Day {
        Day::new(2026, 11, 23).unwrap()
    }

    fn account(number: u8) -> AccountId {
        Uuid::from_u128(number.into()).into()
    }

    #[test]
    fn r6_the_hospital_and_its_agency_write_and_the_centre_reads() {
        let post = Target::Post(Uuid::nil().into());
        let request = Target::Request(Uuid::nil().into());
        for profile in Profile::ALL {
            let held = [anywhere(*profile)];
            let writes = seat(&held, today(), &place()).is_some();
            assert_eq!(writes, WRITERS.contains(profile), "{profile}");
            let reads = [&post, &request].map(|target| may_read(&held, today(), target, &place()));
            use Profile as P;
            let expected =
                !matches!(profile, P::GhtReferent | P::MinistryReader | P::Practitioner | P::SirhClient);
            assert_eq!(reads, [expected; 2], "{profile}: what a group shares never holds comments (G4)");
            assert!(!writes || expected, "{profile}: who writes reads");
        }
    }

    #[test]
    fn a_seat_elsewhere_or_over_writes_nothing_and_two_habilitations_do_not_add_up() {
        let elsewhere = holds(Profile::HospitalManager, Perimeter::Establishment("690781810".into()));
        assert_eq!(seat(&[elsewhere], today(), &place()), None);
        let until = Period::new(Day::FIRST, today()).unwrap();
        let home = Perimeter::Establishment("690780044".into());
        let over = Habilitation::of_profile(Profile::HospitalManager, home.clone(), until);
        assert_eq!(seat(&[over], today(), &place()), None);
        let mut reader = holds(Profile::HospitalManager, home.clone());
        reader.grants = vec![(RUBRIC, "r".parse().unwrap())];
        let centre = holds(Profile::CngManager, Perimeter::National);
        assert_eq!(seat(&[reader, centre], today(), &place()), None);
        let seats = [
            (Profile::HospitalManager, home.clone(), Right::Modify),
            (Profile::HospitalApprover, home, Right::Validate),
            (Profile::ArsManager, Perimeter::Region("84".into()), Right::Modify),
            (Profile::ArsApprover, Perimeter::Region("84".into()), Right::Validate),
        ];
        for (profile, perimeter, right) in seats {
            assert_eq!(seat(&[holds(profile, perimeter)], today(), &place()), Some((profile, right)));
        }
    }

    #[test]
    fn subjects_are_read_strictly() {
        let id = "01936f4e-7c3a-7b5e-8a1d-000000000001";
        for text in ["post", "post:", "post:1", "other:1", "list:1:690780044", "entry:1", ""] {
            assert_eq!(text.parse::<Target>(), Err(NoTarget), "{text}");
        }
        assert_eq!(format!("list:{id}:69078").parse::<Target>(), Err(NoTarget));
        for text in [
            format!("post:{id}"),
            format!("request:{id}"),
            format!("list:{id}:2A0000014"),
            format!("entry:{id}:{id}"),
        ] {
            assert_eq!(text.parse::<Target>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_text_says_something_and_not_too_much() {
        assert_eq!(said("  Bonjour \n"), Ok("Bonjour"));
        assert_eq!(said(" \n "), Err(BadText::Empty));
        // Characters, not bytes.
        let longest = "é".repeat(LONGEST);
        assert_eq!(said(&longest), Ok(longest.as_str()));
        assert_eq!(said(&"é".repeat(LONGEST + 1)), Err(BadText::TooLong));
    }

    proptest! {
        #[test]
        fn every_subject_is_read_as_it_is_written(one in any::<u128>(), other in any::<u128>()) {
            let (one, other) = (Uuid::from_u128(one), Uuid::from_u128(other));
            for target in [
                Target::Post(one.into()),
                Target::Request(one.into()),
                Target::List(one.into(), "690780044".into()),
                Target::Entry(one.into(), other.into()),
            ] {
                prop_assert_eq!(target.to_string().parse::<Target>(), Ok(target));
            }
        }

        /// Nobody is told of what they said themselves; whoever is named or spoke before is, once.
        #[test]
        fn who_is_concerned_is_named_or_spoke_before(
            author in 0_u8..5,
            mentioned in proptest::collection::btree_set(0_u8..5, 0..5),
            before in proptest::collection::btree_set(0_u8..5, 0..5),
        ) {
            let ids = |set: &BTreeSet<u8>| set.iter().map(|one| account(*one)).collect::<BTreeSet<_>>();
            let concerned = concerned(account(author), &ids(&mentioned), &ids(&before));
            for one in 0..5 {
                let expected = one != author && (mentioned.contains(&one) || before.contains(&one));
                prop_assert_eq!(concerned.contains(&account(one)), expected);
            }
        }

        /// Reading up to a comment reads all those before it, and none of those after.
        #[test]
        fn what_was_read_stays_read(read in proptest::option::of(1_i64..50), number in 1_i64..50) {
            let (reader, author) = (account(1), account(2));
            let unread = is_unread(reader, author, false, number, read);
            prop_assert_eq!(unread, read.unwrap_or(0) < number);
            prop_assert!(!is_unread(author, author, false, number, read), "one's own words");
            prop_assert!(!is_unread(reader, author, true, number, read), "what was taken back");
        }
    }
}

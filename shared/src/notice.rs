//! Notices: what people are told of what others did (`domain.md` R7), whom each step concerns, by what way they want to be
//! told.
//!
//! A notice says that something happened and where to look; never a name, never what somebody wrote. Refuses to know
//! accounts, and how a notice travels.

use std::fmt;
use std::str::FromStr;

use chrono::{TimeDelta, Timelike as _};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

use crate::comment::{NoTarget, Target};
use crate::habilitation::{Profile, Rubric};
use crate::id::TourId;
use crate::names::names;
use crate::time::paris::{in_paris, start_in_paris};
use crate::time::{Day, Instant};
use crate::workflow::entry::EntryAction;
use crate::workflow::request::{RequestAction, RequestState};
use crate::workflow::tour::{TourAction, TourState};

names! {
    /// What a notice is about; people choose for each how they are told.
    NoticeKind {
        /// A request on a post took a step.
        RequestStep = "request_step",
        /// The list of a hospital in a tour took a step as a whole.
        ListStep = "list_step",
        /// Posts of a list took a step.
        EntryStep = "entry_step",
        /// A tour took a step.
        TourStep = "tour_step",
        /// A comment names the reader.
        Mention = "mention",
        /// Something was said in a thread in which the reader spoke.
        Thread = "thread",
    }
}

names! {
    /// By what way somebody is told.
    Channel {
        /// On the screen alone.
        Screen = "screen",
        /// Also in one mail a day.
        Digest = "digest",
        /// Also by a mail at once.
        Immediate = "immediate",
    }
}

names! {
    /// What a mail carries.
    MailKind {
        /// One notice.
        Immediate = "immediate",
        /// Those of a day.
        Digest = "digest",
    }
}

names! {
    /// Where a mail stands.
    MailState {
        /// It leaves when its time has come.
        Waiting = "waiting",
        /// The mail server has it.
        Sent = "sent",
        /// It was refused for good, or tried too often.
        Shelved = "shelved",
        /// Everything in it was read before it left, or nobody is there to read it.
        Withdrawn = "withdrawn",
    }
}

names! {
    /// What happens to a list as a whole.
    ListStep {
        /// Proposed, with nothing to publish.
        Propose = "propose",
        /// Given back by the approver.
        Return = "return",
        /// Signed off, with nothing to publish.
        SignOff = "sign_off",
        /// Given back by the agency.
        Reopen = "reopen",
    }
}

/// How many seconds the steps of posts of one list wait to be mailed together: whoever works through a list sends one mail.
pub const SETTLED_AFTER: i64 = 120;
/// For how many seconds the steps of one person in one list are gathered in one notice, as long as nobody has read it.
pub const GATHERED_FOR: i64 = 3_600;
/// Days for which a notice is kept: a year, the length of two tours.
pub const KEPT_FOR: i64 = 365;

impl NoticeKind {
    /// By what way somebody is told who chose nothing (ours): what waits for an answer is mailed, what only happened is in the
    /// mail of the day, the work of colleagues on the screen.
    pub const fn usual(self) -> Channel {
        match self {
            NoticeKind::Mention => Channel::Immediate,
            NoticeKind::RequestStep | NoticeKind::ListStep | NoticeKind::TourStep => Channel::Digest,
            NoticeKind::EntryStep | NoticeKind::Thread => Channel::Screen,
        }
    }

    /// How long its mail waits for more of the same, in seconds.
    pub const fn settles(self) -> i64 {
        if matches!(self, NoticeKind::EntryStep) { SETTLED_AFTER } else { 0 }
    }
}

/// The last time at which the mail of a day was due: that hour where the hospitals are, also on the days on which clocks
/// change.
pub fn digest_before(now: Instant, hour: u32) -> Instant {
    let today = Day::from(in_paris(now).date());
    let at = |day: Day| {
        let start = start_in_paris(day).naive();
        // One hour less or more on two days of the year; an hour that a day skips is the one after it.
        let hours = (0..=25_u32).map(|after| Instant::from(start + TimeDelta::hours(i64::from(after))));
        let mut hours =
            hours.filter(|at| in_paris(*at).hour() >= hour && Day::from(in_paris(*at).date()) == day);
        hours.next().unwrap_or_else(|| start_in_paris(day.next()))
    };
    let due = at(today);
    if due <= now { due } else { at(today.previous()) }
}

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A step of a request, from the state in which it was.
    Request(Option<RequestState>, RequestAction),
    /// Such a step, taken back by who took it.
    RequestUndone(Option<RequestState>, RequestAction),
    /// A step of a whole list.
    List(ListStep),
    /// A step of posts of a list.
    Entry(EntryAction),
    /// Such a step, taken back by who took it.
    EntryUndone(EntryAction),
    /// A step of a tour, from the state in which it was.
    Tour(Option<TourState>, TourAction),
    /// A comment that names the reader.
    Mention,
    /// A comment in a thread in which the reader spoke.
    Thread,
}

/// Before the word of a step that was taken back.
pub const UNDONE: &str = "undo_";

/// The hospital.
const HOSPITAL: [Profile; 2] = [Profile::HospitalManager, Profile::HospitalApprover];
/// Its agency.
const AGENCY: [Profile; 2] = [Profile::ArsManager, Profile::ArsApprover];
/// The national centre.
const CENTRE: [Profile; 2] = [Profile::CngManager, Profile::CngAdmin];

impl Event {
    /// What kind of notice tells it.
    pub const fn kind(self) -> NoticeKind {
        match self {
            Event::Request(..) | Event::RequestUndone(..) => NoticeKind::RequestStep,
            Event::List(_) => NoticeKind::ListStep,
            Event::Entry(_) | Event::EntryUndone(_) => NoticeKind::EntryStep,
            Event::Tour(..) => NoticeKind::TourStep,
            Event::Mention => NoticeKind::Mention,
            Event::Thread => NoticeKind::Thread,
        }
    }

    /// The word of what was done; of what was taken back, with [`UNDONE`] before it.
    pub fn action(self) -> SmolStr {
        match self {
            Event::Request(_, action) => action.name().into(),
            Event::List(step) => step.name().into(),
            Event::Entry(action) => action.name().into(),
            Event::Tour(_, action) => action.name().into(),
            Event::Mention | Event::Thread => "write".into(),
            Event::RequestUndone(_, action) => format_smolstr!("{UNDONE}{action}"),
            Event::EntryUndone(action) => format_smolstr!("{UNDONE}{action}"),
        }
    }

    /// What one must read to be told of it.
    pub const fn rubric(self) -> Rubric {
        match self {
            Event::Request(..) | Event::RequestUndone(..) => Rubric::Requests,
            _ => Rubric::Tours,
        }
    }

    /// The seats that it concerns, where the thing is: who acts next, and the parties to whom it has come so far. Empty for
    /// what is told by another event, and for comments, which concern people and not seats.
    pub fn seats(self) -> Vec<Profile> {
        match self {
            // Who was told of a step is told that it was taken back.
            Event::Request(from, action) | Event::RequestUndone(from, action) => of_request(from, action),
            Event::List(ListStep::Propose | ListStep::Return) => HOSPITAL.to_vec(),
            Event::List(ListStep::SignOff | ListStep::Reopen) => [HOSPITAL, AGENCY].concat(),
            Event::Entry(action) | Event::EntryUndone(action) => of_entry(action),
            Event::Tour(from, action) => of_tour(from, action),
            Event::Mention | Event::Thread => Vec::new(),
        }
    }
}

fn of_request(from: Option<RequestState>, action: RequestAction) -> Vec<Profile> {
    use RequestAction as A;
    use RequestState as S;
    match action {
        A::Open => vec![Profile::HospitalManager],
        A::Submit | A::Return => HOSPITAL.to_vec(),
        // Given up where only the hospital knew it.
        A::Withdraw if matches!(from, None | Some(S::Draft | S::PendingSignOff)) => HOSPITAL.to_vec(),
        A::SignOff | A::Ask | A::Answer | A::Refuse | A::Withdraw => [HOSPITAL, AGENCY].concat(),
        // What leaves for SIGMED, and comes back, is in the hands of the centre too.
        A::Accept | A::Acknowledge | A::Reject | A::Correct | A::Resend => {
            let mut all = [HOSPITAL, AGENCY].concat();
            all.push(Profile::CngManager);
            all
        }
        // Told by the agreement from which they follow.
        A::Apply | A::Send => Vec::new(),
    }
}

fn of_entry(action: EntryAction) -> Vec<Profile> {
    use EntryAction as A;
    match action {
        A::Freeze | A::Unfreeze | A::Force | A::Unforce => vec![Profile::HospitalManager],
        A::Propose | A::Return => HOSPITAL.to_vec(),
        A::SignOff
        | A::Lapse
        | A::Ask
        | A::Answer
        | A::Validate
        | A::RecordFreeze
        | A::Refuse
        | A::Acknowledge
        | A::Correct
        | A::WithdrawPost
        | A::Appoint
        | A::LeaveVacant
        | A::Install
        | A::Drop => [HOSPITAL, AGENCY].concat(),
        // Of all others the centre is told by the tour as a whole: it would hear each of eight hundred hospitals.
        A::Reject => {
            let mut all = [HOSPITAL, AGENCY].concat();
            all.push(Profile::CngManager);
            all
        }
        // Told by the step of the list or of the tour from which they follow.
        A::Reopen | A::Send | A::Publish | A::CloseApplications => Vec::new(),
    }
}

fn of_tour(from: Option<TourState>, action: TourAction) -> Vec<Profile> {
    match action {
        // Told by the list that is given back, to its hospital and its agency.
        TourAction::ReopenHospital => Vec::new(),
        TourAction::Open => [HOSPITAL, AGENCY, CENTRE].concat(),
        // Hospitals have no list yet.
        _ if matches!(from, None | Some(TourState::Planned)) => [AGENCY, CENTRE].concat(),
        _ => [HOSPITAL, AGENCY, CENTRE].concat(),
    }
}

/// What a notice leads to. Written as the subject of a comment, or `tour:{id}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A tour.
    Tour(TourId),
    /// What has a thread.
    Thing(Target),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Tour(id) => write!(f, "tour:{id}"),
            Subject::Thing(target) => target.fmt(f),
        }
    }
}

impl FromStr for Subject {
    type Err = NoTarget;

    fn from_str(text: &str) -> Result<Self, NoTarget> {
        match text.strip_prefix("tour:") {
            Some(id) => id.parse().map(Subject::Tour).map_err(|_| NoTarget),
            None => text.parse().map(Subject::Thing),
        }
    }
}

impl Subject {
    /// Its page in the browser application. A post in a tour has none of its own: it is in the list of its establishment.
    pub fn page(&self, establishment: Option<&str>) -> String {
        match self {
            Subject::Tour(id) => format!("/tours/{id}"),
            Subject::Thing(Target::List(tour, finess)) => format!("/tours/{tour}/listes/{finess}"),
            Subject::Thing(Target::Entry(tour, _)) => match establishment {
                Some(finess) => format!("/tours/{tour}/listes/{finess}"),
                None => format!("/tours/{tour}"),
            },
            Subject::Thing(Target::Request(id)) => format!("/demandes/{id}"),
            Subject::Thing(Target::Post(id)) => format!("/postes/{id}"),
        }
    }
}

impl Serialize for Subject {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::catalogue::notices::sentence;
    use crate::habilitation::Right;
    use crate::workflow::entry::{Entry, EntryState};
    use crate::workflow::request::Request;
    use crate::workflow::tour::Tour;
    use crate::workflow::{Machine, Step};

    /// Who may act from a state.
    fn next<M: Machine>(state: M::State) -> BTreeSet<Profile> {
        let steps = M::STEPS.iter().filter(|step: &&Step<_, _>| step.from == Some(state));
        steps.flat_map(|step| step.people).map(|(profile, _)| *profile).collect()
    }

    fn told(event: Event) -> BTreeSet<Profile> {
        let seats = event.seats();
        let all: BTreeSet<Profile> = seats.iter().copied().collect();
        assert_eq!(all.len(), seats.len(), "{event:?}: each seat once");
        all
    }

    #[test]
    fn r7_whoever_acts_next_on_a_request_is_told() {
        for step in Request::STEPS {
            let told = told(Event::Request(step.from, step.action));
            if matches!(step.action, RequestAction::Apply | RequestAction::Send) {
                assert!(told.is_empty());
                continue;
            }
            let mut next = next::<Request>(step.to);
            if step.to == RequestState::Accepted {
                // It leaves at once: who acts next is who acts on what left.
                next = self::next::<Request>(RequestState::SentToSigmed);
            }
            assert!(next.is_subset(&told), "{step:?}: {next:?} act next, {told:?} are told");
        }
    }

    #[test]
    fn r7_whoever_acts_next_on_a_post_of_a_list_is_told() {
        for step in Entry::STEPS {
            let told = told(Event::Entry(step.action));
            let elsewhere = [
                EntryAction::Reopen,
                EntryAction::Send,
                EntryAction::Publish,
                EntryAction::CloseApplications,
            ];
            if elsewhere.contains(&step.action) {
                assert!(told.is_empty(), "{step:?}");
                continue;
            }
            let mut next = next::<Entry>(step.to);
            // The centre follows the tour; a draft has nothing for the agency before it is signed.
            next.remove(&Profile::CngManager);
            if matches!(step.to, EntryState::Preparing | EntryState::PendingSignOff) {
                next.remove(&Profile::ArsApprover);
            }
            assert!(next.is_subset(&told), "{step:?}: {next:?} act next, {told:?} are told");
        }
    }

    #[test]
    fn r7_a_tour_is_told_to_all_its_parties_once_it_has_begun() {
        for step in Tour::STEPS {
            let told = told(Event::Tour(step.from, step.action));
            let hospitals = told.contains(&Profile::HospitalManager);
            let begun = !matches!(step.from, None | Some(TourState::Planned));
            let reopened = step.action == TourAction::ReopenHospital;
            assert_eq!(hospitals, !reopened && (begun || step.action == TourAction::Open), "{step:?}");
            assert_eq!(told.contains(&Profile::ArsApprover), !reopened, "{step:?}");
        }
    }

    /// Everything that may be told.
    fn events() -> Vec<Event> {
        let requests = Request::STEPS.iter().map(|step| Event::Request(step.from, step.action));
        let entries = Entry::STEPS.iter().map(|step| Event::Entry(step.action));
        let tours = Tour::STEPS.iter().map(|step| Event::Tour(step.from, step.action));
        let lists = ListStep::ALL.iter().map(|step| Event::List(*step));
        let undone = Request::TAKEN_BACK.iter().flat_map(|action| {
            let steps = Request::STEPS.iter().filter(|step| step.action == *action);
            steps.map(|step| Event::RequestUndone(step.from, step.action))
        });
        let requests = requests.chain(undone);
        let entries = entries.chain(Entry::TAKEN_BACK.iter().map(|action| Event::EntryUndone(*action)));
        requests.chain(entries).chain(tours).chain(lists).chain([Event::Mention, Event::Thread]).collect()
    }

    #[test]
    fn whoever_is_told_reads_what_it_is_about() {
        for event in events() {
            for profile in event.seats() {
                assert!(profile.rights(event.rubric()).has(Right::Read), "{event:?} {profile}");
            }
        }
    }

    #[test]
    fn what_is_told_has_a_sentence_of_its_own() {
        let mut seen = BTreeSet::new();
        for event in events()
            .into_iter()
            .filter(|event| !event.seats().is_empty() || matches!(event, Event::Mention | Event::Thread))
        {
            let sentence = sentence(event.kind(), &event.action(), 1);
            assert!(sentence.ends_with('.'), "{event:?}: {sentence}");
            seen.insert((event.kind(), event.action(), sentence));
        }
        let sentences: BTreeSet<&String> = seen.iter().map(|(.., sentence)| sentence).collect();
        assert_eq!(sentences.len(), seen.len(), "no two are told alike");
    }

    #[test]
    fn a_step_of_many_posts_says_how_many() {
        assert_eq!(
            sentence(NoticeKind::EntryStep, "validate", 12),
            "12 postes validés dans la liste d’un établissement."
        );
        assert_eq!(
            sentence(NoticeKind::EntryStep, "validate", 1),
            "1 poste validé dans la liste d’un établissement."
        );
    }

    #[test]
    fn the_mail_of_the_day_leaves_at_its_hour_where_the_hospitals_are() {
        let due = |now: &str| digest_before(now.parse().unwrap(), 7).to_string().replace(".000000", "");
        assert_eq!(due("2026-11-23T06:00:00Z"), "2026-11-23T06:00:00Z");
        assert_eq!(due("2026-11-23T05:59:59Z"), "2026-11-22T06:00:00Z");
        assert_eq!(due("2026-07-14T05:00:00Z"), "2026-07-14T05:00:00Z");
        // The nights on which clocks change.
        assert_eq!(due("2026-03-29T05:30:00Z"), "2026-03-29T05:00:00Z");
        assert_eq!(due("2026-10-25T05:59:00Z"), "2026-10-24T05:00:00Z");
        assert_eq!(due("2026-10-25T06:00:00Z"), "2026-10-25T06:00:00Z");
    }

    proptest! {
        /// Each hour comes once a day, and what is due is never to come.
        #[test]
        fn a_digest_is_due_once_a_day(seconds in 0_i64..300_000_000, hour in 0_u32..24) {
            let now = Instant::from(chrono::DateTime::from_timestamp(1_600_000_000 + seconds, 0).unwrap().naive_utc());
            let due = digest_before(now, hour);
            prop_assert!(due <= now);
            let waited = now.naive() - due.naive();
            prop_assert!(waited < TimeDelta::hours(26), "{waited}");
            prop_assert_eq!(digest_before(due, hour), due);
        }

        #[test]
        fn every_subject_is_read_as_it_is_written(one in any::<u128>(), other in any::<u128>()) {
            let (one, other) = (Uuid::from_u128(one), Uuid::from_u128(other));
            for subject in [
                Subject::Tour(one.into()),
                Subject::Thing(Target::Post(one.into())),
                Subject::Thing(Target::Request(one.into())),
                Subject::Thing(Target::List(one.into(), "690780044".into())),
                Subject::Thing(Target::Entry(one.into(), other.into())),
            ] {
                prop_assert!(subject.page(Some("690780044")).contains(&one.to_string()));
                prop_assert_eq!(subject.to_string().parse::<Subject>(), Ok(subject));
            }
        }
    }
}

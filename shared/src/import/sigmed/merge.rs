//! One post: what SIGMED said, what it says now, what we hold, and what comes out of it.

use smol_str::SmolStr;

use super::rows::Extracted;
use crate::catalogue::loads as sentence;
use crate::id::PostId;
use crate::import::posts::resize;
use crate::import::table::Setting;
use crate::plan::{Finding, Severity};
use crate::post::{Post, SigmedPost};
use crate::time::{Day, Period, Timeline};

/// The three sides of a post.
pub(super) struct Merge<'a> {
    pub row: &'a Extracted,
    pub ours: Option<&'a Timeline<Post>>,
    pub theirs: Option<&'a Timeline<SigmedPost>>,
    pub setting: &'a Setting<'a>,
}

impl Merge<'_> {
    /// Our post after the load. A new post is taken as it is, unattached. Of a known one, each field follows
    /// SIGMED from the day of the extraction when it was what SIGMED said before; else ours stays (IN-10).
    pub fn post(&self, findings: &mut Vec<Finding>) -> Timeline<Post> {
        let Some((ours, last)) = self.ours.and_then(|ours| Some((ours, ours.last()?))) else {
            return Timeline::single(self.row.period, self.row.post.clone());
        };
        let (said, says) =
            (self.theirs.and_then(Timeline::last).map(|segment| &segment.value), &self.row.post);
        let mut next = last.value.clone();
        let text = |value: Option<&SmolStr>| value.cloned().unwrap_or_else(|| sentence::no_value().into());

        if last.value.sigmed_type != says.sigmed_type {
            let before = said.map(|said| Some(said.sigmed_type.clone()));
            if before == Some(last.value.sigmed_type.clone()) {
                next.sigmed_type = says.sigmed_type.clone();
            } else {
                let (theirs, kept) = (text(says.sigmed_type.as_ref()), text(last.value.sigmed_type.as_ref()));
                findings.push(self.differs(sentence::TYPE, &theirs, &kept));
            }
        }
        if last.value.discipline != says.discipline {
            if said.map(|said| &said.discipline) == Some(&last.value.discipline) {
                next.discipline = says.discipline.clone();
            } else {
                let (theirs, kept) = (text(says.discipline.as_ref()), text(last.value.discipline.as_ref()));
                findings.push(self.differs(sentence::DISCIPLINE, &theirs, &kept));
            }
        }
        if last.value.speciality != says.speciality {
            if said.map(|said| &said.speciality) == Some(&last.value.speciality) {
                next.speciality = says.speciality.clone();
            } else {
                let (theirs, kept) = (text(says.speciality.as_ref()), text(last.value.speciality.as_ref()));
                findings.push(self.differs(sentence::SPECIALITY, &theirs, &kept));
            }
        }
        if last.value.quotity != says.quotity {
            if said.map(|said| said.quotity) == Some(last.value.quotity) {
                next.quotity = says.quotity;
            } else {
                let (theirs, kept) =
                    (sentence::half_days(says.quotity), sentence::half_days(last.value.quotity));
                findings.push(self.differs(sentence::QUOTITY, &theirs, &kept));
            }
        }
        let mut timeline = ours.clone();
        resize(&mut timeline, self.period(ours, findings));
        self.state_from_today(&mut timeline, next);
        timeline
    }

    /// The opening and closing days, each on its own.
    fn period(&self, ours: &Timeline<Post>, findings: &mut Vec<Finding>) -> Period {
        let Some(span) = ours.span() else { return self.row.period };
        let said = self.theirs.and_then(Timeline::span);
        let says = self.row.period;
        // A closed post without its last day was closed on the day of a former extraction: that day stays.
        let still_closed =
            self.row.statement.state.as_deref() == Some("FERME") && span.to() <= self.setting.today;
        let mut settle = |field: &str, says: Day, said: Option<Day>, ours: Day| {
            if says == ours || said == Some(ours) {
                return says;
            }
            let print = |day: Day| {
                if day.is_open() || day == Day::FIRST { sentence::no_value().into() } else { day.in_french() }
            };
            findings.push(self.differs(field, &print(says), &print(ours)));
            ours
        };
        let from = settle(sentence::OPENING, says.from(), said.map(Period::from), span.from());
        let to = if still_closed && says.to() == self.setting.today {
            span.to()
        } else {
            settle(sentence::CLOSING, says.to(), said.map(Period::to), span.to())
        };
        Period::new(from, to).unwrap_or(span)
    }

    /// What SIGMED says, kept from the day of the extraction; the first statement covers the whole post.
    pub fn statement(&self, post: PostId) -> Timeline<SigmedPost> {
        let mut statement = self.row.statement.clone();
        statement.post = post;
        let Some(theirs) = self.theirs.filter(|theirs| !theirs.is_empty()) else {
            return Timeline::single(self.row.period, statement);
        };
        let mut timeline = theirs.clone();
        let known_end = theirs.span().map_or(Day::OPEN, Period::to);
        let closed_today =
            statement.state.as_deref() == Some("FERME") && self.row.period.to() == self.setting.today;
        let period = if closed_today && known_end < self.row.period.to() {
            Period::new(self.row.period.from(), known_end).unwrap_or(self.row.period)
        } else {
            self.row.period
        };
        resize(&mut timeline, period);
        self.state_from_today(&mut timeline, statement);
        timeline
    }

    /// States a value from today on, unless it is already the last one; over the whole life when it is past.
    fn state_from_today<T: Clone + PartialEq>(&self, timeline: &mut Timeline<T>, value: T) {
        let Some(span) = timeline.span() else { return };
        if timeline.last().is_some_and(|last| last.value == value) {
            return;
        }
        let from = self.setting.today.max(span.from());
        let period = Period::new(from, span.to()).unwrap_or(span);
        timeline.assert(period, value);
    }

    fn differs(&self, field: &str, theirs: &str, kept: &str) -> Finding {
        let number = &self.row.statement.number;
        let message = sentence::sigmed_differs(theirs, field, number, kept);
        let finding = Finding::new(Severity::Warning, "IN-10", message);
        finding.on_line(self.row.line).about(number.clone()).suggesting(Some(theirs.into()))
    }
}

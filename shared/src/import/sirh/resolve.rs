//! From what a line says to the things it means: status, position, structures, post, period, rank.
//!
//! What cannot be resolved refuses the line with its reason; nothing is guessed.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::codes::{CodeTable, Domain};
use super::field::Field;
use super::line::Line;
use super::parts::{OnParts, Sitting};
use super::problem::Problem;
use super::profile::Profile;
use crate::affectation::Rank;
use crate::convention::Direction;
use crate::fact::Fact;
use crate::id::{PostId, PractitionerId, StructureId};
use crate::knowledge::{Facts, Tracks};
use crate::nomenclature::Nomenclatures;
use crate::plan::{Finding, Severity};
use crate::structure::Structure;
use crate::time::{Day, Period, Timeline};

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Time in a structure of this establishment.
    Time,
    /// No service, no post, no time: availability, detachment. A position, not an affectation.
    Absence,
    /// Our time, spent elsewhere by convention: a share.
    Outgoing,
}

/// A line with everything it refers to.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The line as read.
    pub line: Line,
    /// What it is.
    pub nature: Nature,
    /// National status.
    pub status: SmolStr,
    /// National position.
    pub position: SmolStr,
    /// Contract motive.
    pub motive: Option<SmolStr>,
    /// National speciality of the person.
    pub speciality: Option<SmolStr>,
    /// Why the person left: national reason, or as the file says it.
    pub exit_reason: Option<SmolStr>,
    /// Function of the headship, and the structure headed.
    pub headship: Option<(SmolStr, StructureId)>,
    /// Service (or pole).
    pub service: Option<StructureId>,
    /// Unit.
    pub unit: Option<StructureId>,
    /// Post, the whole one when it is split.
    pub post: Option<PostId>,
    /// The days on parts of the post.
    pub parts: Vec<(Period, PostId)>,
    /// Days; `None` when they could not be read.
    pub period: Option<Period>,
    /// Main or secondary.
    pub rank: Rank,
    /// Whether the line stands.
    pub stands: bool,
}

impl Resolved {
    /// Matricule of the person.
    pub fn matricule(&self) -> &SmolStr {
        &self.line.person.matricule
    }

    /// Whether the time comes from another establishment.
    pub fn is_incoming(&self) -> bool {
        self.nature == Nature::Time && self.line.direction == Some(Direction::Incoming)
    }
}

/// Structures and posts of the establishment, by number.
pub struct Places<'a> {
    known: &'a Facts,
    structures: BTreeMap<SmolStr, Vec<StructureId>>,
    posts: BTreeMap<SmolStr, PostId>,
    people: BTreeMap<SmolStr, PractitionerId>,
}

impl<'a> Places<'a> {
    /// From what is known.
    pub fn new(known: &'a Facts) -> Self {
        let mut structures: BTreeMap<SmolStr, Vec<StructureId>> = BTreeMap::new();
        for (id, timeline) in known.structures.iter() {
            if let Some(last) = timeline.last() {
                structures.entry(last.value.number.clone()).or_default().push(id);
            }
        }
        let mut posts = BTreeMap::new();
        for (id, timeline) in known.posts.iter() {
            if let Some(last) = timeline.last() {
                posts.insert(last.value.number(), id);
            }
        }
        let people = known.practitioners.segments();
        let people = people.map(|(id, one)| (one.value.matricule.clone(), id)).collect();
        Self { known, structures, posts, people }
    }

    /// Numbers of all structures with their labels.
    pub fn labels(known: &Facts) -> BTreeMap<SmolStr, SmolStr> {
        let last = |timeline: &Timeline<Structure>| timeline.last().map(|last| last.value.clone());
        known
            .structures
            .iter()
            .filter_map(|(_, timeline)| last(timeline))
            .map(|s| (s.number, s.label))
            .collect()
    }

    /// The structure with this number; when several kinds share it, the one the column speaks of.
    fn structure(&self, number: &str, wants_unit: bool) -> Option<StructureId> {
        let found = self.structures.get(number)?;
        let suits = |id: &&StructureId| {
            latest(&self.known.structures, **id)
                .is_some_and(|structure| structure.is_unit() == wants_unit && !structure.is_pole())
        };
        found.iter().find(suits).or_else(|| found.first()).copied()
    }

    /// Whether a structure stands on the site with this number.
    fn has_site(&self, finess: &str) -> bool {
        self.known.structures.segments().any(|(_, segment)| segment.value.site.as_deref() == Some(finess))
    }

    /// The post of which a number has lost its leading zeros.
    fn post_with_zeros(&self, number: &str) -> Option<SmolStr> {
        let mut same = self.posts.keys().filter(|known| known.trim_start_matches('0') == number);
        same.next().filter(|_| same.next().is_none()).cloned()
    }

    /// The structure that a headship names.
    fn headed(&self, number: &str, wants_pole: bool) -> Option<StructureId> {
        let found = self.structures.get(number)?;
        let is_pole = |id: &&StructureId| {
            latest(&self.known.structures, **id).is_some_and(|structure| structure.is_pole() == wants_pole)
        };
        found.iter().find(is_pole).or_else(|| found.first()).copied()
    }

    fn parent_of(&self, unit: StructureId, day: Day) -> Option<StructureId> {
        let own = self.known.structures.at(unit, day).or_else(|| latest(&self.known.structures, unit))?;
        own.parent
    }

    fn number(&self, id: StructureId) -> SmolStr {
        latest(&self.known.structures, id).map(|structure| structure.number.clone()).unwrap_or_default()
    }
}

/// The last thing known of something, whatever the day.
pub fn latest<T: Fact>(tracks: &Tracks<T>, id: T::Id) -> Option<&T> {
    tracks.get(id)?.last().map(|segment| &segment.value)
}

/// Resolves lines one by one.
pub struct Resolver<'a, 'n> {
    /// Structures and posts.
    pub places: Places<'a>,
    /// Codes.
    pub codes: CodeTable<'n>,
    /// Columns, for the headings of findings.
    pub profile: &'a Profile,
    /// Extraction day.
    pub extracted_on: Day,
    /// National lists.
    pub nomenclatures: &'a Nomenclatures,
    /// Establishment of the import.
    pub finess_ej: SmolStr,
    /// Whether the numbers of establishments in the file are those of legal entities, not of sites.
    pub has_legal_entities: bool,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Resolver<'_, '_> {
    fn tell(&mut self, line: &mut Line, problem: &Problem, field: Field, value: &str) {
        let mut finding = problem.finding().on_line(line.line).about(value);
        if let Some(heading) = self.profile.heading(field, line.group) {
            finding = finding.in_column(heading);
        }
        line.refused |= finding.severity == Severity::Error;
        self.findings.push(finding);
    }

    /// Resolves a line.
    pub fn resolve(&mut self, mut line: Line) -> Resolved {
        self.establishment(&mut line);
        let (status, folded_motive) = self.status(&mut line);
        let position = self.position(&mut line);
        let motive = self.motive(&mut line, &status, folded_motive);
        let speciality = self.code(&mut line, Domain::Speciality, Field::Speciality, &|line| {
            line.person.speciality.clone().unwrap_or_default()
        });
        let outgoing = line.direction == Some(Direction::Outgoing);
        let nowhere = line.service.is_empty() && line.unit.is_empty();
        let empty = line.quotity.hundredths() == 0 && line.post.is_empty();
        let nature = match (outgoing, nowhere, empty) {
            (true, ..) => Nature::Outgoing,
            (false, true, true) => Nature::Absence,
            _ => Nature::Time,
        };
        let first = self.first_day(&mut line, nature);
        let period = first.and_then(|first| Period::inclusive(first, line.last).ok());
        let period = if line.days_unreadable { None } else { period };
        if let Some(first) = period.map(Period::from) {
            let said = [
                (Domain::Status, Field::Status, Some(&status)),
                (Domain::Position, Field::Position, Some(&position)),
                (Domain::Motive, Field::ContractMotive, motive.as_ref()),
            ];
            for (domain, field, code) in said {
                self.still_valid(&mut line, domain, field, code, first);
            }
        }
        let exit_reason = self.exit_reason(&mut line);
        let headship = self.headship(&mut line);
        let (service, unit) = self.structures(&mut line, period);
        let (post, parts) = self.post(&mut line, period, [service, unit]);
        if (outgoing || line.direction == Some(Direction::Incoming))
            && (line.convention.is_empty() || line.partner.is_empty())
        {
            self.tell(&mut line, &Problem::ConventionIncomplete, Field::Convention, "");
        }
        let stands = !line.refused && period.is_some();
        let rank = line.rank.unwrap_or(Rank::Main);
        Resolved {
            line,
            nature,
            status,
            position,
            motive,
            speciality,
            exit_reason,
            headship,
            service,
            unit,
            post,
            parts,
            period,
            rank,
            stands,
        }
    }

    /// A line about another establishment has no place here; one about our sites has.
    fn establishment(&mut self, line: &mut Line) {
        let finess = line.finess.clone();
        let is_number = finess.len() == 9 && finess.bytes().filter(u8::is_ascii_digit).count() >= 8;
        let is_other = self.has_legal_entities && is_number && finess != self.finess_ej;
        if is_other && !self.places.has_site(&finess) {
            self.tell(
                line,
                &Problem::OtherEstablishment { finess: finess.clone() },
                Field::FinessEj,
                &finess,
            );
        }
    }

    /// A code whose last day came before the first day of the line: a warning in an import (C6).
    fn still_valid(
        &mut self,
        line: &mut Line,
        domain: Domain,
        field: Field,
        code: Option<&SmolStr>,
        first: Day,
    ) {
        let Some(code) = code.filter(|code| !code.is_empty()) else { return };
        let span = domain.list().and_then(|list| self.nomenclatures.span(list, code));
        if let Some(span) = span.filter(|span| span.to() <= first) {
            let problem = Problem::CodeClosed { domain: domain.name().into(), until: span.to() };
            self.tell(line, &problem, field, code);
        }
    }

    /// Why the person left; a reason that nobody mapped is kept as it is.
    fn exit_reason(&mut self, line: &mut Line) -> Option<SmolStr> {
        let reason = line.person.exit_reason.clone()?;
        if let Some(meaning) = self.codes.meaning(Domain::ExitReason, &reason, "") {
            return Some(meaning.national);
        }
        self.tell(line, &Problem::ExitReasonUnknown, Field::ExitReason, &reason);
        Some(reason)
    }

    /// What the person heads: a pole for a head of pole, else a service.
    fn headship(&mut self, line: &mut Line) -> Option<(SmolStr, StructureId)> {
        let function = self.code(line, Domain::Headship, Field::Headship, &|line| {
            line.person.headship.clone().unwrap_or_default()
        })?;
        let number = line.person.headship_structure.clone().unwrap_or_default();
        let number = self.codes.known_structure(&number).unwrap_or(number);
        let found = self.places.headed(&number, function == "CHEF_POLE");
        if found.is_none() {
            self.tell(line, &Problem::HeadNotAffected, Field::HeadshipStructure, &number);
        }
        found.map(|structure| (function, structure))
    }

    /// The national code of a column, or empty after saying that it is not mapped.
    fn code(
        &mut self,
        line: &mut Line,
        domain: Domain,
        field: Field,
        text: &dyn Fn(&Line) -> SmolStr,
    ) -> Option<SmolStr> {
        let code = text(line);
        if code.is_empty() {
            return None;
        }
        match self.codes.meaning(domain, &code, "") {
            Some(meaning) => Some(meaning.national),
            None => {
                self.unmapped(line, domain, field, &code);
                None
            }
        }
    }

    fn unmapped(&mut self, line: &mut Line, domain: Domain, field: Field, code: &str) {
        let mut finding = Problem::CodeUnmapped { domain: domain.name().into() }.finding();
        finding = finding.on_line(line.line).about(code).suggesting(self.codes.propose(domain, code, None));
        if let Some(heading) = self.profile.heading(field, line.group) {
            finding = finding.in_column(heading);
        }
        line.refused = true;
        if self.findings.last() != Some(&finding) {
            self.findings.push(finding);
        }
    }

    fn status(&mut self, line: &mut Line) -> (SmolStr, Option<SmolStr>) {
        let code = line.status.clone();
        if code.is_empty() {
            return (SmolStr::default(), None);
        }
        match self.codes.meaning(Domain::Status, &code, "") {
            Some(meaning) => (meaning.national, meaning.motive),
            None => {
                self.unmapped(line, Domain::Status, Field::Status, &code);
                (SmolStr::default(), None)
            }
        }
    }

    fn position(&mut self, line: &mut Line) -> SmolStr {
        let national = self.code(line, Domain::Position, Field::Position, &|line| line.position.clone());
        national.unwrap_or_else(|| "ACTIVITE".into())
    }

    /// A praticien contractuel has a motive, in a column or in the local code (IN-11; CSP, art. R. 6152-338).
    fn motive(&mut self, line: &mut Line, status: &str, folded: Option<SmolStr>) -> Option<SmolStr> {
        let own = self.code(line, Domain::Motive, Field::ContractMotive, &|line| line.motive.clone());
        let motive = own.or(folded);
        let incoming = line.direction == Some(Direction::Incoming);
        if status == "PC" && motive.is_none() && line.motive.is_empty() && !incoming {
            let field =
                if self.profile.has(Field::ContractMotive) { Field::ContractMotive } else { Field::Status };
            self.tell(line, &Problem::ContractNoMotive, field, "");
        }
        motive
    }

    /// First day of the line; a file that does not give it is read from the contract, then the entry.
    fn first_day(&mut self, line: &mut Line, nature: Nature) -> Option<Day> {
        if line.first.is_some() || line.days_unreadable {
            return line.first;
        }
        if nature == Nature::Absence
            && let Some(span) = line.position_span
        {
            line.last = line.last.or(span.last);
            return Some(span.first);
        }
        self.tell(line, &Problem::LineWithoutStart, Field::From, "");
        let fallback =
            line.contract.map(|span| span.first).or(line.person.entry).unwrap_or(self.extracted_on);
        line.last = line.last.or(line.contract.and_then(|span| span.last)).or(line.person.exit);
        Some(fallback)
    }

    fn structures(
        &mut self,
        line: &mut Line,
        period: Option<Period>,
    ) -> (Option<StructureId>, Option<StructureId>) {
        if line.direction == Some(Direction::Outgoing) {
            return (None, None);
        }
        let (service_code, unit_code) = (line.service.clone(), line.unit.clone());
        let service = self.structure(line, Field::Service, &service_code, false, period);
        let unit = self.structure(line, Field::Unit, &unit_code, true, period);
        // A unit column may hold the code of a service, and conversely: the structure found decides.
        let is_unit =
            |id: StructureId| latest(&self.places.known.structures, id).is_some_and(Structure::is_unit);
        let day = period.map_or(self.extracted_on, Period::from);
        let (mut own_service, mut own_unit) = (None, None);
        for id in [service, unit].into_iter().flatten() {
            if is_unit(id) {
                own_unit = own_unit.or(Some(id));
            } else {
                own_service = own_service.or(Some(id));
            }
        }
        if let Some(unit) = own_unit {
            let parent = self.places.parent_of(unit, day);
            match own_service {
                None => own_service = parent,
                Some(service) if parent.is_some_and(|parent| parent != service) => {
                    let number = self.places.number(service);
                    self.tell(line, &Problem::UnitElsewhere { service: number }, Field::Unit, &unit_code);
                }
                Some(_) => {}
            }
        }
        (own_service, own_unit)
    }

    fn structure(
        &mut self,
        line: &mut Line,
        field: Field,
        code: &str,
        wants_unit: bool,
        period: Option<Period>,
    ) -> Option<StructureId> {
        if code.is_empty() {
            return None;
        }
        let label = line.structure_label.clone();
        let meaning = self.codes.meaning(Domain::Structure, code, &label);
        let found = meaning.and_then(|meaning| self.places.structure(&meaning.national, wants_unit));
        let Some(id) = found else {
            let suggestion = self.codes.propose(Domain::Structure, code, Some(&label));
            self.tell(line, &Problem::StructureUnknown, field, code);
            if let Some(last) = self.findings.last_mut() {
                last.suggestion = last.suggestion.take().or(suggestion);
            }
            return None;
        };
        if let (Some(period), Some(open)) =
            (period, self.places.known.structures.get(id).and_then(Timeline::span))
        {
            if period.to() > open.to() {
                self.tell(line, &Problem::StructureClosed { since: open.to() }, field, code);
            } else if period.from() < open.from() {
                self.tell(line, &Problem::StructureNotYetOpen { from: open.from() }, field, code);
            }
        }
        Some(id)
    }

    /// The post, and the days on which the line sits on parts of it.
    fn post(
        &mut self,
        line: &mut Line,
        period: Option<Period>,
        places: [Option<StructureId>; 2],
    ) -> (Option<PostId>, Vec<(Period, PostId)>) {
        let Some(post) = self.post_named(line) else { return (None, Vec::new()) };
        let Some(period) = period else { return (Some(post), Vec::new()) };
        let who = self.places.people.get(&line.person.matricule).copied();
        let number = line.post.clone();
        let found = Sitting { post, who, places, period, known: self.places.known }.find();
        let OnParts { whole, parts } = found.unwrap_or_else(|parts| {
            self.tell(line, &Problem::PostSplit { parts }, Field::Post, &number);
            OnParts::default()
        });
        let post = whole.unwrap_or(post);
        self.post_open(line, post, period);
        (Some(post), parts)
    }

    fn post_named(&mut self, line: &mut Line) -> Option<PostId> {
        let number = line.post.clone();
        if number.is_empty() {
            return None;
        }
        let found = self.places.posts.get(&number).copied();
        if found.is_none() {
            self.tell(line, &Problem::PostUnknown, Field::Post, &number);
            if let Some(told) = self.findings.last_mut() {
                told.suggestion = self.places.post_with_zeros(&number);
            }
        }
        found
    }

    /// Whether the post is open on the days of the line.
    fn post_open(&mut self, line: &mut Line, id: PostId, period: Period) {
        let number = line.post.clone();
        if let Some(open) = self.places.known.posts.get(id).and_then(Timeline::span) {
            if period.from() >= open.to() {
                self.tell(line, &Problem::PostClosed { since: open.to() }, Field::Post, &number);
            } else if period.to() > open.to() {
                self.tell(line, &Problem::PostEnds { until: open.to().previous() }, Field::Post, &number);
            }
            if period.from() < open.from() {
                self.tell(line, &Problem::PostNotYetOpen { from: open.from() }, Field::Post, &number);
            }
        }
    }
}

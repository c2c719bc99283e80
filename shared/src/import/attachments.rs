//! The attachments of posts to structures (rattachements): rules RAT-01 to RAT-13 of `docs/domain.md`, section 6.
//!
//! Changes where a post is, never anything else: the name of the practitioner is compared, not written. Refuses
//! a line rather than guess a number whose zeros are lost.

mod names;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use smol_str::{SmolStr, format_smolstr};

use crate::catalogue::attachments as sentence;
use crate::fact::Noun;
use crate::id::{PostId, StructureId};
use crate::import::posts::{Place, Repeated, attach};
use crate::import::row::{RawCell, RawRow};
use crate::import::sigmed::by_sigmed_number;
use crate::import::structures::StructureIndex;
use crate::import::table::{Heading, Layout, Setting, Table};
use crate::knowledge::Facts;
use crate::plan::{Finding, Plan, Severity};
use crate::time::{Day, Period, Timeline};
use names::Occupants;

/// Name of the sheet of the workbook.
pub const SHEET: &str = "Rattachements";
/// Name of the hidden sheet that says where a skeleton comes from.
pub const HIDDEN_SHEET: &str = "_logimedh";
/// The five headings, in their order.
pub const HEADINGS: [&str; 5] =
    ["N° poste SIGMED", "Nom du praticien", "N° EJ", "N° pôle", "N° service médical"];

const POST: &str = "poste";
const NAME: &str = "nom";
const EJ: &str = "ej";
const POLE: &str = "pole";
const SERVICE: &str = "service";

const EXPECTED: &[Heading] = &[
    Heading::required(
        POST,
        "N° poste SIGMED",
        &["nposte", "numeroposte", "numeropostesigmed", "postesigmed"],
    ),
    Heading::optional(NAME, "Nom du praticien", &["nompraticien", "praticien", "titulaire"]),
    Heading::optional(EJ, "N° EJ", &["nej", "numeroej", "finessej", "nfinessej"]),
    Heading::required(POLE, "N° pôle", &["npole", "numeropole"]),
    Heading::required(SERVICE, "N° service médical", &["nservice", "numeroservice", "numeroservicemedical"]),
];

/// The day from which the posts are attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectiveDay {
    /// The opening day of each post: during the initialisation.
    Opening,
    /// A given day (that of the opening for a post that opens later): once in management.
    On(Day),
}

/// What a workbook of attachments would change.
pub fn plan_attachments(
    known: &Facts,
    setting: &Setting<'_>,
    table: &Table,
    effective: EffectiveDay,
) -> Plan {
    let mut plan =
        Plan { known: known.clone(), target: known.clone(), nouns: vec![Noun::Posts], ..Plan::default() };
    let layout = table.layout(EXPECTED);
    let missing = layout.missing();
    if !missing.is_empty() {
        plan.findings.push(refused_file(&sentence::columns_missing(&missing)));
        return plan;
    }
    if !layout.ignored.is_empty() {
        let message = sentence::columns_ignored(&layout.ignored);
        plan.findings.push(Finding::new(Severity::Info, "attachment.columns_ignored", message));
    }
    let check = Check {
        layout: &layout,
        setting,
        known,
        index: StructureIndex::new(&known.structures),
        posts: by_sigmed_number(known),
        twice: Repeated::of(table, &layout, POST),
        occupants: Occupants::of(known),
    };
    let mut summary = Summary::default();
    for row in &table.rows {
        let Some((id, place)) = check.row(row, &mut plan.findings, &mut summary) else { continue };
        let Some(timeline) = check.moved(id, place, effective) else { continue };
        plan.target.posts.put(id, timeline);
    }
    check.missing(&summary.named, &mut plan.findings);
    summary.tell(&mut plan.findings);
    if plan.errors().next().is_none() && plan.is_empty() {
        plan.findings.push(Finding::new(Severity::Info, "RAT-13", sentence::nothing_changes()));
    }
    plan
}

/// RAT-01: the whole file is refused. Also used by the reader of files, with its own detail.
pub fn refused_file(detail: &str) -> Finding {
    Finding::new(Severity::Error, "RAT-01", sentence::file_refused(detail))
}

/// What is told once for the whole file.
#[derive(Default)]
struct Summary {
    /// Post numbers of the file, those that were probably meant included.
    named: BTreeSet<SmolStr>,
    to_establishment: usize,
    to_poles: usize,
}

impl Summary {
    fn tell(&self, findings: &mut Vec<Finding>) {
        let mut say = |message| findings.push(Finding::new(Severity::Info, "RAT-07", message));
        if self.to_establishment > 0 {
            say(sentence::attached_to_establishment(self.to_establishment));
        }
        if self.to_poles > 0 {
            say(sentence::attached_to_poles(self.to_poles));
        }
    }
}

struct Check<'a> {
    layout: &'a Layout,
    setting: &'a Setting<'a>,
    known: &'a Facts,
    index: StructureIndex<'a>,
    posts: BTreeMap<SmolStr, PostId>,
    twice: Repeated,
    occupants: Occupants<'a>,
}

impl Check<'_> {
    fn text<'r>(&self, row: &'r RawRow, key: &str) -> &'r str {
        self.layout.cell(row, key).map_or("", |cell| cell.text.as_str())
    }

    /// Checks a line; the post and its place when it stands.
    fn row(
        &self,
        row: &RawRow,
        findings: &mut Vec<Finding>,
        summary: &mut Summary,
    ) -> Option<(PostId, Place)> {
        let mut faults = Vec::new();
        let mut refuse = |code: &str, key: &str, message: String, suggestion: Option<SmolStr>| {
            let finding = Finding::new(Severity::Error, code, message).on_line(row.line);
            let finding = finding.in_column(self.layout.heading(key)).about(self.text(row, key));
            faults.push(finding.suggesting(suggestion));
        };
        let number = self.text(row, POST);
        if row.truncated {
            refuse("attachment.line_truncated", POST, crate::catalogue::loads::line_truncated(), None);
        }
        for key in [POST, EJ, POLE, SERVICE] {
            let Some(cell) = self.layout.cell(row, key).filter(|cell| cell.is_not_text()) else { continue };
            let suggestion = self.same_digits(key, cell);
            if key == POST {
                summary.named.extend(suggestion.clone());
            }
            refuse("RAT-02", key, sentence::not_text(&self.cell_name(key, row)), suggestion);
        }
        let is_text = |key: &str| !self.layout.cell(row, key).is_some_and(RawCell::is_not_text);
        if number.is_empty() {
            refuse("attachment.post_missing", POST, sentence::post_missing(), None);
        } else {
            summary.named.insert(number.into());
        }
        let ej = self.text(row, EJ);
        if !ej.is_empty() && is_text(EJ) && !self.setting.is_establishment(ej) {
            refuse("RAT-12", EJ, sentence::other_establishment(ej), None);
        }
        if let Some(count) = self.twice.count(number) {
            refuse("RAT-04", POST, sentence::post_twice(number, count), None);
        }
        let id = self.posts.get(number).copied();
        if id.is_none() && is_text(POST) && !number.is_empty() {
            let suggestion = self.layout.cell(row, POST).and_then(|cell| self.same_digits(POST, cell));
            refuse("RAT-03", POST, sentence::post_unknown(number), suggestion);
        }
        let span = id.and_then(|id| self.known.posts.get(id)).and_then(Timeline::span);
        if let Some(span) = span.filter(|span| span.to() <= self.setting.today) {
            refuse("RAT-08", POST, sentence::post_closed(number, span.to()), None);
        }
        let place = if is_text(POLE) && is_text(SERVICE) { self.place(row, &mut refuse) } else { None };
        let stands = faults.is_empty();
        findings.append(&mut faults);
        let (id, place) = (id?, place?);
        if !stands {
            return None;
        }
        self.tell_level(row, place, findings, summary);
        self.compare_name(row, id, findings);
        Some((id, place))
    }

    /// The service; else the pole; else the establishment. RAT-05, RAT-06, RAT-11.
    fn place(
        &self,
        row: &RawRow,
        refuse: &mut impl FnMut(&str, &str, String, Option<SmolStr>),
    ) -> Option<Place> {
        let today = self.setting.today;
        let is_in_use = |id: &StructureId| !self.index.is_closed(*id, today);
        let (pole, service) = (self.text(row, POLE), self.text(row, SERVICE));
        let pole_id = self.index.pole(pole).filter(is_in_use);
        if !pole.is_empty() && pole_id.is_none() {
            let suggestion = self.layout.cell(row, POLE).and_then(|cell| self.same_digits(POLE, cell));
            refuse("RAT-11", POLE, sentence::pole_unknown(pole), suggestion);
        }
        let service_id = self.index.service(service).filter(is_in_use);
        if !service.is_empty() && service_id.is_none() {
            let suggestion = self.layout.cell(row, SERVICE).and_then(|cell| self.same_digits(SERVICE, cell));
            refuse("RAT-05", SERVICE, sentence::service_unknown(service), suggestion);
        }
        match (service.is_empty(), pole.is_empty()) {
            (true, true) => Some(Place::Establishment),
            (true, false) => pole_id.map(Place::Structure),
            (false, true) => service_id.map(Place::Structure),
            (false, false) => {
                let (service_id, pole_id) = (service_id?, pole_id?);
                let actual = self.index.pole_of(service_id, today);
                if actual != Some(pole_id) {
                    let number = actual.and_then(|id| self.index.get(id)).map(|pole| pole.number.clone());
                    let message = sentence::not_in_pole(service, number.as_deref(), pole);
                    refuse("RAT-06", POLE, message, number);
                    return None;
                }
                Some(Place::Structure(service_id))
            }
        }
    }

    /// RAT-07 on the line.
    fn tell_level(&self, row: &RawRow, place: Place, findings: &mut Vec<Finding>, summary: &mut Summary) {
        let (number, pole) = (self.text(row, POST), self.text(row, POLE));
        let message = match place {
            Place::Establishment => {
                summary.to_establishment += 1;
                sentence::attached_above(number, None)
            }
            Place::Structure(_) if self.text(row, SERVICE).is_empty() => {
                summary.to_poles += 1;
                sentence::attached_above(number, Some(pole))
            }
            Place::Structure(_) => return,
        };
        let finding = Finding::new(Severity::Info, "RAT-07", message).on_line(row.line);
        findings.push(finding.in_column(self.layout.heading(SERVICE)));
    }

    /// RAT-10. The name read is not repeated in the finding: it may be that of anyone.
    fn compare_name(&self, row: &RawRow, post: PostId, findings: &mut Vec<Finding>) {
        let name = self.text(row, NAME);
        let occupants = self.occupants.on(post, self.setting.today);
        if name.is_empty() || occupants.is_empty() || occupants.iter().any(|known| known.is(name)) {
            return;
        }
        let known: Vec<String> = occupants.iter().map(names::Occupant::print).collect();
        let message = sentence::other_holder(&known.join(", "));
        let finding = Finding::new(Severity::Warning, "RAT-10", message).on_line(row.line);
        findings.push(finding.in_column(self.layout.heading(NAME)));
    }

    /// The post attached, or `None` when its present state is already the one of the line (RAT-13).
    fn moved(
        &self,
        id: PostId,
        place: Place,
        effective: EffectiveDay,
    ) -> Option<Timeline<crate::post::Post>> {
        let known = self.known.posts.get(id)?;
        let span = known.span()?;
        let from = match effective {
            EffectiveDay::Opening => {
                let day = self.setting.today.clamp(span.from(), span.to().previous());
                if known.at(day).is_some_and(|post| self.is_there(post, place, day)) {
                    return None;
                }
                span.from()
            }
            EffectiveDay::On(day) => day.max(span.from()),
        };
        let period = Period::new(from, span.to()).ok()?;
        let mut timeline = known.clone();
        attach(&mut timeline, place, period, &self.index);
        Some(timeline)
    }

    /// Whether a post is where a line says: a line that names a service moves nobody out of a unit of it.
    fn is_there(&self, post: &crate::post::Post, place: Place, day: Day) -> bool {
        let service = match place {
            Place::Structure(id) => Some(id),
            Place::Establishment => None,
        };
        place.holds(post) || self.index.is_unit_of(post.structure, service, day)
    }

    /// RAT-09: open SIGMED posts that no line names.
    fn missing(&self, named: &BTreeSet<SmolStr>, findings: &mut Vec<Finding>) {
        let today = self.setting.today;
        let is_open = |id: PostId| {
            let span = self.known.posts.get(id).and_then(Timeline::span);
            span.is_some_and(|span| span.contains(today))
        };
        let missing: Vec<&SmolStr> = self
            .posts
            .iter()
            .filter(|(number, id)| !named.contains(*number) && is_open(**id))
            .map(|(number, _)| number)
            .collect();
        if !missing.is_empty() {
            let message = sentence::posts_missing(missing.len());
            let finding = Finding::new(Severity::Warning, "RAT-09", message);
            findings.push(finding.in_column(self.layout.heading(POST)).about(sentence::numbers(missing)));
        }
    }

    /// The only known number with the same digits once the zeros of the left are dropped.
    fn same_digits(&self, key: &str, cell: &RawCell) -> Option<SmolStr> {
        let digits = cell.text.trim_start_matches('0');
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let is_same = |number: &&SmolStr| number.trim_start_matches('0') == digits;
        let mut found: Vec<SmolStr> = match key {
            POST => self.posts.keys().filter(is_same).cloned().collect(),
            POLE => self.index.numbers(true).filter(is_same).cloned().collect(),
            SERVICE => self.index.numbers(false).filter(is_same).cloned().collect(),
            _ => std::iter::once(&self.setting.establishment.finess_ej).filter(is_same).cloned().collect(),
        };
        found.dedup();
        if found.len() == 1 { found.pop() } else { None }
    }

    /// `A2`: the letters of the column, the row.
    fn cell_name(&self, key: &str, row: &RawRow) -> SmolStr {
        let mut place = self.layout.place(key).unwrap_or(0);
        let mut letters = String::new();
        loop {
            let letter = u8::try_from(place % 26).map_or('?', |letter| char::from(b'A' + letter));
            letters.insert(0, letter);
            if place < 26 {
                return format_smolstr!("{letters}{}", row.line);
            }
            place = place / 26 - 1;
        }
    }
}

/// The rows of a filled workbook: one per open SIGMED post, in the order of [`HEADINGS`], with the known holder
/// and the present attachment. A post attached to a unit shows the service above it.
pub fn attachment_rows(known: &Facts, setting: &Setting<'_>) -> Vec<[SmolStr; 5]> {
    let (index, occupants) = (StructureIndex::new(&known.structures), Occupants::of(known));
    let today = setting.today;
    by_sigmed_number(known)
        .into_iter()
        .filter_map(|(number, id)| {
            let post = known.posts.at(id, today)?;
            let holders: Vec<String> = occupants.on(id, today).iter().map(names::Occupant::print).collect();
            let holder = holders.first().cloned().unwrap_or_default();
            let (pole, service) = post.structure.map(|id| index.numbers_of(id, today)).unwrap_or_default();
            let ej = setting.establishment.finess_ej.clone();
            Some([number, holder.into(), ej, pole, service])
        })
        .collect()
}

//! The load of the posts that SIGMED does not know: university and local posts.
//!
//! The file states each post for its whole life; a post that it does not name stays as it is. Kinds that SIGMED
//! holds are refused: they only come from there (rule P5). See `docs/domain.md`, sections 4.3 and 16.5.

mod headings;
mod place;
#[cfg(test)]
mod tests;

pub use place::{Place, attach, resize};

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::catalogue::loads as sentence;
use crate::code::PostNumber;
use crate::fact::Noun;
use crate::id::{IdSource, PostId, StructureId};
use crate::import::structures::StructureIndex;
use crate::import::table::{Layout, Line, Setting, Table};
use crate::knowledge::Facts;
use crate::plan::{Finding, Plan, Severity};
use crate::post::Post;
use crate::time::{Period, Timeline};
use headings as column;

/// A readable line.
struct Stated {
    number: SmolStr,
    post: Post,
    place: Place,
    period: Period,
}

/// What a file of other posts would change. Accepts `autres_postes.csv` and the skeletons `PostesHU`, `Postes`.
pub fn plan_posts(known: &Facts, setting: &Setting<'_>, table: &Table, ids: &mut dyn IdSource) -> Plan {
    let mut plan = Plan { known: known.clone(), nouns: vec![Noun::Posts], ..Plan::default() };
    plan.target = known.clone();
    let Some(layout) = headings::layout(table, &mut plan.findings) else { return plan };
    let reader = Reader { setting, index: StructureIndex::new(&known.structures), known: Numbers::of(known) };
    let twice = Repeated::of(table, &layout, column::NUMBER);
    let mut named = 0;
    for row in &table.rows {
        let mut line = Line::new(row, &layout, "post");
        twice.refuse(&mut line, column::NUMBER);
        let stated = reader.read(&mut line);
        named += usize::from(reader.known.local.contains_key(line.text(column::NUMBER)));
        if !line.finish(&mut plan.findings) {
            continue;
        }
        let Some(stated) = stated else { continue };
        let id = reader.known.local.get(&stated.number).copied().unwrap_or_else(|| ids.next_id().into());
        let mut timeline = Timeline::single(stated.period, stated.post);
        attach(&mut timeline, stated.place, stated.period, &reader.index);
        if !says_the_same(known.posts.get(id), &timeline, setting, &reader.index) {
            plan.target.posts.put(id, timeline);
        }
    }
    let absent = reader.known.local.len().saturating_sub(named);
    if absent > 0 {
        plan.findings.push(Finding::new(Severity::Info, "post.absent", sentence::posts_absent(absent)));
    }
    plan
}

/// Whether what is known on the day of the load, and the ends of the post, are already what the file says: the
/// dated changes recorded here since then are not crushed.
fn says_the_same(
    known: Option<&Timeline<Post>>,
    stated: &Timeline<Post>,
    setting: &Setting<'_>,
    index: &StructureIndex<'_>,
) -> bool {
    let Some((known, span)) = known.and_then(|known| Some((known, stated.span()?))) else { return false };
    let day = setting.today.clamp(span.from(), span.to().previous());
    let (Some(mut now), Some(said)) = (known.at(day).cloned(), stated.at(day)) else { return false };
    if index.is_unit_of(now.structure, said.structure, day) {
        // The file names services only: a post in one of their units is where it says.
        now.structure = said.structure;
    }
    known.span() == Some(span) && now == *said
}

/// Numbers of known posts.
struct Numbers {
    local: BTreeMap<SmolStr, PostId>,
    others: BTreeMap<SmolStr, PostId>,
}

impl Numbers {
    fn of(known: &Facts) -> Self {
        let mut numbers = Self { local: BTreeMap::new(), others: BTreeMap::new() };
        for (id, segment) in known.posts.segments() {
            match (&segment.value.sigmed_number, &segment.value.local_number) {
                (Some(number), _) => numbers.others.insert(number.clone(), id),
                // The parts of a split post belong to no file: neither absent from one, nor changed by one.
                (None, Some(number)) if segment.value.is_part() => numbers.others.insert(number.clone(), id),
                (None, Some(number)) => numbers.local.insert(number.clone(), id),
                (None, None) => None,
            };
        }
        numbers
    }
}

/// Numbers that a file gives more than once: every line of them is refused.
#[derive(Debug)]
pub(crate) struct Repeated(BTreeMap<SmolStr, usize>);

impl Repeated {
    /// Counts the texts of a column.
    pub fn of(table: &Table, layout: &Layout, key: &str) -> Self {
        let mut counts: BTreeMap<SmolStr, usize> = BTreeMap::new();
        for row in &table.rows {
            if let Some(cell) = layout.cell(row, key).filter(|cell| !cell.text.is_empty()) {
                *counts.entry(cell.text.clone()).or_default() += 1;
            }
        }
        counts.retain(|_, count| *count > 1);
        Self(counts)
    }

    /// How many times, when more than once.
    pub fn count(&self, number: &str) -> Option<usize> {
        self.0.get(number).copied()
    }

    /// Refuses the line when its number is given more than once.
    pub fn refuse(&self, line: &mut Line<'_>, key: &str) {
        let number = line.text(key);
        if let Some(count) = self.count(number) {
            line.refuse("number_twice", Some(key), sentence::post_twice(number, count));
        }
    }
}

struct Reader<'a> {
    setting: &'a Setting<'a>,
    index: StructureIndex<'a>,
    known: Numbers,
}

impl Reader<'_> {
    fn read(&self, line: &mut Line<'_>) -> Option<Stated> {
        let number = line.identifier::<PostNumber>(column::NUMBER);
        if let Some(number) = number.as_ref().filter(|number| self.known.others.contains_key(*number)) {
            line.refuse("number_taken", Some(column::NUMBER), sentence::post_number_taken(number));
        }
        let kind = self.kind(line);
        let quotity = line.half_days(column::QUOTITY);
        let period = line.period(column::START, column::END, self.setting.today);
        let place = period.and_then(|period| self.place(line, period));
        let (number, kind, quotity) = (number?, kind?, quotity?);
        let post = Post {
            kind,
            sigmed_number: None,
            local_number: Some(number.clone()),
            sigmed_type: None,
            discipline: None,
            speciality: line.optional(column::SPECIALITY),
            cnu_section: line.optional(column::SECTION),
            corps: line.optional(column::CORPS),
            quotity,
            structure: None,
            attached_to_establishment: false,
            parent_post: None,
        };
        check_codes(line, &post, self.setting);
        check_bounds(line, &post, self.setting, column::QUOTITY);
        Some(Stated { number, post, place: place?, period: period? })
    }

    /// `docs/domain.md` 16.5: the corps gives the kind; else the type, which may be any kind that SIGMED does
    /// not hold.
    fn kind(&self, line: &mut Line<'_>) -> Option<SmolStr> {
        let (given, corps) =
            (line.text(column::KIND).to_uppercase(), line.text(column::CORPS).to_uppercase());
        let of_corps = kind_of_corps(&corps);
        let kind = match (corps.is_empty(), of_corps) {
            (false, None) => None,
            (_, Some(kind)) => Some(kind),
            (true, None) => Some(given.as_str()).filter(|kind| !kind.is_empty()),
        };
        let known = kind.and_then(|kind| self.setting.nomenclatures.entry("post_kinds", kind));
        match known {
            Some(entry) if entry.attribute("sigmed").is_some_and(|sigmed| sigmed == "yes") => {
                line.refuse("kind_of_sigmed", Some(column::KIND), sentence::post_kind_of_sigmed(&entry.code));
                None
            }
            Some(entry) => Some(entry.code.clone()),
            None => {
                let key = if corps.is_empty() { column::KIND } else { column::CORPS };
                line.refuse("kind_unknown", Some(key), sentence::post_kind_unknown(&given, &corps));
                None
            }
        }
    }

    /// The service; else the pole; else the establishment. A structure that closes before the post is refused.
    fn place(&self, line: &mut Line<'_>, period: Period) -> Option<Place> {
        let (pole, service) = (line.text(column::POLE), line.text(column::SERVICE));
        let found = |line: &mut Line<'_>, key: &str, what: &str, id: Option<StructureId>| {
            if id.is_none() {
                let message = sentence::post_structure_unknown(what, line.text(key));
                line.refuse("structure_unknown", Some(key), message);
            }
            id
        };
        let pole_id = if pole.is_empty() {
            None
        } else {
            Some(found(line, column::POLE, sentence::POLE, self.index.pole(pole))?)
        };
        let (key, id) = if service.is_empty() {
            (column::POLE, pole_id)
        } else {
            (
                column::SERVICE,
                Some(found(line, column::SERVICE, sentence::SERVICE, self.index.service(service))?),
            )
        };
        let Some(id) = id else { return Some(Place::Establishment) };
        let actual = self.index.pole_of(id, period.from().max(self.setting.today));
        if pole_id.is_some() && actual != pole_id {
            let actual =
                actual.and_then(|id| self.index.get(id)).map_or("-".into(), |pole| pole.number.clone());
            let message = sentence::post_service_not_in_pole(service, &actual, pole);
            line.refuse("service_not_in_pole", Some(column::POLE), message);
        }
        if let Some(span) = self.index.span(id).filter(|span| span.to() < period.to()) {
            let last = span.to().previous().in_french();
            let message = sentence::post_outlives_structure(line.text(key), &last);
            line.refuse("structure_closed", Some(key), message);
        }
        Some(Place::Structure(id))
    }
}

/// The kind of post that a corps gives (`docs/domain.md` 16.5).
pub(crate) fn kind_of_corps(corps: &str) -> Option<&str> {
    match corps {
        "PUPH" | "MCUPH" | "MCUPH_STAG" => Some("HU"),
        "CCUAH" | "AHU" | "PHU" => Some("HUNT"),
        "PC" | "PA" | "ASS" | "CLIN" => Some(corps),
        _ => None,
    }
}

/// Codes that the nomenclatures do not know are warnings: the post exists all the same.
pub(crate) fn check_codes(line: &mut Line<'_>, post: &Post, setting: &Setting<'_>) {
    let lists = [
        (
            &post.speciality,
            "specialities",
            sentence::UNKNOWN_SPECIALITY,
            column::SPECIALITY,
            "post.speciality_unknown",
        ),
        (
            &post.cnu_section,
            "cnu_sections",
            sentence::UNKNOWN_SECTION,
            column::SECTION,
            "post.section_unknown",
        ),
    ];
    for (code, list, what, key, finding) in lists {
        if let Some(code) = code.as_ref().filter(|code| !setting.nomenclatures.knows(list, code)) {
            line.warn(finding, Some(key), sentence::post_code_unknown(what, code));
        }
    }
}

/// IN-04 for the kinds of SIGMED, `post.quotity_bounds` for the others: warnings in an import.
pub(crate) fn check_bounds(line: &mut Line<'_>, post: &Post, setting: &Setting<'_>, key: &str) {
    let Some(kind) = setting.nomenclatures.entry("post_kinds", &post.kind) else { return };
    let (least, most) = (kind.number("quotite_min_dj"), kind.number("quotite_max_dj"));
    let hundredths = post.quotity.hundredths();
    let outside = least.is_some_and(|least| hundredths < least * 1_000)
        || most.is_some_and(|most| hundredths > most * 1_000);
    if outside {
        let code = if kind.attribute("sigmed").is_some_and(|sigmed| sigmed == "yes") {
            "IN-04"
        } else {
            "post.quotity_bounds"
        };
        let message = sentence::post_quotity_bounds(&post.number(), &post.quotity.half_days());
        line.warn(code, Some(key), message);
    }
}

//! From rows to a plan: rows are pushed one by one, so that a file is never held as text.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use smol_str::SmolStr;
use uuid::Uuid;

use super::check::Checks;
use super::codes::CodeTable;
use super::field::Field;
use super::inconsistency;
use super::line::{Line, LineReader, PersonPart};
use super::problem::Problem;
use super::profile::Profile;
use super::resolve::{Places, Resolved, Resolver};
use super::target::{Mode, Target};
use super::whole;
use crate::catalogue;
use crate::code_mapping::{CodeMapping, ImportProfile};
use crate::establishment::Establishment;
use crate::fact::Noun;
use crate::id::{IdSource, PersonId};
use crate::import::row::{CellKind, RawRow};
use crate::import::value::plain;
use crate::knowledge::Facts;
use crate::nomenclature::Nomenclatures;
use crate::plan::{Confirmation, Finding, Plan, Severity};
use crate::time::{Day, Period, Timeline};

/// Everything that decides how an extract is read, besides its rows.
pub struct Settings<'a> {
    /// What is known of the establishment.
    pub known: &'a Facts,
    /// National lists.
    pub nomenclatures: &'a Nomenclatures,
    /// The establishment of the import.
    pub establishment: &'a Establishment,
    /// Extraction day.
    pub extracted_on: Day,
    /// Full or delta.
    pub mode: Mode,
    /// Mappings given with the file; they become facts with it.
    pub codes: Vec<CodeMapping>,
    /// Labels that the file gives to its codes (legend sheet).
    pub labels: BTreeMap<SmolStr, SmolStr>,
    /// What the columns mean.
    pub profile: Profile,
    /// Name under which the profile is kept.
    pub profile_name: SmolStr,
    /// People known in other establishments, by RPPS.
    pub persons: BTreeMap<SmolStr, PersonId>,
    /// Whether rows have separators, so that a shorter one is cut (not a sheet, whose rows end where they end).
    pub has_separators: bool,
    /// Whether all lines of a person stand or fall together.
    pub whole_people: bool,
}

/// Nouns that a SIRH extract speaks of.
const NOUNS: [Noun; 10] = [
    Noun::Practitioners,
    Noun::Statuses,
    Noun::Steps,
    Noun::Positions,
    Noun::Contracts,
    Noun::Affectations,
    Noun::Conventions,
    Noun::ExercisePeriods,
    Noun::Headships,
    Noun::CodeMappings,
];

/// Takes rows and gives a plan.
pub struct Planner<'a> {
    settings: Settings<'a>,
    lines: Vec<Line>,
    findings: Vec<Finding>,
    people: HashMap<Arc<PersonPart>, Arc<PersonPart>>,
    seen: HashMap<u64, u32>,
    widths: BTreeMap<usize, u32>,
    short: Vec<(u32, usize, bool)>,
    last_line: u32,
    /// Headings without case, accents and signs.
    headings: Vec<String>,
    /// Columns of identifiers where the spreadsheet holds numbers.
    numeric: BTreeSet<usize>,
    /// Matricules by RPPS, for a file that has no matricule.
    by_rpps: BTreeMap<SmolStr, SmolStr>,
}

impl<'a> Planner<'a> {
    /// Ready for the first data row.
    pub fn new(settings: Settings<'a>) -> Self {
        let mut findings = Vec::new();
        for column in &settings.profile.columns {
            let problem = match column.field {
                Some(Field::Nir) => Problem::ColumnNir,
                None if column.heading.is_empty() => continue,
                None => Problem::ColumnIgnored,
                Some(_) if column.confidence < 50 => Problem::ColumnDoubt,
                Some(_) => continue,
            };
            findings.push(problem.finding().in_column(super::profile::last_part(&column.heading)));
        }
        for (fields, name) in [
            (&[Field::Matricule, Field::Rpps][..], "le matricule ni le RPPS"),
            (&[Field::UsualName, Field::BirthName, Field::FullName][..], "le nom"),
            (&[Field::Status][..], "le statut"),
            (&[Field::Quotity][..], "la quotité d’affectation"),
            (&[Field::Service, Field::Unit][..], "la structure"),
        ] {
            if !fields.iter().any(|field| settings.profile.has(*field)) {
                findings.push(Problem::ColumnMissing { field: name }.finding());
            }
        }
        let by_rpps = if settings.profile.has(Field::Matricule) {
            BTreeMap::new()
        } else {
            matricules_by_rpps(settings.known, settings.extracted_on)
        };
        let columns = settings.profile.columns.iter();
        let headings = columns.map(|column| plain(&super::profile::last_part(&column.heading))).collect();
        Self {
            settings,
            lines: Vec::new(),
            findings,
            people: HashMap::new(),
            seen: HashMap::new(),
            widths: BTreeMap::new(),
            short: Vec::new(),
            last_line: 0,
            headings,
            numeric: BTreeSet::new(),
            by_rpps,
        }
    }

    /// Reads one data row.
    pub fn push(&mut self, row: &RawRow) {
        if row.filled() == 0 {
            return;
        }
        if self.is_footer(row) || self.is_headings(row) {
            self.findings.push(Problem::LineFooter.finding().on_line(row.line));
            return;
        }
        self.last_line = row.line;
        *self.widths.entry(row.cells.len()).or_default() += 1;
        if row.truncated || row.cells.len() < self.settings.profile.columns.len() {
            self.short.push((row.line, row.cells.len(), row.truncated));
        }
        self.note_numeric_identifiers(row);
        let copy = self.fingerprint(row);
        if let Some(first) = self.seen.get(&copy) {
            let finding = Problem::LineDuplicate { first: *first }.finding().on_line(row.line);
            let heading = self.settings.profile.heading(Field::Matricule, 0).unwrap_or_default();
            self.findings.push(finding.in_column(heading));
            return;
        }
        self.seen.insert(copy, row.line);
        let (lines, findings) = {
            let reader = LineReader::new(&self.settings.profile, self.settings.extracted_on);
            reader.read(row)
        };
        self.findings.extend(findings);
        for mut line in lines {
            if !self.settings.profile.has(Field::Matricule)
                && let Some(rpps) = line.person.rpps.clone()
            {
                let known = self.by_rpps.get(&rpps).cloned();
                Arc::make_mut(&mut line.person).matricule = known.unwrap_or(rpps);
            }
            line.person =
                Arc::clone(self.people.entry(Arc::clone(&line.person)).or_insert(Arc::clone(&line.person)));
            self.lines.push(line);
        }
    }

    /// Number of rows read so far.
    pub fn rows(&self) -> usize {
        self.seen.len()
    }

    fn note_numeric_identifiers(&mut self, row: &RawRow) {
        for (at, column) in self.settings.profile.columns.iter().enumerate() {
            let is_identifier = matches!(
                column.field,
                Some(Field::Matricule | Field::Rpps | Field::Service | Field::Unit | Field::Post)
            );
            if is_identifier
                && row.cells.get(at).is_some_and(|cell| cell.kind == CellKind::Number)
                && self.numeric.insert(at)
            {
                let heading = super::profile::last_part(&column.heading);
                self.findings.push(Problem::NumericIdentifiers.finding().in_column(heading));
            }
        }
    }

    /// A total, a page foot: few cells, none of them a person or a day of affectation.
    fn is_footer(&self, row: &RawRow) -> bool {
        let profile = &self.settings.profile;
        let text = |field| profile.position(field, 0).map(|at| row.text(at)).unwrap_or_default();
        let matricule = text(Field::Matricule);
        let is_identifier = !matricule.is_empty()
            && matricule.chars().any(|c| c.is_ascii_digit())
            && !matricule.contains(char::is_whitespace)
            && !matricule.contains(':');
        let says_nothing = [Field::Status, Field::From, Field::Rpps, Field::FirstNames]
            .into_iter()
            .all(|field| text(field).is_empty());
        row.filled() <= 3
            && row.filled() * 4 <= profile.columns.len().max(8)
            && !is_identifier
            && says_nothing
    }

    /// The headings again: page breaks, extracts put end to end.
    fn is_headings(&self, row: &RawRow) -> bool {
        let same = |(at, heading): (usize, &String)| {
            let text = row.text(at);
            // The first sign tells nearly all data from a heading, and is cheap: this is asked for each cell.
            let starts = text.bytes().next().is_some_and(|first| {
                !first.is_ascii_alphanumeric()
                    || heading.as_bytes().first() == Some(&first.to_ascii_lowercase())
            });
            starts && !heading.is_empty() && plain(&text) == *heading
        };
        let same = self.headings.iter().enumerate().filter(|heading| same(*heading)).count();
        same >= 3 && same * 2 > row.filled()
    }

    /// What makes two lines the same: the text of the columns that are read.
    fn fingerprint(&self, row: &RawRow) -> u64 {
        let mut hasher = DefaultHasher::new();
        for (at, column) in self.settings.profile.columns.iter().enumerate() {
            if column.field.is_some_and(|field| field != Field::Nir) {
                row.text(at).hash(&mut hasher);
            }
        }
        hasher.finish()
    }

    /// A row shorter than nearly all others is cut; when many are short, the software leaves out the last empty
    /// cells. Gives the lines that are cut.
    fn refuse_cut_rows(&mut self) -> BTreeSet<u32> {
        let rows: u32 = self.widths.values().sum();
        let Some((usual, count)) = self.widths.iter().max_by_key(|(_, count)| **count) else {
            return BTreeSet::new();
        };
        let regular = u64::from(*count) * 10 >= u64::from(rows) * 9;
        let cut: BTreeSet<u32> = self
            .short
            .iter()
            .filter(|(_, width, truncated)| {
                let shorter = width < usual && self.settings.has_separators;
                (regular && shorter) || (*truncated && (regular || !self.settings.has_separators))
            })
            .map(|(line, ..)| *line)
            .collect();
        for line in &cut {
            self.findings.push(Problem::LineTruncated.finding().on_line(*line));
        }
        for line in self.lines.iter_mut().filter(|line| cut.contains(&line.line)) {
            line.refused = true;
            line.days_unreadable = true;
        }
        cut
    }

    /// The plan.
    pub fn finish(mut self, ids: &mut dyn IdSource) -> Plan {
        let cut = self.refuse_cut_rows();
        let file_is_cut = cut.contains(&self.last_line);
        self.people = HashMap::new();
        self.seen = HashMap::new();
        let settings = self.settings;
        // `FINESS` alone may be the number of a site: it is that of the legal entity when ours is among them.
        let own = &settings.establishment.finess_ej;
        let has_legal_entities = self.lines.iter().any(|line| line.finess == *own)
            || settings
                .profile
                .heading(Field::FinessEj, 0)
                .is_some_and(|heading| says_legal_entity(&heading));
        let mut codes =
            CodeTable::new(settings.nomenclatures, Places::labels(settings.known), settings.labels);
        for (_, segment) in settings.known.code_mappings.segments() {
            codes.map(segment.value.clone());
        }
        for mapping in &settings.codes {
            codes.map(mapping.clone());
        }
        let mut resolver = Resolver {
            places: Places::new(settings.known),
            codes,
            profile: &settings.profile,
            extracted_on: settings.extracted_on,
            nomenclatures: settings.nomenclatures,
            finess_ej: settings.establishment.finess_ej.clone(),
            has_legal_entities,
            findings: self.findings,
        };
        let mut lines: Vec<Resolved> = self.lines.into_iter().map(|line| resolver.resolve(line)).collect();
        let (findings, mut codes) = (resolver.findings, resolver.codes);
        let mut checks = Checks {
            known: settings.known,
            nomenclatures: settings.nomenclatures,
            profile: &settings.profile,
            findings,
        };
        checks.run(&mut lines);
        let mut findings = checks.findings;
        inconsistency::warn(
            &lines,
            settings.known,
            settings.nomenclatures,
            &settings.profile,
            settings.extracted_on,
            &mut findings,
        );
        let mut target = Target::new(
            settings.known,
            &settings.profile,
            settings.extracted_on,
            settings.mode,
            settings.persons,
        );
        target.file_is_cut = file_is_cut;
        // Before people are held back: what the file is about does not depend on it.
        target.weigh(&lines);
        let partly_refused = whole::partly_refused(&lines);
        if settings.whole_people {
            whole::hold(&target, &mut lines, &mut findings);
        }
        target.build(lines, ids);
        let (mut facts, closed) = (target.facts, target.closed);
        keep_mappings(settings.known, &mut facts, settings.codes, ids);
        keep_profile(settings.known, &mut facts, &settings.profile_name, &settings.profile, ids);
        // What a cut line says means nothing.
        let truncated = Problem::LineTruncated.code();
        findings.retain(|own| own.code == truncated || own.line.is_none_or(|line| !cut.contains(&line)));
        sort(&mut findings);
        let confirmations =
            confirmations(settings.known, &facts, settings.nomenclatures, settings.extracted_on, &closed);
        Plan {
            known: settings.known.clone(),
            target: facts,
            nouns: NOUNS.into_iter().chain([Noun::ImportProfiles]).collect(),
            findings,
            unknown_codes: codes.unknown_codes(),
            confirmations,
            closed,
            partly_refused,
            reading: None,
        }
    }
}

/// `finess_ej`, `FINESS entité juridique`.
fn says_legal_entity(heading: &str) -> bool {
    let words = super::field::Words::of(heading).words;
    words.iter().any(|word| matches!(word.as_str(), "ej" | "juridique"))
}

/// Errors first within a line, lines in the order of the file, what is about the whole file at the top.
fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| a.line.cmp(&b.line).then(a.severity.cmp(&b.severity)).then(a.code.cmp(&b.code)));
    findings.dedup();
}

/// The matricule of each RPPS; when there are several, the one in force on a day.
fn matricules_by_rpps(known: &Facts, day: Day) -> BTreeMap<SmolStr, SmolStr> {
    let mut found: BTreeMap<SmolStr, (bool, SmolStr)> = BTreeMap::new();
    for (_, segment) in known.practitioners.segments() {
        let Some(rpps) = segment.value.rpps.clone() else { continue };
        let own = (segment.period.contains(day), segment.value.matricule.clone());
        let best = found.entry(rpps).or_insert_with(|| own.clone());
        if own.0 && !best.0 {
            *best = own;
        }
    }
    found.into_iter().map(|(rpps, (_, matricule))| (rpps, matricule)).collect()
}

/// The mappings given with the file become facts: the next file needs no table.
fn keep_mappings(known: &Facts, facts: &mut Facts, codes: Vec<CodeMapping>, ids: &mut dyn IdSource) {
    let mut by_code: BTreeMap<(SmolStr, SmolStr), crate::id::CodeMappingId> = known
        .code_mappings
        .segments()
        .map(|(id, segment)| ((segment.value.domain.clone(), segment.value.local_code.clone()), id))
        .collect();
    for mapping in codes {
        let key = (mapping.domain.clone(), mapping.local_code.clone());
        let id = *by_code.entry(key).or_insert_with(|| ids.next_id().into());
        facts.code_mappings.put(id, Timeline::single(Period::ALWAYS, mapping));
    }
}

/// A profile that differs from the one known under its name is its next version.
fn keep_profile(known: &Facts, facts: &mut Facts, name: &str, profile: &Profile, ids: &mut dyn IdSource) {
    let own = known.import_profiles.segments().find(|(_, segment)| segment.value.name == name);
    let same =
        own.and_then(|(_, segment)| Profile::from_json(&segment.value.definition)).is_some_and(|kept| {
            let headings: Vec<SmolStr> = kept.columns.iter().map(|column| column.heading.clone()).collect();
            profile.fits(&headings) && profile.arranged(&headings) == kept
        });
    if same {
        return;
    }
    let id = own.map_or_else(|| ids.next_id().into(), |(id, _)| id);
    let value = ImportProfile { name: name.into(), definition: profile.to_json().into() };
    facts.import_profiles.put(id, Timeline::single(Period::ALWAYS, value));
}

/// Questions of `domain.md` 8.5: too many people closed, too many moved.
fn confirmations(
    known: &Facts,
    target: &Facts,
    nomenclatures: &Nomenclatures,
    day: Day,
    closed: &BTreeSet<Uuid>,
) -> Vec<Confirmation> {
    let active: Vec<_> = known.practitioners.on(day).map(|(id, _)| id).collect();
    let total = u32::try_from(active.len()).unwrap_or(u32::MAX);
    let above = |people: u32, parameter: &str, default: u32| {
        let limit = nomenclatures.parameter(parameter, day).unwrap_or(default);
        u64::from(people) * 100 > u64::from(total) * u64::from(limit)
    };
    let leaving = active.iter().filter(|id| closed.contains(&Uuid::from(**id))).count();
    let (before, after) = (main_places(known, day), main_places(target, day));
    let moving = active
        .iter()
        .filter(|id| match (before.get(id), after.get(id)) {
            (Some(before), Some(after)) => before != after,
            _ => false,
        })
        .count();
    let (leaving, moving) =
        (u32::try_from(leaving).unwrap_or(u32::MAX), u32::try_from(moving).unwrap_or(u32::MAX));
    let mut questions = Vec::new();
    if above(leaving, "IMPORT_ABSENCE", 10) {
        let message = catalogue::sirh::closures(leaving, total);
        questions.push(Confirmation {
            code: "import.closures".into(),
            people: leaving,
            active: total,
            message,
        });
    }
    if above(moving, "IMPORT_MOVES", 5) {
        let message = catalogue::sirh::moves(moving, total);
        questions.push(Confirmation { code: "import.moves".into(), people: moving, active: total, message });
    }
    questions
}

/// The service of the main affectation of each person on a day.
fn main_places(
    facts: &Facts,
    day: Day,
) -> BTreeMap<crate::id::PractitionerId, Option<crate::id::StructureId>> {
    let on = facts
        .affectations
        .on(day)
        .filter(|(_, segment)| segment.value.rank == crate::affectation::Rank::Main);
    on.map(|(_, segment)| (segment.value.practitioner, segment.value.service)).collect()
}

/// Number of lines refused.
pub fn refused(plan: &Plan) -> usize {
    let lines: BTreeSet<u32> = plan
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .filter_map(|finding| finding.line)
        .collect();
    lines.len()
}

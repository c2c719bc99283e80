//! One affectation line of an extract, typed; what could not be read is told as findings.
//!
//! The facts of the person are repeated on each line of a file: equal ones are shared in memory.

use std::sync::Arc;

use smol_str::{SmolStr, ToSmolStr};

use super::codes::sex;
use super::field::Field;
use super::problem::Problem;
use super::profile::Profile;
use crate::affectation::Rank;
use crate::code::{Rpps, RppsError};
use crate::convention::Direction;
use crate::import::nir::is_nir;
use crate::import::row::{CellKind, RawRow, is_scientific};
use crate::import::value::{DayError, DayRole, plain, read_day};
use crate::plan::Finding;
use crate::quotity::{Quotity, QuotityError, QuotityUnit};
use crate::time::Day;

/// A first day and, when known, a last day (inclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// First day.
    pub first: Day,
    /// Last day, inclusive; `None`: no end.
    pub last: Option<Day>,
}

/// What lines repeat about a person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[allow(missing_docs, reason = "each field is that of the file, see `Field`")]
pub struct PersonPart {
    pub matricule: SmolStr,
    pub rpps: Option<SmolStr>,
    pub birth_name: SmolStr,
    pub usual_name: SmolStr,
    pub first_names: SmolStr,
    pub sex: Option<SmolStr>,
    pub birth_date: Option<Day>,
    pub speciality: Option<SmolStr>,
    pub entry: Option<Day>,
    pub exit: Option<Day>,
    pub exit_reason: Option<SmolStr>,
    pub step: Option<SmolStr>,
    pub step_date: Option<Day>,
    pub private_practice: Option<Span>,
    pub iespe: Option<Span>,
    pub diplomas: Vec<SmolStr>,
    pub headship: Option<SmolStr>,
    pub headship_structure: Option<SmolStr>,
    pub headship_span: Option<Span>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is that of the file, see `Field`")]
pub struct Line {
    /// Physical line.
    pub line: u32,
    /// Affectation group, 0 unless the file has one line per person.
    pub group: u32,
    pub person: Arc<PersonPart>,
    pub status: SmolStr,
    pub position: SmolStr,
    pub position_span: Option<Span>,
    pub contract_quotity: Option<Quotity>,
    pub motive: SmolStr,
    pub contract_signed: Option<Day>,
    pub contract: Option<Span>,
    pub rank: Option<Rank>,
    pub service: SmolStr,
    pub unit: SmolStr,
    pub structure_label: SmolStr,
    pub post: SmolStr,
    pub quotity: Quotity,
    pub first: Option<Day>,
    pub last: Option<Day>,
    pub convention: SmolStr,
    pub partner: SmolStr,
    pub direction: Option<Direction>,
    /// FINESS number that the line gives for the establishment.
    pub finess: SmolStr,
    /// Whether something on the line refuses it.
    pub refused: bool,
    /// Whether the days of the line could not be read.
    pub days_unreadable: bool,
}

/// Reads one row: its lines (one per affectation group) and what to say about it.
pub struct LineReader<'a> {
    profile: &'a Profile,
    reference: Day,
    wide: bool,
    groups: Vec<u32>,
}

/// The row being read and the findings so far.
struct Cells<'a> {
    profile: &'a Profile,
    row: &'a RawRow,
    findings: Vec<Finding>,
    refused: bool,
}

impl<'a> LineReader<'a> {
    /// For one profile; `reference` is the extraction day.
    pub fn new(profile: &'a Profile, reference: Day) -> Self {
        Self { profile, reference, wide: profile.is_wide(), groups: profile.groups() }
    }

    /// Lines and findings of a row.
    pub fn read(&self, row: &RawRow) -> (Vec<Line>, Vec<Finding>) {
        let mut cells = Cells { profile: self.profile, row, findings: Vec::new(), refused: false };
        cells.refuse_formulas();
        let person = Arc::new(self.person(&mut cells));
        let filled = |group: &&u32| {
            let main =
                [Field::Service, Field::Unit, Field::Post, Field::Quotity, Field::From, Field::Convention];
            main.iter().any(|field| !cells_text(self.profile, row, *field, **group).is_empty())
        };
        let mut groups: Vec<u32> = if self.wide {
            self.groups.iter().filter(filled).copied().collect()
        } else {
            self.groups.clone()
        };
        if groups.is_empty() {
            groups.push(self.groups.first().copied().unwrap_or(0));
        }
        let mut lines = Vec::with_capacity(groups.len());
        for group in groups {
            lines.push(self.line(&mut cells, group, &person));
        }
        if self.wide {
            self.keep_to_the_extraction_day(&mut lines);
        }
        let refused = cells.refused;
        for line in &mut lines {
            line.refused |= refused;
        }
        (lines, cells.findings)
    }

    /// One line per person gives the position and the contract's time of the extraction day: they are those of
    /// the affectations that run that day, or of the first one when none does (`domain.md` 16.5).
    fn keep_to_the_extraction_day(&self, lines: &mut [Line]) {
        let day = self.reference;
        let runs = |line: &Line| {
            line.first.is_none_or(|first| first <= day) && line.last.is_none_or(|last| last >= day)
        };
        let any = lines.iter().any(runs);
        for (at, line) in lines.iter_mut().enumerate() {
            if if any { !runs(line) } else { at > 0 } {
                line.position = SmolStr::default();
                line.position_span = None;
                line.contract_quotity = None;
            }
        }
    }

    fn person(&self, cells: &mut Cells<'_>) -> PersonPart {
        let day = |cells: &mut Cells<'_>, field, role| cells.day(field, 0, role, self.reference);
        let birth_date = day(cells, Field::BirthDate, DayRole::Birth);
        if birth_date.is_some_and(|birth| birth > self.reference) {
            cells.tell(Problem::BirthFuture, Field::BirthDate, 0);
        }
        let (mut usual_name, mut first_names) = (cells.name(Field::UsualName), cells.name(Field::FirstNames));
        let full = cells.name(Field::FullName);
        if usual_name.is_empty() && !full.is_empty() {
            let (name, first) = split_full_name(&full);
            usual_name = name;
            if first_names.is_empty() {
                first_names = first;
            }
        }
        let mut birth_name = cells.name(Field::BirthName);
        if birth_name.is_empty() {
            birth_name = usual_name.clone();
        }
        if usual_name.is_empty() {
            usual_name = birth_name.clone();
        }
        PersonPart {
            matricule: cells.identifier(Field::Matricule, 0, 32),
            rpps: cells.rpps(),
            birth_name,
            usual_name,
            first_names,
            sex: sex(&cells.text(Field::Sex, 0)),
            birth_date,
            speciality: non_empty(cells.text(Field::Speciality, 0)),
            entry: day(cells, Field::Entry, DayRole::Start).filter(|day| !day.is_open()),
            exit: day(cells, Field::Exit, DayRole::End).filter(|day| !day.is_open()),
            exit_reason: non_empty(cells.text(Field::ExitReason, 0)),
            step: non_empty(cells.text(Field::Step, 0)).map(|step| without_leading_zeros(&step)),
            step_date: day(cells, Field::StepDate, DayRole::Start),
            private_practice: cells.span(Field::PrivateFrom, Field::PrivateTo, 0, self.reference),
            iespe: cells.span(Field::IespeFrom, Field::IespeTo, 0, self.reference),
            diplomas: list_of(&cells.text(Field::Diplomas, 0)),
            headship: non_empty(cells.text(Field::Headship, 0)),
            headship_structure: non_empty(cells.text(Field::HeadshipStructure, 0)),
            headship_span: cells.span(Field::HeadshipFrom, Field::HeadshipTo, 0, self.reference),
        }
    }

    fn line(&self, cells: &mut Cells<'_>, group: u32, person: &Arc<PersonPart>) -> Line {
        let before = cells.refused;
        cells.refused = false;
        let contract_quotity = cells.quotity(Field::ContractQuotity, 0, None);
        let quotity = cells.quotity(Field::Quotity, group, contract_quotity);
        let first = cells.day(Field::From, group, DayRole::Start, self.reference);
        let last = cells.day(Field::To, group, DayRole::End, self.reference).filter(|day| !day.is_open());
        let mut days_unreadable = false;
        if let (Some(first), Some(last)) = (first, last)
            && last < first
        {
            cells.tell(Problem::DateOrder { from: first, to: last }, Field::To, group);
            days_unreadable = true;
        }
        let unreadable = |field| {
            let text = cells.text(field, group);
            !text.is_empty() && read_day(&text, DayRole::End, self.reference).is_err()
        };
        days_unreadable |= unreadable(Field::From) || unreadable(Field::To);
        let service = cells.identifier(Field::Service, group, 120);
        let unit = cells.identifier(Field::Unit, group, 120);
        let post = cells.identifier(Field::Post, group, 20);
        let rank = rank_of(&cells.text(Field::Rank, group)).or_else(|| self.rank_of_heading(group));
        let somewhere = [&service, &unit, &post].into_iter().any(|place| !place.is_empty());
        if somewhere && cells.is_left_empty(Field::Quotity, group) {
            cells.tell(Problem::QuotityFormat, Field::Quotity, group);
        }
        let line = Line {
            line: cells.row.line,
            group,
            person: Arc::clone(person),
            status: cells.text(Field::Status, 0),
            position: cells.text(Field::Position, 0),
            position_span: cells.span(Field::PositionFrom, Field::PositionTo, 0, self.reference),
            contract_quotity,
            motive: cells.text(Field::ContractMotive, 0),
            contract_signed: cells.day(Field::ContractSigned, 0, DayRole::Start, self.reference),
            contract: cells.span(Field::ContractFrom, Field::ContractTo, 0, self.reference),
            rank,
            service,
            unit,
            structure_label: cells.text(Field::StructureLabel, group),
            post,
            quotity: quotity.unwrap_or(Quotity::ZERO),
            first,
            last,
            convention: cells.text(Field::Convention, group),
            partner: cells.text(Field::Partner, group).replace(' ', "").to_smolstr(),
            direction: direction_of(&cells.text(Field::Direction, group)),
            finess: cells.text(Field::FinessEj, 0).replace(' ', "").to_smolstr(),
            refused: cells.refused,
            days_unreadable,
        };
        cells.refused = before;
        line
    }

    fn rank_of_heading(&self, group: u32) -> Option<Rank> {
        let columns = self.profile.columns.iter().filter(|column| column.group == group);
        columns.filter_map(|column| column.rank).map(Rank::from).next()
    }
}

fn cells_text(profile: &Profile, row: &RawRow, field: Field, group: u32) -> SmolStr {
    profile.position(field, group).map(|at| row.text(at)).unwrap_or_default()
}

impl Cells<'_> {
    fn text(&self, field: Field, group: u32) -> SmolStr {
        cells_text(self.profile, self.row, field, group)
    }

    /// Whether the file has the column and the cell is empty.
    fn is_left_empty(&self, field: Field, group: u32) -> bool {
        self.profile.position(field, group).is_some_and(|at| self.row.text(at).is_empty())
    }

    /// Records a problem in a column, with the value masked.
    fn tell(&mut self, problem: Problem, field: Field, group: u32) {
        let value = masked(field, &self.text(field, group));
        let mut finding = problem.finding().on_line(self.row.line).about(value);
        if let Some(heading) = self.profile.heading(field, group) {
            finding = finding.in_column(heading);
        }
        self.refused |= finding.severity == crate::plan::Severity::Error;
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// A formula, or a text that a spreadsheet would run, in any column that is read.
    fn refuse_formulas(&mut self) {
        for (at, column) in self.profile.columns.iter().enumerate() {
            let (Some(field), Some(cell)) = (column.field, self.row.cells.get(at)) else { continue };
            if field == Field::Nir {
                continue;
            }
            let runs = match cell.kind {
                CellKind::Formula => true,
                CellKind::Text => would_run(&cell.text),
                _ => false,
            };
            if runs {
                self.tell(Problem::Formula, field, column.group);
            }
        }
    }

    fn name(&self, field: Field) -> SmolStr {
        self.text(field, 0).split_whitespace().collect::<Vec<_>>().join(" ").to_smolstr()
    }

    fn day(&mut self, field: Field, group: u32, role: DayRole, reference: Day) -> Option<Day> {
        match read_day(&self.text(field, group), role, reference) {
            Ok(day) => day,
            Err(DayError::DoesNotExist) => {
                self.tell(Problem::DateInvalid, field, group);
                None
            }
            Err(DayError::NotADay) => {
                self.tell(Problem::DateUnreadable, field, group);
                None
            }
        }
    }

    fn span(&mut self, from: Field, to: Field, group: u32, reference: Day) -> Option<Span> {
        // Both are read, so that both are told about.
        let first = self.day(from, group, DayRole::Start, reference);
        let last = self.day(to, group, DayRole::End, reference).filter(|day| !day.is_open());
        let first = first?;
        if let Some(last) = last
            && last < first
        {
            self.tell(Problem::DateOrder { from: first, to: last }, to, group);
            return None;
        }
        Some(Span { first, last })
    }

    fn quotity(&mut self, field: Field, group: u32, whole: Option<Quotity>) -> Option<Quotity> {
        let at = self.profile.position(field, group)?;
        let column = self.profile.columns.get(at)?;
        let (unit, own_time) = (column.unit.unwrap_or(QuotityUnit::Percent), column.own_time);
        let text = self.row.text(at);
        if text.is_empty() {
            return None;
        }
        match unit.parse_rounded(&text) {
            Ok(quotity) if own_time => Some(quotity.share_of(whole.unwrap_or(Quotity::FULL_TIME))),
            Ok(quotity) => Some(quotity),
            Err(QuotityError::OutOfRange) => {
                self.tell(Problem::QuotityRange, field, group);
                None
            }
            Err(_) => {
                self.tell(Problem::QuotityFormat, field, group);
                None
            }
        }
    }

    fn identifier(&mut self, field: Field, group: u32, longest: usize) -> SmolStr {
        let text = without_apostrophe(&self.text(field, group));
        if is_scientific(&text) {
            self.tell(Problem::IdScientific, field, group);
        } else if text.chars().count() > longest {
            self.tell(Problem::IdTooLong, field, group);
        }
        if field == Field::Matricule && text.is_empty() && self.profile.has(Field::Matricule) {
            self.tell(Problem::MatriculeMissing, field, group);
        }
        text
    }

    fn rpps(&mut self) -> Option<SmolStr> {
        let text = without_apostrophe(&self.text(Field::Rpps, 0));
        if text.is_empty() {
            return None;
        }
        let problem = match text.parse::<Rpps>() {
            Ok(rpps) => return Some(rpps.as_str().into()),
            Err(_) if is_scientific(&text) => Problem::IdScientific,
            Err(RppsError::Scientific) => Problem::IdScientific,
            Err(RppsError::Key) => Problem::RppsKey,
            Err(_) => Problem::RppsFormat,
        };
        self.tell(problem, Field::Rpps, 0);
        None
    }
}

/// What a finding shows of a value: people are not identified by a report, a NIR is never shown.
fn masked(field: Field, value: &str) -> SmolStr {
    if is_nir(value) {
        return "•••".into();
    }
    let shown: String = match field {
        Field::BirthName | Field::UsualName | Field::FirstNames | Field::FullName => {
            value.chars().take(2).chain("…".chars()).collect()
        }
        _ => value.chars().take(40).collect(),
    };
    shown.into()
}

/// `= + - @` or a control sign at the start of what is not a number.
fn would_run(text: &str) -> bool {
    let number = || {
        let rest = text.trim_start_matches(['+', '-']).replace(',', ".");
        rest.trim_end_matches('%').trim().parse::<f64>().is_ok()
    };
    match text.chars().next() {
        Some('=' | '@' | '\t' | '\r') => true,
        Some('+' | '-') => text.chars().count() > 1 && !number(),
        _ => false,
    }
}

/// `'0008450`: how spreadsheets mark a number as text.
fn without_apostrophe(text: &SmolStr) -> SmolStr {
    text.strip_prefix('\'').map_or_else(|| text.clone(), SmolStr::from)
}

fn non_empty(text: SmolStr) -> Option<SmolStr> {
    (!text.is_empty()).then_some(text)
}

fn without_leading_zeros(step: &str) -> SmolStr {
    let short = step.trim_start_matches('0');
    if short.is_empty() { step.into() } else { short.into() }
}

fn list_of(text: &str) -> Vec<SmolStr> {
    text.split(['|', ',', '/']).map(str::trim).filter(|code| !code.is_empty()).map(SmolStr::from).collect()
}

/// Words that begin a name and are never the whole of it.
const PARTICLES: [&str; 14] =
    ["de", "du", "des", "d", "la", "le", "les", "van", "von", "der", "den", "el", "ben", "da"];

/// `DUPONT Jean-Marie`: the words in capitals are the name; `DUPONT, Jean` and `Dupont Jean` too.
fn split_full_name(full: &str) -> (SmolStr, SmolStr) {
    if let Some((name, first)) = full.split_once(',') {
        return (name.trim().into(), first.trim().into());
    }
    let words: Vec<&str> = full.split_whitespace().collect();
    let is_capitals = |word: &&str| word.chars().all(|c| !c.is_lowercase());
    let capitals = words.iter().take_while(|word| is_capitals(word)).count();
    let particles = words.iter().take_while(|word| PARTICLES.contains(&plain(word).as_str())).count();
    let cut = if capitals == 0 || capitals == words.len() { particles + 1 } else { capitals };
    let (name, first) = words.split_at(cut.min(words.len()));
    (name.join(" ").into(), first.join(" ").into())
}

/// Main or secondary, as files say it.
fn rank_of(text: &str) -> Option<Rank> {
    match plain(text).as_str() {
        "p" | "1" | "01" | "princ" | "main" | "o" | "oui" => Some(Rank::Main),
        "s" | "2" | "02" | "3" | "sec" | "n" | "non" => Some(Rank::Secondary),
        word if word.contains("princip") => Some(Rank::Main),
        word if word.contains("second") => Some(Rank::Secondary),
        _ => None,
    }
}

/// Which way shared time goes, as files say it.
fn direction_of(text: &str) -> Option<Direction> {
    match plain(text).as_str() {
        "s" | "mads" | "out" | "sortie" | "sortante" => Some(Direction::Outgoing),
        "e" | "made" | "in" | "entree" | "entrante" => Some(Direction::Incoming),
        word if word.contains("sortant") || word.contains("verslexterieur") => Some(Direction::Outgoing),
        word if word.contains("entrant") || word.contains("accueil") => Some(Direction::Incoming),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{errors, hospital, plan, plan_of, table};
    use super::*;

    const GOOD: &str = "1;99011126481;DUPONT;Jean;PH;ACTIVITE;10;;;;P;146;1461;P1;10;2020-01-01;";

    /// `domain.md` 16.5, "Not readable" and "Person": one cell of a good line changed, one code.
    #[test]
    fn what_cannot_be_read_refuses_its_line() {
        for (column, text, code) in [
            (0, "", "matricule.missing"),
            (0, "4,96E+05", "identifier.scientific"),
            (0, "123456789012345678901234567890123", "identifier.too_long"),
            (1, "9.9E+10", "identifier.scientific"),
            (1, "99011126482", "rpps.wrong_key"),
            (1, "9901112648", "rpps.malformed"),
            (2, "=1+1", "cell.formula"),
            (3, "@SUM(A1)", "cell.formula"),
            (6, "12", "quotity.out_of_range"),
            (9, "2021-02-29", "date.does_not_exist"),
            (14, "-1", "quotity.out_of_range"),
            (14, "8O", "quotity.not_a_number"),
            (14, "", "quotity.not_a_number"),
            (15, "2021-02-29", "date.does_not_exist"),
            (15, "demain", "date.unreadable"),
            (16, "2019-12-31", "date.end_before_start"),
        ] {
            let mut cells: Vec<&str> = GOOD.split(';').collect();
            cells[column] = text;
            let other = "2;99011205673;MARTIN;Anne;PH;ACTIVITE;10;;;;P;146;1461;P3;10;2020-01-01;";
            let plan = plan(&hospital(), &format!("{}\n{other}", cells.join(";")));
            assert_eq!(errors(&plan), [(2, code.into())], "{text}");
        }
        assert_eq!(errors(&plan(&hospital(), GOOD)), []);
    }

    #[test]
    fn a_line_that_is_cut_is_refused_and_nothing_else_is_said_of_it() {
        let others =
            (2..30).map(|n| format!("{n};;N{n};P;PA;;2;;;;P;146;;;2;2020-01-01;")).collect::<Vec<_>>();
        let plan = plan(&hospital(), &format!("{}\n30;;N;P;PA;;2;;;;P;14", others.join("\n")));
        assert_eq!(errors(&plan), [(30, "line.truncated".into())]);
    }

    #[test]
    fn birth_after_the_extraction() {
        let table = table(
            "matricule;nom;prenom;date_naissance;statut;service;demi_journees\n1;A;B;2026-04-02;PA;146;2",
        );
        assert_eq!(errors(&plan_of(&hospital(), &table, Vec::new())), [(2, "birth_date.in_future".into())]);
    }

    #[test]
    fn texts_that_run_and_texts_that_do_not() {
        for text in ["=1", "@A1", "+cmd|x", "-2+3+cmd"] {
            assert!(would_run(text), "{text}");
        }
        for text in ["-", "+2", "-0,5", "+33", "12 %", "DUPONT"] {
            assert!(!would_run(text), "{text}");
        }
    }

    #[test]
    fn identifiers_that_a_spreadsheet_turned_into_numbers() {
        for text in ["9.9E+10", "4,96E+05", "1E+12"] {
            assert!(is_scientific(text), "{text}");
        }
        for text in ["12E4", "E12", "0008450", "2A004", "HUE+1"] {
            assert!(!is_scientific(text), "{text}");
        }
        assert_eq!(without_apostrophe(&"'0008450".into()), "0008450");
    }

    #[test]
    fn names_in_one_column() {
        for (full, name, first) in [
            ("DUPONT Jean-Marie", "DUPONT", "Jean-Marie"),
            ("DE LA TOUR Anne", "DE LA TOUR", "Anne"),
            ("DE SALVO WILFRIED", "DE SALVO", "WILFRIED"),
            ("Dupont, Jean", "Dupont", "Jean"),
            ("Dupont Jean", "Dupont", "Jean"),
            ("DUPONT", "DUPONT", ""),
        ] {
            assert_eq!(split_full_name(full), (name.into(), first.into()), "{full}");
        }
    }

    #[test]
    fn ranks_and_directions() {
        assert_eq!(rank_of("Principale"), Some(Rank::Main));
        assert_eq!(rank_of("2"), Some(Rank::Secondary));
        assert_eq!(rank_of("?"), None);
        assert_eq!(direction_of("MAD-S"), Some(Direction::Outgoing));
        assert_eq!(direction_of("Entrant"), Some(Direction::Incoming));
    }

    #[test]
    fn values_that_could_identify_a_person_are_masked() {
        assert_eq!(masked(Field::UsualName, "DUPONT"), "DU…");
        assert_eq!(masked(Field::Convention, "272109900000067"), "•••");
    }
}

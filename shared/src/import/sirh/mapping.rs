//! Finding what the columns of an unknown file mean, from their headings and their contents.
//!
//! Every choice comes with a confidence that people see. A column that looks like national insurance numbers
//! is refused here, before any of its values is kept.

use smol_str::{SmolStr, format_smolstr};

use super::field::{Field, Words, candidates};
use super::profile::{Column, Profile, RankName};
use crate::import::nir::is_nir;
use crate::import::row::{CellKind, RawRow};
use crate::import::value::{DayRole, plain, read_day};
use crate::quotity::{Quotity, QuotityUnit};
use crate::time::Day;

/// Rows looked at before the headings are given up.
const HEADING_ROWS: usize = 25;
/// Fields by which a row is recognised as the headings.
const FEWEST_FIELDS: usize = 4;
/// Below this share of values of the right kind, a heading is not believed.
const FEWEST_FITTING: f64 = 0.3;

/// Below this number of values, a heading is believed whatever they are.
const FEWEST_VALUES: usize = 5;

/// Where the headings are, and what they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headings {
    /// Index of the row of headings among the rows given.
    pub row: usize,
    /// Full headings, with the group above (`AFFECTATION / Début`).
    pub headings: Vec<SmolStr>,
}

/// Finds the row of headings among the first rows.
pub fn find_headings(rows: &[RawRow]) -> Option<Headings> {
    let mut best: Option<(usize, Headings)> = None;
    for (index, row) in rows.iter().enumerate().take(HEADING_ROWS) {
        let above = index.checked_sub(1).and_then(|above| rows.get(above)).filter(|row| is_group_row(row));
        let headings = headings_of(row, above);
        let mut fields: Vec<Field> = headings.iter().filter_map(|heading| best_candidate(heading)).collect();
        fields.sort_unstable();
        fields.dedup();
        let known = fields.len();
        let identifies = fields.iter().any(|field| {
            matches!(field, Field::Matricule | Field::Rpps | Field::FullName | Field::UsualName)
        });
        if known >= FEWEST_FIELDS && identifies && best.as_ref().is_none_or(|(most, _)| known > *most) {
            best = Some((known, Headings { row: index, headings }));
        }
    }
    best.map(|(_, headings)| headings)
}

/// A row of groups has several texts and no number: `AGENT … CARRIÈRE … CONTRAT`.
fn is_group_row(row: &RawRow) -> bool {
    let texts = row.cells.iter().filter(|cell| cell.kind == CellKind::Text);
    let count = texts.clone().count();
    count >= 2
        && texts.clone().all(|cell| cell.text.chars().any(char::is_alphabetic))
        && count == row.filled()
}

fn headings_of(row: &RawRow, above: Option<&RawRow>) -> Vec<SmolStr> {
    // Merged cells hold their text in the first one: it stands for those that follow.
    let mut group = SmolStr::default();
    let mut headings = Vec::with_capacity(row.cells.len());
    for column in 0..row.cells.len() {
        let own = row.text(column);
        if let Some(above) = above {
            let text = above.text(column);
            if !text.is_empty() {
                group = text;
            }
        }
        headings.push(match (group.is_empty(), own.is_empty()) {
            (true, _) => own,
            (false, true) => group.clone(),
            (false, false) => format_smolstr!("{group} / {own}"),
        });
    }
    while headings.last().is_some_and(SmolStr::is_empty) {
        headings.pop();
    }
    headings
}

fn split(heading: &str) -> (Words, Words) {
    match heading.split_once(" / ") {
        Some((group, own)) => (Words::of(group), Words::of(own)),
        None => (Words::default(), Words::of(heading)),
    }
}

fn best_candidate(heading: &str) -> Option<Field> {
    let (group, own) = split(heading);
    candidates(&group, &own).first().map(|(field, _)| *field)
}

/// One possible meaning of one column.
struct Claim {
    column: usize,
    field: Field,
    score: u32,
}

/// Finds the meaning of every column. `sample` holds data rows; `reference` settles two-digit years.
pub fn learn(headings: &[SmolStr], sample: &[RawRow], reference: Day) -> Profile {
    let contents: Vec<Vec<SmolStr>> = (0..headings.len()).map(|column| values_of(sample, column)).collect();
    let mut claims: Vec<Claim> = Vec::new();
    let mut columns: Vec<Column> = headings
        .iter()
        .map(|heading| Column {
            heading: heading.clone(),
            field: None,
            group: 0,
            rank: None,
            unit: None,
            own_time: false,
            confidence: 0,
        })
        .collect();
    for (column, heading) in headings.iter().enumerate() {
        let values = contents.get(column).map(Vec::as_slice).unwrap_or_default();
        let (group, own) = split(heading);
        if looks_like_nir(values) {
            claims.push(Claim { column, field: Field::Nir, score: 1000 });
            continue;
        }
        for (field, precision) in candidates(&group, &own) {
            if let Some(score) = score(field, precision, values, reference) {
                claims.push(Claim { column, field, score });
            }
        }
    }
    number_groups(headings, &claims, &mut columns);
    claims.sort_by(|a, b| b.score.cmp(&a.score).then(a.column.cmp(&b.column)));
    for claim in &claims {
        let group = columns.get(claim.column).map_or(0, |column| group_for(claim.field, column.group));
        let taken = claim.field != Field::Nir
            && columns.iter().any(|column| {
                column.field == Some(claim.field) && group_for(claim.field, column.group) == group
            });
        let Some(column) = columns.get_mut(claim.column) else { continue };
        if column.field.is_some() || taken {
            continue;
        }
        column.field = Some(claim.field);
        column.confidence = claim.score.min(100);
    }
    for column in &mut columns {
        if !column.field.is_some_and(Field::is_of_affectation) {
            column.group = 0;
            column.rank = None;
        }
    }
    // A second column about the service, in words, is its label.
    label_leftovers(&mut columns, &contents);
    only_name(&mut columns);
    set_units(&mut columns, headings, &contents, sample);
    Profile { columns }
}

fn group_for(field: Field, group: u32) -> u32 {
    if field.is_of_affectation() { group } else { 0 }
}

fn values_of(sample: &[RawRow], column: usize) -> Vec<SmolStr> {
    sample.iter().map(|row| row.text(column)).filter(|text| !text.is_empty()).collect()
}

/// How sure a meaning is, from the precision of the heading and the share of fitting values.
fn score(field: Field, precision: u32, values: &[SmolStr], reference: Day) -> Option<u32> {
    if values.is_empty() {
        return Some(precision * 6 / 10);
    }
    let fitting = values.iter().filter(|value| fits(field, value, reference)).count();
    #[expect(clippy::cast_precision_loss, reason = "a share of a sample of some thousand values")]
    let share = fitting as f64 / values.len() as f64;
    if share < FEWEST_FITTING {
        // A few wrong values are wrong values; many mean that the heading is.
        return (values.len() < FEWEST_VALUES).then_some(precision * 4 / 10);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is between 0 and 1")]
    let hundredths = (share * 100.0) as u32;
    Some(precision * (40 + hundredths * 6 / 10) / 100)
}

fn fits(field: Field, value: &str, reference: Day) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    match field {
        Field::BirthDate => read_day(value, DayRole::Birth, reference).is_ok(),
        field if field.is_day() => read_day(value, DayRole::End, reference).is_ok(),
        Field::Quotity | Field::ContractQuotity => {
            decimal(value).is_some_and(|number| (0.0..=10_000.0).contains(&number))
        }
        Field::Rpps => digits >= 9 && letters <= 1,
        Field::FinessEj | Field::Partner => value.len() == 9 && digits >= 8,
        Field::BirthName | Field::UsualName | Field::FirstNames | Field::FullName | Field::Sex => {
            letters > digits || (field == Field::Sex && value.len() == 1)
        }
        Field::StructureLabel => letters > digits,
        Field::Matricule | Field::Post => digits > 0 || letters <= 12,
        Field::Status | Field::Position | Field::Headship => {
            letters > 0 && read_day(value, DayRole::Start, reference).is_err()
        }
        Field::Step => value.len() <= 4 || digits <= 2,
        _ => true,
    }
}

/// A number with a comma or a point and perhaps a percent sign.
fn decimal(value: &str) -> Option<f64> {
    let text = value.trim().trim_end_matches('%').trim().replace(',', ".");
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn looks_like_nir(values: &[SmolStr]) -> bool {
    let suspects = values.iter().filter(|value| is_nir(value)).count();
    suspects >= 1 && suspects * 2 >= values.len()
}

/// Gives its affectation number to each column of a file with one line per person.
fn number_groups(headings: &[SmolStr], claims: &[Claim], columns: &mut [Column]) {
    let of_affectation = |at: usize| {
        let best = claims.iter().filter(|claim| claim.column == at).max_by_key(|claim| claim.score);
        best.is_some_and(|claim| claim.field.is_of_affectation())
    };
    let mut keys: Vec<Option<(u32, Option<RankName>)>> = Vec::with_capacity(headings.len());
    for (at, heading) in headings.iter().enumerate() {
        keys.push(of_affectation(at).then(|| group_key(heading)).flatten());
    }
    let mut distinct: Vec<u32> = keys.iter().flatten().map(|(number, _)| *number).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 2 {
        keys = repeated_headings(headings, &of_affectation);
    }
    for (column, key) in columns.iter_mut().zip(keys) {
        if let Some((number, rank)) = key {
            column.group = number;
            column.rank = rank;
        }
    }
}

/// The number in a heading, or the rank it names: `SERVICE_2`, `Affectation 3 / Début`, `Service principal`.
fn group_key(heading: &str) -> Option<(u32, Option<RankName>)> {
    let (group, own) = split(heading);
    let number =
        own.numbers.last().or(group.numbers.last()).copied().filter(|number| (1..=20).contains(number));
    let says = |word: &str| own.words.iter().chain(&group.words).any(|own| own == word);
    if says("secondaire") {
        return Some((number.map_or(2, |number| number + 1), Some(RankName::Secondary)));
    }
    if says("principal") && own.words.len() + group.words.len() > 1 {
        return Some((1, Some(RankName::Main)));
    }
    number.map(|number| (number, None))
}

/// The same headings again and again: the first of each name is affectation 1, the second affectation 2.
fn repeated_headings(
    headings: &[SmolStr],
    of_affectation: &dyn Fn(usize) -> bool,
) -> Vec<Option<(u32, Option<RankName>)>> {
    let mut seen: std::collections::BTreeMap<String, u32> = std::collections::BTreeMap::new();
    let occurrences: Vec<Option<u32>> = headings
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            of_affectation(at).then(|| {
                let count = seen.entry(plain(heading)).or_default();
                *count += 1;
                *count
            })
        })
        .collect();
    // Two repeated names at least: a single one may be a code beside its label.
    let repeated = seen.values().filter(|count| **count >= 2).count();
    occurrences
        .into_iter()
        .map(|number| number.filter(|_| repeated >= 2).map(|number| (number, None)))
        .collect()
}

fn label_leftovers(columns: &mut [Column], contents: &[Vec<SmolStr>]) {
    let groups: Vec<u32> = columns.iter().map(|column| column.group).collect();
    for (at, values) in contents.iter().enumerate() {
        let group = groups.get(at).copied().unwrap_or(0);
        let has_label =
            columns.iter().any(|column| column.field == Some(Field::StructureLabel) && column.group == group);
        let Some(column) = columns.get_mut(at) else { continue };
        let names_service = best_candidate(&column.heading).is_some_and(|field| field == Field::Service);
        let in_words =
            values.iter().filter(|value| value.chars().any(char::is_alphabetic)).count() * 2 > values.len();
        if column.field.is_none() && names_service && in_words && !has_label && !values.is_empty() {
            column.field = Some(Field::StructureLabel);
            column.confidence = 60;
        }
    }
}

/// A file with one name column: it is the name in use, and the birth name too.
fn only_name(columns: &mut [Column]) {
    let has = |columns: &[Column], field| columns.iter().any(|column| column.field == Some(field));
    if has(columns, Field::BirthName) && !has(columns, Field::UsualName) {
        // `line.rs` takes the birth name for both.
        return;
    }
    if !has(columns, Field::UsualName) && !has(columns, Field::FullName) {
        for column in columns.iter_mut() {
            if column.field.is_none() && Words::of(&column.heading).words == ["nom"] {
                column.field = Some(Field::UsualName);
                column.confidence = 60;
            }
        }
    }
}

fn set_units(columns: &mut [Column], headings: &[SmolStr], contents: &[Vec<SmolStr>], sample: &[RawRow]) {
    for (at, column) in columns.iter_mut().enumerate() {
        if column.field.is_some_and(Field::is_quotity) {
            let heading = headings.get(at).map(SmolStr::as_str).unwrap_or_default();
            let values = contents.get(at).map(Vec::as_slice).unwrap_or_default();
            column.unit = Some(unit_of(heading, values));
        }
    }
    // Columns of one kind share their unit: a column with few values follows the fullest.
    let fullest = |columns: &[Column], field: Field| {
        let of_field = columns.iter().enumerate().filter(|(_, column)| column.field == Some(field));
        let most = of_field.max_by_key(|(at, _)| contents.get(*at).map_or(0, Vec::len));
        most.and_then(|(_, column)| column.unit)
    };
    let unit = fullest(columns, Field::Quotity);
    for column in columns.iter_mut().filter(|column| column.field == Some(Field::Quotity)) {
        column.unit = unit;
    }
    let own_time = is_share_of_own_time(columns, sample);
    for column in columns.iter_mut().filter(|column| column.field == Some(Field::Quotity)) {
        column.own_time = own_time;
    }
}

/// Half-days, percent, full-time equivalents or hundredths: from the size of the values, then the heading.
fn unit_of(heading: &str, values: &[SmolStr]) -> QuotityUnit {
    let (group, own) = split(heading);
    let says = |word: &str| own.words.iter().chain(&group.words).any(|known| known == word);
    if values.iter().any(|value| value.contains('%')) {
        return QuotityUnit::Percent;
    }
    let mut numbers: Vec<f64> =
        values.iter().filter_map(|value| decimal(value)).filter(|number| *number > 0.0).collect();
    numbers.sort_by(f64::total_cmp);
    // One value in twenty may be wrong.
    let high = numbers.get(numbers.len() * 19 / 20).or(numbers.last()).copied().unwrap_or(0.0);
    let tokens_half_days = says("demijournee");
    let tokens_percent = says("pourcent") || says("taux");
    match high {
        _ if numbers.is_empty() && tokens_half_days => QuotityUnit::HalfDays,
        _ if numbers.is_empty() && says("etp") => QuotityUnit::Fte,
        _ if numbers.is_empty() => QuotityUnit::Percent,
        high if high > 100.0 => QuotityUnit::Hundredths,
        // Twelve half-days are a mistake that the line is told of, not twelve percent.
        high if high > 10.0 && !(tokens_half_days && high <= 20.0) => QuotityUnit::Percent,
        high if high <= 1.0 && !tokens_half_days => QuotityUnit::Fte,
        _ if tokens_percent && !tokens_half_days => QuotityUnit::Percent,
        _ => QuotityUnit::HalfDays,
    }
}

/// Whether the time of a line is a share of the person's own time: people under full time whose line is
/// larger than their contract, which never happens otherwise but by mistake.
fn is_share_of_own_time(columns: &[Column], sample: &[RawRow]) -> bool {
    let find = |field| columns.iter().position(|column: &Column| column.field == Some(field));
    let (Some(contract), Some(line)) = (find(Field::ContractQuotity), find(Field::Quotity)) else {
        return says_own_time(columns);
    };
    let unit = |at: usize| columns.get(at).and_then(|column| column.unit).unwrap_or(QuotityUnit::Percent);
    let matricule = find(Field::Matricule).or(find(Field::Rpps));
    let mut people: std::collections::BTreeMap<SmolStr, bool> = std::collections::BTreeMap::new();
    for row in sample {
        let whole = unit(contract).parse(&row.text(contract));
        let part = unit(line).parse(&row.text(line));
        if let (Ok(whole), Ok(part)) = (whole, part)
            && whole < Quotity::FULL_TIME
            && whole > Quotity::ZERO
            && part > Quotity::ZERO
        {
            let who = matricule.map(|at| row.text(at)).unwrap_or_default();
            *people.entry(who).or_default() |= part > whole;
        }
    }
    let (partial, larger) = (people.len(), people.values().filter(|larger| **larger).count());
    (partial > 0 && larger * 2 > partial) || (partial == 0 && says_own_time(columns))
}

fn says_own_time(columns: &[Column]) -> bool {
    columns.iter().filter(|column| column.field == Some(Field::Quotity)).any(|column| {
        let heading = plain(&column.heading);
        ["part", "repartition", "cle", "fraction", "tempsdelagent", "dutempspropre"]
            .iter()
            .any(|word| heading.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{rows, table, today};
    use super::*;

    fn learned(text: &str) -> Profile {
        let all = rows(&table(text));
        let Headings { row, headings } = find_headings(&all).unwrap();
        learn(&headings, &all[row + 1..], today())
    }

    #[test]
    fn r29_a_column_of_insurance_numbers_is_found_by_its_contents() {
        let profile = learned(
            "matricule;code3;nom;prenom;statut;service\n\
             1;272109900000067;A;B;PH;146\n\
             2;1 78 11 2A 123 000 33;C;D;PH;146",
        );
        assert_eq!(profile.columns[1].field, Some(Field::Nir));
    }

    #[test]
    fn units_of_time_follow_headings_and_values() {
        for (heading, values, unit) in [
            ("demi_journees", ["10", "8"], QuotityUnit::HalfDays),
            ("quotite", ["10", "0,5"], QuotityUnit::HalfDays),
            ("taux", ["100,00", "80,00"], QuotityUnit::Percent),
            ("quotite", ["80 %", "5 %"], QuotityUnit::Percent),
            ("etp", ["1", "0,8"], QuotityUnit::Fte),
            ("quotite", ["10000", "8000"], QuotityUnit::Hundredths),
        ] {
            let values = values.map(SmolStr::from);
            assert_eq!(unit_of(heading, &values), unit, "{heading} {values:?}");
        }
    }

    #[test]
    fn one_line_per_person_is_seen_by_numbers_ranks_or_repetition() {
        for headings in [
            "service_1;poste_1;quotite_1;debut_1;fin_1;service_2;poste_2;quotite_2;debut_2;fin_2",
            "service;poste;quotite;debut;fin;service;poste;quotite;debut;fin",
            "service principal;poste principal;quotite principal;debut principal;fin principal;\
             service secondaire;poste secondaire;quotite secondaire;debut secondaire;fin secondaire",
            "aff1_serv;aff1_poste;aff1_quotite;aff1_debut;aff1_fin;aff2_serv;aff2_poste;aff2_quotite;aff2_debut;aff2_fin",
        ] {
            let text = format!(
                "matricule;nom;prenom;statut;{headings}\n\
                 1;A;B;PH;146;P1;8;2020-01-01;;152;;2;2020-01-01;\n2;C;D;PH;146;P3;10;2020-01-01;;;;;;"
            );
            let profile = learned(&text);
            assert_eq!(profile.groups(), [1, 2], "{headings}");
            assert!(profile.position(Field::Quotity, 2).is_some(), "{headings}");
        }
        // A label beside its code is no second affectation.
        let profile = learned("matricule;nom;prenom;statut;service;libelle service\n1;A;B;PH;146;Urgences");
        assert!(!profile.is_wide());
    }

    #[test]
    fn titles_and_groups_above_the_headings_are_passed() {
        let all = rows(&table(
            "Hôpital\nAGENT;;CONTRAT;;AFFECTATION;\nMatricule;Nom;Début;Fin;Service;Début\n1;A;2020-01-01;;146;2020-01-01",
        ));
        let found = find_headings(&all).unwrap();
        assert_eq!((found.row, found.headings[4].as_str()), (2, "AFFECTATION / Service"));
        assert!(find_headings(&rows(&table("bonjour;monde\n1;2"))).is_none());
    }

    #[test]
    fn a_share_of_ones_own_time_is_seen_by_lines_larger_than_their_contract() {
        let text = |part: &str| {
            format!(
                "matricule;nom;prenom;statut;service;taux contrat;taux affectation\n\
                     1;A;B;PH;146;50,00;{part}\n2;C;D;PH;146;100,00;100,00"
            )
        };
        let share = |text: &str| learned(text).columns.iter().any(|column| column.own_time);
        assert!(share(&text("100,00")));
        assert!(!share(&text("50,00")));
    }
}

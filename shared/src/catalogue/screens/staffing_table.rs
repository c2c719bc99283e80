//! Staffing table.

use super::ui::count;
use crate::screen::staffing_table::{Column, Counts, Group};
use crate::staffing_table::occupation::PostState;

/// Title of the page.
pub const TITLE: &str = "Tableau des emplois";
/// What it shows.
pub const LEAD: &str = "Chaque poste, qui l’occupe, pour quel temps, et ce qui est vacant.";
/// Caption of the table.
pub const CAPTION: &str = "Tableau des emplois : postes, praticiens et temps, par pôle et par service";
/// Free text. It stays on this page: a name never goes into an address.
pub const SEARCH: &str = "Nom, matricule, poste, service…";
/// Filter.
pub const SERVICE: &str = "Service";
/// Filter.
pub const STATE: &str = "État du poste";
/// Filter.
pub const STATUS: &str = "Statut";
/// Filter.
pub const VACANT_ONLY: &str = "Vacances seulement";
/// Grouping.
pub const GROUPING: &str = "Regrouper";
/// Grouping by pole and service.
pub const BY_SERVICE: &str = "Par service";
/// Grouping by pole.
pub const BY_POLE: &str = "Par pôle";
/// Grouping by status.
pub const BY_STATUS: &str = "Par statut";
/// No grouping.
pub const UNGROUPED: &str = "Sans groupe";
/// Choice of columns.
pub const COLUMNS: &str = "Colonnes";
/// Back to the usual columns.
pub const USUAL_COLUMNS: &str = "Colonnes habituelles";
/// Prints.
pub const PRINT: &str = "Imprimer";
/// Menu of exports.
pub const EXPORT: &str = "Exporter";
/// Workbook.
pub const EXPORT_XLSX: &str = "Classeur (XLSX)";
/// Text for spreadsheets.
pub const EXPORT_CSV: &str = "Texte (CSV)";
/// What an export holds.
pub const EXPORT_NOTE: &str = "Le tableau entier à la date affichée. L’extraction est inscrite au journal.";
/// The file is there.
pub const EXPORTED: &str = "Le fichier est prêt.";
/// Totals of the establishment.
pub const TOTAL: &str = "Établissement";
/// Unit of the times.
pub const UNIT_NOTE: &str = "Temps en demi-journées par semaine : 10,0 pour un temps plein.";
/// Totals do not follow filters.
pub const TOTALS_NOTE: &str = "Les totaux restent ceux de chaque ensemble entier, sans les filtres.";
/// Numbers above the table.
pub const POSTS: &str = "Postes ouverts";
/// Numbers above the table.
pub const VACANT_POSTS: &str = "Sans affectation";
/// Numbers above the table.
pub const HEADCOUNT: &str = "Personnes";
/// Numbers above the table.
pub const EFFECTIVE: &str = "ETP effectifs";
/// Numbers above the table.
pub const POSTED: &str = "ETP des postes";
/// Nothing on that day.
pub const EMPTY_TITLE: &str = "Aucun poste, aucune affectation";
/// Nothing on that day.
pub const EMPTY: &str = "Rien n’est connu à cette date. Choisissez-en une autre, ou envoyez les structures, les postes et l’extraction RH depuis la page Imports.";
/// Nothing under these filters.
pub const NO_MATCH_TITLE: &str = "Aucune ligne ne correspond";
/// Nothing under these filters.
pub const NO_MATCH: &str = "Élargissez les filtres pour retrouver des lignes.";
/// Posts without anybody.
pub const NOBODY: &str = "Postes sans affectation";
/// In the place of a name, on the row of a split post: people sit on its parts.
pub const SPLIT_SEAT: &str = "Poste décomposé";

/// A part of a split post, below it, with its time on its first row.
pub fn part(number: &str, time: String) -> String {
    if time.is_empty() { format!("↳ {number}") } else { format!("↳ {number} ({time} ½ j)") }
}

/// In the place of a name.
pub const VACANT_SEAT: &str = "Personne";

/// Heading of a column.
pub const fn heading(column: Column) -> &'static str {
    match column {
        Column::Post => "Poste",
        Column::Kind => "Type",
        Column::Speciality => "Spécialité",
        Column::Discipline => "Discipline",
        Column::State => "État",
        Column::Vacancy => "Raison de la vacance",
        Column::VacantFrom => "Vacant le",
        Column::Shared => "Partagé",
        Column::PostTime => "½ j du poste",
        Column::Name => "Praticien",
        Column::Rpps => "RPPS",
        Column::Matricule => "Matricule",
        Column::Status => "Statut",
        Column::Motive => "Motif du contrat",
        Column::Position => "Position",
        Column::Step => "Échelon",
        Column::Rank => "Rang",
        Column::Unit => "UF",
        Column::Time => "½ j affectées",
        Column::Effective => "½ j effectives",
        Column::Incoming => "½ j entrantes",
        Column::Outgoing => "½ j sortantes",
        Column::From => "Depuis le",
        Column::End => "Fin prévue",
        Column::Headship => "Chefferie",
        Column::Site => "Site",
    }
}

/// A state of posts, from its wire name.
pub fn state(name: &str) -> &str {
    let all = [
        PostState::Future,
        PostState::Closed,
        PostState::Occupied,
        PostState::PartlyVacant,
        PostState::Vacant,
        PostState::VacantUsed,
        PostState::VacantReserved,
        PostState::LikelyVacant,
    ];
    let found = all.into_iter().find(|state| state.name() == name);
    match found {
        Some(state) => crate::catalogue::staffing_table::post_state(state),
        None => name,
    }
}

/// A rank, from its wire name.
pub fn rank(name: &str) -> &str {
    match name {
        "main" => "Principale",
        "secondary" => "Secondaire",
        other => other,
    }
}

/// A person.
pub fn name(usual_name: &str, first_names: &str) -> String {
    format!("{usual_name} {first_names}").trim_end().to_owned()
}

/// A choice of service.
pub fn service_choice(number: &str, label: Option<&str>, pole: Option<&str>) -> String {
    match (label, pole) {
        (Some(label), _) => format!("{number} – {label}"),
        (None, Some(pole)) => format!("Rattaché au pôle {pole}"),
        (None, None) => "Rattaché à l’établissement".to_owned(),
    }
}

/// Name of a group.
pub fn group(group: &Group) -> String {
    use crate::catalogue::staffing_table as texts;
    match group {
        Group::Place { pole, service: None, label, .. } => texts::pole(pole.as_deref(), label.as_deref()),
        Group::Place { pole, service: Some(service), label, .. } => {
            texts::service(service, label.as_deref(), pole.as_deref())
        }
        Group::Status { code, counts } if counts.label.is_empty() => code.to_string(),
        Group::Status { code, counts } => texts::code_and_label(code, &counts.label),
        Group::NoStatus => NOBODY.to_owned(),
    }
}

/// Posts and people of a group, in a few words.
pub fn group_counts(group: &Group) -> String {
    match group {
        Group::Place { counts, .. } => counts_line(counts),
        Group::Status { counts, .. } => people(counts.people + counts.incoming),
        Group::NoStatus => String::new(),
    }
}

/// Posts and people, in a few words.
pub fn counts_line(counts: &Counts) -> String {
    let plural = |posts: u32| if posts > 1 { "s" } else { "" };
    let vacant = match counts.vacant_posts {
        0 => String::new(),
        some => format!(" dont {} sans affectation", count(some.into())),
    };
    format!(
        "{} poste{}{vacant} · {}",
        count(counts.posts.into()),
        plural(counts.posts),
        people(counts.headcount)
    )
}

fn people(people: u32) -> String {
    format!("{} personne{}", count(people.into()), if people > 1 { "s" } else { "" })
}

/// Time that nobody holds nor uses.
pub fn free(half_days: &str) -> String {
    format!("{half_days} ½ j libres")
}

/// Those who are at work.
pub fn present(people: u32) -> String {
    format!("dont {} en activité ici", count(people.into()))
}

/// How many rows are shown.
pub fn shown(rows: usize, all: usize) -> String {
    let (shown, whole) = (count(rows as u64), count(all as u64));
    let lines = if all > 1 { "lignes" } else { "ligne" };
    if rows == all { format!("{whole} {lines}") } else { format!("{shown} sur {whole} {lines}") }
}

/// Name of the file of an export, without its ending.
pub fn file_name(finess: &str, day: &str) -> String {
    format!("tableau-des-emplois-{finess}-{day}")
}

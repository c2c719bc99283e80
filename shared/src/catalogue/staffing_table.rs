//! Headings and sentences of the staffing table (tableau des emplois).

use crate::quotity::Quotity;
use crate::staffing_table::COLUMNS;
use crate::staffing_table::occupation::PostState;
use crate::workflow::entry::Decision;

/// Title.
pub const TITLE: &str = "Tableau des emplois";

/// Headings of the columns, in order (`domain.md` 10).
pub const HEADINGS: [&str; COLUMNS] = [
    "Établissement",
    "N° FINESS EJ",
    "Site",
    "N° pôle",
    "Pôle",
    "N° service",
    "Service",
    "N° poste SIGMED",
    "N° poste local",
    "Type de poste",
    "Discipline",
    "Spécialité du poste",
    "Quotité du poste (½ j)",
    "ETP du poste",
    "État du poste",
    "Raison de la vacance",
    "Vacant depuis",
    "Poste partagé",
    "Poste décomposé",
    "Décision du tour",
    "Nom",
    "Prénom",
    "RPPS",
    "Matricule",
    "Statut",
    "Motif du contrat",
    "Position",
    "Échelon",
    "Rang",
    "Quotité affectée (½ j)",
    "ETP affecté",
    "ETP effectif",
    "ETP mis à disposition ou partagé sortant",
    "ETP entrant",
    "Début d'affectation",
    "Fin prévue",
    "Chefferie",
    "Activité libérale",
    "IESPE",
    "Alertes",
    "Commentaire",
];

/// What stands for a position that the reader may not see.
pub const ABSENT_LABEL: &str = "Absent";

/// State of a post.
pub const fn post_state(state: PostState) -> &'static str {
    match state {
        PostState::Future => "À venir",
        PostState::Closed => "Fermé",
        PostState::Occupied => "Occupé",
        PostState::PartlyVacant => "Vacant en partie",
        PostState::Vacant => "Vacant",
        PostState::VacantUsed => "Vacant, utilisé",
        PostState::VacantReserved => "Vacant, réservé",
        PostState::LikelyVacant => "Susceptible d’être vacant",
    }
}

/// What a hospital decided of a post in a tour, as the table writes it.
pub const fn tour_decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Publish => "PUBLIE",
        Decision::Freeze => "GEL",
        Decision::Force => "FORCE",
        Decision::None => "",
    }
}

/// State of a post, short enough for a terminal.
pub const fn short_post_state(state: PostState) -> &'static str {
    match state {
        PostState::PartlyVacant => "vacant part.",
        PostState::VacantUsed => "vacant utilisé",
        PostState::VacantReserved => "vacant réservé",
        PostState::LikelyVacant => "susc. vacant",
        PostState::Future => "à venir",
        PostState::Closed => "fermé",
        PostState::Occupied => "occupé",
        PostState::Vacant => "vacant",
    }
}

/// A code and its label.
pub fn code_and_label(code: &str, label: &str) -> String {
    format!("{code} – {label}")
}

/// Yes or no, in one letter.
pub const fn yes_or_no(value: bool) -> &'static str {
    if value { "O" } else { "N" }
}

/// Yes, with a number or a last day.
pub fn yes_with(what: &str) -> String {
    format!("O ({what})")
}

/// A part of a split post, with its time on its first row.
pub fn part_of(whole: &str, time: Option<Quotity>) -> String {
    match time {
        Some(time) => format!("Part de {whole}\u{a0}: {} ½ j", time.half_days()),
        None => format!("Part de {whole}"),
    }
}

/// A function of head and its structure.
pub fn headship(function: &str, structure: &str) -> String {
    format!("{function} {structure}").trim_end().to_owned()
}

/// Headings of the table in a terminal.
pub const TERMINAL_HEADINGS: [&str; 13] = [
    "Poste",
    "Type",
    "Spéc",
    "½ j",
    "État",
    "Praticien",
    "Matricule",
    "Statut",
    "Position",
    "R",
    "½ j",
    "Eff.",
    "Fin prévue",
];

/// Name of a pole; of what has none.
pub fn pole(number: Option<&str>, label: Option<&str>) -> String {
    match number {
        Some(number) => format!("Pôle {number} – {}", label.unwrap_or_default()),
        None => "Hors pôle".to_owned(),
    }
}

/// Name of a service; of what is attached to a pole or to the establishment.
pub fn service(key: &str, label: Option<&str>, pole: Option<&str>) -> String {
    match (label, pole) {
        (Some(label), _) => format!("Service {key} – {label}"),
        (None, Some(pole)) => format!("Rattaché au pôle {pole}"),
        (None, None) => "Rattaché à l’établissement".to_owned(),
    }
}

/// Line under the title: the day, and the instant of the knowledge.
pub fn as_of(day: &str, known_at: &str) -> String {
    format!("Situation au {day}, connue le {known_at}")
}

/// What is said when a table has no row.
pub const NOTHING: &str = "Aucun poste ni aucune affectation ce jour-là.";

/// Totals of a service or a pole, on one line: posts, vacant posts, then ETP and people as printed.
pub fn totals_line(posts: u32, vacant: u32, posted: &str, effective: &str, headcount: u32) -> String {
    // In French, zero and one are singular.
    let plural = |count: u32| if count > 1 { "s" } else { "" };
    let (of_posts, of_people) = (plural(posts), plural(headcount));
    format!(
        "{posts} poste{of_posts} dont {vacant} sans affectation · {posted} ETP · {effective} ETP effectifs · \
         {headcount} personne{of_people}"
    )
}

/// Totals of the establishment.
pub const TOTALS: &str = "Totaux";
/// Name of each total, in the order of [`crate::staffing_table::Totals`].
pub const TOTAL_POSTS: &str = "Postes ouverts";
/// Posts without line.
pub const TOTAL_VACANT_POSTS: &str = "Postes sans affectation";
/// Time of posts.
pub const TOTAL_POSTED: &str = "Temps des postes";
/// Time on posts.
pub const TOTAL_OCCUPIED: &str = "Temps affecté sur poste";
/// Time held as tenured.
pub const TOTAL_TENURED: &str = "Temps tenu par des titulaires";
/// Time used by others.
pub const TOTAL_USED: &str = "Temps utilisé par d’autres statuts";
/// Time reserved.
pub const TOTAL_RESERVED: &str = "Temps réservé";
/// Time free.
pub const TOTAL_FREE: &str = "Temps libre";
/// Time frozen.
pub const TOTAL_FROZEN: &str = "Temps gelé";
/// Effective time.
pub const TOTAL_EFFECTIVE: &str = "Temps effectif";
/// Time received.
pub const TOTAL_INCOMING: &str = "Temps entrant";
/// Time given.
pub const TOTAL_OUTGOING: &str = "Temps sortant";
/// Time elsewhere.
pub const TOTAL_ELSEWHERE: &str = "Temps mis à disposition";
/// People.
pub const TOTAL_HEADCOUNT: &str = "Personnes";
/// People at work.
pub const TOTAL_EFFECTIVE_HEADCOUNT: &str = "Personnes présentes";

/// Unit of time in headings.
pub const HALF_DAYS: &str = "½ j";
/// Unit of time in headings, after the hospital share.
pub const FTE: &str = "ETP";

/// What the words of the table mean.
pub const LEGEND: [&str; 4] = [
    "½ j : demi-journées par semaine, dix pour un temps plein. Eff. : temps effectif. R : rang, P principal, S secondaire.",
    "ETP : dix demi-journées ; la part hospitalière seule compte pour les hospitalo-universitaires.",
    "Vacant utilisé : vacant en droit, occupé pour un temps par un autre statut. Susc. vacant : départ ou échéance connus.",
    "Le temps affecté sur poste est compté au poste, le temps effectif là où la personne travaille.",
];

/// Names of the sheets of a workbook: rows, totals, statuses, about.
pub const SHEETS: [&str; 4] = ["Tableau des emplois", "Totaux", "Statuts", "À propos"];

/// Headings of the sheet of totals that come before the totals themselves.
pub const TOTALS_HEADINGS: [&str; 3] = ["Niveau", "Numéro", "Libellé"];
/// Level of a line of totals.
pub const LEVELS: [&str; 3] = ["Établissement", "Pôle", "Service"];

/// Headings of the sheet of statuses.
pub const STATUS_HEADINGS: [&str; 7] = [
    "Statut",
    "Libellé",
    "Personnes",
    "Personnes entrantes",
    "Temps affecté (½ j)",
    "Temps effectif (½ j)",
    "Temps sortant (½ j)",
];

/// Lines of the sheet `À propos`, in order.
pub const ABOUT: [&str; 8] = [
    "Établissement",
    "N° FINESS EJ",
    "Situation au",
    "Connue le",
    "Périmètre",
    "Filtres",
    "Utilisateur",
    "Version",
];
/// When no filter was asked.
pub const NO_FILTER: &str = "Aucun";

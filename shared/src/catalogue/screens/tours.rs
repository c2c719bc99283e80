//! Tours de recrutement: the cockpit, the plan of a tour, its steps.

use crate::catalogue::tours as texts;
use crate::time::{Day, Instant};
use crate::tour::calendar::Milestone;
use crate::workflow::tour::{TourAction, TourState};

use super::time::instant;
use super::ui::count;

/// Title of the page.
pub const TITLE: &str = "Tours de recrutement";
/// What it shows.
pub const LEAD: &str = "Les postes publiés par le CNG\u{a0}: chaque établissement prépare sa liste, l’ARS l’instruit, le CNG publie.";
/// Caption of the table.
pub const CAPTION: &str = "Tours de recrutement, du plus récent au plus ancien";
/// Part of the page.
pub const WAITING: &str = "Ce qui vous attend";
/// Nothing waits.
pub const NOTHING_WAITS: &str = "Rien ne vous attend dans les tours en cours.";
/// Nothing.
pub const EMPTY_TITLE: &str = "Aucun tour";
/// Nothing.
pub const EMPTY: &str =
    "Aucun tour n’est planifié. Le CNG en planifie un\u{a0}: vous le trouverez alors ici.";
/// Column.
pub const TOUR: &str = "Tour";
/// Column.
pub const STATE: &str = "État";
/// Column.
pub const NEXT: &str = "Prochaine étape";
/// Column.
pub const WHEN: &str = "Quand";
/// Plans one.
pub const PLAN: &str = "Planifier un tour";
/// Changes the calendar of one that has not begun.
pub const EDIT: &str = "Modifier le calendrier";
/// Done.
pub const EDITED: &str = "Le calendrier est modifié.";
/// What the form does.
pub const PLAN_LEAD: &str = "Les établissements préparent leur liste de l’ouverture à leur échéance. Une région peut ensuite avoir son échéance à elle.";
/// Done.
pub const PLANNED: &str = "Le tour est planifié.";
/// Field.
pub const KIND: &str = "Type de tour";
/// Field.
pub const YEAR: &str = "Année";
/// What is no year.
pub const NOT_A_YEAR: &str = "Écrivez une année, de 2000 à 2100.";
/// Field.
pub const OPENING: &str = "Ouverture aux établissements";
/// Field.
pub const HOSPITAL_LAST: &str = "Dernier jour des établissements";
/// Field.
pub const ARS_LAST: &str = "Dernier jour des ARS";
/// Field.
pub const PUBLICATION: &str = "Publication";
/// Field.
pub const APPLICATIONS_LAST: &str = "Dernier jour des candidatures";
/// Hint of the field.
pub const APPLICATIONS_HINT: &str = "Vide pour un tour des postes restés vacants, ouvert sans fin.";
/// Field.
pub const OPINIONS: &str = "Avis rendus le";
/// Field.
pub const APPOINTMENT: &str = "Nomination";
/// Hint of the field.
pub const APPOINTMENT_HINT: &str = "Un poste vacant ce jour-là est proposé à la publication.";
/// Leads to a tour.
pub const OPEN: &str = "Ouvrir";
/// Field of a step.
pub const COMMENT: &str = "Commentaire";
/// Hint of the field.
pub const COMMENT_HINT: &str = "Lu par les établissements et gardé au journal.";
/// A step that wants a text.
pub const SAY_WHY: &str = "Dites pourquoi, en quelques mots.";
/// Field of a deadline that moves.
pub const DEADLINE: &str = "Échéance";
/// Field of a deadline that moves.
pub const REGION: &str = "Région";
/// Choice of the whole nation.
pub const EVERYWHERE: &str = "Toute la France";
/// Field of a deadline that moves.
pub const NEW_DAY: &str = "Nouveau dernier jour";
/// Reads it again.
pub const READ_AGAIN: &str = "Relire";
/// What is missing.
pub const LACKS: &str = "Ce qui manque";
/// Part of the sheet.
pub const CALENDAR: &str = "Calendrier";
/// Regions that have a date of their own.
pub const OWN_DATES: &str = "dans certaines régions, une autre date";
/// Part of the sheet.
pub const STEPS: &str = "Étapes du tour";
/// A sheet before it is read.
pub const ONE: &str = "Tour de recrutement";
/// What follows a step of the clock.
pub const BY_ITSELF: &str = "se fait de lui-même";

/// The name of a tour: `Automne 2027`, `Additif 2027 (n° 2)`.
pub fn title(kind: &str, year: i32, number: i32) -> String {
    match number {
        ..=1 => format!("{kind} {year}"),
        _ => format!("{kind} {year} (n°\u{a0}{number})"),
    }
}

/// What is done, on a button.
pub const fn action(action: TourAction) -> &'static str {
    match action {
        TourAction::Plan => PLAN,
        TourAction::Open => "Ouvrir aux établissements",
        TourAction::CloseHospitals => "Clore les listes",
        TourAction::ReopenHospital => "Rendre la liste",
        TourAction::CloseArs => "Clore l’instruction",
        TourAction::Publish => "Publier",
        TourAction::CloseApplications => "Clore les candidatures",
        TourAction::RecordAppointments => "Commencer les nominations",
        TourAction::Close => "Terminer le tour",
        TourAction::MoveDeadline => "Déplacer une échéance",
        TourAction::Cancel => "Annuler le tour",
    }
}

/// What a step does, before it is confirmed.
pub const fn consequence(action: TourAction) -> &'static str {
    match action {
        TourAction::Plan => PLAN_LEAD,
        TourAction::Open => {
            "La liste de chaque établissement est calculée d’après ses postes\u{a0}: les gestionnaires peuvent la préparer."
        }
        TourAction::CloseHospitals => {
            "Les postes qui ne sont pas signés ne seront pas proposés dans ce tour."
        }
        TourAction::ReopenHospital => "L’établissement reprend sa liste, jusqu’à l’échéance de l’ARS.",
        TourAction::CloseArs => "Les postes qui ne sont pas instruits ne seront pas publiés dans ce tour.",
        TourAction::Publish => "Les postes prêts deviennent publics, et les candidatures s’ouvrent.",
        TourAction::CloseApplications => "Plus personne ne peut candidater.",
        TourAction::RecordAppointments => "Les nominations peuvent être enregistrées, poste par poste.",
        TourAction::Close => "Le tour ne change plus.",
        TourAction::MoveDeadline => "Les établissements concernés voient la nouvelle date et son motif.",
        TourAction::Cancel => "Le tour s’arrête pour tous les établissements. Cela ne se reprend pas.",
    }
}

/// What was done.
pub fn done(state: TourState) -> String {
    format!("C’est fait\u{a0}: le tour est {}.", texts::tour_state(state))
}

/// A step of the clock: what, and when.
pub fn next_step(action_of: TourAction) -> String {
    action(action_of).to_owned()
}

/// Until when.
pub fn until(at: Instant) -> String {
    format!("Jusqu’au {}.", instant(at))
}

/// What a hospital has to do: how many posts, and until when.
pub fn list_waits(posts: u64, at: Instant) -> String {
    match posts {
        0 => {
            format!("Aucun poste à publier\u{a0}: la liste vide se propose et se signe aussi. {}", until(at))
        }
        1 => format!("1 poste. {}", until(at)),
        _ => format!("{} postes. {}", count(posts), until(at)),
    }
}

/// The same, of several hospitals.
pub fn lists_wait(lists: u64, posts: u64, first: Instant) -> String {
    let lists = if lists == 1 { "1 liste".to_owned() } else { format!("{} listes", count(lists)) };
    format!("{lists}, {} Première échéance\u{a0}: {}.", posts_said(posts), instant(first))
}

/// Posts that wait for the centre.
pub fn posts_wait(state: &str, posts: u64) -> String {
    format!("État «\u{a0}{state}\u{a0}»\u{a0}: {}", posts_said(posts))
}

fn posts_said(posts: u64) -> String {
    if posts <= 1 { format!("{posts} poste.") } else { format!("{} postes.", count(posts)) }
}

/// A step that waits for the person, or for the clock.
pub fn step_waits(action_of: TourAction, at: Option<Instant>) -> String {
    match at {
        Some(at) => format!("{}\u{a0}: le {}, {}.", action(action_of), instant(at), BY_ITSELF),
        None => format!("{}\u{a0}: à décider.", action(action_of)),
    }
}

/// A date of the calendar, with a capital.
pub fn milestone(milestone: Milestone) -> String {
    let text = texts::milestone(milestone);
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// A day of the calendar.
pub fn day(day: Day) -> String {
    day.in_french()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tour_is_named_by_its_kind_and_year() {
        assert_eq!(title("Automne", 2027, 1), "Automne 2027");
        assert_eq!(title("Additif", 2027, 2), "Additif 2027 (n°\u{a0}2)");
    }
}

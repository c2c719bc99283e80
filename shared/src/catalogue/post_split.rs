//! What is said of split posts (postes décomposés).

use crate::time::Day;

/// A part is asked for what only the whole post may.
pub const IS_A_PART: &str = "Ce poste est une part d’un poste décomposé\u{a0}: choisissez le poste entier.";
/// A line, or time kept, on the whole of a split post.
pub const SITS_ON_WHOLE: &str = "Ce poste est décomposé\u{a0}: choisissez l’une de ses parts.";
/// A post without parts is made whole.
pub const IS_WHOLE: &str = "Ce poste n’est pas décomposé à cette date\u{a0}: donnez au moins deux parts.";
/// One part.
pub const ONE_PART: &str = "Une décomposition a au moins deux parts.";
/// A post that is not there on the day.
pub const NOT_THERE: &str = "Le poste n’existe pas à cette date.";
/// A part that is not one of the post, or is named twice.
pub const UNKNOWN_PART: &str = "Cette part n’est pas l’une de celles du poste à cette date.";
/// A line that is not one of the post, or goes nowhere.
pub const UNKNOWN_LINE: &str =
    "Cette affectation n’est pas sur le poste à cette date, ou sa part n’est pas dans la liste.";
/// Several people on a post that would be whole.
pub const SEVERAL_HOLDERS: &str =
    "Plusieurs personnes sont affectées sur les parts\u{a0}: le poste n’est recomposé que pour une seule.";
/// Time is kept on the post that would be split.
pub const RESERVED: &str =
    "Du temps est réservé sur ce poste\u{a0}: mettez fin à la réservation, puis réservez une part.";
/// A post that changes under its parts.
pub const OTHER_THAN_WHOLE: &str = "Les parts d’un poste décomposé ont sa nature, sa discipline et sa spécialité\u{a0}: recomposez le poste d’abord.";

/// Lines of which nobody says where they go.
pub fn unplaced(lines: &[&str]) -> String {
    let lines = lines.join(", ");
    format!("Dites sur quelle part va chaque personne affectée\u{a0}: {lines}.")
}

/// Parts that do not make up their post.
pub fn unequal(day: Day, beyond: i64) -> String {
    let time = super::reservations::half_days(beyond.abs());
    let day = day.in_french();
    if beyond > 0 {
        format!("Les parts dépassent le poste de {time} le {day}.")
    } else {
        format!("Il manque {time} aux parts pour faire le poste le {day}.")
    }
}

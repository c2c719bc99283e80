//! The past of a thing, drawn on both axes.

use crate::time::{Day, Instant};

/// Part of a sheet.
pub const TITLE: &str = "Le passé tel qu’il était connu";
/// How to read it.
pub const LEAD: &str = "De gauche à droite, les jours où chaque fait vaut. De haut en bas, ce que l’on savait : en haut ce qui est connu \
                        aujourd’hui, en dessous ce que l’on croyait avant chaque correction.";
/// Columns of the table beside the drawing.
pub const COLUMNS: [&str; 4] = ["Connu", "Ce qui était dit", "Période", "Enregistrement"];
/// Nothing was ever stated.
pub const EMPTY: &str = "Aucun fait n’est enregistré.";

/// A belief: the last one, or one of before.
pub fn known(day: Day, time: Option<&str>) -> String {
    match time {
        Some(time) => format!("{} à {time}", day.in_french()),
        None => format!("le {}", day.in_french()),
    }
}

/// When a statement was recorded, and when it ceased to be believed.
pub fn recorded(at: Instant, superseded: Option<Instant>) -> String {
    let at = super::time::instant(at);
    match superseded {
        None => format!("enregistré le {at}, toujours en vigueur"),
        Some(end) => format!("enregistré le {at}, remplacé le {}", super::time::instant(end)),
    }
}

/// How many beliefs are not drawn.
pub fn older(count: usize) -> String {
    format!(
        "{count} connaissances plus anciennes ne sont pas dessinées : choisissez « Telle que connue le » pour les voir."
    )
}

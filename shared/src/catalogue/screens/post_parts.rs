//! Split posts, on the sheet of a post.

use crate::quotity::Quotity;

/// Card.
pub const TITLE: &str = "Parts du poste";
/// What the card shows.
pub const LEAD: &str = "Ce poste est décomposé\u{a0}: ses parts font ensemble sa quotité, et chacun est affecté sur l’une d’elles.";
/// Table.
pub const CAPTION: &str = "Parts du poste à la date affichée";
/// Column.
pub const PART: &str = "Part";
/// Term of the sheet of a part.
pub const PART_OF: &str = "Part du poste";
/// Button, and title of the dialog.
pub const SPLIT: &str = "Décomposer";
/// Button.
pub const CHANGE: &str = "Modifier les parts";
/// Button, and title of the dialog.
pub const WHOLE: &str = "Recomposer";
/// What the dialog does.
pub const SPLIT_LEAD: &str = "À partir du jour choisi, le poste est fait de ces parts. SIGMED et les tours connaissent toujours le poste entier.";
/// What the dialog does.
pub const WHOLE_LEAD: &str =
    "Le lendemain, le poste est de nouveau entier et la personne affectée sur l’une de ses parts y revient.";
/// Field.
pub const FROM: &str = "À partir du";
/// Field.
pub const LAST: &str = "Dernier jour des parts";
/// Field.
pub const NUMBER: &str = "Numéro";
/// Help of the number.
pub const NUMBER_HINT: &str = "Vide\u{a0}: le numéro du poste suivi d’une lettre";
/// Field.
pub const TIME: &str = "Quotité";
/// Field.
pub const PLACE: &str = "Structure";
/// Button.
pub const ADD: &str = "Ajouter une part";
/// Button.
pub const REMOVE: &str = "Retirer";
/// Title of the people.
pub const PEOPLE: &str = "Qui va sur quelle part";
/// Field.
pub const WHY: &str = "Motif";
/// Done.
pub const DONE: &str = "Poste décomposé.";
/// Done.
pub const MADE_WHOLE: &str = "Poste recomposé.";

/// One part of the form.
pub fn part(rank: usize) -> String {
    format!("Part {rank}")
}

/// The button that removes a part, for who does not see where it is.
pub fn remove(rank: usize) -> String {
    format!("{REMOVE} la part {rank}")
}

/// A part to choose.
pub fn choice(rank: usize, number: &str) -> String {
    if number.is_empty() { part(rank) } else { format!("{} ({number})", part(rank)) }
}

/// Time of the parts beside that of the post.
pub fn total(parts: u32, post: Quotity) -> String {
    let parts = Quotity::new(parts).map_or_else(|_| "plus de 10".to_owned(), Quotity::half_days);
    format!("{parts} sur {} ½ j", post.half_days())
}

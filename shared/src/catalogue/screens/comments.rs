//! Threads: what the hospital and its agency say to each other.

/// The part of a page.
pub const TITLE: &str = "Commentaires";
/// The field.
pub const WRITE: &str = "Votre commentaire";
/// Who reads it.
pub const WRITE_HINT: &str =
    "Lu par l’établissement, son ARS et le CNG. N’écrivez rien de médical ni de personnel.";
/// The button.
pub const SEND: &str = "Publier";
/// Whom it names.
pub const MENTION: &str = "Citer une personne";
/// The button.
pub const ADD: &str = "Citer";
/// Nobody is chosen.
pub const NOBODY: &str = "Choisir";
/// Takes back one's own.
pub const DELETE: &str = "Retirer";
/// What is left of it.
pub const DELETED: &str = "Commentaire retiré par son auteur.";
/// Not read yet.
pub const NEW: &str = "Nouveau";
/// Nothing was said.
pub const EMPTY: &str = "Personne n’a encore écrit ici.";
/// Only some write.
pub const READ_ONLY: &str = "Vous lisez ce fil ; l’établissement et son ARS y écrivent.";
/// More of the thread.
pub const OLDER: &str = "Commentaires plus anciens";
/// It was said.
pub const SENT: &str = "Votre commentaire est publié.";
/// It was taken back.
pub const TAKEN_BACK: &str = "Votre commentaire est retiré.";

/// Somebody who is named no longer.
pub fn without(name: &str) -> String {
    format!("Ne plus citer {name}")
}

/// Those whom a comment names.
pub fn named(names: &[&str]) -> String {
    format!("Cite {}", names.join(", "))
}

/// Those who have read it.
pub fn read_by(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("Lu par {one}"),
        [first, _] => format!("Lu par {first} et une autre personne"),
        [first, others @ ..] => format!("Lu par {first} et {} autres personnes", others.len()),
    }
}

/// What the button says of one comment, for who does not see it.
pub fn delete(text: &str) -> String {
    let begun: String = text.chars().take(30).collect();
    format!("{DELETE} « {begun} »")
}

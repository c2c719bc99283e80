//! The profile of a post: the edition in force, the one that is being written, its approval, its document.

use crate::catalogue::counted;
use crate::time::Day;

/// What the page shows.
pub const LEAD: &str = "Ce que l’établissement dit du poste à ceux qui peuvent candidater.";
/// Over the thing to do.
pub const NEXT: &str = "À faire";
/// Over a profile where there is nothing to do.
pub const CALM: &str = "Où en est le profil";
/// Nothing was ever written.
pub const NEVER_TITLE: &str = "Aucun profil n’est écrit";
/// Nothing was ever written.
pub const NEVER: &str = "Décrivez la position, la spécialité et la quotité\u{a0}: ces trois champs sont obligatoires. Les autres aident à recruter.";
/// The draft can be approved.
pub const READY_TITLE: &str = "Le brouillon peut être validé";
/// The draft can be approved.
pub const READY: &str = "Les champs obligatoires sont remplis. Une autre personne que son auteur le valide\u{a0}: il entre alors en vigueur.";
/// The draft lacks something.
pub const INCOMPLETE_TITLE: &str = "Le brouillon est incomplet";
/// An edition is in force and no draft.
pub const IN_FORCE_TITLE: &str = "Le profil est validé";
/// An edition is in force and no draft.
pub const IN_FORCE: &str = "Pour le changer, écrivez une nouvelle édition\u{a0}: celle-ci reste en vigueur jusqu’à la validation de la suivante.";
/// The same, for who does not write it.
pub const IN_FORCE_OTHERS: &str = "Le gestionnaire de l’établissement peut en écrire une nouvelle édition\u{a0}: celle-ci reste en vigueur jusqu’à la validation de la suivante.";
/// Nobody who may write.
pub const NOT_WRITTEN: &str = "Le gestionnaire de l’établissement peut l’écrire.";
/// Begins a draft.
pub const WRITE: &str = "Écrire le profil";
/// Goes on with a draft.
pub const GO_ON: &str = "Modifier le brouillon";
/// Begins the next edition.
pub const WRITE_NEXT: &str = "Écrire une nouvelle édition";
/// Approves.
pub const APPROVE: &str = "Valider le brouillon";
/// Title of the dialog.
pub const APPROVE_TITLE: &str = "Valider ce profil\u{202f}?";
/// What it does.
pub const APPROVE_TEXT: &str = "Il est en vigueur dès aujourd’hui et remplace l’édition précédente. Son texte ne change plus\u{a0}: pour le modifier, une nouvelle édition sera écrite.";
/// Done.
pub const APPROVED_DONE: &str = "Le profil est validé.";
/// Done.
pub const SAVED: &str = "Le brouillon est enregistré.";
/// Title of the form.
pub const FORM: &str = "Écrire le brouillon";
/// Part of the form.
pub const MANDATORY: &str = "L’essentiel";
/// Part of the form.
pub const WORK: &str = "Le travail";
/// Part of the form.
pub const VACANCY: &str = "La vacance";
/// Part of the form.
pub const CONDITIONS: &str = "Les conditions";
/// Part of the form.
pub const CONTACTS: &str = "Qui contacter";
/// What to write there.
pub const CONTACTS_HINT: &str = "Une fonction et une adresse professionnelle, jamais le nom d’une personne.";
/// What it is.
pub const QUOTITY_HINT: &str = "Le temps proposé, qui peut être inférieur à celui du poste.";
/// Mandatory to be approved, not to be saved.
pub const TO_APPROVE: &str = "Obligatoire pour la validation.";
/// Says nothing.
pub const UNSAID: &str = "Non renseigné";
/// Part of the page.
pub const DOCUMENT: &str = "Document joint";
/// No document.
pub const NO_DOCUMENT: &str = "Aucun document n’est joint.";
/// What is accepted.
pub const DOCUMENT_NOTE: &str = "Un PDF de 10 Mo au plus, sans mot de passe ni élément actif.";
/// Sends it.
pub const ATTACH: &str = "Joindre ce document";
/// Done.
pub const ATTACHED: &str = "Le document est joint au brouillon.";
/// Fetches it.
pub const DOWNLOAD: &str = "Télécharger le document";
/// Part of the page.
pub const EDITIONS: &str = "Éditions";
/// No edition.
pub const NO_EDITION: &str = "Aucune édition n’a été écrite.";
/// An edition that is being written.
pub const DRAFT: &str = "Brouillon";
/// An edition in force.
pub const APPROVED: &str = "En vigueur";
/// An edition that was replaced.
pub const SUPERSEDED: &str = "Remplacée";
/// What does not appear.
pub const SILENT: &str = "Ne dit rien de";
/// Why, for the journal.
pub const REASON: &str = "Motif";

/// Title of the page.
pub fn title(number: &str) -> String {
    format!("Profil du poste {number}")
}

/// Title of an edition in force.
pub fn approved(edition: u32) -> String {
    format!("Édition {edition}, en vigueur")
}

/// Title of an edition that is being written.
pub fn draft(edition: u32) -> String {
    format!("Édition {edition}, en brouillon")
}

/// An edition.
pub fn edition(number: u32) -> String {
    format!("Édition {number}")
}

/// When it was approved.
pub fn approved_on(day: Day) -> String {
    format!("Validée le {}", day.in_french())
}

/// How much is said.
pub fn said(filled: usize, all: usize) -> String {
    format!("{} sur {all}", counted(filled, "champ rempli", "champs remplis"))
}

/// What is missing.
pub fn missing(names: &[&str]) -> String {
    format!("À remplir avant la validation\u{a0}: {}.", names.join(", "))
}

/// What says nothing.
pub fn silent(names: &[&str]) -> String {
    format!("{SILENT}\u{a0}: {}.", names.join(", "))
}

//! Profiles of posts: what is refused, and what to do.

use super::counted;
use super::screens::things::field;

/// No draft to work on.
pub const NO_DRAFT: &str = "Ce poste n’a pas de profil en cours de rédaction : écrivez-le d’abord.";
/// Who approves has written.
pub const OWN_VERSION: &str =
    "Vous avez écrit cette édition du profil : demandez à une autre personne de la valider.";
/// A document that is neither that of the draft nor that of the approved edition.
pub const UNKNOWN_DOCUMENT: &str =
    "Ce document n’est ni celui du brouillon, ni celui du profil validé : envoyez-le de nouveau.";
/// More time that is not clinical than time.
pub const NON_CLINICAL_BEYOND: &str = "Le temps non clinique dépasse la quotité du poste.";
/// The body is not a PDF by its kind.
pub const PDF_EXPECTED: &str = "Envoyez le document en PDF (application/pdf, sans compression).";
/// A document that is too large.
pub const DOCUMENT_TOO_LARGE: &str =
    "Le document dépasse 10 Mo : réduisez ses images, puis envoyez-le de nouveau.";
/// The content is no PDF.
pub const NOT_PDF: &str =
    "Ce fichier n’est pas un PDF, même si son nom le dit : exportez le document en PDF.";
/// The end is missing.
pub const TRUNCATED: &str = "Ce PDF n’est pas entier : exportez-le de nouveau, puis envoyez-le.";
/// Encrypted.
pub const ENCRYPTED: &str = "Ce PDF est protégé : enregistrez-le sans mot de passe ni restriction.";
/// A part of it cannot be looked into.
pub const UNREADABLE: &str =
    "Une partie de ce PDF ne peut pas être vérifiée : exportez-le de nouveau en PDF simple.";
/// A kept document does not open.
pub const DOCUMENT_UNREADABLE: &str =
    "Le document conservé ne s’ouvre pas : envoyez-le de nouveau, et prévenez le support.";

/// Mandatory fields that say nothing.
pub fn incomplete(missing: &[&str]) -> String {
    let names: Vec<&str> = missing.iter().map(|name| field(name)).collect();
    let count = counted(missing.len(), "champ obligatoire à remplir", "champs obligatoires à remplir");
    format!("{count} avant la validation : {}.", names.join(", "))
}

/// It does something by itself, or carries another file.
pub fn active(what: &str) -> String {
    format!("Ce PDF contient des éléments actifs ou des fichiers joints ({what}) : enregistrez-le sans eux.")
}

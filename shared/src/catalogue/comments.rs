//! Comments: why one is refused, and what to do.

/// It says nothing.
pub const EMPTY: &str = "Écrivez votre commentaire.";
/// What it is about is not a thread.
pub const NO_SUBJECT: &str = "Indiquez sur quoi porte le commentaire : un poste, une demande, la liste d’un établissement ou un poste d’un tour.";
/// Only hospital and agency write.
pub const READ_ONLY: &str = "Les commentaires s’échangent entre le gestionnaire, le valideur de l’établissement et l’ARS. Vous pouvez les lire, pas en écrire ici.";
/// Somebody else wrote it.
pub const NOT_YOURS: &str = "Seule la personne qui a écrit ce commentaire peut le retirer.";
/// It was taken back already.
pub const ALREADY_DELETED: &str = "Ce commentaire a déjà été retiré.";
/// The mark of what was read is not of this thread.
pub const NOT_OF_THREAD: &str = "Ce commentaire n’est pas de ce fil.";
/// Twice the same.
pub const TWICE: &str = "Cette personne est déjà citée.";

/// Longer than it may be.
pub fn too_long(most: usize) -> String {
    format!("Le commentaire doit avoir au plus {most} caractères.")
}

/// Somebody who may not read the thread, by name where the caller may know it.
pub fn may_not_read(name: Option<&str>) -> String {
    match name {
        Some(name) => format!("{name} ne peut pas lire ce fil : retirez cette mention."),
        None => "Cette personne ne peut pas lire ce fil : retirez cette mention.".to_owned(),
    }
}

/// More people than a comment names.
pub fn too_many_mentions(most: usize) -> String {
    format!("Un commentaire cite au plus {most} personnes.")
}

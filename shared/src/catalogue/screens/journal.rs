//! The journal.

/// Title of the page.
pub const TITLE: &str = "Journal";
/// What it shows.
pub const LEAD: &str =
    "Tout ce qui a été changé, lu depuis l’extérieur ou extrait : qui, quand, d’où, pourquoi.";
/// Filter.
pub const OPERATION: &str = "Opération";
/// Filter.
pub const AUTHOR: &str = "Auteur";
/// Filter.
pub const ORIGIN: &str = "Origine";
/// Filter.
pub const SINCE: &str = "Du";
/// Filter.
pub const UNTIL: &str = "Au";
/// Nothing.
pub const EMPTY_TITLE: &str = "Aucune écriture";
/// Nothing.
pub const EMPTY: &str =
    "Aucune écriture du journal ne correspond. Choisissez d’autres dates, ou effacez les filtres.";
/// Verifies the chain.
pub const VERIFY: &str = "Vérifier les scellés";
/// The chain is sound.
pub const SOUND: &str = "Le journal est intact";
/// The chain is not.
pub const UNSOUND: &str = "Le journal a été altéré";
/// Undoes a change.
pub const UNDO: &str = "Annuler ce changement";
/// Title of the question.
pub const UNDO_TITLE: &str = "Annuler un changement";
/// What undoing does.
pub const UNDO_LEAD: &str = "Ce qui était connu avant ce changement redevient ce qui est connu. Le changement et son annulation restent au journal.";
/// Field.
pub const REASON: &str = "Motif";
/// Hint of the field.
pub const REASON_HINT: &str = "Il est écrit au journal.";
/// It is done.
pub const UNDONE: &str = "Le changement est annulé.";
/// Something has moved since.
pub const TOUCHED_TITLE: &str = "Le changement ne peut pas être annulé";
/// State of an entry.
pub const IS_UNDONE: &str = "Annulé";
/// State of an entry.
pub const IS_UNDO: &str = "Annulation";
/// Field.
pub const SEQ: &str = "N° au journal";
/// Field.
pub const FILE: &str = "Fichier";
/// Field.
pub const EXTRACTED_ON: &str = "Extrait le";
/// Field.
pub const ESTABLISHMENT: &str = "Établissement";
/// Part of an entry.
pub const THINGS: &str = "Ce qui a changé";
/// Nothing changed.
pub const NO_THINGS: &str = "Cette écriture ne change aucun fait.";
/// More things than shown.
pub const MORE_THINGS: &str = "Voir la suite";

/// Operations a reader may choose; their words are those of the entries, `catalogue::journal::summary`.
pub const OPERATIONS: [&str; 22] = [
    "sirh.apply",
    "structures.apply",
    "sigmed.apply",
    "posts.apply",
    "attachments.apply",
    "change.undo",
    "import.receive",
    "import.discard",
    "post.edit",
    "affectation.edit",
    "practitioner.edit",
    "staffing_table.extract",
    "list.extract",
    "practitioner.read",
    "practitioner.search",
    "journal.read",
    "journal.read_inside",
    "right.refused",
    "session.open",
    "session.refused",
    "session.close",
    "habilitation.create",
];

/// Origins a reader may choose.
pub const ORIGINS: [&str; 5] = ["screen", "import", "api", "command_line", "sigmed"];

/// From where.
pub fn origin(name: &str) -> &str {
    match name {
        "screen" => "Écran",
        "import" => "Import",
        "api" => "Interface",
        "command_line" => "Ligne de commande",
        "sigmed" => "SIGMED",
        other => other,
    }
}

/// Who wrote, as people read it: what was loaded by the one who runs the server has no account.
pub fn author(name: &str) -> String {
    if name.starts_with("cli:") { "Exploitant du serveur".to_owned() } else { name.to_owned() }
}

/// Who, from where, when.
pub fn by(who: &str, origin_name: &str, at: &str) -> String {
    format!("{at} · {} · {}", author(who), origin(origin_name))
}

/// What was verified.
pub fn verified(changes: &str, facts: &str, last_seq: i64) -> String {
    format!("{changes} écritures et {facts} lignes de faits relues ; dernier scellé n° {last_seq}.")
}

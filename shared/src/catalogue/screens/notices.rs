//! What a person was told, and how they want to be.

/// Title.
pub const TITLE: &str = "Notifications";
/// What the page is.
pub const LEAD: &str = "Ce que les autres ont fait et qui vous concerne, gardé un an.";
/// Leads to the choices.
pub const SETTINGS: &str = "Réglages";
/// Title of the choices.
pub const SETTINGS_TITLE: &str = "Réglages des notifications";
/// What is chosen.
pub const SETTINGS_LEAD: &str = "Tout reste à l’écran\u{202f}; choisissez ce qui vous est aussi envoyé par courriel. \
     Un courriel ne contient qu’une phrase et un lien, jamais de nom.";
/// Filter.
pub const KIND: &str = "Sujet";
/// Filter.
pub const READ: &str = "Lecture";
/// Every one.
pub const ALL: &str = "Toutes";
/// Those that were not read.
pub const UNREAD_ONLY: &str = "Non lues";
/// Those that were.
pub const READ_ONLY: &str = "Lues";
/// A badge.
pub const UNREAD: &str = "Non lue";
/// Opens what it is about.
pub const OPEN: &str = "Ouvrir";
/// Marks one.
pub const MARK_READ: &str = "Marquer comme lue";
/// Marks one.
pub const MARK_UNREAD: &str = "Marquer comme non lue";
/// Marks all.
pub const MARK_ALL: &str = "Tout marquer comme lu";
/// All are.
pub const ALL_MARKED: &str = "Tout est marqué comme lu.";
/// Nothing was told.
pub const EMPTY_TITLE: &str = "Aucune notification";
/// Why.
pub const EMPTY: &str = "Vous serez prévenu ici quand une demande, une liste ou un tour avance, ou quand un commentaire vous cite.";
/// Keeps the choices.
pub const SAVE: &str = "Enregistrer";
/// They are kept.
pub const SAVED: &str = "Réglages enregistrés.";

/// The way to the page, with what is to be read.
pub fn bell(unread: u64) -> String {
    match unread {
        0 => "Notifications\u{a0}: aucune non lue".to_owned(),
        1 => "Notifications\u{a0}: 1 non lue".to_owned(),
        several => format!("Notifications\u{a0}: {several} non lues"),
    }
}

/// The same number, in as little room as there is.
pub fn few(unread: u64) -> String {
    if unread > 99 { "99+".to_owned() } else { unread.to_string() }
}

/// Button that opens, read aloud with what it opens.
pub fn open(text: &str) -> String {
    format!("{OPEN}\u{a0}: {text}")
}

/// When, and where.
pub fn where_and_when(at: &str, establishment: Option<&str>) -> String {
    match establishment {
        Some(name) => format!("{at} · {name}"),
        None => at.to_owned(),
    }
}

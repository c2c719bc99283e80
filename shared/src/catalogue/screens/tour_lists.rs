//! The lists of hospitals in a tour, their posts, and what is done with many of them at once.

use crate::catalogue::tours as texts;
use crate::contract::tours::{FormerEntry, ListAction, Seat};
use crate::time::{Day, Instant};
use crate::workflow::entry::EntryAction;

use super::time::instant;
use super::tours::title;
use super::ui::count;

/// Title before the list is read.
pub const ONE: &str = "Liste d’un établissement";
/// Caption of the table.
pub const CAPTION: &str = "Postes de l’établissement dans ce tour";
/// Caption of the table of the agency.
pub const REVIEW_CAPTION: &str = "Postes de ce tour dans votre périmètre";
/// Caption of the table of lists.
pub const LISTS_CAPTION: &str = "Listes des établissements dans ce tour";
/// Part of the sheet.
pub const LISTS: &str = "Listes des établissements";
/// Part of the sheet.
pub const POSTS: &str = "Postes";
/// Part of the sheet.
pub const BY_REGION: &str = "Avancement par région";
/// Part of the sheet.
pub const PUBLISHED: &str = "Liste publiée";
/// Column.
pub const POST: &str = "Poste";
/// Column.
pub const STRUCTURE: &str = "Structure";
/// Column.
pub const QUOTITY: &str = "Quotité";
/// Column, filter.
pub const DECISION: &str = "Décision";
/// Column, filter.
pub const STATE: &str = "État";
/// Column, filter.
pub const LACKS: &str = "Il manque";
/// Column.
pub const REASON: &str = "Situation";
/// Column.
pub const ESTABLISHMENT: &str = "Établissement";
/// Column.
pub const REGION: &str = "Région";
/// Column.
pub const WAITS_FOR: &str = "Attend";
/// Column.
pub const DEADLINE: &str = "Échéance";
/// Column.
pub const COUNTS: &str = "Postes";
/// Column of boxes.
pub const PICK: &str = "Choix";
/// Column of buttons.
pub const MORE: &str = "Détails";
/// Filter.
pub const SEARCH: &str = "Numéro, spécialité ou structure";
/// Choice of a filter.
pub const WITH_LACKS: &str = "Postes incomplets";
/// Choice of a filter.
pub const WITHOUT_LACKS: &str = "Postes complets";
/// Picks all rows.
pub const PICK_ALL: &str = "Tout choisir";
/// Picks no row.
pub const PICK_NONE: &str = "Ne rien choisir";
/// Keys of the keyboard.
pub const KEYBOARD: &str = "Clavier\u{a0}:";
/// What a key does.
pub const KEY_MOVE: &str = "changer de ligne";
/// What a key does.
pub const KEY_PICK: &str = "choisir";
/// What a key does.
pub const KEY_RANGE: &str = "choisir jusqu’ici";
/// What a key does.
pub const KEY_ALL: &str = "tout choisir";
/// What a key does.
pub const KEY_MORE: &str = "détails";
/// The name of a key.
pub const SPACE: &str = "Espace";
/// The name of two keys.
pub const SHIFT_SPACE: &str = "Maj + Espace";
/// Nothing.
pub const EMPTY_TITLE: &str = "Aucun poste";
/// Nothing.
pub const EMPTY: &str =
    "Aucun poste de cet établissement n’est dans ce tour. La liste vide se propose et se signe aussi.";
/// Nothing in the perimeter.
pub const REVIEW_EMPTY: &str = "Aucun poste de votre périmètre n’est dans ce tour.";
/// Nothing found by the filters.
pub const NOTHING_FOUND: &str = "Aucun poste ne répond aux filtres.";
/// No list.
pub const NO_LISTS: &str = "Les listes naissent à l’ouverture du tour.";
/// No list.
pub const NO_LISTS_TITLE: &str = "Aucune liste";
/// Field.
pub const MOTIVE: &str = "Motif";
/// Field.
pub const COMMENT: &str = "Commentaire";
/// Field.
pub const UNTIL: &str = "Dernier jour du gel";
/// Field.
pub const EXPECTED: &str = "Vacant à partir du";
/// What is missing of a field.
pub const TEXT_WANTED: &str = "Ce motif demande une phrase, de dix caractères au moins.";
/// What is missing of a field.
pub const SAY_WHY: &str = "Dites pourquoi, en quelques mots\u{a0}: l’autre partie le lira.";
/// Tries without doing.
pub const REHEARSE: &str = "Vérifier";
/// Goes back to the fields.
pub const BACK: &str = "Modifier";
/// Over the rows that would be refused.
pub const REFUSED_ROWS: &str = "Ces postes ne suivront pas";
/// Over the rows that were refused.
pub const LEFT_ROWS: &str = "Ces postes n’ont pas suivi";
/// Reads again.
pub const READ_AGAIN: &str = "Relire la liste";
/// Past of a post.
pub const PAST: &str = "Étapes franchies";
/// A change that is no step.
pub const CHANGED: &str = "Entrée dans le tour";
/// Leads to a post.
pub const GO_POST: &str = "Ouvrir le poste";
/// Leads to its profile.
pub const GO_PROFILE: &str = "Ouvrir le profil";
/// Leads to structures.
pub const GO_STRUCTURES: &str = "Ouvrir les structures";
/// Leads to a request.
pub const GO_REQUEST: &str = "Demander une transformation";
/// A seat that nobody holds.
pub const EMPTY_SEAT: &str = "siège vacant";
/// Why it matters.
pub const EMPTY_SEAT_HINT: &str = "Personne n’a ce rôle aujourd’hui\u{a0}: il faut le déléguer.";
/// Leads to where a role is given, for some days.
pub const DELEGATE: &str = "Déléguer ce rôle";
/// A list given back.
pub const REOPENED: &str = "L’ARS a rendu cette liste à l’établissement.";
/// Gives a list back.
pub const REOPEN: &str = "Rendre";
/// A file.
pub const CSV: &str = "Télécharger en CSV";
/// A file.
pub const XLSX: &str = "Télécharger pour un tableur";
/// A file.
pub const JSON_LINES: &str = "Télécharger en JSON";
/// Who may not take files away.
pub const NO_FILES: &str =
    "Votre profil lit cette liste à l’écran\u{a0}: prendre un fichier demande le droit d’extraire.";
/// Leads to the page.
pub const SEE_PUBLISHED: &str = "Voir la liste publiée";
/// Caption of the table.
pub const PUBLISHED_CAPTION: &str = "Postes publiés de ce tour";
/// Nothing.
pub const PUBLISHED_EMPTY: &str = "Aucun poste de votre périmètre n’est publié dans ce tour.";
/// Filter.
pub const NUMBER: &str = "Numéro du poste";
/// What became of a post in the tour before.
pub const PREVIOUS: &str = "Tour précédent";
/// Field.
pub const ORDER_NUMBER: &str = "Numéro de l’arrêté";
/// Field.
pub const ORDER_DATE: &str = "Date de l’arrêté";
/// Field.
pub const APPOINTEE: &str = "Personne nommée";
/// Hint of the field.
pub const APPOINTEE_HINT: &str = "Comme l’arrêté la nomme.";
/// Field.
pub const INSTALLED_ON: &str = "Installée le";
/// The order of appointment.
pub const ORDER: &str = "Arrêté de nomination";
/// Name of the file.
pub const FILE: &str = "postes-publies";
/// Nobody must act.
pub const NOBODY: &str = "Plus rien à faire sur cette liste";
/// Over what is to be done.
pub const YOURS: &str = "À vous";
/// Over what somebody else does.
pub const OTHERS: &str = "Où en est la liste";
/// Vacant from.
pub const VACANT_FROM: &str = "Vacant à partir du";
/// How it is published.
pub const NATURE: &str = "Publié comme";
/// What was said.
pub const SAID: &str = "Dernier échange";
/// The text of the motive.
pub const TEXT: &str = "Précisions";

/// The key that asks for an action.
pub const fn key(action: EntryAction) -> Option<&'static str> {
    Some(match action {
        EntryAction::Freeze => "g",
        EntryAction::Unfreeze => "l",
        EntryAction::Force => "f",
        EntryAction::Unforce => "n",
        EntryAction::Propose => "p",
        EntryAction::Return => "r",
        EntryAction::SignOff => "s",
        EntryAction::Ask => "c",
        EntryAction::Answer => "a",
        EntryAction::Validate => "v",
        EntryAction::RecordFreeze => "e",
        EntryAction::Refuse => "x",
        EntryAction::Acknowledge => "k",
        EntryAction::Reject => "j",
        EntryAction::Correct => "o",
        EntryAction::WithdrawPost => "w",
        EntryAction::LeaveVacant => "b",
        _ => return None,
    })
}

/// What an outcome does, before it is confirmed.
pub const fn outcome_consequence(action: EntryAction) -> &'static str {
    match action {
        EntryAction::Appoint => {
            "Le poste est pourvu\u{a0}: l’établissement pourra enregistrer l’installation."
        }
        EntryAction::Install => {
            "La personne nommée a pris ses fonctions. Le poste ne change plus dans ce tour."
        }
        EntryAction::Drop => "La nomination est retirée ou abandonnée\u{a0}: le poste reste vacant.",
        _ => "",
    }
}

/// An order of appointment.
pub fn order(number: &str, date: Option<Day>) -> String {
    match date {
        Some(date) => format!("{number} du {}", date.in_french()),
        None => number.to_owned(),
    }
}

/// What became of a post in the tour before: `Tour d’automne 2026 : à publier, resté vacant`.
pub fn previous(one: &FormerEntry) -> String {
    let title = title(&one.kind.label, one.year, one.number);
    format!("{title}\u{a0}: {}, {}", texts::decision(one.decision), texts::entry_state(one.state))
}

/// Number of posts.
pub fn posts(number: usize) -> String {
    let text = count(u64::try_from(number).unwrap_or(u64::MAX));
    if number <= 1 { format!("{text} poste") } else { format!("{text} postes") }
}

/// Rows that are picked.
pub fn picked(number: usize) -> String {
    match number {
        0 => "Aucun poste choisi".to_owned(),
        1 => "1 poste choisi".to_owned(),
        _ => format!("{} choisis", posts(number)),
    }
}

/// An action on some of the rows that are picked.
pub fn on_some(action: EntryAction, number: usize) -> String {
    format!("{} ({number})", texts::entry_action(action))
}

/// What would become of the rows.
pub fn eligible(able: usize, all: usize) -> String {
    match (able, all) {
        (0, _) => "Aucun des postes choisis ne peut suivre.".to_owned(),
        (able, all) if able == all => format!("Tout peut suivre\u{a0}: {}.", posts(all)),
        (able, all) => format!("{able} sur {} peuvent suivre.", posts(all)),
    }
}

/// What was done.
pub fn done(action: EntryAction, number: usize) -> String {
    format!("{}\u{a0}: {}.", texts::entry_action(action), posts(number))
}

/// Takes back what was just done.
pub const UNDO_THIS: &str = "Annuler cette action";
/// Takes back the last action of the person on what is picked.
pub const UNDO_MINE: &str = "Annuler ma dernière action";
/// The same, of its key.
pub const KEY_UNDO: &str = "annuler ma dernière action";

/// What was taken back.
pub fn undone(number: usize) -> String {
    format!("Action annulée\u{a0}: {}.", posts(number))
}

/// What was not.
pub fn not_undone(number: usize, why: &str) -> String {
    format!("Non annulée\u{a0}: {}. {why}", posts(number))
}

/// Confirms.
pub fn confirm(action: EntryAction, number: usize) -> String {
    format!("{} {}", texts::entry_action(action), posts(number))
}

/// Names the box of a row.
pub fn pick(post: &str) -> String {
    format!("Choisir le poste {post}")
}

/// Names the button of a row.
pub fn more(post: &str) -> String {
    format!("Détails du poste {post}")
}

/// Names the button of a step of one post.
pub fn on_one(action: EntryAction, post: &str) -> String {
    format!("{} – poste {post}", texts::entry_action(action))
}

/// How many things are missing.
pub fn lacks(number: usize) -> String {
    if number == 1 { "1 élément".to_owned() } else { format!("{number} éléments") }
}

/// Who must act.
pub const fn seat(seat: Seat) -> &'static str {
    match seat {
        Seat::HospitalManager => "le gestionnaire",
        Seat::HospitalApprover => "le valideur",
        Seat::ArsApprover => "l’ARS",
    }
}

/// What the list waits for.
pub fn waits(of: Seat) -> String {
    format!("La liste attend {}", seat(of))
}

/// Until when.
pub fn until(hospital: Instant, ars: Instant) -> String {
    format!("Établissement jusqu’au {}, ARS jusqu’au {}.", instant(hospital), instant(ars))
}

/// What is done with a whole list.
pub const fn list_action(action: ListAction) -> &'static str {
    match action {
        ListAction::Propose => "Proposer la liste",
        ListAction::Return => "Renvoyer la liste",
        ListAction::SignOff => "Signer la liste",
    }
}

/// What it does.
pub const fn list_consequence(action: ListAction) -> &'static str {
    match action {
        ListAction::Propose => {
            "Tous les postes décidés et complets passent au valideur. Ceux qui sont incomplets restent, et disent pourquoi."
        }
        ListAction::Return => "Tous les postes proposés reviennent au gestionnaire, avec votre commentaire.",
        ListAction::SignOff => {
            "Tous les postes proposés partent à l’ARS. Ceux que vous avez proposés vous-même restent\u{a0}: une autre personne les signe."
        }
    }
}

/// What was done with it.
pub fn list_done(action: ListAction, number: u32) -> String {
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    match number {
        0 => format!("{}\u{a0}: c’est fait, sans aucun poste.", list_action(action)),
        _ => format!("{}\u{a0}: {}.", list_action(action), posts(number)),
    }
}

/// How far the lists of a region are.
pub fn settled(region: &str, done: usize, all: usize) -> String {
    format!("{region}\u{a0}: {done} sur {all} instruites")
}

/// Posts by what is wanted of them.
pub fn counts(publish: u32, force: u32, freeze: u32) -> String {
    let mut parts = Vec::new();
    if publish > 0 {
        parts.push(format!("{publish} à publier"));
    }
    if force > 0 {
        parts.push(format!("{force} forcés"));
    }
    if freeze > 0 {
        parts.push(format!("{freeze} gelés"));
    }
    if parts.is_empty() { "aucun".to_owned() } else { parts.join(", ") }
}

/// The region of a list.
pub fn region(code: &str) -> String {
    format!("Région {code}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_key() {
        let keys: Vec<&str> = EntryAction::ALL.iter().filter_map(|action| key(*action)).collect();
        let mut apart = keys.clone();
        apart.sort_unstable();
        apart.dedup();
        assert_eq!(keys.len(), apart.len());
        assert!(!keys.contains(&"d") && !keys.contains(&"t"), "these show and pick");
    }

    #[test]
    fn what_follows_is_counted() {
        assert_eq!(eligible(3, 3), "Tout peut suivre\u{a0}: 3 postes.");
        assert_eq!(eligible(2, 3), "2 sur 3 postes peuvent suivre.");
        assert_eq!(counts(0, 0, 0), "aucun");
    }
}

//! Home of an establishment: what is loaded, how fresh, what waits, what to do next.

use crate::time::Day;

/// Title while the name is read.
pub const TITLE: &str = "Accueil";
/// Where the data come from, and how old they are.
pub const LEAD: &str = "Ce qui est chargé, ce qui attend, et ce qu’il reste à faire.";
/// Title over the numbers.
pub const LOADED: &str = "Ce qui est chargé";
/// Number.
pub const STRUCTURES: &str = "Structures ouvertes";
/// Number.
pub const POSTS: &str = "Postes ouverts";
/// Number.
pub const PRACTITIONERS: &str = "Praticiens connus";
/// Number.
pub const AFFECTATIONS: &str = "Affectations";
/// Below the number of posts.
pub fn unattached(count: u32) -> String {
    match count {
        0 => "tous rattachés".to_owned(),
        1 => "1 rattaché à aucune structure".to_owned(),
        _ => format!("{count} rattachés à aucune structure"),
    }
}
/// Card.
pub const LAST_EXTRACT: &str = "Dernière extraction";
/// No extract yet.
pub const NO_EXTRACT: &str =
    "Aucune extraction du logiciel de ressources humaines n’a encore été enregistrée.";
/// Term.
pub const EXTRACTED_ON: &str = "Extraite le";
/// Term.
pub const FILE: &str = "Fichier";
/// Term.
pub const APPLIED: &str = "Enregistrée le";
/// Term.
pub const BY: &str = "Par";
/// Term.
pub const REFUSED_LINES: &str = "Lignes refusées";
/// Beside the number of refused lines.
pub const SEE_REPORT: &str = "Voir le bilan";
/// How old an extract is.
pub fn age(days: i64) -> String {
    match days {
        ..=0 => "aujourd’hui".to_owned(),
        1 => "hier".to_owned(),
        _ => format!("il y a {days} jours"),
    }
}
/// Day with its age.
pub fn day_and_age(day: Day, days: i64) -> String {
    format!("{} ({})", day.in_french(), age(days))
}
/// Card.
pub const WAITING: &str = "Ce qui attend";
/// Nothing waits.
pub const NOTHING_WAITS: &str = "Rien n’attend : aucun import ouvert, aucun code à préciser.";
/// An import that waits, before its state.
pub const OPEN_IMPORT: &str = "Import ouvert";
/// Codes nobody has answered.
pub fn unknown_codes(count: usize) -> String {
    if count == 1 { "1 code à préciser".to_owned() } else { format!("{count} codes à préciser") }
}
/// Lines an open import refuses.
pub fn refused_lines(count: u32) -> String {
    if count == 1 { "1 ligne refusée".to_owned() } else { format!("{count} lignes refusées") }
}
/// Posts attached nowhere.
pub fn posts_unattached(count: u32) -> String {
    if count == 1 {
        "1 poste n’est rattaché à aucune structure".to_owned()
    } else {
        format!("{count} postes ne sont rattachés à aucune structure")
    }
}
/// Imports that wait, for somebody who may not open them.
pub fn imports_wait(count: u32) -> String {
    if count == 1 {
        "1 import attend une décision de l’établissement".to_owned()
    } else {
        format!("{count} imports attendent une décision de l’établissement")
    }
}
/// Leads to attach them.
pub const SEE_POSTS: &str = "Voir les postes";
/// Opens an import that waits.
pub const OPEN: &str = "Reprendre";
/// Card.
pub const LAST_CHANGES: &str = "Derniers changements";
/// No change yet.
pub const NO_CHANGE: &str = "Aucun changement n’a encore été enregistré.";
/// Leads to the journal.
pub const SEE_JOURNAL: &str = "Tout le journal";
/// Who and when, below a change.
pub fn by_at(author: &str, at: &str) -> String {
    format!("{author}, le {at}")
}

/// Over the one thing to do.
pub const NEXT: &str = "À faire maintenant";
/// Next: go on with an import.
pub const NEXT_IMPORT_TITLE: &str = "Terminer l’import en cours";
/// Next: go on with an import.
pub fn next_import(file: &str, state: &str) -> String {
    format!("« {file} » : {}. Rien n’est enregistré tant que vous ne l’avez pas demandé.", lower(state))
}
/// Next: attach posts.
pub const NEXT_ATTACH_TITLE: &str = "Rattacher les postes aux structures";
/// Next: attach posts.
pub const NEXT_ATTACH: &str = "Un poste sans structure n’apparaît dans aucun service du tableau des emplois. Téléchargez le classeur pré-rempli, complétez-le, puis envoyez-le.";
/// Next: a newer extract.
pub const NEXT_REFRESH_TITLE: &str = "Charger l’extraction du mois";
/// Next: a newer extract.
pub fn next_refresh(day: Day, days: i64) -> String {
    format!(
        "La dernière extraction est du {}. Une extraction plus récente mettra le tableau à jour.",
        day_and_age(day, days)
    )
}
/// Next: all is well.
pub const NEXT_READ_TITLE: &str = "Tout est à jour";
/// Next: all is well.
pub const NEXT_READ: &str =
    "Les données sont récentes et rien n’attend. Vous pouvez consulter le tableau des emplois.";
/// Over what is said when there is nothing to do.
pub const NEXT_NOTHING: &str = "Rien à faire pour l’instant";
/// Over what is said to somebody who cannot renew old data.
pub const NEXT_KNOW: &str = "À savoir";
/// Next: the data are old, and the reader cannot renew them.
pub const NEXT_OLD_TITLE: &str = "Les données datent un peu";
/// Next: the data are old, and the reader cannot renew them.
pub fn next_old(day: Day, days: i64) -> String {
    format!(
        "La dernière extraction est du {}. L’établissement en enverra une plus récente.",
        day_and_age(day, days)
    )
}
/// Leads to the staffing table.
pub const SEE_TABLE: &str = "Ouvrir le tableau des emplois";
/// Starts an import.
pub const SEND_FILE: &str = "Envoyer un fichier";
/// Starts an import of one kind, read aloud: it begins as the words that are seen.
pub fn send_file_of(step: &str) -> String {
    format!("{SEND_FILE} : {step}")
}
/// Saves the workbook of attachments.
pub const SKELETON: &str = "Télécharger le classeur pré-rempli";

/// Next: choose an establishment, within what one follows.
pub fn choose(perimeters: &str) -> String {
    format!(
        "Vous suivez : {perimeters}. La liste dit, pour chaque établissement, ce qui est chargé et de quand datent ses données."
    )
}
/// What else may be done.
pub const ALSO: &str = "Vous pouvez aussi";
/// Leads there.
pub const GO: &str = "Ouvrir";
/// What is done with users and rights.
pub const USERS_TEXT: &str = "Créer un compte, donner ou retirer un droit dans votre périmètre.";
/// What the journal tells.
pub const JOURNAL_TEXT: &str = "Relire qui a changé quoi, quand et pourquoi.";
/// Over the name of somebody who only sees their own file.
pub const OWN_FILE: &str = "Votre dossier";
/// What one's own file holds.
pub const OWN_FILE_TEXT: &str = "Vos statuts, vos positions et vos affectations, tels que l’établissement les a enregistrés. Si quelque chose n’est pas juste, signalez-le à la direction des affaires médicales.";
/// Opens it.
pub const OPEN_FILE: &str = "Ouvrir votre dossier";
/// No establishment knows the person.
pub const NO_FILE_TITLE: &str = "Aucun dossier à votre nom";
/// No establishment knows the person.
pub const NO_FILE: &str = "Aucun établissement n’a encore enregistré de dossier pour vous. La direction des affaires médicales peut vous renseigner.";

/// Over the first steps.
pub const FIRST_TITLE: &str = "Premiers pas";
/// Over the first steps.
pub const FIRST: &str = "Cinq fichiers suffisent pour obtenir le tableau des emplois. Chacun est relu et contrôlé avant que rien ne soit enregistré, et chaque envoi peut être annulé.";
/// Over the first steps, for somebody who may only read.
pub const FIRST_READER: &str = "Rien n’est encore chargé pour cet établissement. Ces fichiers seront envoyés par les personnes qui en ont la charge.";
/// Step.
pub const STEP_STRUCTURES: &str = "Structures";
/// Step.
pub const STEP_STRUCTURES_TEXT: &str =
    "Pôles, services et unités fonctionnelles, avec leurs numéros et leurs dates.";
/// Step.
pub const STEP_SIGMED: &str = "Postes SIGMED";
/// Step.
pub const STEP_SIGMED_TEXT: &str = "L’extrait national des postes de praticien hospitalier.";
/// Step.
pub const STEP_POSTS: &str = "Autres postes";
/// Step.
pub const STEP_POSTS_TEXT: &str =
    "Les postes que SIGMED ne connaît pas : hospitalo-universitaires, contractuels, internes.";
/// Step.
pub const STEP_ATTACHMENTS: &str = "Rattachements";
/// Step.
pub const STEP_ATTACHMENTS_TEXT: &str =
    "À quelle structure chaque poste appartient. Le classeur à compléter est fourni.";
/// Step.
pub const STEP_SIRH: &str = "Extraction RH";
/// Step.
pub const STEP_SIRH_TEXT: &str =
    "Praticiens, statuts, positions et affectations, tels que votre logiciel les exporte.";
/// A step that is done.
pub const DONE: &str = "Fait";
/// The step to do now.
pub const TO_DO: &str = "À faire";
/// A step that comes later.
pub const LATER: &str = "Ensuite";
/// How many of something a step has loaded.
pub fn loaded(count: u32) -> String {
    format!("{count} chargés")
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

//! Imports: the list, sending a file, where an import stands.

use crate::contract::imports::{ImportKind, ImportMode, ImportState};
use crate::time::Day;

/// Title of the list.
pub const TITLE: &str = "Imports";
/// What the list shows.
pub const LEAD: &str = "Les fichiers envoyés, ce qu’ils sont devenus, et ce qui attend une décision.";
/// Caption of the list.
pub const CAPTION: &str = "Imports, du plus récent au plus ancien";
/// Starts one.
pub const NEW: &str = "Nouvel import";
/// Filter and column.
pub const KIND: &str = "Nature du fichier";
/// Filter and column.
pub const STATE: &str = "État";
/// Column.
pub const FILE: &str = "Fichier";
/// Column.
pub const EXTRACTED_ON: &str = "Extrait le";
/// Column.
pub const SENT_AT: &str = "Envoyé le";
/// Column.
pub const AUTHOR: &str = "Par";
/// Column.
pub const ROWS: &str = "Lignes";
/// Column.
pub const REFUSED: &str = "Refusées";
/// Column.
pub const CREATED: &str = "Créés";
/// Column.
pub const CHANGED: &str = "Modifiés";
/// Column.
pub const CLOSED: &str = "Fermés";
/// Nothing was sent.
pub const EMPTY_TITLE: &str = "Aucun import";
/// Nothing was sent.
pub const EMPTY: &str =
    "Aucun fichier n’a encore été envoyé pour cet établissement. Pour commencer : « Nouvel import ».";

/// Title of the page that sends a file.
pub const NEW_TITLE: &str = "Nouvel import";
/// What happens.
pub const NEW_LEAD: &str = "Le fichier est lu et contrôlé. Rien n’est enregistré avant que vous n’ayez relu le plan et donné votre accord.";
/// Field.
pub const FILE_HINT: &str = "CSV, XLSX, XML ou HTML de tableur, compressés ou non ; 100 Mio au plus.";
/// Field.
pub const MODE: &str = "Contenu de l’extraction";
/// Mode.
pub const MODE_FULL: &str = "Complète : tous les praticiens présents";
/// Mode.
pub const MODE_DELTA: &str = "Partielle : seulement ce qui a changé";
/// What a full file does.
pub const MODE_FULL_HINT: &str = "Les praticiens absents du fichier seront considérés comme partis.";
/// What a partial file does.
pub const MODE_DELTA_HINT: &str = "L’absence d’un praticien dans le fichier ne change rien pour lui.";
/// Field.
pub const DAY: &str = "Date de l’extraction";
/// Field.
pub const DAY_HINT: &str =
    "Laissez vide si elle figure dans le fichier ou dans son nom, par exemple sirh_20261001.csv.";
/// Field.
pub const FILE_MISSING: &str = "Choisissez le fichier à envoyer.";
/// Sends.
pub const SEND: &str = "Envoyer et lire le fichier";
/// While it goes.
pub const SENDING: &str = "Envoi du fichier";
/// Sent whole, the server answers soon.
pub const SENT: &str = "Fichier envoyé, enregistrement";

/// A kind of file.
pub const fn kind(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Sirh => "Extraction RH",
        ImportKind::Structures => "Structures",
        ImportKind::Posts => "Autres postes",
        ImportKind::Sigmed => "Postes SIGMED",
        ImportKind::Attachments => "Rattachements",
    }
}

/// What a kind of file holds.
pub const fn kind_hint(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Sirh => {
            "Praticiens, statuts, positions et affectations, exportés du logiciel de ressources humaines."
        }
        ImportKind::Structures => "Pôles, services et unités fonctionnelles de l’établissement.",
        ImportKind::Posts => "Postes que SIGMED ne connaît pas.",
        ImportKind::Sigmed => "Extrait national des postes de praticien hospitalier.",
        ImportKind::Attachments => "Classeur qui dit à quelle structure chaque poste appartient.",
    }
}

/// A state.
pub const fn state(state: ImportState) -> &'static str {
    match state {
        ImportState::Received => "Reçu",
        ImportState::NeedsMapping => "Colonnes à préciser",
        ImportState::Planned => "À relire",
        ImportState::AwaitingConfirmation => "À confirmer",
        ImportState::Stale => "À recalculer",
        ImportState::Applied => "Enregistré",
        ImportState::Undone => "Annulé",
        ImportState::Discarded => "Abandonné",
        ImportState::Failed => "Illisible",
    }
}

/// A state, while the program works.
pub const WORKING: &str = "En cours";

/// What an import is, below its title.
pub fn about(file: ImportKind, mode: ImportMode, extracted_on: Option<Day>) -> String {
    let mode = match (file, mode) {
        (ImportKind::Sirh, ImportMode::Full) => " complète",
        (ImportKind::Sirh, ImportMode::Delta) => " partielle",
        _ => "",
    };
    let day = extracted_on.map(|day| format!(" du {}", day.in_french())).unwrap_or_default();
    format!("{}{mode}{day}", kind(file))
}
/// The file was looked at, and not taken.
pub const SEND_REFUSED: &str = "Le fichier n’a pas été accepté";

//! The journal, as people read it: what each operation is, and what a verification finds.

use crate::workflow::request::RequestAction;
use crate::workflow::reservation::ReservationAction;

/// The action that a verb of the journal tells of a reservation.
fn reservation(verb: &str) -> Option<ReservationAction> {
    match verb {
        "create" => Some(ReservationAction::Open),
        "edit" => Some(ReservationAction::Change),
        _ => ReservationAction::from_name(verb),
    }
}

/// What an operation did.
pub fn summary(operation: &str, source: Option<&str>, rows: Option<u64>) -> String {
    let (noun, verb) = operation.split_once('.').unwrap_or((operation, ""));
    let step = (noun == "request").then(|| RequestAction::from_name(verb)).flatten();
    let sentence = match operation {
        "sirh.apply" => "Import d’une extraction du logiciel de ressources humaines",
        "structures.apply" => "Import de structures",
        "posts.apply" => "Import de postes",
        "sigmed.apply" => "Import d’un fichier SIGMED",
        "attachments.apply" => "Rattachement de postes à leurs structures",
        "reference.load" => "Mise à jour des nomenclatures et des établissements",
        "post.split" => "Décomposition d’un poste",
        "structure.merge" => "Fusion de deux structures",
        "change.undo" => "Annulation d’un changement",
        "import.receive" => "Envoi d’un fichier",
        "import.read" => "Lecture d’un fichier",
        "import.undo_untouched" => "Annulation d’un import, sauf ce qui a été modifié depuis",
        "import.discard" => "Abandon d’un import",
        "import.original_removed" => "Retrait d’un fichier envoyé il y a plus de 90 jours",
        "import.report" => "Téléchargement d’un rapport d’import",
        "skeleton.extract" => "Téléchargement d’un classeur à compléter",
        "staffing_table.extract" => "Extraction du tableau des emplois",
        "list.extract" => "Extraction d’une liste",
        "journal.read" => "Lecture du journal depuis l’extérieur de l’établissement",
        "journal.read_inside" => "Lecture du journal",
        "practitioner.read" => "Lecture d’une fiche de praticien depuis l’extérieur de l’établissement",
        "practitioner.search" => "Recherche de praticiens depuis l’extérieur de l’établissement",
        "right.refused" => "Demande refusée, faute de droit",
        "job.cancel" => "Arrêt d’un traitement demandé",
        "job.fail" => "Échec d’un traitement demandé",
        "sigmed_delivery.shelve" => "Mise de côté d’un envoi à SIGMED",
        "sigmed_delivery.replay" => "Remise en file d’un envoi à SIGMED",
        "session.open" | "session.create" => "Connexion",
        "session.refused" => "Connexion refusée",
        "session.close" => "Déconnexion",
        "post_profile.write" => "Rédaction d’un profil de poste",
        "post_profile.attach" => "Ajout d’un document à un profil de poste",
        "post_profile.approve" => "Validation d’un profil de poste",
        "keys.rotate" => "Renouvellement des clés de signature",
        "comment.write" => "Commentaire",
        "comment.delete" => "Retrait d’un commentaire",
        "tour.edit" => "Modification du calendrier d’un tour",
        _ => match noun {
            "reservation" => reservation(verb).map_or("", super::reservations::action),
            _ => step.map_or("", super::workflow::request_action),
        },
    };
    let of_tour = super::tours::operation(noun, verb).filter(|_| sentence.is_empty());
    let sentence = of_tour.as_deref().unwrap_or(sentence);
    let mut text = if sentence.is_empty() { of_noun(noun, verb) } else { sentence.to_owned() };
    if let Some(source) = source {
        text.push_str(&format!(" : {source}"));
    }
    match rows {
        Some(rows @ 0..=1) => text.push_str(&format!(" ({rows} ligne)")),
        Some(rows) => text.push_str(&format!(" ({rows} lignes)")),
        None => {}
    }
    text
}

/// What a refused request was about, from its place in the interface: `GET /posts/{id}`.
pub fn asked_of(request: &str) -> &'static str {
    let path = request.split_once('/').map_or("", |(_, path)| path);
    match path.split('/').next().unwrap_or_default() {
        "establishments" => "établissements",
        "sites" => "sites",
        "structures" => "structures",
        "posts" => "postes",
        "requests" => "demandes",
        "tours" => "tours de recrutement",
        "practitioners" => "praticiens",
        "statuses" => "emplois",
        "positions" => "positions",
        "headships" => "chefferies",
        "reservations" => "réservations de postes",
        "affectations" => "affectations",
        "staffing_table" => "tableau des emplois",
        "imports" | "import_profiles" | "import_skeletons" => "imports",
        "code_mappings" => "correspondances de codes",
        "nomenclatures" => "nomenclatures",
        "users" => "comptes",
        "habilitations" => "habilitations",
        "journal" | "changes" => "journal",
        _ => "autre demande",
    }
}

/// An operation on one thing: `post.edit`.
fn of_noun(noun: &str, verb: &str) -> String {
    let thing = match noun {
        "structure" => "d’une structure",
        "post" => "d’un poste",
        "request" => "d’une demande sur un poste",
        "practitioner" => "d’un praticien",
        "status" => "d’un emploi",
        "position" => "d’une position",
        "headship" => "d’une chefferie",
        "affectation" => "d’une affectation",
        "account" => "d’un compte",
        "habilitation" => "d’une habilitation",
        "session" => "d’une session",
        "import" => "d’un import",
        "keys" => "de clés",
        other => return format!("Opération {other}.{verb}"),
    };
    let action = match verb {
        "create" => "Création",
        "edit" => "Modification",
        "end" => "Fin",
        "retract" => "Retrait",
        "disable" => "Désactivation",
        "enable" => "Réactivation",
        "password" => "Changement du mot de passe",
        "apply" => "Application",
        "undo" => "Annulation",
        _ => "Opération sur le dossier",
    };
    format!("{action} {thing}")
}

/// Changes that are not what was sealed.
pub fn change_altered(seq: i64) -> String {
    format!("L’entrée {seq} n’est plus ce qu’elle était quand elle a été scellée.")
}

/// An instant that does not follow.
pub fn out_of_order(seq: i64) -> String {
    format!("L’instant de l’entrée {seq} ne suit pas celui de la précédente.")
}

/// Changes that are gone.
pub fn changes_missing(from: i64, to: i64) -> String {
    if from == to {
        format!("L’entrée {from} manque.")
    } else {
        format!("Les entrées {from} à {to} manquent.")
    }
}

/// A change without seal.
pub fn seal_missing(seq: i64) -> String {
    format!("L’entrée {seq} n’a pas de sceau.")
}

/// Facts that are not what was sealed.
pub fn facts_altered(seq: i64) -> String {
    format!("Des données écrites par l’entrée {seq} ont été altérées.")
}

/// A row that nothing explains.
pub fn without_change(table: &str) -> String {
    format!("Une ligne de la table {table} n’appartient à aucune entrée.")
}

/// A table that cannot be read.
pub fn unreadable(table: &str) -> String {
    format!("La table {table} ne peut pas être lue.")
}

/// A head that is not the last change.
pub const HEAD_DIFFERS: &str = "La dernière entrée d’un établissement n’est pas celle qui est attendue.";

/// A journal cut short.
pub fn truncated(anchored: i64, last: i64) -> String {
    format!("Le journal s’arrête à l’entrée {last} alors qu’un repère extérieur connaît l’entrée {anchored}.")
}

/// A chain that was written again.
pub fn anchor_differs(seq: i64) -> String {
    format!("L’entrée {seq} n’est pas celle que connaît le repère extérieur.")
}

/// No anchor.
pub const ANCHOR_MISSING: &str = "Le repère extérieur du journal est introuvable.";

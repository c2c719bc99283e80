//! Requests and tours: why a step is not taken, and what would make it possible.

use crate::request::Blocked;
use crate::tour::motive::{BadMotive, TEXT_AT_LEAST};
use crate::workflow::request::{RequestAction, RequestState};

/// A creation that names a post.
pub const NO_POST_YET: &str = "Une création ne porte sur aucun poste existant : laissez ce champ vide.";
/// P6.
pub const POST_HELD: &str = "Le poste a encore un titulaire ce jour-là : seul un poste vacant peut être transformé ou \
     fermé. Choisissez un jour après la fin de son affectation, ou demandez un changement de quotité seul.";
/// A request that is not to be written any more.
pub const NOT_EDITABLE: &str =
    "La demande ne se modifie qu’en brouillon, après une question de l’ARS ou un rejet de SIGMED.";

/// A state, for people.
pub const fn request_state(state: RequestState) -> &'static str {
    match state {
        RequestState::Draft => "en brouillon",
        RequestState::PendingSignOff => "à signer par le valideur",
        RequestState::AtArs => "à l’ARS",
        RequestState::InfoRequested => "en attente d’un complément",
        RequestState::Accepted => "acceptée",
        RequestState::SentToSigmed => "transmise à SIGMED",
        RequestState::SigmedRejected => "rejetée par SIGMED",
        RequestState::Applied => "appliquée",
        RequestState::Refused => "refusée",
        RequestState::Withdrawn => "retirée",
    }
}

/// An action, for people and the journal.
pub const fn request_action(action: RequestAction) -> &'static str {
    match action {
        RequestAction::Open => "Ouverture d’une demande sur un poste",
        RequestAction::Submit => "Remise d’une demande au valideur",
        RequestAction::Return => "Renvoi d’une demande au gestionnaire",
        RequestAction::SignOff => "Signature d’une demande",
        RequestAction::Ask => "Question de l’ARS sur une demande",
        RequestAction::Answer => "Réponse à l’ARS sur une demande",
        RequestAction::Accept => "Accord de l’ARS sur une demande",
        RequestAction::Refuse => "Refus d’une demande par l’ARS",
        RequestAction::Withdraw => "Retrait d’une demande",
        RequestAction::Apply => "Application d’une demande",
        RequestAction::Send => "Transmission d’une demande à SIGMED",
        RequestAction::Acknowledge => "Prise en compte d’une demande par SIGMED",
        RequestAction::Reject => "Rejet d’une demande par SIGMED",
        RequestAction::Correct => "Correction d’une demande rejetée",
        RequestAction::Resend => "Nouvel envoi d’une demande à SIGMED",
    }
}

/// A step that the table does not have from there: where the request stands, and from where the step is taken.
pub fn step_refused(state: RequestState, from: &[RequestState]) -> String {
    let here = request_state(state);
    let there: Vec<&str> = from.iter().map(|state| request_state(*state)).collect();
    match there.as_slice() {
        [] => format!("La demande est {here} : cette action ne se fait pas à la main."),
        there => {
            format!("La demande est {here} : cette action se fait quand elle est {}.", there.join(" ou "))
        }
    }
}

/// Why a step is not taken, and what to do.
pub fn blocked(blocked: &Blocked) -> String {
    match blocked {
        Blocked::Motive(bad) | Blocked::OwnMotive(bad) => bad_motive(bad),
        Blocked::NoComment => "Dites pourquoi, en quelques mots : l’autre partie le lira.".to_owned(),
        Blocked::NoNumber => "Indiquez le numéro que SIGMED a donné au poste créé.".to_owned(),
        Blocked::OwnSubmission => {
            "Vous avez remis cette demande : une autre personne doit la signer ou l’accepter.".to_owned()
        }
    }
}

/// Why a motive is not taken.
pub fn bad_motive(bad: &BadMotive) -> String {
    match bad {
        BadMotive::Missing => "Choisissez un motif dans la liste.".to_owned(),
        BadMotive::Unknown(code) => {
            format!(
                "Le motif « {code} » n’est pas de cette liste : choisissez-en un qui convient à cette action."
            )
        }
        BadMotive::TextTooShort(code) => {
            format!("Le motif « {code} » demande un texte d’au moins {TEXT_AT_LEAST} caractères.")
        }
    }
}

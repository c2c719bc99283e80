//! Tours: their states and steps as people read them, why a step is not taken, and what would make it possible.

use crate::tour::calendar::{Disorder, Milestone, NotMoved};
use crate::tour::entry::Nature;
use crate::tour::guard::Blocked;
use crate::tour::list::ListState;
use crate::tour::proposal::ProposalReason;
use crate::tour::tour_step::TourBlocked;
use crate::workflow::entry::{Decision, EntryAction, EntryState};
use crate::workflow::tour::{TourAction, TourState};

/// The calendar of a tour that has begun.
pub const NOT_EDITABLE: &str =
    "Le calendrier ne se réécrit que tant que le tour est planifié : ensuite, déplacez une échéance.";
/// A post that is in no tour.
pub const TOO_MANY: &str = "Choisissez de 1 à 500 postes à la fois.";
/// One of a whole that is undone.
pub const ROLLED_BACK: &str = "Rien n’a été fait : un autre poste du lot a été refusé.";
/// A step that people do not take.
pub const NOT_BY_HAND: &str = "Cette action se fait d’elle-même : elle ne se demande pas.";
/// A step of somebody else, of the clock or of the program.
pub const NOT_YOUR_STEP: &str =
    "La dernière étape n’est pas la vôtre : seule la personne qui l’a faite peut l’annuler.";
/// A step that is out of the house.
pub const STEP_HAS_LEFT: &str =
    "Cette étape ne s’annule pas : elle a quitté l’application, vers SIGMED ou vers les candidats.";
/// A list none of whose posts may take the step.
pub const NOTHING_THERE: &str = "Aucun poste de la liste n’attend cette action.";
/// R2, of an empty list.
pub const OWN_LIST: &str = "Vous avez proposé cette liste : une autre personne doit la signer.";
/// The same post twice.
pub const TWICE: &str = "Ce poste est demandé deux fois.";

/// Where a tour stands.
pub const fn tour_state(state: TourState) -> &'static str {
    match state {
        TourState::Planned => "planifié",
        TourState::OpenToHospitals => "ouvert aux établissements",
        TourState::OpenToArs => "à l’instruction des ARS",
        TourState::Sent => "transmis au CNG",
        TourState::Published => "publié",
        TourState::ApplicationsClosed => "clos aux candidatures",
        TourState::Appointing => "en cours de nomination",
        TourState::Closed => "terminé",
        TourState::Cancelled => "annulé",
    }
}

/// What is done with a tour.
pub const fn tour_action(action: TourAction) -> &'static str {
    match action {
        TourAction::Plan => "Planification d’un tour",
        TourAction::Open => "Ouverture du tour",
        TourAction::CloseHospitals => "Clôture des listes des établissements",
        TourAction::ReopenHospital => "Liste rendue à l’établissement",
        TourAction::CloseArs => "Clôture de l’instruction",
        TourAction::Publish => "Publication",
        TourAction::CloseApplications => "Clôture des candidatures",
        TourAction::RecordAppointments => "Début des nominations",
        TourAction::Close => "Fin du tour",
        TourAction::MoveDeadline => "Échéance déplacée",
        TourAction::Cancel => "Annulation du tour",
    }
}

/// Where a post stands.
pub const fn entry_state(state: EntryState) -> &'static str {
    match state {
        EntryState::Preparing => "en préparation",
        EntryState::PendingSignOff => "à signer par le valideur",
        EntryState::AtArs => "à l’ARS",
        EntryState::InfoRequested => "en attente d’un complément",
        EntryState::Validated => "validé",
        EntryState::SentToSigmed => "transmis à SIGMED",
        EntryState::SigmedRejected => "rejeté par SIGMED",
        EntryState::Ready => "prêt à publier",
        EntryState::Published => "publié",
        EntryState::ClosedForApplications => "clos aux candidatures",
        EntryState::Appointed => "pourvu",
        EntryState::Installed => "installé",
        EntryState::RemainedVacant => "resté vacant",
        EntryState::Recorded => "gel enregistré",
        EntryState::Refused => "refusé",
        EntryState::Withdrawn => "retiré",
        EntryState::NotProposed => "non proposé",
        EntryState::NotSettled => "non instruit",
    }
}

/// What is done with a post.
pub const fn entry_action(action: EntryAction) -> &'static str {
    match action {
        EntryAction::Freeze => "Geler",
        EntryAction::Unfreeze => "Lever le gel",
        EntryAction::Force => "Forcer",
        EntryAction::Unforce => "Ne plus forcer",
        EntryAction::Propose => "Proposer",
        EntryAction::Return => "Renvoyer au gestionnaire",
        EntryAction::SignOff => "Signer",
        EntryAction::Lapse => "Délai passé",
        EntryAction::Ask => "Demander un complément",
        EntryAction::Answer => "Répondre",
        EntryAction::Validate => "Valider",
        EntryAction::RecordFreeze => "Enregistrer le gel",
        EntryAction::Refuse => "Refuser",
        EntryAction::Reopen => "Rendre à l’établissement",
        EntryAction::Send => "Transmettre à SIGMED",
        EntryAction::Acknowledge => "Accuser réception",
        EntryAction::Reject => "Noter le rejet de SIGMED",
        EntryAction::Correct => "Corriger",
        EntryAction::Publish => "Publier",
        EntryAction::WithdrawPost => "Retirer du tour",
        EntryAction::CloseApplications => "Clore les candidatures",
        EntryAction::Appoint => "Nommer",
        EntryAction::LeaveVacant => "Laisser vacant",
        EntryAction::Install => "Installer",
        EntryAction::Drop => "Renoncer à la nomination",
    }
}

/// What the journal says of a step: of a tour, of the list of a hospital, of posts in a tour.
pub fn operation(noun: &str, verb: &str) -> Option<String> {
    match noun {
        "tour" => TourAction::from_name(verb).map(|action| tour_action(action).to_owned()),
        "tour_entry" => EntryAction::from_name(verb)
            .map(|action| format!("Tour : {}", entry_action(action).to_lowercase())),
        "tour_list" => Some(match verb {
            "propose" => "Liste d’un tour proposée sans aucun poste".to_owned(),
            "return" => "Liste d’un tour renvoyée au gestionnaire".to_owned(),
            "sign_off" => "Liste d’un tour signée sans aucun poste".to_owned(),
            _ => "Liste d’un tour rendue à l’établissement".to_owned(),
        }),
        _ => None,
    }
}

/// What a hospital wants of a post.
pub const fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Publish => "à publier",
        Decision::Freeze => "gelé",
        Decision::Force => "forcé",
        Decision::None => "hors du tour",
    }
}

/// Why a post was proposed, or not.
pub const fn reason(reason: ProposalReason) -> &'static str {
    match reason {
        ProposalReason::Vacant => "vacant",
        ProposalReason::VacantUsed => "vacant, utilisé pour un temps par un autre statut",
        ProposalReason::LikelyVacant => "occupé, libre avant la nomination",
        ProposalReason::PartlyVacant => "cinq demi-journées ou plus sont libres",
        ProposalReason::Reserved => "vacant, réservé",
        ProposalReason::LeftVacant => "resté vacant au tour précédent",
        ProposalReason::Occupied => "occupé",
        ProposalReason::FreeTooLate => "libre après la nomination",
        ProposalReason::TooLittleFree => "moins de cinq demi-journées libres",
        ProposalReason::NotOpen => "pas ouvert le jour de la nomination",
    }
}

/// How a post is published.
pub const fn nature(nature: Nature) -> &'static str {
    match nature {
        Nature::Vacant => "vacant",
        Nature::LikelyVacant => "susceptible d’être vacant",
    }
}

/// Where the list of a hospital stands.
pub const fn list_state(state: ListState) -> &'static str {
    match state {
        ListState::Preparing => "en préparation",
        ListState::PendingSignOff => "à signer",
        ListState::InfoRequested => "complément attendu",
        ListState::AtArs => "à l’ARS",
        ListState::Settled => "instruite",
    }
}

/// A date of the calendar.
pub const fn milestone(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Opening => "ouverture",
        Milestone::HospitalDeadline => "échéance des établissements",
        Milestone::ArsDeadline => "échéance des ARS",
        Milestone::Publication => "publication",
        Milestone::ApplicationClosing => "clôture des candidatures",
        Milestone::Opinions => "avis",
        Milestone::Appointment => "nomination",
    }
}

/// A step that the table does not have from there.
fn refused(thing: &str, here: &str, there: &[&str]) -> String {
    match there {
        [] => format!("{thing} est {here} : cette action ne se fait pas à la main."),
        there => format!("{thing} est {here} : cette action se fait quand il est {}.", there.join(" ou ")),
    }
}

/// The same, of a post in a tour.
pub fn entry_refused(state: EntryState, from: &[EntryState]) -> String {
    let there: Vec<&str> = from.iter().map(|state| entry_state(*state)).collect();
    refused("Le poste", entry_state(state), &there)
}

/// The same, of a tour.
pub fn tour_refused(state: TourState, from: &[TourState]) -> String {
    let there: Vec<&str> = from.iter().map(|state| tour_state(*state)).collect();
    refused("Le tour", tour_state(state), &there)
}

/// Why a step of a post is not taken, and what to do.
pub fn blocked(blocked: &Blocked) -> String {
    let text = match blocked {
        Blocked::Decision(own) => {
            return format!("Le poste est {} : cette action ne s’y applique pas.", decision(*own));
        }
        Blocked::Motive(bad) => return super::workflow::bad_motive(bad),
        Blocked::Quotity(hundredths) => {
            let (whole, tenth) = (hundredths / 1_000, hundredths % 1_000 / 100);
            return format!("Quotité de {whole},{tenth} demi-journées : un poste publié en a de 5 à 10.");
        }
        Blocked::Tour(state) => {
            return format!("Le tour est {} : cette action n’est pas de cette étape.", tour_state(*state));
        }
        Blocked::NotAttached => "Rattachez le poste à une structure.",
        Blocked::NoSpeciality => "Indiquez la spécialité du poste, par une demande de transformation.",
        Blocked::NoStructureNumber => "Indiquez le numéro SIGMED de la structure, ou de son pôle.",
        Blocked::NoProfile => "Rédigez le profil du poste et faites-le valider.",
        Blocked::NoExpectedDay => "Indiquez le jour où le poste devrait être vacant.",
        Blocked::NoComment => "Dites pourquoi, en quelques mots : l’autre partie le lira.",
        Blocked::OwnProposal => {
            "Vous avez proposé ce poste : une autre personne doit le signer ou le valider."
        }
        Blocked::NoOrder => "Indiquez le numéro et la date de l’arrêté, et la personne nommée.",
        Blocked::NoInstallation => "Indiquez le jour de l’installation.",
        Blocked::NoAccount => "Cette action se fait avec un compte nominatif.",
        Blocked::TooLate => "L’échéance est passée.",
        Blocked::TooEarly => "L’échéance n’est pas passée.",
    };
    text.to_owned()
}

/// Why a step of a tour is not taken, and what to do.
pub fn tour_blocked(blocked: &TourBlocked) -> String {
    let text = match blocked {
        TourBlocked::Disorder(disorder) | TourBlocked::NotMoved(NotMoved::Disorder(disorder)) => {
            let all: Vec<String> = disorder.iter().map(out_of_order).collect();
            return format!("Le calendrier n’est pas dans l’ordre : {}.", all.join(" ; "));
        }
        TourBlocked::TooEarly(at) => {
            return format!("Trop tôt : possible à partir du {}.", super::instant(*at));
        }
        TourBlocked::Waiting(1) => "Un poste attend encore : réglez-le ou retirez-le.",
        TourBlocked::Waiting(posts) => {
            return format!("{posts} postes attendent encore : réglez-les ou retirez-les.");
        }
        TourBlocked::UnknownKind => "Ce type de tour n’existe pas.",
        TourBlocked::NoReason => "Dites pourquoi, en quelques mots.",
        TourBlocked::TooLate => "L’échéance est passée.",
        TourBlocked::NoDeadline => "Indiquez l’échéance à déplacer et sa nouvelle date.",
        TourBlocked::NotMoved(NotMoved::Passed) => {
            "Une échéance passée ne bouge plus, et ne se déplace pas dans le passé."
        }
        TourBlocked::NotMoved(NotMoved::NotADeadline) => {
            "Une fois le tour ouvert, seules l’échéance des établissements et celle des ARS se déplacent."
        }
        TourBlocked::OtherRegion => "Une ARS ne déplace que l’échéance des établissements de sa région.",
    };
    text.to_owned()
}

fn out_of_order(disorder: &Disorder) -> String {
    let (first, then) = (milestone(disorder.first), milestone(disorder.then));
    match &disorder.region {
        Some(region) => format!("« {first} » doit précéder « {then} » (région {region})"),
        None => format!("« {first} » doit précéder « {then} »"),
    }
}

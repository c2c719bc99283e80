//! Reservations, on the sheet of their post.

use crate::workflow::reservation::{ReservationAction, ReservationState};

/// Part of the sheet.
pub const TITLE: &str = "Réservations";
/// None.
pub const NONE: &str = "Aucun temps de ce poste n’est réservé.";
/// Begins one.
pub const NEW: &str = "Réserver du temps";
/// Title of the form.
pub const FORM: &str = "Réserver du temps de ce poste";
/// Title of the form of one that exists.
pub const CHANGE: &str = "Modifier la réservation";
/// What it does.
pub const LEAD: &str =
    "Le temps réservé n’est plus libre\u{a0}: au prochain tour de recrutement, le gel du poste sera proposé.";
/// Field.
pub const TIME: &str = "Temps réservé";
/// Field.
pub const FROM: &str = "Premier jour";
/// Field.
pub const LAST: &str = "Dernier jour";
/// It may stay empty.
pub const LAST_HINT: &str = "Laissez vide tant qu’il n’est pas connu.";
/// Field.
pub const MOTIVE: &str = "Motif";
/// Field.
pub const TEXT: &str = "Précisions";
/// A motive that wants a text.
pub const TEXT_WANTED: &str = "Ce motif demande une phrase, de dix caractères au moins.";
/// Field.
pub const WHO: &str = "Personne attendue";
/// Field, of who has come.
pub const WHO_CAME: &str = "Personne arrivée";
/// Helps to find somebody.
pub const SEARCH: &str = "Chercher un praticien par son nom ou son numéro RPPS";
/// Nobody yet.
pub const NOBODY: &str = "Pas encore connue";
/// Leaves it as a draft.
pub const KEEP_DRAFT: &str = "Garder en brouillon";
/// The same for one that keeps time already.
pub const SAVE: &str = "Enregistrer";
/// A day that is wrong.
pub const END_BEFORE: &str = "Le dernier jour doit suivre le premier.";
/// Field.
pub const COMMENT: &str = "Commentaire";
/// Field.
pub const REASON: &str = "Pourquoi";
/// Field.
pub const LAST_KEPT: &str = "Dernier jour réservé";

/// What is left of its time is kept for somebody.
pub fn who(name: &str) -> String {
    format!("Pour {name}")
}

/// A button.
pub const fn action(action: ReservationAction) -> &'static str {
    match action {
        ReservationAction::Open => NEW,
        ReservationAction::Change => "Modifier",
        ReservationAction::Activate => "Réserver",
        ReservationAction::Consume => "La personne est arrivée",
        ReservationAction::End => "Terminer",
        ReservationAction::Cancel => "Abandonner",
    }
}

/// What an action does.
pub const fn consequence(action: ReservationAction) -> &'static str {
    match action {
        ReservationAction::Activate => "Le temps sera gardé, si le poste a la place chaque jour.",
        ReservationAction::Consume => {
            "L’affectation de cette personne sur le poste prend la suite de la réservation."
        }
        ReservationAction::End => "Le temps redevient libre après ce jour.",
        ReservationAction::Cancel => "Le temps redevient libre, comme si rien n’avait été réservé.",
        ReservationAction::Open | ReservationAction::Change => "",
    }
}

/// A badge.
pub const fn state(state: ReservationState) -> &'static str {
    match state {
        ReservationState::Draft => "Brouillon",
        ReservationState::Active => "Active",
        ReservationState::Consumed => "Utilisée",
        ReservationState::Ended => "Terminée",
        ReservationState::Cancelled => "Abandonnée",
    }
}

/// Done.
pub const fn done(state: ReservationState) -> &'static str {
    match state {
        ReservationState::Draft => "Le brouillon est enregistré\u{a0}: il ne garde encore aucun temps.",
        ReservationState::Active => "Le temps est réservé.",
        ReservationState::Consumed => "La réservation est utilisée.",
        ReservationState::Ended => "La réservation est terminée.",
        ReservationState::Cancelled => "La réservation est abandonnée.",
    }
}

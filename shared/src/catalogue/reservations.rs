//! Reservations of posts: where they stand, and why one is not taken.

use crate::quotity::Quotity;
use crate::reservation::NoRoom;
use crate::workflow::reservation::{ReservationAction, ReservationState};

/// A state, for people.
pub const fn state(state: ReservationState) -> &'static str {
    match state {
        ReservationState::Draft => "en brouillon",
        ReservationState::Active => "active",
        ReservationState::Consumed => "utilisée",
        ReservationState::Ended => "terminée",
        ReservationState::Cancelled => "abandonnée",
    }
}

/// An action, for people and the journal.
pub const fn action(action: ReservationAction) -> &'static str {
    match action {
        ReservationAction::Open => "Projet de réservation d’un poste",
        ReservationAction::Change => "Modification d’une réservation",
        ReservationAction::Activate => "Réservation d’un poste",
        ReservationAction::Consume => "Arrivée de la personne attendue sur un poste réservé",
        ReservationAction::End => "Fin d’une réservation",
        ReservationAction::Cancel => "Abandon d’une réservation",
    }
}

/// A step that the table does not have from there.
pub fn step_refused(now: ReservationState, from: &[ReservationState]) -> String {
    let there: Vec<&str> = from.iter().map(|one| state(*one)).collect();
    format!("La réservation est {} : cette action se fait quand elle est {}.", state(now), there.join(" ou "))
}

/// Time in half-days, as people write it.
pub(super) fn half_days(hundredths: i64) -> String {
    let time = u32::try_from(hundredths).ok().and_then(|hundredths| Quotity::try_from(hundredths).ok());
    time.map_or_else(|| hundredths.to_string(), super::loads::half_days)
}

/// A post without room.
pub fn no_room(number: &str, none: NoRoom) -> String {
    format!(
        "Le poste {number} n’a pas la place : il manque {} le {}. Réservez moins de temps, d’autres jours, ou libérez une \
         autre réservation.",
        half_days(none.missing),
        none.day.in_french()
    )
}

/// Nobody to come.
pub const WHO_CAME: &str = "Indiquez la personne qui est arrivée sur le poste.";
/// Nobody there.
pub const NOT_THERE_YET: &str = "Cette personne n’a pas d’affectation sur ce poste pendant la réservation : saisissez \
     d’abord son affectation.";
/// Before what was said.
pub const BEFORE_IT_WAS_SAID: &str = "Une réservation ne commence pas avant le jour où elle a été saisie : choisissez ce \
     jour ou un jour suivant.";
/// An end that is none.
pub const END_OUT_OF_IT: &str = "La fin doit tomber pendant la réservation, après son premier jour.";

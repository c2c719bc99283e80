//! The line of time of a practitioner, and who sits on a post.

use crate::affectation::Rank;
use crate::convention::Direction;
use crate::time::Day;

/// Time that is counted in no service.
pub const NO_SERVICE: &str = "Sans service";

/// A step of a career.
pub fn step(number: &str) -> String {
    format!("Échelon {number}")
}

/// A post by its number.
pub fn post(number: &str) -> String {
    format!("Poste {number}")
}

/// The last day of a position as granted.
pub fn granted_until(day: Day) -> String {
    format!("Accordée jusqu’au {}", day.in_french())
}

/// Main or secondary.
pub fn rank(rank: Rank) -> &'static str {
    match rank {
        Rank::Main => "Affectation principale",
        Rank::Secondary => "Affectation secondaire",
    }
}

/// Time shared with another establishment.
pub fn convention(direction: Direction, partner: &str) -> String {
    match direction {
        Direction::Outgoing => format!("Temps donné à {partner}"),
        Direction::Incoming => format!("Temps reçu de {partner}"),
    }
}

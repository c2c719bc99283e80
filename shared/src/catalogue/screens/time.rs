//! Days, time in force, past.

use chrono::Timelike;

use crate::time::paris::in_paris;
use crate::time::{Day, Instant};

/// The day shown.
pub const AS_OF: &str = "Situation au";
/// The knowledge shown.
pub const KNOWN_AT: &str = "Telle que connue le";
/// Hint of the knowledge.
pub const KNOWN_AT_HINT: &str = "Vide : aujourd’hui";
/// Back to today.
pub const TODAY: &str = "Aujourd’hui";
/// One month earlier.
pub const MONTH_BEFORE: &str = "Un mois plus tôt";
/// One month later.
pub const MONTH_AFTER: &str = "Un mois plus tard";
/// The slider.
pub const MONTHS: &str = "Mois affiché";
/// The bar, read aloud.
pub const BAR: &str = "Date de la situation affichée";
/// How a day is written.
pub const DAY_FORM: &str = "jj/mm/aaaa";
/// A day that is none of those the page takes.
pub const NOT_ALLOWED: &str = "Ce jour n’est pas possible ici. Choisissez-en un autre.";
/// Opens the calendar of the browser.
pub const CALENDAR: &str = "Ouvrir le calendrier";
/// Kinds of axis of a history.
pub const VALID: &str = "Valable";
/// When it was recorded.
pub const RECORDED: &str = "Enregistré";
/// No end.
pub const NO_END: &str = "sans fin prévue";

/// What the screen shows, in one sentence.
pub fn said(as_of: Day, is_today: bool, known: Option<Day>) -> String {
    match (is_today, known) {
        (true, None) => format!("Vous voyez la situation d’aujourd’hui, {}.", as_of.in_french()),
        (false, None) => {
            format!("Vous voyez la situation au {}, d’après ce qui est connu aujourd’hui.", as_of.in_french())
        }
        (_, Some(known)) => {
            let (day, known) = (as_of.in_french(), known.in_french());
            format!("Vous voyez la situation au {day}, telle qu’elle était connue le {known}.")
        }
    }
}

/// The same, in a few words, for the header.
pub fn short(as_of: Day, is_today: bool, known: Option<Day>) -> String {
    match (is_today, known) {
        (true, None) => "Aujourd’hui".to_owned(),
        (false, None) => format!("Au {}", as_of.in_french()),
        (_, Some(known)) => format!("Au {}, connu le {}", as_of.in_french(), known.in_french()),
    }
}

/// The same, at the head of each sheet of paper, after the hospital once its name is read.
pub fn paper(hospital: Option<&str>, as_of: Day, known: Option<Day>) -> String {
    let day = match known {
        None => format!("situation au {}", as_of.in_french()),
        Some(known) => format!("situation au {}, connue le {}", as_of.in_french(), known.in_french()),
    };
    hospital.map_or_else(|| day.clone(), |hospital| format!("{hospital} – {day}"))
}

/// An instant on the clocks of Paris: `01/04/2026 à 10:30`.
pub fn instant(at: Instant) -> String {
    format!("{} à {}", Day::from(in_paris(at).date()).in_french(), time_of_day(at))
}

/// The time of an instant on the clocks of Paris: `10:30`.
pub fn time_of_day(at: Instant) -> String {
    let local = in_paris(at);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// Name of a month, from 1.
pub fn month(number: u32) -> &'static str {
    match number {
        1 => "janvier",
        2 => "février",
        3 => "mars",
        4 => "avril",
        5 => "mai",
        6 => "juin",
        7 => "juillet",
        8 => "août",
        9 => "septembre",
        10 => "octobre",
        11 => "novembre",
        _ => "décembre",
    }
}

/// A period whose last day is included, with figures: `du 01/01/2026 au 30/06/2026 inclus`.
pub fn period(from: Day, to: Day) -> String {
    match (from == Day::FIRST, to.is_open()) {
        (true, true) => "sans limite de date".to_owned(),
        (true, false) => format!("jusqu’au {} inclus", to.previous().in_french()),
        (false, true) => format!("depuis le {}", from.in_french()),
        (false, false) if from.next() == to => format!("le {}", from.in_french()),
        (false, false) => format!("du {} au {} inclus", from.in_french(), to.previous().in_french()),
    }
}

/// Time of a person or a post: `8,0 demi-journées (80 %)`.
pub fn quotity(half_days: &str, percent: &str) -> String {
    format!("{half_days} demi-journées ({percent} %)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_day_is_included() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(period(day("2026-01-01"), day("2026-07-01")), "du 01/01/2026 au 30/06/2026 inclus");
        assert_eq!(period(day("2026-01-01"), Day::OPEN), "depuis le 01/01/2026");
        assert_eq!(period(day("2026-01-01"), day("2026-01-02")), "le 01/01/2026");
        assert_eq!(period(Day::FIRST, day("2026-01-02")), "jusqu’au 01/01/2026 inclus");
    }
}

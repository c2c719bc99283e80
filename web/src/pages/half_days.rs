//! Amounts of time of a post, as choices: from one half-day to ten, by halves.

use shared::quotity::Quotity;

use crate::format;
use crate::ui::prelude::*;

/// Half a half-day, in hundredths of a percent.
const STEP: u32 = 500;

/// The amounts after a first choice that is none; one that is no whole number of halves is there too, so that nothing
/// that is known is lost.
pub fn half_day_choices(first: &str, known: Option<Quotity>) -> Vec<Choice> {
    let usual = (2..=20_u32).rev().filter_map(|halves| Quotity::new(halves * STEP).ok());
    let mut all: Vec<Quotity> = usual.collect();
    all.extend(known.filter(|known| !all.contains(known)));
    let named = all.into_iter().map(|one| Choice::new(to_text(Some(one)), format::half_days(one)));
    std::iter::once(Choice::new("", first)).chain(named).collect()
}

/// The value of a choice.
pub fn to_text(quotity: Option<Quotity>) -> String {
    quotity.map(|one| one.hundredths().to_string()).unwrap_or_default()
}

/// The amount of a choice.
pub fn read(text: &str) -> Option<Quotity> {
    Quotity::new(text.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_read_as_it_was_written() {
        let odd = Quotity::new(5_550).unwrap();
        let all = half_day_choices("Choisir", Some(odd));
        assert_eq!(all.len(), 1 + 19 + 1);
        assert_eq!(read(&all[0].value), None);
        assert_eq!(read(&all[1].value), Some(Quotity::FULL_TIME));
        assert_eq!(all.last().map(|last| read(&last.value)), Some(Some(odd)));
        assert_eq!(half_day_choices("Choisir", Some(Quotity::FULL_TIME)).len(), 20);
    }
}

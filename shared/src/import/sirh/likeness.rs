//! How much two labels look alike, to propose a code that a person confirms. Never decides.

use crate::import::value::plain;

/// Words that say nothing: articles and prepositions.
const EMPTY_WORDS: [&str; 12] = ["de", "du", "des", "d", "l", "la", "le", "les", "a", "au", "en", "sur"];

/// From 0 to 1: shared words, an abbreviation counting for its word, or else shared letters.
pub fn likeness(text: &str, candidate: &str) -> f64 {
    let letters = strsim::jaro_winkler(&plain(text), &plain(candidate));
    words_in_common(text, candidate).max(0.9 * letters)
}

/// Twice the words in common over all words (Dice).
fn words_in_common(text: &str, candidate: &str) -> f64 {
    let (own, others) = (words(text), words(candidate));
    if own.is_empty() || others.is_empty() {
        return 0.0;
    }
    let mut left = others.clone();
    let mut common: u32 = 0;
    for word in &own {
        if let Some(at) = left.iter().position(|other| same_word(word, other)) {
            left.swap_remove(at);
            common += 1;
        }
    }
    let all = u32::try_from(own.len() + others.len()).unwrap_or(u32::MAX);
    f64::from(2 * common) / f64::from(all)
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).map(plain);
    parts.filter(|word| !word.is_empty() && !EMPTY_WORDS.contains(&word.as_str())).collect()
}

/// `conv` stands for `convenances`: an abbreviation of three letters or more begins its word.
fn same_word(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    one == other || (short.len() >= 3 && long.starts_with(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meant_label_looks_most_like_what_is_written() {
        for (text, meant, other) in [
            ("Longue maladie", "Congé de longue maladie", "Congé de maladie"),
            ("Maladie ordinaire", "Congé de maladie", "Mise à disposition"),
            (
                "Disponibilité conv. pers.",
                "Disponibilité : convenances personnelles",
                "Disponibilité d'office",
            ),
            ("Prat. attaché", "Praticien attaché", "Praticien associé"),
            ("000151", "0151", "0510"),
        ] {
            assert!(likeness(text, meant) > likeness(text, other), "{text}");
            assert!(likeness(text, meant) >= 0.5, "{text}");
        }
        assert!(likeness("ZZ-9", "Praticien hospitalier") < 0.5);
    }
}

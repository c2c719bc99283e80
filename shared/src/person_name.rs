//! Names of people as they are searched: without case, accents, hyphens and apostrophes, by the beginnings of words.
//!
//! Refuses to guess: a misspelt name is not found. Nothing here decides that two people are the same.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The words of a name, in lower case and without accents: `D’Œuvre-Lefèvre` gives `d`, `oeuvre`, `lefevre`.
pub fn words(name: &str) -> Vec<String> {
    let mut folded = String::with_capacity(name.len());
    for letter in name.to_lowercase().nfd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            letter => folded.push(letter),
        }
    }
    folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether each word that is searched begins a word of one of the names.
pub fn resembles(searched: &str, names: &[&str]) -> bool {
    let held: Vec<String> = names.iter().flat_map(|name| words(name)).collect();
    words(searched).iter().all(|word| held.iter().any(|own| own.starts_with(word.as_str())))
}

/// For each word that is searched, a pattern of LIKE in lower case that the columns of whoever [`resembles`] it always
/// match: what a database can do, before the names themselves are compared.
pub fn patterns(searched: &str) -> Vec<String> {
    words(searched).iter().map(|word| pattern(word)).collect()
}

fn pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            // One sign may stand for two letters.
            'o' | 'a' if letters.peek() == Some(&'e') => {
                letters.next();
                pattern.push('%');
            }
            's' if letters.peek() == Some(&'s') => {
                letters.next();
                pattern.push('%');
            }
            plain @ ('b' | 'f' | 'k' | 'm' | 'p' | 'q' | 'v' | 'x' | '0'..='9') => pattern.push(plain),
            // A letter that may have an accent: one sign, or two when the accent is apart.
            _ => pattern.push('%'),
        }
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_found_whatever_their_spelling() {
        let names = ["Œuvrard-Lefèvre", "Jean François", "D’ANGELO"];
        for searched in ["oeuvrard", "LEFEVRE", "lefè", "francois jean", "d'angelo", "ŒUVRARD", ""] {
            assert!(resembles(searched, &names), "{searched}");
        }
        for searched in ["fevre", "jeanne", "lefebvre"] {
            assert!(!resembles(searched, &names), "{searched}");
        }
    }

    /// LIKE, for the patterns above.
    fn like(pattern: &str, text: &str) -> bool {
        let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
        fn go(pattern: &[char], text: &[char]) -> bool {
            match pattern.split_first() {
                None => text.is_empty(),
                Some((&'%', rest)) => {
                    (0..=text.len()).any(|from| go(rest, text.get(from..).unwrap_or_default()))
                }
                Some((sign, rest)) => {
                    text.split_first().is_some_and(|(first, others)| sign == first && go(rest, others))
                }
            }
        }
        go(&pattern, &text)
    }

    proptest! {
        #[test]
        fn patterns_lose_nobody(name in "[A-Za-zÀ-ÖØ-öø-ÿŒœŸ'’ -]{1,14}", at in 0usize..14, length in 1usize..6) {
            // SQLite puts only the letters of ASCII in lower case.
            let lowered = name.to_ascii_lowercase();
            for word in words(&name) {
                let searched: String = word.chars().skip(at).take(length).collect();
                for pattern in patterns(&searched) {
                    prop_assert!(!resembles(&searched, &[&name]) || like(&pattern, &lowered), "{pattern} {lowered}");
                }
            }
        }
    }
}

//! Which national code a local one looks like, to propose what a person confirms with one gesture. Never decides, and
//! says nothing rather than something doubtful: a wrong proposal costs more than none.
//!
//! Three things are enough alone: the same text but for signs, the same number but for the zeros on its left, a code
//! followed by a number (`PH50`, `PC-M2`). Otherwise words are compared, each the heavier the fewer codes of the list use
//! it; what looks like two codes nearly as much is proposed for none. Letters are not compared: `EN_POSTE` shares many with
//! `DISPO_OFFICE` and means the contrary.
//!
//! Over the local codes of the samples that need an answer (145), by the code alone: 117 proposed, all right, where letters
//! gave 128 right and 17 wrong; with the label of the file too, 140 right and none wrong, against 134 and 11. The codes and
//! labels of one national list looked for in another (all of them wrong): 10 proposed, against 435 of 480.
//! `api/tests/imports/proposals.rs` measures it again.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::import::value::plain;

/// Below this likeness nothing is proposed: from 0 (no word in common) to 1 (the same words).
const LIKE_ENOUGH: f64 = 0.6;
/// How much less the next code must look like it.
const APART: f64 = 0.15;
/// Words that say nothing: articles, prepositions.
const EMPTY_WORDS: [&str; 18] = [
    "de", "du", "des", "d", "l", "la", "le", "les", "a", "au", "en", "sur", "et", "ou", "pour", "un", "une",
    "par",
];
/// Words that anything may have: one in common means nothing.
const COMMON_WORDS: [&str; 7] = ["autre", "autres", "divers", "cas", "poste", "postes", "code"];
/// Letters from which a word tells something by itself, or may be an abbreviation.
const TELLING: usize = 3;

/// The names that a text may look like, each of a code, ready to be compared.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    names: Vec<Name>,
    /// For each code, the words of all its names.
    words: BTreeMap<SmolStr, BTreeSet<String>>,
    /// Weight of each of those words.
    weights: BTreeMap<String, f64>,
    /// Whether a code followed by a number is a form of that code: so it is of statuses, not of structures.
    has_forms: bool,
}

#[derive(Debug, Clone)]
struct Name {
    code: SmolStr,
    plain: String,
    words: Vec<String>,
}

impl Lexicon {
    /// From codes with one of their names each: the code itself, its label, its short label.
    pub fn new<'a>(names: impl IntoIterator<Item = (&'a SmolStr, &'a str)>, has_forms: bool) -> Self {
        let mut lexicon = Self { has_forms, ..Self::default() };
        for (code, text) in names {
            let name = Name { code: code.clone(), plain: plain(text), words: words(text) };
            if !name.plain.is_empty() {
                lexicon.words.entry(code.clone()).or_default().extend(name.words.iter().cloned());
                lexicon.names.push(name);
            }
        }
        let all: BTreeSet<&String> = lexicon.words.values().flatten().collect();
        lexicon.weights = all.into_iter().map(|word| (word.clone(), lexicon.weigh(word))).collect();
        lexicon
    }

    /// The code that one of the texts looks most like; none when it is doubtful.
    pub fn likeliest(&self, texts: &[&str]) -> Option<SmolStr> {
        let mut alone: Option<BTreeSet<&SmolStr>> = None;
        for is_same in [Self::same_number, Self::same_text, Self::form_of] {
            let found = self.names.iter().filter(|name| texts.iter().any(|text| is_same(self, text, name)));
            let mut found: BTreeSet<&SmolStr> = found.map(|name| &name.code).collect();
            if let Some(before) = &alone {
                found.retain(|code| before.contains(*code));
            }
            match found.len() {
                0 => {}
                1 => return found.pop_first().cloned(),
                _ => alone = Some(found),
            }
        }
        if alone.is_some() {
            return None;
        }
        self.by_words(texts)
    }

    fn by_words(&self, texts: &[&str]) -> Option<SmolStr> {
        let texts: Vec<Vec<(String, f64)>> = texts.iter().map(|text| self.weighed(text)).collect();
        let mut best: BTreeMap<&SmolStr, f64> = BTreeMap::new();
        for name in &self.names {
            let likeness = texts.iter().map(|text| self.in_common(text, name)).fold(0.0, f64::max);
            let most = best.entry(&name.code).or_default();
            *most = most.max(likeness);
        }
        let (mut first, mut second): (Option<(&SmolStr, f64)>, f64) = (None, 0.0);
        for (code, likeness) in best {
            match first {
                Some((_, most)) if likeness <= most => second = second.max(likeness),
                _ => {
                    second = first.map_or(0.0, |(_, most)| most);
                    first = Some((code, likeness));
                }
            }
        }
        first.filter(|(_, most)| *most >= LIKE_ENOUGH && most - second >= APART).map(|(code, _)| code.clone())
    }

    fn same_text(&self, text: &str, name: &Name) -> bool {
        plain(text) == name.plain
    }

    /// `00001451` and `01451`.
    fn same_number(&self, text: &str, name: &Name) -> bool {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let text = text.trim();
        let own = text.trim_start_matches('0');
        digits(text) && digits(&name.plain) && !own.is_empty() && own == name.plain.trim_start_matches('0')
    }

    /// `PH50` and `PC-M2`: the code, at most one letter, a number.
    fn form_of(&self, text: &str, name: &Name) -> bool {
        let (text, code) = (plain(text), plain(&name.code));
        if !self.has_forms || code.ends_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let Some(rest) = text.strip_prefix(&code) else { return false };
        let number = rest.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or(rest);
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Twice the weight in common over the weight of both (Dice).
    fn in_common(&self, text: &[(String, f64)], name: &Name) -> f64 {
        let mut left: Vec<(&String, f64)> = name.words.iter().map(|word| (word, self.weight(word))).collect();
        let all: f64 = text.iter().map(|(_, weight)| weight).sum::<f64>()
            + left.iter().map(|(_, weight)| weight).sum::<f64>();
        let (mut common, mut tells) = (0.0, false);
        for (word, weight) in text.iter().filter(|(word, _)| !COMMON_WORDS.contains(&word.as_str())) {
            let exact = left.iter().position(|(other, _)| *other == word);
            let at = exact.or_else(|| left.iter().position(|(other, _)| same_word(word, other)));
            if let Some(at) = at {
                let (_, other) = left.swap_remove(at);
                common += 2.0 * weight.min(other);
                tells |= word.len() >= TELLING && !word.bytes().all(|byte| byte.is_ascii_digit());
            }
        }
        if tells && all > 0.0 { common / all } else { 0.0 }
    }

    fn weighed(&self, text: &str) -> Vec<(String, f64)> {
        let weigh = |word: String| {
            let weight = self.weights.get(&word).copied().unwrap_or_else(|| self.weigh(&word));
            (word, weight)
        };
        words(text).into_iter().map(weigh).collect()
    }

    fn weight(&self, word: &str) -> f64 {
        self.weights.get(word).copied().unwrap_or_default()
    }

    /// The fewer codes have the word, or begin a word with it, the more it says.
    fn weigh(&self, word: &str) -> f64 {
        let users = self.words.values().filter(|words| words.iter().any(|other| same_word(word, other)));
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        (1.0 + count(self.words.len()) / count(users.count().max(1))).ln()
    }
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).map(plain);
    parts.filter(|word| !word.is_empty() && !EMPTY_WORDS.contains(&word.as_str())).collect()
}

/// `conv` stands for `convenances`: an abbreviation of three letters or more begins its word.
fn same_word(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    one == other || (short.len() >= TELLING && long.starts_with(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSITIONS: [(&str, &str); 9] = [
        ("ACTIVITE", "Activité"),
        ("CMO", "Congé de maladie"),
        ("CLM", "Congé de longue maladie"),
        ("CONGE_MAT", "Congé de maternité"),
        ("MAD", "Mise à disposition"),
        ("DISPO_CONV", "Disponibilité : convenances personnelles"),
        ("DISPO_OFFICE", "Disponibilité d'office"),
        ("DISPO_AUTRE", "Disponibilité : autres cas"),
        ("DET_DEM", "Détachement sur demande"),
    ];

    fn likeliest(list: &[(&str, &str)], texts: &[&str], has_forms: bool) -> Option<SmolStr> {
        let codes: Vec<(SmolStr, &str)> = list.iter().map(|(code, label)| ((*code).into(), *label)).collect();
        let names = codes.iter().flat_map(|(code, label)| [(code, *label), (code, code.as_str())]);
        Lexicon::new(names, has_forms).likeliest(texts)
    }

    #[test]
    fn the_meant_code_is_proposed() {
        for (text, meant) in [
            ("Longue maladie", "CLM"),
            ("Maladie", "CMO"),
            ("Disponibilité conv. pers.", "DISPO_CONV"),
            ("Convenances personnelles", "DISPO_CONV"),
            ("ACT", "ACTIVITE"),
            ("Congé mat.", "CONGE_MAT"),
            ("mise_a_disposition", "MAD"),
        ] {
            assert_eq!(likeliest(&POSITIONS, &[text], true).as_deref(), Some(meant), "{text}");
        }
    }

    #[test]
    fn what_is_doubtful_is_proposed_nothing() {
        // One by one: shares letters only; a word that anything has; two codes alike; nothing alike.
        for text in ["EN_POSTE", "En poste", "AUTRE", "Divers", "DISPO", "Congé", "XPH", "ZZ-9", "", "-"] {
            assert_eq!(likeliest(&POSITIONS, &[text], true), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_compared_without_their_zeros_and_forms_with_their_code() {
        let services =
            [("0145", "Anesthésie"), ("0146", "Réanimation"), ("01451", "Anesthésie"), ("02", "Chirurgie")];
        assert_eq!(likeliest(&services, &["000145"], false).as_deref(), Some("0145"));
        assert_eq!(likeliest(&services, &["0001461"], false), None, "one more digit is another structure");
        assert_eq!(likeliest(&services, &["Anesthésie"], false), None, "two of that name");
        assert_eq!(likeliest(&services, &["Anesthésie", "1451"], false).as_deref(), Some("01451"));
        let twice = [("0145", "Anesthésie"), ("145", "Réanimation")];
        assert_eq!(likeliest(&twice, &["00145"], false), None);
        assert_eq!(likeliest(&twice, &["Anesthésie", "00145"], false).as_deref(), Some("0145"));
        let statuses =
            [("PH", "Praticien hospitalier nommé"), ("PHU", "Praticien hospitalier universitaire")];
        for (text, meant) in [("PH50", Some("PH")), ("PH-T1", Some("PH")), ("PHX", None), ("XPH", None)] {
            assert_eq!(likeliest(&statuses, &[text], true).as_deref(), meant, "{text}");
        }
    }
}

//! The words of headings: cut at signs, abbreviations written out, glued words taken apart.
//!
//! Refuses to know what a heading means: that is `field`.

use smol_str::SmolStr;

use super::field::is_in_rules;
use crate::import::value::plain;

/// The words of a heading, in order, without accents, abbreviations written out; numbers apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Words.
    pub words: Vec<SmolStr>,
    /// Numbers, such as the `2` of `SERVICE_2`.
    pub numbers: Vec<u32>,
}

impl Words {
    /// Cuts a heading: at signs, between letters and digits, between `aB`.
    pub fn of(heading: &str) -> Words {
        let mut words = Words::default();
        let mut current = String::new();
        let mut previous = ' ';
        for c in heading.chars() {
            let boundary = !c.is_alphanumeric()
                || (c.is_numeric() != previous.is_numeric())
                || (c.is_uppercase() && previous.is_lowercase());
            if boundary {
                words.push(&current);
                current.clear();
            }
            if c.is_alphanumeric() || c == '%' {
                current.push(c);
            }
            previous = c;
        }
        words.push(&current);
        // `Fin du contrat` is no first day: `du` and `au` tell something at an end of the heading only.
        let last = words.words.len().saturating_sub(1);
        let mut at = 0;
        words.words.retain(|word| {
            at += 1;
            !matches!(word.as_str(), "du" | "au") || at == 1 || at == last + 1
        });
        words
    }

    fn push(&mut self, raw: &str) {
        let word = if raw == "%" { "pourcent".to_owned() } else { plain(raw) };
        if word.is_empty() || STOP_WORDS.contains(&word.as_str()) {
            return;
        }
        match word.parse() {
            Ok(number) => self.numbers.push(number),
            Err(_) if is_known(&word) => self.add(&word),
            Err(_) => match unglued(&word) {
                Some(parts) => parts.into_iter().for_each(|part| self.add(part)),
                None => self.words.push(word.into()),
            },
        }
    }

    /// Adds a word, written out. `first name` and `given name` are one word in French.
    fn add(&mut self, word: &str) {
        let word = written_out(word);
        if word == "nom" && self.words.last().is_some_and(|last| matches!(last.as_str(), "first" | "given")) {
            self.words.pop();
            self.words.push("prenom".into());
        } else {
            self.words.push(word.into());
        }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|own| own == word)
    }

    pub(super) fn has_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.has(word))
    }
}

/// Words that tell nothing. `du` and `au` stay: they are headings of their own.
const STOP_WORDS: [&str; 12] = ["de", "des", "d", "la", "le", "les", "l", "et", "en", "of", "the", "an"];

/// Abbreviations that headings use, and the words of software in English, with what they stand for.
const ABBREVIATIONS: &[(&[&str], &str)] = &[
    (&["no", "num", "n", "nr", "nro", "number"], "numero"),
    (&["dt", "dat", "dte"], "date"),
    (&["cd", "cod"], "code"),
    (&["lib", "libel", "lbl"], "libelle"),
    (&["deb", "dbt", "start"], "debut"),
    (&["end"], "fin"),
    (&["tx", "rate"], "taux"),
    (&["qt", "qte", "quot", "quotites"], "quotite"),
    (&["aff", "affect", "affectations", "assignment"], "affectation"),
    (&["ctr", "cont", "contr", "cdd", "contract"], "contrat"),
    (&["pos", "posit"], "position"),
    (&["ech", "echel", "step"], "echelon"),
    (&["nais", "naiss", "birth", "nee", "ne"], "naissance"),
    (&["patro", "patronyme"], "patronymique"),
    (&["us"], "usage"),
    (&["mat", "matr", "matric"], "matricule"),
    (&["spe", "spec", "special", "specialites", "specialty", "speciality"], "specialite"),
    (&["stat", "statutaire", "status"], "statut"),
    (&["serv", "sce", "svc", "department", "ward"], "service"),
    (&["etab", "etabl", "ets", "establishment", "hospital"], "etablissement"),
    (&["conv", "conventions", "agreement"], "convention"),
    (&["chef", "chefferies", "headship"], "chefferie"),
    (&["struct", "str"], "structure"),
    (&["dipl", "diplomes"], "diplome"),
    (&["pren", "prenoms", "forename"], "prenom"),
    (&["name", "surname"], "nom"),
    (&["dj", "demi", "demies", "half", "journees", "journee"], "demijournee"),
    (&["pct", "prc", "pourcentage", "percent", "percentage"], "pourcent"),
    (&["ef", "fte"], "etp"),
    (&["time", "tps"], "temps"),
    (&["share"], "part"),
    (&["mot", "motive", "reason"], "motif"),
    (&["princ", "principale", "main"], "principal"),
    (&["sec", "second"], "secondaire"),
    (&["exclus", "exclusif", "exclusivite"], "iespe"),
    (&["lib.", "liberal"], "liberale"),
    (&["civ", "civilite", "gender", "sex"], "sexe"),
    (&["pst", "post"], "poste"),
    (&["unit"], "unite"),
    (&["rank"], "rang"),
    (&["ent", "hire", "hired", "entry", "joining"], "entree"),
    (&["sor", "sort", "leaving", "exit", "departure"], "sortie"),
    (&["employee", "staff", "worker"], "agent"),
    (&["partner"], "partenaire"),
    (&["direction"], "sens"),
];

fn written_out(word: &str) -> &str {
    let known = ABBREVIATIONS.iter().find(|(short, _)| short.contains(&word));
    known.map_or(word, |(_, written)| written)
}

/// Whether some rule or abbreviation uses the word.
fn is_known(word: &str) -> bool {
    written_out(word) != word
        || ABBREVIATIONS.iter().any(|(_, written)| *written == word)
        || is_in_rules(word)
}

/// Longest heading that is taken apart.
const LONGEST_GLUED: usize = 30;

/// The parts of a heading written in one go (`DTDEBAFF`, `CDSTAT`): known words only, the fewest of them.
fn unglued(word: &str) -> Option<Vec<&str>> {
    if word.len() > LONGEST_GLUED || !word.is_ascii() {
        return None;
    }
    // The best way to write each beginning of the word.
    let mut best: Vec<Option<Vec<&str>>> = vec![Some(Vec::new())];
    for end in 1..=word.len() {
        let ways = (0..end.saturating_sub(1)).filter_map(|start| {
            let part = word.get(start..end)?;
            let before = best.get(start)?.as_ref()?;
            // Prepositions are too short to be seen inside a word.
            let counts = !matches!(part, "du" | "au" | "to" | "ne" | "no" if start > 0) && is_known(part);
            counts.then(|| before.iter().copied().chain([part]).collect::<Vec<_>>())
        });
        let fewest = ways.min_by_key(Vec::len);
        best.push(fewest);
    }
    best.pop().flatten().filter(|parts| parts.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_written_in_one_go_are_taken_apart() {
        for (heading, words) in [
            ("DTDEBAFF", &["date", "debut", "affectation"][..]),
            ("CDSTAT", &["code", "statut"]),
            ("NOCONV", &["numero", "convention"]),
            ("SERVICE", &["service"]),
            ("TELEPHONE", &["telephone"]),
            ("codeUf", &["code", "uf"]),
        ] {
            assert_eq!(Words::of(heading).words, words, "{heading}");
        }
        assert_eq!(Words::of("SERVICE_02").numbers, [2]);
    }
}

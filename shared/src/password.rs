//! Which passwords are too easy to guess. The form asks while one types, the server asks again.
//!
//! Length first, then what people try first: one thing repeated, rows of the keyboard, and words that everybody
//! would think of here, alone or dressed with digits. No rule on kinds of characters and no forced change: they make
//! passwords worse. Refuses to keep or hash anything: that is the server's.

/// Fewest characters.
pub const SHORTEST: usize = 12;
/// Most characters.
pub const LONGEST: usize = 128;

/// Fewest letters that must remain once the words everybody thinks of are taken away.
const OWN_LETTERS: usize = 5;
/// Fewest different characters.
const DIFFERENT: usize = 5;

/// What everybody types first, in French and in English. Longer words come before those they hold.
const COMMON: &[&str] = &[
    "motdepasse",
    "password",
    "passw",
    "welcome",
    "bienvenue",
    "bonjour",
    "azertyuiop",
    "qwertyuiop",
    "azerty",
    "qwerty",
    "qsdfghjklm",
    "asdfghjkl",
    "wxcvbn",
    "zxcvbnm",
    "secret",
    "letmein",
    "iloveyou",
    "jetaime",
    "soleil",
    "princesse",
    "doudou",
    "chouchou",
    "football",
    "marseille",
    "dragon",
    "monkey",
    "superman",
    "starwars",
    "changeme",
    "changezmoi",
    "temporaire",
    "provisoire",
    "default",
    "defaut",
    "abcdefghijklmnopqrstuvwxyz",
    "abcdefgh",
    "abcdef",
    "abcd",
    "test",
    "admin",
    "root",
    "user",
    "login",
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "printemps",
    "automne",
    "hiver",
    "france",
    "paris",
    "lyon",
];

/// What everybody thinks of in front of this application.
const CONTEXT: &[&str] = &[
    "logimedh",
    "logimed",
    "hopital",
    "hospitalier",
    "hospitalisation",
    "hospices",
    "clinique",
    "centre",
    "sante",
    "praticien",
    "medecin",
    "docteur",
    "affectation",
    "poste",
    "tableau",
    "emplois",
    "gestionnaire",
    "valideur",
    "lecteur",
    "demonstration",
    "demo",
    "agence",
    "regionale",
    "ministere",
    "sigmed",
    "chu",
    "ars",
    "cng",
    "ght",
];

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Fewer than [`SHORTEST`] characters.
    #[error("fewer than {SHORTEST} characters")]
    Short,
    /// More than [`LONGEST`] characters.
    #[error("more than {LONGEST} characters")]
    Long,
    /// A few characters repeated, or a row of digits.
    #[error("a few characters repeated, or a sequence")]
    Repeated,
    /// Made of words that everybody tries.
    #[error("made of common words")]
    Common,
}

/// Whether the password is good enough; `own` is what is public about the person: name, e-mail.
///
/// # Errors
/// The first reason to refuse it.
pub fn check(password: &str, own: &[&str]) -> Result<(), Weakness> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Weakness::Short);
    }
    if length > LONGEST {
        return Err(Weakness::Long);
    }
    let folded = fold(password);
    let mut different: Vec<char> = folded.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < DIFFERENT || is_sequence(&folded) {
        return Err(Weakness::Repeated);
    }
    // Digits may stand for letters (`h0pital`) or only dress a word (`hopital2026`): both readings are tried.
    for reading in [unmasked(&folded), folded.clone()] {
        let letters: String = reading.chars().filter(|c| c.is_alphabetic()).collect();
        if without_words(letters, own).chars().count() < OWN_LETTERS && !is_mostly_random(&folded) {
            return Err(Weakness::Common);
        }
    }
    Ok(())
}

/// A password with few letters is fine when its other characters are many and not in a row, as generators make.
fn is_mostly_random(folded: &str) -> bool {
    let others: Vec<char> = folded.chars().filter(|c| !c.is_alphabetic()).collect();
    let digits: String = others.iter().filter(|c| c.is_ascii_digit()).collect();
    let mut different = others.clone();
    different.sort_unstable();
    different.dedup();
    others.len() >= SHORTEST - 2 && different.len() >= 7 && !is_sequence(&digits)
}

/// Lower case without the accents of French.
fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.to_lowercase().nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect()
}

/// Digits and signs that stand for letters.
fn unmasked(folded: &str) -> String {
    folded
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' | '€' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .collect()
}

fn without_words(mut letters: String, own: &[&str]) -> String {
    let own = own.iter().flat_map(|text| {
        let folded = fold(text);
        let words: Vec<String> = folded
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| word.len() >= 3)
            .map(str::to_owned)
            .collect();
        words
    });
    let mut words: Vec<String> =
        COMMON.iter().chain(CONTEXT).map(|word| (*word).to_owned()).chain(own).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        letters = letters.replace(&word, "");
    }
    letters
}

/// One character after the other, upwards or downwards: `123456789012`, `987654321098`.
fn is_sequence(text: &str) -> bool {
    let codes: Vec<u32> = text.chars().map(u32::from).collect();
    let follows = |step: i64| {
        let steps = codes.iter().zip(codes.iter().skip(1));
        let right = steps.filter(|(one, next)| {
            let gap = i64::from(**next) - i64::from(**one);
            // Digits go round: 0 comes after 9.
            gap == step || gap == -9 * step
        });
        // One break is forgiven: `12345678901234a` is no better.
        codes.len() >= 4 && right.count() + 2 >= codes.len()
    };
    follows(1) || follows(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_that_are_good() {
        for password in [
            "correct horse battery staple",
            "trois chevaux mangent une brioche",
            "Zk9#vLq2!xRt",
            "8391-4720-5561-90",
            "la pluie tombe à Lyon ce matin",
            "ÉcureuilÉquilibriste",
            "日本語のとても長い合言葉です",
        ] {
            assert_eq!(check(password, &["Camille Lambert", "c.lambert@chu.example"]), Ok(()), "{password}");
        }
    }

    #[test]
    fn passwords_that_are_refused() {
        for (password, why) in [
            ("court", Weakness::Short),
            ("onze carac.", Weakness::Short),
            ("aaaaaaaaaaaaaaaa", Weakness::Repeated),
            ("abababababababab", Weakness::Repeated),
            ("123456789012", Weakness::Repeated),
            ("987654321098", Weakness::Repeated),
            ("motdepasse123", Weakness::Common),
            ("MotDePasse2026!", Weakness::Common),
            ("M0tdeP@sse2026", Weakness::Common),
            ("azertyuiop12", Weakness::Common),
            ("Password1234!", Weakness::Common),
            ("logimedh-2026", Weakness::Common),
            ("Hôpital2026!!", Weakness::Common),
            ("h0pital-lyon-69", Weakness::Common),
            ("demonstration-2026", Weakness::Common),
            ("CamilleLambert69", Weakness::Common),
            ("lambert.chu.2026", Weakness::Common),
        ] {
            assert_eq!(
                check(password, &["Camille Lambert", "c.lambert@chu.example"]),
                Err(why),
                "{password}"
            );
        }
        assert_eq!(check(&"aB3$éz".repeat(22), &[]), Err(Weakness::Long));
    }

    #[test]
    fn length_counts_characters() {
        assert_eq!(check("éàùçôïŷêîûâ", &[]), Err(Weakness::Short));
        assert_eq!(check(&"kûrbyx".repeat(21), &[]), Ok(()));
    }
}

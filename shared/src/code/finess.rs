//! FINESS, the national number of a health establishment, legal (EJ) or geographical (ET).
//!
//! The number alone does not tell an EJ from an ET, nor one overseas department from another.

use crate::code::{checked_text, is_all_zeros, is_scientific, luhn, without_spaces};
use smol_str::SmolStr;
use std::str::FromStr;

/// A FINESS number: two characters for the department, then seven digits, the last one being the Luhn key. Spaces
/// are dropped and letters put in capitals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finess(SmolStr);

checked_text!(Finess);

/// Why a text is not a FINESS number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FinessError {
    /// A spreadsheet wrote the number in scientific notation: its digits are lost.
    #[error("the FINESS number is in scientific notation")]
    Scientific,
    /// A character is not a digit, and the number does not start with `2A` or `2B`.
    #[error("the FINESS number has a character that is not a digit")]
    NotDigits,
    /// There are not 9 characters; with 8, a leading zero was probably lost.
    #[error("the FINESS number does not have 9 characters")]
    Length,
    /// The key does not match, or all digits are zero.
    #[error("the key of the FINESS number does not match")]
    Key,
}

impl Finess {
    /// The first two characters: `01`, `75`, `2A`. Overseas departments all give `97` or `98`.
    #[must_use]
    pub fn department(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

impl FromStr for Finess {
    type Err = FinessError;

    fn from_str(text: &str) -> Result<Finess, FinessError> {
        let number: SmolStr =
            without_spaces(text).chars().map(|letter| letter.to_ascii_uppercase()).collect();
        if is_scientific(&number) {
            return Err(FinessError::Scientific);
        }
        // In Corsica the key is computed as if the letter were a digit; observed on published numbers.
        let digits = match (number.strip_prefix("2A"), number.strip_prefix("2B")) {
            (Some(rest), _) => format!("21{rest}"),
            (_, Some(rest)) => format!("22{rest}"),
            _ => number.to_string(),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(FinessError::NotDigits);
        }
        if digits.len() != 9 {
            return Err(FinessError::Length);
        }
        if !luhn::is_valid(&digits) || is_all_zeros(&digits) {
            return Err(FinessError::Key);
        }
        Ok(Finess(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_numbers() {
        for (text, number, department) in [
            ("750712184", "750712184", "75"),
            (" 75 071 218 4 ", "750712184", "75"),
            ("2A0000014", "2A0000014", "2A"),
            ("2b 000 0020", "2B0000020", "2B"),
        ] {
            let finess: Finess = text.parse().unwrap();
            assert_eq!((finess.as_str(), finess.department()), (number, department));
        }
    }

    #[test]
    fn texts_that_are_not_numbers() {
        for (text, error) in [
            ("", FinessError::Length),
            ("2A", FinessError::Length),
            ("10000024", FinessError::Length),
            ("7507121840", FinessError::Length),
            ("750712185", FinessError::Key),
            ("2B0000014", FinessError::Key),
            ("000000000", FinessError::Key),
            ("2C0000014", FinessError::NotDigits),
            ("A20000014", FinessError::NotDigits),
            ("75071218É", FinessError::NotDigits),
            ("7,50712E+08", FinessError::Scientific),
        ] {
            assert_eq!(text.parse::<Finess>(), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_with_its_key_is_read(digits in "[0-9][1-9][0-9]{6}") {
            let text = luhn::with_key(&digits);
            let finess: Finess = text.parse().unwrap();
            prop_assert_eq!(finess.to_string(), text.clone());
            prop_assert_eq!(finess.department(), &text[..2]);
        }

        #[test]
        fn corsican_letters_stand_for_their_digit(digits in "[0-9]{6}") {
            for (letter, digit) in [("2A", "21"), ("2B", "22")] {
                let text = luhn::with_key(&format!("{digit}{digits}")).replacen(digit, letter, 1);
                prop_assert_eq!(text.parse::<Finess>().unwrap().to_string(), text);
            }
        }
    }
}

//! SIRET, the national number of an establishment of a company or public body.
//!
//! Links an account to an establishment and never gives rights. The special key of La Poste is not known here: no
//! hospital uses it.

use crate::code::{checked_text, is_all_zeros, is_scientific, luhn, without_spaces};
use smol_str::SmolStr;
use std::str::FromStr;

/// A SIRET number: 14 digits, the last one being the Luhn key of the others. Spaces are dropped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siret(SmolStr);

checked_text!(Siret);

/// Why a text is not a SIRET number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SiretError {
    /// A spreadsheet wrote the number in scientific notation: its digits are lost.
    #[error("the SIRET number is in scientific notation")]
    Scientific,
    /// A character is not a digit.
    #[error("the SIRET number has a character that is not a digit")]
    NotDigits,
    /// There are not 14 digits.
    #[error("the SIRET number does not have 14 digits")]
    Length,
    /// The key does not match, or all digits are zero.
    #[error("the key of the SIRET number does not match")]
    Key,
}

impl FromStr for Siret {
    type Err = SiretError;

    fn from_str(text: &str) -> Result<Siret, SiretError> {
        let digits = without_spaces(text);
        if is_scientific(&digits) {
            return Err(SiretError::Scientific);
        }
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SiretError::NotDigits);
        }
        if digits.len() != 14 {
            return Err(SiretError::Length);
        }
        if !luhn::is_valid(&digits) || is_all_zeros(&digits) {
            return Err(SiretError::Key);
        }
        Ok(Siret(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_that_are_not_numbers() {
        for (text, error) in [
            ("", SiretError::Length),
            ("2675004520001", SiretError::Length),
            ("267500452000110", SiretError::Length),
            ("2,6750045E+13", SiretError::Scientific),
            ("267 500 452 0001A", SiretError::NotDigits),
            ("00000000000000", SiretError::Key),
        ] {
            assert_eq!(text.parse::<Siret>(), Err(error), "{text}");
        }
    }

    #[test]
    fn a_published_number_is_read() {
        let siret: Siret = "267 500 452 00011".parse().unwrap();
        assert_eq!(siret.as_str(), "26750045200011");
        assert_eq!("26750045200012".parse::<Siret>(), Err(SiretError::Key));
    }

    proptest! {
        #[test]
        fn a_number_with_its_key_is_read(digits in "[1-9][0-9]{12}") {
            let text = luhn::with_key(&digits);
            prop_assert_eq!(text.parse::<Siret>().unwrap().to_string(), text);
        }
    }
}

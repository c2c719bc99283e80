//! RPPS, the national number of a health professional.
//!
//! Refused here means refused at entry and in an import. Does not say whether the professional exists.

use crate::code::{checked_text, is_all_zeros, is_scientific, luhn, without_spaces};
use smol_str::SmolStr;
use std::str::FromStr;

/// An RPPS number: 11 digits, the last one being the Luhn key of the others. Spaces are dropped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rpps(SmolStr);

checked_text!(Rpps);

/// Why a text is not an RPPS number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RppsError {
    /// A spreadsheet wrote the number in scientific notation: its digits are lost.
    #[error("the RPPS number is in scientific notation")]
    Scientific,
    /// A character is not a digit.
    #[error("the RPPS number has a character that is not a digit")]
    NotDigits,
    /// There are not 11 digits.
    #[error("the RPPS number does not have 11 digits")]
    Length,
    /// The key does not match, or all digits are zero.
    #[error("the key of the RPPS number does not match")]
    Key,
}

impl FromStr for Rpps {
    type Err = RppsError;

    fn from_str(text: &str) -> Result<Rpps, RppsError> {
        let digits = without_spaces(text);
        if is_scientific(&digits) {
            return Err(RppsError::Scientific);
        }
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(RppsError::NotDigits);
        }
        if digits.len() != 11 {
            return Err(RppsError::Length);
        }
        if !luhn::is_valid(&digits) || is_all_zeros(&digits) {
            return Err(RppsError::Key);
        }
        Ok(Rpps(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_that_are_not_numbers() {
        for (text, error) in [
            ("", RppsError::Length),
            ("1000123456", RppsError::Length),
            ("100012345670", RppsError::Length),
            ("1,00012E+10", RppsError::Scientific),
            ("1.00012e10", RppsError::Scientific),
            ("1000123456X", RppsError::NotDigits),
            ("10001234567.0", RppsError::NotDigits),
            ("１０００１２３４５６７", RppsError::NotDigits),
            ("00000000000", RppsError::Key),
        ] {
            assert_eq!(text.parse::<Rpps>(), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_with_its_key_is_read(digits in "[1-9][0-9]{9}") {
            let text = luhn::with_key(&digits);
            let rpps: Rpps = text.parse().unwrap();
            prop_assert_eq!(rpps.as_str(), text.as_str());
            let grouped = format!(" {} {}", &text[..3], &text[3..]);
            prop_assert_eq!(grouped.parse::<Rpps>(), Ok(rpps));
            let wrong = format!("{digits}{}", (text.as_bytes()[10] - b'0' + 1) % 10);
            prop_assert_eq!(wrong.parse::<Rpps>(), Err(RppsError::Key));
        }
    }
}

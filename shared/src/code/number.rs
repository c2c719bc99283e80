//! Numbers without a national form: post, structure, matricule.
//!
//! Opaque text, kept as given with its leading zeros. Only what would break a list or a file is refused.
//! Uniqueness is checked by the store.

use crate::code::checked_text;
use smol_str::SmolStr;
use std::str::FromStr;

/// Why a text is not a number of a post, a structure or an employee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// There is nothing but spaces.
    #[error("the number is empty")]
    Empty,
    /// There are too many characters.
    #[error("the number has more than {max} characters")]
    TooLong {
        /// How many characters are allowed.
        max: usize,
    },
    /// There is a tab, a line break or another control character.
    #[error("the number has a control character")]
    Control,
}

/// The text without the spaces around it, if it has 1 to `max` characters that can all be seen.
fn checked(text: &str, max: usize) -> Result<SmolStr, NumberError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    if text.chars().any(char::is_control) {
        return Err(NumberError::Control);
    }
    if text.chars().count() > max {
        return Err(NumberError::TooLong { max });
    }
    Ok(SmolStr::new(text))
}

macro_rules! number {
    ($(#[$comment:meta])* $type:ident, $max:literal) => {
        $(#[$comment])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(SmolStr);

        checked_text!($type);

        impl $type {
            /// The greatest number of characters.
            pub const MAX: usize = $max;
        }

        impl FromStr for $type {
            type Err = NumberError;

            fn from_str(text: &str) -> Result<$type, NumberError> {
                checked(text, $type::MAX).map($type)
            }
        }
    };
}

number!(
    /// The number of a post, national (SIGMED) or local: text of at most 20 characters.
    PostNumber,
    20
);
number!(
    /// The number of a structure, national (SIGMED) or local (pole, service, unit): text of at most 20 characters.
    StructureNumber,
    20
);
number!(
    /// The number of an employee in one source system of one establishment: text of at most 32 characters.
    Matricule,
    32
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_zeros_and_inner_spaces_are_kept() {
        assert_eq!(" 000 12-A ".parse::<PostNumber>().unwrap().as_str(), "000 12-A");
        assert_eq!("0042".parse::<Matricule>().unwrap().to_string(), "0042");
        assert_ne!("0042".parse::<Matricule>(), "42".parse::<Matricule>());
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        assert!("é".repeat(20).parse::<PostNumber>().is_ok());
        assert_eq!("é".repeat(21).parse::<PostNumber>(), Err(NumberError::TooLong { max: 20 }));
        assert_eq!("1".repeat(21).parse::<StructureNumber>(), Err(NumberError::TooLong { max: 20 }));
        assert!("1".repeat(32).parse::<Matricule>().is_ok());
        assert_eq!("1".repeat(33).parse::<Matricule>(), Err(NumberError::TooLong { max: 32 }));
    }

    #[test]
    fn empty_and_control_characters_are_refused() {
        for text in ["", "  ", "\t\n"] {
            assert_eq!(text.parse::<PostNumber>(), Err(NumberError::Empty), "{text:?}");
        }
        for text in ["1\t2", "1\n2", "1\u{0}2", "1\u{7f}"] {
            assert_eq!(text.parse::<PostNumber>(), Err(NumberError::Control), "{text:?}");
        }
    }
}

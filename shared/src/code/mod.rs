//! Identifiers given by others: checked texts, never numbers.
//!
//! Leading zeros matter, so nothing here is ever read as an integer. A value of these types has passed its check; a
//! stored value that does not pass stays a plain text elsewhere. Whether an identifier exists in the national
//! directories is not known here.
//!
//! See `docs/domain.md`, section 3, table of identifiers.

mod finess;
mod luhn;
mod number;
mod rpps;
mod siret;

pub use finess::{Finess, FinessError};
pub use number::{Matricule, NumberError, PostNumber, StructureNumber};
pub use rpps::{Rpps, RppsError};
pub use siret::{Siret, SiretError};

/// What every identifier has: its text, and a wire form that is checked on the way in. A JSON number is refused,
/// because its leading zeros are already lost.
macro_rules! checked_text {
    ($type:ident) => {
        impl $type {
            /// The identifier as text, in its canonical form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                let text = <smol_str::SmolStr as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
use checked_text;

/// The text without any space: people group the digits of long numbers.
fn without_spaces(text: &str) -> smol_str::SmolStr {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

/// True for `1,00012E+10`: a spreadsheet took the identifier for a number and its digits are lost.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(exponent) && mantissa.split([',', '.']).all(all_digits)
}

/// True when every character is `0`: it passes the key, but only ever stands for "unknown".
fn is_all_zeros(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scientific_notation_is_recognised() {
        for text in ["1,00012E+10", "1.00012e10", "1E+10", "7,5E-08"] {
            assert!(is_scientific(text), "{text}");
        }
        for text in ["10001234567", "E", "1E", "E5", "2A0000014", "1,E5", ""] {
            assert!(!is_scientific(text), "{text}");
        }
    }

    #[test]
    fn wire_forms_are_checked_texts() {
        let finess: Finess = serde_json::from_str("\"2a 000 0014\"").unwrap();
        assert_eq!(serde_json::to_string(&finess).unwrap(), "\"2A0000014\"");
        assert!(serde_json::from_str::<Finess>("\"750712185\"").is_err());
        assert!(serde_json::from_str::<Finess>("750712184").is_err());
        let number: PostNumber = serde_json::from_str("\" 00123 \"").unwrap();
        assert_eq!(serde_json::to_string(&number).unwrap(), "\"00123\"");
        assert!(serde_json::from_str::<Matricule>("\" \"").is_err());
    }
}

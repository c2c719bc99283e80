//! The Luhn key (ISO/IEC 7812-1, annex B), shared by RPPS, FINESS and SIRET.
//!
//! It detects any single wrong digit and most swaps of neighbours. It says nothing of whether the number exists.

/// True when the text is made of digits, at least one, and the last is the Luhn key of the others.
pub(super) fn is_valid(digits: &str) -> bool {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let weighted = digits.bytes().rev().enumerate().map(|(place, byte)| {
        let digit = u32::from(byte - b'0');
        match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        }
    });
    weighted.sum::<u32>() % 10 == 0
}

/// For tests: the digits followed by their key.
#[cfg(test)]
pub(super) fn with_key(digits: &str) -> String {
    (0..10).map(|key| format!("{digits}{key}")).find(|text| is_valid(text)).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_numbers() {
        for (digits, valid) in [
            ("79927398713", true),
            ("79927398710", false),
            ("0", true),
            ("", false),
            ("1A8", false),
            ("18 ", false),
        ] {
            assert_eq!(is_valid(digits), valid, "{digits}");
        }
    }

    proptest! {
        #[test]
        fn any_single_wrong_digit_is_detected(
            digits in "[0-9]{1,20}", place in any::<prop::sample::Index>(), shift in 1_u8..10,
        ) {
            let valid = with_key(&digits);
            let place = place.index(valid.len());
            let mut wrong = valid.into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + shift) % 10;
            prop_assert!(!is_valid(std::str::from_utf8(&wrong).unwrap()));
        }
    }
}

//! National insurance numbers (NIR), which no file has to bring here and which nothing here keeps.
//!
//! [`is_nir`] judges one cell. [`mask`] finds them in bytes before anything is kept, whatever the format around them:
//! each is replaced, digit by digit, by [`PLACEHOLDER`], which names nobody and is still seen as a NIR, so that the file
//! reads as before and its column is refused as before. Refuses to know files: which bytes are text is told by `api`.

/// Takes the place of every number: month 01 of year 00, no department, no order.
pub const PLACEHOLDER: &[u8; 15] = b"100010000000000";

/// Digits after which people put a space: `2 72 10 99 000 000 67`.
const GROUPS: [usize; 6] = [1, 3, 5, 7, 10, 13];

/// Thirteen or fifteen digits that begin like a national insurance number: sex, year, month.
pub fn is_nir(value: &str) -> bool {
    let compact: String = value.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    is_compact_nir(compact.as_bytes())
}

fn is_compact_nir(digits: &[u8]) -> bool {
    if !matches!(digits.len(), 13 | 15) {
        return false;
    }
    let plain = |(at, byte): (usize, &u8)| {
        // Corsica: 2A, 2B.
        byte.is_ascii_digit() || (at == 6 && matches!(byte, b'A' | b'B' | b'a' | b'b'))
    };
    digits.iter().enumerate().all(plain)
        && matches!(digits.first(), Some(b'1'..=b'4' | b'7' | b'8'))
        && is_month(digits.get(3..5).unwrap_or_default())
}

/// Months, and the figures beyond twelve of those whose month of birth is not known.
fn is_month(digits: &[u8]) -> bool {
    matches!(digits, [b'0', b'1'..=b'9'] | [b'1'..=b'3', b'0'..=b'9'] | [b'4', b'0'..=b'2'])
}

/// Replaces every NIR of a text in place; how many there were.
///
/// The characters may take one byte or two (UTF-16): zero bytes count for nothing. `comma_decimal` says that a comma
/// between digits is that of a number, as in a file with semicolons: `0,333333333333333` is a third.
pub fn mask(bytes: &mut [u8], comma_decimal: bool) -> usize {
    let mut found = 0;
    let mut at = 0;
    let (mut before, mut last) = (0, 0);
    while let Some(byte) = bytes.get(at).copied() {
        if byte == 0 {
            at += 1;
            continue;
        }
        let is_fraction = before_is_digit(before) && (last == b'.' || (comma_decimal && last == b','));
        let begins = byte.is_ascii_digit() && !last.is_ascii_alphanumeric() && !is_fraction;
        let number = begins.then(|| number(bytes, at).or_else(|| scientific(bytes, at))).flatten();
        let Some(places) = number else {
            (before, last) = (last, byte);
            at += 1;
            continue;
        };
        for (place, digit) in places.iter().zip(PLACEHOLDER) {
            if let Some(byte) = bytes.get_mut(*place) {
                *byte = *digit;
            }
        }
        found += 1;
        at = places.last().map_or(at, |last| *last) + 1;
        (before, last) = (b'0', b'0');
    }
    found
}

const fn before_is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// The first byte from a place on that is not a zero byte.
fn next(bytes: &[u8], from: usize) -> Option<(usize, u8)> {
    bytes.iter().copied().enumerate().skip(from).find(|(_, byte)| *byte != 0)
}

fn ends_word(bytes: &[u8], from: usize) -> bool {
    next(bytes, from).is_none_or(|(_, byte)| !byte.is_ascii_alphanumeric())
}

/// Places of the digits of a NIR that begins here, in one piece or in the groups in which people write it.
fn number(bytes: &[u8], from: usize) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(PLACEHOLDER.len());
    let mut digits = Vec::with_capacity(PLACEHOLDER.len());
    let mut short = None;
    let mut at = from;
    let accepted = |digits: &[u8], places: &[usize]| is_compact_nir(digits).then(|| places.to_vec());
    loop {
        let sign = next(bytes, at);
        let (place, byte) = match sign {
            Some((place, byte)) if GROUPS.contains(&digits.len()) => match separator(bytes, place) {
                // Thirteen digits may end here, and what follows be another word.
                Some(after) if digits.len() == 13 => {
                    short = accepted(&digits, &places);
                    match next(bytes, after) {
                        Some((place, byte)) if byte.is_ascii_digit() => (place, byte),
                        _ => return short,
                    }
                }
                Some(after) => next(bytes, after)?,
                None => (place, byte),
            },
            Some(sign) => sign,
            None => (bytes.len(), b' '),
        };
        let is_digit =
            byte.is_ascii_digit() || (digits.len() == 6 && matches!(byte, b'A' | b'B' | b'a' | b'b'));
        if !is_digit || digits.len() == PLACEHOLDER.len() {
            let ends = !byte.is_ascii_alphanumeric();
            return accepted(&digits, &places).filter(|_| ends).or(short);
        }
        places.push(place);
        digits.push(byte);
        at = place + 1;
        if digits.len() == 13 && ends_word(bytes, at) {
            short = accepted(&digits, &places);
        }
    }
}

/// The place after one separator: a space, a dot, a space that does not break in the encodings of files.
fn separator(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at..)? {
        [b' ' | b'.' | 0xa0, ..] => Some(at + 1),
        [0xc2, 0xa0, ..] => Some(at + 2),
        [0xe2, 0x80, 0xaf, ..] => Some(at + 3),
        _ => None,
    }
}

/// The same as a spreadsheet may store it: `2.85047500033389E+14`. The exponent stays.
fn scientific(bytes: &[u8], from: usize) -> Option<Vec<usize>> {
    let rest = bytes.get(from..)?;
    let fraction = match rest {
        [b'1'..=b'4' | b'7' | b'8', b'.' | b',', fraction @ ..] => fraction,
        _ => return None,
    };
    let length = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let exponent = match fraction.get(length..)? {
        [b'E' | b'e', b'+', exponent @ ..] | [b'E' | b'e', exponent @ ..] => exponent,
        _ => return None,
    };
    let large =
        matches!(exponent, [b'1', b'2' | b'4', end @ ..] if !matches!(end.first(), Some(b'0'..=b'9')));
    let dated = (6..=14).contains(&length) && is_month(fraction.get(2..4)?);
    (large && dated).then(|| std::iter::once(from).chain(from + 2..from + 2 + length).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        mask(&mut bytes, true);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_cell_is_judged_by_its_digits() {
        assert!(is_nir("2 72 10 99 000 000 67"));
        assert!(is_nir(std::str::from_utf8(PLACEHOLDER).unwrap()));
        // An RPPS number, a date and a telephone number are none.
        for text in ["99011126481", "20260401", "0478000000", "9720109900000067"] {
            assert!(!is_nir(text), "{text}");
        }
    }

    #[test]
    fn every_way_of_writing_one_is_masked_and_its_length_kept() {
        for (text, expected) in [
            ("285047500033389", "100010000000000"),
            ("2850475000333", "1000100000000"),
            ("DURAND;285047500033389;PH", "DURAND;100010000000000;PH"),
            ("\"2 85 04 75 000 333 89\"", "\"1 00 01 00 000 000 00\""),
            ("2.85.04.75.000.333.89", "1.00.01.00.000.000.00"),
            ("2850475000333 89", "1000100000000 00"),
            ("2850475000333 2026", "1000100000000 2026"),
            ("2850475000333 PH", "1000100000000 PH"),
            ("285042A00033389", "100010000000000"),
            ("2\u{a0}85\u{a0}04 75 000 333 89", "1\u{a0}00\u{a0}01 00 000 000 00"),
            ("dossier 285047500033389, clos", "dossier 100010000000000, clos"),
            ("<v>285047500033389</v>", "<v>100010000000000</v>"),
            ("<v>2.85047500033389E14</v>", "<v>1.00010000000000E14</v>"),
            ("<v>2.850475000333E+12</v>", "<v>1.000100000000E+12</v>"),
            ("12;285047500033389;285047500033389", "12;100010000000000;100010000000000"),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_none_is_left_alone() {
        for text in [
            "99011126481;20260401;0478000000",
            "9720109900000067",
            "A285047500033389",
            "285047500033389X",
            "2850475000333891",
            // A third, of full time and in percent: fractions of numbers.
            "0.333333333333333",
            "0,333333333333333",
            "33,3333333333333",
            "3.33333333333333E-1",
            "1 20260401 20261231",
            "285997500033389",
        ] {
            assert_eq!(masked(text), text);
        }
        // Between commas that separate, it is one.
        let mut bytes = b"12,285047500033389".to_vec();
        assert_eq!(mask(&mut bytes, false), 1);
    }

    #[test]
    fn sixteen_bits_a_character() {
        for order in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
            let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(order).collect() };
            let mut bytes = wide("nom;2 85 04 75 000 333 89;285047500033389\n");
            assert_eq!(mask(&mut bytes, true), 2);
            assert_eq!(bytes, wide("nom;1 00 01 00 000 000 00;100010000000000\n"));
        }
    }
}

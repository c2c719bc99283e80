//! Times and texts as people read them in a file or in a terminal.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// First characters that make a spreadsheet read a cell as a formula, or look further for one.
const DANGEROUS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text as a cell for people: an apostrophe comes before what a spreadsheet would run (`quality.md` 3.4).
pub fn neutral(text: &str) -> Cow<'_, str> {
    if text.starts_with(DANGEROUS) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A file in UTF-8 as Windows-1252, which has no mark. A character that it does not hold is a question mark, as every
/// spreadsheet writes it.
pub fn in_windows(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let mut encoded = Vec::with_capacity(text.len());
    let mut letter = [0; 4];
    for character in text.trim_start_matches('\u{feff}').chars() {
        match WINDOWS_1252.encode(character.encode_utf8(&mut letter)) {
            (byte, _, false) => encoded.extend_from_slice(&byte),
            (_, _, true) => encoded.push(b'?'),
        }
    }
    encoded
}

/// Half-days a week, exact, with at least one decimal, from hundredths of a percent: `8,0`, `8,225`. A sum of several
/// people goes beyond a full time, which `Quotity` does not hold.
pub fn half_days(time: i64) -> String {
    let thousandths = format!("{:03}", (time % 1_000).abs());
    let decimals = thousandths.trim_end_matches('0');
    format!("{},{}", time / 1_000, if decimals.is_empty() { "0" } else { decimals })
}

/// ETP with two decimals, rounded half up, from hundredths of a percent: `0,80`.
pub fn fte(time: i64) -> String {
    let hundredths = (time + 50) / 100;
    format!("{},{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_agree_with_quotities() {
        for hundredths in 0..=10_000 {
            let quotity = shared::quotity::Quotity::new(hundredths).unwrap();
            assert_eq!(half_days(quotity.into()), quotity.half_days());
            assert_eq!(fte(quotity.into()), quotity.fte());
        }
        assert_eq!((half_days(21_120_500).as_str(), fte(21_120_500).as_str()), ("21120,5", "2112,05"));
    }

    #[test]
    fn windows_has_accents_and_no_mark() {
        assert_eq!(in_windows("\u{feff}É;œ;€;’\r\n".as_bytes()), b"\xc9;\x9c;\x80;\x92\r\n");
        assert_eq!(in_windows("Łódź 山".as_bytes()), b"?\xf3d? ?");
    }

    #[test]
    fn texts_that_a_spreadsheet_would_run() {
        for text in ["=1+1", "+33", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(neutral(text), format!("'{text}"));
        }
        for text in ["", "MARTIN", "O'NEIL", " =1", "L-12"] {
            assert_eq!(neutral(text), text);
        }
    }
}

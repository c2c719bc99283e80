//! The formats of a fixed-width description: the order of the parts of a date, the decimals that are implied.

use smol_str::{SmolStr, format_smolstr};

/// How the text of a column is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellFormat {
    /// As it stands.
    Plain,
    /// A date, as letters: `AAAAMMJJ`, `JJMMAA`, ...
    Day(String),
    /// A number whose last digits are decimals: `9(3)V99`, `5,2`.
    Decimals(usize),
}

impl CellFormat {
    /// From the `format` column of the description.
    pub fn of(format: Option<&str>) -> CellFormat {
        let Some(format) = format else { return CellFormat::Plain };
        let upper = format.to_uppercase();
        let letters: String = upper.chars().filter(|c| matches!(c, 'J' | 'D' | 'M' | 'A' | 'Y')).collect();
        let pattern: String = letters
            .chars()
            .map(|c| {
                if c == 'D' {
                    'J'
                } else if c == 'Y' {
                    'A'
                } else {
                    c
                }
            })
            .collect();
        // `date AAAAMMJJ` has the letters of the word too: only the last run of them is the pattern.
        for length in [8, 6] {
            let Some(tail) = pattern.len().checked_sub(length).and_then(|start| pattern.get(start..)) else {
                continue;
            };
            let count = |letter: char| tail.chars().filter(|c| *c == letter).count();
            if count('J') == 2 && count('M') == 2 && count('A') == length - 4 {
                return CellFormat::Day(tail.to_owned());
            }
        }
        if let Some((_, decimals)) = upper.split_once('V')
            && let Some(count) = cobol_digits(decimals)
        {
            return CellFormat::Decimals(count);
        }
        match upper.split_once([',', '.']) {
            Some((whole, decimals)) if whole.chars().any(|c| c.is_ascii_digit()) => {
                decimals.trim().parse().map_or(CellFormat::Plain, CellFormat::Decimals)
            }
            _ => CellFormat::Plain,
        }
    }

    /// The text in a form that everything else reads; as it stands when it does not have that form.
    pub fn read(&self, text: &str) -> SmolStr {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            CellFormat::Day(pattern) if digits && pattern.len() == text.len() => {
                let part = |letter: char| -> String {
                    pattern.chars().zip(text.chars()).filter(|(l, _)| *l == letter).map(|(_, c)| c).collect()
                };
                format_smolstr!("{}/{}/{}", part('J'), part('M'), part('A'))
            }
            CellFormat::Decimals(count) if digits && *count > 0 => {
                let (whole, decimals) = text.split_at(text.len().saturating_sub(*count));
                format_smolstr!("{whole},{decimals:0>count$}")
            }
            _ => text.into(),
        }
    }
}

/// `99`, `9(2)`: how many digits.
fn cobol_digits(text: &str) -> Option<usize> {
    if let Some((_, count)) = text.split_once('(') {
        return count.trim_end_matches(')').parse().ok();
    }
    (!text.is_empty() && text.chars().all(|c| c == '9')).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_implied_decimals() {
        for (format, text, read) in [
            ("AAAAMMJJ", "20260401", "01/04/2026"),
            ("date JJMMAA", "010426", "01/04/26"),
            ("JJ/MM/AAAA", "01/04/2026", "01/04/2026"),
            ("ddmmyyyy", "01042026", "01/04/2026"),
            ("9(3)V99", "08000", "080,00"),
            ("5,2", "08000", "080,00"),
            ("texte", "00123", "00123"),
            ("", "00123", "00123"),
        ] {
            assert_eq!(CellFormat::of(Some(format)).read(text), read, "{format}");
        }
        assert_eq!(CellFormat::of(None).read("1"), "1");
    }
}

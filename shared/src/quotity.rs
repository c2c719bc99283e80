//! How much of full time, as a whole number of hundredths of a percent.
//!
//! Half-days, percent and ETP are only ways to read and to print. No float enters here: texts are read digit by
//! digit, and one that is finer than a whole hundredth is refused, never rounded. Sums of several people go beyond
//! full time and are plain `i64`.
//!
//! See `ARCHITECTURE.md`.

use serde::{Deserialize, Serialize};
use std::iter::Sum;

/// A share of full time of one person in one establishment, in hundredths of a percent: 0 to 10 000.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Quotity(u32);

/// Why a number or a text is not a quotity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuotityError {
    /// The text is not a decimal number.
    #[error("the quotity is not a number")]
    NotANumber,
    /// The number has more decimals than a whole hundredth of a percent can say.
    #[error("the quotity is finer than a hundredth of a percent")]
    TooPrecise,
    /// The number is negative or above full time.
    #[error("the quotity is not between zero and full time")]
    OutOfRange,
}

/// The unit in which a text says a quotity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuotityUnit {
    /// Half-days a week; ten are full time.
    HalfDays,
    /// Percent of full time.
    Percent,
    /// Full-time equivalent (ETP); 1 is full time.
    Fte,
    /// Hundredths of a percent of full time, the unit of `Quotity`.
    Hundredths,
    /// Percent of the person's own working time: read as a percent, to be applied with `share_of`.
    PercentOfOwnTime,
}

impl QuotityUnit {
    /// Reads a text in this unit.
    ///
    /// # Errors
    /// Those of `QuotityError`.
    pub fn parse(self, text: &str) -> Result<Quotity, QuotityError> {
        match self {
            QuotityUnit::HalfDays => Quotity::from_half_days_text(text),
            QuotityUnit::Percent | QuotityUnit::PercentOfOwnTime => Quotity::from_percent_text(text),
            QuotityUnit::Fte => Quotity::from_fte_text(text),
            QuotityUnit::Hundredths => parse_decimal(text, 0),
        }
    }

    /// Reads a text in this unit and rounds half up what is finer than a hundredth of a percent: software that
    /// computes shares writes `33,333`, and an import takes what hospitals really have.
    ///
    /// # Errors
    /// `NotANumber` and `OutOfRange` of `QuotityError`.
    pub fn parse_rounded(self, text: &str) -> Result<Quotity, QuotityError> {
        match self.parse(text) {
            Err(QuotityError::TooPrecise) => {
                let shorter: String = text.chars().take_while(|c| *c != '%').collect();
                let (kept, last) = shorter.trim_end().split_at(shorter.trim_end().len().saturating_sub(1));
                match self.parse(kept) {
                    // Still too precise: the last digit cannot matter to the rounding of the one before.
                    Err(QuotityError::TooPrecise) => self.parse_rounded(kept),
                    Ok(quotity) if last >= "5" => Quotity::new(quotity.0 + 1),
                    read => read,
                }
            }
            read => read,
        }
    }
}

impl Quotity {
    /// Full time: ten half-days, 100 %, 1 ETP.
    pub const FULL_TIME: Quotity = Quotity(10_000);

    /// Nothing.
    pub const ZERO: Quotity = Quotity(0);

    /// One half-day a week: 10 %.
    pub const HALF_DAY: Quotity = Quotity(1_000);

    /// A quotity of that many hundredths of a percent.
    ///
    /// # Errors
    /// `OutOfRange` above 10 000.
    pub fn new(hundredths: u32) -> Result<Quotity, QuotityError> {
        if hundredths <= Quotity::FULL_TIME.0 {
            Ok(Quotity(hundredths))
        } else {
            Err(QuotityError::OutOfRange)
        }
    }

    /// Hundredths of a percent of full time, 0 to 10 000.
    #[must_use]
    pub const fn hundredths(self) -> u32 {
        self.0
    }

    /// Reads half-days a week: `8`, `8,5`, `8.125`.
    ///
    /// # Errors
    /// Those of `QuotityError`; `TooPrecise` from four decimals on.
    pub fn from_half_days_text(text: &str) -> Result<Quotity, QuotityError> {
        parse_decimal(text, 3)
    }

    /// Reads a percentage of full time: `80`, `80 %`, `82,25%`.
    ///
    /// # Errors
    /// Those of `QuotityError`; `TooPrecise` from three decimals on.
    pub fn from_percent_text(text: &str) -> Result<Quotity, QuotityError> {
        let text = text.trim();
        parse_decimal(text.strip_suffix('%').unwrap_or(text), 2)
    }

    /// Reads a full-time equivalent (ETP): `1`, `0,8`, `0.8225`. A percent sign is not a number here.
    ///
    /// # Errors
    /// Those of `QuotityError`; `TooPrecise` from five decimals on.
    pub fn from_fte_text(text: &str) -> Result<Quotity, QuotityError> {
        parse_decimal(text, 4)
    }

    /// The sum, when it stays within full time.
    #[must_use]
    pub fn checked_add(self, other: Quotity) -> Option<Quotity> {
        self.0.checked_add(other.0).filter(|sum| *sum <= Quotity::FULL_TIME.0).map(Quotity)
    }

    /// This share of a whole: full time of 8 000 is 8 000, half time of 8 000 is 4 000. Rounded half up to the
    /// hundredth.
    #[must_use]
    pub const fn share_of(self, whole: Quotity) -> Quotity {
        // At most 10 000 × 10 000, which fits.
        Quotity(rounded(self.0 * whole.0, Quotity::FULL_TIME.0))
    }

    /// Half-days a week, with a comma and at least one decimal, more only when one is not exact: `8,0`, `8,25`.
    #[must_use]
    pub fn half_days(self) -> String {
        let exact = format!("{},{:03}", self.0 / 1_000, self.0 % 1_000);
        let short = exact.trim_end_matches('0');
        if short.ends_with(',') { format!("{short}0") } else { short.to_owned() }
    }

    /// Full-time equivalent (ETP), with a comma and two decimals, rounded half up: `0,80`.
    #[must_use]
    pub fn fte(self) -> String {
        let percent = rounded(self.0, 100);
        format!("{},{:02}", percent / 100, percent % 100)
    }

    /// Percent of full time, exact, with a comma and only the decimals needed, without the sign: `80`, `82,25`.
    #[must_use]
    pub fn percent(self) -> String {
        let exact = format!("{},{:02}", self.0 / 100, self.0 % 100);
        exact.trim_end_matches('0').trim_end_matches(',').to_owned()
    }
}

/// Division rounded half up.
const fn rounded(dividend: u32, divisor: u32) -> u32 {
    (dividend + divisor / 2) / divisor
}

/// Reads a decimal number and moves its point by `decimals` places to the right: the result must be whole.
fn parse_decimal(text: &str, decimals: usize) -> Result<Quotity, QuotityError> {
    let text = text.trim();
    let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = text.split_once([',', '.']).unwrap_or((text, ""));
    let whole = without_thousands_spaces(whole)?;
    if whole.is_empty() && fraction.is_empty() {
        return Err(QuotityError::NotANumber);
    }
    if !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return Err(QuotityError::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals {
        return Err(QuotityError::TooPrecise);
    }
    let digits = format!("{whole}{fraction:0<decimals$}");
    // Only digits are left. None at all is zero; more than fit in the integer is beyond full time anyway.
    let hundredths = match digits.trim_start_matches('0') {
        "" => 0,
        significant => significant.parse().map_err(|_| QuotityError::OutOfRange)?,
    };
    if is_negative && hundredths > 0 { Err(QuotityError::OutOfRange) } else { Quotity::new(hundredths) }
}

/// Removes the spaces between groups of three digits, `10 000`. Elsewhere a space is more likely a lost comma
/// (`8 5`), and joining the digits would read ten times too much.
fn without_thousands_spaces(whole: &str) -> Result<String, QuotityError> {
    let mut groups = whole.split(char::is_whitespace);
    let mut digits = groups.next().unwrap_or_default().to_owned();
    let mut first_is_short = (1..=3).contains(&digits.len());
    for group in groups {
        if !first_is_short || group.len() != 3 {
            return Err(QuotityError::NotANumber);
        }
        first_is_short = true;
        digits.push_str(group);
    }
    Ok(digits)
}

impl TryFrom<u32> for Quotity {
    type Error = QuotityError;

    fn try_from(hundredths: u32) -> Result<Quotity, QuotityError> {
        Quotity::new(hundredths)
    }
}

impl From<Quotity> for u32 {
    fn from(quotity: Quotity) -> u32 {
        quotity.0
    }
}

impl From<Quotity> for i64 {
    fn from(quotity: Quotity) -> i64 {
        quotity.0.into()
    }
}

impl Sum<Quotity> for i64 {
    /// Hundredths of a percent; several people together may exceed full time.
    fn sum<I: Iterator<Item = Quotity>>(quotities: I) -> i64 {
        quotities.map(i64::from).sum()
    }
}

impl<'a> Sum<&'a Quotity> for i64 {
    /// Hundredths of a percent; several people together may exceed full time.
    fn sum<I: Iterator<Item = &'a Quotity>>(quotities: I) -> i64 {
        quotities.copied().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use QuotityError::{NotANumber, OutOfRange, TooPrecise};
    use QuotityUnit::{Fte, HalfDays, Hundredths, Percent, PercentOfOwnTime};
    use proptest::prelude::*;

    #[test]
    fn texts_in_each_unit() {
        for (unit, text, expected) in [
            (HalfDays, "8", Ok(8_000)),
            (HalfDays, "8,5", Ok(8_500)),
            (HalfDays, " 8.125 ", Ok(8_125)),
            (HalfDays, "0,001", Ok(1)),
            (HalfDays, "8,1250000", Ok(8_125)),
            (HalfDays, "8,1255", Err(TooPrecise)),
            (HalfDays, "10", Ok(10_000)),
            (HalfDays, "10,001", Err(OutOfRange)),
            (HalfDays, "80 %", Err(NotANumber)),
            (Percent, "80", Ok(8_000)),
            (Percent, "80%", Ok(8_000)),
            (Percent, "82,25\u{a0}%", Ok(8_225)),
            (Percent, "100,00 %", Ok(10_000)),
            (Percent, "100,01", Err(OutOfRange)),
            (Percent, "33,333", Err(TooPrecise)),
            (Percent, "%", Err(NotANumber)),
            (Percent, "80%%", Err(NotANumber)),
            (PercentOfOwnTime, "50 %", Ok(5_000)),
            (Fte, "1", Ok(10_000)),
            (Fte, "0,8", Ok(8_000)),
            (Fte, ".8225", Ok(8_225)),
            (Fte, "1,", Ok(10_000)),
            (Fte, "0,82255", Err(TooPrecise)),
            (Fte, "1,0001", Err(OutOfRange)),
            (Hundredths, "10000", Ok(10_000)),
            (Hundredths, "10 000", Ok(10_000)),
            (Hundredths, "10\u{202f}000", Ok(10_000)),
            (Hundredths, "8000.0", Ok(8_000)),
            (Hundredths, "8000,5", Err(TooPrecise)),
            (Hundredths, "10001", Err(OutOfRange)),
            (Hundredths, "99999999999999999999999999", Err(OutOfRange)),
            (Hundredths, "00000000000000000000000001", Ok(1)),
            (Percent, "-5", Err(OutOfRange)),
            (Percent, "-0", Ok(0)),
            (Percent, "0", Ok(0)),
        ] {
            assert_eq!(unit.parse(text).map(Quotity::hundredths), expected, "{unit:?} {text}");
        }
    }

    #[test]
    fn texts_that_are_not_numbers() {
        for text in [
            "", " ", ",", "-", "+5", "8,5,0", "8 5", "8 50 ,0", "1,0 0", "8e1", "1/2", "huit", "١", "--1",
            "8 ,5",
        ] {
            for unit in [HalfDays, Percent, Fte, Hundredths, PercentOfOwnTime] {
                assert_eq!(unit.parse(text), Err(NotANumber), "{unit:?} {text}");
            }
        }
    }

    #[test]
    fn readings() {
        for (hundredths, half_days, fte, percent) in [
            (0, "0,0", "0,00", "0"),
            (1, "0,001", "0,00", "0,01"),
            (50, "0,05", "0,01", "0,5"),
            (49, "0,049", "0,00", "0,49"),
            (1_000, "1,0", "0,10", "10"),
            (8_000, "8,0", "0,80", "80"),
            (8_500, "8,5", "0,85", "85"),
            (8_225, "8,225", "0,82", "82,25"),
            (8_250, "8,25", "0,83", "82,5"),
            (9_999, "9,999", "1,00", "99,99"),
            (10_000, "10,0", "1,00", "100"),
        ] {
            let quotity = Quotity::new(hundredths).unwrap();
            assert_eq!(quotity.half_days(), half_days);
            assert_eq!(quotity.fte(), fte);
            assert_eq!(quotity.percent(), percent);
        }
    }

    #[test]
    fn arithmetic() {
        let quotity = |hundredths| Quotity::new(hundredths).unwrap();
        assert_eq!(Quotity::new(10_001), Err(OutOfRange));
        assert_eq!(quotity(6_000).checked_add(quotity(4_000)), Some(Quotity::FULL_TIME));
        assert_eq!(quotity(6_000).checked_add(quotity(4_001)), None);
        assert_eq!([Quotity::FULL_TIME; 3].iter().sum::<i64>(), 30_000);
        assert_eq!([Quotity::HALF_DAY; 3].into_iter().sum::<i64>(), 3_000);
        for (share, whole, part) in [
            (10_000, 8_000, 8_000),
            (5_000, 8_000, 4_000),
            (5_000, 1, 1),
            (4_999, 1, 0),
            (3_333, 5_000, 1_667),
        ] {
            assert_eq!(quotity(share).share_of(quotity(whole)), quotity(part), "{share} of {whole}");
        }
    }

    #[test]
    fn wire_form_is_an_integer() {
        assert_eq!(serde_json::to_string(&Quotity::HALF_DAY).unwrap(), "1000");
        assert_eq!(serde_json::from_str::<Quotity>("10000").unwrap(), Quotity::FULL_TIME);
        for wrong in ["10001", "-1", "80.0", "\"80\""] {
            assert!(serde_json::from_str::<Quotity>(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn parse_of_print_is_identity(hundredths in 0_u32..=10_000) {
            let quotity = Quotity::new(hundredths).unwrap();
            prop_assert_eq!(Quotity::from_half_days_text(&quotity.half_days()), Ok(quotity));
            prop_assert_eq!(Quotity::from_percent_text(&quotity.percent()), Ok(quotity));
            prop_assert_eq!(Quotity::from_percent_text(&format!("{} %", quotity.percent())), Ok(quotity));
            prop_assert_eq!(Hundredths.parse(&hundredths.to_string()), Ok(quotity));
            // The printed ETP is rounded: it reads back within half of its last decimal.
            let read = Quotity::from_fte_text(&quotity.fte()).unwrap();
            prop_assert!(read.hundredths().abs_diff(hundredths) <= 50);
            let exact = format!("{}.{:04}", hundredths / 10_000, hundredths % 10_000);
            prop_assert_eq!(Quotity::from_fte_text(&exact), Ok(quotity));
        }

        #[test]
        fn a_share_is_never_more_than_the_whole(share in 0_u32..=10_000, whole in 0_u32..=10_000) {
            let (share, whole) = (Quotity::new(share).unwrap(), Quotity::new(whole).unwrap());
            prop_assert!(share.share_of(whole) <= whole);
            prop_assert_eq!(share.share_of(whole), whole.share_of(share));
            prop_assert_eq!(Quotity::FULL_TIME.share_of(whole), whole);
        }

        #[test]
        fn no_text_makes_it_fail_otherwise(text in "[-0-9,. %éE]{0,12}") {
            for unit in [HalfDays, Percent, Fte, Hundredths] {
                if let Ok(quotity) = unit.parse(&text) {
                    prop_assert!(quotity <= Quotity::FULL_TIME);
                }
            }
        }
    }
}

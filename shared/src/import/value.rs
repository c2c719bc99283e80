//! Days, quotities and flags as people, software and spreadsheets write them.
//!
//! A value is read or refused with its reason; it is never repaired in silence (a day that does not exist is
//! not moved to the nearest one). Days beyond the year 2200 are how files say "no end".

use crate::time::Day;

/// What a day means in its column: it settles two-digit years and open ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayRole {
    /// A birth: in the past, up to a century ago.
    Birth,
    /// A first day.
    Start,
    /// A last day, which may be open.
    End,
}

/// Why a day cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// The text is not a day.
    #[error("not a day")]
    NotADay,
    /// It is written like a day, but the calendar has none such.
    #[error("no such day")]
    DoesNotExist,
}

/// Years from which a date means "no end" in files (2999, 9999).
const OPEN_YEAR: i32 = 2200;
/// Years before which a date is a typing error (`0024`), the reach of living careers.
const FIRST_YEAR: i32 = 1900;

/// Reads a day: ISO, French (`01/04/2026`, `1.4.26`, `1er avril 2026`), compact (`20260401`, `01042026`), or
/// the serial number of a spreadsheet (`46113`, days since 1899-12-30). `None` when empty or all zeros;
/// [`Day::OPEN`] when it says that there is no end. `reference` settles the century of two-digit years.
pub fn read_day(text: &str, role: DayRole, reference: Day) -> Result<Option<Day>, DayError> {
    let text = text.trim();
    if text.is_empty() || text.chars().all(|c| matches!(c, '0' | '/' | '-' | '.' | ' ')) {
        return Ok(None);
    }
    let text = without_time(text);
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [one] => single(one),
        [day, month, year] if day.len() == 4 && is_number(day) => {
            from_parts(day, month, year, role, reference)
        }
        [day, month, year] => from_parts(year, month, day, role, reference),
        _ => Err(DayError::NotADay),
    }
}

/// Cuts `T00:00:00` or ` 00:00:00` that software adds to days.
fn without_time(text: &str) -> &str {
    match text.find(['T', ' ']) {
        Some(at) if text.get(at + 1..).is_some_and(|rest| rest.contains(':')) => {
            text.get(..at).unwrap_or(text)
        }
        _ => text,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// One group of digits: compact form or serial number.
fn single(text: &str) -> Result<Option<Day>, DayError> {
    let digits = text.split(',').next().unwrap_or(text);
    if !is_number(digits) {
        return Err(DayError::NotADay);
    }
    let number: i64 = digits.parse().map_err(|_| DayError::NotADay)?;
    match digits.len() {
        8 => {
            let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
            if (1900..=9999).contains(&year) && (1..=12).contains(&month) {
                return calendar(year, month, day);
            }
            calendar(number % 10_000, number / 10_000 % 100, number / 1_000_000)
        }
        // Four digits are a year, not one of the first days of the spreadsheet's calendar.
        5 => Ok(Some(serial(number).ok_or(DayError::NotADay)?)),
        _ => Err(DayError::NotADay),
    }
}

/// The day of a spreadsheet's serial number (1900 system).
fn serial(number: i64) -> Option<Day> {
    let origin = Day::new(1899, 12, 30)?.naive();
    let day = Day::from(origin.checked_add_days(chrono::Days::new(u64::try_from(number).ok()?))?);
    (FIRST_YEAR + 1..OPEN_YEAR).contains(&day.year()).then_some(day)
}

fn from_parts(
    year: &str,
    month: &str,
    day: &str,
    role: DayRole,
    reference: Day,
) -> Result<Option<Day>, DayError> {
    let day_digits = day.trim_end_matches("er");
    if !is_number(year) || !is_number(day_digits) || day_digits.len() > 2 {
        return Err(DayError::NotADay);
    }
    let month =
        if is_number(month) { month.parse().map_err(|_| DayError::NotADay)? } else { month_named(month)? };
    let day: i64 = day_digits.parse().map_err(|_| DayError::NotADay)?;
    let number: i32 = year.parse().map_err(|_| DayError::NotADay)?;
    match year.len() {
        4 => calendar(number.into(), month, day),
        2 if role == DayRole::End && number == 99 && month == 12 && day == 31 => Ok(Some(Day::OPEN)),
        2 => calendar(century(number, role, reference).into(), month, day),
        _ => Err(DayError::NotADay),
    }
}

/// The year meant by two digits: a birth is not after the reference, another day at most 20 years after it.
fn century(two_digits: i32, role: DayRole, reference: Day) -> i32 {
    let latest = reference.year() + if role == DayRole::Birth { 0 } else { 20 };
    let recent = 2000 + two_digits;
    if recent > latest { recent - 100 } else { recent }
}

fn calendar(year: i64, month: i64, day: i64) -> Result<Option<Day>, DayError> {
    let year = i32::try_from(year).map_err(|_| DayError::DoesNotExist)?;
    if year >= OPEN_YEAR {
        return Ok(Some(Day::OPEN));
    }
    if year < FIRST_YEAR {
        return Err(DayError::DoesNotExist);
    }
    let (month, day) = (u32::try_from(month).unwrap_or(0), u32::try_from(day).unwrap_or(0));
    Day::new(year, month, day).map(Some).ok_or(DayError::DoesNotExist)
}

fn month_named(name: &str) -> Result<i64, DayError> {
    const MONTHS: [&str; 12] =
        ["jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec"];
    let name = plain(name);
    let found = MONTHS.iter().position(|month| name.starts_with(month)).ok_or(DayError::NotADay)?;
    i64::try_from(found + 1).map_err(|_| DayError::NotADay)
}

/// Lower case, without accents, spaces, signs: how headings, labels and names are compared.
pub fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd()
        .flat_map(char::to_lowercase)
        .flat_map(|c| match c {
            'œ' => ['o', 'e'],
            'æ' => ['a', 'e'],
            c if c.is_ascii_alphanumeric() => [c, '\0'],
            _ => ['\0', '\0'],
        })
        .filter(|c| *c != '\0')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, role: DayRole) -> Result<Option<String>, DayError> {
        let reference = Day::new(2026, 4, 1).unwrap();
        Ok(read_day(text, role, reference)?.map(|day| day.to_string()))
    }

    #[test]
    fn every_way_of_writing_the_same_day() {
        for text in [
            "2026-04-01",
            "2026-04-01T00:00:00",
            "2026-04-01 00:00:00",
            "01/04/2026",
            "1/4/2026",
            "01.04.2026",
            "01-04-2026",
            "01/04/26",
            "20260401",
            "01042026",
            "46113",
            "1er avril 2026",
            "01-avr-2026",
            " 01/04/2026 ",
        ] {
            assert_eq!(read(text, DayRole::Start), Ok(Some("2026-04-01".into())), "{text}");
        }
    }

    #[test]
    fn two_digit_years_follow_the_meaning_of_the_column() {
        assert_eq!(read("06/11/76", DayRole::Birth), Ok(Some("1976-11-06".into())));
        assert_eq!(read("06/11/30", DayRole::Birth), Ok(Some("1930-11-06".into())));
        assert_eq!(read("06/11/30", DayRole::Start), Ok(Some("2030-11-06".into())));
        assert_eq!(read("31/12/99", DayRole::End), Ok(Some(Day::OPEN.to_string())));
    }

    #[test]
    fn open_ends_and_empty_days() {
        for text in ["31/12/2999", "9999-12-31", "29991231"] {
            assert_eq!(read(text, DayRole::End), Ok(Some(Day::OPEN.to_string())), "{text}");
        }
        for text in ["", "  ", "00/00/0000", "00000000"] {
            assert_eq!(read(text, DayRole::End), Ok(None), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_day_is_refused_with_its_reason() {
        for text in ["31/02/2024", "2024-02-31", "29/02/2023", "01/13/2024", "01/01/0024", "20240231"] {
            assert_eq!(read(text, DayRole::Start), Err(DayError::DoesNotExist), "{text}");
        }
        for text in ["demain", "12", "2026", "1e5", "99021126489", "1/2", "01/04/202"] {
            assert_eq!(read(text, DayRole::Start), Err(DayError::NotADay), "{text}");
        }
        assert_eq!(read("29/02/2024", DayRole::Start), Ok(Some("2024-02-29".into())));
    }

    #[test]
    fn headings_are_compared_without_case_accents_and_signs() {
        assert_eq!(plain("N° Pôle"), "npole");
        assert_eq!(plain("Jusqu'au"), "jusquau");
        assert_eq!(plain("Cœur_Poumon"), "coeurpoumon");
    }
}

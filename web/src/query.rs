//! The state of a list, as its address says it: a reload, a bookmark, a link sent to a colleague show the same.
//!
//! Pure: from the pairs of an address and back. A name or an RPPS never goes here: it travels in a body.

use std::collections::BTreeMap;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use shared::time::{Day, Instant};

/// What an address may hold as it is.
const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':').remove(b',');

/// Names and values of an address, decoded, in order; one value for each name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// The value of a name; an empty one counts as absent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(one, _)| one == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Gives a name its value, or takes it away.
    pub fn set(&mut self, name: &str, value: Option<String>) {
        self.0.retain(|(one, _)| one != name);
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.0.push((name.to_owned(), value));
        }
    }

    /// The same with a value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Pairs {
        self.set(name, Some(value.into()));
        self
    }

    /// Takes the pairs of another, which win.
    pub fn extend(&mut self, other: &Pairs) {
        for (name, value) in &other.0 {
            self.set(name, Some(value.clone()));
        }
    }

    /// Each name with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A path with these pairs.
    pub fn after(&self, path: &str) -> String {
        if self.is_empty() { path.to_owned() } else { format!("{path}?{self}") }
    }
}

impl FromIterator<(String, String)> for Pairs {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Pairs {
        let mut all = Pairs::default();
        for (name, value) in pairs {
            all.set(&name, Some(value));
        }
        all
    }
}

impl fmt::Display for Pairs {
    /// Encoded, without the question mark.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "&" };
            write!(f, "{separator}{}={}", utf8_percent_encode(name, KEPT), utf8_percent_encode(value, KEPT))?;
        }
        Ok(())
    }
}

/// What every page keeps from one to the next: which establishment, which day, known when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// FINESS of the establishment in view.
    pub establishment: Option<String>,
    /// The day shown; `None`: today.
    pub as_of: Option<Day>,
    /// The knowledge shown; `None`: that of now.
    pub known_at: Option<Instant>,
}

impl Standing {
    /// From an address. What cannot be read is left out: the page then shows today.
    pub fn from_query(pairs: &Pairs) -> Standing {
        Standing {
            establishment: pairs.get("establishment").map(str::to_owned),
            as_of: pairs.get("as_of").and_then(|text| text.parse().ok()),
            known_at: pairs.get("known_at").and_then(|text| text.parse().ok()),
        }
    }

    /// To an address, and to a call: the names are those of the interface.
    pub fn to_query(&self) -> Pairs {
        let mut pairs = Pairs::default();
        pairs.set("establishment", self.establishment.clone());
        pairs.extend(&self.time());
        pairs
    }

    /// Only the two times, for what is read by its own id.
    pub fn time(&self) -> Pairs {
        let mut pairs = Pairs::default();
        pairs.set("as_of", self.as_of.map(|day| day.to_string()));
        pairs.set("known_at", self.known_at.map(|instant| instant.to_string()));
        pairs
    }

    /// Whether the page shows something else than the present.
    pub fn is_past(&self) -> bool {
        self.as_of.is_some() || self.known_at.is_some()
    }
}

/// How a list is sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// Field of the interface.
    pub field: String,
    /// From the greatest.
    pub descending: bool,
}

impl Sort {
    /// From `number` or `-number`.
    pub fn parse(text: &str) -> Sort {
        match text.strip_prefix('-') {
            Some(field) => Sort { field: field.to_owned(), descending: true },
            None => Sort { field: text.to_owned(), descending: false },
        }
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.field)
    }
}

/// The whole state of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListState {
    /// Establishment and times.
    pub standing: Standing,
    /// Filters by name.
    pub filters: BTreeMap<String, String>,
    /// Order.
    pub sort: Option<Sort>,
    /// Page; `None`: the first.
    pub cursor: Option<String>,
}

impl ListState {
    /// From an address, with the names of the filters of the page. Other names are left out.
    pub fn from_query(pairs: &Pairs, filters: &[&str]) -> ListState {
        let known = pairs.iter().filter(|(name, value)| filters.contains(name) && !value.is_empty());
        ListState {
            standing: Standing::from_query(pairs),
            filters: known.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            sort: pairs.get("sort").map(Sort::parse),
            cursor: pairs.get("cursor").map(str::to_owned),
        }
    }

    /// To an address, and to a call.
    pub fn to_query(&self) -> Pairs {
        let mut pairs = self.standing.to_query();
        for (name, value) in &self.filters {
            pairs.set(name, Some(value.clone()));
        }
        pairs.set("sort", self.sort.as_ref().map(Sort::to_string));
        pairs.set("cursor", self.cursor.clone());
        pairs
    }

    /// The value of a filter.
    pub fn filter(&self, name: &str) -> Option<String> {
        self.filters.get(name).cloned()
    }

    /// The same with another value of a filter, from the first page.
    #[must_use]
    pub fn with_filter(mut self, name: &str, value: Option<String>) -> ListState {
        match value.filter(|value| !value.is_empty()) {
            Some(value) => self.filters.insert(name.to_owned(), value),
            None => self.filters.remove(name),
        };
        self.cursor = None;
        self
    }

    /// The same sorted by a field: ascending, then descending, then as the server pleases. From the first page.
    #[must_use]
    pub fn sorted_by(mut self, field: &str) -> ListState {
        self.sort = match self.sort.filter(|sort| sort.field == field) {
            None => Some(Sort { field: field.to_owned(), descending: false }),
            Some(sort) if !sort.descending => Some(Sort { descending: true, ..sort }),
            Some(_) => None,
        };
        self.cursor = None;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> ListState {
        ListState {
            standing: Standing {
                establishment: Some("2A0000014".to_owned()),
                as_of: "2026-04-01".parse().ok(),
                known_at: "2026-05-01T08:30:00.123456Z".parse().ok(),
            },
            filters: [("q".to_owned(), "réa & soins = 1".to_owned())].into(),
            sort: Some(Sort::parse("-valid_from")),
            cursor: Some("aGk+/=".to_owned()),
        }
    }

    #[test]
    fn from_and_to_query_are_inverses() {
        for state in [ListState::default(), full()] {
            assert_eq!(ListState::from_query(&state.to_query(), &["q"]), state);
        }
    }

    #[test]
    fn an_address_is_encoded() {
        let text = full().to_query().to_string();
        assert!(
            text.starts_with("establishment=2A0000014&as_of=2026-04-01&known_at=2026-05-01T08:30:00.123456Z")
        );
        assert!(text.ends_with("&q=r%C3%A9a%20%26%20soins%20%3D%201&sort=-valid_from&cursor=aGk%2B%2F%3D"));
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let pairs = Pairs::default().with("as_of", "demain").with("unknown", "x");
        assert_eq!(ListState::from_query(&pairs, &["q"]), ListState::default());
    }

    #[test]
    fn sort_goes_up_then_down_then_away() {
        let up = ListState::default().sorted_by("name");
        assert_eq!(up.sort.as_ref().map(Sort::to_string).as_deref(), Some("name"));
        let down = up.sorted_by("name");
        assert_eq!(down.sort.as_ref().map(Sort::to_string).as_deref(), Some("-name"));
        assert_eq!(down.clone().sorted_by("name").sort, None);
        assert_eq!(down.sorted_by("town").sort.as_ref().map(Sort::to_string).as_deref(), Some("town"));
    }

    #[test]
    fn a_filter_goes_back_to_the_first_page() {
        let state = full().with_filter("q", None);
        assert_eq!((state.cursor, state.filters.len()), (None, 0));
    }
}

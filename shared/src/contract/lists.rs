//! How a list is narrowed: what a field holds, and the conditions that may be put on it.
//!
//! The same words in the query string, in the contract and in the conditions of the store.

use crate::time::Day;

/// What a field of a list holds, which settles how it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, or nothing.
    Text,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// Yes or no.
    Flag,
}

/// How a field is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// One of these; an empty text stands for nothing.
    Among(Vec<String>),
    /// None of these.
    NotAmong(Vec<String>),
    /// This or more.
    AtLeast(String),
    /// Less than this.
    Below(String),
    /// Contains the text, whatever the case.
    Contains(String),
}

impl Kind {
    /// Whether a value can be compared with what the field holds: another one would match nothing, or everything, and
    /// nobody would be told why.
    pub fn reads(self, value: &str) -> bool {
        match self {
            Kind::Text => !value.contains('\0'),
            Kind::Number => value.parse::<i32>().is_ok(),
            Kind::Day => value.parse::<Day>().is_ok(),
            Kind::Flag => value.parse::<bool>().is_ok(),
        }
    }
}

impl Test {
    /// The condition of a parameter `field.operator=value`; without operator, the field has that value.
    pub fn asked(operator: &str, value: String) -> Option<Test> {
        let list = |value: String| value.split(',').map(str::to_owned).collect();
        match operator {
            "" => Some(Test::Among(vec![value])),
            "in" => Some(Test::Among(list(value))),
            "not" => Some(Test::NotAmong(list(value))),
            "gte" => Some(Test::AtLeast(value)),
            "lt" => Some(Test::Below(value)),
            _ => None,
        }
    }

    /// The values that are compared with.
    pub fn values(&self) -> &[String] {
        match self {
            Test::Among(list) | Test::NotAmong(list) => list,
            Test::AtLeast(text) | Test::Below(text) | Test::Contains(text) => std::slice::from_ref(text),
        }
    }

    /// The condition as it is told: its operator and its values.
    pub fn told(&self) -> (&'static str, String) {
        match self {
            Test::Among(list) => ("in", list.join(",")),
            Test::NotAmong(list) => ("not", list.join(",")),
            Test::AtLeast(text) => ("gte", text.clone()),
            Test::Below(text) => ("lt", text.clone()),
            Test::Contains(text) => ("contains", text.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_of_the_kind_of_its_field() {
        for (kind, value, reads) in [
            (Kind::Text, "", true),
            (Kind::Text, "a\0", false),
            (Kind::Number, "5000", true),
            (Kind::Number, "0,5", false),
            (Kind::Number, "99999999999", false),
            (Kind::Number, "", false),
            (Kind::Day, "2026-12-31", true),
            (Kind::Day, "31/12/2020", false),
            (Kind::Day, "+10000-01-01", false),
            (Kind::Flag, "true", true),
            (Kind::Flag, "oui", false),
        ] {
            assert_eq!(kind.reads(value), reads, "{kind:?} {value:?}");
        }
    }

    #[test]
    fn what_is_asked_is_told_in_the_same_words() {
        for (operator, value) in [("in", "a,b"), ("in", "a"), ("not", "a,b"), ("gte", "2026"), ("lt", "2027")]
        {
            let test = Test::asked(operator, value.to_owned()).unwrap();
            assert_eq!(test.told(), (operator, value.to_owned()));
        }
        // A value without operator is one value, whatever it holds; a search is no parameter of a field.
        assert_eq!(Test::asked("", "a,b".to_owned()), Some(Test::Among(vec!["a,b".to_owned()])));
        assert_eq!(Test::asked("contains", "a".to_owned()), None);
    }
}

//! Motives: codes of dated lists, one list for freezing and forcing, one for everything else (`domain.md` 9).

use smol_str::SmolStr;

use crate::nomenclature::{NomenclatureEntry, Nomenclatures};
use crate::time::Day;

/// Letters that a text must have where the list wants one.
pub const TEXT_AT_LEAST: usize = 10;

/// What a motive is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Keeping a vacant post out of a tour.
    Freeze,
    /// Bringing an occupied post in.
    Force,
    /// A question of the agency.
    Ask,
    /// A refusal of the agency.
    Refuse,
    /// A request that creates a post.
    Create,
    /// A request that changes one.
    Transform,
    /// A request that closes one.
    Close,
    /// A reservation of a post.
    Reserve,
}

impl Purpose {
    /// The list that holds its motives.
    pub const fn list(self) -> &'static str {
        match self {
            Purpose::Freeze | Purpose::Force => "publication_decisions",
            _ => "workflow_motives",
        }
    }

    /// Whether a code of the list is one of its motives, by the other columns of the list.
    pub fn takes<'a>(self, attribute: impl Fn(&str) -> Option<&'a str>) -> bool {
        let says = |name: &str, word: &str| attribute(name).is_some_and(|value| value == word);
        match self {
            Purpose::Freeze => says("kind", "freeze"),
            Purpose::Force => says("kind", "force"),
            Purpose::Ask => says("object", "ars") && says("action", "ask"),
            Purpose::Refuse => says("object", "ars") && says("action", "refuse"),
            Purpose::Create => says("object", "request") && says("action", "create"),
            Purpose::Transform => says("object", "request") && says("action", "transform"),
            Purpose::Close => says("object", "request") && says("action", "close"),
            Purpose::Reserve => says("object", "reservation") && says("action", "reserve"),
        }
    }
}

/// Why a motive is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadMotive {
    /// None was given.
    Missing,
    /// No such code for this purpose on this day.
    Unknown(SmolStr),
    /// The code wants a text, and this one says too little.
    TextTooShort(SmolStr),
}

/// The codes that may be given for a purpose on a day.
pub fn choices(lists: &Nomenclatures, purpose: Purpose, day: Day) -> impl Iterator<Item = NomenclatureEntry> {
    let all: Vec<SmolStr> = lists.list(purpose.list()).map(|one| one.value.code.clone()).collect();
    let takes = move |entry: &NomenclatureEntry| purpose.takes(|name| attribute(entry, name));
    let entries = all.into_iter().filter_map(move |code| lists.entry_on(purpose.list(), &code, day).cloned());
    entries.filter(takes).collect::<Vec<_>>().into_iter()
}

/// Checks a motive and its text.
///
/// # Errors
/// Why it is not taken.
pub fn check(
    lists: &Nomenclatures,
    purpose: Purpose,
    motive: Option<&str>,
    text: Option<&str>,
    day: Day,
) -> Result<(), BadMotive> {
    let code = motive.map(str::trim).filter(|code| !code.is_empty()).ok_or(BadMotive::Missing)?;
    let entry = lists
        .entry_on(purpose.list(), code, day)
        .filter(|entry| purpose.takes(|name| attribute(entry, name)));
    let entry = entry.ok_or_else(|| BadMotive::Unknown(code.into()))?;
    let wants = wants_text(&entry.code, |name| attribute(entry, name));
    if wants && !says_enough(text.unwrap_or_default()) {
        return Err(BadMotive::TextTooShort(code.into()));
    }
    Ok(())
}

/// Whether a motive wants a text, by its code and the other columns of its list.
pub fn wants_text<'a>(code: &str, attribute: impl Fn(&str) -> Option<&'a str>) -> bool {
    // The list of freezes and forces has no column for it: the name of the code says it.
    code.ends_with("_AUTRE") || attribute("free_text").is_some_and(|value| value == "required")
}

/// Whether a text is long enough for a motive that wants one.
pub fn says_enough(text: &str) -> bool {
    text.trim().chars().count() >= TEXT_AT_LEAST
}

fn attribute<'a>(entry: &'a NomenclatureEntry, name: &str) -> Option<&'a str> {
    entry.attribute(name).map(SmolStr::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tour::guard::tests::lists;

    #[test]
    fn a_motive_is_of_its_purpose_and_its_day() {
        let lists = lists();
        let day: Day = "2026-08-01".parse().unwrap();
        let said = |purpose, motive, text| check(&lists, purpose, motive, text, day);
        assert_eq!(said(Purpose::Freeze, Some("GEL_DISPO"), None), Ok(()));
        assert_eq!(said(Purpose::Freeze, None, None), Err(BadMotive::Missing));
        assert_eq!(said(Purpose::Freeze, Some(" "), None), Err(BadMotive::Missing));
        let wrong = Err(BadMotive::Unknown("FORCE_DEPART".into()));
        assert_eq!(said(Purpose::Freeze, Some("FORCE_DEPART"), None), wrong);
        assert_eq!(said(Purpose::Force, Some("FORCE_DEPART"), None), Ok(()));
        assert_eq!(
            said(Purpose::Ask, Some("REF_BUDGET"), None),
            Err(BadMotive::Unknown("REF_BUDGET".into()))
        );
        assert_eq!(said(Purpose::Refuse, Some("REF_BUDGET"), None), Ok(()));
        assert_eq!(
            said(Purpose::Close, Some("TRA_QUOTITE"), None),
            Err(BadMotive::Unknown("TRA_QUOTITE".into()))
        );
        let short = Err(BadMotive::TextTooShort("GEL_AUTRE".into()));
        assert_eq!(said(Purpose::Freeze, Some("GEL_AUTRE"), Some("  court     ")), short);
        assert_eq!(said(Purpose::Freeze, Some("GEL_AUTRE"), Some("Projet d’établissement")), Ok(()));
        assert_eq!(
            said(Purpose::Create, Some("CRE_AUTRE"), None),
            Err(BadMotive::TextTooShort("CRE_AUTRE".into()))
        );
        assert_eq!(said(Purpose::Reserve, Some("RES_CONTRACTUEL"), None), Ok(()));
        let freeze = Err(BadMotive::Unknown("GEL_RESERVATION".into()));
        assert_eq!(said(Purpose::Reserve, Some("GEL_RESERVATION"), None), freeze);
        let short = Err(BadMotive::TextTooShort("RES_AUTRE".into()));
        assert_eq!(said(Purpose::Reserve, Some("RES_AUTRE"), None), short);
    }

    #[test]
    fn every_motive_of_the_lists_has_one_purpose() {
        let lists = lists();
        let day: Day = "2026-08-01".parse().unwrap();
        let all = [
            Purpose::Freeze,
            Purpose::Force,
            Purpose::Ask,
            Purpose::Refuse,
            Purpose::Create,
            Purpose::Transform,
            Purpose::Close,
            Purpose::Reserve,
        ];
        let counted: usize = all.iter().map(|purpose| choices(&lists, *purpose, day).count()).sum();
        let others = lists.list("workflow_motives").filter(|one| {
            let object = one.value.attribute("object").map(SmolStr::as_str);
            object == Some("convention")
        });
        let whole = lists.list("publication_decisions").count() + lists.list("workflow_motives").count();
        assert_eq!(counted + others.count(), whole);
        assert!(counted > 30);
    }
}

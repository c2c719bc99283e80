//! Facts before and after, as a plan and the journal tell them, made ready to be read. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use shared::catalogue::screens::{import_steps as steps, things as words};
use shared::contract::imports::ThingName;
use shared::quotity::Quotity;
use shared::time::Day;

use crate::format;
use crate::ui::differences::Difference;

/// A thing by its noun and its key, whose parts and days are read as people write them.
pub fn named(entity: &str, key: &str) -> String {
    said(entity, key.split('|').map(str::to_owned))
}

/// The same, with the person in the place of the matricule.
pub fn named_with(entity: &str, key: &str, person: &str) -> String {
    let own = matricule(entity, key);
    said(entity, key.split('|').map(|part| if Some(part) == own { person } else { part }.to_owned()))
}

/// The same, where the person is already named above.
pub fn named_within(entity: &str, key: &str) -> String {
    let own = matricule(entity, key);
    said(entity, key.split('|').filter(|part| Some(*part) != own).map(str::to_owned))
}

fn said(entity: &str, parts: impl Iterator<Item = String>) -> String {
    let parts = parts.filter(|part| !part.is_empty());
    let parts: Vec<String> =
        parts.map(|part| part.parse::<Day>().map_or_else(|_| part.clone(), format::day)).collect();
    format!("{} {}", words::one(entity), parts.join(" · ")).trim_end().to_owned()
}

/// The matricule of the practitioner whom a thing is about.
pub fn matricule<'a>(entity: &str, key: &'a str) -> Option<&'a str> {
    let mut parts = key.split('|');
    let own = match entity {
        "practitioners" | "statuses" | "steps" | "positions" | "contracts" | "affectations"
        | "exercise_periods" | "headships" => parts.next(),
        "conventions" => parts.next_back(),
        _ => None,
    };
    own.filter(|own| !own.is_empty())
}

/// Things by the practitioner whom they are about, in the order in which they come; those about nobody each alone.
pub fn by_person(things: &[ThingName]) -> Vec<(Option<String>, Vec<ThingName>)> {
    let mut groups: Vec<(Option<String>, Vec<ThingName>)> = Vec::new();
    for thing in things {
        let own = matricule(&thing.entity, &thing.key).map(str::to_owned);
        match groups.iter_mut().find(|(other, _)| own.is_some() && *other == own) {
            Some((_, group)) => group.push(thing.clone()),
            None => groups.push((own, vec![thing.clone()])),
        }
    }
    groups
}

/// One period of a thing, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The period, when there are several.
    pub period: Option<String>,
    /// Fields, those that differ first.
    pub rows: Vec<Difference>,
    /// Whether there is something before.
    pub with_before: bool,
    /// Whether there is something after.
    pub with_after: bool,
}

/// Periods and fields that differ, between what a thing was and what it would be.
pub fn sheets(before: &Value, after: &Value) -> Vec<Sheet> {
    let (before, after) = (periods(before), periods(after));
    let several = before.len() > 1 || after.len() > 1;
    let mut starts = BTreeSet::new();
    starts.extend(before.keys().chain(after.keys()).cloned());
    let alone = before.len() == 1 && after.len() == 1;
    if alone {
        let (one, other) = (before.into_values().next(), after.into_values().next());
        return vec![sheet(one.as_ref(), other.as_ref(), false)];
    }
    let pairs = starts.into_iter().map(|start| (before.get(&start), after.get(&start)));
    pairs.filter(|(one, other)| one != other).map(|(one, other)| sheet(one, other, several)).collect()
}

/// Statements by first day.
fn periods(value: &Value) -> BTreeMap<String, Map<String, Value>> {
    let Value::Object(fields) = value else { return BTreeMap::new() };
    let all = match fields.get("periods") {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_object).cloned().collect(),
        _ => vec![fields.clone()],
    };
    let start = |fields: &Map<String, Value>| {
        fields.get("valid_from").and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    // One by one: to collect them would bring a sort of their own into the application.
    let mut found = BTreeMap::new();
    found.extend(all.into_iter().map(|fields| (start(&fields), fields)));
    found
}

fn sheet(before: Option<&Map<String, Value>>, after: Option<&Map<String, Value>>, several: bool) -> Sheet {
    // The days first: they are what moves most.
    let mut names = vec!["valid_from", "valid_to"];
    for name in after.into_iter().chain(before).flat_map(Map::keys) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let side = |side: Option<&Map<String, Value>>, name: &str| {
        side.and_then(|fields| fields.get(name)).and_then(|value| text(name, value))
    };
    let raw = |side: Option<&Map<String, Value>>, name: &str| {
        side.and_then(|fields| fields.get(name)).filter(|value| !value.is_null()).cloned()
    };
    let rows = names.into_iter().map(|name| Difference {
        field: words::field(name).to_owned(),
        changed: raw(before, name) != raw(after, name),
        before: side(before, name),
        after: side(after, name),
    });
    let rows = rows.filter(|row| row.before.is_some() || row.after.is_some());
    let (mut rows, same): (Vec<Difference>, Vec<Difference>) = rows.partition(|row| row.changed);
    rows.extend(same);
    let period = several.then(|| period(after.or(before))).flatten();
    Sheet { period, rows, with_before: before.is_some(), with_after: after.is_some() }
}

fn period(fields: Option<&Map<String, Value>>) -> Option<String> {
    let day = |name: &str| fields?.get(name)?.as_str()?.parse::<Day>().ok();
    Some(format::period(day("valid_from")?, day("valid_to")?))
}

/// A value as people read it; `None` for nothing.
fn text(name: &str, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(yes) => Some(if *yes { steps::YES } else { steps::NO }.to_owned()),
        Value::Number(number) if name == "quotity" => {
            let amount = number.as_u64().and_then(|amount| u32::try_from(amount).ok());
            let amount = amount.and_then(|amount| Quotity::new(amount).ok());
            Some(amount.map_or_else(|| number.to_string(), format::half_days))
        }
        Value::Number(number) => Some(number.to_string()),
        Value::String(words) if words.is_empty() => None,
        Value::String(json) if name == "definition" => columns(json),
        Value::String(words) => Some(match words.parse::<Day>() {
            Ok(day) if name == "valid_to" => last_day(day),
            Ok(day) => day.in_french(),
            Err(_) => words.clone(),
        }),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().filter_map(|one| text(name, one)).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        Value::Object(fields) => {
            let all: Vec<String> = fields
                .iter()
                .filter_map(|(name, one)| Some(format!("{name}\u{a0}: {}", text(name, one)?)))
                .collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
    }
}

/// A profile is told by its size: nobody reads it as it is stored.
fn columns(json: &str) -> Option<String> {
    let profile: Value = crate::client::json::read(json).ok()?;
    Some(words::columns(profile.get("columns")?.as_array()?.len()))
}

/// An end is written as the last day it includes.
fn last_day(end: Day) -> String {
    format::last_day(end).map_or_else(|| words::NO_END.to_owned(), Day::in_french)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_named_with_the_parts_of_its_key() {
        assert_eq!(named("posts", "0500315"), "Poste 0500315");
        assert_eq!(
            named("affectations", "0008454|2026-09-01||148"),
            "Affectation 0008454 · 01/09/2026 · 148"
        );
    }

    #[test]
    fn the_person_takes_the_place_of_the_matricule() {
        let key = "0008454|2026-09-01||148";
        assert_eq!(
            named_with("affectations", key, "DUPONT Marie"),
            "Affectation DUPONT Marie · 01/09/2026 · 148"
        );
        assert_eq!(named_within("affectations", key), "Affectation 01/09/2026 · 148");
        assert_eq!(named_within("steps", "0008454"), "Échelon");
        assert_eq!(
            named_with("conventions", "C1|690780044|out|77", "DUPONT"),
            "Convention C1 · 690780044 · out · DUPONT"
        );
        assert_eq!(named_with("posts", "77", "DUPONT"), "Poste 77");
    }

    #[test]
    fn things_of_one_person_are_together() {
        let thing = |entity: &str, key: &str| ThingName { entity: entity.into(), key: key.into() };
        let things = [
            thing("practitioners", "77"),
            thing("posts", "77"),
            thing("affectations", "77|2026-09-01||148"),
            thing("steps", "78"),
            thing("posts", "79"),
        ];
        let groups = by_person(&things);
        let told: Vec<_> = groups.iter().map(|(own, group)| (own.as_deref(), group.len())).collect();
        assert_eq!(told, [(Some("77"), 2), (None, 1), (Some("78"), 1), (None, 1)]);
    }

    use serde_json::json;

    #[test]
    fn what_differs_comes_first_and_an_end_is_a_last_day() {
        let before = json!({ "service": "S1", "quotity": 10_000, "valid_from": "2026-01-01", "valid_to": "9999-12-31" });
        let after = json!({ "service": "S1", "quotity": 8_000, "valid_from": "2026-01-01", "valid_to": "2026-07-01" });
        let sheets = sheets(&before, &after);
        assert_eq!(sheets.len(), 1);
        let rows: Vec<_> = sheets[0]
            .rows
            .iter()
            .map(|row| (row.field.as_str(), row.before.as_deref(), row.after.as_deref(), row.changed))
            .collect();
        assert_eq!(
            rows,
            [
                ("Fin", Some("sans fin prévue"), Some("30/06/2026"), true),
                (
                    "Quotité",
                    Some("10,0 demi-journées (100\u{202f}%)"),
                    Some("8,0 demi-journées (80\u{202f}%)"),
                    true
                ),
                ("Début", Some("01/01/2026"), Some("01/01/2026"), false),
                ("Service", Some("S1"), Some("S1"), false),
            ]
        );
    }

    #[test]
    fn of_several_periods_only_those_that_differ_are_told() {
        let one = json!({ "step": "3", "valid_from": "2025-01-01", "valid_to": "2026-01-01" });
        let open = json!({ "step": "4", "valid_from": "2026-01-01", "valid_to": "9999-12-31" });
        let sheets = sheets(&one, &json!({ "periods": [one, open] }));
        assert_eq!(sheets.len(), 1);
        assert_eq!(sheets[0].period.as_deref(), Some("depuis le 01/01/2026"));
        assert!(!sheets[0].with_before && sheets[0].with_after);
    }

    #[test]
    fn a_new_thing_has_nothing_before() {
        let after =
            json!({ "number": "P1", "corps": null, "valid_from": "2026-01-01", "valid_to": "9999-12-31" });
        let sheets = sheets(&Value::Null, &after);
        assert_eq!((sheets.len(), sheets[0].with_before, sheets[0].rows.len()), (1, false, 3));
    }
}

//! The conditions of a list as people read them, on the sheet that says what a file is.
//!
//! Codes have the labels of their lists. A thing of a hospital is named only as a row of the file names it: a condition
//! that finds nothing never tells what stands behind an id. Refuses the words of programs.

use serde_json::Value;
use shared::catalogue::exports as texts;
use shared::catalogue::screens::{practitioners, staffing_table};
use shared::catalogue::staffing_table::code_and_label;
use shared::contract::lists::{Kind, Test};
use shared::quotity::Quotity;
use shared::time::Day;

use super::library::Library;
use super::listing::{Asked, Condition, Field};

/// The conditions and the text searched, one sentence each. Values of one field are alternatives, as they are in the list.
pub(super) fn words(library: &Library, noun: &str, asked: &Asked, rows: &[Value]) -> Vec<String> {
    let mut merged: Vec<Condition> = Vec::new();
    for one in &asked.filters {
        let same = merged.iter_mut().find(|other| other.field.name == one.field.name);
        match (same.map(|other| &mut other.test), &one.test) {
            (Some(Test::Among(list)), Test::Among(more)) => list.extend(more.iter().cloned()),
            _ => merged.push(one.clone()),
        }
    }
    let conditions = merged.iter().map(|Condition { field, test }| {
        let values =
            test.values().iter().map(|value| said(library, (noun, asked.view.as_of), field, value, rows));
        texts::filter(field.name, field.kind(), test, &values.collect::<Vec<_>>())
    });
    conditions.chain(asked.search.as_deref().map(texts::searched)).collect()
}

/// One value, as people read it.
fn said(library: &Library, (noun, day): (&str, Day), field: &Field, value: &str, rows: &[Value]) -> String {
    if value.is_empty() {
        return texts::NO_VALUE.to_owned();
    }
    let labelled = |list: &str| code_and_label(value, &library.nomenclatures.label(list, value));
    match (field.name, field.kind()) {
        (_, Kind::Day) => value.parse::<Day>().map_or_else(|_| value.to_owned(), |day| day.in_french()),
        ("quotity", _) => {
            let time = value.parse().ok().and_then(|hundredths| Quotity::new(hundredths).ok());
            time.map_or_else(|| value.to_owned(), |time| texts::time(&time.half_days()))
        }
        ("kind", _) if noun == "structures" => labelled("structure_kinds"),
        ("kind", _) => labelled("post_kinds"),
        ("speciality", _) => labelled("specialities"),
        ("status", _) => labelled("statuses"),
        ("rank", _) => staffing_table::rank(value).to_owned(),
        ("sex", _) => practitioners::sex(value).to_owned(),
        ("establishment", _) => {
            let seen = rows.iter().any(|row| row.get("establishment").and_then(Value::as_str) == Some(value));
            let known = library.territory.by_finess(value).filter(|_| seen);
            let known = known.and_then(|id| library.territory.on(id, day));
            known.map_or_else(|| value.to_owned(), |known| format!("{} ({value})", known.name))
        }
        ("parent" | "structure" | "service" | "unit" | "post" | "practitioner" | "person", _) => {
            let named = rows
                .iter()
                .filter_map(|row| row.get(field.name))
                .find(|thing| text(thing, "id") == Some(value));
            named.and_then(name).unwrap_or_else(|| texts::unnamed(value))
        }
        _ => value.to_owned(),
    }
}

fn text<'v>(thing: &'v Value, name: &str) -> Option<&'v str> {
    thing.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// What a row calls a thing: the name of a person, else its number and its label.
fn name(thing: &Value) -> Option<String> {
    let words = |names: [&str; 2]| {
        let all: Vec<&str> = names.into_iter().filter_map(|name| text(thing, name)).collect();
        (!all.is_empty()).then(|| all.join(" "))
    };
    words(["usual_name", "first_names"]).or_else(|| words(["number", "label"]))
}

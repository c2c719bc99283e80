//! Keys of an answer are those that the profile may read (R43): by rubric, in lists, items and searches; a field that may
//! not be read is unknown to filters and sorts.

use std::collections::BTreeSet;

use api::app::listing::Listing;
use api::app::{
    affectations, headships, positions, posts, practitioners, reservations, statuses, structures,
};
use serde_json::Value;
use shared::habilitation::{Profile, Right, Rubric};
use shared::nomenclature::NomenclatureEntry;
use shared::time::Segment;
use uuid::Uuid;

use super::nation::{HOME, Nation, SENSITIVE, Thing};
use crate::support::app::Request;
use crate::support::on_sqlite;

/// Keys that belong to another rubric than that of the answer they are in.
const OF_A_RUBRIC: [(&str, Rubric); 8] = [
    ("usual_name", Rubric::Practitioners),
    ("first_names", Rubric::Practitioners),
    ("birth_name", Rubric::Practitioners),
    ("matricule", Rubric::Practitioners),
    ("rpps", Rubric::Practitioners),
    ("birth_year", Rubric::Practitioners),
    ("holders", Rubric::Practitioners),
    ("birth_date", Rubric::Careers),
];

fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                // What is null or empty says nothing.
                if !inner.is_null() {
                    found.insert(name.clone());
                }
                keys(inner, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| keys(inner, found)),
        _ => {}
    }
}

fn reads(profile: Profile, rubric: Rubric) -> bool {
    profile.rights(rubric).has(Right::Read)
}

fn paths() -> Vec<String> {
    let mut paths: Vec<String> = [
        "/posts?include=occupation",
        "/practitioners?include=present",
        "/affectations",
        "/headships",
        "/reservations",
        "/positions",
        "/statuses",
    ]
    .map(str::to_owned)
    .to_vec();
    for (noun, thing) in [
        ("posts", Thing::Post),
        ("practitioners", Thing::Practitioner),
        ("affectations", Thing::Affectation),
        ("headships", Thing::Headship),
        ("reservations", Thing::Reservation),
        ("positions", Thing::Position),
        ("statuses", Thing::Status),
    ] {
        let id = HOME.id(thing);
        paths.extend([format!("/{noun}/{id}"), format!("/{noun}/{id}/history")]);
    }
    paths.push(format!("/posts/{}/occupants", HOME.id(Thing::Post)));
    paths.push(format!("/practitioners/{}/timeline", HOME.id(Thing::Practitioner)));
    paths
}

#[test]
fn r43_no_key_of_a_rubric_that_may_not_be_read() {
    let nation = Nation::on(on_sqlite());
    let mut seen_somewhere = BTreeSet::new();
    for profile in Profile::ALL {
        let token = nation.caller(*profile);
        for path in paths() {
            let answer = nation.app.send(&Request::get(path.clone()), Some(&token));
            if answer.status != 200 {
                assert!([403, 404].contains(&answer.status), "{path} by {profile}: {}", answer.body);
                continue;
            }
            let mut found = BTreeSet::new();
            keys(&answer.json(), &mut found);
            for (key, rubric) in OF_A_RUBRIC {
                assert!(
                    reads(*profile, rubric) || !found.contains(key),
                    "{profile} may not read {rubric}, and {path} shows `{key}`: {}",
                    answer.body
                );
            }
            if !reads(*profile, Rubric::Practitioners) {
                assert!(
                    !answer.body.contains("MARTIN"),
                    "{path} names somebody to {profile}: {}",
                    answer.body
                );
            }
            seen_somewhere.extend(found);
        }
    }
    let never: Vec<&str> =
        OF_A_RUBRIC.iter().map(|(key, _)| *key).filter(|key| !seen_somewhere.contains(*key)).collect();
    // RPPS is unknown of these people.
    assert_eq!(never, ["rpps"], "a key that nobody sees proves nothing");
}

#[test]
fn r43_a_sensitive_position_is_an_absence_for_who_may_not_read_its_reason() {
    let nation = Nation::on(on_sqlite());
    for profile in Profile::ALL {
        let token = nation.caller(*profile);
        for path in paths() {
            let answer = nation.app.send(&Request::get(path.clone()), Some(&token));
            if answer.status == 200 && !reads(*profile, Rubric::AbsencesSensitive) {
                assert!(!answer.body.contains(SENSITIVE), "{path} by {profile}: {}", answer.body);
            }
        }
        if reads(*profile, Rubric::Careers) {
            let asked = Request::get(format!("/positions?position={SENSITIVE}"));
            let found = nation.app.send(&asked, Some(&token)).items();
            assert_eq!(!found.is_empty(), reads(*profile, Rubric::AbsencesSensitive), "{profile}");
        }
    }
}

const LISTINGS: [(&str, &Listing); 8] = [
    ("/affectations", &affectations::LISTING),
    ("/positions", &positions::LISTING),
    ("/headships", &headships::LISTING),
    ("/posts", &posts::LISTING),
    ("/practitioners", &practitioners::LISTING),
    ("/reservations", &reservations::LISTING),
    ("/statuses", &statuses::LISTING),
    ("/structures", &structures::LISTING),
];

#[test]
fn r43_a_hidden_field_is_unknown_to_filters_and_sorts() {
    let nation = Nation::on(on_sqlite());
    let (mut hidden, mut shown) = (0, 0);
    for profile in Profile::ALL {
        let token = nation.caller(*profile);
        for (path, listing) in LISTINGS {
            if !reads(*profile, listing.rubric) {
                continue;
            }
            for field in listing.fields.iter().filter(|field| field.rubric != listing.rubric) {
                let name = field.name;
                let mut asked = vec![format!("{name}.in=2026-01-01"), format!("{name}.not=2026-01-01")];
                if field.sortable {
                    asked.push(format!("sort={name}"));
                }
                for query in asked {
                    let answer = nation.app.send(&Request::get(format!("{path}?{query}")), Some(&token));
                    if reads(*profile, field.rubric) {
                        shown += 1;
                        assert_eq!(answer.status, 200, "{path}?{query} by {profile}: {}", answer.body);
                    } else {
                        hidden += 1;
                        // The same refusal as for a word that no list knows.
                        let word = "never_heard_of";
                        let unknown = format!("{path}?{}", query.replace(name, word));
                        let unknown = nation.app.send(&Request::get(unknown), Some(&token)).masked();
                        let (status, _, body) = answer.masked();
                        assert_eq!(
                            (status, body),
                            (400, unknown.2.replace(word, name)),
                            "{path} by {profile}"
                        );
                    }
                }
            }
        }
    }
    assert!(hidden > 3 && shown > 3, "{hidden} hidden, {shown} shown: too few to prove anything");
}

/// What a profile is told of no thing it may not name in `fields` either; all that it may name, it is told of some.
#[test]
fn r43_a_hidden_field_is_unknown_to_the_choice_of_fields() {
    let nation = Nation::on(on_sqlite());
    let (mut hidden, mut shown) = (0, 0);
    for profile in Profile::ALL {
        let token = nation.caller(*profile);
        let ask = |path: &str, name: &str| {
            nation.app.send(&Request::get(format!("{path}?fields={name}")), Some(&token))
        };
        for (path, listing) in LISTINGS.into_iter().filter(|(_, one)| reads(*profile, one.rubric)) {
            for (name, rubric) in listing.guarded {
                if reads(*profile, *rubric) {
                    shown += 1;
                    let answer = ask(path, name);
                    if (path, *profile) == ("/reservations", Profile::Practitioner) {
                        // Who is to come on a post is told to no single file: the field is known, no thing is there.
                        assert_eq!((answer.status, answer.items().len()), (200, 0));
                        continue;
                    }
                    assert!(
                        answer.items().iter().any(|item| item.get(name).is_some()),
                        "{path} by {profile}"
                    );
                    continue;
                }
                hidden += 1;
                // The same refusal as for a word that no thing knows.
                let word = "never_heard_of";
                let (status, _, body) = ask(path, name).masked();
                let unknown = ask(path, word).masked().2.replace(word, name);
                assert_eq!((status, body), (400, unknown), "{path} by {profile}");
            }
        }
    }
    assert!(hidden > 1 && shown > 3, "{hidden} hidden, {shown} shown: too few to prove anything");
}

/// Nobody forgot to guard a field: what some profiles never see in the things of a list is named with its rubric.
#[test]
fn r43_what_is_hidden_of_a_thing_is_guarded() {
    let nation = Nation::on(on_sqlite());
    let keys_of = |token: &str, path: &str| -> BTreeSet<String> {
        let answer = nation.app.send(&Request::get(path), Some(token));
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let items = answer.items();
        items.iter().flat_map(|item| item.as_object().unwrap().keys().cloned().collect::<Vec<_>>()).collect()
    };
    let national = nation.caller(Profile::CngManager);
    let mut missed = 0;
    for (path, listing) in LISTINGS {
        let all = keys_of(&national, path);
        for profile in Profile::ALL.iter().filter(|profile| reads(**profile, listing.rubric)) {
            let told = keys_of(&nation.caller(*profile), path);
            if told.is_empty() {
                continue;
            }
            // Shown by the perimeter and not by a rubric: its word is no secret, its value is.
            for name in all.difference(&told).filter(|name| *name != "person") {
                let guard = listing.guarded.iter().find(|(own, _)| own == name);
                assert!(
                    guard.is_some_and(|(_, rubric)| !reads(*profile, *rubric)),
                    "{name} of {path}, {profile}"
                );
                missed += 1;
            }
        }
    }
    assert!(missed > 1, "{missed} hidden: too few to prove anything");
}

#[test]
fn r43_the_reason_of_a_vacancy_does_not_tell_of_health_leave() {
    let nation = Nation::on(on_sqlite());
    // Whoever is on that leave leaves the post vacant at once.
    nation.restate(|facts| {
        let leave = facts.nomenclatures.segments().find(|(_, segment)| segment.value.code == SENSITIVE);
        let (id, mut segment) = leave.map(|(id, segment)| (id, segment.clone())).unwrap();
        segment.value.attributes.insert("post_effect".into(), "vacant".into());
        let period = segment.period;
        facts.nomenclatures.assert(id, segment);
        let tenured = NomenclatureEntry {
            list: "status_post_kinds".into(),
            code: "PH/PH".into(),
            label: "Titulaire".into(),
            attributes: [("holding".into(), "tenured".into())].into_iter().collect(),
        };
        facts.nomenclatures.assert(Uuid::now_v7().into(), Segment { period, value: tenured });
    });
    let (mut told, mut hidden) = (0, 0);
    for profile in Profile::ALL.iter().filter(|profile| reads(**profile, Rubric::Posts)) {
        let token = nation.caller(*profile);
        let one = nation.app.send(&Request::get(format!("/posts/{}", HOME.id(Thing::Post))), Some(&token));
        let occupation = one.json()["occupation"].clone();
        if occupation.is_null() {
            // Derived from a whole hospital: not for who reads one file.
            continue;
        }
        assert!(occupation["vacant_from"].is_string(), "{profile}: {}", one.body);
        if reads(*profile, Rubric::AbsencesSensitive) {
            assert_eq!(occupation["vacancy_reason"], "CONGE_1AN", "{profile}");
            told += 1;
        } else {
            assert_eq!(occupation["vacancy_reason"], Value::Null, "{profile}");
            hidden += 1;
        }
        let list = nation.app.send(&Request::get("/posts?include=occupation"), Some(&token));
        assert_eq!(list.body.contains("CONGE_1AN"), reads(*profile, Rubric::AbsencesSensitive), "{profile}");
    }
    assert!(told > 0 && hidden > 3, "{told} told, {hidden} hidden: too few to prove anything");
}

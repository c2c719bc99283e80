//! Copies that follow the feed: whatever happens, they hold what the lists show.

use std::collections::BTreeMap;

use api::app::feed::RESOURCES;
use api::db::facts::FactSet;
use serde_json::Value;
use shared::habilitation::{Perimeter, Profile};
use shared::time::Segment;
use uuid::Uuid;

use super::feed::{edit, follow, move_line, now, relabel, since_ever, told};
use super::{Actor, App, on_both};
use crate::authz::nation::{HOME, Hospital, SIBLING, Standing, Thing};

/// Numbers without order, the same at each run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }
}

/// One change or another, of one of two hospitals or of the register.
fn meddle(app: &App, dice: &mut Dice) {
    use Thing::{
        Affectation, Affectation2, Pole, Pole2, Post, Post2, Practitioner, Service, Service2, Site, Status,
    };
    let at = [HOME, SIBLING][dice.throw(2)];
    let home = FactSet::Establishment(at.id(Thing::Establishment).into());
    let (one, number) = (dice.throw(9), dice.throw(1_000));
    let (side, other) = (dice.throw(2), dice.throw(2));
    let (pole, service) = ([Pole, Pole2][side], [Service, Service2][side]);
    if one == 8 {
        let to = [HOME, SIBLING][other].finess;
        return app.0.restate(|facts| {
            edit(&mut facts.sites, at.id(Site), |site| {
                site.finess_ej = to.into();
                site.name = format!("Site {number}").into();
            });
        });
    }
    app.0.restate_in(home, |facts| match one {
        0 => relabel(facts, at, service, &format!("Service {number}")),
        1 => edit(&mut facts.structures, at.id(Service), |it| it.parent = Some(at.id(pole).into())),
        2 => edit(&mut facts.posts, at.id([Post, Post2][other]), |it| {
            it.structure = Some(at.id(service).into());
        }),
        3 => move_line(facts, at, [Affectation, Affectation2][other], service),
        4 => edit(&mut facts.statuses, at.id(Status), |it| it.local_code = Some(number.to_string().into())),
        5 => edit(&mut facts.practitioners, at.id(Practitioner), |it| {
            it.first_names = format!("Camille {number}").into();
        }),
        // Somebody new, then taken back: with all that is theirs.
        6 => {
            let [practitioner, status, line] = newcomer(at);
            let known =
                facts.practitioners.get(at.id(Practitioner).into()).unwrap().last().unwrap().value.clone();
            let mut employment =
                facts.statuses.get(at.id(Status).into()).unwrap().last().unwrap().value.clone();
            let mut time =
                facts.affectations.get(at.id(Affectation).into()).unwrap().last().unwrap().value.clone();
            employment.practitioner = practitioner.into();
            (time.practitioner, time.service, time.post) =
                (practitioner.into(), Some(at.id(service).into()), None);
            let value = shared::practitioner::Practitioner {
                person: Uuid::from_u128(77 + at.number).into(),
                matricule: "NEUF".into(),
                ..known
            };
            facts.practitioners.assert(practitioner.into(), Segment { period: since_ever(), value });
            facts.statuses.assert(status.into(), Segment { period: since_ever(), value: employment });
            facts.affectations.assert(line.into(), Segment { period: since_ever(), value: time });
        }
        _ => {
            let [practitioner, status, line] = newcomer(at);
            facts.practitioners.put(practitioner.into(), Default::default());
            facts.statuses.put(status.into(), Default::default());
            facts.affectations.put(line.into(), Default::default());
        }
    });
}

fn newcomer(at: Hospital) -> [Uuid; 3] {
    [1, 2, 3].map(|thing| Uuid::from_u128(0x7000_8000_0000_0000_0000 + at.number * 10 + thing))
}

/// A copy: things by collection and id, each with its version.
type Copy = BTreeMap<(String, String), i64>;

/// What the lists show.
fn shown(actor: &Actor<'_>) -> Copy {
    let mut copy = Copy::new();
    for noun in RESOURCES {
        let answer = actor.get(&format!("/{}?limit=500", noun.name()));
        if answer.status == 403 {
            continue;
        }
        for item in answer.items() {
            let id = item["id"].as_str().unwrap().to_owned();
            copy.insert((noun.name().to_owned(), id), item["version"].as_i64().unwrap());
        }
    }
    copy
}

/// A copy, after what the feed told.
fn apply(copy: &mut Copy, items: &[Value]) {
    for (resource, id, operation, version) in told(items) {
        let key = (resource, id);
        match operation.as_str() {
            "created" => assert!(copy.insert(key.clone(), version).is_none(), "{key:?} created twice"),
            "modified" => assert!(copy.insert(key.clone(), version).is_some(), "{key:?} was not there"),
            _ => assert!(copy.remove(&key).is_some(), "{key:?} was not there"),
        }
    }
}

/// Whoever copied the lists and does what the feed says holds what the lists show, whatever happened, whoever reads, by
/// pages of any size: the feed leaves out nothing of what may be read, and tells of nothing else.
#[test]
fn r42_who_follows_holds_what_the_lists_show() {
    on_both(|app| {
        let pole = |at: Hospital| Perimeter::Structure(at.id(Thing::Pole).into());
        let mut accounts = vec![
            app.0.hire(Profile::HospitalManager, Perimeter::Establishment(HOME.finess.into())),
            app.0.hire(Profile::HospitalManager, pole(HOME)),
            app.0.hire(Profile::HospitalReader, pole(HOME)),
            app.0.hire(Profile::ArsManager, Perimeter::Region(HOME.region.into())),
            app.0.hire(Profile::CngManager, Perimeter::National),
        ];
        let both = app.0.hire(Profile::HospitalReader, pole(HOME));
        app.0.also(both, Profile::HospitalManager, Perimeter::Establishment(SIBLING.finess.into()));
        accounts.push(both);
        accounts.push(app.0.people[&(Profile::Practitioner, Standing::Active)].account);
        let callers: Vec<Actor<'_>> =
            accounts.into_iter().map(|account| Actor { app, token: app.0.sign_in(account) }).collect();
        let firsts: Vec<String> = callers.iter().map(now).collect();
        let mut copies: Vec<(Copy, String)> =
            callers.iter().zip(&firsts).map(|(caller, token)| (shown(caller), token.clone())).collect();
        let mut all: Vec<Vec<Value>> = vec![Vec::new(); callers.len()];
        let mut dice = Dice(42);
        for round in 0..16 {
            for _ in 0..1 + dice.throw(5) {
                meddle(app, &mut dice);
            }
            for (number, caller) in callers.iter().enumerate() {
                let (copy, token) = &mut copies[number];
                let (items, next) = follow(caller, token, ["&limit=3", "&limit=500", ""][round % 3]);
                apply(copy, &items);
                assert_eq!(*copy, shown(caller), "caller {number}, round {round}: {items:#?}");
                *token = next;
                all[number].extend(items);
            }
        }
        for (number, caller) in callers.iter().enumerate() {
            assert!(all[number].len() > 2, "caller {number} was told of {}", all[number].len());
            for limit in [1, 3, 500] {
                let (again, _) = follow(caller, &firsts[number], &format!("&limit={limit}"));
                assert_eq!(again, all[number], "caller {number} by pages of {limit}");
            }
        }
    });
}

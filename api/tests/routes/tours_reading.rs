//! How posts in tours are found and read: by their post as it is known, beside what became of them in the tour before, in the
//! words of people or of programs; what nobody can do before its hour is not announced.

use api::db::facts::FactSet;
use serde_json::{Value, json};
use shared::habilitation::Profile;
use shared::tour::calendar::Deadline;

use super::tours::{act, at, entry, furnish, opened, pass, post};
use super::{Actor, on_both};
use crate::authz::nation::{ELSEWHERE, HOME, Thing};

fn numbers(actor: &Actor<'_>, path: &str) -> Vec<String> {
    let number = |one: &Value| one["post"]["number"].as_str().unwrap().to_owned();
    actor.list(path).iter().map(number).collect()
}

#[test]
fn posts_of_a_tour_are_found_by_their_post_as_it_is_known() {
    on_both(|app| {
        furnish(app);
        let (manager, centre) = (app.actor(Profile::HospitalManager), app.actor(Profile::CngManager));
        let tour = opened(app);
        let found = |filter: &str| numbers(&centre, &format!("{tour}/entries?{filter}"));
        assert_eq!(found("speciality=CARDIO"), ["S1", "S2", "S3"]);
        assert_eq!(found("speciality=OTHER"), Vec::<String>::new());
        let before = centre.read(&entry(&tour, 1))["recorded_at"].as_str().unwrap().to_owned();

        // One post changes: the list follows, and what was known before stays.
        app.0.restate_in(FactSet::Establishment(HOME.id(Thing::Establishment).into()), |facts| {
            let id = post(2).into();
            let mut held = facts.posts.get(id).unwrap().last().unwrap().clone();
            held.value.speciality = Some("OTHER".into());
            held.value.structure = None;
            facts.posts.assert(id, held);
        });
        assert_eq!(found("speciality=CARDIO"), ["S1", "S3"]);
        assert_eq!(found("speciality.in=OTHER,NONE"), ["S2"]);
        assert_eq!(found("speciality.not=OTHER"), ["S1", "S3"]);
        assert_eq!(found(&format!("speciality=CARDIO&known_at={before}")), ["S1", "S2", "S3"]);
        assert_eq!(found(&format!("structure={}", HOME.id(Thing::Service))), ["S1", "S3"]);
        assert_eq!(found("structure="), ["S2"], "attached to none");
        assert_eq!(found("number=S3&state=preparing"), ["S3"]);
        assert_eq!(found("q=s2"), ["S2"]);
        assert_eq!(numbers(&manager, &format!("{tour}/entries?speciality=OTHER")), ["S2"]);
        let other = app.manager(ELSEWHERE.finess);
        assert_eq!(numbers(&other, &format!("{tour}/entries?speciality=CARDIO")), Vec::<String>::new());
        assert_eq!(
            centre.get(&format!("{tour}/entries?sort=speciality")).status,
            400,
            "what may be absent has no order"
        );

        // The same conditions make the files; people read words, programs their codes.
        let file =
            |format: &str| manager.get(&format!("{tour}/entries?speciality=OTHER&format={format}")).body;
        let (people, programs) = (file("csv"), file("csv_raw"));
        assert_eq!((people.lines().count(), programs.lines().count()), (2, 2), "{people}");
        assert!(people.contains(";à publier;") && people.contains(";en préparation;"), "{people}");
        assert!(people.lines().next().unwrap().contains(";Décision;État;"), "{people}");
        assert!(programs.contains(",publish,preparing,"), "{programs}");
    });
}

#[test]
fn a_post_is_read_beside_what_became_of_it_in_the_tour_before() {
    on_both(|app| {
        furnish(app);
        let (manager, agency) = (app.actor(Profile::HospitalManager), app.actor(Profile::ArsApprover));
        let first = opened(app);
        act(&manager, &entry(&first, 1), "freeze", &json!({ "motive": "GEL_BUDGET" }));
        assert_eq!(manager.read(&entry(&first, 1))["previous"], Value::Null);
        let second = opened(app);
        let told = agency.list(&format!("{second}/entries?number=S1&include=previous"));
        let previous = &told[0]["previous"];
        assert_eq!((&previous["decision"], &previous["state"]), (&"freeze".into(), &"preparing".into()));
        assert_eq!(format!("/tours/{}", previous["tour"].as_str().unwrap()), first);
        assert_eq!(
            (&previous["kind"]["code"], &previous["year"], &previous["number"]),
            (&"automne".into(), &2031.into(), &1.into())
        );
        assert_eq!(
            agency.list(&format!("{second}/entries?number=S1"))[0]["previous"],
            Value::Null,
            "only when asked"
        );
        let third = opened(app);
        assert_eq!(agency.read(&entry(&third, 1))["previous"]["decision"], "publish", "the last one before");
        assert_eq!(agency.read(&entry(&first, 1))["previous"], Value::Null);
    });
}

#[test]
fn what_nobody_can_do_before_its_hour_is_not_announced() {
    on_both(|app| {
        let centre = app.actor(Profile::CngManager);
        let tour = opened(app);
        let actions = || centre.read(&tour)["allowed_actions"].clone();
        assert_eq!(actions(), json!(["move_deadline"]));
        pass(app, &tour, |calendar| calendar.hospital_deadline = Deadline::everywhere(at("2020-03-01")));
        assert_eq!(actions(), json!(["close_hospitals", "move_deadline"]));
    });
}

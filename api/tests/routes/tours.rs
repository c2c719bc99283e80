//! A tour, from its plan to the installations: the whole way with its actors, and each way of being refused.

use std::collections::BTreeSet;
use std::thread;

use api::db::facts::FactSet;
use serde_json::{Value, json};
use shared::habilitation::{Perimeter, Profile};
use shared::post::Post;
use shared::post_profile::EditionState;
use shared::quotity::Quotity;
use shared::time::{Day, Instant, Period, Segment};
use shared::tour::calendar::{Calendar, Deadline};
use uuid::Uuid;

use super::{Actor, App, code, on_both, pointers};
use crate::authz::nation::{HOME, SIBLING, TOUR, Thing, profile};

/// Posts of the first hospital that tours publish; the last one has no profile.
pub(super) const POSTS: u128 = 3;

/// Who tries at the same time.
const CALLERS: usize = 20;

pub(super) fn post(number: u128) -> Uuid {
    Uuid::from_u128(0x0193_6f4e_7c3a_7b5e_8a1d_0000_0001_0000 + number)
}

/// A hospital that has what a tour asks for: vacant posts of a kind that SIGMED holds, the number of their pole, profiles.
pub(super) fn furnish(app: &App) {
    let since = Period::since(Day::new(2020, 1, 1).unwrap());
    app.0.restate_in(FactSet::Establishment(HOME.id(Thing::Establishment).into()), |facts| {
        for number in 1..=POSTS {
            let value = Post {
                sigmed_number: Some(format!("S{number}").into()),
                local_number: None,
                kind: "SIG".into(),
                sigmed_type: None,
                discipline: None,
                speciality: Some("CARDIO".into()),
                cnu_section: None,
                corps: None,
                quotity: Quotity::FULL_TIME,
                structure: Some(HOME.id(Thing::Service).into()),
                attached_to_establishment: false,
                parent_post: None,
            };
            facts.posts.assert(post(number).into(), Segment { period: since, value });
            if number < POSTS {
                let mut profile = profile(HOME);
                profile.post = post(number).into();
                profile.state = EditionState::Approved;
                let id = Uuid::from_u128(post(number).as_u128() + 0x100).into();
                facts.post_profiles.assert(id, Segment { period: since, value: profile });
            }
        }
        let pole = HOME.id(Thing::Pole).into();
        let held = facts.structures.get(pole).unwrap().last().unwrap().clone();
        let mut numbered = held.value;
        numbered.sigmed_number = Some("P01".into());
        facts.structures.assert(pole, Segment { period: held.period, value: numbered });
    });
}

pub(super) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// A calendar whose opening has come and whose deadlines have not.
fn calendar() -> Value {
    json!({ "opening": "2020-01-01T00:00:00Z", "hospital_deadline": { "national": "2998-03-01T00:00:00Z" },
        "ars_deadline": { "national": "2998-06-01T00:00:00Z" }, "publication": "2998-09-01T00:00:00Z",
        "application_closing": null, "opinions": null, "appointment": "2999-01-01" })
}

/// A tour that has been opened.
pub(super) fn opened(app: &App) -> String {
    let centre = app.actor(Profile::CngManager);
    let plan = json!({ "kind": "automne", "year": 2031, "calendar": calendar() });
    let made = centre.create("/tours", &plan);
    assert_eq!(made.status, 201, "{}", made.body);
    let place = format!("/tours/{}", made.json()["id"].as_str().unwrap());
    assert_eq!(centre.read(&place)["allowed_actions"], json!(["open", "move_deadline"]));
    assert_eq!(act(&centre, &place, "open", &json!({}))["state"], "open_to_hospitals");
    place
}

/// Says the calendar again as if time had passed: a deadline is behind us.
pub(super) fn pass(app: &App, tour: &str, change: impl FnOnce(&mut Calendar)) {
    let id = tour.rsplit('/').next().unwrap().parse::<Uuid>().unwrap().into();
    app.0.restate(|facts| {
        let held = facts.tours.get(id).unwrap().last().unwrap().clone();
        let mut own = held.value;
        change(&mut own.calendar);
        facts.tours.assert(id, Segment { period: held.period, value: own });
    });
}

/// Takes a step that works, from the present version.
pub(super) fn act(actor: &Actor<'_>, place: &str, action: &str, body: &Value) -> Value {
    let version = actor.read(place)["version"].as_i64().unwrap();
    let taken = actor.change("POST", &format!("{place}/{action}"), version, body);
    assert_eq!(taken.status, 200, "{place} {action}: {}", taken.body);
    taken.json()
}

/// Takes a step that is refused, from the present version.
fn refused(actor: &Actor<'_>, place: &str, action: &str, body: &Value) -> (u16, String, Vec<String>) {
    let before = actor.read(place);
    let answer =
        actor.change("POST", &format!("{place}/{action}"), before["version"].as_i64().unwrap(), body);
    assert_eq!(actor.read(place)["version"], before["version"], "what is refused changes nothing");
    (answer.status, code(&answer), pointers(&answer))
}

pub(super) fn entry(tour: &str, number: u128) -> String {
    format!("{tour}/entries/{}", post(number))
}

fn because(comment: &str) -> Value {
    json!({ "comment": comment })
}

#[test]
fn a_tour_goes_from_its_plan_to_the_installations() {
    on_both(|app| {
        furnish(app);
        let (manager, approver) = (app.actor(Profile::HospitalManager), app.actor(Profile::HospitalApprover));
        let (agency, centre) = (app.actor(Profile::ArsApprover), app.actor(Profile::CngManager));
        let tour = opened(app);
        let list = format!("{tour}/lists/{}", HOME.finess);

        // What is proposed, and what each post still lacks.
        let entries = manager.list(&format!("{tour}/entries?include=lacks"));
        assert_eq!(entries.len(), 3, "posts of other kinds are in no tour");
        for one in &entries {
            assert_eq!((&one["decision"], &one["reason"]), (&"publish".into(), &"vacant".into()), "{one}");
            assert_eq!((&one["nature"], &one["state"]), (&"vacant".into(), &"preparing".into()));
            assert_eq!(one["structure"]["number"], "SA");
            assert_eq!(one["allowed_actions"], json!(["freeze", "propose"]));
        }
        let lacks = |number: u128| manager.read(&entry(&tour, number))["lacks"].clone();
        assert_eq!(lacks(1), json!([]));
        assert_eq!(lacks(3)[0]["code"], "tour.no_profile");
        let own = manager.read(&list);
        assert_eq!((&own["state"], &own["waits_for"]), (&"preparing".into(), &"hospital_manager".into()));
        assert_eq!((&own["seat_is_empty"], &own["allowed_actions"]), (&false.into(), &json!(["propose"])));

        // The manager freezes one, with a motive, and proposes the list: the one that lacks its profile stays.
        assert_eq!(
            refused(&manager, &entry(&tour, 2), "freeze", &json!({ "motive": "GEL_RIEN" })),
            (422, "request.invalid".into(), vec!["/motive".into()])
        );
        act(&manager, &entry(&tour, 2), "freeze", &json!({ "motive": "GEL_BUDGET" }));
        let outcome = act(&manager, &list, "propose", &json!({}));
        assert_eq!((&outcome["taken"], outcome["left"].as_array().unwrap().len()), (&2.into(), 1));
        let left = &outcome["left"][0];
        assert_eq!((&left["status"], &left["problem"]["code"]), (&409.into(), &"step.lacks".into()));
        assert_eq!(left["lacks"][0]["code"], "tour.no_profile");
        act(&manager, &entry(&tour, 3), "freeze", &json!({ "motive": "GEL_BUDGET" }));
        act(&manager, &entry(&tour, 3), "propose", &json!({}));

        // The approver gives one back and signs the others; nothing is signed by who proposed it.
        assert_eq!(agency.read(&entry(&tour, 1))["allowed_actions"], json!([]));
        act(&approver, &entry(&tour, 3), "return", &because("Le profil arrive"));
        act(&manager, &entry(&tour, 3), "propose", &json!({}));
        let signed = act(&approver, &list, "sign_off", &json!({}));
        assert_eq!((&signed["taken"], &signed["list"]["state"]), (&3.into(), &"at_ars".into()));

        // The agency asks, then settles.
        act(&agency, &entry(&tour, 1), "ask", &json!({ "motive": "ARS_STRUCTURE" }));
        assert_eq!(manager.read(&list)["state"], "info_requested");
        act(&manager, &entry(&tour, 1), "answer", &because("La structure est la bonne"));
        assert_eq!(refused(&agency, &entry(&tour, 2), "validate", &json!({})).1, "step.lacks");
        act(&agency, &entry(&tour, 2), "record_freeze", &json!({}));
        act(&agency, &entry(&tour, 3), "record_freeze", &json!({}));
        assert_eq!(act(&agency, &entry(&tour, 1), "validate", &json!({}))["state"], "sent_to_sigmed");
        let queue =
            |state: &str| app.actor(Profile::CngAdmin).list(&format!("/sigmed/deliveries?state={state}"));
        let waiting = queue("waiting");
        assert_eq!((waiting.len(), &waiting[0]["subject_kind"]), (1, &"tour_entry".into()), "{waiting:?}");
        assert_eq!(manager.read(&list)["state"], "settled");

        // Nothing is published while SIGMED has not answered, nor before the deadlines.
        assert_eq!(refused(&centre, &tour, "close_hospitals", &json!({})).1, "step.lacks");
        pass(app, &tour, |calendar| calendar.hospital_deadline = Deadline::everywhere(at("2020-03-01")));
        act(&centre, &tour, "close_hospitals", &json!({}));
        pass(app, &tour, |calendar| calendar.ars_deadline = Deadline::everywhere(at("2020-06-01")));
        act(&centre, &tour, "close_ars", &json!({}));
        let answer = refused(&centre, &tour, "publish", &json!({}));
        assert_eq!((answer.0, answer.1.as_str()), (409, "step.lacks"));
        act(&centre, &entry(&tour, 1), "acknowledge", &json!({}));
        assert_eq!(
            (queue("waiting").len(), queue("acknowledged").len()),
            (0, 1),
            "an answer settles what was in the queue"
        );
        let published = act(&centre, &tour, "publish", &json!({}));
        assert_eq!(published["state"], "published");
        assert!(published["calendar"]["application_closing"].is_string(), "{published}");
        assert_eq!(manager.list(&format!("{tour}/entries?state=published")).len(), 1);

        // Applications close, somebody is appointed and comes.
        pass(app, &tour, |calendar| calendar.application_closing = Some(at("2020-10-01")));
        act(&centre, &tour, "close_applications", &json!({}));
        act(&centre, &tour, "record_appointments", &json!({}));
        assert_eq!(refused(&centre, &tour, "close", &json!({})).1, "step.lacks");
        let order =
            json!({ "order_number": "2020-77", "order_date": "2020-11-01", "appointee": "Camille Lambert" });
        act(&centre, &entry(&tour, 1), "appoint", &order);
        act(&centre, &tour, "close", &json!({}));
        let installed = act(&manager, &entry(&tour, 1), "install", &json!({ "installed_on": "2021-01-04" }));
        assert_eq!(
            (&installed["state"], &installed["installed_on"]),
            (&"installed".into(), &"2021-01-04".into())
        );

        // Who had decided what, at any instant.
        let past = manager.read(&format!("{}/history?axis=recorded", entry(&tour, 1)));
        let states: Vec<&str> = past["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["fact"]["state"].as_str().unwrap())
            .collect();
        assert_eq!(
            states,
            [
                "preparing",
                "pending_sign_off",
                "at_ars",
                "info_requested",
                "at_ars",
                "sent_to_sigmed",
                "ready",
                "published",
                "closed_for_applications",
                "appointed",
                "installed"
            ]
        );
        let change = past["items"][2]["change_id"].as_str().unwrap();
        let then = manager.list(&format!("{tour}/entries/snapshot?change={change}"));
        assert!(then.iter().all(|one| one["state"] == "at_ars"), "{then:?}");
        assert_eq!(then.len(), 3);
        assert_eq!(manager.list("/journal")[0]["summary"], "Tour : installer");
    });
}

#[test]
fn deadlines_that_pass_end_the_work_and_an_agency_may_give_a_list_back() {
    on_both(|app| {
        furnish(app);
        let (manager, agency) = (app.actor(Profile::HospitalManager), app.actor(Profile::ArsApprover));
        let centre = app.actor(Profile::CngManager);
        let tour = opened(app);
        // An agency moves the deadline of its own hospitals and no other.
        let deadline = |region: &str| {
            json!({ "milestone": "hospital_deadline", "region": region, "to": "2998-04-01T00:00:00Z",
                "comment": "Grève des transports" })
        };
        let moved = act(&agency, &tour, "move_deadline", &deadline("84"));
        assert_eq!(moved["calendar"]["hospital_deadline"]["regions"]["84"], "2998-04-01T00:00:00.000000Z");
        assert_eq!(refused(&agency, &tour, "move_deadline", &deadline("32")).0, 403);
        assert_eq!(refused(&manager, &tour, "move_deadline", &deadline("84")).0, 403);
        act(&manager, &entry(&tour, 1), "propose", &json!({}));
        pass(app, &tour, |calendar| calendar.hospital_deadline = Deadline::everywhere(at("2020-03-01")));
        let late = refused(&manager, &entry(&tour, 2), "propose", &json!({}));
        assert_eq!((late.0, late.1.as_str()), (409, "step.lacks"));
        // The clock does what is due, once.
        let ctx = app.0.clock();
        assert_eq!(api::app::tours::clock::tick(&ctx).unwrap(), 1);
        assert_eq!(api::app::tours::clock::tick(&ctx).unwrap(), 0);
        assert_eq!(centre.read(&tour)["state"], "open_to_ars");
        let states = |state: &str| manager.list(&format!("{tour}/entries?state={state}")).len();
        assert_eq!((states("not_proposed"), states("preparing")), (3, 0));
        // The agency gives the list back: all of it is prepared again, until the deadline of the agency.
        let give_back = json!({ "establishment": HOME.finess, "comment": "Retard de l’éditeur" });
        let version = agency.read(&tour)["version"].as_i64().unwrap();
        let given = agency.change("POST", &format!("{tour}/reopen_hospital"), version, &give_back);
        assert_eq!(given.status, 200, "{}", given.body);
        assert_eq!(states("preparing"), 3);
        let list = manager.read(&format!("{tour}/lists/{}", HOME.finess));
        assert_eq!((&list["reopened"], &list["hospital_deadline"]), (&true.into(), &list["ars_deadline"]));
        act(&manager, &entry(&tour, 1), "propose", &json!({}));
    });
}

#[test]
fn posts_settled_at_once_leave_for_sigmed_each_once_under_a_key_of_its_own() {
    on_both(|app| {
        furnish(app);
        let (agency, centre) = (app.actor(Profile::ArsApprover), app.actor(Profile::CngManager));
        let tour = opened(app);
        let list = format!("{tour}/lists/{}", HOME.finess);
        act(&app.actor(Profile::HospitalManager), &list, "propose", &json!({}));
        act(&app.actor(Profile::HospitalApprover), &list, "sign_off", &json!({}));
        let both = |action: &str| {
            let entries = [1, 2].map(|number| {
                let version = agency.read(&entry(&tour, number))["version"].clone();
                json!({ "post": post(number), "if_match": format!("\"v{version}\"") })
            });
            let body = json!({ "action": action, "entries": entries });
            let answer = agency.create(&format!("{tour}/entries/bulk"), &body).json();
            let items = answer["items"].as_array().unwrap();
            assert!(items.iter().all(|item| item["state"] == "sent_to_sigmed"), "{action}: {answer}");
        };
        let keys = |state: &str| {
            let all = app.actor(Profile::CngAdmin).list(&format!("/sigmed/deliveries?state={state}"));
            all.iter().map(|one| one["key"].as_str().unwrap().to_owned()).collect::<BTreeSet<String>>()
        };
        let under = |numbering: usize| {
            let ids = [1, 2].map(|number| agency.read(&entry(&tour, number))["id"].clone());
            BTreeSet::from(ids.map(|id| format!("{}-{numbering}", id.as_str().unwrap())))
        };
        both("validate");
        assert_eq!(keys("waiting"), under(1));
        for number in [1, 2] {
            act(&centre, &entry(&tour, number), "reject", &because("Structure inconnue de SIGMED"));
        }
        assert_eq!((keys("waiting").len(), keys("rejected")), (0, under(1)));
        both("correct");
        assert_eq!((keys("waiting"), keys("rejected")), (under(2), under(1)));
    });
}

#[test]
fn many_posts_are_settled_at_once_and_each_refusal_is_told() {
    on_both(|app| {
        furnish(app);
        let (manager, other) = (app.actor(Profile::HospitalManager), app.manager(SIBLING.finess));
        let tour = opened(app);
        let bulk = |actor: &Actor<'_>, body: &Value, query: &str| {
            let answer = actor.create(&format!("{tour}/entries/bulk{query}"), body);
            assert_eq!(answer.status, 207, "{}", answer.body);
            answer.json()["items"].as_array().unwrap().clone()
        };
        let all = |action: &str, mode: &str, versions: [&str; 3]| {
            let entries: Vec<Value> = (1..=POSTS)
                .zip(versions)
                .map(|(number, version)| json!({ "post": post(number), "if_match": format!("\"v{version}\"") }))
                .collect();
            json!({ "action": action, "mode": mode, "entries": entries })
        };
        let statuses = |items: &[Value]| -> Vec<u64> {
            items.iter().map(|item| item["status"].as_u64().unwrap()).collect()
        };
        // Rehearsed: what would be done, and why not the rest.
        let rehearsed = bulk(&manager, &all("propose", "independent", ["1", "9", "1"]), "?dry_run=true");
        assert_eq!(statuses(&rehearsed), [200, 412, 409]);
        assert_eq!(manager.list(&format!("{tour}/entries?state=preparing")).len(), 3, "nothing was written");
        // Together or not at all.
        let undone = bulk(&manager, &all("propose", "atomic", ["1", "1", "1"]), "");
        assert_eq!(statuses(&undone), [424, 424, 409]);
        assert_eq!(undone[0]["problem"]["code"], "bulk.rolled_back");
        // What may be done is done.
        let done = bulk(&manager, &all("propose", "independent", ["1", "1", "1"]), "");
        assert_eq!(statuses(&done), [200, 200, 409]);
        assert_eq!(done[0]["etag"], "\"v2\"");
        assert_eq!(manager.read(&entry(&tour, 1))["version"], 2);
        // Another hospital sees nothing of it.
        assert_eq!(
            statuses(&bulk(&other, &all("propose", "independent", ["2", "2", "1"]), "")),
            [404, 404, 404]
        );
        assert_eq!(other.get(&entry(&tour, 1)).status, 404);
        assert_eq!(other.get(&format!("{tour}/lists/{}", HOME.finess)).status, 404);
        let many: Vec<Value> =
            (0..501).map(|_| json!({ "post": Uuid::now_v7(), "if_match": "\"v1\"" })).collect();
        let answer =
            manager.create(&format!("{tour}/entries/bulk"), &json!({ "action": "propose", "entries": many }));
        assert_eq!((answer.status, pointers(&answer)), (422, vec!["/entries".to_owned()]));
    });
}

#[test]
fn the_last_step_is_taken_back_by_who_took_it_while_nobody_built_on_it() {
    on_both(|app| {
        furnish(app);
        let (manager, approver) = (app.actor(Profile::HospitalManager), app.actor(Profile::HospitalApprover));
        let (agency, centre) = (app.actor(Profile::ArsApprover), app.actor(Profile::CngManager));
        let tour = opened(app);
        let undo = |actor: &Actor<'_>, versions: &[(u128, i64)]| -> Vec<(u64, Value)> {
            let entries: Vec<Value> = versions
                .iter()
                .map(|(number, version)| json!({ "post": post(*number), "if_match": format!("\"v{version}\"") }))
                .collect();
            let answer = actor.create(&format!("{tour}/entries/undo"), &json!({ "entries": entries }));
            assert_eq!(answer.status, 207, "{}", answer.body);
            let told = |item: &Value| (item["status"].as_u64().unwrap(), item["problem"]["code"].clone());
            answer.json()["items"].as_array().unwrap().iter().map(told).collect()
        };
        let (done, refused, gone) =
            ((200, Value::Null), (409, json!("transition.refused")), (412, json!("request.stale_version")));
        // What the opening proposed is nobody's step.
        assert_eq!(undo(&manager, &[(1, 1)])[0], refused.clone());
        act(&manager, &entry(&tour, 1), "propose", &json!({}));
        act(&manager, &entry(&tour, 2), "freeze", &json!({ "motive": "GEL_BUDGET" }));
        assert_eq!(manager.read(&entry(&tour, 1))["undoable"], true);
        assert_eq!(approver.read(&entry(&tour, 1))["undoable"], false);
        assert_eq!(undo(&approver, &[(1, 2)])[0], refused.clone(), "the step of somebody else");
        // Each on its own: one was read before.
        assert_eq!(undo(&manager, &[(1, 2), (2, 1)]), [done.clone(), gone]);
        let back = manager.read(&entry(&tour, 1));
        assert_eq!((&back["state"], &back["version"]), (&json!("preparing"), &json!(3)));
        assert_eq!(undo(&manager, &[(1, 3)])[0], refused.clone(), "taking back is not a step to take back");
        assert_eq!(undo(&manager, &[(2, 2)])[0], done.clone());
        assert_eq!(manager.read(&entry(&tour, 2))["motive"], Value::Null);
        // Built upon: the approver signed it off.
        act(&manager, &entry(&tour, 1), "propose", &json!({}));
        act(&approver, &entry(&tour, 1), "sign_off", &json!({}));
        assert_eq!(undo(&manager, &[(1, 5)])[0], refused.clone());
        assert_eq!(undo(&approver, &[(1, 5)])[0], done);
        act(&approver, &entry(&tour, 1), "sign_off", &json!({}));
        // Left for SIGMED.
        act(&agency, &entry(&tour, 1), "validate", &json!({}));
        let sent = agency.read(&entry(&tour, 1));
        assert_eq!(sent["undoable"], false);
        assert_eq!(undo(&agency, &[(1, sent["version"].as_i64().unwrap())]), [refused]);
        // Neither does the journal take back a step.
        act(&manager, &entry(&tour, 2), "propose", &json!({}));
        let change = manager.read(&entry(&tour, 2))["change_id"].as_str().unwrap().to_owned();
        let answer = manager.create(&format!("/changes/{change}/undo"), &json!({ "reason": "Essai" }));
        assert!([403, 409].contains(&answer.status), "{}", answer.body);
        assert_eq!(manager.read(&entry(&tour, 2))["state"], "pending_sign_off");
        // Nobody takes back what could not be done any more.
        pass(app, &tour, |calendar| calendar.hospital_deadline = Deadline::everywhere(at("2020-01-01")));
        assert_eq!(
            undo(&manager, &[(2, manager.read(&entry(&tour, 2))["version"].as_i64().unwrap())])[0].0,
            409
        );
        assert_eq!(centre.create(&format!("{tour}/entries/undo"), &json!({ "entries": [] })).status, 422);
    });
}

#[test]
fn nobody_signs_nor_validates_what_they_proposed() {
    on_both(|app| {
        furnish(app);
        let place = || Perimeter::Establishment(HOME.finess.into());
        let account = app.0.hire(Profile::HospitalManager, place());
        app.0.also(account, Profile::HospitalApprover, place());
        app.0.also(account, Profile::ArsApprover, Perimeter::Region(HOME.region.into()));
        let both = Actor { app, token: app.0.sign_in(account) };
        let tour = opened(app);
        act(&both, &entry(&tour, 1), "propose", &json!({}));
        assert_eq!(refused(&both, &entry(&tour, 1), "sign_off", &json!({})).1, "right.own_submission");
        let shown = both.read(&entry(&tour, 1))["allowed_actions"].clone();
        assert!(!shown.as_array().unwrap().contains(&"sign_off".into()), "{shown}");
        act(&app.actor(Profile::HospitalApprover), &entry(&tour, 1), "sign_off", &json!({}));
        assert_eq!(refused(&both, &entry(&tour, 1), "validate", &json!({})).1, "right.own_submission");
    });
}

#[test]
fn a_list_with_nothing_to_publish_is_signed_off_too() {
    on_both(|app| {
        // No post of a kind that tours publish: the list is there, and empty.
        let (manager, approver) = (app.actor(Profile::HospitalManager), app.actor(Profile::HospitalApprover));
        let tour = opened(app);
        let list = format!("{tour}/lists/{}", HOME.finess);
        assert_eq!(manager.read(&list)["state"], "preparing");
        assert_eq!(act(&manager, &list, "propose", &json!({}))["list"]["state"], "pending_sign_off");
        act(&approver, &list, "return", &because("Et le poste du bloc ?"));
        act(&manager, &list, "propose", &json!({}));
        assert_eq!(act(&approver, &list, "sign_off", &json!({}))["list"]["state"], "settled");
        let all = app.actor(Profile::CngManager).list(&format!("{tour}/lists"));
        let seen: Vec<&Value> = all.iter().map(|one| &one["state"]).collect();
        assert_eq!(seen.iter().filter(|state| **state == "settled").count(), 1, "{seen:?}");
        let regional = app.actor(Profile::ArsApprover).list(&format!("{tour}/lists?region=84"));
        assert_eq!(regional.len(), 2);
    });
}

#[test]
fn of_a_thousand_attempts_on_one_post_one_is_taken() {
    on_both(|app| {
        furnish(app);
        let tour = opened(app);
        let place = format!("{}/propose", entry(&tour, 1));
        let token = app.actor(Profile::HospitalManager).token;
        let statuses: Vec<u16> = thread::scope(|scope| {
            let callers: Vec<_> = (0..CALLERS)
                .map(|_| {
                    let actor = Actor { app, token: token.clone() };
                    let place = &place;
                    scope.spawn(move || {
                        let attempt = |_| actor.change("POST", place, 1, &json!({})).status;
                        (0..1_000 / CALLERS).map(attempt).collect::<Vec<_>>()
                    })
                })
                .collect();
            callers.into_iter().flat_map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(statuses.len(), 1_000);
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [200, 409, 412].contains(status)), "{statuses:?}");
    });
}

#[test]
fn the_tour_of_the_fixture_is_of_the_nation() {
    on_both(|app| {
        for profile in [Profile::HospitalReader, Profile::ArsManager, Profile::CngManager] {
            let seen = app.actor(profile).read(&format!("/tours/{TOUR}"));
            assert_eq!(seen["state"], "open_to_hospitals", "{profile}");
        }
    });
}

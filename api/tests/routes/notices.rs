//! Notices: whom each step is told to, what they read of it, how they choose to be told; and nobody else's.

use serde_json::{Value, json};
use shared::habilitation::{Perimeter, Profile};
use shared::notice::{Channel, NoticeKind};

use super::requests::{because, closing, creation, nothing, open, step, vacant_post};
use super::tours::{POSTS, furnish, opened};
use super::{Actor, App, code, header, on_both, pointers};
use crate::authz::nation::{ELSEWHERE, HOME, SIBLING, Thing};

/// Somebody who just came, and has been told nothing yet.
fn hired(app: &App, profile: Profile) -> Actor<'_> {
    let perimeter = match profile {
        Profile::HospitalManager | Profile::HospitalApprover | Profile::HospitalReader => {
            Perimeter::Establishment(HOME.finess.into())
        }
        Profile::ArsManager | Profile::ArsApprover | Profile::ArsReader => {
            Perimeter::Region(HOME.region.into())
        }
        _ => Perimeter::National,
    };
    Actor { app, token: app.0.sign_in(app.0.hire(profile, perimeter)) }
}

/// What somebody was told, oldest first: kind, action, how often.
fn told(actor: &Actor<'_>) -> Vec<(String, String, u64)> {
    let word = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    let list = actor.list("/notifications?limit=500");
    list.iter()
        .rev()
        .map(|one| (word(one, "kind"), word(one, "action"), one["count"].as_u64().unwrap()))
        .collect()
}

fn actions(actor: &Actor<'_>) -> Vec<String> {
    told(actor).into_iter().map(|(_, action, _)| action).collect()
}

fn unread(actor: &Actor<'_>) -> u64 {
    actor.read("/notifications?read=false&total=exact&limit=1")["total"].as_u64().unwrap()
}

#[test]
fn r7_each_step_of_a_request_is_told_to_its_parties_and_never_to_who_took_it() {
    on_both(|app| {
        let seats = [
            Profile::HospitalManager,
            Profile::HospitalApprover,
            Profile::ArsManager,
            Profile::ArsApprover,
            Profile::CngManager,
        ];
        let [colleague, approver, agent, agency, centre] = seats.map(|profile| hired(app, profile));
        let manager = hired(app, Profile::HospitalManager);
        let signs = hired(app, Profile::HospitalApprover);
        let at = |profile, hospital: &str| {
            let perimeter = Perimeter::Establishment(hospital.into());
            Actor { app, token: app.0.sign_in(app.0.hire(profile, perimeter)) }
        };
        let others = [
            at(Profile::HospitalManager, SIBLING.finess),
            at(Profile::HospitalApprover, ELSEWHERE.finess),
            hired(app, Profile::HospitalReader),
            hired(app, Profile::ArsReader),
            hired(app, Profile::Auditor),
        ];
        let place = open(&manager, &creation("LOC"));
        step(&manager, &place, "submit", &nothing());
        step(&signs, &place, "sign_off", &nothing());
        step(&agent, &place, "ask", &json!({ "motive": "ARS_STRUCTURE" }));
        step(&manager, &place, "answer", &because("Le pôle de médecine"));
        step(&agency, &place, "accept", &nothing());
        assert_eq!(actions(&colleague), ["open", "submit", "sign_off", "ask", "answer", "accept"]);
        assert_eq!(actions(&approver), ["submit", "sign_off", "ask", "answer", "accept"]);
        assert_eq!(actions(&manager), ["sign_off", "ask", "accept"], "never what one did oneself");
        assert_eq!(actions(&signs), ["submit", "ask", "answer", "accept"]);
        assert_eq!(actions(&agent), ["sign_off", "answer", "accept"], "before, it was not the agency's");
        assert_eq!(actions(&agency), ["sign_off", "ask", "answer"]);
        assert_eq!(actions(&centre), ["accept"]);
        for other in &others {
            assert_eq!(actions(other), [""; 0]);
        }
        let last = &agent.list("/notifications")[0];
        let id = place.rsplit('/').next().unwrap();
        assert_eq!(
            (&last["subject"], &last["establishment"], &last["text"]),
            (
                &format!("request:{id}").into(),
                &HOME.finess.into(),
                &"L’ARS a accepté une demande sur un poste.".into()
            )
        );
        // What is refused, and what is only tried, is told to nobody.
        let vacant = vacant_post(app, "V-1");
        let other = open(&manager, &closing(&vacant));
        let before = actions(&approver).len();
        assert_eq!(
            manager.change("POST", &format!("{other}/submit?dry_run=true"), 1, &nothing()).status,
            200
        );
        assert_eq!(approver.change("POST", &format!("{other}/sign_off"), 1, &nothing()).status, 409);
        assert_eq!(actions(&approver).len(), before);
    });
}

#[test]
fn notices_are_of_their_reader_alone_who_marks_them_and_no_line_of_the_journal_says_so() {
    on_both(|app| {
        let (manager, approver) =
            (hired(app, Profile::HospitalManager), hired(app, Profile::HospitalApprover));
        let agency = hired(app, Profile::ArsApprover);
        for _ in 0..3 {
            let place = open(&manager, &creation("LOC"));
            step(&manager, &place, "submit", &nothing());
        }
        assert_eq!((unread(&approver), unread(&agency)), (3, 0));
        // Reading the journal is a line of it.
        let entries = || {
            let all = app.actor(Profile::Auditor).list("/journal?limit=500");
            all.iter().filter(|one| one["operation"] != "journal.read").count()
        };
        let known = entries();
        let list = approver.list("/notifications");
        let place = format!("/notifications/{}", list[0]["id"].as_str().unwrap());
        let mut one = approver.read(&place);
        one.as_object_mut().unwrap().remove("time");
        assert_eq!(one, list[0]);
        for other in [&manager, &agency] {
            let absent = other.get(&place);
            assert_eq!((absent.status, code(&absent).as_str()), (404, "request.not_found"));
            let refused = other.change("PATCH", &place, 1, &json!({ "read": true }));
            assert_eq!((refused.status, code(&refused).as_str()), (404, "request.not_found"));
            let body = json!({ "last": list[0]["id"] });
            let refused = other.post("/notifications/read", &body);
            assert_eq!((refused.status, pointers(&refused)), (422, vec!["/last".to_owned()]));
        }
        let read = approver.change("PATCH", &place, 1, &json!({ "read": true }));
        assert_eq!((read.status, header(&read, "etag")), (200, "\"v2\""), "{}", read.body);
        assert!(read.json()["read_at"].is_string());
        let stale = approver.change("PATCH", &place, 1, &json!({ "read": false }));
        assert_eq!((stale.status, code(&stale).as_str()), (412, "request.stale_version"));
        assert_eq!(unread(&approver), 2);
        assert_eq!(approver.list("/notifications?read=true").len(), 1);
        assert_eq!(approver.list("/notifications?kind=mention").len(), 0);
        assert_eq!(approver.list("/notifications?kind=mention&kind=request_step").len(), 3);
        let again = approver.change("PATCH", &place, 2, &json!({ "read": false }));
        assert_eq!((again.status, &again.json()["read_at"]), (200, &Value::Null));
        // Up to the second: what came after it stays.
        let until = json!({ "last": list[1]["id"] });
        assert_eq!(approver.post("/notifications/read", &until).status, 204);
        assert_eq!(approver.list("/notifications?read=false"), [approver.read(&place)].map(timeless));
        // Page by page, the same.
        let first = approver.read("/notifications?limit=2");
        let next = first["next"].as_str().unwrap();
        let rest = approver.read(&format!("/notifications?limit=2&cursor={next}"));
        let ids = |page: &Value| -> Vec<Value> {
            page["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect()
        };
        let all: Vec<Value> = list.iter().map(|one| one["id"].clone()).collect();
        assert_eq!([ids(&first), ids(&rest)].concat(), all);
        assert_eq!(entries(), known);
    });
}

fn timeless(mut one: Value) -> Value {
    one.as_object_mut().unwrap().remove("time");
    one
}

#[test]
fn a_tour_is_told_once_to_everybody_and_the_posts_of_a_list_together() {
    on_both(|app| {
        furnish(app);
        let (manager, approver) =
            (hired(app, Profile::HospitalManager), hired(app, Profile::HospitalApprover));
        let (agent, agency) = (hired(app, Profile::ArsManager), hired(app, Profile::ArsApprover));
        let admin = hired(app, Profile::CngAdmin);
        let far = Perimeter::Region(ELSEWHERE.region.into());
        let elsewhere = Actor { app, token: app.0.sign_in(app.0.hire(Profile::ArsApprover, far)) };
        let tour = opened(app);
        let is_tour = |(kind, action, _): &(String, String, u64)| kind == "tour_step" && action == "open";
        for party in [&manager, &approver, &agent, &agency, &elsewhere, &admin] {
            assert_eq!(told(party).iter().filter(|one| is_tour(one)).count(), 1, "{:?}", told(party));
        }
        let planned = |actor: &Actor<'_>| actions(actor).iter().any(|action| action == "plan");
        assert!(!planned(&manager) && planned(&agency), "hospitals have no list before it opens");
        let list = format!("{tour}/lists/{}", HOME.finess);
        let version = manager.read(&list)["version"].as_i64().unwrap();
        let proposed = manager.change("POST", &format!("{list}/propose"), version, &nothing());
        assert_eq!(proposed.status, 200, "{}", proposed.body);
        let taken = proposed.json()["taken"].as_u64().unwrap();
        assert!((2..=u64::try_from(POSTS).unwrap()).contains(&taken), "{}", proposed.body);
        let of_entries = |actor: &Actor<'_>| -> Vec<(String, u64)> {
            let all = told(actor).into_iter().filter(|(kind, ..)| kind == "entry_step");
            all.map(|(_, action, count)| (action, count)).collect()
        };
        assert_eq!(of_entries(&approver), [("propose".to_owned(), taken)], "one notice, however many posts");
        let version = approver.read(&list)["version"].as_i64().unwrap();
        assert_eq!(approver.change("POST", &format!("{list}/sign_off"), version, &nothing()).status, 200);
        assert_eq!(of_entries(&agency), [("sign_off".to_owned(), taken)]);
        assert_eq!(of_entries(&elsewhere), [], "another region is told of the tour alone");

        // One after the other: gathered while nobody has read it.
        let entries = agency.list(&format!("{tour}/entries?establishment={}&state=at_ars", HOME.finess));
        let validate = |one: &Value| {
            let place = format!("{tour}/entries/{}/validate", one["post"]["id"].as_str().unwrap());
            let done = agency.change("POST", &place, one["version"].as_i64().unwrap(), &nothing());
            assert_eq!(done.status, 200, "{}", done.body);
        };
        validate(&entries[0]);
        let first = manager.list("/notifications?kind=entry_step")[0].clone();
        assert!(first["subject"].as_str().unwrap().starts_with("entry:"), "one post has its page: {first}");
        validate(&entries[1]);
        let both = manager.list("/notifications?kind=entry_step")[0].clone();
        assert_eq!((&both["id"], &both["count"]), (&first["id"], &json!(2)));
        assert_eq!(both["text"], "2 postes validés dans la liste d’un établissement.");
        let tour_id = tour.rsplit('/').next().unwrap();
        assert_eq!(both["subject"], format!("list:{tour_id}:{}", HOME.finess));
        // Once somebody has read it, the next is another.
        assert_eq!(manager.post("/notifications/read", &json!({ "last": both["id"] })).status, 204);
        if let Some(third) = entries.get(2) {
            validate(third);
            let next = manager.list("/notifications?kind=entry_step")[0].clone();
            assert_ne!(next["id"], first["id"]);
            assert_eq!((&next["count"], unread(&manager)), (&json!(1), 1));
        }
    });
}

#[test]
fn a_comment_is_told_to_whom_it_names_and_to_who_spoke_before_as_far_as_they_read_it() {
    on_both(|app| {
        let manager = hired(app, Profile::HospitalManager);
        let named = app.0.hire(Profile::ArsManager, Perimeter::Region(HOME.region.into()));
        let agent = Actor { app, token: app.0.sign_in(named) };
        let subject = format!("post:{}", HOME.id(Thing::Post));
        let say = |actor: &Actor<'_>, mentions: Value| {
            let body = json!({ "subject": subject, "text": "Un secret", "mentions": mentions });
            assert_eq!(actor.create("/comments", &body).status, 201);
        };
        say(&manager, json!([named]));
        assert_eq!(told(&agent), [("mention".to_owned(), "write".to_owned(), 1)]);
        assert_eq!(told(&manager), []);
        say(&agent, json!([]));
        assert_eq!(told(&manager), [("thread".to_owned(), "write".to_owned(), 1)]);
        let notice = manager.get("/notifications").body;
        assert!(!notice.contains("secret") && notice.contains(&subject), "{notice}");
        // Who may read no longer is told no longer.
        let held = app.0.app.held(named);
        let database = &app.0.app.state.database;
        database
            .write(|tx| {
                for one in api::db::habilitations::of_account(tx, held.account)? {
                    let day = api::http::clock::now().1;
                    api::db::habilitations::end(tx, one.id, one.version, day, "Essai")?;
                }
                Ok::<_, api::db::Problem>(())
            })
            .unwrap();
        say(&manager, json!([]));
        let count = |account| {
            database.read(|connection| {
                let wanted =
                    api::db::notices::Wanted { kinds: NoticeKind::ALL.to_vec(), ..Default::default() };
                api::db::notices::count(connection, account, &wanted)
            })
        };
        assert_eq!(count(named).unwrap(), 1);
    });
}

#[test]
fn how_one_wants_to_be_told_is_ones_own_and_complete() {
    on_both(|app| {
        let manager = hired(app, Profile::HospitalManager);
        let place = "/notifications/settings";
        let usual: Vec<Value> =
            NoticeKind::ALL.iter().map(|kind| json!({ "kind": kind, "channel": kind.usual() })).collect();
        let known = manager.get(place);
        assert_eq!(known.json(), json!({ "channels": usual, "version": 1 }));
        let tag = header(&known, "etag");
        assert!(tag.starts_with("\"v1-"), "{tag}");
        let all = |channel: Channel| {
            json!({ "channels": NoticeKind::ALL.iter()
                .map(|kind| json!({ "kind": kind, "channel": channel })).collect::<Vec<_>>() })
        };
        let chosen = manager.change("PUT", place, 1, &all(Channel::Immediate));
        assert_eq!((chosen.status, header(&chosen, "etag")), (200, "\"v2\""), "{}", chosen.body);
        assert_eq!(manager.read(place), chosen.json());
        let stale = manager.change("PUT", place, 1, &all(Channel::Screen));
        assert_eq!((stale.status, code(&stale).as_str()), (412, "request.stale_version"));
        for channels in [
            json!([]),
            json!([{ "kind": "mention", "channel": "screen" }]),
            json!(vec![json!({ "kind": "mention", "channel": "screen" }); 6]),
        ] {
            let refused = manager.change("PUT", place, 2, &json!({ "channels": channels }));
            assert_eq!((refused.status, pointers(&refused)), (422, vec!["/channels".to_owned()]));
        }
        let colleague = hired(app, Profile::HospitalManager);
        assert_eq!(colleague.read(place)["channels"], json!(usual), "of others nothing is changed");
    });
}

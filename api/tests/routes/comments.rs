//! Threads on posts, requests, lists and posts of tours, and what open screens are told: works, and each way of being refused.

use std::io::Read as _;
use std::net::TcpStream;
use std::time::{Duration, Instant as Clock};

use api::app::comments::told;
use api::http::clock;
use serde_json::{Value, json};
use shared::habilitation::{Perimeter, Profile};
use shared::id::{AccountId, CommentId};
use uuid::Uuid;

use super::{Actor, App, code, on_both, pointers};
use crate::authz::nation::{ELSEWHERE, HOME, SIBLING, Standing, TOUR, Thing};
use crate::support::app::Request;

fn entry() -> String {
    format!("entry:{TOUR}:{}", HOME.id(Thing::Post))
}

/// The four kinds of thread of the first hospital.
fn subjects() -> [String; 4] {
    [
        entry(),
        format!("list:{TOUR}:{}", HOME.finess),
        format!("request:{}", HOME.id(Thing::Request)),
        format!("post:{}", HOME.id(Thing::Post)),
    ]
}

fn saying(subject: &str, text: &str) -> Value {
    json!({ "subject": subject, "text": text })
}

/// Says something that is accepted.
fn say(actor: &Actor<'_>, subject: &str, text: &str) -> Value {
    let made = actor.create("/comments", &saying(subject, text));
    assert_eq!(made.status, 201, "{}", made.body);
    made.json()
}

fn thread(actor: &Actor<'_>, subject: &str) -> Value {
    actor.read(&format!("/comments?subject={subject}"))
}

fn texts(thread: &Value) -> Vec<String> {
    let items = thread["items"].as_array().unwrap().iter();
    items.map(|one| one["text"].as_str().unwrap_or("-").to_owned()).collect()
}

fn account(app: &App, profile: Profile) -> AccountId {
    app.0.people[&(profile, Standing::Active)].account
}

#[test]
fn r6_the_hospital_and_its_agency_talk_and_the_others_read() {
    on_both(|app| {
        let (manager, agency) = (app.actor(Profile::HospitalManager), app.actor(Profile::ArsManager));
        for subject in subjects() {
            assert_eq!(thread(&manager, &subject)["allowed_actions"], json!(["write"]));
            let said = say(&manager, &subject, "  Le pôle 1 est confirmé.\n");
            assert_eq!(
                (&said["text"], &said["seat"]),
                (&"Le pôle 1 est confirmé.".into(), &"hospital_manager".into())
            );
            assert_eq!(
                (&said["subject"], &said["establishment"]),
                (&subject.as_str().into(), &HOME.finess.into())
            );
            assert_eq!((&said["allowed_actions"], &said["unread"]), (&json!(["delete"]), &json!(false)));
            let answer = say(&agency, &subject, "Merci");
            assert_eq!(agency.read(&format!("/comments/{}", answer["id"].as_str().unwrap())), answer);
            say(&app.actor(Profile::HospitalApprover), &subject, "Vu");
            say(&app.actor(Profile::ArsApprover), &subject, "Bien");
            let all = ["Bien", "Vu", "Merci", "Le pôle 1 est confirmé."];
            for profile in [
                Profile::CngManager,
                Profile::CngAdmin,
                Profile::Auditor,
                Profile::HospitalReader,
                Profile::ArsReader,
            ] {
                let reader = app.actor(profile);
                let read = thread(&reader, &subject);
                assert_eq!(
                    (texts(&read), &read["allowed_actions"]),
                    (all.map(str::to_owned).to_vec(), &json!([]))
                );
                let refused = reader.create("/comments", &saying(&subject, "Essai"));
                assert_eq!((refused.status, code(&refused).as_str()), (403, "right.missing"), "{profile}");
                assert!(refused.json()["detail"].as_str().unwrap().contains("valideur"), "{}", refused.body);
                let people = reader.read(&format!("/comments/mentionable?subject={subject}"));
                assert_eq!(people["items"], json!([]), "{profile}: who writes nothing names nobody");
            }
            // By pages, newest first.
            let first = manager.read(&format!("/comments?subject={subject}&limit=3"));
            assert_eq!(
                (texts(&first), &first["more"]),
                (all[..3].iter().map(ToString::to_string).collect(), &json!(true))
            );
            let last = first["items"][2]["id"].as_str().unwrap();
            let rest = manager.read(&format!("/comments?subject={subject}&limit=3&before={last}"));
            assert_eq!((texts(&rest), &rest["more"]), (vec![all[3].to_owned()], &json!(false)));
        }
        let journal = manager.list("/journal?operation=comment.write");
        assert_eq!(journal.len(), 16, "each is a line of the journal");
        assert_eq!(journal[0]["summary"], "Commentaire");
        assert!(!manager.get("/journal?limit=50").body.contains("confirmé"), "its words are not in it");
    });
}

#[test]
fn what_is_out_of_sight_has_no_thread() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let said = say(&manager, &entry(), "Essai");
        let path = format!("/comments/{}", said["id"].as_str().unwrap());
        for stranger in [app.manager(SIBLING.finess), app.manager(ELSEWHERE.finess)] {
            for subject in subjects() {
                assert_eq!(stranger.get(&format!("/comments?subject={subject}")).status, 404, "{subject}");
                assert_eq!(stranger.get(&format!("/comments/mentionable?subject={subject}")).status, 404);
                assert_eq!(stranger.create("/comments", &saying(&subject, "Essai")).status, 404);
            }
            assert_eq!(stranger.get(&path).status, 404);
            assert_eq!(stranger.change("DELETE", &path, 1, &json!({})).status, 404);
            let read = json!({ "subject": entry(), "last": said["id"] });
            assert_eq!(stranger.post("/comments/read", &read).status, 404);
        }
        // In sight without the right: a group shares posts, never what is said of them (G4).
        let group = app.actor(Profile::GhtReferent);
        let of_post = &subjects()[3];
        assert_eq!(group.get(&format!("/posts/{}", HOME.id(Thing::Post))).status, 200);
        assert_eq!(group.get(&format!("/comments?subject={of_post}")).status, 403);
        let practitioner = app.actor(Profile::Practitioner);
        assert_eq!(
            practitioner.get(&format!("/comments?subject={of_post}")).status,
            404,
            "nor in one's own file"
        );
        assert_eq!(app.stranger("GET", &format!("/comments?subject={of_post}")).status, 401);
        assert_eq!(app.stranger("GET", "/events").status, 401);
        for subject in [format!("post:{}", Uuid::nil()), format!("list:{TOUR}:010000008")] {
            assert_eq!(manager.get(&format!("/comments?subject={subject}")).status, 404, "{subject}");
        }
        let malformed = manager.get("/comments?subject=post:1");
        assert_eq!((malformed.status, pointers(&malformed)), (400, vec!["subject".to_owned()]));
        assert_eq!(manager.get("/comments").status, 400);
        let other = say(&manager, of_post, "Ailleurs");
        let misplaced =
            manager.get(&format!("/comments?subject={}&before={}", entry(), other["id"].as_str().unwrap()));
        assert_eq!((misplaced.status, pointers(&misplaced)), (400, vec!["before".to_owned()]));
    });
}

#[test]
fn a_comment_that_says_nothing_too_much_or_names_a_stranger_is_refused() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let refused = |body: &Value| {
            let answer = manager.create("/comments", body);
            assert_eq!((answer.status, code(&answer).as_str()), (422, "request.invalid"), "{}", answer.body);
            pointers(&answer)
        };
        assert_eq!(refused(&saying(&entry(), " \n")), ["/text"]);
        assert_eq!(refused(&saying(&entry(), &"é".repeat(2_001))), ["/text"]);
        say(&manager, &entry(), &"é".repeat(2_000));
        assert_eq!(refused(&saying("tour:1", "Essai")), ["/subject"]);
        let agency = account(app, Profile::ArsApprover);
        let stranger = app.0.hire(Profile::HospitalManager, Perimeter::Establishment(SIBLING.finess.into()));
        let disabled = app.0.people[&(Profile::ArsApprover, Standing::Expired)].account;
        let mut body = saying(&entry(), "Essai");
        body["mentions"] = json!([agency, stranger, agency, disabled, Uuid::nil()]);
        assert_eq!(refused(&body), ["/mentions/1", "/mentions/2", "/mentions/3", "/mentions/4"]);
        body["mentions"] = json!(vec![agency; 21]);
        assert_eq!(refused(&body), ["/mentions"]);
        assert_eq!(texts(&thread(&manager, &entry())).len(), 1, "what is refused is not said");

        let people = manager.read(&format!("/comments/mentionable?subject={}", entry()));
        let ids: Vec<&Value> = people["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
        assert!(ids.contains(&&json!(agency)) && !ids.contains(&&json!(stranger)), "{people}");
        assert!(!ids.contains(&&json!(account(app, Profile::HospitalManager))), "nobody names themselves");
        body["mentions"] = json!([agency]);
        let said = manager.create("/comments", &body);
        assert_eq!(said.status, 201, "{}", said.body);
        assert_eq!(said.json()["mentions"][0]["id"], json!(agency));
        // The same request again says it once.
        let again = manager.create_with("/comments", "one-key", &body).json();
        assert_eq!(manager.create_with("/comments", "one-key", &body).json(), again);
        assert_eq!(texts(&thread(&manager, &entry())).len(), 3);
    });
}

#[test]
fn what_was_read_is_the_readers_own() {
    on_both(|app| {
        let (manager, agency) = (app.actor(Profile::HospitalManager), app.actor(Profile::ArsApprover));
        let first = say(&manager, &entry(), "Un");
        say(&manager, &entry(), "Deux");
        assert_eq!(
            (&thread(&manager, &entry())["unread"], &thread(&agency, &entry())["unread"]),
            (&json!(0), &json!(2))
        );
        let read = json!({ "subject": entry(), "last": first["id"] });
        assert_eq!(agency.post("/comments/read", &read).status, 204);
        let seen = thread(&agency, &entry());
        assert_eq!(seen["unread"], 1);
        let marks: Vec<&Value> = seen["items"].as_array().unwrap().iter().map(|one| &one["unread"]).collect();
        assert_eq!(marks, [&json!(true), &json!(false)]);
        let by = &thread(&manager, &entry())["items"][1]["read_by"];
        assert_eq!(by[0]["id"], json!(account(app, Profile::ArsApprover)), "its author sees who read it");
        let last = json!({ "subject": entry(), "last": seen["items"][0]["id"] });
        assert_eq!(agency.post("/comments/read", &last).status, 204);
        assert_eq!(agency.post("/comments/read", &read).status, 204);
        assert_eq!(thread(&agency, &entry())["unread"], 0, "reading never goes back");
        let other = json!({ "subject": subjects()[3], "last": first["id"] });
        let refused = agency.post("/comments/read", &other);
        assert_eq!((refused.status, pointers(&refused)), (422, vec!["/last".to_owned()]));
    });
}

#[test]
fn one_takes_back_what_one_said_and_its_place_stays() {
    on_both(|app| {
        let (manager, approver) = (app.actor(Profile::HospitalManager), app.actor(Profile::HospitalApprover));
        let said = say(&manager, &entry(), "Erreur");
        let path = format!("/comments/{}", said["id"].as_str().unwrap());
        let delete = |actor: &Actor<'_>, version| actor.change("DELETE", &path, version, &json!({}));
        let refused = delete(&approver, 1);
        assert_eq!((refused.status, code(&refused).as_str()), (403, "right.missing"));
        assert_eq!(delete(&app.actor(Profile::CngManager), 1).status, 403);
        let stale = delete(&manager, 2);
        assert_eq!(
            (stale.status, code(&stale).as_str(), &stale.json()["version"]),
            (412, "request.stale_version", &json!(1))
        );
        assert_eq!(manager.send("DELETE", &path, &[], None).status, 428);
        assert_eq!(delete(&manager, 1).status, 204);
        let gone = manager.read(&path);
        assert_eq!(
            (&gone["text"], &gone["version"], &gone["allowed_actions"]),
            (&Value::Null, &json!(2), &json!([]))
        );
        assert!(gone["deleted_at"].is_string());
        let again = delete(&manager, 2);
        assert_eq!((again.status, code(&again).as_str()), (409, "transition.refused"));
        let read = thread(&approver, &entry());
        assert_eq!(
            (texts(&read), &read["unread"]),
            (vec!["-".to_owned()], &json!(0)),
            "nothing is left to read"
        );
        assert_eq!(manager.list("/journal?operation=comment.delete").len(), 1);
    });
}

#[test]
fn whoever_is_named_or_spoke_before_is_concerned() {
    on_both(|app| {
        let (manager, agency) = (app.actor(Profile::HospitalManager), app.actor(Profile::ArsApprover));
        say(&agency, &entry(), "Quel pôle ?");
        let approver = account(app, Profile::HospitalApprover);
        let mut body = saying(&entry(), "Le premier");
        body["mentions"] = json!([approver]);
        let said = manager.create("/comments", &body).json();
        let id: CommentId = said["id"].as_str().unwrap().parse().unwrap();
        let whom = app.0.app.state.database.read(|connection| told(connection, id)).unwrap().unwrap();
        assert_eq!(whom.mentioned, [approver].into());
        assert_eq!(whom.concerned, [approver, account(app, Profile::ArsApprover)].into());
        assert_eq!(whom.author, account(app, Profile::HospitalManager));
    });
}

/// A stream of events, read as it comes.
struct Screen {
    stream: TcpStream,
    text: String,
}

impl Screen {
    fn open(actor: &Actor<'_>, last: Option<&str>) -> Screen {
        let mut request = Request::get("/events");
        request.headers.extend(last.map(|last| ("Last-Event-ID".to_owned(), last.to_owned())));
        let stream = actor.app.0.app.connect(&request, Some(&actor.token));
        stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        Screen { stream, text: String::new() }
    }

    /// Reads until the events satisfy, or the stream ends, or it took too long.
    fn until(&mut self, enough: impl Fn(&[(String, String, Value)]) -> bool) -> Vec<(String, String, Value)> {
        let begun = Clock::now();
        loop {
            let events = self.events();
            if enough(&events) || begun.elapsed() > Duration::from_secs(20) {
                return events;
            }
            let mut bytes = [0; 4096];
            match self.stream.read(&mut bytes) {
                Ok(0) => return self.events(),
                Ok(count) => self.text.push_str(&String::from_utf8_lossy(&bytes[..count])),
                Err(_) => {}
            }
        }
    }

    /// Id, word, and what is told.
    fn events(&self) -> Vec<(String, String, Value)> {
        let blocks = self.text.split("\nid: ").skip(1).filter(|block| block.contains("\n\n"));
        blocks
            .map(|block| {
                let mut lines = block.lines();
                let id = lines.next().unwrap().to_owned();
                let word = lines.next().unwrap().trim_start_matches("event: ").to_owned();
                (id, word, serde_json::from_str(lines.next().unwrap().trim_start_matches("data: ")).unwrap())
            })
            .collect()
    }
}

fn resources(events: &[(String, String, Value)]) -> Vec<String> {
    let told = events.iter().filter(|(_, word, _)| word == "changed");
    told.map(|(.., one)| one["resource"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn open_screens_are_told_what_changed_in_their_perimeter_and_nothing_else() {
    on_both(|app| {
        let manager = app.actor(Profile::HospitalManager);
        let (agency, sibling) = (app.actor(Profile::ArsManager), app.manager(SIBLING.finess));
        let (mut theirs, mut others) = (Screen::open(&agency, None), Screen::open(&sibling, None));
        let started = theirs.until(|events| !events.is_empty());
        assert_eq!(started[0].1, "started");
        others.until(|events| !events.is_empty());

        let place = format!("/tours/{TOUR}/entries/{}", HOME.id(Thing::Post));
        let frozen =
            manager.change("POST", &format!("{place}/freeze"), 1, &json!({ "motive": "GEL_BUDGET" }));
        assert_eq!(frozen.status, 200, "{}", frozen.body);
        let request = format!("/requests/{}", HOME.id(Thing::Request));
        assert_eq!(manager.change("PATCH", &request, 1, &json!({ "quotity": 8_000 })).status, 200);
        let said = say(&manager, &entry(), "Un secret");
        let told = theirs.until(|events| events.len() > 3);
        assert_eq!(resources(&told), ["tour_entries", "requests", "comments"]);
        assert_eq!(told[1].2["id"], json!(HOME.id(Thing::TourEntry)));
        assert!(told[1..].iter().all(|(.., one)| one["establishment"] == HOME.finess), "{told:?}");
        assert_eq!((&told[3].2["id"], &told[3].2["subject"]), (&said["id"], &entry().into()));
        assert!(!theirs.text.contains("secret"), "ids alone");

        // Cut off and back: what came after the last event, and no more.
        let mut back = Screen::open(&agency, Some(&told[1].0));
        assert_eq!(resources(&back.until(|events| events.len() > 1)), ["requests", "comments"]);
        assert_eq!(
            manager
                .change("DELETE", &format!("/comments/{}", said["id"].as_str().unwrap()), 1, &json!({}))
                .status,
            204
        );
        assert_eq!(resources(&back.until(|events| events.len() > 2)), ["requests", "comments", "comments"]);
        // A mark of somebody else, or of nobody, says that all is to be read again.
        for last in [told[1].0.as_str(), "zz"] {
            let mut lost = Screen::open(&manager, Some(last));
            assert_eq!(lost.until(|events| !events.is_empty())[0].1, "resync");
        }
        assert_eq!(resources(&others.events()), [""; 0], "a neighbour is told nothing");
        let none = others.until(|events| events.len() > 1);
        assert_eq!(none.len(), 1, "{none:?}");
    });
}

#[test]
fn a_stream_ends_when_rights_change_and_who_follows_nothing_has_none() {
    on_both(|app| {
        let ministry = app.actor(Profile::MinistryReader).get("/events");
        assert_eq!((ministry.status, code(&ministry).as_str()), (403, "right.missing"));
        let home = Perimeter::Establishment(HOME.finess.into());
        let hired = app.0.hire(Profile::HospitalReader, home);
        let reader = Actor { app, token: app.0.sign_in(hired) };
        let mut screen = Screen::open(&reader, None);
        screen.until(|events| !events.is_empty());
        let database = &app.0.app.state.database;
        database
            .write(|tx| {
                let mut own = api::db::accounts::find(tx, hired)?.unwrap();
                own.disabled_at = Some(clock::now().0);
                own.rights_version += 1;
                api::db::accounts::update(tx, &own)
            })
            .unwrap();
        let begun = Clock::now();
        screen.until(|events| events.len() > 1);
        assert!(begun.elapsed() < Duration::from_secs(15), "the stream is over, nobody waits for it");
        assert!(screen.text.ends_with("0\r\n\r\n"), "it was ended: {}", screen.text);
    });
}

#[test]
fn an_account_follows_on_twelve_screens_at_most_and_the_oldest_leaves_its_place() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let mut screens: Vec<Screen> = (0..13)
            .map(|_| {
                let mut screen = Screen::open(&manager, None);
                assert_eq!(screen.until(|events| !events.is_empty()).len(), 1);
                screen
            })
            .collect();
        let mut oldest = screens.remove(0);
        oldest.until(|events| events.len() > 1);
        assert!(
            oldest.text.contains("retry: 60000") && oldest.text.ends_with("0\r\n\r\n"),
            "{}",
            oldest.text
        );
        say(&manager, &entry(), "Essai");
        assert_eq!(resources(&screens[0].until(|events| events.len() > 1)), ["comments"]);
    });
}

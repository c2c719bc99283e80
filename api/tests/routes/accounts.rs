//! Accounts made for somebody else, and the door through which people sign in.

use serde_json::{Value, json};
use shared::habilitation::{Perimeter, Profile};
use uuid::Uuid;

use super::{Actor, App, code, header, on_both};
use crate::authz::nation::{HOME, SIBLING, Thing};
use crate::support::app::{Answer, Request};

const GIVEN: &str = "trois chevaux mangent une brioche";
const CHOSEN: &str = "quatre juments boivent du cidre";

fn asked(email: &str, profile: &str, perimeter: &str) -> Value {
    json!({ "email": email, "name": "Camille Durand", "password": GIVEN,
        "habilitation": { "profile": profile, "perimeter": perimeter, "valid_from": "2026-01-01",
            "valid_to": "2998-01-01", "reason": "Prise de poste" } })
}

fn of_practitioner(email: &str, id: Uuid) -> Value {
    let mut body = asked(email, "practitioner", "self");
    body["practitioner"] = id.to_string().into();
    body
}

impl App {
    /// Tries to sign in, from an address that a proxy tells.
    fn sign_in_through(&self, told: &str, email: &str, password: &str) -> Answer {
        let body = json!({ "email": email, "password": password }).to_string();
        let headers = vec![("X-Forwarded-For".to_owned(), told.to_owned())];
        let body = Some(("application/json".to_owned(), body));
        let request = Request { method: "POST".into(), path: "/session".into(), headers, body };
        self.0.app.send(&request, None)
    }

    /// Signs in.
    fn enter(&self, email: &str, password: &str) -> Actor<'_> {
        let opened = self.sign_in_through("198.51.100.1", email, password);
        assert_eq!(opened.status, 200, "{}", opened.body);
        Actor { app: self, token: opened.json()["access_token"].as_str().unwrap().to_owned() }
    }
}

#[test]
fn a_given_password_serves_only_to_choose_another() {
    on_both(|app| {
        let email = "c.durand@chu.example";
        let admin = app.actor(Profile::CngAdmin);
        let perimeter = format!("ej:{}", HOME.finess);
        let made = admin.create("/users", &asked(email, "hospital_manager", &perimeter));
        assert_eq!(made.status, 201, "{}", made.body);
        let told = &admin.list("/journal?operation=account.create")[0]["details"];
        assert_eq!(told["password_given"], true, "{told}");

        let newcomer = app.enter(email, GIVEN);
        for path in ["/me", "/session"] {
            let me = newcomer.read(path);
            assert_eq!(me["must_change_password"], true);
            assert_eq!((&me["habilitations"], &me["establishments"]), (&json!([]), &json!([])));
        }
        let refused = [
            newcomer.get("/posts"),
            newcomer.get("/me/sessions"),
            newcomer.get(&format!("/staffing_table?establishment={}", HOME.finess)),
            newcomer.create("/posts", &json!({})),
            newcomer.send("DELETE", "/session/others", &[], None),
        ];
        for answer in refused {
            assert_eq!((answer.status, code(&answer).as_str()), (403, "auth.password_to_choose"));
        }
        let change = |new: &str| newcomer.post("/session/password", &json!({ "present": GIVEN, "new": new }));
        assert_eq!(change(GIVEN).status, 422, "the given one again");
        assert_eq!(newcomer.get("/posts").status, 403);
        assert_eq!(change(CHOSEN).status, 204);

        // The rights come with the next token.
        let former = newcomer.get("/posts");
        assert_eq!((former.status, code(&former).as_str()), (401, "auth.token_superseded"));
        assert_eq!(app.sign_in_through("198.51.100.1", email, GIVEN).status, 401);
        let manager = app.enter(email, CHOSEN);
        let me = manager.read("/me");
        assert_eq!(me["must_change_password"], false);
        assert_eq!(me["habilitations"].as_array().unwrap().len(), 1);
        assert_eq!(manager.get("/posts").status, 200);
    });
}

/// A hospital that once employed somebody must not open their file everywhere with a password of its own.
#[test]
fn the_nation_alone_makes_the_account_of_a_practitioner() {
    on_both(|app| {
        let approver = app.actor(Profile::HospitalApprover);
        let own = of_practitioner("m.martin@chu.example", HOME.id(Thing::Practitioner));
        let refused = approver.create("/users", &own);
        assert_eq!((refused.status, code(&refused).as_str()), (422, "habilitation.beyond_own"));
        // Somebody of another hospital, or nobody: the same answer.
        let elsewhere = of_practitioner("m.martin@chu.example", SIBLING.id(Thing::Practitioner));
        let nobody = of_practitioner("m.martin@chu.example", Uuid::nil());
        let answers = [&elsewhere, &nobody].map(|body| approver.create("/users", body).masked());
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0], refused.masked());
        let profiles = approver.read("/habilitations/profiles");
        let all = profiles.as_array().or_else(|| profiles["items"].as_array()).unwrap().clone();
        let offered = all.iter().find(|one| one["profile"] == "practitioner").unwrap();
        assert_eq!(offered["may_give"], false);

        let made = app.actor(Profile::CngAdmin).create("/users", &own);
        assert_eq!(made.status, 201, "{}", made.body);
    });
}

/// Whether an address is that of an account is told only to who may make the account.
#[test]
fn an_email_is_looked_for_after_the_right_to_give() {
    on_both(|app| {
        let approver = app.actor(Profile::HospitalApprover);
        let taken = format!("reader-of-{}@example.fr", SIBLING.number);
        let beyond = |email: &str| approver.create("/users", &asked(email, "ars_reader", "region:84"));
        let (known, unknown) = (beyond(&taken), beyond("nobody@example.fr"));
        assert_eq!((known.status, code(&known).as_str()), (422, "habilitation.beyond_own"));
        assert_eq!(known.masked(), unknown.masked());
        let own =
            approver.create("/users", &asked(&taken, "hospital_reader", &format!("ej:{}", HOME.finess)));
        assert_eq!((own.status, code(&own).as_str()), (409, "user.email_taken"));
    });
}

/// R39: behind a proxy, one client does not close the door for the others.
#[test]
fn r39_clients_of_a_proxy_are_told_apart() {
    on_both(|app| {
        let account = app.0.hire(Profile::HospitalManager, Perimeter::Establishment(HOME.finess.into()));
        let email = app.0.app.held(account).email.clone();
        let wrong = |told: &str| app.sign_in_through(told, &email, "not the password");
        for _ in 0..5 {
            assert_eq!(wrong("203.0.113.5").status, 401);
        }
        let closed = wrong("203.0.113.5");
        assert_eq!((closed.status, code(&closed).as_str()), (429, "quota.exceeded"));
        assert!(header(&closed, "retry-after").parse::<u32>().is_ok());
        assert_eq!(wrong("203.0.113.6").status, 401, "somebody else");
        assert_eq!(
            wrong("198.51.100.9, 203.0.113.5").status,
            429,
            "what the client adds in front counts for nothing"
        );
    });
}

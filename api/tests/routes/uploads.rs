//! Files that are sent: who may, how much, and what makes two sendings the same.

use shared::habilitation::Profile;

use super::{Actor, code, on_both};
use crate::authz::nation::HOME;
use crate::support::app::{Answer, Request};

const FILE: &str = "matricule;nom\n1;MARTIN\n";

fn send(actor: &Actor<'_>, query: &str, key: &str, kind: &str, body: String) -> Answer {
    let request = Request {
        method: "POST".to_owned(),
        path: format!("/imports?{query}"),
        headers: vec![("Idempotency-Key".to_owned(), key.to_owned())],
        body: Some((kind.to_owned(), body)),
    };
    actor.app.0.app.send(&request, Some(&actor.token))
}

/// A form with that many fields, and a file or not.
fn form(fields: usize, with_file: bool) -> String {
    let mut text = String::new();
    for number in 0..fields {
        text.push_str(&format!("--cut\r\nContent-Disposition: form-data; name=\"f{number}\"\r\n\r\n\r\n"));
    }
    if with_file {
        text.push_str(&format!(
            "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{FILE}\r\n"
        ));
    }
    text + "--cut--\r\n"
}

const FORM: &str = "multipart/form-data; boundary=cut";

#[test]
fn nothing_is_received_from_who_may_not_send() {
    on_both(|app| {
        let query = format!("establishment={}&kind=sirh", HOME.finess);
        // The form is wrong too: the right is asked before it is even looked at.
        let reader = send(&app.actor(Profile::HospitalReader), &query, "u1", FORM, form(0, false));
        assert_eq!((reader.status, code(&reader).as_str()), (403, "right.missing"), "{}", reader.body);
        let manager = send(&app.manager(HOME.finess), &query, "u1", FORM, form(0, false));
        assert_eq!((manager.status, code(&manager).as_str()), (400, "request.malformed"), "{}", manager.body);
    });
}

#[test]
fn a_form_has_few_fields_even_when_they_are_empty() {
    on_both(|app| {
        let query = format!("establishment={}&kind=sirh", HOME.finess);
        let answer = send(&app.manager(HOME.finess), &query, "u2", FORM, form(40, true));
        assert_eq!((answer.status, code(&answer).as_str()), (413, "request.too_large"), "{}", answer.body);
    });
}

#[test]
fn the_same_bytes_for_another_kind_are_another_request() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let asked = |kind: &str| format!("establishment={}&kind={kind}&file_name=a.csv", HOME.finess);
        let first = send(&manager, &asked("structures"), "u3", "text/csv", FILE.to_owned());
        assert_eq!(first.status, 202, "{}", first.body);
        let other = send(&manager, &asked("posts"), "u3", "text/csv", FILE.to_owned());
        assert_eq!((other.status, code(&other).as_str()), (422, "request.key_reused"), "{}", other.body);
        // The order of the parameters says nothing.
        let turned = format!("file_name=a.csv&kind=structures&establishment={}", HOME.finess);
        let again = send(&manager, &turned, "u3", "text/csv", FILE.to_owned());
        assert_eq!((again.status, &again.body), (202, &first.body));
    });
}

//! Lists: filters, order, pages.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::habilitation::Profile;

use super::{code, on_both, path};
use crate::authz::imports;
use crate::authz::nation::{HOME, Thing};

/// R08: a walk by cursor sees every row once, while others write.
#[test]
fn r08_cursor_walk_sees_every_row_once_while_others_write() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        for number in 0..9 {
            let body = json!({ "establishment": HOME.finess, "kind": "LOC", "local_number": format!("W{number}"),
                "quotity": 5_000, "effect": { "valid_from": "2026-01-01" } });
            let made = manager.create("/posts", &body);
            assert_eq!(made.status, 201, "{}", made.body);
        }
        let mut seen = Vec::new();
        let mut path = "/posts?limit=4&sort=-local_number&total=exact".to_owned();
        let mut pages = 0;
        loop {
            let page = manager.read(&path);
            pages += 1;
            assert_eq!(page["total"], 11, "what the first page counted");
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].to_string()));
            // Somebody writes between two pages.
            let body = json!({ "establishment": HOME.finess, "kind": "LOC", "local_number": format!("V{pages}"),
                "quotity": 5_000, "effect": { "valid_from": "2026-01-01" } });
            assert_eq!(manager.create("/posts", &body).status, 201);
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/posts?limit=4&sort=-local_number&total=exact&cursor={next}");
        }
        let once: BTreeSet<&String> = seen.iter().collect();
        assert_eq!((seen.len(), once.len(), pages), (11, 11, 3));
    });
}

#[test]
fn r08_cursors_of_others_and_of_other_queries_are_refused() {
    on_both(|app| {
        let (manager, other) = (app.manager(HOME.finess), app.actor(Profile::HospitalManager));
        let page = manager.read("/practitioners?limit=1");
        let next = page["next"].as_str().unwrap();
        assert_eq!(manager.list(&format!("/practitioners?limit=1&cursor={next}")).len(), 1);
        for answer in [
            other.get(&format!("/practitioners?limit=1&cursor={next}")),
            manager.get(&format!("/practitioners?sex=F&cursor={next}")),
            manager.get(&format!("/posts?cursor={next}")),
            manager.get("/practitioners?cursor=AAAA"),
        ] {
            assert_eq!(
                (answer.status, code(&answer).as_str()),
                (400, "request.bad_cursor"),
                "{}",
                answer.body
            );
        }
        // A cursor travels in addresses: it names nobody.
        use base64::Engine as _;
        let inside = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(next).unwrap();
        assert!(!String::from_utf8_lossy(&inside).contains("MARTIN"));
    });
}

#[test]
fn filters_are_those_that_are_published() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let service = HOME.id(Thing::Service);
        assert_eq!(manager.list(&format!("/posts?structure={service}")).len(), 1);
        assert_eq!(manager.list(&format!("/posts?structure.not={service}")).len(), 1);
        assert_eq!(manager.list("/posts?quotity.gte=10000").len(), 2);
        assert!(manager.list("/posts?quotity.lt=10000").is_empty());
        assert_eq!(manager.list("/posts?sigmed_number.in=1A,1B").len(), 2);
        assert_eq!(manager.list("/posts?q=1a").len(), 1, "whatever the case");
        let line = format!("/affectations?practitioner={}", HOME.id(Thing::Practitioner));
        assert_eq!(manager.list(&line).len(), 1);
        for (path, expected) in [
            ("/posts?structur=1", "request.unknown_parameter"),
            ("/posts?sort=structur", "request.unknown_sort"),
            ("/posts?limit=0", "request.malformed"),
            ("/posts?as_of=01/04/2026", "request.bad_time"),
            ("/posts?known_at=yesterday", "request.bad_time"),
            ("/practitioners?usual_name=MARTIN", "request.unknown_parameter"),
            ("/practitioners?rpps=10001234566", "request.unknown_parameter"),
            ("/practitioners?q=MARTIN", "request.unknown_parameter"),
        ] {
            let answer = manager.get(path);
            assert_eq!((answer.status, code(&answer).as_str()), (400, expected), "{path}");
        }
        assert_eq!(manager.read("/posts?limit=9000")["limit"], 500);
    });
}

/// A value that cannot be compared is refused by its name: it would match nothing, or everything, and nobody would know.
#[test]
fn a_filter_is_asked_by_values_of_its_kind() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let import = imports::planned(&app.0);
        for (path, name) in [
            ("/posts?quotity=abc".to_owned(), "quotity"),
            ("/posts?quotity.not=abc".to_owned(), "quotity.not"),
            ("/posts?quotity.in=5000,abc".to_owned(), "quotity.in"),
            ("/posts?quotity.lt=abc".to_owned(), "quotity.lt"),
            ("/posts?quotity.gte=99999999999".to_owned(), "quotity.gte"),
            ("/positions?valid_from.gte=31/12/2020".to_owned(), "valid_from.gte"),
            ("/positions?valid_from.lt=%2B12026-01-01".to_owned(), "valid_from.lt"),
            ("/posts?q=%00".to_owned(), "q"),
            ("/posts?kind=%00".to_owned(), "kind"),
            ("/posts?kind.not=PA%00".to_owned(), "kind.not"),
            ("/positions?granted_until.not=1980".to_owned(), "granted_until.not"),
            ("/jobs?state=zzz".to_owned(), "state"),
            ("/imports?state=zzz".to_owned(), "state"),
            ("/imports?kind.in=sirh,zzz".to_owned(), "kind.in"),
            ("/establishments?freshness.not=zzz".to_owned(), "freshness.not"),
            (format!("{import}/plan?action=zzz"), "action"),
            (format!("{import}/plan?entity=zzz"), "entity"),
            (format!("{import}/findings?severity=zzz"), "severity"),
        ] {
            let answer = manager.get(&path);
            assert_eq!((answer.status, code(&answer).as_str()), (400, "request.malformed"), "{path}");
            assert_eq!(answer.json()["errors"][0]["pointer"], name, "{path}: {}", answer.body);
        }
        // A code of a nomenclature that nobody knows is no word of the contract: it matches nothing.
        assert!(manager.list("/posts?kind=zzz").is_empty());
        assert!(
            manager
                .list("/jobs?state.not=queued,running,done,done_with_refusals,failed,cancelled")
                .is_empty()
        );
    });
}

#[test]
fn the_statuses_of_one_practitioner() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        let own = manager.list(&format!("{}/statuses", path("practitioners", Thing::Practitioner)));
        assert_eq!(own.len(), 1);
        assert_eq!(own[0]["practitioner"]["id"], HOME.id(Thing::Practitioner).to_string());
        let nobody = format!("/practitioners/{}/statuses", uuid::Uuid::nil());
        assert_eq!(manager.get(&nobody).status, 404);
    });
}

#[test]
fn a_knowledge_to_come_is_the_present_one() {
    on_both(|app| {
        let page = app.manager(HOME.finess).read("/posts?known_at=2999-01-01T00:00:00Z");
        let known_at = page["time"]["known_at"].as_str().unwrap();
        assert!(known_at < "2999", "{known_at}");
        assert_eq!(page["items"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn the_number_of_nothing_is_told_too() {
    on_both(|app| {
        let manager = app.manager(HOME.finess);
        for path in ["/imports?kind=sigmed", "/jobs?state=cancelled"] {
            assert_eq!(manager.read(&format!("{path}&total=exact"))["total"], 0, "{path}");
        }
        assert_eq!(manager.read("/imports?kind=sirh&total=exact")["total"], 1);
    });
}

#[test]
fn the_queue_of_codes_is_a_list_like_others() {
    on_both(|app| {
        imports::planned(&app.0);
        let manager = app.manager(HOME.finess);
        let queue = format!("/code_mappings?state=unmapped&establishment={}&total=exact", HOME.finess);
        let codes = |page: &Value| -> Vec<String> {
            let items = page["items"].as_array().unwrap().iter();
            items.map(|item| item["code"].as_str().unwrap().to_owned()).collect()
        };
        let all = manager.read(&queue);
        assert_eq!((&all["total"], codes(&all).len()), (&3.into(), 3), "{all}");
        let one = manager.read(&format!("{queue}&domain=position"));
        assert_eq!((&one["total"], codes(&one)), (&1.into(), vec!["CC".to_owned()]), "{one}");
        assert_eq!(codes(&manager.read(&format!("{queue}&q=aa"))), ["AA"]);
        let mut walked = Vec::new();
        let mut page = manager.read(&format!("{queue}&limit=2"));
        assert_eq!(codes(&page).len(), 2);
        loop {
            walked.extend(codes(&page));
            let Some(next) = page["next"].as_str() else { break };
            page = manager.read(&format!("{queue}&limit=2&cursor={next}"));
        }
        assert_eq!(walked, codes(&all));
        let refused = manager.get(&format!("{queue}&national_code=PH"));
        assert_eq!((refused.status, code(&refused).as_str()), (400, "request.unknown_parameter"));
    });
}

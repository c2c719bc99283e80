//! The operations of the contract, and a well-made request for each, so that a refusal is about rights and never about
//! the shape of what was sent.

use serde_json::{Value, json};
use shared::time::Day;
use uuid::Uuid;

use super::nation::{Hospital, PDF, TOUR, Thing};
use crate::support::app::Request;

/// One operation of the contract.
#[derive(Debug, Clone)]
pub struct Operation {
    pub id: String,
    pub method: String,
    /// Below `/api/v1`.
    pub path: String,
    pub rubric: String,
    pub right: String,
    contract: Value,
}

/// What a request is about.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    pub at: Hospital,
    /// The job and the session in question, which belong to somebody and to no hospital.
    pub job: Uuid,
    pub session: Uuid,
    /// A change of the hospital.
    pub change: Uuid,
    /// In the place of every id: something that nobody has.
    pub unknown: Option<Uuid>,
    pub today: Day,
}

/// All operations, by id.
pub fn all(contract: &Value) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in contract["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let named = |name: &str| operation[name].as_str().unwrap_or_default().to_owned();
            found.push(Operation {
                id: named("operationId"),
                method: method.to_uppercase(),
                path: path.clone(),
                rubric: named("x-rubric"),
                right: named("x-right"),
                contract: operation.clone(),
            });
        }
    }
    found.sort_by(|one, other| one.id.cmp(&other.id));
    found
}

impl Operation {
    /// Whether the path names a thing.
    pub fn is_by_id(&self) -> bool {
        self.path.contains('{')
    }

    /// Whether the answer is a page.
    pub fn is_list(&self) -> bool {
        self.method == "GET" && self.takes("query", "cursor")
    }

    pub fn takes(&self, place: &str, name: &str) -> bool {
        self.parameters().any(|one| one["in"] == place && one["name"] == name)
    }

    fn parameters(&self) -> impl Iterator<Item = &Value> {
        self.contract["parameters"].as_array().into_iter().flatten()
    }

    /// A request about a subject.
    pub fn request(&self, about: &Subject) -> Request {
        let mut query = Vec::new();
        if self.takes("query", "establishment") {
            query.push(format!("establishment={}", about.finess()));
        } else if self.id == "list_establishments" {
            query.push(format!("finess={}", about.finess()));
        }
        if self.id == "create_import" {
            query.push("kind=sirh".to_owned());
        }
        if self.id == "get_post_profile_document" {
            query.push("edition=1".to_owned());
        }
        if self.id == "get_tour_entries_snapshot" {
            query.push(format!("change={}", about.or_unknown(about.change)));
        }
        if self.takes("query", "subject") {
            query.push(format!("subject={}", about.thread()));
        }
        if self.id == "explain_right" {
            query.push("rubric=posts&right=read".to_owned());
        }
        if self.takes("query", "dry_run") {
            query.push("dry_run=true".to_owned());
        }
        let mut path = self.filled(about);
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        let mut headers = Vec::new();
        if self.takes("header", "Idempotency-Key") {
            headers.push(("Idempotency-Key".to_owned(), Uuid::now_v7().to_string()));
        }
        if self.takes("header", "If-Match") {
            headers.push(("If-Match".to_owned(), "\"v1\"".to_owned()));
        }
        if self.takes("header", "X-LogimedH") {
            headers.push(("X-LogimedH".to_owned(), "1".to_owned()));
            headers.push(("Sec-Fetch-Site".to_owned(), "same-origin".to_owned()));
        }
        Request { method: self.method.clone(), path, headers, body: self.body(about) }
    }

    fn filled(&self, about: &Subject) -> String {
        if self.path.starts_with("/tours/") {
            // The tour is of the nation; the post and the list in it are of a hospital.
            return self
                .path
                .replace("{id}", &TOUR.to_string())
                .replace("{post_id}", &about.id(Thing::Post))
                .replace("{finess}", &about.finess());
        }
        let mut names = self.path.split('/').skip(1);
        let collection = names.next().unwrap_or_default();
        let thing = match collection {
            "establishments" => about.finess(),
            "nomenclatures" if about.unknown.is_none() => "positions".to_owned(),
            // A domain is a word; what is in a hospital or not is its hospital.
            "code_mappings" => "status".to_owned(),
            "jobs" => about.or_unknown(about.job),
            "me" => about.or_unknown(about.session),
            "journal" | "changes" => about.or_unknown(about.change),
            "sites" if about.unknown.is_none() => about.at.site(),
            "sites" => about.finess(),
            "structures" => about.id(Thing::Service),
            "posts" => about.id(Thing::Post),
            "practitioners" => about.id(Thing::Practitioner),
            "statuses" => about.id(Thing::Status),
            "positions" => about.id(Thing::Position),
            "affectations" => about.id(Thing::Affectation),
            "headships" => about.id(Thing::Headship),
            "imports" => about.id(Thing::Import),
            // A workbook is a word too.
            "import_skeletons" => "attachments".to_owned(),
            "import_profiles" => about.id(Thing::ImportProfile),
            "requests" => about.id(Thing::Request),
            "reservations" => about.id(Thing::Reservation),
            "comments" => about.id(Thing::Comment),
            "sigmed" => about.id(Thing::Delivery),
            "users" => about.id(Thing::Account),
            "habilitations" => about.id(Thing::Habilitation),
            _ => about.or_unknown(Uuid::nil()),
        };
        let filled =
            self.path.split('/').map(|part| if part.starts_with('{') { thing.as_str() } else { part });
        filled.collect::<Vec<_>>().join("/")
    }

    /// A body that is right: those with something of a place by hand, the others as the contract shows them.
    fn body(&self, about: &Subject) -> Option<(String, String)> {
        let today = about.today;
        let reader = json!({ "profile": "hospital_reader", "perimeter": format!("ej:{}", about.finess()),
            "valid_from": today, "valid_to": "2999-01-01", "reason": "Essai" });
        let effect = json!({ "valid_from": today, "reason": "Essai" });
        let body = match self.id.as_str() {
            "create_import" => {
                return Some(("text/csv".to_owned(), "matricule;nom\n1;MARTIN\n".to_owned()));
            }
            "put_post_profile_document" => return Some(("application/pdf".to_owned(), PDF.to_owned())),
            "sign_in" => {
                json!({ "email": format!("{}@example.fr", Uuid::now_v7()), "password": "aucun-mot-de-passe" })
            }
            "change_password" => {
                json!({ "present": "aucun-mot-de-passe", "new": "un-autre-mot-de-passe-2026" })
            }
            "create_user" => {
                json!({ "email": format!("{}@example.fr", Uuid::now_v7()), "name": "Camille Lambert",
                "password": "un-premier-mot-de-passe-2026", "habilitation": reader })
            }
            "edit_user" => json!({ "name": "Camille Lambert" }),
            "disable_user" | "enable_user" => json!({ "reason": "Essai" }),
            "create_habilitation" => json!({ "account": about.id(Thing::Account), "grant": reader }),
            "map_import" => json!({ "columns": [] }),
            "answer_import_codes" => json!({ "answers": [] }),
            "put_code_domain" => json!({ "mappings": [] }),
            "create_structure" => json!({ "establishment": about.finess(), "kind": "POLE", "number": "NEUF",
                "label": "Pôle neuf", "effect": effect }),
            "create_post" => json!({ "establishment": about.finess(), "kind": "PH", "local_number": "NEUF",
                "quotity": 10_000, "structure": about.id(Thing::Service), "attached_to_establishment": false,
                "effect": effect }),
            "create_practitioner" => json!({ "establishment": about.finess(), "matricule": "NEUF",
                "birth_name": "DURAND", "usual_name": "DURAND", "first_names": "Alix", "diplomas": [],
                "effect": effect }),
            "create_status" => json!({ "status": "PH", "quotity": 10_000, "effect": effect }),
            "create_position" => json!({ "position": "DISPO", "effect": { "valid_from": "2998-06-01" } }),
            "create_affectation" => json!({ "practitioner": about.id(Thing::Practitioner), "status": "PH",
                "rank": "secondary", "service": about.id(Thing::Service), "quotity": 1_000, "effect": effect }),
            "create_headship" => {
                json!({ "establishment": about.finess(), "structure": about.id(Thing::Service),
                "practitioner": about.id(Thing::Practitioner), "function": "INTERIM",
                "effect": { "valid_from": today, "valid_to": "2998-06-01", "reason": "Essai" } })
            }
            "edit_headship" => json!({ "function": "INTERIM", "effect": effect }),
            "merge_structure" => {
                json!({ "into": about.id(Thing::Service2), "valid_from": today, "reason": "Essai" })
            }
            "split_post" => json!({ "valid_from": today, "reason": "Essai",
                "lines": [{ "affectation": about.id(Thing::Affectation), "part": 0 }],
                "parts": [{ "quotity": 8_000, "structure": about.id(Thing::Service) },
                    { "quotity": 2_000, "structure": about.id(Thing::Service2) }] }),
            "put_post_profile" => json!({ "position": "Au bloc" }),
            "approve_post_profile" => json!({}),
            "undo_change" => json!({ "reason": "Essai" }),
            "edit_structure" => json!({ "label": "Autre nom", "effect": effect }),
            "edit_post" => json!({ "quotity": 9_000, "effect": effect }),
            "edit_practitioner" => json!({ "first_names": "Alix", "effect": effect }),
            "edit_status" => json!({ "local_code": "11", "effect": effect }),
            "edit_position" => json!({ "local_code": "11", "effect": effect }),
            "edit_affectation" => json!({ "quotity": 9_000, "effect": effect }),
            "create_request" => json!({ "establishment": about.finess(), "kind": "transform",
                "post": about.id(Thing::Post), "motive": "TRA_QUOTITE", "day": "2998-01-01", "quotity": 8_000 }),
            "write_comment" => json!({ "subject": about.thread(), "text": "Essai" }),
            "read_comments" => json!({ "subject": about.thread(), "last": about.id(Thing::Comment) }),
            "edit_notification" => json!({ "read": true }),
            "read_notifications" => json!({ "last": about.or_unknown(Uuid::nil()) }),
            "put_notification_settings" => json!({ "channels": shared::notice::NoticeKind::ALL.iter()
                .map(|kind| json!({ "kind": kind, "channel": "screen" })).collect::<Vec<_>>() }),
            "create_reservation" => json!({ "establishment": about.finess(), "post": about.id(Thing::Post),
                "reserved_from": "2998-06-01", "quotity": 1_000, "motive": "RES_CONTRACTUEL" }),
            "edit_reservation" => json!({ "quotity": 500 }),
            "activate_reservation" | "cancel_reservation" | "consume_reservation" => {
                json!({ "comment": "Essai" })
            }
            "edit_request" => json!({ "quotity": 8_000 }),
            "plan_tour" => json!({ "kind": "automne", "year": 2027, "calendar": calendar() }),
            "edit_tour" => json!({ "calendar": calendar() }),
            "move_tour_deadline" => json!({ "milestone": "hospital_deadline", "region": about.at.region,
                "to": "2998-04-01T00:00:00Z", "comment": "Essai" }),
            "reopen_tour_list" => json!({ "establishment": about.finess(), "comment": "Essai" }),
            "freeze_tour_entry" => json!({ "motive": "GEL_BUDGET" }),
            "force_tour_entry" => json!({ "motive": "FORCE_DEPART", "expected": "2998-12-01" }),
            "ask_tour_entry" => json!({ "motive": "ARS_STRUCTURE" }),
            "refuse_tour_entry" => json!({ "motive": "REF_BUDGET" }),
            "appoint_tour_entry" => json!({ "order_number": "2998-1", "order_date": "2998-10-01",
                "appointee": "Camille Lambert" }),
            "install_tour_entry" => json!({ "installed_on": "2998-12-01" }),
            "act_on_tour_entries" => json!({ "action": "freeze", "motive": "GEL_BUDGET",
                "entries": [{ "post": about.id(Thing::Post), "if_match": "\"v1\"" }] }),
            "undo_tour_entry_steps" => {
                json!({ "entries": [{ "post": about.id(Thing::Post), "if_match": "\"v1\"" }] })
            }
            _ if self.path.starts_with("/tours/{id}/") && self.method == "POST" => {
                json!({ "comment": "Essai" })
            }
            "ask_request" => json!({ "motive": "ARS_STRUCTURE" }),
            "refuse_request" => json!({ "motive": "REF_BUDGET" }),
            _ if self.path.starts_with("/requests/{id}/") && self.method == "POST" => {
                json!({ "comment": "Essai" })
            }
            _ if self.id.starts_with("end_") => json!({ "valid_to": today, "reason": "Essai" }),
            _ if self.id.starts_with("retract_") => {
                json!({ "valid_from": "2020-01-01", "valid_to": "9999-12-31", "reason": "Essai" })
            }
            "search_practitioners" => json!({ "name": "MARTIN", "establishment": about.finess() }),
            _ if self.contract.get("requestBody").is_none() => return None,
            _ => self.example(),
        };
        Some(("application/json".to_owned(), body.to_string()))
    }

    fn example(&self) -> Value {
        let content = &self.contract["requestBody"]["content"]["application/json"];
        content
            .get("example")
            .or_else(|| content["schema"].get("example"))
            .cloned()
            .unwrap_or_else(|| json!({}))
    }
}

/// A calendar in order.
fn calendar() -> Value {
    json!({ "opening": "2998-01-01T00:00:00Z", "hospital_deadline": { "national": "2998-03-01T00:00:00Z" },
        "ars_deadline": { "national": "2998-06-01T00:00:00Z" }, "publication": "2998-09-01T00:00:00Z",
        "application_closing": null, "opinions": null, "appointment": "2999-01-01" })
}

impl Subject {
    fn or_unknown(&self, id: Uuid) -> String {
        self.unknown.unwrap_or(id).to_string()
    }

    pub fn id(&self, thing: Thing) -> String {
        self.or_unknown(self.at.id(thing))
    }

    /// The thread of the second post.
    fn thread(&self) -> String {
        format!("post:{}", self.id(Thing::Post2))
    }

    fn finess(&self) -> String {
        // Well-made, and nobody's.
        self.unknown.map_or_else(|| self.at.finess.to_owned(), |_| "010000008".to_owned())
    }
}

//! Examples of the contract: what was really asked and answered over the demonstration, shortened.
//!
//! One file a tag, made by `e2e/contract/make_examples.py`; a test reads each against its schema. Refuses nothing: an
//! operation without an example keeps that of its schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

const FILES: [&str; 20] = [
    include_str!("examples/affectations.json"),
    include_str!("examples/comments.json"),
    include_str!("examples/establishments.json"),
    include_str!("examples/habilitations.json"),
    include_str!("examples/headships.json"),
    include_str!("examples/imports.json"),
    include_str!("examples/jobs.json"),
    include_str!("examples/journal.json"),
    include_str!("examples/nomenclatures.json"),
    include_str!("examples/notifications.json"),
    include_str!("examples/posts.json"),
    include_str!("examples/practitioners.json"),
    include_str!("examples/requests.json"),
    include_str!("examples/reservations.json"),
    include_str!("examples/tours.json"),
    include_str!("examples/session.json"),
    include_str!("examples/sigmed.json"),
    include_str!("examples/staffing_table.json"),
    include_str!("examples/structures.json"),
    include_str!("examples/users.json"),
];

/// Examples by operation, then by form: `request`, or the status of the answer.
pub struct Examples(BTreeMap<String, Map<String, Value>>);

impl Examples {
    /// All of them.
    ///
    /// # Errors
    /// When a file is not of that form.
    pub fn read() -> serde_json::Result<Examples> {
        let mut all = BTreeMap::new();
        for file in FILES {
            all.append(&mut serde_json::from_str(file)?);
        }
        Ok(Examples(all))
    }

    /// Adds its examples to an operation.
    pub fn show(&self, operation: &mut Map<String, Value>) {
        let name = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
        let Some(own) = self.0.get(name) else { return };
        for (form, example) in own {
            let place = match form.as_str() {
                "request" => operation.get_mut("requestBody"),
                status => operation.get_mut("responses").and_then(|answers| answers.get_mut(status)),
            };
            let content = place.and_then(|place| place.pointer_mut("/content/application~1json"));
            if let Some(content) = content.and_then(Value::as_object_mut) {
                content.insert("example".into(), example.clone());
            }
        }
    }
}

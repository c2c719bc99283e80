//! SIGMED by files: what lies in the folder, what comes back through it.

use std::path::Path;
use std::sync::Arc;

use api::sigmed::FileDrop;
use serde_json::Value;
use shared::habilitation::Profile;
use shared::sigmed::{DeliveryState, SigmedAnswer};

use super::{Later, all_of, courier, keys, last, no, sent, told, work, yes};
use crate::authz::nation::HOME;
use crate::routes::{App, on_both};

fn drop_in(folder: &Path) -> FileDrop {
    FileDrop::open(folder, keys()).unwrap()
}

fn lying(folder: &Path, name: &str) -> usize {
    std::fs::read_dir(folder.join(name)).unwrap().count()
}

fn answer(folder: &Path, name: &str, key: &str, told: &SigmedAnswer) {
    drop_in(folder).write_answer(name, key, told).unwrap();
}

fn request_state(app: &App, place: &str) -> Value {
    app.actor(Profile::HospitalManager).read(place)["state"].clone()
}

#[test]
fn a_request_goes_out_as_a_file_and_comes_back_as_a_post() {
    on_both(|app| {
        let folder = tempfile::TempDir::new().unwrap();
        let later = Later::default();
        let own = courier(app, &later, Arc::new(drop_in(folder.path())));
        let (first, second) = (sent(app, "F1"), sent(app, "F2"));
        assert_eq!(last(app, &first).state, DeliveryState::Waiting, "the change wrote it, nobody carried it");
        work(&own);
        let files = drop_in(folder.path()).read_deliveries().unwrap();
        assert_eq!(files.len(), 2);
        let (key, text) = &files[0];
        let delivery = last(app, &first);
        assert_eq!((key, text), (&delivery.key, &delivery.payload));
        assert_eq!((delivery.state, delivery.attempts), (DeliveryState::Sent, 1));
        let said: Value = serde_json::from_str(text).unwrap();
        assert_eq!(said["format"], "logimedh.sigmed.delivery/1");
        assert_eq!((&said["operation"], &said["finess_ej"]), (&"create".into(), &HOME.finess.into()));
        assert_eq!((&said["day"], &said["motive"]), (&"2027-01-01".into(), &"CRE_ACTIVITE".into()));
        assert_eq!((&said["asked"]["kind"], &said["asked"]["quotity"]), (&"SIG".into(), &8_000.into()));
        assert_eq!((&said["asked"]["local_number"], &said["known"]), (&"F1".into(), &Value::Null));

        answer(folder.path(), "a.json", key, &yes("00101"));
        answer(folder.path(), "b.json", &last(app, &second).key, &no("S12", "Structure inconnue"));
        work(&own);
        assert_eq!(request_state(app, &first), "applied");
        assert_eq!(request_state(app, &second), "sigmed_rejected");
        let manager = app.actor(Profile::HospitalManager);
        assert_eq!(manager.read(&second)["said"], "S12 : Structure inconnue");
        assert_eq!(manager.list("/posts?sigmed_number=00101&as_of=2027-01-01").len(), 1);
        let states = (last(app, &first).state, last(app, &second).state);
        assert_eq!(states, (DeliveryState::Acknowledged, DeliveryState::Rejected));
        assert_eq!((lying(folder.path(), "outgoing"), lying(folder.path(), "done")), (0, 2));
        let journal = manager.list("/journal?origin=sigmed");
        assert_eq!((journal.len(), &journal[0]["author"]), (2, &"SIGMED".into()));
    });
}

#[test]
fn an_answer_that_is_repeated_late_forged_or_to_nothing_changes_nothing() {
    on_both(|app| {
        let folder = tempfile::TempDir::new().unwrap();
        let own = courier(app, &Later::default(), Arc::new(drop_in(folder.path())));
        let place = sent(app, "F3");
        work(&own);
        let key = last(app, &place).key;
        let others = api::sigmed::signature::SigningKeys::from_text(&"00".repeat(32)).unwrap();
        FileDrop::open(folder.path(), others)
            .unwrap()
            .write_answer("forged.json", &key, &yes("00200"))
            .unwrap();
        answer(folder.path(), "nothing.json", "0197-9", &yes("00201"));
        work(&own);
        assert_eq!((last(app, &place).state, lying(folder.path(), "bad")), (DeliveryState::Sent, 2));
        answer(folder.path(), "a.json", &key, &yes("00202"));
        answer(folder.path(), "b.json", &key, &yes("00202"));
        work(&own);
        // Later it even says the contrary.
        answer(folder.path(), "c.json", &key, &no("S01", "Trop tard"));
        work(&own);
        let delivery = last(app, &place);
        assert_eq!(
            (delivery.state, request_state(app, &place)),
            (DeliveryState::Acknowledged, "applied".into())
        );
        assert!(delivery.answer.unwrap().contains("00202"));
        assert_eq!((told(app, "request.acknowledge"), told(app, "request.reject")), (1, 0));
        assert_eq!(lying(folder.path(), "done"), 3);
        assert_eq!(all_of(app).len(), 1);
    });
}

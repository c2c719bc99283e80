//! Accounts and what they hold, as whoever administers one hospital sees them.

use std::collections::BTreeSet;

use serde_json::Value;
use shared::habilitation::{Perimeter, Profile};

use super::on_both;
use crate::authz::nation::{HOME, HOSPITALS, SIBLING, Standing, Thing};

#[test]
fn an_approver_sees_the_accounts_of_the_hospital_its_poles_and_its_people() {
    on_both(|app| {
        let pole = |at: crate::authz::nation::Hospital| Perimeter::Structure(at.id(Thing::Pole).into());
        let own = app.0.hire(Profile::HospitalReader, pole(HOME)).to_string();
        let other = app.0.hire(Profile::HospitalReader, pole(SIBLING)).to_string();
        let account = |profile| app.0.people[&(profile, Standing::Active)].account.to_string();
        let named = |items: Vec<Value>, name: &str| -> BTreeSet<String> {
            items.iter().map(|item| item[name].as_str().unwrap().to_owned()).collect()
        };
        let approver = app.actor(Profile::HospitalApprover);
        let users = named(approver.list("/users?limit=500"), "id");
        let holders = named(approver.list("/habilitations?limit=500"), "account");
        // All accounts of the tests are tied to a person of the first hospital.
        let inside = [own, account(Profile::Practitioner), account(Profile::HospitalReader)];
        let outside = [
            other,
            account(Profile::ArsReader),
            account(Profile::CngAdmin),
            account(Profile::Auditor),
            HOSPITALS[1].id(Thing::Account).to_string(),
        ];
        for seen in [&users, &holders] {
            assert!(inside.iter().all(|one| seen.contains(one)), "{seen:?}");
            assert!(outside.iter().all(|one| !seen.contains(one)), "{seen:?}");
        }
        assert_eq!(users, holders);
        let total = approver.read("/users?limit=1&total=exact")["total"].as_u64().unwrap();
        assert_eq!(total, users.len() as u64);
    });
}

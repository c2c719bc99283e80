//! Accounts and habilitations: nobody gives beyond their seat, what changes is seen at once, outside is absent.

use api::app::{Failure, habilitations, users};
use api::authn::rights::Standing;
use shared::contract::access::{HabilitationCreate, HabilitationEnd, HabilitationView, UserEdit};
use shared::habilitation::{Profile, Right, Rubric};
use shared::problem::Code;

use super::{House, code, day, hospital};
use crate::support::both;

const HOSPITAL: &str = "ej:690780044";
const NEIGHBOUR: &str = "ej:690781810";
const FAR: &str = "ej:600100713";

fn give(
    house: &House,
    by: &api::app::Ctx,
    to: shared::id::AccountId,
    profile: Profile,
    at: &str,
) -> Result<HabilitationView, Failure> {
    let input = HabilitationCreate { account: to, grant: House::grant(profile, at) };
    let given = house.ctx.database.write(|tx| habilitations::create(by, tx, &input));
    house.authenticator.rights().forget(to);
    given
}

#[test]
fn r44_a_change_of_rights_supersedes_tokens_at_once_and_elsewhere_within_a_second() {
    both(|database| {
        let mut house = House::on(database);
        let user = house.account("c.martin@chu.example", Profile::HospitalManager, HOSPITAL);
        let mut neighbour = house.neighbour(database);
        let opened = house.sign_in("c.martin@chu.example");
        assert!(house.call(&opened).is_ok() && neighbour.call(&opened).is_ok());
        let held = house.only_habilitation(user.id);
        let input = HabilitationEnd { valid_to: house.ctx.today, reason: "Départ".into() };
        let ended = house
            .ctx
            .database
            .write(|tx| habilitations::end(&house.ctx, tx, held.id, held.version, &input))
            .unwrap();
        house.authenticator.rights().forget(user.id);
        assert_eq!(ended.valid_to, house.ctx.today);
        assert_eq!(house.call(&opened).unwrap_err(), Code::TokenSuperseded);
        house.wait(1);
        neighbour.wait(1);
        assert_eq!(neighbour.call(&opened).unwrap_err(), Code::TokenSuperseded);
        // A new token carries what is left.
        let renewed = house.refresh(&opened).unwrap();
        let session = house.call(&renewed).unwrap();
        let posts = shared::habilitation::allows_somewhere(
            &session.held.habilitations,
            house.ctx.today,
            Rubric::Posts,
            Right::Read,
        );
        assert!(!posts);
        // Ending it again from the former version is refused.
        let again =
            house.ctx.database.write(|tx| habilitations::end(&house.ctx, tx, held.id, held.version, &input));
        assert_eq!(code(&again.unwrap_err()), Code::StaleVersion);
        assert!(house.journal().contains(&"habilitation.end".to_owned()));
    });
}

#[test]
fn r37_a_disabled_account_is_out_everywhere() {
    both(|database| {
        let house = House::on(database);
        let user = house.account("c.martin@chu.example", Profile::HospitalManager, HOSPITAL);
        let admin = house.account("admin@cng.example", Profile::CngAdmin, "national");
        let opened = house.sign_in("c.martin@chu.example");
        let by = house.of(admin.id);
        let disabled = house
            .ctx
            .database
            .write(|tx| users::disable(&by, tx, user.id, user.version, Some("Départ")))
            .unwrap();
        house.authenticator.rights().forget(user.id);
        assert!(disabled.disabled_at.is_some() && disabled.allowed_actions.contains(&"enable".to_owned()));
        assert_eq!(house.call(&opened).unwrap_err(), Code::AuthRequired);
        assert_eq!(code(&house.refresh(&opened).unwrap_err()), Code::AuthRequired);
        let refused = house.sign_in_from("192.0.2.1", "c.martin@chu.example", super::PASSWORD).unwrap_err();
        assert_eq!(code(&refused), Code::BadCredentials, "the same as a wrong password");
        let standing = house.authenticator.rights().standing(&house.ctx.database, user.id, house.ctx.now);
        assert!(matches!(standing.unwrap(), Standing::Closed));
        // Nobody closes their own door.
        let own = house.ctx.database.write(|tx| users::disable(&by, tx, admin.id, admin.version, None));
        assert_eq!(code(&own.unwrap_err()), Code::TransitionRefused);
        house.ctx.database.write(|tx| users::enable(&by, tx, user.id, disabled.version, None)).unwrap();
        assert!(house.sign_in_from("192.0.2.1", "c.martin@chu.example", super::PASSWORD).is_ok());
    });
}

#[test]
fn r45_nobody_gives_beyond_their_seat() {
    both(|database| {
        let house = House::on(database);
        let approver = house.account("valideur@chu.example", Profile::HospitalApprover, HOSPITAL);
        let manager = house.account("gestionnaire@chu.example", Profile::HospitalManager, HOSPITAL);
        let agency = house.account("valideur@ars.example", Profile::ArsApprover, "region:84");
        let reader = house.account("lecteur@chu.example", Profile::HospitalReader, HOSPITAL);
        let to = |by: &shared::contract::access::UserView, profile, at| {
            give(&house, &house.of(by.id), reader.id, profile, at)
        };
        assert!(to(&approver, Profile::HospitalManager, HOSPITAL).is_ok());
        for (by, profile, at) in [
            (&approver, Profile::HospitalManager, NEIGHBOUR),
            (&approver, Profile::ArsReader, "region:84"),
            (&approver, Profile::CngAdmin, "national"),
            (&agency, Profile::HospitalReader, FAR),
            (&agency, Profile::ArsReader, "region:32"),
            (&agency, Profile::Auditor, "national"),
        ] {
            assert_eq!(code(&to(by, profile, at).unwrap_err()), Code::HabilitationBeyond, "{profile} {at}");
        }
        assert!(to(&agency, Profile::HospitalReader, NEIGHBOUR).is_ok());
        // Who does not administer gives nothing, and nobody gives to themselves.
        assert_eq!(code(&to(&manager, Profile::HospitalReader, HOSPITAL).unwrap_err()), Code::RightMissing);
        let own = give(&house, &house.of(approver.id), approver.id, Profile::HospitalManager, HOSPITAL);
        assert_eq!(code(&own.unwrap_err()), Code::HabilitationBeyond);
    });
}

#[test]
fn a_habilitation_has_its_kind_of_perimeter_and_an_end() {
    both(|database| {
        let house = House::on(database);
        let admin = house.account("admin@cng.example", Profile::CngAdmin, "national");
        let reader = house.account("lecteur@chu.example", Profile::HospitalReader, HOSPITAL);
        let by = house.of(admin.id);
        let wrong = |change: &dyn Fn(&mut shared::contract::access::Grant)| {
            let mut grant = House::grant(Profile::HospitalManager, HOSPITAL);
            change(&mut grant);
            let input = HabilitationCreate { account: reader.id, grant };
            let refused = house.ctx.database.write(|tx| habilitations::create(&by, tx, &input)).unwrap_err();
            let Failure::Refused(refusal) = refused else { panic!("{refused:?}") };
            assert_eq!(refusal.code, Code::Invalid);
            refusal.errors.iter().map(|error| error.pointer.clone()).collect::<Vec<_>>()
        };
        assert_eq!(wrong(&|grant| grant.perimeter = "national".parse().unwrap()), ["/grant/perimeter"]);
        assert_eq!(wrong(&|grant| grant.perimeter = "ej:000000000".parse().unwrap()), ["/grant/perimeter"]);
        assert_eq!(wrong(&|grant| grant.valid_to = shared::time::Day::OPEN), ["/grant/valid_to"]);
        assert_eq!(wrong(&|grant| grant.valid_to = grant.valid_from), ["/grant/valid_to"]);
        assert_eq!(wrong(&|grant| grant.valid_to = day("2026-11-22")), ["/grant/valid_to"]);
        assert_eq!(wrong(&|grant| grant.reason = "  ".into()), ["/grant/reason"]);
        let own = wrong(&|grant| {
            (grant.profile, grant.perimeter) = (Profile::Practitioner, "self".parse().unwrap())
        });
        assert_eq!(own, ["/grant/profile"], "an account tied to nobody");
    });
}

#[test]
fn r41_accounts_outside_are_absent() {
    both(|database| {
        let house = House::on(database);
        let approver = house.account("valideur@chu.example", Profile::HospitalApprover, HOSPITAL);
        let inside = house.account("lecteur@chu.example", Profile::HospitalReader, HOSPITAL);
        let outside = house.account("lecteur@autre.example", Profile::HospitalReader, NEIGHBOUR);
        let agency = house.account("valideur@ars.example", Profile::ArsApprover, "region:84");
        let by = house.of(approver.id);
        let find = |id| users::find(&by, id);
        assert!(find(inside.id).is_ok());
        let (absent, unknown) = (find(outside.id).unwrap_err(), find(uuid::Uuid::nil().into()).unwrap_err());
        assert_eq!(format!("{absent:?}"), format!("{unknown:?}"));
        let names = |by: &api::app::Ctx| -> Vec<String> {
            let all = users::all(by).unwrap();
            let mut emails: Vec<String> = all.into_iter().map(|user| user.email).collect();
            emails.sort();
            emails
        };
        assert_eq!(names(&by), ["lecteur@chu.example", "valideur@chu.example"]);
        assert_eq!(names(&house.of(agency.id)).len(), 4, "the region sees its hospitals");
        // What an account holds elsewhere keeps it from being changed here.
        give(&house, &house.ctx, inside.id, Profile::HospitalReader, NEIGHBOUR).unwrap();
        let edit = UserEdit { name: Some("Autre Nom".into()), email: None };
        let refused = house.ctx.database.write(|tx| users::edit(&by, tx, inside.id, inside.version, &edit));
        assert_eq!(code(&refused.unwrap_err()), Code::RightMissing);
        let seen = find(inside.id).unwrap();
        assert_eq!(seen.habilitations.len(), 1, "only what is in the perimeter is shown");
        assert_eq!(seen.habilitations[0].perimeter, hospital());
    });
}

#[test]
fn explaining_says_why() {
    both(|database| {
        let house = House::on(database);
        let manager = house.account("gestionnaire@chu.example", Profile::HospitalManager, HOSPITAL);
        let by = house.of(manager.id);
        let why = |right, at: Option<&str>| habilitations::explain(&by, Rubric::Posts, right, at).unwrap();
        assert!(why(Right::Modify, Some("690780044")).allowed);
        let elsewhere = why(Right::Modify, Some("690781810"));
        assert!(!elsewhere.allowed && elsewhere.habilitations.len() == 1, "{elsewhere:?}");
        let never = why(Right::Validate, None);
        assert!(!never.allowed && never.habilitations.is_empty());
    });
}

#[test]
fn an_address_names_one_account() {
    both(|database| {
        let house = House::on(database);
        house.account("c.martin@chu.example", Profile::HospitalReader, HOSPITAL);
        let asked = users::OnThisMachine {
            email: "C.Martin@CHU.example",
            name: "Autre",
            password: super::PASSWORD,
            practitioner: None,
        };
        let again = users::create_on_this_machine(
            &house.ctx,
            &asked,
            House::grant(Profile::HospitalReader, HOSPITAL),
        );
        assert_eq!(code(&again.unwrap_err()), Code::EmailTaken);
    });
}

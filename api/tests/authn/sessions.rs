//! Sessions: tokens that turn, theft, ends, and a throttle that is no weapon.

use api::app::session;
use api::db::{accounts, changes, sign_ins};
use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};
use shared::contract::access::PasswordChange;
use shared::habilitation::Profile;
use shared::problem::Code;
use shared::time::Instant;

use super::{ELSEWHERE, House, PASSWORD, code};
use crate::support::both;

const EMAIL: &str = "c.martin@chu.example";
const HOSPITAL: &str = "ej:690780044";

#[test]
fn r38_a_refresh_token_serves_once_and_a_second_tab_is_no_attack() {
    both(|database| {
        let mut house = House::on(database);
        house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        let first = house.sign_in(EMAIL);
        house.wait(60);
        let left = house.refresh(&first).unwrap();
        house.wait(10);
        let right = house.refresh(&first).unwrap();
        assert_ne!(left.refresh.value(), right.refresh.value());
        assert!(house.call(&left).is_ok() && house.call(&right).is_ok());
        assert!(house.refresh(&right).is_ok());
    });
}

#[test]
fn r38_a_used_token_after_the_grace_ends_the_family() {
    both(|database| {
        let mut house = House::on(database);
        house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        let (first, other) = (house.sign_in(EMAIL), house.sign_in(EMAIL));
        let second = house.refresh(&first).unwrap();
        house.wait(11);
        assert_eq!(code(&house.refresh(&first).unwrap_err()), Code::RefreshReused);
        assert_eq!(code(&house.refresh(&second).unwrap_err()), Code::AuthRequired);
        assert_eq!(house.call(&second).unwrap_err(), Code::AuthRequired, "its access tokens are over too");
        assert!(house.call(&other).is_ok(), "another family is not touched");
        assert!(house.journal().contains(&"session.reuse".to_owned()));
    });
}

#[test]
fn r38_a_token_whose_generation_moved_on_ends_the_family_even_at_once() {
    both(|database| {
        let house = House::on(database);
        house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        let first = house.sign_in(EMAIL);
        let second = house.refresh(&first).unwrap();
        let third = house.refresh(&second).unwrap();
        assert_eq!(code(&house.refresh(&first).unwrap_err()), Code::RefreshReused);
        assert_eq!(code(&house.refresh(&third).unwrap_err()), Code::AuthRequired);
    });
}

#[test]
fn r37_idle_and_absolute_ends() {
    both(|database| {
        let mut house = House::on(database);
        house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        let idle = house.sign_in(EMAIL);
        house.wait(30 * 60);
        let kept = house.refresh(&idle).unwrap();
        house.wait(30 * 60 + 1);
        assert_eq!(code(&house.refresh(&kept).unwrap_err()), Code::AuthRequired);

        let mut opened = house.sign_in(EMAIL);
        for _ in 0..35 {
            house.wait(20 * 60);
            opened = house.refresh(&opened).unwrap();
        }
        house.wait(20 * 60);
        assert_eq!(
            code(&house.refresh(&opened).unwrap_err()),
            Code::AuthRequired,
            "twelve hours have passed"
        );
    });
}

#[test]
fn r37_an_access_token_lasts_five_minutes_and_the_leeway_of_clocks() {
    both(|database| {
        let mut house = House::on(database);
        house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        let opened = house.sign_in(EMAIL);
        house.wait(329);
        assert!(house.call(&opened).is_ok());
        house.wait(1);
        assert_eq!(house.call(&opened).unwrap_err(), Code::TokenExpired);
    });
}

#[test]
fn r37_signing_out_and_closing_the_others_is_seen_everywhere_within_a_second() {
    both(|database| {
        let mut house = House::on(database);
        let user = house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        let mut neighbour = house.neighbour(database);
        let (here, there) = (house.sign_in(EMAIL), house.sign_in(EMAIL));
        assert!(neighbour.call(&here).is_ok() && neighbour.call(&there).is_ok());
        let own = house.of(user.id);
        session::close_others(&own, &house.authenticator, here.session).unwrap();
        assert_eq!(house.call(&there).unwrap_err(), Code::AuthRequired, "at once in this process");
        house.wait(1);
        neighbour.wait(1);
        assert_eq!(neighbour.call(&there).unwrap_err(), Code::AuthRequired, "within a second elsewhere");
        assert!(neighbour.call(&here).is_ok());
        session::sign_out(&house.ctx, &house.authenticator, Some(here.refresh.value())).unwrap();
        assert_eq!(house.call(&here).unwrap_err(), Code::AuthRequired);
        assert_eq!(code(&house.refresh(&here).unwrap_err()), Code::AuthRequired);
    });
}

#[test]
fn r37_a_session_brought_along_is_ended_never_adopted() {
    both(|database| {
        let house = House::on(database);
        house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        house.account("autre@chu.example", Profile::HospitalReader, HOSPITAL);
        let brought = house.sign_in("autre@chu.example");
        let input = shared::contract::access::SignIn { email: EMAIL.into(), password: PASSWORD.into() };
        let presented = Some(brought.refresh.value());
        let opened = session::sign_in(&house.ctx, &house.authenticator, &input, presented).unwrap();
        assert_ne!(opened.session, brought.session);
        assert_eq!(house.call(&opened).unwrap().held.email, EMAIL);
        assert_eq!(house.call(&brought).unwrap_err(), Code::AuthRequired);
    });
}

#[test]
fn r37_changing_the_password_ends_the_other_sessions() {
    both(|database| {
        let house = House::on(database);
        let user = house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        let (here, there) = (house.sign_in(EMAIL), house.sign_in(EMAIL));
        let own = house.of(user.id);
        let change = |present: &str, new: &str| {
            let input = PasswordChange { present: present.into(), new: new.into() };
            session::change_password(&own, &house.authenticator, here.session, &input)
        };
        assert_eq!(code(&change("not the password", "une autre phrase secrète").unwrap_err()), Code::Invalid);
        assert_eq!(code(&change(PASSWORD, "CamilleMartin2026").unwrap_err()), Code::WeakPassword);
        assert_eq!(code(&change(PASSWORD, PASSWORD).unwrap_err()), Code::Invalid);
        assert!(house.call(&there).is_ok(), "nothing happened yet");
        change(PASSWORD, "la pluie tombe ce matin").unwrap();
        assert!(house.call(&here).is_ok());
        assert_eq!(house.call(&there).unwrap_err(), Code::AuthRequired);
        assert_eq!(
            code(&house.sign_in_from("192.0.2.1", EMAIL, PASSWORD).unwrap_err()),
            Code::BadCredentials
        );
        assert!(house.sign_in_from("192.0.2.1", EMAIL, "la pluie tombe ce matin").is_ok());
    });
}

#[test]
fn r39_known_or_unknown_the_answer_is_the_same() {
    both(|database| {
        let house = House::on(database);
        house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        let known = house.sign_in_from(ELSEWHERE, EMAIL, "not the password").unwrap_err();
        let unknown = house.sign_in_from(ELSEWHERE, "nobody@chu.example", "not the password").unwrap_err();
        assert_eq!(format!("{known:?}"), format!("{unknown:?}"));
        assert_eq!(code(&known), Code::BadCredentials);
    });
}

#[test]
fn r39_lock_out_is_no_weapon() {
    both(|database| {
        let mut house = House::on(database);
        house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        house.account("autre@chu.example", Profile::HospitalReader, HOSPITAL);
        house.sign_in(EMAIL);
        // Somebody tries and tries from elsewhere: that door closes, with the time to wait.
        for _ in 0..5 {
            let refused = house.sign_in_from(ELSEWHERE, EMAIL, "not the password").unwrap_err();
            assert_eq!(code(&refused), Code::BadCredentials);
        }
        let closed = house.sign_in_from(ELSEWHERE, EMAIL, PASSWORD).unwrap_err();
        assert_eq!(code(&closed), Code::QuotaExceeded, "even with the password");
        let api::app::Failure::Refused(refusal) = &closed else { panic!("{closed:?}") };
        assert_eq!(refusal.more["retry_after"], 15 * 60 + 1);
        // The owner comes in from home, and somebody else from the attacker's address.
        assert!(house.sign_in_from("192.0.2.1", EMAIL, PASSWORD).is_ok());
        assert!(house.sign_in_from(ELSEWHERE, "autre@chu.example", PASSWORD).is_ok());
        // A crowd of failures on other accounts, from the owner's address, does not close it for the owner.
        for number in 0..60 {
            let _ =
                house.sign_in_from("192.0.2.1", &format!("nobody-{number}@chu.example"), "not the password");
        }
        let stranger = house.sign_in_from("192.0.2.1", "nobody@chu.example", "not the password").unwrap_err();
        assert_eq!(code(&stranger), Code::QuotaExceeded);
        assert!(house.sign_in_from("192.0.2.1", EMAIL, PASSWORD).is_ok());
        // The door opens again by itself.
        house.wait(15 * 60 + 1);
        assert!(house.sign_in_from(ELSEWHERE, EMAIL, PASSWORD).is_ok());
    });
}

#[test]
fn r53_sign_ins_good_and_bad_are_in_the_journal_without_what_was_typed() {
    both(|database| {
        let house = House::on(database);
        house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        house.sign_in(EMAIL);
        let typed = "mon mot de passe tape ici";
        let _ = house.sign_in_from(ELSEWHERE, typed, typed);
        let _ = house.sign_in_from(ELSEWHERE, EMAIL, typed);
        let events = house.journal();
        assert_eq!(events[events.len() - 3..], ["session.open", "session.refused", "session.refused"]);
        let all = house.ctx.database.read(|connection| changes::list(connection, None)).unwrap();
        let text = format!("{all:?}");
        assert!(!text.contains(typed) && !text.contains(PASSWORD) && !text.contains("argon2"));
        assert!(text.contains(ELSEWHERE), "from where");
        assert!(house.ctx.database.verify().unwrap().is_sound());
    });
}

/// What the throttle counts of an account at the usual address.
fn failures(house: &House) -> usize {
    let key: String = Sha256::digest(EMAIL.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let since = Instant::from(house.ctx.now.naive() - TimeDelta::minutes(15));
    let past = house.ctx.database.write(|tx| sign_ins::past(tx, &key, "192.0.2.1", since, 100));
    past.unwrap().pair.len()
}

#[test]
fn a_password_changed_meanwhile_opens_nothing_and_stays() {
    both(|database| {
        let house = House::on(database);
        // Kept at the usual cost, which gives the time to change it, and which this house renews at sign-in.
        let user = house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        let chosen = house.authenticator.passwords().hash("quatre juments boivent du cidre").unwrap();
        let opened = std::thread::scope(|scope| {
            let signing = scope.spawn(|| house.sign_in_from("192.0.2.1", EMAIL, PASSWORD));
            // The attempt is written before the password is looked at.
            while failures(&house) == 0 {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            house.ctx.database.write(|tx| accounts::choose_password(tx, user.id, &chosen)).unwrap();
            signing.join().unwrap()
        });
        assert_eq!(code(&opened.unwrap_err()), Code::BadCredentials);
        let stored = house.ctx.database.read(|connection| accounts::find(connection, user.id)).unwrap();
        assert_eq!(stored.unwrap().password_hash, chosen, "the former one is not written again");
    });
}

#[test]
fn an_overload_is_no_wrong_password() {
    both(|database| {
        let house = House::on(database);
        house.account(EMAIL, Profile::HospitalManager, HOSPITAL);
        let refused = std::thread::scope(|scope| {
            for _ in 0..150 {
                scope.spawn(|| house.authenticator.passwords().hash(PASSWORD).unwrap());
            }
            // The crowd forms; it takes seconds to leave.
            std::thread::sleep(std::time::Duration::from_millis(50));
            house.sign_in_from("192.0.2.1", EMAIL, PASSWORD).unwrap_err()
        });
        assert_eq!(code(&refused), Code::Overloaded);
        assert_eq!(failures(&house), 0);
    });
}

//! Signing in, sessions, accounts and habilitations, the same assertions on both databases.

mod rights;
mod sessions;
mod tables;

use std::sync::Arc;

use api::app::users::{self, OnThisMachine};
use api::app::{Ctx, Failure, session};
use api::authn::Authenticator;
use api::authn::keys::Keys;
use api::authn::password::Cost;
use api::authn::rights::Standing;
use api::authz::{Authority, System};
use api::db::Database;
use chrono::TimeDelta;
use shared::change::{Origin, Trail};
use shared::contract::access::{Grant, HabilitationView, SignIn, UserView};
use shared::habilitation::{Perimeter, Profile};
use shared::id::AccountId;
use shared::problem::Code;
use shared::time::{Day, Instant};

use crate::support::TestDatabase;

pub const PASSWORD: &str = "trois chevaux mangent une brioche";
pub const ELSEWHERE: &str = "192.0.2.66";

/// A server without its HTTP: the operations, on a clock of the test.
pub struct House {
    pub ctx: Ctx,
    pub authenticator: Authenticator,
    _folder: tempfile::TempDir,
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn code(failure: &Failure) -> Code {
    match failure {
        Failure::Refused(refusal) => refusal.code,
        other => panic!("{other:?}"),
    }
}

impl House {
    pub fn on(database: &TestDatabase) -> House {
        House::with(Arc::new(database.reopen()))
    }

    /// Another process on the same database and keys.
    pub fn neighbour(&self, database: &TestDatabase) -> House {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::in_folder(self._folder.path().join("keys")).unwrap();
        let authenticator = Authenticator::new(keys, "logimedh", Cost::LEAST).unwrap();
        let ctx = Ctx { database: Arc::new(database.reopen()), shelf: Arc::default(), ..self.ctx.clone() };
        House { ctx, authenticator, _folder: folder }
    }

    fn with(database: Arc<Database>) -> House {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::in_folder(folder.path().join("keys")).unwrap();
        let ctx = Ctx {
            database,
            shelf: Arc::default(),
            authority: Authority::System(System::on_this_machine()),
            author: "test".into(),
            trail: Trail { address: Some("192.0.2.1".into()), ..Trail::default() },
            origin: Origin::Screen,
            now: "2026-11-22T08:00:00Z".parse().unwrap(),
            today: day("2026-11-22"),
        };
        let house = House {
            ctx,
            authenticator: Authenticator::new(keys, "logimedh", Cost::LEAST).unwrap(),
            _folder: folder,
        };
        api::app::reference::load(&house.ctx, None).unwrap();
        house
    }

    pub fn wait(&mut self, seconds: i64) {
        self.ctx.now = Instant::from(self.ctx.now.naive() + TimeDelta::seconds(seconds));
    }

    pub fn grant(profile: Profile, perimeter: &str) -> Grant {
        Grant {
            profile,
            perimeter: perimeter.parse().unwrap(),
            valid_from: day("2026-11-01"),
            valid_to: day("2027-11-01"),
            reason: "Prise de poste".into(),
        }
    }

    pub fn account(&self, email: &str, profile: Profile, perimeter: &str) -> UserView {
        let asked = OnThisMachine { email, name: "Camille Martin", password: PASSWORD, practitioner: None };
        users::create_on_this_machine(&self.ctx, &asked, House::grant(profile, perimeter)).unwrap()
    }

    pub fn sign_in_from(
        &self,
        address: &str,
        email: &str,
        password: &str,
    ) -> Result<session::Opened, Failure> {
        let trail = Trail { address: Some(address.into()), ..Trail::default() };
        let ctx = Ctx { trail, ..self.ctx.clone() };
        let input = SignIn { email: email.into(), password: password.into() };
        session::sign_in(&ctx, &self.authenticator, &input, None)
    }

    pub fn sign_in(&self, email: &str) -> session::Opened {
        self.sign_in_from("192.0.2.1", email, PASSWORD).unwrap()
    }

    pub fn refresh(&self, opened: &session::Opened) -> Result<session::Opened, Failure> {
        session::refresh(&self.ctx, &self.authenticator, opened.refresh.value())
    }

    pub fn call(&self, opened: &session::Opened) -> Result<api::authn::Session, Code> {
        let header = format!("Bearer {}", opened.access.access_token);
        self.authenticator.authenticate(&self.ctx.database, &header, self.ctx.now)
    }

    /// The context of somebody.
    pub fn of(&self, account: AccountId) -> Ctx {
        let standing =
            self.ctx.database.read(|connection| api::authn::rights::read(connection, account, self.ctx.now));
        let Standing::Active(held, _) = standing.unwrap() else { panic!("the account is closed") };
        Ctx { author: held.name.clone(), authority: Authority::Account(held), ..self.ctx.clone() }
    }

    /// Operations of the journal, oldest first.
    pub fn journal(&self) -> Vec<String> {
        let all = self.ctx.database.read(|connection| api::db::changes::list(connection, None)).unwrap();
        let mut events: Vec<String> =
            all.into_iter().filter(|change| change.is_event).map(|change| change.operation).collect();
        events.reverse();
        events
    }

    pub fn only_habilitation(&self, account: AccountId) -> HabilitationView {
        let user = users::find(&self.ctx, account).unwrap();
        user.habilitations.into_iter().next().unwrap()
    }
}

pub fn hospital() -> Perimeter {
    "ej:690780044".parse().unwrap()
}

//! Mails, made from notices that are due, taken from the outbox under a lease and sent.
//!
//! A mail is written down as sent after the server has it: a program that dies in between sends it again under the same
//! `Message-ID` (decision 0023). What its reader has read meanwhile is left out. Refuses to put a name, or anything that
//! somebody wrote, into a mail.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use shared::catalogue::notices as texts;
use shared::notice::{MailKind, MailState, digest_before};
use shared::time::Instant;
use uuid::Uuid;

use super::courier::{Calendar, chance, later};
use super::round::Rounds;
use crate::app::Failure;
use crate::app::library::Shelf;
use crate::db::mails::{self as store, Due, Mail};
use crate::db::notices::Notice;
use crate::db::{Database, Transaction, accounts};
use crate::mail::{Fault, Mailer, Outgoing};
use crate::sigmed::delay;

/// How long a mail belongs to whoever is sending it: longer than a server is waited for.
const LEASE: TimeDelta = TimeDelta::seconds(300);

/// Where the application is, and when the mail of the day leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Habits {
    /// Address of the application, without a `/` at the end.
    pub public_url: String,
    /// Hour of the mail of the day, where the hospitals are.
    pub digest_hour: u32,
}

/// What makes and sends mails.
pub struct Postman {
    database: Arc<Database>,
    shelf: Arc<Shelf>,
    clock: Arc<Calendar>,
    mailer: Mailer,
    habits: Habits,
    name: String,
}

/// A mail that is about to leave.
struct Ready {
    mail: Mail,
    to: String,
    notices: Vec<Notice>,
}

impl Postman {
    /// A postman between a database and a mail server.
    pub fn new(
        database: Arc<Database>,
        shelf: Arc<Shelf>,
        clock: Arc<Calendar>,
        mailer: Mailer,
        habits: Habits,
    ) -> Postman {
        Postman { database, shelf, clock, mailer, habits, name: Uuid::now_v7().to_string() }
    }

    /// Makes the mails that are due.
    fn gather(&self, now: Instant) -> Result<bool, Failure> {
        let due = Due { now, digest: digest_before(now, self.habits.digest_hour) };
        // Looked at without a lock first: most often nothing waits.
        if !self.database.read(|connection| store::is_due(connection, due))? {
            return Ok(false);
        }
        let made = self.database.write(|tx| store::gather(tx, due))?;
        Ok(made > 0)
    }

    /// Takes the next mail; `None` in it: there was one, and nothing of it is to leave.
    fn take(&self, now: Instant) -> Result<Option<Option<Ready>>, Failure> {
        if self.database.read(|connection| store::next(connection, now))?.is_none() {
            return Ok(None);
        }
        self.database.write(|tx| {
            let Some(mut mail) = store::next(tx, now)? else { return Ok(None) };
            let notices = store::unread(tx, mail.id)?;
            let account = accounts::find(tx, mail.account)?.filter(|one| one.disabled_at.is_none());
            let Some(account) = account.filter(|_| !notices.is_empty()) else {
                mail.state = MailState::Withdrawn;
                (mail.lease_by, mail.lease_until) = (None, None);
                store::update(tx, &mail)?;
                return Ok(Some(None));
            };
            if mail.attempts >= delay::MOST_ATTEMPTS {
                // Each time the program ended before it could write down how it went.
                shelve(tx, &mut mail, "tried too often")?;
                return Ok(Some(None));
            }
            mail.lease_by = Some(self.name.clone());
            mail.lease_until = Some(later(now, LEASE));
            mail.attempts = mail.attempts.saturating_add(1);
            store::update(tx, &mail)?;
            Ok(Some(Some(Ready { mail, to: account.email, notices })))
        })
    }

    fn send(&self, ready: &Ready) -> Result<(), Fault> {
        let settings = format!("{}/notifications/reglages", self.habits.public_url);
        let (subject, text) = match (ready.mail.kind, ready.notices.as_slice()) {
            (MailKind::Immediate, [one]) => {
                let link = format!("{}{}", self.habits.public_url, self.page(one));
                let text = texts::mail_of_one(&sentence(one), &link, &settings);
                (texts::SUBJECT_OF_ONE.to_owned(), text)
            }
            (_, several) => {
                let link = format!("{}/notifications", self.habits.public_url);
                let text = texts::mail_of_digest(&lines(several), &link, &settings);
                (texts::subject_of_digest(several.len()), text)
            }
        };
        let id = ready.mail.id.to_string();
        let (subject, text) = (subject.as_str(), text.as_str());
        self.mailer.send(Outgoing { id: &id, to: &ready.to, subject, text, settings: &settings })
    }

    /// The page of what a notice is about; the list of notices when its hospital cannot be found.
    fn page(&self, own: &Notice) -> String {
        let library = self.database.read(|connection| self.shelf.library(connection));
        let finess = library.ok().and_then(|library| library.territory.finess(own.establishment?).cloned());
        own.subject.page(finess.as_deref())
    }

    /// Writes down how a mail travelled, while it is still this postman's.
    fn sent(
        &self,
        tx: &mut Transaction<'_>,
        taken: &Mail,
        outcome: Result<(), Fault>,
        now: Instant,
    ) -> Result<(), Failure> {
        let own = store::find(tx, taken.id)?;
        // Taken by another meanwhile: it was sent twice, under one id.
        let Some(mut own) = own.filter(|own| own.lease_by.as_ref() == Some(&self.name)) else {
            return Ok(());
        };
        (own.lease_by, own.lease_until) = (None, None);
        match outcome {
            Ok(()) => {
                own.state = MailState::Sent;
                own.sent_at = Some(now);
                own.last_error = None;
            }
            Err(Fault::Lasting(why)) => return shelve(tx, &mut own, &why),
            Err(Fault::Passing(why)) if own.attempts >= delay::MOST_ATTEMPTS => {
                return shelve(tx, &mut own, &why);
            }
            Err(Fault::Passing(why)) => {
                tracing::warn!(mail = %own.id, why, "a mail did not leave, and is tried again");
                let wait = delay::after(own.attempts, None, chance());
                own.next_attempt_at = later(now, TimeDelta::from_std(wait).unwrap_or(LEASE));
                own.last_error = Some(why);
            }
        }
        Ok(store::update(tx, &own)?)
    }
}

impl Rounds for Postman {
    const DOING: &'static str = "mails";

    fn turn(&self) -> Result<bool, Failure> {
        let now = (self.clock)().0;
        let made = self.gather(now)?;
        let ready = match self.take(now)? {
            None => return Ok(made),
            Some(None) => return Ok(true),
            Some(Some(ready)) => ready,
        };
        let outcome = self.send(&ready);
        let now = (self.clock)().0;
        self.database.write(|tx| self.sent(tx, &ready.mail, outcome, now))?;
        Ok(true)
    }
}

fn shelve(tx: &mut Transaction<'_>, own: &mut Mail, why: &str) -> Result<(), Failure> {
    tracing::warn!(mail = %own.id, why, "a mail is on the shelf");
    own.state = MailState::Shelved;
    (own.lease_by, own.lease_until) = (None, None);
    own.last_error = Some(why.to_owned());
    Ok(store::update(tx, own)?)
}

fn sentence(own: &Notice) -> String {
    texts::sentence(own.kind, &own.action, usize::try_from(own.count).unwrap_or(1))
}

/// Each sentence once, with how often it was told, in the order in which it was first.
fn lines(notices: &[Notice]) -> Vec<(String, usize)> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut lines: Vec<(String, usize)> = Vec::new();
    for own in notices {
        let sentence = sentence(own);
        let place = *places.entry(sentence.clone()).or_insert(lines.len());
        match lines.get_mut(place) {
            Some((_, times)) => *times = times.saturating_add(1),
            None => lines.push((sentence, 1)),
        }
    }
    lines
}

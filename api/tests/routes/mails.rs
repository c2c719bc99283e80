//! Mails, against a server that speaks SMTP on a port of this machine: what leaves, what does not, what is tried again.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::db::accounts;
use api::db::mails::{self, Mail};
use api::http::clock;
use api::jobs::{Habits, Postman, Rounds as _};
use api::mail::Mailer;
use base64::Engine as _;
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::habilitation::{Perimeter, Profile};
use shared::id::AccountId;
use shared::notice::{Channel, MailState, NoticeKind};
use shared::time::Instant;
use shared::time::paris::in_paris;

use super::requests::{creation, nothing, open, step};
use super::tours::{furnish, opened};
use super::{Actor, App, on_both};
use crate::authz::nation::{HOME, Thing};

/// How the server meets a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Takes it.
    Takes,
    /// Is busy: 451.
    Busy,
    /// Knows nobody of that name: 550.
    Refuses,
    /// Has read the whole of it, and is gone before it says so.
    Vanishes,
    /// Says nothing for longer than it is waited for.
    Sleeps,
    /// Wants to know who speaks: 530.
    WantsPassword,
}

/// A mail as the server received it.
#[derive(Debug, Clone)]
struct Received {
    to: String,
    headers: BTreeMap<String, String>,
    text: String,
}

/// A mail server.
struct Server {
    address: SocketAddr,
    modes: Arc<Mutex<VecDeque<Mode>>>,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (modes, received) = (Arc::<Mutex<VecDeque<Mode>>>::default(), Arc::<Mutex<Vec<_>>>::default());
        let server = Server { address, modes: Arc::clone(&modes), received: Arc::clone(&received) };
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mode = modes.lock().unwrap().pop_front().unwrap_or(Mode::Takes);
                // Whoever went away has nothing to be told.
                let _ = talk(&stream.unwrap(), mode, &received);
            }
        });
        server
    }

    fn meets(&self, modes: &[Mode]) {
        *self.modes.lock().unwrap() = modes.iter().copied().collect();
    }

    fn to(&self, address: &str) -> Vec<Received> {
        self.received.lock().unwrap().iter().filter(|one| one.to == address).cloned().collect()
    }
}

fn talk(stream: &TcpStream, mode: Mode, received: &Mutex<Vec<Received>>) -> std::io::Result<()> {
    let mut out = stream;
    let mut lines = BufReader::new(stream);
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes());
    say("220 mail.example ESMTP")?;
    let mut to = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let verb = line.split([' ', '\r']).next().unwrap_or_default().to_uppercase();
        match verb.as_str() {
            "EHLO" => say("250-mail.example\r\n250 8BITMIME")?,
            "MAIL" if mode == Mode::Sleeps => std::thread::sleep(Duration::from_secs(3)),
            "MAIL" if mode == Mode::Busy => say("451 busy, nobody@example.fr")?,
            "MAIL" if mode == Mode::WantsPassword => say("530 who are you")?,
            "RCPT" if mode == Mode::Refuses => say("550 no such user here: nobody@example.fr")?,
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                say("250 OK")?;
            }
            "DATA" => {
                say("354 go on")?;
                let mut whole = String::new();
                loop {
                    let mut line = String::new();
                    lines.read_line(&mut line)?;
                    if line == ".\r\n" {
                        break;
                    }
                    whole.push_str(line.strip_prefix('.').unwrap_or(&line));
                }
                received.lock().unwrap().push(read(&to, &whole));
                if mode == Mode::Vanishes {
                    return Ok(());
                }
                say("250 taken")?;
            }
            "QUIT" => {
                say("221 bye")?;
                return Ok(());
            }
            _ => say("250 OK")?,
        }
    }
}

fn read(to: &str, whole: &str) -> Received {
    let (head, body) = whole.split_once("\r\n\r\n").unwrap();
    let head = head.replace("\r\n ", " ");
    let headers: BTreeMap<String, String> = head
        .split("\r\n")
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let text = match headers.get("Content-Transfer-Encoding").map(String::as_str) {
        Some("quoted-printable") => quoted(body),
        Some("base64") => {
            let bytes = base64::engine::general_purpose::STANDARD.decode(body.replace("\r\n", ""));
            String::from_utf8(bytes.unwrap()).unwrap()
        }
        _ => body.to_owned(),
    };
    Received { to: to.to_owned(), headers, text: text.replace("\r\n", "\n") }
}

fn quoted(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let hex: Vec<u8> = rest.by_ref().take(2).collect();
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// A server, and what sends to it, with a clock of its own.
struct Post<'a> {
    app: &'a App,
    server: Server,
    later: Arc<Mutex<TimeDelta>>,
    postman: Postman,
}

impl Post<'_> {
    fn of(app: &App) -> Post<'_> {
        let server = Server::start();
        let later = Arc::<Mutex<TimeDelta>>::default();
        let postman = postman(app, server.address, &later);
        Post { app, server, later, postman }
    }

    /// Lets time pass, then does all there is to do.
    fn pass(&self, time: TimeDelta) {
        *self.later.lock().unwrap() += time;
        while self.postman.turn().unwrap() {}
    }

    fn mails(&self, account: AccountId) -> Vec<Mail> {
        let database = &self.app.0.app.state.database;
        database.read(|connection| mails::of_account(connection, account)).unwrap()
    }

    fn states(&self, account: AccountId) -> Vec<MailState> {
        self.mails(account).into_iter().map(|one| one.state).collect()
    }
}

/// The next hour, where the hospitals are: the mail of the day is not due before it.
fn next_hour() -> u32 {
    use chrono::Timelike as _;

    (in_paris(clock::now().0).hour() + 1) % 24
}

fn postman(app: &App, address: SocketAddr, later: &Arc<Mutex<TimeDelta>>) -> Postman {
    let own = Arc::clone(later);
    let time = move || {
        let (now, today) = clock::now();
        (Instant::from(now.naive() + *own.lock().unwrap()), today)
    };
    let from = "logimedh <ne-pas-repondre@hopital.example>";
    let mailer = Mailer::patient(&format!("smtp://{address}"), from, Duration::from_secs(1)).unwrap();
    let habits = Habits { public_url: "https://logimedh.example".to_owned(), digest_hour: next_hour() };
    let state = &app.0.app.state;
    Postman::new(Arc::clone(&state.database), Arc::clone(&state.shelf), Arc::new(time), mailer, habits)
}

/// Somebody new, with their account and their address.
struct Person<'a> {
    actor: Actor<'a>,
    account: AccountId,
    email: String,
}

fn hired(app: &App, profile: Profile) -> Person<'_> {
    let perimeter = match profile {
        Profile::ArsManager => Perimeter::Region(HOME.region.into()),
        _ => Perimeter::Establishment(HOME.finess.into()),
    };
    let account = app.0.hire(profile, perimeter);
    let database = &app.0.app.state.database;
    let own = database.read(|connection| accounts::find(connection, account)).unwrap().unwrap();
    Person { actor: Actor { app, token: app.0.sign_in(account) }, account, email: own.email }
}

impl Person<'_> {
    fn chooses(&self, channel: Channel) {
        let channels: Vec<Value> =
            NoticeKind::ALL.iter().map(|kind| json!({ "kind": kind, "channel": channel })).collect();
        let version = self.actor.read("/notifications/settings")["version"].as_i64().unwrap();
        let body = json!({ "channels": channels });
        assert_eq!(self.actor.change("PUT", "/notifications/settings", version, &body).status, 200);
    }

    /// Is named in a comment.
    fn named_by(&self, other: &Actor<'_>) {
        let body = json!({ "subject": format!("post:{}", HOME.id(Thing::Post)),
            "text": "Le docteur Secret part en retraite", "mentions": [self.account] });
        assert_eq!(other.create("/comments", &body).status, 201);
    }
}

/// Names of people that the database knows, of accounts and of practitioners.
fn names(app: &App) -> Vec<String> {
    let database = &app.0.app.state.database;
    let holders = database.read(|connection| accounts::holders(connection, None)).unwrap();
    let mut names: Vec<String> = holders.into_values().map(|(name, _)| name).collect();
    for one in app.manager(HOME.finess).list("/practitioners?limit=500") {
        names.push(one["birth_name"].as_str().unwrap().to_owned());
    }
    names.push("Secret".to_owned());
    names
}

#[test]
fn a_mail_says_that_something_happened_and_where_and_names_nobody() {
    on_both(|app| {
        let post = Post::of(app);
        let (manager, agent) = (hired(app, Profile::HospitalManager), hired(app, Profile::ArsManager));
        agent.named_by(&manager.actor);
        post.pass(TimeDelta::zero());
        let received = post.server.to(&agent.email);
        assert_eq!(received.len(), 1, "once, however often it is looked at");
        let mail = &received[0];
        let header = |name: &str| mail.headers.get(name).map(String::as_str).unwrap_or_default();
        assert_eq!(header("From"), "logimedh <ne-pas-repondre@hopital.example>");
        assert_eq!(header("To"), agent.email);
        assert_eq!(header("Subject"), "logimedh : une notification vous attend");
        assert_eq!(header("Content-Type"), "text/plain; charset=utf-8");
        assert_eq!(header("Auto-Submitted"), "auto-generated");
        let settings = "https://logimedh.example/notifications/reglages";
        assert_eq!(header("List-Unsubscribe"), format!("<{settings}>"));
        let sent = &post.mails(agent.account)[0];
        assert_eq!(header("Message-ID"), format!("<{}@hopital.example>", sent.id));
        assert!(!header("Date").is_empty());
        assert!(mail.text.contains("\nUn commentaire vous cite.\n"), "{}", mail.text);
        let link = format!("\nhttps://logimedh.example/postes/{}\n", HOME.id(Thing::Post));
        assert!(mail.text.contains(&link), "{}", mail.text);
        assert!(mail.text.contains(&format!("changer sa fréquence : {settings}\n")), "{}", mail.text);
        for name in names(app) {
            assert!(!mail.text.contains(&name), "{name}: {}", mail.text);
            // The address is its reader's own.
            let mut others = mail.headers.iter().filter(|(header, _)| *header != "To");
            assert!(others.all(|(_, value)| !value.contains(&name)), "{name}: {:?}", mail.headers);
        }
        assert_eq!((sent.state, sent.attempts), (MailState::Sent, 1));
        assert_eq!(post.server.to(&manager.email).len(), 0, "who said it is told nothing");
    });
}

#[test]
fn the_mail_of_the_day_has_all_of_it_once_at_its_hour() {
    on_both(|app| {
        let post = Post::of(app);
        let (manager, approver) =
            (hired(app, Profile::HospitalManager), hired(app, Profile::HospitalApprover));
        let place = open(&manager.actor, &creation("LOC"));
        step(&manager.actor, &place, "submit", &nothing());
        for _ in 0..2 {
            let other = open(&manager.actor, &creation("LOC"));
            step(&manager.actor, &other, "submit", &nothing());
        }
        step(&manager.actor, &place, "withdraw", &json!({ "comment": "Saisie deux fois" }));
        post.pass(TimeDelta::zero());
        assert_eq!(post.server.to(&approver.email).len(), 0, "not before its hour");
        post.pass(TimeDelta::hours(2));
        let received = post.server.to(&approver.email);
        assert_eq!(received.len(), 1);
        let mail = &received[0];
        assert_eq!(mail.headers["Subject"], "logimedh : 4 notifications vous attendent");
        let lines = "\n- Une demande sur un poste attend la signature du valideur. (3 fois)\n\
                     - Une demande sur un poste a été retirée.\n";
        assert!(mail.text.contains(lines), "{}", mail.text);
        assert!(mail.text.contains("\nhttps://logimedh.example/notifications\n"), "{}", mail.text);
        for name in names(app) {
            assert!(!mail.text.contains(&name), "{name}: {}", mail.text);
        }
        // The next day has nothing more; the day after, what came meanwhile.
        post.pass(TimeDelta::hours(24));
        assert_eq!(post.server.to(&approver.email).len(), 1);
    });
}

#[test]
fn what_was_read_or_is_not_wanted_or_has_no_reader_does_not_leave() {
    on_both(|app| {
        let post = Post::of(app);
        let manager = hired(app, Profile::HospitalManager);
        let [reads, turns, gone] = [(); 3].map(|()| hired(app, Profile::ArsManager));
        post.server.meets(&[Mode::Busy; 3]);
        for one in [&reads, &gone] {
            one.named_by(&manager.actor);
        }
        post.pass(TimeDelta::zero());
        assert_eq!(post.states(reads.account), [MailState::Waiting]);
        let last = reads.actor.list("/notifications")[0]["id"].clone();
        assert_eq!(reads.actor.post("/notifications/read", &json!({ "last": last })).status, 204);
        let database = &app.0.app.state.database;
        database
            .write(|tx| {
                let mut own = accounts::find(tx, gone.account)?.unwrap();
                own.disabled_at = Some(clock::now().0);
                accounts::update(tx, &own)
            })
            .unwrap();
        // Of what waits to be gathered too.
        turns.named_by(&manager.actor);
        turns.chooses(Channel::Screen);
        post.server.meets(&[]);
        post.pass(TimeDelta::hours(30));
        for (one, states) in
            [(&reads, &[MailState::Withdrawn][..]), (&gone, &[MailState::Withdrawn]), (&turns, &[])]
        {
            assert_eq!(post.states(one.account), states);
            assert_eq!(post.server.to(&one.email).len(), 0);
        }
    });
}

#[test]
fn a_server_that_is_busy_or_away_is_asked_again_and_one_that_refuses_is_not() {
    on_both(|app| {
        let post = Post::of(app);
        let manager = hired(app, Profile::HospitalManager);
        for (mode, why) in [
            (Mode::Busy, "SMTP 451"),
            (Mode::WantsPassword, "SMTP 530"),
            (Mode::Sleeps, "no answer"),
            (Mode::Vanishes, "no answer"),
        ] {
            let agent = hired(app, Profile::ArsManager);
            post.server.meets(&[mode]);
            agent.named_by(&manager.actor);
            post.pass(TimeDelta::zero());
            let waiting = &post.mails(agent.account)[0];
            assert_eq!((waiting.state, waiting.attempts), (MailState::Waiting, 1), "{mode:?}");
            assert_eq!(waiting.last_error.as_deref(), Some(why), "{mode:?}");
            let before = post.server.to(&agent.email);
            post.pass(TimeDelta::seconds(6));
            let sent = &post.mails(agent.account)[0];
            assert_eq!((sent.state, sent.attempts), (MailState::Sent, 2), "{mode:?}");
            let received = post.server.to(&agent.email);
            assert_eq!(received.len(), before.len() + 1, "{mode:?}");
            // The server that had it, and could not say so, knows it again.
            assert_eq!(before.len(), usize::from(mode == Mode::Vanishes));
            assert!(
                received.iter().all(|one| one.headers["Message-ID"] == received[0].headers["Message-ID"])
            );
        }
        let agent = hired(app, Profile::ArsManager);
        post.server.meets(&[Mode::Refuses]);
        agent.named_by(&manager.actor);
        post.pass(TimeDelta::zero());
        post.pass(TimeDelta::hours(10));
        let shelved = &post.mails(agent.account)[0];
        assert_eq!((shelved.state, shelved.attempts), (MailState::Shelved, 1));
        assert_eq!(shelved.last_error.as_deref(), Some("SMTP 550"), "its code alone, no address");
        assert_eq!(post.server.to(&agent.email).len(), 0);
        // For ever busy: on the shelf in the end.
        let agent = hired(app, Profile::ArsManager);
        agent.named_by(&manager.actor);
        post.server.meets(&[Mode::Busy; 40]);
        for _ in 0..13 {
            post.pass(TimeDelta::hours(2));
        }
        let shelved = &post.mails(agent.account)[0];
        assert_eq!((shelved.state, shelved.attempts), (MailState::Shelved, 12));
    });
}

#[test]
fn a_mail_is_sent_by_one_program_at_a_time_and_by_another_when_that_one_died() {
    on_both(|app| {
        let post = Post::of(app);
        let (manager, agent) = (hired(app, Profile::HospitalManager), hired(app, Profile::ArsManager));
        post.server.meets(&[Mode::Busy]);
        agent.named_by(&manager.actor);
        post.pass(TimeDelta::zero());
        let mut own = post.mails(agent.account).remove(0);
        own.lease_by = Some("another".to_owned());
        own.lease_until = Some(Instant::from(clock::now().0.naive() + TimeDelta::minutes(5)));
        let database = &app.0.app.state.database;
        database.write(|tx| mails::update(tx, &own)).unwrap();
        post.pass(TimeDelta::minutes(1));
        assert_eq!(post.server.to(&agent.email).len(), 0, "it is the other's");
        post.pass(TimeDelta::minutes(5));
        assert_eq!(post.server.to(&agent.email).len(), 1, "who did not come back");
        assert_eq!(post.states(agent.account), [MailState::Sent]);
    });
}

#[test]
fn whoever_works_through_a_list_sends_one_mail() {
    on_both(|app| {
        furnish(app);
        let post = Post::of(app);
        let (manager, approver) =
            (hired(app, Profile::HospitalManager), hired(app, Profile::HospitalApprover));
        approver.chooses(Channel::Immediate);
        let tour = opened(app);
        post.pass(TimeDelta::zero());
        let before = post.server.to(&approver.email).len();
        assert_eq!(before, 1, "the opening, at once");
        let place = format!("{tour}/entries?establishment={}&decision=publish", HOME.finess);
        let mut proposed = 0;
        for one in manager.actor.list(&place) {
            let place = format!("{tour}/entries/{}/propose", one["post"]["id"].as_str().unwrap());
            let version = one["version"].as_i64().unwrap();
            // One of them lacks something.
            proposed += u32::from(manager.actor.change("POST", &place, version, &nothing()).status == 200);
            post.pass(TimeDelta::zero());
        }
        assert_eq!(post.server.to(&approver.email).len(), before, "more may come");
        post.pass(TimeDelta::minutes(3));
        let received = post.server.to(&approver.email);
        assert_eq!(received.len(), before + 1);
        let text = &received.last().unwrap().text;
        assert!(
            proposed > 1 && text.contains(&format!("{proposed} postes proposés à la signature dans")),
            "{text}"
        );
        assert!(text.contains(&format!("/listes/{}\n", HOME.finess)), "{text}");
    });
}

//! One way out for mails: a mail server, by SMTP.
//!
//! A mail is plain text. What a server answers is kept by its code alone: its words may repeat the address. Refuses to
//! decide when a mail is tried again, and to speak in the clear to another machine.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::transport::smtp;
use lettre::{Message, SmtpTransport, Transport as _};

/// How long one answer of the server is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// Answers that refuse the program and not the mail: who it is, how it speaks (RFC 4954, RFC 3207).
const OF_THE_SETTINGS: [u16; 4] = [530, 534, 535, 538];

/// Why a mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It may leave later: nobody answered, the server is busy, the settings are to be mended.
    #[error("{0}")]
    Passing(String),
    /// It never will: the server refuses it, its address is none.
    #[error("{0}")]
    Lasting(String),
}

/// Why settings cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    /// No address of a server.
    #[error(
        "the address of the mail server cannot be read: smtps://user:password@host, or smtp://...?tls=required"
    )]
    Url,
    /// Words and passwords would travel in the clear.
    #[error(
        "a mail server on another machine is spoken to under TLS: smtps://, or smtp:// with ?tls=required"
    )]
    Clear,
    /// Not a sender.
    #[error("the sender of mails cannot be read")]
    From,
}

/// What leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outgoing<'a> {
    /// By which the receiver knows it when it comes twice.
    pub id: &'a str,
    /// To whom.
    pub to: &'a str,
    /// Subject.
    pub subject: &'a str,
    /// Text.
    pub text: &'a str,
    /// Where one chooses to receive no more.
    pub settings: &'a str,
}

/// A mail server.
pub struct Mailer {
    transport: SmtpTransport,
    from: Mailbox,
}

impl Mailer {
    /// A server by its address, `smtps://user:password@mail.example`, and who writes.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn new(url: &str, from: &str) -> Result<Mailer, BadSettings> {
        Mailer::patient(url, from, PATIENCE)
    }

    /// The same, which waits so long for each answer.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn patient(url: &str, from: &str, patience: Duration) -> Result<Mailer, BadSettings> {
        let from = from.parse().map_err(|_| BadSettings::From)?;
        let is_sealed = match url.split_once("://") {
            Some(("smtps", _)) => true,
            Some(("smtp", rest)) => asks_for_tls(rest) || is_here(rest),
            _ => return Err(BadSettings::Url),
        };
        if !is_sealed {
            return Err(BadSettings::Clear);
        }
        let transport = SmtpTransport::from_url(url).map_err(|_| BadSettings::Url)?;
        Ok(Mailer { transport: transport.timeout(Some(patience)).build(), from })
    }

    /// Sends a mail; when this returns, the server has it or has not.
    ///
    /// # Errors
    /// Why it did not leave.
    pub fn send(&self, mail: Outgoing<'_>) -> Result<(), Fault> {
        let message = self.message(mail)?;
        self.transport.send(&message).map(drop).map_err(|error| fault(&error))
    }

    fn message(&self, mail: Outgoing<'_>) -> Result<Message, Fault> {
        let wrong = |what: &str| Fault::Lasting(format!("{what}: not one"));
        let to: Mailbox = mail.to.parse().map_err(|_| wrong("address"))?;
        let domain = self.from.email.domain();
        let builder = Message::builder()
            .from(self.from.clone())
            .to(to)
            .message_id(Some(format!("<{}@{domain}>", mail.id)))
            .subject(mail.subject)
            .header(AutoSubmitted)
            .header(ListUnsubscribe(format!("<{}>", mail.settings)))
            .header(ContentType::TEXT_PLAIN);
        builder.body(mail.text.to_owned()).map_err(|_| wrong("message"))
    }
}

/// The part of an address before its fragment, and its query.
fn parts(rest: &str) -> (&str, &str) {
    let rest = rest.split('#').next().unwrap_or_default();
    rest.split_once('?').unwrap_or((rest, ""))
}

fn asks_for_tls(rest: &str) -> bool {
    parts(rest).1.split('&').any(|pair| pair == "tls=required")
}

/// Whether the server is on this machine.
fn is_here(rest: &str) -> bool {
    let authority = parts(rest).0.split('/').next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let name = match host.strip_prefix('[') {
        Some(inner) => inner.split(']').next(),
        None => host.split(':').next(),
    };
    let name = name.unwrap_or_default();
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn fault(error: &smtp::Error) -> Fault {
    let code = error.status().map(u16::from);
    match code {
        Some(code) if error.is_permanent() && !OF_THE_SETTINGS.contains(&code) => {
            Fault::Lasting(format!("SMTP {code}"))
        }
        Some(code) => Fault::Passing(format!("SMTP {code}")),
        None if error.is_tls() => Fault::Passing("no TLS".to_owned()),
        None => Fault::Passing("no answer".to_owned()),
    }
}

/// Nobody answers a program (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Where one chooses to receive no more (RFC 2369).
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(ListUnsubscribe(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "logimedh <ne-pas-repondre@hopital.example>";

    fn refusal(url: &str, from: &str) -> Option<BadSettings> {
        Mailer::new(url, from).err()
    }

    #[test]
    fn another_machine_is_spoken_to_under_tls_alone() {
        for url in [
            "smtps://mail.example",
            "smtps://user:word@mail.example:465",
            "smtp://mail.example:587?tls=required",
            "smtp://127.0.0.1:2525",
            "smtp://localhost",
            "smtp://[::1]:25",
            "smtp://user:word@127.0.0.1:25",
        ] {
            assert_eq!(refusal(url, FROM), None, "{url}");
        }
        for url in [
            "smtp://mail.example",
            "smtp://mail.example?tls=opportunistic",
            "smtp://mail.example/tls=required",
            "smtp://mail.example/?other=1#?tls=required",
            "smtp://mail.example#?tls=required",
            "smtp://127.0.0.1@mail.example",
            "smtp://localhost.mail.example",
        ] {
            assert_eq!(refusal(url, FROM), Some(BadSettings::Clear), "{url}");
        }
    }

    #[test]
    fn settings_that_are_none_are_refused_without_repeating_them() {
        for url in ["", "mail.example", "http://mail.example", "smtps://"] {
            assert_eq!(refusal(url, FROM), Some(BadSettings::Url), "{url}");
        }
        let refused = refusal("smtps://user:secret@mail.example", "nobody").unwrap();
        assert_eq!(refused, BadSettings::From);
        assert!(!refused.to_string().contains("secret"));
    }
}

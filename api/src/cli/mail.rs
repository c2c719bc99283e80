//! The way of mails, from the settings of `serve`. None is configured by default: then notices stay on the screen.

use std::sync::Arc;

use clap::Args;

use crate::app::{Ctx, Failure};
use crate::http::clock;
use crate::jobs::{Habits, Postman, Round};
use crate::mail::Mailer;

/// How mails leave.
#[derive(Debug, Args)]
pub struct MailArguments {
    /// Mail server: smtps://user:password@host, or smtp://host?tls=required; in the clear only on this machine
    #[arg(
        long = "smtp-url",
        value_name = "URL",
        env = "LOGIMEDH_SMTP_URL",
        hide_env_values = true,
        requires = "mail_from",
        requires = "public_url"
    )]
    smtp_url: Option<String>,
    /// Who writes: `logimedh <ne-pas-repondre@hopital.example>`
    #[arg(long = "mail-from", value_name = "ADDRESS", env = "LOGIMEDH_MAIL_FROM")]
    mail_from: Option<String>,
    /// Address of the application as people type it, for the links in mails
    #[arg(long = "public-url", value_name = "URL", env = "LOGIMEDH_PUBLIC_URL")]
    public_url: Option<String>,
    /// Hour at which the mail of the day leaves, in Paris
    #[arg(
        long = "digest-hour",
        value_name = "HOUR",
        env = "LOGIMEDH_DIGEST_HOUR",
        default_value_t = 7,
        value_parser = clap::value_parser!(u32).range(0..24)
    )]
    digest_hour: u32,
}

impl MailArguments {
    /// Starts to send mails, when a server is configured.
    ///
    /// # Errors
    /// When a setting cannot be used: the program does not start.
    pub fn start(&self, ctx: &Ctx) -> Result<Option<Round>, Failure> {
        let Some((mailer, habits)) = self.way()? else {
            tracing::info!("no mail server is configured: notices stay on the screen");
            return Ok(None);
        };
        tracing::info!(hour = habits.digest_hour, "notices are mailed");
        let (database, shelf) = (Arc::clone(&ctx.database), Arc::clone(&ctx.shelf));
        Ok(Some(Round::start(Postman::new(database, shelf, Arc::new(clock::now), mailer, habits))))
    }

    fn way(&self) -> Result<Option<(Mailer, Habits)>, Failure> {
        let Some(url) = &self.smtp_url else { return Ok(None) };
        let failed = |error: String| Failure::machine("reading the settings of mails", error);
        // Asked for together by clap.
        let mailer = Mailer::new(url, self.mail_from.as_deref().unwrap_or_default());
        let mailer = mailer.map_err(|error| failed(error.to_string()))?;
        let public_url = self.public_url.as_deref().unwrap_or_default().trim_end_matches('/').to_owned();
        let plain = public_url.chars().all(|one| one.is_ascii_graphic() && !"<>\"".contains(one));
        if !plain || !["https://", "http://"].iter().any(|scheme| public_url.starts_with(scheme)) {
            return Err(failed("the address of the application is https://...".to_owned()));
        }
        Ok(Some((mailer, Habits { public_url, digest_hour: self.digest_hour })))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Alone {
        #[command(flatten)]
        own: MailArguments,
    }

    fn parsed(words: &[&str]) -> Option<MailArguments> {
        Alone::try_parse_from(std::iter::once(&"logimedh").chain(words)).ok().map(|alone| alone.own)
    }

    #[test]
    fn no_mail_leaves_that_was_not_configured() {
        assert!(parsed(&[]).unwrap().way().unwrap().is_none());
    }

    #[test]
    fn a_server_wants_a_sender_an_address_for_links_and_tls() {
        assert!(parsed(&["--smtp-url", "smtps://mail.example"]).is_none());
        assert!(parsed(&["--digest-hour", "24"]).is_none());
        let with = |url: &str, public: &str| {
            let words = ["--smtp-url", url, "--mail-from", "a@b.example", "--public-url", public];
            parsed(&words).unwrap().way()
        };
        let (_, habits) = with("smtps://mail.example", "https://logimedh.example/").unwrap().unwrap();
        assert_eq!(habits, Habits { public_url: "https://logimedh.example".to_owned(), digest_hour: 7 });
        assert!(with("smtp://mail.example", "https://logimedh.example").is_err());
        for public in ["logimedh.example", "https://a b", "https://a\r\nBcc: c@d.example", "ftp://a"] {
            assert!(with("smtps://mail.example", public).is_err(), "{public}");
        }
    }
}

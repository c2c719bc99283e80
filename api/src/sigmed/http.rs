//! SIGMED by requests to a server: `POST deliveries` under an idempotency key, `GET deliveries/{key}` for the answer.
//!
//! Refuses to follow a redirection (the token would go elsewhere), to speak without TLS to another machine, to wait longer
//! than its time, and to read more than an answer may hold. The protocol is in `docs/sigmed.md`.

use std::time::Duration;

use shared::catalogue::sigmed as texts;
use shared::sigmed::SigmedAnswer;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body};

use super::{Arrival, Connector, Fault, News, Outgoing, Receipt};

/// How long a request may last, all of it, unless told otherwise.
pub const TIMEOUT: Duration = Duration::from_secs(30);
/// Longest answer that is read, in bytes.
const LONGEST: u64 = 64 * 1024;
/// Characters of an answer that are shown to people.
const SHOWN: usize = 300;

/// A server that speaks for SIGMED.
pub struct Http {
    agent: Agent,
    base: String,
    authorization: Option<String>,
}

/// What is configured of it.
#[derive(Default)]
pub struct HttpSettings {
    /// Address, below which `deliveries` is: `https://sigmed.example/logimedh`.
    pub url: String,
    /// Token that goes with each request.
    pub token: Option<String>,
    /// Certificates (PEM) of the authorities that are believed, instead of those of the public.
    pub authorities: Option<Vec<u8>>,
    /// How long a request may last; `None`: [`TIMEOUT`].
    pub timeout: Option<Duration>,
}

impl Http {
    /// A client, which asks nothing yet.
    ///
    /// # Errors
    /// When the address is not one to be used, or the certificates cannot be read: said to who configures it.
    pub fn new(settings: HttpSettings) -> Result<Http, String> {
        let base = settings.url.trim_end_matches('/').to_owned();
        check(&base)?;
        let roots = match settings.authorities {
            None => RootCerts::WebPki,
            Some(pem) => RootCerts::from(authorities(&pem)?),
        };
        let config = Agent::config_builder()
            .timeout_global(Some(settings.timeout.unwrap_or(TIMEOUT)))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            // Nothing of the environment decides where this goes.
            .proxy(None)
            .user_agent("logimedh")
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build();
        let authorization = settings.token.map(|token| format!("Bearer {}", token.trim()));
        Ok(Http { agent: config.new_agent(), base, authorization })
    }

    fn ask(&self, key: &str) -> Result<Option<News>, Fault> {
        let mut request = self.agent.get(format!("{}/deliveries/{key}", self.base));
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        let response = request.call().map_err(|error| unreached(&error))?;
        match response.status().as_u16() {
            404 => Ok(Some(News::NotThere)),
            202 | 204 => Ok(None),
            200 => read(response).map(|answer| Some(News::Answer(answer))),
            _ => Err(refused(response)),
        }
    }
}

impl Connector for Http {
    fn send(&self, delivery: Outgoing<'_>) -> Result<Receipt, Fault> {
        let mut request = self
            .agent
            .post(format!("{}/deliveries", self.base))
            .header("content-type", "application/json; charset=utf-8")
            .header("idempotency-key", delivery.key);
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        let response = request.send(delivery.payload).map_err(|error| unreached(&error))?;
        match response.status().as_u16() {
            200 => read(response).map(Receipt::Answered),
            201 | 202 | 204 => Ok(Receipt::Taken),
            _ => Err(refused(response)),
        }
    }

    fn asks(&self) -> bool {
        true
    }

    fn answers(&self, keys: &[String]) -> Result<Vec<Arrival>, Fault> {
        let mut arrivals = Vec::new();
        for key in keys {
            match self.ask(key) {
                Ok(Some(news)) => arrivals.push(Arrival { key: key.clone(), news, place: String::new() }),
                Ok(None) => {}
                // What was heard before is not lost; the others are asked again when their time has come.
                Err(fault) => {
                    tracing::warn!(key, error = %fault, "an answer of SIGMED cannot be asked for");
                    if matches!(fault, Fault::Passing { .. }) {
                        break;
                    }
                }
            }
        }
        Ok(arrivals)
    }

    /// Nothing: an answer is asked for by us, and no more once it is settled.
    fn dealt_with(&self, _: &Arrival, _: bool) -> Result<(), Fault> {
        Ok(())
    }
}

/// Refuses an address that is not a whole one over TLS; without it only this machine is spoken to.
fn check(base: &str) -> Result<(), String> {
    let uri: ureq::http::Uri = base.parse().map_err(|error| format!("{base}: {error}"))?;
    let host = uri.host().unwrap_or_default();
    let here = ["127.0.0.1", "localhost", "[::1]"].contains(&host);
    match uri.scheme_str() {
        _ if host.is_empty() || uri.query().is_some() => {
            Err(format!("{base}: not an address to add paths to"))
        }
        Some("https") => Ok(()),
        Some("http") if here => Ok(()),
        _ => Err(format!("{base}: https is expected")),
    }
}

fn authorities(pem: &[u8]) -> Result<Vec<Certificate<'static>>, String> {
    let mut found = Vec::new();
    for item in parse_pem(pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => found.push(certificate),
            Ok(_) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    if found.is_empty() { Err("no certificate".to_owned()) } else { Ok(found) }
}

/// The answer in a body. One that cannot be read is not an answer: it is asked for again.
fn read(mut response: ureq::http::Response<Body>) -> Result<SigmedAnswer, Fault> {
    let bytes = response.body_mut().with_config().limit(LONGEST).read_to_vec();
    let bytes = bytes.map_err(|error| unreached(&error))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        tracing::warn!(error = %error, "an answer of SIGMED cannot be read");
        Fault::passing(texts::BAD_ANSWER)
    })
}

/// What a status that is no answer means: whose fault it is, and whether it passes.
fn refused(mut response: ureq::http::Response<Body>) -> Fault {
    let status = response.status().as_u16();
    if (300..400).contains(&status) {
        return Fault::Lasting(texts::redirected(status));
    }
    let after = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
    let after = after.and_then(|text| text.trim().parse().ok()).map(Duration::from_secs);
    let said = response.body_mut().with_config().limit(LONGEST).read_to_string().unwrap_or_default();
    let said: String = said.chars().filter(|one| !one.is_control()).take(SHOWN).collect();
    let why = texts::status(status, said.trim());
    // 401 and 403 pass too: a token is renewed, and nothing is wrong with the delivery.
    let passes = status >= 500 || [401, 403, 408, 409, 421, 423, 425, 429].contains(&status);
    if passes { Fault::Passing { why, after } } else { Fault::Lasting(why) }
}

fn unreached(error: &ureq::Error) -> Fault {
    tracing::warn!(error = %error, "SIGMED does not answer");
    Fault::passing(texts::UNREACHABLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(url: &str) -> Result<Http, String> {
        Http::new(HttpSettings { url: url.into(), ..HttpSettings::default() })
    }

    #[test]
    fn only_addresses_over_tls_or_of_this_machine_are_used() {
        for good in [
            "https://sigmed.example",
            "https://sigmed.example/a/",
            "http://127.0.0.1:1/a",
            "http://localhost:1",
        ] {
            assert!(made(good).is_ok(), "{good}");
        }
        for bad in
            ["http://sigmed.example", "ftp://sigmed.example", "sigmed.example", "", "https://a.example/?b=c"]
        {
            assert!(made(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn authorities_that_are_none_are_refused() {
        let with = |pem: &str| {
            let authorities = Some(pem.as_bytes().to_vec());
            Http::new(HttpSettings {
                url: "https://a.example".into(),
                authorities,
                ..HttpSettings::default()
            })
        };
        assert!(with("").is_err() && with("not a certificate").is_err());
    }
}

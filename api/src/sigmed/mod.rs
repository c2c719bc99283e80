//! How deliveries travel to SIGMED, and answers back: one trait, two ways.
//!
//! The real interface of SIGMED is not public; `docs/sigmed.md` defines what is spoken here. Refuses to know what a
//! delivery says or what an answer does, to decide when to try again, and to go anywhere that was not configured.

use std::time::Duration;

use shared::sigmed::SigmedAnswer;

/// When a delivery is tried again.
pub mod delay;
/// Files in a folder.
pub mod file_drop;
/// Requests to a server.
pub mod http;
/// Keys, and the signatures made with them.
pub mod signature;

pub use file_drop::FileDrop;
pub use http::Http;

/// A delivery on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outgoing<'a> {
    /// By which the receiver knows it.
    pub key: &'a str,
    /// What leaves: the same bytes however often.
    pub payload: &'a str,
}

/// What is known once a delivery was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipt {
    /// It is there; the answer comes later.
    Taken,
    /// It is there, with its answer.
    Answered(SigmedAnswer),
}

/// Something that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Key of the delivery.
    pub key: String,
    /// What is said of it.
    pub news: News,
    /// Where it was found, for the connector.
    pub place: String,
}

/// What is said of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Its answer.
    Answer(SigmedAnswer),
    /// The receiver does not hold it.
    NotThere,
}

/// Why something did not travel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It may go well later.
    #[error("{why}")]
    Passing {
        /// For the log and the shelf, in French.
        why: String,
        /// Not before that long, when the receiver said so.
        after: Option<Duration>,
    },
    /// It will not go well by itself.
    #[error("{0}")]
    Lasting(String),
}

impl Fault {
    /// One that may go well later.
    pub fn passing(why: impl Into<String>) -> Fault {
        Fault::Passing { why: why.into(), after: None }
    }
}

/// A way to SIGMED.
///
/// Sending twice under one key is sending once: a program that dies between sending and writing it down sends again.
pub trait Connector: Send + Sync {
    /// Sends a delivery.
    ///
    /// # Errors
    /// When it is not known to be there.
    fn send(&self, delivery: Outgoing<'_>) -> Result<Receipt, Fault>;

    /// Whether answers are asked for key by key; otherwise they come by themselves.
    fn asks(&self) -> bool;

    /// What has come back: about these keys when it [`Connector::asks`], else about any.
    ///
    /// # Errors
    /// When nothing can be heard.
    fn answers(&self, keys: &[String]) -> Result<Vec<Arrival>, Fault>;

    /// Forgets something that came back, once what it asks for is done; `known` says whether anything like it was sent.
    ///
    /// # Errors
    /// When it cannot be put away: it then comes again.
    fn dealt_with(&self, arrival: &Arrival, known: bool) -> Result<(), Fault>;
}

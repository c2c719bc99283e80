//! What a change says of itself beside its facts: where it comes from, by what way somebody came.
//!
//! Every write belongs to one change, so that the journal can answer who, when, from where and why.

use serde::Serialize;

use crate::id::AccountId;

/// Where a change comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The browser application.
    Screen,
    /// A file.
    Import,
    /// A program that calls the interface.
    Api,
    /// The command line.
    CommandLine,
    /// The national software.
    Sigmed,
}

impl Origin {
    /// All of them.
    pub const ALL: [Origin; 5] =
        [Origin::Screen, Origin::Import, Origin::Api, Origin::CommandLine, Origin::Sigmed];

    /// Stored and wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Origin::Screen => "screen",
            Origin::Import => "import",
            Origin::Api => "api",
            Origin::CommandLine => "command_line",
            Origin::Sigmed => "sigmed",
        }
    }

    /// From the name.
    pub fn from_name(name: &str) -> Option<Origin> {
        Origin::ALL.into_iter().find(|origin| origin.name() == name)
    }
}

/// By what way somebody came: kept with each entry, asked for only when something must be looked into.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Trail {
    /// Account that was signed in.
    pub account: Option<AccountId>,
    /// Address of the client.
    pub address: Option<String>,
    /// Id of the request.
    pub request_id: Option<String>,
}

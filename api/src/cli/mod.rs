//! The command line: arguments, exit codes, what goes to stdout and stderr.
//!
//! `--json` prints one JSON document on stdout; messages go to stderr. Exit codes: 0 done, 1 internal failure,
//! 2 wrong usage, 3 nothing done. Decides nothing: every command is one operation of `app`.

mod access;
mod arguments;
mod mail;
mod print;
mod run;
mod serve;
mod sigmed;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use serde_json::json;
use shared::catalogue;

use crate::app::Failure;

/// Runs the command of the process arguments.
pub fn run() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    let json = arguments.command.wants_json();
    match run::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure, json),
    }
}

fn report(failure: &Failure, json: bool) -> ExitCode {
    let (code, message, exit) = match failure {
        Failure::NothingDone { code, message } => (code.as_str(), message.clone(), 3),
        Failure::Refused(refusal) => (refusal.code.wire(), refusal.detail.clone(), 3),
        Failure::Busy(_) => ("database.busy", catalogue::commands::BUSY.to_owned(), 3),
        Failure::Unreachable(_) | Failure::Database(_) | Failure::Machine { .. } => {
            ("internal.error", catalogue::commands::INTERNAL.to_owned(), 1)
        }
    };
    if json {
        let document = json!({ "error": { "code": code, "message": message } });
        // Nobody is left to tell when stdout itself is closed; the exit code says it.
        let _ = writeln!(io::stdout(), "{document}");
    }
    eprintln!("{message} [{code}]");
    if code == "import.confirmation_needed" {
        eprintln!("{}", catalogue::commands::confirm_with("--confirm-closures"));
    }
    if code == "file.no_headings" {
        eprintln!("{}", catalogue::commands::DESCRIBE_COLUMNS);
    }
    if exit == 1 {
        let mut cause: Option<&dyn std::error::Error> = Some(failure);
        while let Some(error) = cause {
            eprintln!("  {error}");
            cause = error.source();
        }
    }
    ExitCode::from(exit)
}

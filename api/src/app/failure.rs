//! Why an operation did not do what was asked, in words for people and codes for programs.
//!
//! What a person can settle is a refusal; what nobody here can is a failure of the database or of the machine, whose
//! causes are for the log alone.

use serde_json::{Map, Value};
use shared::catalogue;
use shared::problem::{Code, FieldProblem, Problem};

use crate::reader::ReadError;
use crate::{authn, db};

/// Why an operation did not do what was asked. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The request cannot be met as it stands: a stable code and a French sentence.
    #[error("{message}")]
    NothingDone {
        /// Stable code, `noun.cause`.
        code: String,
        /// What happened and what to do.
        message: String,
    },
    /// The request is refused by a code of the table.
    #[error("{}", .0.detail)]
    Refused(Box<Refusal>),
    /// Another write did not end in time. It can be tried again.
    #[error(transparent)]
    Busy(db::Problem),
    /// The database cannot be reached.
    #[error(transparent)]
    Unreachable(db::Problem),
    /// Another failure of the database.
    #[error(transparent)]
    Database(db::Problem),
    /// A file could not be written, or another failure of the machine.
    #[error("{doing}")]
    Machine {
        /// What was being done.
        doing: String,
        /// The answer of the system.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// A refusal by a code of the table, with what a person and a program need to go on.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// Code.
    pub code: Code,
    /// What happened here, in French, and what to do.
    pub detail: String,
    /// Fields to correct.
    pub errors: Vec<FieldProblem>,
    /// What may be done instead.
    pub allowed_actions: Option<Vec<String>>,
    /// What the code adds.
    pub more: Map<String, Value>,
}

impl Refusal {
    /// As the contract shows it, with the id of the request that was refused.
    pub fn problem(self, request_id: &str) -> Problem {
        let code = self.code;
        Problem {
            kind: format!("/docs/errors#{}", code.wire()),
            code: code.wire().to_owned(),
            status: code.status(),
            title: code.title().to_owned(),
            detail: self.detail,
            request_id: request_id.to_owned(),
            errors: self.errors,
            allowed_actions: self.allowed_actions,
            more: self.more,
        }
    }
}

impl Failure {
    /// A refusal whose title says everything.
    pub fn code(code: Code) -> Failure {
        Failure::refused(code, code.title())
    }

    /// A refusal with its own sentence.
    pub fn refused(code: Code, detail: impl Into<String>) -> Failure {
        Failure::Refused(Box::new(Refusal {
            code,
            detail: detail.into(),
            errors: Vec::new(),
            allowed_actions: None,
            more: Map::new(),
        }))
    }

    /// A parameter or a field that is wrong.
    pub fn about(code: Code, pointer: &str, detail: impl Into<String>) -> Failure {
        let detail = detail.into();
        let mut failure = Failure::refused(code, detail.clone());
        if let Failure::Refused(refusal) = &mut failure {
            refusal.errors.push(wrong(pointer, code.wire(), detail));
        }
        failure
    }

    /// Data that are wrong, field by field.
    pub fn invalid(errors: Vec<FieldProblem>) -> Failure {
        let detail = catalogue::requests::fields_to_correct(errors.len());
        Failure::Refused(Box::new(Refusal {
            code: Code::Invalid,
            detail,
            errors,
            allowed_actions: None,
            more: Map::new(),
        }))
    }

    /// The same refusal, saying what may be done instead.
    #[must_use]
    pub fn allowing(mut self, actions: Vec<String>) -> Failure {
        if let Failure::Refused(refusal) = &mut self {
            refusal.allowed_actions = Some(actions);
        }
        self
    }

    /// The same refusal, with something more for programs.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Failure {
        if let Failure::Refused(refusal) = &mut self {
            refusal.more.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Nothing done, with its reason.
    pub fn nothing(code: &str, message: impl Into<String>) -> Failure {
        Failure::NothingDone { code: code.into(), message: message.into() }
    }

    /// A failure of the machine.
    pub fn machine(doing: &str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
        Failure::Machine { doing: doing.into(), source: source.into() }
    }
}

impl From<db::Problem> for Failure {
    /// What a person can settle is told in French; the rest is a failure of the machine.
    fn from(problem: db::Problem) -> Failure {
        match problem {
            db::Problem::NotMigrated => {
                Failure::nothing("database.not_migrated", catalogue::commands::NOT_MIGRATED)
            }
            db::Problem::Crowded => Failure::refused(Code::Overloaded, catalogue::commands::BUSY),
            db::Problem::UnknownScheme { .. } => {
                Failure::nothing("database.unknown_scheme", catalogue::commands::UNKNOWN_SCHEME)
            }
            db::Problem::OutOfScope { right_missing: true } => Failure::code(Code::RightMissing),
            db::Problem::OutOfScope { right_missing: false } => Failure::code(Code::NotFound),
            problem @ db::Problem::Busy(_) => Failure::Busy(problem),
            problem @ db::Problem::Open(_) => Failure::Unreachable(problem),
            problem => Failure::Database(problem),
        }
    }
}

impl From<authn::Fault> for Failure {
    fn from(fault: authn::Fault) -> Failure {
        match fault {
            authn::Fault::Database(problem) => problem.into(),
            fault => Failure::machine(catalogue::commands::SIGNING_IN, fault),
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        Failure::nothing(error.code().wire(), error.to_string())
    }
}

/// A field to correct.
pub(crate) fn wrong(pointer: &str, code: &str, detail: impl Into<String>) -> FieldProblem {
    FieldProblem {
        pointer: pointer.to_owned(),
        code: code.to_owned(),
        params: Map::new(),
        detail: detail.into(),
    }
}

/// An error with its causes, on one line, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

//! The arguments. These names are a contract: scripts use them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use shared::contract::imports::ImportPolicy;
use shared::time::{Day, Instant};

/// logimedh: posts, practitioners and affectations of public hospitals.
#[derive(Debug, Parser)]
#[command(name = "logimedh", version, about)]
pub struct Arguments {
    /// Database: sqlite://PATH or postgres://USER@HOST/BASE
    #[arg(
        long,
        global = true,
        env = "LOGIMEDH_DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite://logimedh.sqlite"
    )]
    pub database_url: String,
    /// File where the last seal of the journal is kept, outside the database
    #[arg(long, global = true, env = "LOGIMEDH_ANCHOR")]
    pub anchor: Option<PathBuf>,
    /// Where the keys that sign tokens are
    #[command(flatten)]
    pub keys: super::serve::KeysArguments,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Creates or upgrades the tables of the database
    Migrate,
    /// The keys that sign access tokens
    #[command(subcommand)]
    Keys(super::access::KeysCommand),
    /// Accounts
    #[command(subcommand)]
    User(super::access::UserCommand),
    /// Prints the OpenAPI document of the REST interface, as `openapi/openapi.json` holds it
    Contract,
    /// Serves the REST interface and the browser application
    Serve(super::serve::ServeArguments),
    /// National data: nomenclatures, hospitals, sites, groups
    #[command(subcommand)]
    Reference(ReferenceCommand),
    /// A fictitious hospital to try everything with
    #[command(subcommand)]
    Demo(DemoCommand),
    /// The sealed journal of changes
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Poles, services and units of a hospital
    #[command(subcommand)]
    Structures(LoadCommand),
    /// Posts of the national extract (SIGMED)
    #[command(subcommand)]
    Sigmed(LoadCommand),
    /// University and local posts
    #[command(subcommand)]
    Posts(LoadCommand),
    /// The workbook that attaches posts to structures
    #[command(subcommand)]
    Attachments(AttachmentsCommand),
    /// The extract of the hospital's HR software
    #[command(subcommand)]
    Sirh(SirhCommand),
    /// Changes: list, undo
    #[command(subcommand)]
    Change(ChangeCommand),
    /// All facts in force of a hospital, one JSON object per line
    Dump(DumpArguments),
    /// The staffing table (tableau des emplois)
    StaffingTable(StaffingArguments),
}

/// `reference load`.
#[derive(Debug, Subcommand)]
pub enum ReferenceCommand {
    /// Loads the files of the program, or those of a folder; a second time changes nothing
    Load {
        /// Folder with `nomenclatures/`, `finess/` and `ght/`, instead of the files of the program
        #[arg(long)]
        directory: Option<PathBuf>,
        /// Prints one JSON document
        #[arg(long)]
        json: bool,
    },
}

/// `demo load`.
#[derive(Debug, Subcommand)]
pub enum DemoCommand {
    /// Loads a demonstration hospital from its files
    Load {
        /// Size
        #[arg(long, value_enum, default_value = "small")]
        scale: Scale,
    },
    /// One account per profile, with a common password; refused where other accounts exist
    Accounts,
}

/// Size of the demonstration.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Scale {
    /// One small hospital.
    Small,
}

/// `journal verify`.
#[derive(Debug, Subcommand)]
pub enum JournalCommand {
    /// Finds an edit, a deletion, a swap, a truncation
    Verify {
        /// Prints one JSON document
        #[arg(long)]
        json: bool,
    },
}

/// A file for an establishment.
#[derive(Debug, Args)]
pub struct FileArguments {
    /// The file
    pub file: PathBuf,
    /// FINESS number of the establishment (EJ)
    #[arg(long, value_name = "FINESS_EJ")]
    pub establishment: String,
    /// Prints one JSON document
    #[arg(long)]
    pub json: bool,
}

/// What refused lines do to the rest.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum PolicyName {
    /// Good lines are written.
    ValidLines,
    /// Nothing is written of who has a refused line; in a file without people, as `valid_lines`.
    ValidPeople,
    /// Nothing is written when a line is refused.
    AllOrNothing,
}

impl From<PolicyName> for ImportPolicy {
    fn from(name: PolicyName) -> ImportPolicy {
        match name {
            PolicyName::ValidLines => ImportPolicy::ValidLines,
            PolicyName::ValidPeople => ImportPolicy::ValidPeople,
            PolicyName::AllOrNothing => ImportPolicy::AllOrNothing,
        }
    }
}

/// A file to apply.
#[derive(Debug, Args)]
pub struct ApplyArguments {
    /// What and where
    #[command(flatten)]
    pub file: FileArguments,
    /// What refused lines do to the rest
    #[arg(long, value_enum, default_value = "valid_lines")]
    pub policy: PolicyName,
}

/// `plan` and `apply` of a load.
#[derive(Debug, Subcommand)]
pub enum LoadCommand {
    /// Shows what the file would change
    Plan(FileArguments),
    /// Applies the file as one change
    Apply(ApplyArguments),
}

/// `attachments`.
#[derive(Debug, Subcommand)]
pub enum AttachmentsCommand {
    /// Shows what the workbook would change
    Plan(FileArguments),
    /// Applies the workbook as one change
    Apply(ApplyArguments),
    /// Writes the workbook pre-filled with the open SIGMED posts
    Template {
        /// FINESS number of the establishment (EJ)
        #[arg(long, value_name = "FINESS_EJ")]
        establishment: String,
        /// The workbook to write
        #[arg(long)]
        output: PathBuf,
    },
}

/// Whether absence closes.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ModeName {
    /// The file holds everybody.
    Full,
    /// The file holds only what changed.
    Delta,
}

/// A SIRH extract.
#[derive(Debug, Args)]
pub struct SirhArguments {
    /// What and where
    #[command(flatten)]
    pub file: FileArguments,
    /// Table of local codes (domaine; code_local; libelle_local; code_national; commentaire)
    #[arg(long, value_name = "CODES_CSV")]
    pub codes: Option<PathBuf>,
    /// Description of a fixed-width file (nom; debut; longueur; format)
    #[arg(long, value_name = "COLUMNS_CSV")]
    pub columns: Option<PathBuf>,
    /// Name of the import profile
    #[arg(long, value_name = "NAME", default_value = "sirh")]
    pub profile: String,
    /// Extraction day; by default the one in the file or its name
    #[arg(long, value_name = "DATE")]
    pub extracted_on: Option<Day>,
    /// Whether who is absent from the file has left
    #[arg(long, value_enum, default_value = "full")]
    pub mode: ModeName,
    /// Confirms that many people leave or move
    #[arg(long)]
    pub confirm_closures: bool,
    /// What refused lines do to the rest; a plan shows whom `valid_people` would hold back
    #[arg(long, value_enum, default_value = "valid_lines")]
    pub policy: PolicyName,
}

/// `sirh`.
#[derive(Debug, Subcommand)]
pub enum SirhCommand {
    /// Shows what the extract would change
    Plan(SirhArguments),
    /// Applies the extract as one change
    Apply(SirhArguments),
}

/// `change`.
#[derive(Debug, Subcommand)]
pub enum ChangeCommand {
    /// All changes, newest first
    List {
        /// Prints one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Brings back exactly what was known before a change
    Undo {
        /// The change
        change: String,
        /// Why
        #[arg(long)]
        reason: String,
        /// Leaves what was touched since as it is, and takes back the rest
        #[arg(long)]
        untouched_only: bool,
        /// Prints one JSON document
        #[arg(long)]
        json: bool,
    },
}

/// `dump`.
#[derive(Debug, Args)]
pub struct DumpArguments {
    /// FINESS number of the establishment (EJ)
    #[arg(long, value_name = "FINESS_EJ")]
    pub establishment: String,
    /// As known at this instant
    #[arg(long, value_name = "INSTANT")]
    pub known_at: Option<Instant>,
}

/// Format of the staffing table.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum TableFormat {
    /// For the terminal.
    Text,
    /// One JSON document.
    Json,
    /// French CSV, for spreadsheets.
    Csv,
    /// CSV for programs.
    CsvRaw,
    /// Workbook.
    Xlsx,
    /// Parquet, for data teams.
    Parquet,
}

/// `staffing-table`.
#[derive(Debug, Args)]
pub struct StaffingArguments {
    /// FINESS number of the establishment (EJ)
    #[arg(long, value_name = "FINESS_EJ")]
    pub establishment: String,
    /// Day of the table
    #[arg(long, value_name = "DATE")]
    pub as_of: Day,
    /// As known at this instant
    #[arg(long, value_name = "INSTANT")]
    pub known_at: Option<Instant>,
    /// Format
    #[arg(long, value_enum, default_value = "text")]
    pub format: TableFormat,
    /// File to write instead of stdout
    #[arg(long)]
    pub output: Option<PathBuf>,
}

impl Command {
    /// Whether stdout must hold one JSON document.
    pub fn wants_json(&self) -> bool {
        let of_load = |command: &LoadCommand| match command {
            LoadCommand::Plan(arguments) => arguments.json,
            LoadCommand::Apply(arguments) => arguments.file.json,
        };
        match self {
            Command::Structures(load) | Command::Sigmed(load) | Command::Posts(load) => of_load(load),
            Command::Attachments(AttachmentsCommand::Plan(arguments)) => arguments.json,
            Command::Attachments(AttachmentsCommand::Apply(arguments)) => arguments.file.json,
            Command::Sirh(SirhCommand::Plan(arguments) | SirhCommand::Apply(arguments)) => {
                arguments.file.json
            }
            Command::Change(ChangeCommand::List { json } | ChangeCommand::Undo { json, .. })
            | Command::Journal(JournalCommand::Verify { json })
            | Command::Reference(ReferenceCommand::Load { json, .. }) => *json,
            Command::StaffingTable(arguments) => matches!(arguments.format, TableFormat::Json),
            _ => false,
        }
    }
}

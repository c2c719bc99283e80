//! `keys`, `user` and `demo accounts`: who may come in, from the machine itself.

use std::io::{self, BufRead as _};

use clap::{Args, Subcommand};
use serde_json::json;
use shared::catalogue::access as texts;
use shared::contract::access::Grant;
use shared::habilitation::{Perimeter, Profile};
use shared::id::PractitionerId;
use shared::time::Day;

use super::print;
use super::serve::KeysArguments;
use crate::app::users::OnThisMachine;
use crate::app::{Ctx, Failure, demo_accounts, users};

/// `keys`.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// The next key signs from now on; the former one verifies for a day
    Rotate,
    /// Prints the public keys
    Show,
}

/// `user`.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Makes an account with its first habilitation; the password is read from standard input, one line
    Create(UserArguments),
    /// All accounts with what they hold today
    List {
        /// Prints one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Disables an account: its sessions end at once
    Disable {
        /// Its e-mail
        email: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

/// `user create`.
#[derive(Debug, Args)]
pub struct UserArguments {
    /// E-mail
    pub email: String,
    /// Name, as people read it
    #[arg(long)]
    pub name: String,
    /// Profile: hospital_manager, cng_admin, ...
    #[arg(long, value_parser = profile)]
    pub profile: Profile,
    /// Perimeter: national, region:84, ght:CODE, ej:FINESS, structure:ID, self
    #[arg(long)]
    pub perimeter: Perimeter,
    /// First day without it; a year from today when it is left out
    #[arg(long, value_name = "DATE")]
    pub until: Option<Day>,
    /// The practitioner whose own file the account reads
    #[arg(long, value_name = "ID")]
    pub practitioner: Option<PractitionerId>,
}

fn profile(text: &str) -> Result<Profile, String> {
    let names = || Profile::ALL.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ");
    Profile::from_name(text).ok_or_else(|| format!("one of {}", names()))
}

/// `keys rotate`, `keys show`.
///
/// # Errors
/// When the keys cannot be read or written.
pub fn keys(ctx: &Ctx, arguments: &KeysArguments, command: &KeysCommand) -> Result<(), Failure> {
    let keys = arguments.open()?;
    match command {
        KeysCommand::Rotate => {
            let kid = keys.rotate(ctx.now)?;
            // Former keys of kept files stay: they open what they sealed.
            let sealing = arguments.vault()?.rotate();
            let sealing =
                sealing.map_err(|error| Failure::machine("renewing the keys of kept files", error))?;
            let details = json!({ "kid": kid, "originals": sealing });
            ctx.tell("keys.rotate", None, details)?;
            eprintln!("{}", texts::keys_rotated(&kid));
            Ok(())
        }
        KeysCommand::Show => {
            let keys = keys.jwks(ctx.now)?;
            print::out(|page| writeln!(page, "{keys}"))
        }
    }
}

/// `user create`, `user list`, `user disable`.
///
/// # Errors
/// What the operations refuse; failures of the machine.
pub fn user(ctx: &Ctx, command: UserCommand) -> Result<(), Failure> {
    match command {
        UserCommand::Create(arguments) => create(ctx, arguments),
        UserCommand::List { json } => list(ctx, json),
        UserCommand::Disable { email, reason } => {
            users::disable_on_this_machine(ctx, &email, &reason)?;
            eprintln!("{}", texts::account_disabled(&email));
            Ok(())
        }
    }
}

fn create(ctx: &Ctx, arguments: UserArguments) -> Result<(), Failure> {
    eprintln!("{}", texts::ASK_PASSWORD);
    let mut password = String::new();
    let read = io::stdin().lock().read_line(&mut password);
    read.map_err(|error| Failure::machine("reading the password", error))?;
    let grant = Grant {
        profile: arguments.profile,
        perimeter: arguments.perimeter,
        valid_from: ctx.today,
        valid_to: arguments.until.unwrap_or_else(|| demo_accounts::in_years(ctx.today, 1)),
        reason: texts::FROM_THE_SHELL.to_owned(),
    };
    let asked = OnThisMachine {
        email: &arguments.email,
        name: &arguments.name,
        password: password.trim_end_matches(['\r', '\n']),
        practitioner: arguments.practitioner,
    };
    users::create_on_this_machine(ctx, &asked, grant)?;
    eprintln!("{}", texts::account_made(&arguments.email));
    Ok(())
}

fn list(ctx: &Ctx, json: bool) -> Result<(), Failure> {
    let all = users::all(ctx)?;
    print::out(|page| {
        if json {
            serde_json::to_writer(&mut *page, &all).map_err(io::Error::from)?;
            return writeln!(page);
        }
        for user in &all {
            let state = if user.disabled_at.is_some() { texts::DISABLED_MARK } else { "" };
            let held: Vec<String> =
                user.habilitations.iter().map(|one| format!("{}@{}", one.profile, one.perimeter)).collect();
            writeln!(page, "{:<40} {:<30} {} {state}", user.email, user.name, held.join(", "))?;
        }
        Ok(())
    })
}

/// `demo accounts`.
///
/// # Errors
/// What the operation refuses; failures of the machine.
pub fn demonstration(ctx: &Ctx) -> Result<(), Failure> {
    let accounts = demo_accounts::make(ctx)?;
    print::out(|page| {
        let [login, profile, perimeter] = texts::ACCOUNT_HEADINGS;
        writeln!(page, "{login:<36} {profile:<36} {perimeter}")?;
        for account in &accounts {
            let profile = texts::profile(account.profile);
            writeln!(page, "{:<36} {profile:<36} {}", account.email, account.perimeter)?;
        }
        writeln!(page, "\n{}", texts::demonstration_password(demo_accounts::PASSWORD))
    })
}

//! The command line: `countermark <command>`.

pub mod admin;
pub mod audit;
pub mod backup;
pub mod company;
pub mod demo;
pub mod found;
pub mod keys;
pub mod open;
pub mod policy;
pub mod restore;
pub mod rows;
pub mod scan;
pub mod serve;
pub mod uats;
pub mod users;
pub mod variables;
pub mod whose;

use crate::settings::{self, Serve};
use clap::{CommandFactory as _, Parser, Subcommand};
use std::process::ExitCode;

/// Countermark: brand protection and traceability, self-hosted.
#[derive(Parser, Debug)]
#[command(name = "countermark", version, about, long_about = None)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run the server.
    Serve(Box<Serve>),
    /// Make a company and its first admin, and help an admin who is locked out.
    #[command(subcommand)]
    Admin(admin::Admin),
    /// See and shut out a company's people.
    #[command(subcommand)]
    Users(users::Users),
    /// See and revoke a company's tokens (UATs). No command makes, widens or rotates one: only its
    /// owner does, in the portal or over the API.
    #[command(subcommand)]
    Uats(uats::Uats),
    /// Close companies, or open them again.
    #[command(subcommand)]
    Company(company::Company),
    /// Read and export the audit log, and check an exported one.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// See and rotate the keys that sign JWTs.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// See and change a company's rules for tokens and log-ins.
    #[command(subcommand)]
    Policy(policy::Policy),
    /// Write everything but the master key into one file, while the server runs (SQLite).
    Backup(Box<backup::Backup>),
    /// Restore a backup into an empty folder (SQLite). Every log-in and JWT ends, and the tokens that
    /// you say: what was revoked since the backup is not known in it.
    Restore(Box<restore::Restore>),
    /// End what may have been revoked since, after a database came back by other means: `pg_restore`,
    /// or a copied file.
    AfterRestore(Box<restore::AfterRestore>),
    /// Find tokens in files, offline; for CI and pre-commit. Exit code 0: none, 1: found, 2: trouble.
    Scan(scan::Scan),
    /// Print the `OpenAPI` document.
    Openapi,
    /// Print the settings of `serve`.
    Settings {
        /// As a Markdown table.
        #[arg(long)]
        markdown: bool,
    },
}

/// Why a command ended early: one sentence for people, written to standard error.
#[derive(Debug)]
pub struct Failure(pub String);

impl<T: std::fmt::Display> From<T> for Failure {
    fn from(error: T) -> Self {
        Self(error.to_string())
    }
}

/// Runs a command.
///
/// # Errors
/// A [`Failure`] with the sentence to show.
pub async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    match cli.command {
        Command::Serve(settings) => Box::pin(serve::run(*settings)).await?,
        Command::Admin(command) => admin::run(command).await?,
        Command::Users(command) => users::run(command).await?,
        Command::Uats(command) => uats::run(command).await?,
        Command::Company(command) => company::run(command).await?,
        Command::Audit(command) => return audit::run(command).await,
        Command::Keys(command) => keys::run(command).await?,
        Command::Policy(command) => Box::pin(policy::run(command)).await?,
        Command::Backup(command) => Box::pin(backup::run(*command)).await?,
        Command::Restore(command) => Box::pin(restore::run(*command)).await?,
        Command::AfterRestore(command) => Box::pin(restore::after(*command)).await?,
        Command::Scan(scan) => return Ok(scan::run(&scan)),
        Command::Openapi => print!("{}", crate::router::document_text()),
        Command::Settings { markdown: true } => print!("{}", settings::markdown(&Cli::command())),
        Command::Settings { markdown: false } => {
            let mut command = Cli::command();
            let serve = command
                .find_subcommand_mut("serve")
                .ok_or("no such command")?;
            print!("{}", serve.render_long_help());
        }
    }
    Ok(ExitCode::SUCCESS)
}

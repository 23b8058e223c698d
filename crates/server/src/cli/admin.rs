//! `countermark admin`: people, without a portal.

use super::{Failure, found, open};
use crate::{
    auth::password::{Hasher, Password},
    clock::SystemClock,
    mail,
    settings::Storage,
};
use clap::{Args, Subcommand};
use countermark_core::{
    audit::Entry,
    text::{CompanyName, Email, Text as _},
    time::Clock as _,
};
use countermark_store::{
    changes::{self, Changed},
    factors, members, sessions, users,
};
use serde_json::json;
use std::{
    io::{BufRead as _, IsTerminal as _, Write as _},
    path::PathBuf,
};

/// Commands about people.
#[derive(Subcommand, Debug)]
pub enum Admin {
    /// Make a company and its Account Admin. The password comes from a prompt, standard input or
    /// a file, never from the command line.
    Create(Box<Create>),
    /// Take a person's second factors away, when they are lost together with the recovery codes
    /// and no Account Admin can do it. Their sessions end. Be sure that it is really them.
    ResetFactors(Box<ResetFactors>),
}

/// What `admin reset-factors` is told.
#[derive(Args, Debug)]
pub struct ResetFactors {
    #[command(flatten)]
    storage: Storage,
    /// The person's e-mail address.
    #[arg(long)]
    email: String,
}

/// What `admin create` is told.
#[derive(Args, Debug)]
pub struct Create {
    #[command(flatten)]
    storage: Storage,
    /// The company's name.
    #[arg(long)]
    company: String,
    /// The admin's e-mail address.
    #[arg(long)]
    email: String,
    /// The admin's given name.
    #[arg(long, default_value = "")]
    given_name: String,
    /// The admin's family name.
    #[arg(long, default_value = "")]
    family_name: String,
    /// Read the password from standard input.
    #[arg(long, conflicts_with = "password_file")]
    password_stdin: bool,
    /// Read the password from a file.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// Runs a command about people.
///
/// # Errors
/// The sentence to show.
pub async fn run(command: Admin) -> Result<(), Failure> {
    let create = match command {
        Admin::Create(create) => create,
        Admin::ResetFactors(reset) => return reset_factors(&reset).await,
    };
    let company = CompanyName::parse(&create.company).map_err(|why| format!("--company: {why}"))?;
    let email = Email::parse(&create.email).map_err(|why| format!("--email: {why}"))?;
    let password =
        Password::new(read_password(&create)?).map_err(|why| format!("Password: {why}"))?;
    let admin = found::Admin {
        company: company.as_str(),
        email: email.as_str(),
        given_name: create.given_name.trim(),
        family_name: create.family_name.trim(),
    };
    password
        .check_strength(&admin.words())
        .map_err(|why| format!("Password: {why}"))?;
    let opened = open::open(&create.storage).await?;
    let hash = Hasher::new()
        .hash(&password)
        .await
        .map_err(|_| "The password cannot be hashed.")?;
    let now = SystemClock.now();
    let mut tx = opened.db.write().await?;
    if users::by_email(&mut tx, email.as_str()).await?.is_some() {
        return Err(format!("{email} has an account already.").into());
    }
    let (company, user, entries) = found::create(&mut tx, &admin, &hash, now).await?;
    tx.commit(&found::by(company, user, now), &entries).await?;
    println!("Made company {company} with Account Admin {email}. Start the server and sign in.");
    Ok(())
}

async fn reset_factors(reset: &ResetFactors) -> Result<(), Failure> {
    let email = Email::parse(&reset.email).map_err(|why| format!("--email: {why}"))?;
    let opened = open::open(&reset.storage).await?;
    let now = SystemClock.now();
    let mut tx = opened.db.write().await?;
    let account = users::by_email(&mut tx, email.as_str()).await?;
    let user = account
        .ok_or_else(|| format!("{email} has no account."))?
        .id;
    let companies = members::companies_of(&mut tx, user).await?;
    let there = factors::remove_all(&mut tx, user).await?;
    let ended = sessions::end_all(&mut tx, user, None, now).await?;
    let mut changed: Vec<_> = ended.into_iter().map(Changed::Session).collect();
    changed.extend(
        companies
            .iter()
            .map(|company| Changed::Member(*company, user)),
    );
    changes::record(&mut tx, &changed).await?;
    let sentence = "The operator of the server has removed the second factors from your account.";
    let letter = mail::factors::changed(email.as_str(), sentence);
    let first = companies.first().copied();
    mail::queue(&opened.secrets, &mut tx, first, &letter, now).await?;
    let entry = Entry::event("user.factors_reset", "user", user, email.as_str()).change(
        &json!({"totp": there.totp, "passkeys": there.passkeys}),
        &json!({"totp": false, "passkeys": 0}),
    );
    match first {
        Some(company) => tx.commit(&found::operator(company, now), &[entry]).await?,
        // Nobody's log: the person can enter no company now.
        None => tx.commit_unaudited().await?,
    }
    println!("{email} signs in with the password alone now. Sessions have ended.");
    Ok(())
}

fn read_password(create: &Create) -> Result<String, Failure> {
    if let Some(path) = &create.password_file {
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
        return Ok(first_line(&text));
    }
    let stdin = std::io::stdin();
    if !create.password_stdin {
        if !stdin.is_terminal() {
            return Err("Give the password with --password-stdin or --password-file.".into());
        }
        return prompt();
    }
    let mut line = String::new();
    stdin.lock().read_line(&mut line)?;
    Ok(first_line(&line))
}

fn prompt() -> Result<String, Failure> {
    let ask = |text: &str| -> Result<String, Failure> {
        eprint!("{text}");
        std::io::stderr().flush()?;
        Ok(rpassword::read_password()?)
    };
    let password = ask("Password (at least 15 characters): ")?;
    if ask("Once more: ")? == password {
        Ok(password)
    } else {
        Err("The two passwords differ.".into())
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or("").to_owned()
}

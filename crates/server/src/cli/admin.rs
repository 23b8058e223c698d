//! `countermark admin`: people, without a portal.

use super::{
    Failure, found,
    open::{self, Opened},
    whose::Whose,
};
use crate::{
    app::App,
    auth::{
        breached::{Breached, BreachedArgs},
        limits::Limits,
        mail_codes,
        new_password::{self, LEAKED},
        password::Password,
        second_factor,
    },
    clock::SystemClock,
    mail::{self, MailArgs, Transport, factors::Change},
    settings::{Settings, Storage, public_url},
};
use clap::{Args, Subcommand};
use countermark_core::{
    audit::Entry,
    ids::UserId,
    text::{CompanyName, Email, Text as _},
    time::Clock as _,
};
use countermark_store::{chain, changes, companies::Company, mail_codes::Purpose, members, users};
use std::{
    fs::File,
    io::{BufRead as _, IsTerminal as _, Write as _},
    path::PathBuf,
    sync::Arc,
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
    /// Send a person a link to a new password, for an admin who cannot sign in and has nobody to
    /// ask. It goes to their address by mail, or into the folder DIR/mail as a file.
    ResetPassword(Box<ResetPassword>),
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

/// How a command sends mail.
#[derive(Args, Debug)]
pub struct Post {
    /// The address that people use, as <https://countermark.example>; links in mails begin with it.
    #[arg(
        long,
        env = "COUNTERMARK_PUBLIC_URL",
        value_name = "URL",
        value_parser = public_url,
        default_value = "http://127.0.0.1:8080"
    )]
    public_url: String,
    #[command(flatten)]
    mail: MailArgs,
}

/// What `admin reset-password` is told.
#[derive(Args, Debug)]
pub struct ResetPassword {
    #[command(flatten)]
    storage: Storage,
    #[command(flatten)]
    post: Post,
    /// The person's e-mail address.
    #[arg(long)]
    email: String,
}

/// What `admin create` is told.
#[derive(Args, Debug)]
pub struct Create {
    #[command(flatten)]
    storage: Storage,
    #[command(flatten)]
    post: Post,
    /// The company's name.
    #[arg(long)]
    company: String,
    /// The admin's e-mail address.
    #[arg(long)]
    email: String,
    #[command(flatten)]
    passwords: BreachedArgs,
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
    match command {
        Admin::Create(create) => self::create(*create).await,
        Admin::ResetPassword(reset) => reset_password(*reset).await,
        Admin::ResetFactors(reset) => reset_factors(&reset).await,
    }
}

/// The program's state for a command that sends mail, and the lock on the data.
async fn start(
    storage: &Storage,
    post: &Post,
    breached: Option<Arc<Breached>>,
) -> Result<(App, Option<File>), Failure> {
    let settings = settings(storage, post, breached)?;
    over(open::open(storage).await?, settings).await
}

fn settings(
    storage: &Storage,
    post: &Post,
    breached: Option<Arc<Breached>>,
) -> Result<Settings, Failure> {
    let mut settings = Settings {
        public_url: Some(post.public_url.clone()),
        breached,
        ..Settings::default()
    };
    settings.mail = post.mail.open(&storage.data, settings.public_host())?;
    Ok(settings)
}

async fn over(opened: Opened, settings: Settings) -> Result<(App, Option<File>), Failure> {
    let Opened { db, secrets, lock } = opened;
    let made = App::new(db, secrets, Arc::new(SystemClock), settings, Limits::off());
    // Large: kept off the futures of all commands.
    let app = Box::pin(made).await?;
    Ok((app, lock))
}

/// As [`start`], on data that is there, for a command about a company of it.
pub(super) async fn start_in(
    whose: &Whose,
    post: &Post,
) -> Result<(App, Company, Option<File>), Failure> {
    let (opened, company) = whose.change().await?;
    let settings = settings(whose.storage(), post, None)?;
    let (app, lock) = over(opened, settings).await?;
    Ok((app, company, lock))
}

/// Sends what was queued now; the line that says where it went. What cannot be sent now the server
/// sends.
pub(super) async fn deliver(app: &App, to: &str) -> Result<String, Failure> {
    mail::send_due(app).await?;
    Ok(match &app.settings.mail.transport {
        Transport::Folder(dir) => format!(
            "The mail to {to} was written as a file into {}.\n",
            dir.display()
        ),
        _ => {
            format!("The mail to {to} was given to the mail server, or waits for the next try.\n")
        }
    })
}

async fn create(create: Create) -> Result<(), Failure> {
    let company = CompanyName::parse(&create.company).map_err(|why| format!("--company: {why}"))?;
    let email = Email::parse(&create.email).map_err(|why| format!("--email: {why}"))?;
    let password =
        Password::new(read_password(&create)?).map_err(|why| format!("Password: {why}"))?;
    let admin = found::Admin {
        company: company.as_str(),
        time_zone: "UTC",
        email: email.as_str(),
        given_name: create.given_name.trim(),
        family_name: create.family_name.trim(),
    };
    password
        .check_strength(&admin.words())
        .map_err(|why| format!("Password: {why}"))?;
    let breached = create.passwords.open()?;
    let (app, _lock) = start(&create.storage, &create.post, breached).await?;
    let leaked = new_password::is_leaked(&app, &password).await;
    if leaked.map_err(|_| "The list of leaked passwords cannot be read.")? {
        return Err(format!("Password: {LEAKED}").into());
    }
    let hash = app.hasher.hash(&password).await;
    let hash = hash.map_err(|_| "The password cannot be hashed.")?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if users::by_email(&mut tx, email.as_str()).await?.is_some() {
        return Err(format!("{email} has an account already.").into());
    }
    let (company, user, entries) = found::create(&mut tx, &admin, &hash, now).await?;
    let to = (user, email.as_str());
    mail_codes::send(&app, &mut tx, Some(company), Purpose::Verify, to).await?;
    tx.commit(&found::by(company, user, now), &entries).await?;
    println!("Made company {company} with Account Admin {email}. Start the server and sign in.");
    print!("{}", deliver(&app, email.as_str()).await?);
    Ok(())
}

async fn reset_password(reset: ResetPassword) -> Result<(), Failure> {
    let email = Email::parse(&reset.email).map_err(|why| format!("--email: {why}"))?;
    let (app, _lock) = start(&reset.storage, &reset.post, None).await?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let nobody = || format!("Nobody who can sign in has the address {email}.");
    let account = users::by_email(&mut tx, email.as_str()).await?;
    let account = account.ok_or_else(nobody)?;
    let companies = members::companies_of(&mut tx, account.id).await?;
    let company = *companies.first().ok_or_else(nobody)?;
    let to = (account.id, email.as_str());
    mail_codes::send(&app, &mut tx, Some(company), Purpose::Reset, to).await?;
    let entry = Entry::event("user.reset_password", "user", account.id, email.as_str());
    tx.commit(&found::by(company, account.id, now), &[entry])
        .await?;
    print!("{}", deliver(&app, email.as_str()).await?);
    Ok(())
}

async fn reset_factors(reset: &ResetFactors) -> Result<(), Failure> {
    let email = Email::parse(&reset.email).map_err(|why| format!("--email: {why}"))?;
    let opened = open::open(&reset.storage).await?;
    let account = users::by_email(&mut opened.db.read().await?, email.as_str()).await?;
    let account = account.ok_or_else(|| format!("{email} has no account."))?;
    take_factors(&opened, (account.id, email.as_str())).await?;
    println!("{email} signs in with the password alone now. Sessions have ended.");
    Ok(())
}

/// Takes a person's second factors away, and tells them.
pub(super) async fn take_factors(opened: &Opened, person: (UserId, &str)) -> Result<(), Failure> {
    let (user, email) = person;
    let now = SystemClock.now();
    let mut tx = opened.db.write().await?;
    let mut companies = members::companies_of(&mut tx, user).await?;
    let (_, entry, changed) = second_factor::take_away(&mut tx, person, &companies, now).await?;
    changes::record(&mut tx, &changed).await?;
    let letter = mail::factors::changed(email, Change::TakenByOperator);
    let first = companies.first().copied();
    mail::queue(&opened.secrets, &mut tx, first, &letter, now).await?;
    // Every company that they can enter reads of it; the chains are locked in one order.
    companies.sort_unstable();
    match companies.split_last() {
        Some((last, others)) => {
            for company in others {
                chain::also(&mut tx, &found::operator(*company, now), &entry).await?;
            }
            tx.commit(&found::operator(*last, now), &[entry]).await?;
        }
        // Nobody's log: the person can enter no company now.
        None => tx.commit_unaudited().await?,
    }
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

//! `countermark policy`: a company's rules without a portal, in the words of the API.

use super::{
    Failure, found,
    whose::{Whose, plain, sentence_about, short},
};
use crate::{
    api::v2::policy::{
        CompanyPolicy, PolicyUpdate, Rules, cancel,
        preview::{PolicyPreview, preview},
        settle,
        update::change,
    },
    clock::SystemClock,
    error::ApiError,
    extract::{Fields, FromFields as _},
};
use clap::{Args, Subcommand};
use countermark_core::time::Clock as _;
use countermark_store::{changes, companies};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// Rows of a preview's list.
const ROWS: i64 = 200;

/// Commands about a company's rules.
#[derive(Subcommand, Debug)]
pub enum Policy {
    /// Show the rules, and those that wait for their day.
    Show(Box<Show>),
    /// Change rules; what is not named stays as it is.
    ///
    /// On PostgreSQL running nodes obey within the bound of every revocation; on SQLite the server
    /// must not run meanwhile.
    Set(Box<Set>),
    /// Cancel the change that waits for its day; the present rules stay. On SQLite the server must
    /// not run meanwhile.
    Cancel(Box<Show>),
}

/// What `policy show` and `policy cancel` are told.
#[derive(Args, Debug)]
pub struct Show {
    #[command(flatten)]
    whose: Whose,
}

/// What `policy set` is told.
#[derive(Args, Debug)]
pub struct Set {
    #[command(flatten)]
    whose: Whose,
    /// Rules, each as key=value: `default_days`, `min_days`, `max_days`, `forbidden` (permissions
    /// with commas between; empty for none), `password_jwt` (true or false), `leak_action`
    /// (revoke, quarantine, notify), `superseded_use` (notify, `revoke_family`), `second_factor`
    /// (optional, required).
    #[arg(value_name = "KEY=VALUE", required = true)]
    rules: Vec<String>,
    /// The day from whose first moment on they count, in the company's time zone; now when it is
    /// left out.
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<String>,
    /// Say what would happen, and change nothing.
    #[arg(long)]
    preview: bool,
}

/// Runs a command about rules.
///
/// # Errors
/// The sentence to show.
pub async fn run(command: Policy) -> Result<(), Failure> {
    match command {
        Policy::Show(show) => {
            let (opened, company) = show.whose.look().await?;
            // What has started by now counts, whether a server has noticed or not.
            let mut tx = opened.db.write().await?;
            let now = SystemClock.now();
            let (company, ..) = settle(&mut tx, company.id, now).await?;
            let shown = CompanyPolicy::of(&company, now).map_err(sentence)?;
            show.whose.print(&shown, &table(&shown))
        }
        Policy::Set(set) => self::set(&set).await,
        Policy::Cancel(show) => self::cancel(&show.whose).await,
    }
}

async fn cancel(whose: &Whose) -> Result<(), Failure> {
    let (opened, company) = whose.change().await?;
    let (id, now) = (company.id, SystemClock.now());
    let mut tx = opened.db.write().await?;
    let done = cancel::cancel(&mut tx, id, now).await;
    let (entries, changed) = done.map_err(|error| match error.code() {
        "not_found" => "No change waits.".into(),
        _ => sentence(error),
    })?;
    changes::record(&mut tx, &changed).await?;
    tx.commit(&found::operator(id, now), &entries).await?;
    let company = companies::get(&mut opened.db.read().await?, id).await?;
    let company = company.ok_or_else(|| format!("There is no company {id}."))?;
    let shown = CompanyPolicy::of(&company, now).map_err(sentence)?;
    whose.print(&shown, &table(&shown))
}

async fn set(set: &Set) -> Result<(), Failure> {
    let wanted = wanted(&set.rules, set.from.as_deref())?;
    let (opened, company) = set.whose.change().await?;
    let id = company.id;
    let now = SystemClock.now();
    let mut tx = opened.db.write().await?;
    if set.preview {
        // Rolled back: a preview changes nothing.
        let (company, ..) = settle(&mut tx, id, now).await?;
        let would = preview(&mut tx, &company, &wanted, (ROWS, 0), now).await;
        let would = would.map_err(sentence)?;
        return set.whose.print(&would, &effects(&would));
    }
    let changed = change(&mut tx, id, &wanted, None, now).await;
    let (company, entries, changed) = changed.map_err(sentence)?;
    changes::record(&mut tx, &changed).await?;
    tx.commit(&found::operator(id, now), &entries).await?;
    let shown = CompanyPolicy::of(&company, now).map_err(sentence)?;
    set.whose.print(&shown, &table(&shown))
}

/// The body of the API's operation that says the same.
fn wanted(rules: &[String], from: Option<&str>) -> Result<PolicyUpdate, Failure> {
    let mut members = Map::new();
    for rule in rules {
        let (key, text) = rule
            .split_once('=')
            .ok_or_else(|| format!("{rule}: write a rule as key=value."))?;
        let known = json!(Rules::from(
            &countermark_core::policy::TokenPolicy::default()
        ));
        if known.get(key).is_none() {
            let keys: Vec<_> = known.as_object().into_iter().flat_map(Map::keys).collect();
            let keys: Vec<_> = keys.iter().map(|key| key.as_str()).collect();
            return Err(format!("{key}: there is no such rule. Use {}.", keys.join(", ")).into());
        }
        let value = match (key, text) {
            ("forbidden", "") => json!([]),
            ("forbidden", names) => names.split(',').map(str::trim).collect(),
            ("password_jwt", "true") => Value::Bool(true),
            ("password_jwt", "false") => Value::Bool(false),
            ("password_jwt", _) => return Err("password_jwt: Use true or false.".into()),
            _ => Value::from(text),
        };
        if members.insert(key.to_owned(), value).is_some() {
            return Err(format!("{key}: it stands there twice.").into());
        }
    }
    if let Some(from) = from {
        members.insert("starts_on".into(), from.into());
    }
    PolicyUpdate::from_fields(Fields::new(members)).map_err(sentence)
}

/// What the API would answer; its members have the same names here.
fn sentence(error: ApiError) -> Failure {
    sentence_about(error, |member| match member {
        "starts_on" => "--from".into(),
        rule => rule.to_owned(),
    })
}

fn table(shown: &CompanyPolicy) -> String {
    let now = json!(shown.rules);
    let pending = shown.pending.as_ref().map(|waits| json!(waits.rules));
    let mut text = String::new();
    for (key, value) in now.as_object().into_iter().flatten() {
        let _ = write!(text, "{key:15} {}", short(value));
        let then = pending.as_ref().map(|rules| &rules[key]);
        if let (Some(then), Some(waits)) = (then.filter(|then| *then != value), &shown.pending) {
            let _ = write!(text, "  (from {}: {})", waits.starts_on, short(then));
        }
        text.push('\n');
    }
    if let Some(waits) = &shown.pending {
        let zone = &shown.time_zone;
        let _ = writeln!(text, "A change waits for {} ({zone}).", waits.starts_on);
    }
    text
}

fn effects(would: &PolicyPreview) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "Nothing is changed. From {} on:", would.starts_at);
    for (label, number) in [
        ("tokens that stop", would.stops),
        ("tokens that end earlier", would.ends_earlier),
        ("tokens that lose permissions", would.loses_permissions),
        ("JWT sessions that end", would.jwt_sessions),
    ] {
        let _ = writeln!(text, "{label:30} {number}");
    }
    for token in &would.results {
        let (name, owner, why) = (plain(&token.name), plain(&token.owner.email), &token.why);
        let used = token.last_used_at.as_deref().unwrap_or("never");
        let _ = writeln!(
            text,
            "{}  {}  {name}, of {owner}, last used {used}: {why}",
            token.id, token.effect
        );
    }
    text
}

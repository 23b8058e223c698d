//! `countermark policy`: a company's rules without a portal, in the words of the API.

use super::{Failure, found, open};
use crate::{
    api::v2::policy::{
        CompanyPolicy, PolicyUpdate, Rules,
        preview::{PolicyPreview, preview},
        settle,
        update::change,
    },
    clock::SystemClock,
    error::ApiError,
    extract::{Fields, FromFields as _},
    settings::Storage,
};
use clap::{Args, Subcommand};
use countermark_core::{ids::CompanyId, time::Clock as _};
use countermark_store::{changes, companies};
use serde::Serialize;
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
}

/// Whose rules.
#[derive(Args, Debug)]
pub struct Whose {
    #[command(flatten)]
    storage: Storage,
    /// The company's id, as GET /api/v2/me/ shows it; may be left out when there is one company.
    #[arg(long, value_name = "ID")]
    company: Option<CompanyId>,
    /// As JSON, in the form of the API.
    #[arg(long)]
    json: bool,
}

/// What `policy show` is told.
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
            let opened = open::beside(&show.whose.storage).await?;
            let id = which(&opened, show.whose.company).await?;
            // What has started by now counts, whether a server has noticed or not.
            let mut tx = opened.db.write().await?;
            let now = SystemClock.now();
            let (company, ..) = settle(&mut tx, id, now).await?;
            let shown = CompanyPolicy::of(&company, now).map_err(sentence)?;
            print(&show.whose, &shown, table(&shown))
        }
        Policy::Set(set) => self::set(&set).await,
    }
}

async fn set(set: &Set) -> Result<(), Failure> {
    let wanted = wanted(&set.rules, set.from.as_deref())?;
    let opened = open::open(&set.whose.storage).await?;
    let id = which(&opened, set.whose.company).await?;
    let now = SystemClock.now();
    let mut tx = opened.db.write().await?;
    if set.preview {
        // Rolled back: a preview changes nothing.
        let (company, ..) = settle(&mut tx, id, now).await?;
        let would = preview(&mut tx, &company, &wanted, (ROWS, 0), now).await;
        let would = would.map_err(sentence)?;
        return print(&set.whose, &would, effects(&would));
    }
    let changed = change(&mut tx, id, &wanted, None, now).await;
    let (company, entries, changed) = changed.map_err(sentence)?;
    changes::record(&mut tx, &changed).await?;
    tx.commit(&found::operator(id, now), &entries).await?;
    let shown = CompanyPolicy::of(&company, now).map_err(sentence)?;
    print(&set.whose, &shown, table(&shown))
}

/// The company that is named, or the only one there is.
async fn which(opened: &open::Opened, wanted: Option<CompanyId>) -> Result<CompanyId, Failure> {
    let all = companies::all(&mut opened.db.read().await?).await?;
    match (wanted, all.as_slice()) {
        (Some(id), all) => all
            .iter()
            .find(|company| company.id == id)
            .map(|company| company.id)
            .ok_or_else(|| Failure(format!("There is no company {id}."))),
        (None, [only]) => Ok(only.id),
        (None, []) => Err("There is no company yet.".into()),
        (None, _) => Err("There are several companies: name one with --company.".into()),
    }
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

/// What the API would answer, in a line for each member that does not fit.
fn sentence(error: ApiError) -> Failure {
    let fields = match error {
        ApiError::Fields(fields) => fields,
        ApiError::Other { detail, .. } => return detail.into(),
        _ => return "This cannot be done now.".into(),
    };
    let mut lines = Vec::new();
    for (member, sentences) in &fields {
        let key = if member == "starts_on" {
            "--from"
        } else {
            member
        };
        let sentences = sentences.as_array().into_iter().flatten();
        for text in sentences.filter_map(Value::as_str) {
            lines.push(format!("{key}: {text}"));
        }
    }
    lines.join(" ").into()
}

fn print(whose: &Whose, shown: &impl Serialize, table: String) -> Result<(), Failure> {
    if whose.json {
        println!("{}", serde_json::to_string_pretty(shown)?);
    } else {
        print!("{table}");
    }
    Ok(())
}

fn table(shown: &CompanyPolicy) -> String {
    let now = json!(shown.rules);
    let pending = shown.pending.as_ref().map(|waits| json!(waits.rules));
    let mut text = String::new();
    for (key, value) in now.as_object().into_iter().flatten() {
        let _ = write!(text, "{key:15} {}", plain(value));
        let then = pending.as_ref().map(|rules| &rules[key]);
        if let (Some(then), Some(waits)) = (then.filter(|then| *then != value), &shown.pending) {
            let _ = write!(text, "  (from {}: {})", waits.starts_on, plain(then));
        }
        text.push('\n');
    }
    if let Some(waits) = &shown.pending {
        let zone = &shown.time_zone;
        let _ = writeln!(text, "A change waits for {} ({zone}).", waits.starts_on);
    }
    text
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) if list.is_empty() => "-".into(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
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
        let (name, why) = (token.name.escape_debug(), &token.why);
        let _ = writeln!(text, "{}  {}  {name}: {why}", token.id, token.effect);
    }
    text
}

//! `countermark uats`: a company's tokens without a portal, in the words of the API. Nothing here
//! makes a token, lets one do more, or rotates one: its secret is its owner's alone.

use super::{
    Failure,
    rows::{Rows, lines, listed},
    whose::{Whose, commit, facts, plain, sentence},
};
use crate::{
    api::v2::uats::{UatShown, all_shown, end, list, networks, release, shown_page, usage},
    clock::SystemClock,
};
use clap::{Args, Subcommand};
use countermark_core::{
    ids::UatId,
    text::{Line, Text as _},
    time::{Clock as _, Timestamp},
};
use countermark_store::{
    Conn,
    companies::Company,
    uats::{self, Uat},
};
use std::fmt::Write as _;

/// Characters of a token's id.
const ID_LENGTH: usize = 22;

/// Commands about tokens.
#[derive(Subcommand, Debug)]
pub enum Uats {
    /// List the company's tokens, also those that have ended.
    List(Box<List>),
    /// Show a token with everything that is known of it but its secret.
    Show(Box<One>),
    /// Show how a token is used: addresses, user agents, calls by day, rights never used.
    Use(Box<One>),
    /// Show from where a token may be used and was, what its list refused or would refuse, and a
    /// proposal for the list. Only the owner takes it over.
    Networks(Box<One>),
    /// Revoke a token. It never works again.
    ///
    /// On PostgreSQL running nodes refuse it within the bound of every revocation; on SQLite the
    /// server must not run meanwhile.
    Revoke(Box<Revoke>),
    /// Lift a token's quarantine: it has all its permissions again. Be sure that nobody else has it.
    ///
    /// On SQLite the server must not run meanwhile.
    Release(Box<One>),
}

/// What `uats list` is told.
#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    whose: Whose,
    /// Only those that are active, expired, revoked, superseded or quarantined.
    #[arg(long)]
    state: Option<String>,
    /// Only those with that text in the name.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    #[command(flatten)]
    rows: Rows,
}

/// Which token.
#[derive(Args, Debug)]
pub struct One {
    #[command(flatten)]
    whose: Whose,
    /// The token's id: the 22 characters in the middle of its text, as `uats list` shows them.
    /// Never the whole token.
    #[arg(value_name = "ID")]
    id: String,
}

/// What `uats revoke` is told.
#[derive(Args, Debug)]
pub struct Revoke {
    #[command(flatten)]
    one: One,
    /// A line for the record; the owner sees it.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Runs a command about tokens.
///
/// # Errors
/// The sentence to show.
pub async fn run(command: Uats) -> Result<(), Failure> {
    match command {
        Uats::List(list) => self::list(&list).await,
        Uats::Show(one) => show(&one).await,
        Uats::Use(one) => show_use(&one).await,
        Uats::Networks(one) => show_networks(&one).await,
        Uats::Revoke(revoke) => self::revoke(&revoke).await,
        Uats::Release(one) => self::release(&one).await,
    }
}

async fn list(list: &List) -> Result<(), Failure> {
    let filters = [
        ("state", list.state.as_deref()),
        ("search", list.search.as_deref()),
    ];
    let query = list.rows.query(&filters)?;
    let (opened, company) = list.whose.look().await?;
    let now = SystemClock.now();
    let mut conn = opened.db.read().await?;
    let page = list::page(&mut conn, &company, None, &query, now).await;
    let (request, page) = page.map_err(sentence)?;
    let page = shown_page(&mut conn, &company, page, now).await?;
    let listed = listed(page, |uat| uat);
    let text = lines(&listed, &request, line);
    list.whose.print(&listed, &text)
}

/// Where a token stands, for people: in quarantine it is not simply active.
fn state(uat: &UatShown) -> &str {
    match (uat.state, &uat.quarantined_at) {
        ("active", Some(_)) => "quarantined",
        (state, _) => state,
    }
}

fn line(uat: &UatShown) -> String {
    let used = uat.last_used_at.as_deref().unwrap_or("never");
    let refused = match uat.refused_count {
        0 => String::new(),
        calls => format!("  ({calls} refused calls)"),
    };
    format!(
        "{}  {:11}  until {}  used {used:27}  {}  {}{refused}",
        uat.id,
        state(uat),
        uat.valid_until,
        plain(&uat.owner.email),
        plain(&uat.name),
    )
}

async fn show(one: &One) -> Result<(), Failure> {
    let id = one.id()?;
    let (opened, company) = one.whose.look().await?;
    let mut conn = opened.db.read().await?;
    let uat = find(&mut conn, &company, id).await?;
    let shown = shown(&mut conn, &company, uat, SystemClock.now()).await?;
    one.whose.print(&shown, &facts(&shown)?)
}

async fn show_use(one: &One) -> Result<(), Failure> {
    let id = one.id()?;
    let (opened, company) = one.whose.look().await?;
    let mut conn = opened.db.read().await?;
    let uat = find(&mut conn, &company, id).await?;
    let used = usage::usage(&mut conn, &company, &uat, SystemClock.now()).await?;
    one.whose.print(&used, &told(&used))
}

async fn show_networks(one: &One) -> Result<(), Failure> {
    let id = one.id()?;
    let (opened, company) = one.whose.look().await?;
    let mut conn = opened.db.read().await?;
    let uat = find(&mut conn, &company, id).await?;
    let seen = networks::origins(&mut conn, company.id, &uat).await?;
    one.whose.print(&seen, &seen_from(&seen)?)
}

fn seen_from(seen: &networks::UatNetworks) -> Result<String, Failure> {
    let mut shown = serde_json::to_value(seen)?;
    if let Some(members) = shown.as_object_mut() {
        // One by one, below.
        members.remove("addresses");
    }
    let mut text = facts(&shown)?;
    for from in &seen.addresses {
        let address = from.address.as_deref().unwrap_or("(not known)");
        let listed = if from.listed { "listed" } else { "not listed" };
        let (calls, refused, last) = (from.calls, from.refused, &from.last_at);
        let _ = writeln!(
            text,
            "  {address}  {listed}  {calls} let in, {refused} refused, last {last}"
        );
    }
    Ok(text)
}

async fn revoke(revoke: &Revoke) -> Result<(), Failure> {
    let id = revoke.one.id()?;
    let reason = revoke.reason.as_deref().map(Line::parse).transpose();
    let reason = reason.map_err(|why| format!("--reason: {why}"))?;
    let (opened, company) = revoke.one.whose.change().await?;
    let now = SystemClock.now();
    let mut tx = opened.db.write().await?;
    let uat = find(&mut tx, &company, id).await?;
    let done = end(&mut tx, &uat, None, reason.as_ref(), now).await?;
    let said = if done.is_some() {
        "is revoked now"
    } else {
        "was revoked before"
    };
    if let Some((entry, changed)) = done {
        commit(tx, company.id, entry, &[changed], now).await?;
    } else {
        drop(tx);
    }
    let mut conn = opened.db.read().await?;
    revoke.one.tell(&mut conn, &company, id, said, now).await
}

async fn release(one: &One) -> Result<(), Failure> {
    let id = one.id()?;
    let (opened, company) = one.whose.change().await?;
    let now = SystemClock.now();
    let mut tx = opened.db.write().await?;
    let uat = find(&mut tx, &company, id).await?;
    let done = release::release(&mut tx, &uat).await?;
    let said = if done.is_some() {
        "is out of quarantine now"
    } else {
        "is not in quarantine"
    };
    if let Some((entry, changed)) = done {
        commit(tx, company.id, entry, &[changed], now).await?;
    } else {
        drop(tx);
    }
    let mut conn = opened.db.read().await?;
    one.tell(&mut conn, &company, id, said, now).await
}

impl One {
    /// The id. What is none is not repeated: it may be a whole token.
    fn id(&self) -> Result<UatId, Failure> {
        let id = (self.id.len() == ID_LENGTH).then(|| self.id.parse().ok());
        id.flatten().ok_or_else(|| {
            "ID: Give the 22 characters in the middle of the token, as `countermark uats list` \
             shows them, and never the whole token."
                .into()
        })
    }

    async fn tell(
        &self,
        conn: &mut Conn,
        company: &Company,
        id: UatId,
        said: &str,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let uat = find(conn, company, id).await?;
        let shown = shown(conn, company, uat, now).await?;
        let (owner, name) = (plain(&shown.owner.email), plain(&shown.name));
        let text = format!("Token {id} ({name}, of {owner}) {said}.\n");
        self.whose.print(&shown, &text)
    }
}

async fn find(conn: &mut Conn, company: &Company, id: UatId) -> Result<Uat, Failure> {
    uats::get(conn, company.id, id).await?.ok_or_else(|| {
        let (company, name) = (company.id, plain(&company.name));
        format!(
            "There is no token {id} in company {company} ({name}). `countermark uats list` shows \
             its tokens."
        )
        .into()
    })
}

async fn shown(
    conn: &mut Conn,
    company: &Company,
    uat: Uat,
    now: Timestamp,
) -> Result<UatShown, Failure> {
    let mut shown = all_shown(conn, company, vec![uat], now).await?;
    shown
        .pop()
        .ok_or_else(|| "The token is not there any more.".into())
}

fn told(used: &usage::UatUse) -> String {
    let mut text = String::new();
    for (title, seen) in [
        ("Addresses", &used.addresses),
        ("User agents", &used.agents),
        ("Addresses of refused calls", &used.refused_addresses),
    ] {
        let _ = writeln!(
            text,
            "{title}:{}",
            if seen.is_empty() { " none" } else { "" }
        );
        for one in seen {
            let _ = writeln!(text, "  {}  {}", one.last_at, plain(&one.value));
        }
    }
    let none = if used.days.is_empty() { " none" } else { "" };
    let _ = writeln!(text, "Calls by day (UTC):{none}");
    for day in &used.days {
        let what = day.permissions.iter().chain(&day.refusals);
        let what: Vec<_> = what
            .map(|(name, calls)| format!("{name} {calls}"))
            .collect();
        let _ = writeln!(
            text,
            "  {}  {} let in, {} refused: {}",
            day.day,
            day.calls,
            day.refused,
            what.join(", ")
        );
    }
    let unused = &used.unused;
    let rights = match unused.permissions.as_slice() {
        [] => "none".to_owned(),
        rights => rights.join(","),
    };
    let early = if unused.early {
        " (too early to judge)"
    } else {
        ""
    };
    let _ = writeln!(
        text,
        "Rights not used since {}{early}: {rights}",
        unused.since
    );
    if used.family.len() > 1 {
        let _ = writeln!(text, "Its chain of rotations:");
        for uat in &used.family {
            let _ = writeln!(text, "  {}", line(uat));
        }
    }
    text
}

//! What the operator's commands about one company have in common: the company, the words for what
//! is refused, and the two forms of an answer.

use super::{
    Failure, found,
    open::{self, Opened},
};
use crate::{error::ApiError, settings::Storage};
use clap::Args;
use countermark_core::{audit::Entry, ids::CompanyId, time::Timestamp};
use countermark_store::{
    Tx,
    changes::{self, Changed},
    companies::{self, Company},
};
use serde::Serialize;
use serde_json::Value;
use std::fmt::Write as _;

/// Whose things, and how they are shown.
#[derive(Args, Debug)]
pub struct Whose {
    #[command(flatten)]
    storage: Storage,
    /// The company's id, as GET /api/v2/me/ shows it; may be left out when there is one company.
    #[arg(long, value_name = "ID")]
    company: Option<CompanyId>,
    /// As JSON, in the form of the API.
    #[arg(long)]
    pub json: bool,
}

impl Whose {
    /// Opens the data beside a running server, to look at it.
    ///
    /// # Errors
    /// The sentence to show.
    pub async fn look(&self) -> Result<(Opened, Company), Failure> {
        let opened = open::beside(&self.storage).await?;
        let company = self.of(&opened).await?;
        Ok((opened, company))
    }

    /// Opens the data to change it: on SQLite no server may run meanwhile.
    ///
    /// # Errors
    /// The sentence to show.
    pub async fn change(&self) -> Result<(Opened, Company), Failure> {
        let opened = open::existing(&self.storage).await?;
        let company = self.of(&opened).await?;
        Ok((opened, company))
    }

    /// The company that is named, or the only one there is.
    ///
    /// # Errors
    /// The sentence to show.
    pub async fn of(&self, opened: &Opened) -> Result<Company, Failure> {
        self.among(companies::all(&mut opened.db.read().await?).await?)
    }

    fn among(&self, all: Vec<Company>) -> Result<Company, Failure> {
        let only = all.len() == 1;
        let fits = |company: &Company| self.company.map_or(only, |id| company.id == id);
        match (all.is_empty(), self.company) {
            (true, None) => Err("There is no company yet.".into()),
            (false, None) if !only => {
                Err("There are several companies: name one with --company.".into())
            }
            (_, wanted) => all.into_iter().find(fits).ok_or_else(|| {
                let id = wanted.unwrap_or(CompanyId(0));
                Failure(format!("There is no company {id}."))
            }),
        }
    }

    /// Where the data is.
    #[must_use]
    pub const fn storage(&self) -> &Storage {
        &self.storage
    }

    /// Prints an answer in the form that is asked for.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn print(&self, shown: &impl Serialize, text: &str) -> Result<(), Failure> {
        if self.json {
            println!("{}", serde_json::to_string_pretty(shown)?);
        } else {
            print!("{text}");
        }
        Ok(())
    }
}

/// Commits what the operator did, with what running nodes must forget.
///
/// # Errors
/// The sentence to show; then nothing was changed.
pub async fn commit(
    mut tx: Tx,
    company: CompanyId,
    entry: Entry,
    changed: &[Changed],
    now: Timestamp,
) -> Result<(), Failure> {
    changes::record(&mut tx, changed).await?;
    tx.commit(&found::operator(company, now), &[entry]).await?;
    Ok(())
}

/// What the API would answer, in one line; members of the query are options here.
#[must_use]
pub fn sentence(error: ApiError) -> Failure {
    sentence_about(error, |member| format!("--{}", member.replace('_', "-")))
}

/// As [`sentence`], where members have other names.
pub fn sentence_about(error: ApiError, name: impl Fn(&str) -> String) -> Failure {
    let fields = match error {
        ApiError::Fields(fields) => fields,
        ApiError::Other { detail, .. } => return detail.into(),
        _ => return "This cannot be done now.".into(),
    };
    let mut lines = Vec::new();
    for (member, sentences) in &fields {
        let key = name(member);
        let sentences = sentences.as_array().into_iter().flatten();
        for text in sentences.filter_map(Value::as_str) {
            lines.push(format!("{key}: {text}"));
        }
    }
    lines.join(" ").into()
}

/// Text that somebody else wrote: no character in it moves the cursor or turns the line round.
#[must_use]
pub fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| {
            if c.is_control() || turns(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// One object in full, a line for each member: `owner.email  ada@kallista.example`.
///
/// # Errors
/// When it cannot be written.
pub fn facts(shown: &impl Serialize) -> Result<String, Failure> {
    let mut lines = Vec::new();
    flatten("", &serde_json::to_value(shown)?, &mut lines);
    let width = lines.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (key, value) in lines {
        let _ = writeln!(text, "{key:width$}  {value}");
    }
    Ok(text)
}

fn flatten(key: &str, value: &Value, lines: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                let dot = if key.is_empty() { "" } else { "." };
                flatten(&format!("{key}{dot}{name}"), value, lines);
            }
        }
        other => lines.push((key.to_owned(), short(other))),
    }
}

/// A value in a line; a dash for nothing.
#[must_use]
pub fn short(value: &Value) -> String {
    match value {
        Value::Null => "-".into(),
        Value::String(text) if text.is_empty() => "-".into(),
        Value::String(text) => plain(text),
        Value::Array(list) if list.is_empty() => "-".into(),
        Value::Array(list) => list.iter().map(short).collect::<Vec<_>>().join(","),
        Value::Object(members) if members.is_empty() => "-".into(),
        other => plain(&other.to_string()),
    }
}

//! A new beginning over an old state: every log-in and every JWT key ends, and of the tokens those
//! that the operator says.

use super::super::{Failure, found};
use crate::{
    api::v2::uats::end,
    auth::rotation::{self, Wish},
    secrets::Secrets,
};
use clap::Args;
use countermark_core::{
    audit::Entry,
    ids::{CompanyId, UatId},
    text::{Line, Text as _},
    time::Timestamp,
};
use countermark_store::{
    Db, Tx, chain,
    changes::{self, Changed},
    companies,
    epoch::{self, Ended},
    uats,
};
use serde_json::json;
use std::{collections::BTreeMap, fmt, fs, path::PathBuf, sync::Arc};

/// What is done about tokens that may have been revoked since the backup was made.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(super) struct Tokens {
    /// Revoke every token: nothing that was revoked since works again, and nothing else either.
    #[arg(long = "revoke-uats")]
    all: bool,
    /// Revoke the tokens whose ids stand in this file, one a line, and keep the others. For when a
    /// list of what was revoked since is at hand.
    #[arg(long = "revoked-uats", value_name = "FILE")]
    these: Option<PathBuf>,
    /// Keep every token: THOSE THAT WERE REVOKED SINCE WORK AGAIN. For when there were none.
    #[arg(long = "keep-uats")]
    none: bool,
}

/// What is done about them.
pub(super) enum Choice {
    /// All are revoked.
    All,
    /// These are.
    These(Vec<UatId>),
}

impl Tokens {
    /// Reads the list, if there is one.
    ///
    /// # Errors
    /// The sentence to show. What is no id is not repeated: it may be a whole token.
    pub(super) fn read(&self) -> Result<Choice, Failure> {
        let Some(path) = &self.these else {
            return Ok(if self.all {
                Choice::All
            } else {
                Choice::These(Vec::new())
            });
        };
        let shown = path.display();
        let text = fs::read_to_string(path)
            .map_err(|error| format!("{shown} cannot be read: {error}."))?;
        let mut ids = Vec::new();
        for (number, line) in text.lines().map(str::trim).enumerate() {
            if line.is_empty() {
                continue;
            }
            let id = (line.len() == 22).then(|| line.parse().ok()).flatten();
            ids.push(id.ok_or_else(|| {
                format!(
                    "{shown}, line {}: give the 22 characters in the middle of a token, as \
                     `countermark uats list` shows them.",
                    number + 1
                )
            })?);
        }
        Ok(Choice::These(ids))
    }
}

/// What was done.
pub(super) struct Done {
    ended: Ended,
    revoked: usize,
    unknown: usize,
    kept: usize,
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ended { sessions, links } = self.ended;
        let (revoked, kept) = (self.revoked, self.kept);
        write!(
            f,
            "{sessions} log-ins and {links} invitations and links have ended, and every JWT. \
             {revoked} tokens were revoked, {kept} work."
        )?;
        if self.unknown > 0 {
            write!(f, " {} of the list are not there.", self.unknown)?;
        }
        if kept > 0 {
            write!(
                f,
                " Those that were revoked since and are not on your list WORK AGAIN: \
                 `countermark uats revoke ID` ends one."
            )?;
        }
        Ok(())
    }
}

/// Begins anew: all of it, or nothing but new JWT keys.
///
/// # Errors
/// The sentence to show.
pub(super) async fn begin(
    db: &Db,
    secrets: &Arc<Secrets>,
    choice: Choice,
    now: Timestamp,
) -> Result<Done, Failure> {
    // What is due first: a wish builds on a key set that is in order.
    rotation::advance(db, secrets, Wish::Nothing, None, now).await?;
    rotation::advance(db, secrets, Wish::ReplaceAll, None, now).await?;
    let mut tx = db.write().await?;
    let active = epoch::active_uats(&mut tx, now).await?;
    let before = active.len();
    let (wanted, unknown) = match choice {
        Choice::All => (active, 0),
        Choice::These(ids) => known(&mut tx, ids).await?,
    };
    let mut entries: BTreeMap<CompanyId, Vec<Entry>> = BTreeMap::new();
    let reason = Line::parse("Restored from a backup")?;
    for (company, id) in wanted {
        if let Some(uat) = uats::get(&mut tx, company, id).await?
            && let Some((entry, _)) = end(&mut tx, &uat, None, Some(&reason), now).await?
        {
            entries.entry(company).or_default().push(entry);
        }
    }
    let kept = epoch::active_uats(&mut tx, now).await?.len();
    let ended = epoch::end_log_ins(&mut tx, now).await?;
    changes::record(&mut tx, &[Changed::Everything]).await?;
    let mut all = companies::all(&mut tx).await?;
    all.sort_by_key(|company| company.id);
    for company in all {
        let by = found::operator(company.id, now);
        let own = entries.remove(&company.id).unwrap_or_default();
        for entry in &own {
            chain::also(&mut tx, &by, entry).await?;
        }
        let entry = Entry::event("backup.restore", "backup", now, "")
            .after(json!({"uats_revoked": own.len()}));
        chain::also(&mut tx, &by, &entry).await?;
    }
    tx.commit_unaudited().await?;
    Ok(Done {
        ended,
        revoked: before - kept,
        unknown,
        kept,
    })
}

/// The companies of those that there are, and how many there are not.
async fn known(tx: &mut Tx, ids: Vec<UatId>) -> Result<(Vec<(CompanyId, UatId)>, usize), Failure> {
    let (mut found, mut unknown) = (Vec::new(), 0);
    for id in ids {
        match epoch::company_of(tx, id).await? {
            Some(company) => found.push((company, id)),
            None => unknown += 1,
        }
    }
    Ok((found, unknown))
}

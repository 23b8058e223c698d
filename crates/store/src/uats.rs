//! User Authorization Tokens. Only a digest of the secret is kept; a row is never removed, so
//! that a revoked or expired token can be told from one that never was.

mod breach;
mod grant;
pub mod leaks;
mod list;
mod read;
mod revoke;
pub mod rotation;
mod write;

pub use breach::{Breach, breach};
pub use grant::{Grant, grant};
pub(crate) use list::ACTIVE;
pub use list::{ORDERINGS, Unused, Wanted, count, list};
pub(crate) use read::parse;
pub use read::{get, lock};
pub use revoke::{revoke, revoke_all};
pub use write::{create, set_budgets, set_networks, set_only, shorten, update};

use countermark_core::{
    budget::Budgets,
    ids::{CompanyId, UatId, UserId},
    networks::{Mode, Networks},
    only::Only,
    permissions::PermissionSet,
    policy::TokenPolicy,
    time::Timestamp,
};
use std::sync::Arc;

/// A person as a token's list shows them.
#[derive(Clone, Debug)]
pub struct Who {
    /// The person.
    pub id: UserId,
    /// Their address.
    pub email: String,
    /// Both names.
    pub name: String,
}

/// A token without its secret.
#[derive(Clone, Debug)]
pub struct Uat {
    /// Position in the company's list.
    pub seq: i64,
    /// The public id.
    pub id: UatId,
    /// Its company.
    pub company: CompanyId,
    /// Whom it acts for.
    pub owner: Who,
    /// What its owner calls it.
    pub name: String,
    /// The digest of id and secret.
    pub secret_digest: Vec<u8>,
    /// What it was made for.
    pub permissions: PermissionSet,
    /// The last day it works, `YYYY-MM-DD`, in the company's time zone.
    pub valid_until: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// The first moment at which it no longer works.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// By whom.
    pub revoked_by: Option<Who>,
    /// Why.
    pub revoked_reason: Option<String>,
    /// When it was last used (written in batches: a few seconds behind).
    pub last_used_at: Option<Timestamp>,
    /// From where.
    pub last_used_address: Option<String>,
    /// How often.
    pub use_count: i64,
    /// How much it may do in a day.
    pub budgets: Budgets,
    /// What its last user called itself.
    pub last_used_agent: Option<String>,
    /// The first token of its chain; its own id unless it is the successor of another.
    pub family: UatId,
    /// The token that it was made to replace.
    pub replaces: Option<UatId>,
    /// The token that was made to replace it.
    pub replaced_by: Option<UatId>,
    /// When that one was made.
    pub replaced_at: Option<Timestamp>,
    /// When a replaced token ends; never after `expires_at`.
    pub overlap_until: Option<Timestamp>,
    /// Calls with the right secret that were refused.
    pub refused_count: i64,
    /// The last of them.
    pub last_refused_at: Option<Timestamp>,
    /// Since when it only reads, because it was found in the open.
    pub quarantined_at: Option<Timestamp>,
    /// Which things it may reach, when that is not all of the company's.
    pub only: Option<Arc<Only>>,
    /// Where it may be used from.
    pub networks: Networks,
    /// What is done about calls from elsewhere.
    pub network_mode: Mode,
}

/// A new token.
#[derive(Clone, Debug)]
pub struct NewUat<'a> {
    /// The public id.
    pub id: UatId,
    /// Whom it acts for.
    pub owner: UserId,
    /// What its owner calls it.
    pub name: &'a str,
    /// The digest of id and secret.
    pub secret_digest: &'a [u8],
    /// What it may do.
    pub permissions: PermissionSet,
    /// The last day it works.
    pub valid_until: &'a str,
    /// Now.
    pub created_at: Timestamp,
    /// The end of that day.
    pub expires_at: Timestamp,
}

/// Where a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It works.
    Active,
    /// Its last day is over.
    Expired,
    /// Somebody ended it.
    Revoked,
    /// It was replaced by another one, and the time for which both worked is over.
    Superseded,
}

impl State {
    /// Of a token with these ends, at that time.
    fn at(
        now: Timestamp,
        is_revoked: bool,
        overlap_until: Option<Timestamp>,
        expires_at: Timestamp,
    ) -> Self {
        if is_revoked {
            Self::Revoked
        } else if overlap_until.is_some_and(|until| until <= now) {
            Self::Superseded
        } else if expires_at <= now {
            Self::Expired
        } else {
            Self::Active
        }
    }

    /// The word on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Superseded => "superseded",
        }
    }
}

impl Uat {
    /// Where the token stands at that time.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        let is_revoked = self.revoked_at.is_some();
        State::at(now, is_revoked, self.overlap_until, self.expires_at)
    }

    /// The first moment at which it no longer works, unless it is revoked before.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.overlap_until.unwrap_or(self.expires_at)
    }
    /// The rules of a company, whose days end in that zone, that it could not be made under now;
    /// one that has ended breaks none.
    #[must_use]
    pub fn broken_rules(
        &self,
        (policy, time_zone): (&TokenPolicy, &str),
        now: Timestamp,
    ) -> Vec<&'static str> {
        if self.state(now) != State::Active {
            return Vec::new();
        }
        policy.broken(
            self.permissions,
            (self.created_at, self.ends_at()),
            time_zone,
        )
    }
}

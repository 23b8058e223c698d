//! What a company rules about tokens and log-ins, over and above roles.

use crate::{
    permissions::PermissionSet,
    time::{Timestamp, end_of_day, zone},
};
use jiff::civil::Date;

/// A policy's member that is one of a few words.
pub trait Choice: Copy + PartialEq + 'static {
    /// Every choice, the usual one first.
    const ALL: &'static [Self];

    /// The word on the wire and in the database.
    fn name(self) -> &'static str;

    /// Finds a choice by its word.
    #[must_use]
    fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name() == name)
    }
}

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident $word:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$word_doc])* $variant,)+ }

        impl Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];
            fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    )+};
}

choices! {
    /// What happens to a token whose text was found in the open.
    LeakAction {
        /// It ends.
        Revoke "revoke",
        /// It only reads until somebody has looked.
        Quarantine "quarantine",
        /// It goes on; its owner is told.
        Notify "notify",
    }
    /// What happens when a token's text is used after its successor has been put to use.
    SupersededUse {
        /// Its owner is told.
        Notify "notify",
        /// The token and its successors end: one of the two users is a thief.
        RevokeFamily "revoke_family",
    }
    /// Whether people must have a second factor.
    SecondFactor {
        /// Everybody may have one.
        Optional "optional",
        /// Nobody works without one.
        Required "required",
    }
}

/// A company's rules. Read at every call, so that a stricter policy takes effect at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenPolicy {
    /// Days that the dialog proposes.
    pub default_days: i64,
    /// The shortest life that a new token may have, in days; 0: it may end today.
    pub min_days: i64,
    /// The longest life that a token may have, in days from the day it was made.
    pub max_days: i64,
    /// Permissions that no token of this company carries, whatever it was made with.
    pub forbidden: PermissionSet,
    /// Whether e-mail address and password are enough for a JWT of the API. The portal's own
    /// session is another matter.
    pub password_jwt: bool,
    /// What happens to a token that was found in the open.
    pub leak_action: LeakAction,
    /// What happens when an old text of a token is used.
    pub superseded_use: SupersededUse,
    /// Whether people must have a second factor.
    pub second_factor: SecondFactor,
}

/// The longest life that a policy may allow: ten years.
pub const MOST_DAYS: i64 = 3_650;

impl TokenPolicy {
    /// The last day that a token made on `today` may be valid until.
    #[must_use]
    pub fn latest(&self, today: Date) -> Date {
        later(today, self.max_days)
    }

    /// The first day that a token made on `today` may be valid until.
    #[must_use]
    pub fn earliest(&self, today: Date) -> Date {
        later(today, self.min_days)
    }

    /// The first moment at which this policy lets a token no longer work, when that comes before
    /// the token's own end: nothing lives longer than a token made on its day could.
    #[must_use]
    pub fn cuts(
        &self,
        created_at: Timestamp,
        expires_at: Timestamp,
        time_zone: &str,
    ) -> Option<Timestamp> {
        // Most lives are within it by far, and nothing is to be computed at a call.
        let shortest = self.max_days.saturating_mul(23 * 3_600);
        if created_at.plus_seconds(shortest) >= expires_at {
            return None;
        }
        let zone = zone(time_zone)?;
        let last = self.latest(created_at.date_in(&zone));
        let end = end_of_day(last, &zone).ok()?;
        (end < expires_at).then_some(end)
    }

    /// The rules that a token breaks, by the names of the policy's members: with a right that is
    /// forbidden, or a life (when it was made, and when it ends) that is too long.
    #[must_use]
    pub fn broken(
        &self,
        permissions: PermissionSet,
        (created_at, ends_at): (Timestamp, Timestamp),
        time_zone: &str,
    ) -> Vec<&'static str> {
        let mut broken = Vec::new();
        if !permissions.and(self.forbidden).is_empty() {
            broken.push("forbidden");
        }
        if self.cuts(created_at, ends_at, time_zone).is_some() {
            broken.push("max_days");
        }
        broken
    }

    /// What is wrong with the numbers, each with the member it concerns.
    #[must_use]
    pub fn faults(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        if !(1..=MOST_DAYS).contains(&self.max_days) {
            faults.push(("max_days", format!("Use 1 to {MOST_DAYS}.")));
        }
        if !(0..=self.max_days.max(0)).contains(&self.min_days) {
            let sentence = "Use 0 or more, and not more than the longest life.";
            faults.push(("min_days", sentence.into()));
        }
        if self.default_days < self.min_days.max(1) || self.default_days > self.max_days {
            let sentence = "Choose a number between the shortest and the longest life.";
            faults.push(("default_days", sentence.into()));
        }
        faults
    }
}

fn later(today: Date, days: i64) -> Date {
    jiff::Span::new()
        .try_days(days)
        .and_then(|span| today.checked_add(span))
        .unwrap_or(Date::MAX)
}

impl Default for TokenPolicy {
    fn default() -> Self {
        Self {
            default_days: 90,
            min_days: 0,
            max_days: 365,
            forbidden: PermissionSet::EMPTY,
            password_jwt: true,
            leak_action: LeakAction::Revoke,
            superseded_use: SupersededUse::Notify,
            second_factor: SecondFactor::Optional,
        }
    }
}

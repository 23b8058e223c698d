//! What a company rules about tokens, over and above roles.

use crate::permissions::PermissionSet;
use jiff::civil::Date;

/// A company's rules for User Authorization Tokens. Read at every call, so that a stricter
/// policy takes effect at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenPolicy {
    /// Days that the dialog proposes.
    pub default_days: i64,
    /// The longest life that a new token may have, in days.
    pub max_days: i64,
    /// Permissions that no token of this company carries, whatever it was made with.
    pub forbidden: PermissionSet,
    /// What happens to a token that was found in the open.
    pub leak_action: LeakAction,
}

/// What happens to a token whose text was found in the open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeakAction {
    /// It ends.
    Revoke,
    /// It only reads until somebody has looked.
    Quarantine,
    /// It goes on; its owner is told.
    Notify,
}

impl TokenPolicy {
    /// The last day that a token made on `today` may be valid until.
    #[must_use]
    pub fn latest(&self, today: Date) -> Date {
        today
            .checked_add(jiff::Span::new().days(self.max_days))
            .unwrap_or(Date::MAX)
    }
}

impl Default for TokenPolicy {
    fn default() -> Self {
        Self {
            default_days: 90,
            max_days: 365,
            forbidden: PermissionSet::EMPTY,
            leak_action: LeakAction::Revoke,
        }
    }
}

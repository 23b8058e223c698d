//! What a new policy does to a token that is there already.

use crate::{
    access::Rights, permissions::PermissionSet, policy::TokenPolicy, roles::Role, time::Timestamp,
};

/// What of a token the answer depends on.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it was made for.
    pub permissions: PermissionSet,
    /// The role of its owner.
    pub role: Role,
    /// Whether it only reads for now.
    pub quarantined: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// The first moment at which it no longer works by itself.
    pub ends_at: Timestamp,
}

/// What becomes of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// When it ends because of the policy; at its start, when it is too old by then.
    pub ends_at: Option<Timestamp>,
    /// What it may do until then and not afterwards.
    pub lost: PermissionSet,
}

impl Effect {
    /// Whether the token is refused as soon as the policy starts.
    #[must_use]
    pub fn stops(&self, from: Timestamp) -> bool {
        self.ends_at.is_some_and(|end| end <= from)
    }
}

/// What becomes of a token when `after` follows upon `before` at the moment `from`; `None` when
/// nothing does, or when it has ended by itself before.
#[must_use]
pub fn of(
    before: &TokenPolicy,
    after: &TokenPolicy,
    token: &Token,
    from: Timestamp,
    time_zone: &str,
) -> Option<Effect> {
    let end = before
        .cuts(token.created_at, token.ends_at, time_zone)
        .unwrap_or(token.ends_at);
    if end <= from {
        return None;
    }
    let cut = after.cuts(token.created_at, end, time_zone);
    let rights = |policy| {
        Rights::of_token(token.permissions, token.role, policy)
            .in_quarantine(token.quarantined)
            .effective()
    };
    let effect = Effect {
        ends_at: cut.map(|cut| cut.max(from)),
        lost: rights(before).without(rights(after)),
    };
    (effect.ends_at.is_some() || !effect.lost.is_empty()).then_some(effect)
}

//! The access decision. Nothing else in the program decides who may do what.

use crate::{
    permissions::{Permission, PermissionSet},
    policy::TokenPolicy,
    roles::Role,
};

/// What a caller may do at this moment, and why not more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    role: PermissionSet,
    token: Option<PermissionSet>,
    forbidden: PermissionSet,
    quarantine: bool,
}

/// Which of them took a permission away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingBecause {
    /// The person's role does not have it.
    Role,
    /// The token was made without it.
    Token,
    /// The company allows it in no token.
    Policy,
    /// The token was seen where it should not be, and only reads until an admin has looked.
    Quarantine,
}

impl MissingBecause {
    /// The word in the 403 body.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Token => "token",
            Self::Policy => "policy",
            Self::Quarantine => "quarantine",
        }
    }
}

/// Why a person may not put a permission on a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotGrantable {
    /// It concerns people and tokens: no token carries it.
    PersonsOnly,
    /// The person's own role does not have it.
    Role,
    /// The company allows it in no token.
    Policy,
}

/// Whether somebody in that role, under that policy, may put the permission on a token.
///
/// # Errors
/// The first thing that stands in the way.
pub fn may_grant(
    permission: Permission,
    role: Role,
    policy: &TokenPolicy,
) -> Result<(), NotGrantable> {
    if !permission.for_tokens() {
        Err(NotGrantable::PersonsOnly)
    } else if !role.permissions().contains(permission) {
        Err(NotGrantable::Role)
    } else if policy.forbidden.contains(permission) {
        Err(NotGrantable::Policy)
    } else {
        Ok(())
    }
}

/// A refusal that teaches: what would have been enough and what took it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Any one of these would have been enough.
    pub required: &'static [Permission],
    /// What the caller has.
    pub granted: PermissionSet,
    /// What stands in the way of the first of them.
    pub because: MissingBecause,
}

impl Rights {
    /// The rights of a person who is signed in: all that the role has now.
    #[must_use]
    pub const fn of_person(role: Role) -> Self {
        Self {
            role: role.permissions(),
            token: None,
            forbidden: PermissionSet::EMPTY,
            quarantine: false,
        }
    }

    /// The rights of a token: its own ∩ its owner's role now ∩ the company's policy now, and
    /// never one that is for persons only.
    #[must_use]
    pub const fn of_token(token: PermissionSet, owner: Role, policy: &TokenPolicy) -> Self {
        Self {
            role: owner.permissions(),
            token: Some(token),
            forbidden: policy.forbidden,
            quarantine: false,
        }
    }

    /// The same for a token that may be in quarantine: then it keeps only what reads.
    #[must_use]
    pub const fn in_quarantine(mut self, quarantine: bool) -> Self {
        self.quarantine = quarantine;
        self
    }

    /// What remains after all three.
    #[must_use]
    pub fn effective(self) -> PermissionSet {
        match self.token {
            None => self.role,
            Some(token) => {
                let never = Permission::ALL
                    .iter()
                    .copied()
                    .filter(|p| !p.for_tokens() || (self.quarantine && !p.only_reads()))
                    .collect();
                self.role.and(token).without(self.forbidden).without(never)
            }
        }
    }

    /// Lets the caller through when it has one of `any_of` (an empty list asks for nothing).
    ///
    /// # Errors
    /// The [`Refusal`] to show.
    pub fn check(self, any_of: &'static [Permission]) -> Result<(), Refusal> {
        self.opens(any_of).map(|_| ())
    }

    /// As [`Rights::check`], and says which permission opened the door: the first of `any_of`
    /// that the caller has, or none when none is needed.
    ///
    /// # Errors
    /// The [`Refusal`] to show.
    pub fn opens(self, any_of: &'static [Permission]) -> Result<Option<Permission>, Refusal> {
        if any_of.is_empty() {
            return Ok(None);
        }
        let granted = self.effective();
        let first = any_of.iter().copied().find(|p| granted.contains(*p));
        if first.is_some() {
            return Ok(first);
        }
        Err(Refusal {
            required: any_of,
            granted,
            because: self.why_not(any_of[0]),
        })
    }

    fn why_not(self, permission: Permission) -> MissingBecause {
        if !self.role.contains(permission) {
            MissingBecause::Role
        } else if !self.token.is_some_and(|token| token.contains(permission)) {
            MissingBecause::Token
        } else if self.quarantine && !self.forbidden.contains(permission) {
            MissingBecause::Quarantine
        } else {
            MissingBecause::Policy
        }
    }
}

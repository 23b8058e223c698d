//! What an operation asks of its caller, read off its handler's type.
//!
//! The same fact goes four ways: the handler cannot run without it, the `OpenAPI` document states
//! it, the 403 body names it, and the authorization matrix tests it.

use crate::auth::{Caller, Consumer, Fresh, Person, Public, TokenItself};
use countermark_core::permissions::{Permission, Permit};

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// What kind of caller.
    pub gate: Gate,
    /// Any one of these permissions; empty: none needed.
    pub any_of: &'static [Permission],
}

/// What kind of caller an operation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Anybody.
    Public,
    /// Token or person.
    Caller,
    /// A person, no token.
    Person,
    /// A person who has signed in within ten minutes.
    Fresh,
    /// A token, about itself.
    Token,
    /// A landing page that shows its campaign's consumer key.
    Consumer,
}

impl Gate {
    /// The word in `x-access`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Caller => "any",
            Self::Person => "person",
            Self::Fresh => "fresh",
            Self::Token => "token",
            Self::Consumer => "consumer",
        }
    }
}

/// A handler's first argument: one of the gates.
pub trait FirstArgument {
    /// What it lets through.
    const ACCESS: Access;
}

impl<P: Permit> FirstArgument for Caller<P> {
    const ACCESS: Access = Access {
        gate: Gate::Caller,
        any_of: P::ANY_OF,
    };
}
impl<P: Permit> FirstArgument for Person<P> {
    const ACCESS: Access = Access {
        gate: Gate::Person,
        any_of: P::ANY_OF,
    };
}
impl<P: Permit> FirstArgument for Fresh<P> {
    const ACCESS: Access = Access {
        gate: Gate::Fresh,
        any_of: P::ANY_OF,
    };
}
impl FirstArgument for TokenItself {
    const ACCESS: Access = Access {
        gate: Gate::Token,
        any_of: &[],
    };
}
impl FirstArgument for Consumer {
    const ACCESS: Access = Access {
        gate: Gate::Consumer,
        any_of: &[],
    };
}
impl FirstArgument for Public {
    const ACCESS: Access = Access {
        gate: Gate::Public,
        any_of: &[],
    };
}

/// A handler that says who may call it.
#[diagnostic::on_unimplemented(
    message = "a handler's first argument must be Caller<P>, Person<P>, Fresh<P>, TokenItself, Consumer or Public",
    note = "without a gate nobody would be asked for a permission"
)]
pub trait Gated<Arguments> {
    /// What the handler asks of its caller.
    const ACCESS: Access;
}

macro_rules! gated {
    ($($argument:ident)*) => {
        impl<F, R, G, $($argument),*> Gated<(G, $($argument,)*)> for F
        where
            F: Fn(G, $($argument),*) -> R,
            G: FirstArgument,
        {
            const ACCESS: Access = G::ACCESS;
        }
    };
}

gated! {}
gated! { A }
gated! { A B }
gated! { A B C }
gated! { A B C D }
gated! { A B C D E }

/// The access of a handler.
#[must_use]
pub const fn access_of<H: Gated<Arguments>, Arguments>(_: &H) -> Access {
    H::ACCESS
}

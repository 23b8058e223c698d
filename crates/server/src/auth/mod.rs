//! Who is calling, and may they.
//!
//! A credential is a UAT, a JWT or the portal's cookie. [`caller`] turns it into a [`Principal`]
//! with the rights of this moment; the extractors in it are the only gates of the program.

pub mod address;
pub mod breached;
pub mod caller;
pub mod consumer;
pub mod denials;
pub mod facts;
pub mod gate;
mod hashing;
pub mod header;
pub mod jwt;
mod key;
pub mod lease;
pub mod limits;
mod loads;
pub mod lockout;
pub mod mail_codes;
pub mod new_password;
pub mod operation;
pub mod origins;
pub mod passkeys;
pub mod password;
mod rehash;
pub mod rotation;
pub mod second_factor;
pub mod seen;
pub mod session;
pub mod sign_in;
pub mod source;
pub mod superseded;
pub mod uses;
pub mod watch;
#[cfg(test)]
mod wycheproof;

pub mod authenticate;
mod principal;
mod still_allowed;

pub use authenticate::authenticate;
pub use caller::{Acts, Caller, Fresh, Person, Public, TokenItself};
pub use consumer::Consumer;
pub use principal::{Credential, Principal, seen_by, spender};
pub use still_allowed::still_allowed;

//! The rules of Countermark, free of everything that can fail for outside reasons.
//!
//! No async, no IO, no SQL, no HTTP, no clock and no random source: time and randomness come
//! in as values. What this crate decides, the other crates obey: `store` keeps it, `server`
//! speaks it over HTTP.

pub mod access;
pub mod audit;
pub mod base62;
pub mod budget;
pub mod chain;
pub mod checkpoint;
pub mod codes;
pub mod country;
pub mod effect;
pub mod find;
pub mod handover;
pub mod ids;
pub mod keys;
pub mod language;
pub mod lockout;
pub mod networks;
pub mod only;
pub mod outbound;
pub mod own_ids;
pub mod page;
pub mod patch;
pub mod permissions;
pub mod policy;
pub mod redirect;
pub mod roles;
pub mod scan_flags;
pub mod scan_page;
pub mod scm;
pub mod scm_field;
pub mod text;
pub mod time;
pub mod token;
pub mod verify;

#[cfg(test)]
mod tests;

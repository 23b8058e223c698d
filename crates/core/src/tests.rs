//! Property and table tests of the pure rules.

mod access;
mod chain;
mod find;
mod handover;
mod keys;
mod networks;
mod only;
mod own_ids;
mod redirect;
mod scan_flags;
mod scm;
mod scm_field;
mod time;
mod token;

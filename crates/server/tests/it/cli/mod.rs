//! The built program itself: what it says, what it refuses, what it leaves behind.

mod admin;
mod audit;
mod audit_list;
mod backup;
mod company;
mod database;
mod demo;
mod events;
mod full;
mod help;
mod home;
mod journey;
mod key;
mod keys;
mod killed;
mod log;
mod memory;
mod policy;
pub(crate) mod program;
mod restore;
mod scan;
pub(crate) mod serving;
mod staffed;
mod start;
mod stop;
mod uats;
mod users;

//! The store, on both engines. One subject a file.

mod bulk;
mod campaigns;
mod chain;
mod concurrency;
mod counters;
mod export;
mod given_up;
mod group_commit;
mod invitations;
mod mail;
mod mail_codes;
mod members;
mod migrations;
mod paging;
mod products;
mod schema;
mod scope;
mod search;
mod sessions;
mod snapshots;
mod support;
mod tenants;
mod transactions;
mod turns;
mod uats;
mod watch;

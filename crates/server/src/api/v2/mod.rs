//! Version 2 of the API, under `/api/v2/`. Modules are the URL's parts; the handler's name is the
//! operation's id.

pub mod audit;
pub mod auth;
pub mod brands;
pub mod campaigns;
pub mod files;
pub mod invitations;
pub mod jobs;
pub mod keys;
pub mod mail_sent;
pub mod me;
pub mod notices;
pub mod permissions;
pub mod policy;
pub mod products;
pub mod roles;
pub mod setup;
pub mod uats;
pub mod users;
pub mod workorders;

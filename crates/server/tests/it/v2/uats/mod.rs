mod create;
mod get;
mod itself;
mod list;
mod quota;
mod revoke;
mod update;
mod usage;

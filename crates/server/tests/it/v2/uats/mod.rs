mod create;
mod get;
mod itself;
mod list;
mod revoke;
mod update;

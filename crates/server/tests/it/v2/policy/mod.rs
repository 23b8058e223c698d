mod get;
mod jwt;
mod update;

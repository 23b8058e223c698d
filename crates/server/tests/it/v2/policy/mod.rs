mod get;
mod jwt;
mod obeyed;
mod pending;
mod preview;
mod update;

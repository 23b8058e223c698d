mod get;
mod jwt;
mod obeyed;
mod update;

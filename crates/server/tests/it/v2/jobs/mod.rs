mod cancel;
mod get;
mod list;

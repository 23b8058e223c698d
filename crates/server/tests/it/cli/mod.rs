//! The built program itself: what it says, what it refuses, what it leaves behind.

mod admin;
mod database;
mod demo;
mod help;
mod journey;
mod key;
mod log;
mod program;
mod start;
mod stop;

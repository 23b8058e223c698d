//! Starts things for tests. Nothing here goes into the program.

pub mod db;

#[cfg(feature = "server")]
mod app;
#[cfg(feature = "server")]
mod client;
#[cfg(feature = "server")]
pub mod fuzz;
#[cfg(feature = "server")]
pub mod logs;

#[cfg(feature = "server")]
pub use app::{PASSWORD, Person, START, TestApp, Token, each};
#[cfg(feature = "server")]
pub use client::{Auth, Client, Reply};

//! Countermark's server: HTTP over `core` and `store`.
//!
//! [`router`] has every route on one page; [`auth`] is the gate; [`api`] holds one endpoint a
//! file. Handlers call the store directly: there is no layer in between.

pub mod api;
pub mod app;
pub mod audit;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod csv;
pub mod download;
pub mod error;
pub mod extract;
pub mod files;
pub mod ingest;
pub mod jobs;
pub mod log;
pub mod mail;
pub mod metrics;
pub mod middleware;
pub mod openapi;
pub mod outbound;
pub mod package;
pub mod places;
pub mod portal;
pub mod random;
pub mod router;
pub mod scans;
pub mod secrets;
pub mod serve;
pub mod settings;
pub mod tasks;

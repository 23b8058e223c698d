//! Property and table tests of the pure rules.

mod access;
mod token;

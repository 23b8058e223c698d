//! Property and table tests of the pure rules.

mod access;
mod chain;
mod keys;
mod token;

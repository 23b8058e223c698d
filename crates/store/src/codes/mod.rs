//! Codes of a company: one on each item (contract §5).

pub mod counts;
pub mod generate;

//! The audit log beyond single entries: signing its chain, checking it, writing it out, and
//! noting who reads it.

pub mod check;
pub mod file;
pub mod readings;
pub mod rotation;
pub mod sealer;
pub mod spans;

//! Operations: one endpoint a file, found by its URL.

pub mod machine;
pub mod scan;
pub mod v2;

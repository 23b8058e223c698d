//! What surrounds every request.

mod around;
mod cors;
mod ends;
mod framing;
mod headers;
mod heard;
mod limits;
mod log;
mod normalise;
mod scan_hosts;

pub use around::Around;
pub use limits::Deadline;
pub use log::{RequestId, Who};

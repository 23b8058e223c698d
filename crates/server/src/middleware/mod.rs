//! What surrounds every request.

mod cors;
mod ends;
mod framing;
mod headers;
mod limits;
mod log;
mod normalise;
mod rates;
mod scan_hosts;

pub use cors::cors;
pub use ends::ends;
pub use framing::framing;
pub use headers::headers;
pub use limits::{Deadline, deadline, hostility};
pub use log::{RequestId, Who, log};
pub use normalise::normalise;
pub use rates::rates;
pub use scan_hosts::scan_hosts;

//! What surrounds every request.

mod headers;
mod limits;
mod log;
mod normalise;

pub use headers::headers;
pub use limits::{deadline, hostility};
pub use log::{RequestId, Who, log};
pub use normalise::normalise;

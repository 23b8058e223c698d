//! What surrounds every request.

mod ends;
mod framing;
mod headers;
mod limits;
mod log;
mod normalise;
mod rates;

pub use ends::ends;
pub use framing::framing;
pub use headers::headers;
pub use limits::{Deadline, deadline, hostility};
pub use log::{RequestId, Who, log};
pub use normalise::normalise;
pub use rates::rates;

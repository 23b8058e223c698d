//! HTTP itself, over real sockets: what a browser, a proxy or an attacker may put on the wire.

pub(crate) mod wire;

mod bodies;
mod deadlines;
mod framing;
mod head;
mod headers;
mod json;
mod locked;
mod methods;
mod panics;
mod paths;
mod stop;

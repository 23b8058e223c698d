//! What surrounds every request.

mod cors;
mod ends;
mod framing;
mod headers;
mod heard;
mod limits;
mod log;
mod normalise;
mod rates;
mod scan_hosts;

pub use limits::Deadline;
pub use log::{RequestId, Who};
pub use normalise::normalise;
pub use scan_hosts::scan_hosts;

use crate::app::App;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use cors::cors;
use countermark_store::shares;
use ends::ends;
use framing::framing;
use headers::headers;
use limits::{deadline, hostility};
use log::log;
use rates::rates;

/// What [`around`] needs.
#[derive(Clone)]
pub struct Around {
    /// The program's state.
    pub app: App,
    /// How long an answer may take to begin.
    pub deadline: Deadline,
}

/// What every request goes through, from the outside to the inside. It is one layer: for each
/// request the router copies a layer with all that is inside of it, and layers of layers are
/// copied again and again.
pub async fn around(State(around): State<Around>, request: Request, next: Next) -> Response {
    let Around {
        app,
        deadline: time,
    } = &around;
    let inside = |request| shares::request(next.run(request));
    let inside = |request| deadline(*time, request, inside);
    let inside = |request| hostility(app, request, inside);
    let inside = |request| rates(request, inside);
    let inside = |request| framing(request, inside);
    let inside = |request| ends(app, request, inside);
    let inside = |request| cors(request, inside);
    let inside = |request| headers(app, request, inside);
    log(request, inside).await
}

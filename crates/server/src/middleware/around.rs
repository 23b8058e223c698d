//! The way of every request to its handler, and of the answer back.

use super::{
    Deadline, cors::Cors, ends, framing, headers, heard::Heard, limits::hostility, log::Line,
    normalise::normalise, scan_hosts::scan_host,
};
use crate::{
    app::App,
    auth::limits::{Counted, counting},
    error::ApiError,
    metrics::requests,
};
use axum::{
    Router,
    extract::Request,
    response::{IntoResponse as _, Response},
};
use countermark_store::shares;
use futures_util::FutureExt as _;
use std::{
    convert::Infallible,
    panic::AssertUnwindSafe,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
};
use tower::Service;

/// The whole program as a service: its routes, and what surrounds them. It is one piece and no
/// pile of layers: a layer keeps the request while the next one works, and each is copied when the
/// one around it is.
#[derive(Clone)]
pub struct Around(Arc<Inside>);

struct Inside {
    app: App,
    deadline: Deadline,
    routes: Router,
}

impl Around {
    /// Puts around routes what every request goes through; `deadline` is how long an answer may
    /// take to begin.
    #[must_use]
    pub fn new(routes: Router, app: App, deadline: Deadline) -> Self {
        Self(Arc::new(Inside {
            app,
            deadline,
            routes,
        }))
    }

    async fn answer(self, mut request: Request) -> Response {
        let app = &self.0.app;
        let counted = app.settings.metrics.then(|| requests::method(&request));
        let line = Line::begin(&mut request);
        let cors = Cors::of(&request);
        let is_chunked = framing::is_chunked(&request);
        let mut response = if let Some(answer) = cors.as_ref().and_then(Cors::preflight) {
            answer
        } else if let Err(refused) =
            framing::check(&request).and_then(|()| hostility(app, &request))
        {
            refused.into_response()
        } else {
            let (mut response, counted) = self.0.answer(request).await;
            counted.write(response.headers_mut());
            response
        };
        let fields = response.headers_mut();
        if is_chunked {
            framing::close(fields);
        }
        ends::write(app, line.who(), fields);
        if let Some(cors) = cors {
            cors.write(fields);
        }
        headers::write(app, fields);
        line.end(&mut response);
        if let Some(method) = counted {
            requests::count(method, &mut response);
        }
        response
    }
}

impl Inside {
    /// What the routes answer within the deadline, and what the call was counted in.
    async fn answer(&self, request: Request) -> (Response, Counted) {
        let time = self.deadline.of(&request);
        let (request, heard) = Heard::listen(request);
        let mut routes = self.routes.clone();
        let answer = async {
            let request = normalise(scan_host(&self.app, request));
            routes.call(request).await
        };
        let answer = shares::request(AssertUnwindSafe(answer).catch_unwind());
        let mut answer = pin!(counting(tokio::time::timeout(time, answer)));
        let response = match answer.as_mut().await {
            Ok(Ok(Ok(response))) => response,
            Ok(Err(_)) => panicked(),
            Err(_) if heard.is_some_and(|heard| heard.waits()) => {
                ApiError::timeout().into_response()
            }
            Err(_) => ApiError::stuck().into_response(),
        };
        (response, Counted::by(answer))
    }
}

/// A panic ends its own request and nothing else. The log has it already ([`crate::log::tell_panic`]).
fn panicked() -> Response {
    ::metrics::counter!("countermark_panics_total").increment(1);
    ApiError::internal().into_response()
}

impl Service<Request> for Around {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        Box::pin(self.clone().answer(request).map(Ok))
    }
}

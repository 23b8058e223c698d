//! Counts requests by method, route and status. The route is the template in the router, never
//! the address: ids and mistakes stay out.

use super::REQUESTS;
use axum::{
    extract::{MatchedPath, Request},
    http::Method,
    middleware::Next,
    response::Response,
};
use metrics::counter;

/// The route that answered, on its way out.
#[derive(Clone)]
struct Route(MatchedPath);

/// Notes which route answers; goes around the routes themselves.
pub async fn note_route(request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(matched) = matched {
        response.extensions_mut().insert(Route(matched));
    }
    response
}

/// Counts an answer on its way out.
pub fn count(method: &'static str, response: &mut Response) {
    let route = response.extensions_mut().remove::<Route>();
    let route = route.as_ref().map_or("none", |route| route.0.as_str());
    let status = response.status().as_u16().to_string();
    counter!(REQUESTS, "method" => method, "route" => route.to_owned(), "status" => status)
        .increment(1);
}

/// What is counted of a request's method: what clients invent must not make a series each.
pub fn method(request: &Request) -> &'static str {
    match *request.method() {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

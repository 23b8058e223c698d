//! The address at which a request arrived, for the links in its answer.

use crate::{app::App, error::ApiError};
use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};

/// The absolute address of this request, without its query.
pub struct Here(pub String);

/// The address of the server, as the client reached it: for links to other operations.
pub struct Site(pub String);

impl FromRequestParts<App> for Site {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Ok(Self(base(app, parts)))
    }
}

/// The address of the server as people and systems know it.
fn base(app: &App, parts: &Parts) -> String {
    if let Some(url) = &app.settings.public_url {
        return url.clone();
    }
    // Without a configured address the client's own view must do; it can only mislead itself.
    let host = parts
        .headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    format!("http://{}", host.unwrap_or("localhost"))
}

impl FromRequestParts<App> for Here {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Ok(Self(format!("{}{}", base(app, parts), parts.uri.path())))
    }
}

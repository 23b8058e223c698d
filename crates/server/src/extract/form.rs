//! Forms that come in: OAuth's own endpoints are sent forms by standard clients (RFC 7662 §2.1,
//! RFC 7009 §2.1). Everything else takes JSON only.

use crate::{
    error::ApiError,
    extract::{Body, Fields, FromFields, body::limit, read_limited},
};
use axum::{
    extract::{FromRequest, Request},
    http::header,
};
use serde_json::{Map, Value};

/// The request's body as the type `T`, from a form or from JSON.
pub struct FormOrJson<T>(pub T);

impl<T: FromFields, S: Send + Sync> FromRequest<S> for FormOrJson<T> {
    type Rejection = ApiError;
    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let limit = limit::<T>(&request);
        let media = request.headers().get(header::CONTENT_TYPE);
        let media = media.and_then(|value| value.to_str().ok()).unwrap_or("");
        let essence = media.split(';').next().unwrap_or("").trim();
        if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            let Body(body) = Body::<T>::from_request(request, state).await?;
            return Ok(Self(body));
        }
        let bytes = read_limited(request, limit).await?;
        let mut members = Map::new();
        for (name, value) in form_urlencoded::parse(&bytes) {
            // RFC 6749 §3.2: no parameter more than once. Neither the first nor the last wins.
            let value = Value::String(value.into_owned());
            if members.insert(name.clone().into_owned(), value).is_some() {
                let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
                return Err(ApiError::field(&name, "Send this parameter once."));
            }
        }
        T::from_fields(Fields::new(members)).map(Self)
    }
}

//! JSON that comes in.

use crate::{error::ApiError, extract::Fields};
use axum::{
    extract::{FromRequest, Request},
    http::header,
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde_json::Value;

/// A body type. Use the `body!` macro, which writes this together with the schema.
pub trait FromFields: Sized {
    /// The most bytes that the body may have, when it is another number than the usual one.
    const LIMIT: Option<usize> = None;
    /// Takes the members.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    fn from_fields(fields: Fields) -> Result<Self, ApiError>;
}

/// Marks a request of somebody who shows no credential: their bodies are small.
#[derive(Clone, Copy, Debug)]
pub struct Stranger;

/// The usual most bytes of a body.
const USUAL: usize = 1 << 20;
/// The same for strangers: log-ins and links need no more (security checklist 57).
const OF_STRANGERS: usize = 64 << 10;

/// The most bytes that this request's body may have.
pub(super) fn limit<T: FromFields>(request: &Request) -> usize {
    let stranger = request.extensions().get::<Stranger>().is_some();
    let usual = if stranger { OF_STRANGERS } else { USUAL };
    T::LIMIT.unwrap_or(usual)
}

/// Declares a body: the struct, its schema in the `OpenAPI` document and its reading, from one
/// text. Members of type `Option` may be missing; all others are required.
///
/// `refuse unknown` answers 400 to members nobody asked for; `ignore unknown` drops them, where
/// the contract says so. `at most N;` behind it allows other than the usual number of bytes.
macro_rules! body {
    ($policy:ident unknown; $(at most $limit:expr;)? $(#[$doc:meta])* pub struct $name:ident {
        $($(#[$field_doc:meta])* pub $field:ident: $type:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(utoipa::ToSchema)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $crate::extract::FromFields for $name {
            $(const LIMIT: Option<usize> = Some($limit);)?
            fn from_fields(
                mut fields: $crate::extract::Fields,
            ) -> Result<Self, $crate::error::ApiError> {
                // What Rust keeps for itself is written `r#type` there and `type` on the wire.
                $(let $field = fields.take(stringify!($field).trim_start_matches("r#"));)*
                $crate::extract::body!(@$policy fields);
                match ($($field,)*) {
                    ($(Some($field),)*) if fields.is_clean() => Ok(Self { $($field,)* }),
                    _ => Err(fields.into_error()),
                }
            }
        }
    };
    (@refuse $fields:ident) => { $fields.refuse_unknown(); };
    (@ignore $fields:ident) => {};
}
pub(crate) use body;

/// A JSON object in the request's body, as the type `T`. A body that is left out is an empty
/// object.
pub struct Body<T>(pub T);

impl<T: FromFields, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;
    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let limit = limit::<T>(&request);
        read_object(request, limit)
            .await
            .and_then(T::from_fields)
            .map(Self)
    }
}

async fn read_object(request: Request, limit: usize) -> Result<Fields, ApiError> {
    let media = request
        .headers()
        .get(header::CONTENT_TYPE)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let bytes = read_limited(request, limit).await?;
    if bytes.is_empty() {
        return Ok(Fields::new(serde_json::Map::new()));
    }
    let essence = media
        .as_deref()
        .unwrap_or("")
        .split(';')
        .next()
        .unwrap_or("")
        .trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        let shown: String = essence
            .chars()
            .filter(char::is_ascii_graphic)
            .take(80)
            .collect();
        return Err(ApiError::media_type(&shown));
    }
    match serde_json::from_slice(&bytes).map_err(ApiError::parse)? {
        Value::Object(members) => Ok(Fields::new(members)),
        other => {
            let kind = match other {
                Value::Array(_) => "list",
                Value::String(_) => "str",
                Value::Number(_) => "number",
                Value::Bool(_) => "bool",
                Value::Null | Value::Object(_) => "null",
            };
            let sentence = format!("Invalid data. Expected a dictionary, but got {kind}.");
            Err(ApiError::non_field(sentence))
        }
    }
}

/// The whole body, when it has at most `limit` bytes. A longer one is refused before it is read,
/// if the client says how long it is, and as soon as it is too long otherwise.
///
/// # Errors
/// 413 for a body that is too long, 400 for one that breaks off.
pub async fn read_limited(request: Request, limit: usize) -> Result<Vec<u8>, ApiError> {
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(ApiError::too_large(limit));
    }
    match Limited::new(request.into_body(), limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes().to_vec()),
        Err(error) if error.is::<LengthLimitError>() => Err(ApiError::too_large(limit)),
        Err(_) => Err(ApiError::parse("the body broke off")),
    }
}

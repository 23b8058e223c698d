//! What a client is told when something is refused or fails: the contract's shapes (contract
//! §1.4, design §5), and the one place where causes are logged.
//!
//! Handlers use the helpers here; nothing else in the program builds an error body.

use crate::files::FileError;
use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
};
use countermark_core::access::Refusal;
use countermark_store::{DbError, Outside, budgets::Exhausted};
use serde_json::{Map, Value, json};

/// The challenges of a 401: both schemes and their realm (RFC 9110 §11.6.1).
const CHALLENGE: HeaderValue = HeaderValue::from_static(r#"JWT realm="api", UAT realm="api""#);

/// Everything an operation can answer instead of success.
#[derive(Debug)]
pub enum ApiError {
    /// 400: one or more fields are wrong. Field name → sentences.
    Fields(Map<String, Value>),
    /// 401: who are you? The code tells an expired or revoked credential from a wrong one, and
    /// only to somebody who holds the right secret.
    Unauthenticated {
        /// `not_authenticated`, `authentication_failed`, `token_expired`, `token_revoked` or `token_superseded`.
        code: &'static str,
        /// For people.
        detail: String,
    },
    /// 403: the credential is good, the permission is missing.
    Refused(Refusal),
    /// Any other answer with `detail` and `code`.
    Other {
        /// The status.
        status: StatusCode,
        /// For programs.
        code: &'static str,
        /// For people.
        detail: String,
        /// Seconds for `Retry-After`.
        retry_after: Option<u64>,
        /// Members beside `detail` and `code`.
        more: Option<Box<Map<String, Value>>>,
    },
}

/// What a handler returns.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// One answer with `detail` and `code`.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self::Other {
            status,
            code,
            detail: detail.into(),
            retry_after: None,
            more: None,
        }
    }

    /// The `code` of the answer; empty for one about fields.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Fields(_) => "",
            Self::Unauthenticated { code, .. } | Self::Other { code, .. } => code,
            Self::Refused(_) => "permission_denied",
        }
    }

    /// The status of the answer, and the seconds after which to come back.
    #[must_use]
    pub const fn status(&self) -> (StatusCode, Option<u64>) {
        match self {
            Self::Fields(_) => (StatusCode::BAD_REQUEST, None),
            Self::Unauthenticated { .. } => (StatusCode::UNAUTHORIZED, None),
            Self::Refused(_) => (StatusCode::FORBIDDEN, None),
            Self::Other {
                status,
                retry_after,
                ..
            } => (*status, *retry_after),
        }
    }

    /// The body of the answer.
    #[must_use]
    pub fn into_body(self) -> Value {
        match self {
            Self::Fields(fields) => Value::Object(fields),
            Self::Unauthenticated { code, detail } => json!({"detail": detail, "code": code}),
            Self::Refused(refusal) => refusal_body(&refusal),
            Self::Other {
                code, detail, more, ..
            } => {
                let mut body = json!({"detail": detail, "code": code});
                if let (Value::Object(members), Some(more)) = (&mut body, more) {
                    members.extend(*more);
                }
                body
            }
        }
    }

    /// 400 about one field.
    #[must_use]
    pub fn field(name: &str, sentence: impl Into<String>) -> Self {
        Self::Fields(Map::from_iter([(
            name.to_owned(),
            json!([sentence.into()]),
        )]))
    }

    /// 400 about the body as a whole.
    #[must_use]
    pub fn non_field(sentence: impl Into<String>) -> Self {
        Self::field("non_field_errors", sentence)
    }

    /// 400 about the body as a whole, with a code for programs.
    #[must_use]
    pub fn coded(code: &str, sentence: impl Into<String>) -> Self {
        Self::Fields(Map::from_iter([
            ("non_field_errors".to_owned(), json!([sentence.into()])),
            ("code".to_owned(), json!(code)),
        ]))
    }

    /// 400: the body is not JSON.
    #[must_use]
    pub fn parse(why: impl std::fmt::Display) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "parse_error",
            format!("JSON parse error - {why}"),
        )
    }

    /// 401 without a credential.
    #[must_use]
    pub fn not_authenticated() -> Self {
        Self::Unauthenticated {
            code: "not_authenticated",
            detail: "Authentication credentials were not provided.".into(),
        }
    }

    /// 401 with a credential that is no good.
    #[must_use]
    pub fn authentication_failed(detail: impl Into<String>) -> Self {
        Self::Unauthenticated {
            code: "authentication_failed",
            detail: detail.into(),
        }
    }

    /// 403 for another reason than a permission.
    #[must_use]
    pub fn forbidden(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// 404, for what is not there and for what is another company's.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "Not found.")
    }

    /// 409: the state forbids it.
    #[must_use]
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", detail)
    }

    /// 413.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        let detail = format!("The body may have at most {limit} bytes.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large", detail)
    }

    /// 415.
    #[must_use]
    pub fn media_type(found: &str) -> Self {
        let detail = format!("Unsupported media type \"{found}\" in request.");
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
            detail,
        )
    }

    /// 408.
    #[must_use]
    pub fn timeout() -> Self {
        let detail = "The request took too long and was given up. Look before you send it again.";
        Self::new(StatusCode::REQUEST_TIMEOUT, "timeout", detail)
    }

    /// 429 in the contract's words (contract §7).
    #[must_use]
    pub fn throttled(seconds: u64) -> Self {
        let seconds = seconds.max(1);
        let unit = if seconds == 1 { "second" } else { "seconds" };
        Self::Other {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: "throttled",
            detail: format!("Request was throttled. Expected available in {seconds} {unit}."),
            retry_after: Some(seconds),
            more: None,
        }
    }

    /// 429: the token's daily budget does not allow it. The body says which, and how far it is
    /// used.
    #[must_use]
    pub fn budget_exhausted(exhausted: &Exhausted) -> Self {
        let (unit, limit, used) = (exhausted.unit.name(), exhausted.limit, exhausted.used);
        let more = json!({
            "unit": unit, "limit": limit, "used": used, "resets_at": exhausted.ends.to_string(),
        });
        Self::Other {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: "budget_exhausted",
            detail: format!(
                "This token may use {limit} {unit} a day and has used {used}. Nothing was applied."
            ),
            retry_after: Some(exhausted.seconds),
            more: more.as_object().cloned().map(Box::new),
        }
    }

    /// 403: the token is limited to certain brands, products or campaigns, and what was asked for
    /// cannot be within that.
    #[must_use]
    pub fn outside_scope(what: Outside) -> Self {
        let detail = match what {
            Outside::NewBrand => "This token is limited to certain things and makes no new brands.",
            Outside::Brand => {
                "This token is limited to certain products or campaigns; a brand shows on others, \
                 too, and stays as it is."
            }
            Outside::NewProduct => {
                "This token is limited to certain products and makes no new ones."
            }
            Outside::NewCampaign => {
                "This token is limited to certain things and makes no new campaigns."
            }
            Outside::Campaign => {
                "This token is limited to certain brands or products; a campaign shows on others, \
                 too, and stays as it is."
            }
            Outside::NoCampaign => {
                "This token is limited to certain campaigns: name one of them, since a product in \
                 none is outside."
            }
            Outside::HiddenCampaign => {
                // About a person's teams, not about a token.
                return Self::forbidden(
                    "hidden_campaign",
                    "This product is in a campaign of a team that you are not in. An Account Admin \
                     can add you to the team.",
                );
            }
            Outside::Product => {
                "This is outside of the brands, products or campaigns of this token."
            }
        };
        let detail = format!("{detail} Its owner can make another token that may.");
        Self::forbidden("outside_token_scope", detail)
    }

    /// 503: the truth cannot be reached just now.
    #[must_use]
    pub fn unavailable() -> Self {
        Self::Other {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: "unavailable",
            detail: "The service cannot answer just now. Try again in a moment.".into(),
            retry_after: Some(1),
            more: None,
        }
    }

    /// 503: what was asked did not come to its end in time, and nobody knows how far it came.
    #[must_use]
    pub fn stuck() -> Self {
        Self::Other {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: "unavailable",
            detail: "The service did not get to the end in time. Look before you send it again."
                .into(),
            retry_after: Some(1),
            more: None,
        }
    }

    /// Whether this is the answer to "the truth cannot be reached".
    #[must_use]
    pub const fn is_unavailable(&self) -> bool {
        matches!(self, Self::Other { status, .. } if status.as_u16() == 503)
    }

    /// 500. The cause is logged where it happens, never shown.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "error",
            "A server error occurred.",
        )
    }
}

impl From<FileError> for ApiError {
    fn from(error: FileError) -> Self {
        tracing::warn!(%error, "the file storage failed");
        Self::unavailable()
    }
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        match error {
            // A handler that expects these turns them into a field's error before they come here.
            DbError::Unique => Self::conflict("Somebody else has just changed the same thing."),
            DbError::Referenced => Self::conflict("Something else still depends on this."),
            DbError::Unavailable(cause) => {
                tracing::warn!(%cause, "the database is not available");
                Self::unavailable()
            }
            DbError::Unsure(cause) => {
                tracing::warn!(%cause, "the answer to a commit is lost");
                Self::stuck()
            }
            DbError::OutsideScope(what) => Self::outside_scope(what),
            DbError::Budget(exhausted) => Self::budget_exhausted(&exhausted),
            DbError::Corrupt(_) | DbError::NewerSchema { .. } => {
                tracing::error!(cause = %error, "the database holds what cannot be read");
                Self::internal()
            }
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

fn refusal_body(refusal: &Refusal) -> Value {
    let required: Vec<_> = refusal.required.iter().map(|p| p.name()).collect();
    json!({
        "detail": "You do not have permission to perform this action.",
        "code": "permission_denied",
        "required": required,
        "granted": refusal.granted.names(),
        "missing_because": refusal.because.name(),
    })
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response<Body> {
        let (status, retry) = self.status();
        let body = self.into_body();
        let mut response = (status, crate::extract::Json(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, CHALLENGE);
        }
        if let Some(seconds) = retry {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

//! The portal's session: a cookie that scripts cannot read, and a row that can be ended
//! (OWASP ASVS 5.0 §3.3, §7).

use crate::{
    app::App,
    auth::{facts::Changed, header},
    error::{ApiError, ApiResult},
    secrets,
};
use axum::http::{HeaderMap, HeaderValue};
use countermark_core::{audit::Entry, ids::SessionId};
use countermark_store::{
    audit::By,
    sessions::{self, Kind, Session},
};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Seconds that a portal session lives: twelve hours, whatever happens in it. Unused it ends
/// earlier, see [`crate::auth::seen`].
pub const SESSION_SECONDS: i64 = 12 * 3_600;

/// The session behind a cookie's value, which is `<id>.<secret>`.
///
/// # Errors
/// 401 for anything but a session in its time and its secret. Whether it was ended is for the
/// caller to see.
pub async fn by_cookie(app: &App, value: &str) -> Result<Arc<Session>, ApiError> {
    let wrong = || ApiError::authentication_failed("Invalid session.");
    let (id, secret) = value.split_once('.').ok_or_else(wrong)?;
    let id: SessionId = id.parse().map_err(|_| wrong())?;
    let session = app
        .facts
        .session(id)
        .await?
        .filter(|session| session.kind == Kind::Cookie);
    let session = session.ok_or_else(wrong)?;
    let digest = app.secrets.session_digest(id, secret.as_bytes());
    let stored = session.secret_digest.as_deref().unwrap_or(&[]);
    if !secrets::same(&digest, stored) {
        return Err(wrong());
    }
    let now = app.clock.now();
    if session.expires_at <= now || !app.seen.note(&session, now) {
        return Err(ApiError::Unauthenticated {
            code: "token_expired",
            detail: "This session has ended.".into(),
        });
    }
    Ok(session)
}

/// The session whose cookie came with a request that needs none; none, too, when the cookie is not
/// good.
///
/// # Errors
/// 503 when the database is away.
pub async fn presented(app: &App, headers: &HeaderMap) -> ApiResult<Option<Arc<Session>>> {
    let Ok(Some(value)) = header::cookie(headers, app.settings.cookie_name()) else {
        return Ok(None);
    };
    match by_cookie(app, value).await {
        Ok(session) => Ok(Some(session).filter(|session| !session.ended)),
        Err(error) if error.is_unavailable() => Err(error),
        Err(_) => Ok(None),
    }
}

/// Ends a session, with its entry in the log.
///
/// # Errors
/// 503 when the database is away.
pub async fn end(app: &App, session: &Session, by: By) -> ApiResult<()> {
    let mut tx = app.db.write().await?;
    sessions::end(&mut tx, session.company, session.user, session.id, by.at).await?;
    let entry = Entry::event("session.end", "session", session.id, "");
    app.commit(tx, by, vec![entry], vec![Changed::Session(session.id)])
        .await
}

/// The `Set-Cookie` line that starts a session which has that many seconds left.
///
/// # Errors
/// 500 if the value could not stand in a header, which its alphabet rules out.
pub fn set_cookie(
    app: &App,
    id: SessionId,
    secret: &Zeroizing<String>,
    seconds: i64,
) -> Result<HeaderValue, ApiError> {
    line(app, &format!("{id}.{}", secret.as_str()), seconds)
}

/// The `Set-Cookie` line that ends it.
///
/// # Errors
/// As [`set_cookie`].
pub fn clear_cookie(app: &App) -> Result<HeaderValue, ApiError> {
    line(app, "", 0)
}

fn line(app: &App, value: &str, seconds: i64) -> Result<HeaderValue, ApiError> {
    let name = app.settings.cookie_name();
    let secure = if app.settings.is_https() {
        "; Secure"
    } else {
        ""
    };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let mut line = HeaderValue::try_from(text).map_err(|_| ApiError::internal())?;
    line.set_sensitive(true);
    Ok(line)
}

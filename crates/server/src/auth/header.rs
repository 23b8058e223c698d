//! Reading the credential off a request: one header, three scheme words, or the portal's cookie
//! (contract §1.2, RFC 9110 §11.4).

use crate::error::ApiError;
use axum::http::{HeaderMap, header};

/// The longest credential that is looked at.
const LONGEST: usize = 4_096;

/// A credential as it was sent, not yet believed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Presented<'a> {
    /// Text that has the form of a UAT's.
    Uat(&'a str),
    /// Text that is taken for a JWT.
    Jwt(&'a str),
    /// The value of the portal's cookie.
    Cookie(&'a str),
}

/// The credential of a request, if it has one.
///
/// # Errors
/// 401 for a header that is doubled, empty, too long, not text, or has a space in its value, and
/// for a request with two credentials: which of them counts must never be a guess.
pub fn presented<'a>(
    headers: &'a HeaderMap,
    cookie_name: &str,
) -> Result<Option<Presented<'a>>, ApiError> {
    let authorization = authorization(headers)?;
    let cookie = cookie(headers, cookie_name)?;
    match (authorization, cookie) {
        (Some(_), Some(_)) => Err(ApiError::authentication_failed(
            "Send one credential, not two.",
        )),
        (Some(found), None) => Ok(Some(found)),
        (None, found) => Ok(found.map(Presented::Cookie)),
    }
}

fn authorization(headers: &HeaderMap) -> Result<Option<Presented<'_>>, ApiError> {
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let Some(line) = lines.next() else {
        return Ok(None);
    };
    if lines.next().is_some() {
        return Err(ApiError::authentication_failed(
            "Send one credential, not two.",
        ));
    }
    let failed = |why: &str| {
        Err(ApiError::authentication_failed(format!(
            "Invalid Authorization header. {why}"
        )))
    };
    let Ok(text) = line.to_str() else {
        return failed("Credentials are not text.");
    };
    if text.len() > LONGEST {
        return failed("Credentials are too long.");
    }
    let mut words = text.split_ascii_whitespace();
    let scheme = words.next().unwrap_or("");
    let known = ["UAT", "JWT", "Bearer"]
        .iter()
        .find(|word| word.eq_ignore_ascii_case(scheme));
    // Another scheme is not ours to judge: to us the request has no credential.
    let Some(known) = known else { return Ok(None) };
    let Some(value) = words.next() else {
        return failed("No credentials provided.");
    };
    if words.next().is_some() {
        return failed("Credentials string should not contain spaces.");
    }
    let looks_like_uat = value.starts_with(countermark_core::token::PREFIX);
    Ok(Some(match *known {
        "UAT" => Presented::Uat(value),
        "Bearer" if looks_like_uat => Presented::Uat(value),
        _ => Presented::Jwt(value),
    }))
}

/// The value of that cookie, if there is one that may be good.
///
/// # Errors
/// 401 when there are two.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, ApiError> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    match (found.next(), found.next()) {
        (Some(_), Some(_)) => Err(ApiError::authentication_failed(
            "Send one credential, not two.",
        )),
        (first, _) => Ok(first.filter(|value| may_be_good(value))),
    }
}

/// A cookie's value has neither spaces nor control characters (RFC 6265 §4.1.1).
fn may_be_good(value: &str) -> bool {
    (1..=LONGEST).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_graphic())
}

//! What a password that somebody chooses has to pass: the estimator, and the operator's list of
//! leaked ones.

use crate::{app::App, auth::password::Password, error::ApiError};

/// What is said of a password that stands in the list.
pub const LEAKED: &str = "This password appears in a list of leaked passwords. Choose another one.";

/// Refuses a password that is too easy or leaked, in the member `field`. `context` are words that
/// an attacker would try first; `beside_factor` is for somebody who has a second factor.
///
/// # Errors
/// 400 on `field`; 500 when the list cannot be read, which is logged: without it nobody can tell.
pub async fn check(
    app: &App,
    field: &str,
    password: &Password,
    beside_factor: bool,
    context: &[&str],
) -> Result<(), ApiError> {
    let strong = if beside_factor {
        password.check_strength_beside_factor(context)
    } else {
        password.check_strength(context)
    };
    strong.map_err(|sentence| ApiError::field(field, sentence))?;
    if is_leaked(app, password).await? {
        return Err(ApiError::field(field, LEAKED));
    }
    Ok(())
}

/// Whether the password stands in the operator's list, if there is one.
///
/// # Errors
/// 500 when the list cannot be read.
pub async fn is_leaked(app: &App, password: &Password) -> Result<bool, ApiError> {
    let Some(list) = app.settings.breached.clone() else {
        return Ok(false);
    };
    let password = password.clone();
    // It may wait for a disk.
    let looked = tokio::task::spawn_blocking(move || password.stands_in(&list)).await;
    looked.map_err(|_| ApiError::internal())?.map_err(|error| {
        tracing::error!(%error, "the list of leaked passwords cannot be read: restart with a good one, or without");
        ApiError::internal()
    })
}

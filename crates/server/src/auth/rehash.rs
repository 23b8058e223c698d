//! A password whose hash has another cost than a new one gets a new hash at the next log-in: only
//! then is it known (security checklist 8).

use crate::{app::App, auth::password::Password, error::ApiError};
use countermark_core::ids::UserId;
use countermark_store::users;

/// Hashes again where the stored hash asks for it. A log-in that is right stays right when this
/// fails; the next one tries again.
pub(super) async fn if_outdated(app: &App, user: UserId, password: &Password, stored: &str) {
    if app.hasher.is_current(stored) {
        return;
    }
    match rehash(app, user, password, stored).await {
        Ok(()) => tracing::info!(user = user.0, "the hash of a password was made anew"),
        Err(error) => {
            let status = error.status().0.as_u16();
            tracing::warn!(
                user = user.0,
                status,
                "the hash of a password stays as it was until the next log-in"
            );
        }
    }
}

async fn rehash(
    app: &App,
    user: UserId,
    password: &Password,
    stored: &str,
) -> Result<(), ApiError> {
    let hash = app.hasher.hash(password).await?;
    let mut tx = app.db.write().await?;
    users::renew_hash(&mut tx, user, stored, &hash).await?;
    Ok(tx.commit_unaudited().await?)
}

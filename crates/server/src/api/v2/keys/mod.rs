//! `/api/v2/keys/`: the keys that sign JWTs. They belong to the installation and to no company:
//! what is shown is public anyway, and an ordinary rotation ends nobody's session.

pub mod list;
pub mod rotate;

use crate::{app::App, error::ApiResult};
use countermark_core::{
    keys::{self, Key, State},
    time::Timestamp,
};
use countermark_store::keys::history;
use serde::Serialize;
use utoipa::ToSchema;

/// A key that signs, will sign or has signed.
#[derive(Serialize, ToSchema)]
pub struct KeyShown {
    /// Its public name, the `kid` of a JWT.
    pub id: String,
    /// `EdDSA`, `ES256` or `RS256`.
    pub algorithm: &'static str,
    /// `published`, `signing`, `verify_only` or `gone`.
    pub state: &'static str,
    /// When it was made.
    #[schema(format = "date-time")]
    pub created_at: String,
    /// Since when it is in this state.
    #[schema(format = "date-time")]
    pub since: String,
    /// When it leaves this state; null for one that is gone.
    #[schema(format = "date-time")]
    pub until: Option<String>,
}

/// The keys.
#[derive(Serialize, ToSchema)]
pub struct KeysShown {
    /// All that verify and the last 20 that are gone, along a key's life: published, signing,
    /// verify-only, gone.
    pub results: Vec<KeyShown>,
    /// When the next key begins to sign.
    #[schema(format = "date-time")]
    pub next_rotation: String,
    /// From when on a rotation may be asked for.
    #[schema(format = "date-time")]
    pub may_rotate_at: String,
}

impl From<&Key> for KeyShown {
    fn from(key: &Key) -> Self {
        Self {
            id: key.kid.clone(),
            algorithm: key.algorithm.name(),
            state: key.state.name(),
            created_at: key.created_at.to_string(),
            since: key.since.to_string(),
            until: key.until().map(|at| at.to_string()),
        }
    }
}

/// When the next key begins to sign: the published one's time, or the end of the signing one's.
#[must_use]
pub fn next_rotation(keys: &[Key], now: Timestamp) -> Timestamp {
    let at = |state| {
        let found = keys.iter().find(|key| key.state == state);
        found.and_then(Key::until)
    };
    at(State::Published).or(at(State::Signing)).unwrap_or(now)
}

/// The keys as they stand.
async fn shown(app: &App) -> ApiResult<KeysShown> {
    let now = app.clock.now();
    let stored = history(&mut app.db.read().await?).await?;
    let keys: Vec<Key> = stored.into_iter().map(|stored| stored.key).collect();
    Ok(KeysShown {
        next_rotation: next_rotation(&keys, now).to_string(),
        may_rotate_at: keys::may_rotate_at(&keys, now).to_string(),
        results: keys.iter().map(KeyShown::from).collect(),
    })
}

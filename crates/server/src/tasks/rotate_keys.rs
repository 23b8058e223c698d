//! Keeps the JWT keys in their order, and this node's copy of them up to date. It runs every
//! second: that is how soon the other nodes learn of an emergency.

use crate::{
    app::App,
    auth::{jwt::KeyError, rotation},
};
use countermark_store::DbError;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    rotation::keep(app).await.map_err(|error| match error {
        KeyError::Db(error) => error,
        KeyError::Unusable(kid) => DbError::Corrupt(format!("signing key {kid}")),
    })
}

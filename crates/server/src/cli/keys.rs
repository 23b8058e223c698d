//! `countermark keys`: the keys that sign JWTs, without a portal. A running server need not be
//! stopped: it reads the key set every second.

use super::{Failure, open};
use crate::{
    api::v2::keys::next_rotation,
    auth::rotation::{self, Wish},
    clock::SystemClock,
    settings::Storage,
};
use clap::{Args, Subcommand};
use countermark_core::{keys::Key, time::Clock as _};
use countermark_store::keys;
use std::sync::Arc;

/// Commands about signing keys.
#[derive(Subcommand, Debug)]
pub enum Keys {
    /// List the keys, their states and the next rotation.
    List(Box<Where>),
    /// Let the next key sign a minute from now, when every node knows it. No session ends.
    Rotate(Box<Rotate>),
}

/// Where the data is.
#[derive(Args, Debug)]
pub struct Where {
    #[command(flatten)]
    storage: Storage,
}

/// How to rotate.
#[derive(Args, Debug)]
pub struct Rotate {
    #[command(flatten)]
    storage: Storage,
    /// The private key may have leaked: every key is gone at once, a new one signs, and EVERY JWT
    /// ENDS. Portal sessions and UATs go on.
    #[arg(long, visible_alias = "emergency")]
    now: bool,
}

/// Runs a command about keys.
///
/// # Errors
/// The sentence to show.
pub async fn run(command: Keys) -> Result<(), Failure> {
    match command {
        Keys::List(at) => list(&open::beside(&at.storage).await?).await,
        Keys::Rotate(rotate) => {
            let opened = open::beside(&rotate.storage).await?;
            let wish = if rotate.now {
                Wish::ReplaceAll
            } else {
                Wish::Rotate
            };
            let (db, now) = (&opened.db, SystemClock.now());
            let secrets = Arc::new(opened.secrets);
            // What is due first: a wish builds on a key set that is in order.
            rotation::advance(db, &secrets, Wish::Nothing, None, now).await?;
            rotation::advance(db, &secrets, wish, None, now).await?;
            println!(
                "{}",
                if rotate.now {
                    "Every key was replaced. All JWTs have ended, on every running node within a second; \
                     people and programs log in again. Portal sessions and UATs go on."
                } else {
                    "The next key is published and signs in a minute, when every node knows it. \
                     The key before it verifies until its last JWT has run out; no session ends."
                }
            );
            Ok(())
        }
    }
}

async fn list(opened: &open::Opened) -> Result<(), Failure> {
    let stored = keys::history(&mut opened.db.read().await?).await?;
    let keys: Vec<Key> = stored.into_iter().map(|stored| stored.key).collect();
    for key in &keys {
        println!(
            "{}  {:5}  {:11}  since {}{}",
            key.kid,
            key.algorithm.name(),
            key.state.name(),
            key.since,
            key.until()
                .map(|at| format!("  until {at}"))
                .unwrap_or_default(),
        );
    }
    println!("next rotation: {}", next_rotation(&keys, SystemClock.now()));
    Ok(())
}

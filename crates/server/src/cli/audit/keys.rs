//! `countermark audit rotate-key`.

use super::{Failure, RotateKey};
use crate::{
    audit::{
        rotation::{self, Outcome, Wish},
        sealer::Sealer,
    },
    cli::open,
    clock::SystemClock,
};
use countermark_core::time::Clock as _;

pub(super) async fn rotate(rotate: &RotateKey) -> Result<(), Failure> {
    let opened = open::beside(&rotate.storage).await?;
    let (db, secrets, now) = (&opened.db, &opened.secrets, SystemClock.now());
    // A database that no server has used yet has no key to hand over.
    Sealer::load(db, secrets, now).await?;
    match rotation::rotate(db, secrets, &Wish::Operator, now).await? {
        Outcome::Rotated(key) => {
            println!(
                "A new key signs checkpoints from now on. The old one has handed over to it in \
                 every company's log, and its private half is erased; backups of the database \
                 still have it. Write the new public key down beside the old one:"
            );
            println!("{}", key.text());
            Ok(())
        }
        Outcome::TooEarly(at) => Err(format!("The next rotation can begin at {at}.").into()),
    }
}

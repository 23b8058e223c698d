//! Looks through the audit logs of a database that no server runs on.

use super::super::Failure;
use crate::{audit::sealer::Sealer, clock::SystemClock, secrets::Secrets};
use countermark_core::{time::Clock as _, verify::Verifier};
use countermark_store::{Db, chain::Walk, companies};
use std::sync::Arc;

/// Checks every company's log; what is wrong, a sentence for each company.
///
/// # Errors
/// When it cannot be read.
pub async fn logs(db: &Db, secrets: &Arc<Secrets>) -> Result<Vec<String>, Failure> {
    let sealer = Sealer::load(db, secrets, SystemClock.now()).await?;
    let mut conn = db.read().await?;
    let mut wrong = Vec::new();
    for company in companies::all(&mut conn).await? {
        let mut walk = Walk::begin(&mut conn, company.id).await?;
        let mut verifier = Verifier::new(&company.uuid, sealer.ring().trusted(), Vec::new());
        while walk
            .step(&mut conn, |part| part.check(&mut verifier))
            .await?
        {}
        let end = walk.end();
        if let Some(found) = verifier.finish(end.length, &end.head).finding {
            wrong.push(format!(
                "The audit log of company {} is wrong at entry {}: {}.",
                company.id, found.position, found.detail
            ));
        }
    }
    Ok(wrong)
}

/// Ends a command whose work is done, and that has found something wrong meanwhile.
///
/// # Errors
/// The sentences, when there are any.
pub fn told(wrong: &[String]) -> Result<(), Failure> {
    match wrong {
        [] => Ok(()),
        wrong => Err(format!("Done, but look at this: {}", wrong.join(" ")).into()),
    }
}

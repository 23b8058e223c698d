//! `countermark company`: the operator's hand on whole companies. Nobody inside a company can
//! close it.

use super::{Failure, found, open};
use crate::{clock::SystemClock, settings::Storage};
use clap::{Args, Subcommand};
use countermark_core::{audit::Entry, ids::CompanyId, time::Clock as _};
use countermark_store::{
    changes::{self, Changed},
    companies,
};
use serde_json::json;

/// Commands about companies.
#[derive(Subcommand, Debug)]
pub enum Company {
    /// Close a company: nobody of it is let in, none of its tokens works. Nothing is deleted.
    Archive(Box<Which>),
    /// Open a closed company again. Sessions and tokens that have not ended work again.
    Restore(Box<Which>),
}

/// Which company.
#[derive(Args, Debug)]
pub struct Which {
    #[command(flatten)]
    storage: Storage,
    /// The company's id, as GET /api/v2/me/ shows it.
    #[arg(long, value_name = "ID")]
    company: CompanyId,
}

/// Runs a command about companies. On PostgreSQL it works beside running nodes, which obey within
/// the bound of every revocation.
///
/// # Errors
/// The sentence to show.
pub async fn run(command: Company) -> Result<(), Failure> {
    let (which, archive) = match command {
        Company::Archive(which) => (which, true),
        Company::Restore(which) => (which, false),
    };
    let opened = open::open(&which.storage).await?;
    let (id, now) = (which.company, SystemClock.now());
    let word = if archive { "closed" } else { "open" };
    let mut tx = opened.db.write().await?;
    let company = companies::get(&mut tx, id)
        .await?
        .ok_or_else(|| format!("There is no company {id}."))?;
    if company.archived == archive {
        println!("Company {id} ({}) is {word} already.", company.name);
        return Ok(());
    }
    companies::set_archived(&mut tx, id, archive.then_some(now)).await?;
    let action = if archive {
        "company.archive"
    } else {
        "company.restore"
    };
    let state = |archived: bool| json!({"is_archived": archived});
    let entry = Entry::event(action, "company", id, company.name.clone())
        .change(&state(!archive), &state(archive));
    changes::record(&mut tx, &[Changed::Company(id)]).await?;
    tx.commit(&found::operator(id, now), &[entry]).await?;
    println!("Company {id} ({}) is {word} now.", company.name);
    Ok(())
}

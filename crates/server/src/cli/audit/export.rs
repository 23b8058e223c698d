//! `countermark audit export`.

use super::{Export, Failure};
use crate::{
    audit::{file, sealer::Sealer, spans},
    cli::open,
    clock::SystemClock,
};
use countermark_core::{chain::genesis, time::Clock as _};
use countermark_store::{chain::Walk, companies};
use std::io::Write as _;

pub(super) async fn run(export: &Export) -> Result<(), Failure> {
    let opened = open::open(&export.storage).await?;
    let now = SystemClock.now();
    let sealer = Sealer::load(&opened.db, &opened.secrets, now).await?;
    let mut conn = opened.db.read().await?;
    let all = companies::all(&mut conn).await?;
    let fits = |wanted: &str, id: String, uuid: &str| wanted == id || wanted == uuid;
    let mut found = all.iter().filter(|company| match &export.company {
        None => true,
        Some(wanted) => fits(wanted, company.id.to_string(), &company.uuid),
    });
    let company = match (found.next(), found.next()) {
        (Some(company), None) => company,
        (None, _) => return Err("There is no such company.".into()),
        _ => return Err("There are several companies: name one with --company.".into()),
    };
    let mut walk = Walk::begin(&mut conn, company.id).await?;
    let mut text = String::new();
    let whose = (company.uuid.as_str(), company.name.as_str());
    let begin = (0, &genesis(&company.uuid));
    let head = file::Head::new(whose, begin, walk.end(), now);
    let keys = spans::of(&mut conn, &sealer.ring(), company.id).await?;
    file::write_head(&mut text, head, &keys);
    let mut out = std::io::stdout().lock();
    let mut entries = 0;
    loop {
        let more = walk
            .step(&mut conn, |part| {
                entries += file::write_part(&mut text, part);
            })
            .await?;
        out.write_all(text.as_bytes())?;
        text.clear();
        if !more {
            break;
        }
    }
    file::write(&mut text, &file::Line::End { entries });
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

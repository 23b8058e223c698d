//! `countermark audit list`: the log beside a running server, in the words of the API. Whoever
//! reads it stands in it, the operator, too.

use super::{Failure, List};
use crate::{
    api::v2::audit::list::{AuditEntry, filters, show, wanted},
    audit::readings,
    cli::{
        rows::{lines, listed},
        users::find,
        whose::{commit, plain, sentence},
    },
    clock::SystemClock,
};
use countermark_core::time::Clock as _;
use countermark_store::audit;

pub(super) async fn run(list: &List) -> Result<(), Failure> {
    let (opened, company) = list.whose.look().await?;
    let mut conn = opened.db.read().await?;
    let person = match &list.user {
        Some(who) => Some(find(&mut conn, &company, who).await?.id.to_string()),
        None => None,
    };
    let query = list.rows.query(&[
        ("action", list.action.as_deref()),
        ("object_type", list.object_type.as_deref()),
        ("object_id", list.object_id.as_deref()),
        ("user", person.as_deref()),
        ("from", list.from.as_deref()),
        ("to", list.to.as_deref()),
    ])?;
    let ordering = query.ordering(audit::ORDERINGS).map_err(sentence)?;
    let request = query.page(&ordering).map_err(sentence)?;
    let wanted = wanted(&query).map_err(sentence)?;
    let page = audit::list(&mut conn, company.id, &wanted, ordering, &request).await?;
    drop(conn);
    // First the trace, then the page.
    let entry = readings::entry("list", &filters(&query));
    let tx = opened.db.write().await?;
    commit(tx, company.id, entry, &[], SystemClock.now()).await?;
    let listed = listed(page, show);
    let text = lines(&listed, &request, line);
    list.whose.print(&listed, &text)
}

fn line(entry: &AuditEntry) -> String {
    let who = match &entry.user {
        Some(user) => user.email.as_str(),
        None => "-",
    };
    plain(&format!(
        "{:>6}  {}  {who} ({})  {}  {} {} {}",
        entry.id,
        entry.at,
        entry.credential.kind,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.label,
    ))
}

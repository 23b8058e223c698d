//! `GET /api/v2/uats/export/`: every token of the company that a filter finds, as CSV, streamed.

use super::{
    UatShown,
    list::{owner, wanted},
    shown_page,
};
use crate::{
    app::App,
    auth::{Person, Principal, still_allowed},
    csv::write_row,
    download::{self, Step},
    error::ApiResult,
    extract::Query,
};
use axum::{extract::State, response::Response};
use countermark_core::{
    page::{Anchor, PageRequest},
    permissions::perm,
    time::Timestamp,
};
use countermark_store::{
    Ordering,
    uats::{self, Wanted},
};

/// Tokens of one step: what is in memory at a time.
const STEP: i64 = 500;

const COLUMNS: [&str; 29] = [
    "id",
    "name",
    "state",
    "owner_id",
    "owner_email",
    "owner_name",
    "permissions",
    "valid_until",
    "expires_at",
    "created_at",
    "last_used_at",
    "last_used_address",
    "last_used_agent",
    "use_count",
    "refused_count",
    "last_refused_at",
    "networks",
    "network_mode",
    "only_brands",
    "only_products",
    "only_campaigns",
    "quarantined_at",
    "replaced_by",
    "revoked_at",
    "revoked_by",
    "revoked_reason",
    "not_compliant",
    "too_wide",
    "idle_days",
];

/// Export the company's tokens
///
/// As a CSV file, without anything secret. Lists in a cell have blanks between. A cell that a
/// spreadsheet would run as a formula begins with an apostrophe.
#[utoipa::path(get, path = "/api/v2/uats/export/", tag = "Tokens",
    params(
        ("owner" = Option<i64>, Query, description = "As in the list."),
        ("state" = Option<String>, Query, description = "As in the list."),
        ("search" = Option<String>, Query, description = "Text in the name."),
        ("never_used" = Option<String>, Query, description = "As in the list."),
        ("idle_days" = Option<i64>, Query, description = "As in the list."),
        ("ends_within_days" = Option<i64>, Query, description = "As in the list."),
        ("too_wide" = Option<String>, Query, description = "As in the list."),
        ("not_compliant" = Option<String>, Query, description = "As in the list."),
        ("ordering" = Option<String>, Query, description = "`creation_date`, `expires_at` or `name`; `-` reverses.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv")))]
pub async fn uats_export(
    caller: Person<perm::UatManage>,
    State(app): State<App>,
    query: Query,
) -> ApiResult<Response> {
    let now = app.clock.now();
    let ordering = query.ordering(uats::ORDERINGS)?;
    let mut conn = app.db.read().await?;
    let wanted = wanted(&mut conn, &caller.company, owner(&query)?, &query, now).await?;
    drop(conn);
    let export = Export {
        caller: (*caller).clone(),
        app,
        wanted,
        ordering,
        after: None,
        now,
    };
    let mut text = String::new();
    write_row(&mut text, COLUMNS);
    // The first step is taken before the answer begins, so that a failure is still a 503.
    let begun = export.step(text).await?;
    Ok(download::answer(
        begun,
        Export::step,
        download::CSV,
        "tokens.csv",
    ))
}

struct Export {
    app: App,
    caller: Principal,
    wanted: Wanted,
    ordering: Ordering,
    after: Option<Anchor>,
    now: Timestamp,
}

impl Export {
    /// Writes the next rows and returns where to go on. Nothing is held between two steps.
    async fn step(mut self, mut text: String) -> ApiResult<Step<Self>> {
        // A right that is taken away ends a long answer, too (design §6).
        still_allowed::<perm::UatManage>(&self.app, &self.caller).await?;
        let page = PageRequest {
            limit: STEP,
            offset: 0,
            after: self.after.take(),
        };
        let (company, now) = (self.caller.company(), self.now);
        let mut conn = self.app.db.read().await?;
        let page = uats::list(&mut conn, company, &self.wanted, now, self.ordering, &page).await?;
        let page = shown_page(&mut conn, &self.caller.company, page, now).await?;
        drop(conn);
        for uat in &page.rows {
            write_uat(&mut text, uat);
        }
        self.after = page.next;
        let more = self.after.is_some();
        Ok((text, more.then_some(self)))
    }
}

fn write_uat(text: &mut String, uat: &UatShown) {
    let only = uat.only.as_ref();
    let list = |ids: Option<&Vec<i64>>| {
        let ids: Vec<_> = ids.into_iter().flatten().map(i64::to_string).collect();
        ids.join(" ")
    };
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    let revoked_by = uat.revoked_by.as_ref().map(|who| who.email.clone());
    let cells: [String; COLUMNS.len()] = [
        uat.id.clone(),
        uat.name.clone(),
        uat.state.to_owned(),
        uat.owner.id.to_string(),
        uat.owner.email.clone(),
        uat.owner.name.clone(),
        uat.permissions.join(" "),
        uat.valid_until.clone(),
        uat.expires_at.clone(),
        uat.created_at.clone(),
        or_empty(&uat.last_used_at),
        or_empty(&uat.last_used_address),
        or_empty(&uat.last_used_agent),
        uat.use_count.to_string(),
        uat.refused_count.to_string(),
        or_empty(&uat.last_refused_at),
        uat.networks.join(" "),
        uat.network_mode.to_owned(),
        list(only.and_then(|only| only.brands.as_ref())),
        list(only.and_then(|only| only.products.as_ref())),
        list(only.and_then(|only| only.campaigns.as_ref())),
        or_empty(&uat.quarantined_at),
        or_empty(&uat.replaced_by),
        or_empty(&uat.revoked_at),
        or_empty(&revoked_by),
        or_empty(&uat.revoked_reason),
        uat.not_compliant.join(" "),
        uat.too_wide.join(" "),
        uat.idle_days
            .map(|days| days.to_string())
            .unwrap_or_default(),
    ];
    write_row(text, cells.iter().map(String::as_str));
}

//! Download links that carry their own right: for a browser or `wget` without a header. Each is
//! good for one file of one company, for fifteen minutes, and opens nothing else (security
//! checklist 56).

use crate::{
    app::App,
    error::{ApiError, ApiResult},
    extract::Query,
    secrets::same,
};
use countermark_core::{ids::CompanyId, time::Timestamp};
use countermark_store::files::{self, File};

/// Seconds for which a link is good.
pub const GOOD_FOR: i64 = 15 * 60;

/// The link to a file, from `site` on, and when it ends.
#[must_use]
pub fn to(app: &App, site: &str, file: &File) -> (String, Timestamp) {
    let ends = Timestamp(app.clock.now().plus_seconds(GOOD_FOR).seconds() * 1_000_000);
    let signature = app.secrets.link_signature(file.company, &file.key, ends);
    let (key, company, expires) = (&file.key, file.company, ends.seconds());
    let query = format!("company={company}&expires={expires}&signature={signature}");
    (format!("{site}/api/v2/files/{key}/?{query}"), ends)
}

/// The file that a link opens.
///
/// # Errors
/// 404 for what is no link of ours or to a file that is gone, 403 for one that was ours and has
/// ended.
pub async fn opened(app: &App, key: &str, query: &Query) -> ApiResult<File> {
    let number = |name| query.get(name).and_then(|text| text.parse::<i64>().ok());
    let (Some(company), Some(expires), Some(signature)) =
        (number("company"), number("expires"), query.get("signature"))
    else {
        return Err(ApiError::not_found());
    };
    let (company, ends) = (
        CompanyId(company),
        Timestamp(expires.saturating_mul(1_000_000)),
    );
    let ours = app.secrets.link_signature(company, key, ends);
    if !same(ours.as_bytes(), signature.as_bytes()) {
        return Err(ApiError::not_found());
    }
    let now = app.clock.now();
    if ends <= now {
        let sentence = "This link has ended. Ask for a new one.";
        return Err(ApiError::forbidden("link_expired", sentence));
    }
    let open = app.facts.company(company, now).await?;
    if open.is_none_or(|company| company.archived) {
        return Err(ApiError::not_found());
    }
    let found = files::get(&mut app.db.read().await?, company, key, now).await?;
    let found = found.filter(|file| file.size.is_some());
    found.ok_or_else(ApiError::not_found)
}

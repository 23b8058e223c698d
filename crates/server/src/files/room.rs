//! What the files of one company may take together (security checklist 63). It is looked at before
//! a file is begun: what is under way when it is full is still written.

use crate::{
    app::App,
    error::{ApiError, ApiResult},
};
use axum::http::StatusCode;
use countermark_core::ids::CompanyId;
use countermark_store::{Conn, files};

/// Passes while the company may have one more file.
///
/// # Errors
/// 429 `too_much_stored`.
pub async fn room(app: &App, conn: &mut Conn, company: CompanyId) -> ApiResult<()> {
    let Some(gib) = app.settings.files_per_company else {
        return Ok(());
    };
    if files::taken(conn, company).await? < i64::from(gib) << 30 {
        return Ok(());
    }
    Err(ApiError::Other {
        status: StatusCode::TOO_MANY_REQUESTS,
        code: "too_much_stored",
        detail: format!(
            "The files of your company take the {gib} GiB that they may. Files of codes go after a \
             day; whoever runs the server can allow more."
        ),
        retry_after: Some(3_600),
        more: None,
    })
}

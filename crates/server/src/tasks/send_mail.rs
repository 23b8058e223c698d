//! Sends the mails that wait.

use crate::app::App;
use countermark_store::DbError;

pub(super) async fn run(app: &App) -> Result<(), DbError> {
    crate::mail::send_due(app).await
}

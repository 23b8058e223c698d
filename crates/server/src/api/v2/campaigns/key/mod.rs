//! `/api/v2/campaigns/{id}/key/` (contract §1.5).

pub mod get;
pub mod renew;

use serde::Serialize;
use utoipa::ToSchema;

/// The key by which landing pages name their campaign. It goes out with every scan, so that it is
/// no secret; it opens the consumer API of this campaign and nothing else.
#[derive(Serialize, ToSchema)]
pub struct ConsumerKeyShown {
    /// The key; null when the campaign has none.
    pub key: Option<String>,
}

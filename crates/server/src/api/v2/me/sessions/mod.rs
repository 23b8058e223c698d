//! `/api/v2/me/sessions/`: where a person is signed in. For persons only.

mod device;
pub mod end;
pub mod end_others;
pub mod list;

use countermark_core::ids::SessionId;
use countermark_store::sessions::Live;
use serde::Serialize;
use utoipa::ToSchema;

/// One log-in of one's own that can still be used.
#[derive(Serialize, ToSchema)]
pub struct SessionShown {
    /// Id.
    pub id: String,
    /// `session`: the portal; `jwt`: a log-in through the API.
    pub kind: String,
    /// The name of the company it looks at.
    pub company: String,
    /// Browser and system in short, or the client's name; for people only, since every client
    /// says of itself what it likes.
    pub device: String,
    /// What the client said of itself.
    pub user_agent: String,
    /// The address it was begun from.
    pub address: String,
    /// When its person last proved who they are.
    #[schema(format = "date-time")]
    pub signed_in_at: String,
    /// When it was last used, to about a minute.
    #[schema(format = "date-time")]
    pub seen_at: String,
    /// From when on it is refused.
    #[schema(format = "date-time")]
    pub expires_at: String,
    /// The one that asks.
    pub is_current: bool,
}

impl SessionShown {
    fn new(live: Live, current: Option<SessionId>) -> Self {
        Self {
            id: live.id.to_string(),
            kind: live.kind,
            company: live.company_name,
            device: device::label(&live.user_agent),
            user_agent: live.user_agent,
            address: live.address,
            signed_in_at: live.signed_in_at.to_string(),
            seen_at: live.seen_at.to_string(),
            expires_at: live.expires_at.to_string(),
            is_current: current == Some(live.id),
        }
    }
}

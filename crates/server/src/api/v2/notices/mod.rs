//! `/api/v2/notices/`: what a person is told about their own tokens.

pub mod dismiss;
pub mod list;

use countermark_store::notices::Notice;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A notice.
#[derive(Serialize, ToSchema)]
pub struct NoticeShown {
    /// Its number.
    pub id: i64,
    /// `uat_ends`: a token comes to its end. `uat_superseded_use`: a replaced token was used
    /// after its end.
    pub kind: String,
    /// The token that it is about.
    pub uat: NoticeUat,
    /// One sentence for people.
    pub text: String,
    /// What was noticed: `valid_until`, `expires_at`, `days`; or `address`, and `revoked`, the
    /// number of tokens that were revoked because of it.
    #[schema(value_type = Object)]
    pub facts: Value,
    /// When.
    #[schema(format = "date-time")]
    pub created_at: String,
}

/// A token as a notice names it.
#[derive(Serialize, ToSchema)]
pub struct NoticeUat {
    /// Its public id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl From<Notice> for NoticeShown {
    fn from(notice: Notice) -> Self {
        Self {
            text: sentence(&notice),
            id: notice.id,
            kind: notice.kind,
            uat: NoticeUat {
                id: notice.uat.to_string(),
                name: notice.name,
            },
            facts: notice.facts,
            created_at: notice.created_at.to_string(),
        }
    }
}

fn sentence(notice: &Notice) -> String {
    let text = |member: &str| notice.facts[member].as_str().unwrap_or("").to_owned();
    let name = &notice.name;
    if notice.kind == "uat_ends" {
        let day = text("valid_until");
        return format!("The token \"{name}\" works until {day}. Replace it before it ends.");
    }
    let address = text("address");
    let more = if notice.facts["revoked"] == 0 {
        "A system was forgotten, or somebody else has the token."
    } else {
        "Its whole family was revoked."
    };
    format!("The replaced token \"{name}\" was used from {address} after its end. {more}")
}

//! What a campaign switches on and shows on landing pages (contract §4.9).

use crate::{
    DbError, Scope,
    conn::{Conn, Tx, args},
};
use countermark_core::ids::CampaignId;
use serde_json::{Map, Value, json};

/// Complaints of consumers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaints {
    /// Whether they are taken.
    pub is_enabled: bool,
    /// Where they go.
    pub to_email: String,
}

/// What a landing page needs to know for `WeChat`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wechat {
    /// Whether it is in use.
    pub is_enabled: bool,
    /// Whether scans go to a channel.
    pub redirects: bool,
    /// The page in front of the channel.
    pub landing_page: String,
    /// The channel.
    pub channel_id: String,
}

/// The options of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Options {
    /// Whether landing pages are answered at all.
    pub is_enabled: bool,
    /// Whether its codes carry supply-chain data.
    pub scm_enabled: bool,
    /// Whether consumers may mark a code as consumed.
    pub mark_consumed: bool,
    /// Whether consumers may look for a code by its serial number.
    pub serial_number_lookup_enabled: bool,
    /// Complaints of consumers.
    pub complaints: Complaints,
    /// `WeChat`.
    pub wechat: Wechat,
    /// The landing page's analytics key.
    pub ga_key: String,
    /// What the landing page is told about itself, as it was sent.
    pub stc_config: Map<String, Value>,
    /// The template of the landing page's address; empty: none.
    pub landing_page: String,
    /// The template of the e-label's address; empty: none.
    pub e_label: String,
}

impl Default for Options {
    /// Of a new campaign: landing pages are answered, and data is kept for the fields there are.
    fn default() -> Self {
        Self {
            is_enabled: true,
            scm_enabled: true,
            mark_consumed: false,
            serial_number_lookup_enabled: false,
            complaints: Complaints::default(),
            wechat: Wechat::default(),
            ga_key: String::new(),
            stc_config: Map::new(),
            landing_page: String::new(),
            e_label: String::new(),
        }
    }
}

impl Options {
    /// What the audit log keeps of them.
    #[must_use]
    pub fn audited(&self) -> Value {
        let mut all = self.stored();
        all["scm_enabled"] = json!(self.scm_enabled);
        all
    }

    fn stored(&self) -> Value {
        json!({
            "is_enabled": self.is_enabled,
            "mark_consumed": self.mark_consumed,
            "serial_number_lookup_enabled": self.serial_number_lookup_enabled,
            "complaints": {
                "is_enabled": self.complaints.is_enabled,
                "to_email": self.complaints.to_email,
            },
            "wechat": {
                "is_enabled": self.wechat.is_enabled,
                "redirects": self.wechat.redirects,
                "landing_page": self.wechat.landing_page,
                "channel_id": self.wechat.channel_id,
            },
            "ga_key": self.ga_key,
            "stc_config": self.stc_config,
            "landing_page": self.landing_page,
            "e_label": self.e_label,
        })
    }

    /// Reads what [`Options::stored`] wrote; what is not there is as on a new campaign.
    pub(crate) fn read(stored: &str, scm_enabled: bool) -> Result<Self, DbError> {
        let stored: Value = serde_json::from_str(stored)
            .map_err(|error| DbError::Corrupt(format!("options of a campaign: {error}")))?;
        let flag = |value: &Value, usual| value.as_bool().unwrap_or(usual);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (complaints, wechat) = (&stored["complaints"], &stored["wechat"]);
        Ok(Self {
            is_enabled: flag(&stored["is_enabled"], true),
            scm_enabled,
            mark_consumed: flag(&stored["mark_consumed"], false),
            serial_number_lookup_enabled: flag(&stored["serial_number_lookup_enabled"], false),
            complaints: Complaints {
                is_enabled: flag(&complaints["is_enabled"], false),
                to_email: text(&complaints["to_email"]),
            },
            wechat: Wechat {
                is_enabled: flag(&wechat["is_enabled"], false),
                redirects: flag(&wechat["redirects"], false),
                landing_page: text(&wechat["landing_page"]),
                channel_id: text(&wechat["channel_id"]),
            },
            ga_key: text(&stored["ga_key"]),
            stc_config: stored["stc_config"]
                .as_object()
                .cloned()
                .unwrap_or_default(),
            landing_page: text(&stored["landing_page"]),
            e_label: text(&stored["e_label"]),
        })
    }
}

/// The options of that campaign.
pub async fn get(
    conn: &mut Conn,
    scope: &Scope,
    id: CampaignId,
) -> Result<Option<Options>, DbError> {
    let row = super::part(conn, scope, id, "options, scm_enabled").await?;
    row.map(|row| Options::read(&row.get::<String>(0)?, row.get::<i64>(1)? != 0))
        .transpose()
}

/// Stores the options of a campaign.
pub async fn set(
    tx: &mut Tx,
    scope: &Scope,
    id: CampaignId,
    options: &Options,
) -> Result<(), DbError> {
    scope.may_change_campaign(id)?;
    tx.run(
        "UPDATE campaign SET options = $3, scm_enabled = $4 WHERE company_id = $1 AND id = $2",
        args![
            scope.company(),
            id,
            options.stored().to_string(),
            options.scm_enabled
        ],
    )
    .await?;
    Ok(())
}

//! `/api/v2/webhooks/`: where the company is called when something happens. The original has none;
//! names and signature are those of the Standard Webhooks specification.

pub mod create;
pub mod delete;
pub mod deliveries;
pub mod get;
pub mod list;
pub mod update;

use crate::{
    app::App,
    error::{ApiError, ApiResult},
    extract::{Field, list_in, shorten},
};
use countermark_core::outbound::Endpoint;
use countermark_store::webhooks::{Event, Webhook};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// The most webhooks of a company.
const MOST: usize = 20;

/// A webhook.
#[derive(Serialize, ToSchema)]
pub struct WebhookShown {
    /// Id.
    pub id: i64,
    /// Where it calls.
    #[schema(format = "uri")]
    pub url: String,
    /// What it is told of.
    pub events: Vec<&'static str>,
    /// Off, it is told of nothing.
    pub is_active: bool,
    /// Since when every call has failed; null while the last one was taken.
    #[schema(format = "date-time")]
    pub failing_since: Option<String>,
    /// When it was switched off because of that.
    #[schema(format = "date-time")]
    pub disabled_at: Option<String>,
    /// When it was made.
    #[schema(format = "date-time")]
    pub creation_date: String,
}

impl From<Webhook> for WebhookShown {
    fn from(webhook: Webhook) -> Self {
        Self {
            id: webhook.id.0,
            url: webhook.url,
            events: webhook.events.iter().map(|event| event.name()).collect(),
            is_active: webhook.active,
            failing_since: webhook.failing_since.map(|at| at.to_string()),
            disabled_at: webhook.disabled_at.map(|at| at.to_string()),
            creation_date: webhook.created_at.to_string(),
        }
    }
}

/// Events by their names; at least one.
pub struct Events(pub BTreeSet<Event>);

impl Field for Events {
    fn parse(value: Value) -> Result<Self, String> {
        let list = list_in(value)?;
        if list.is_empty() {
            return Err("This list may not be empty.".into());
        }
        let event = |item: Value| match item {
            Value::String(name) => Event::parse(&name)
                .ok_or_else(|| format!("\"{}\" is not a valid choice.", shorten(&name))),
            _ => Err("Not a valid string.".into()),
        };
        list.into_iter()
            .map(event)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// A URL as it was sent.
pub struct Url(String);

impl Field for Url {
    fn parse(value: Value) -> Result<Self, String> {
        match value {
            Value::String(text) if text.trim().is_empty() => {
                Err("This field may not be blank.".into())
            }
            Value::String(text) => Ok(Self(text.trim().to_owned())),
            Value::Null => Err("This field may not be null.".into()),
            _ => Err("Not a valid string.".into()),
        }
    }
}

/// The URL, if it may be called. The address behind a name is looked at again before each call.
fn checked(app: &App, url: Url) -> ApiResult<String> {
    let allow = app.settings.webhooks_to_private;
    let wrong = |sentence: String| ApiError::field("url", sentence);
    let endpoint = Endpoint::parse(&url.0, allow).map_err(wrong)?;
    let address = endpoint.host.parse();
    if !allow && address.is_ok_and(|address| !countermark_core::outbound::is_public(address)) {
        return Err(wrong("This address is not on the public internet.".into()));
    }
    Ok(url.0)
}

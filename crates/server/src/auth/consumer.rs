//! The third credential: a campaign's consumer key, which landing pages show (contract §1.5).
//!
//! It stands in every landing page and is no secret. It opens its own campaign's part of the
//! consumer API, and no other operation looks for it.

use crate::{
    app::App,
    auth::{address, limits},
    error::ApiError,
    middleware::RequestId,
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use countermark_core::{ids::CampaignId, time::Timestamp};
use countermark_store::{
    Scope,
    audit::By,
    scans::consumer::{self, Keyed},
    shares,
};
use std::{borrow::Cow, net::IpAddr, ops::Deref};

/// The header that carries the key.
pub const HEADER: &str = "x-scantrust-consumer-api-key";
/// The longest key that is looked for.
const LONGEST: usize = 400;

/// A landing page of a campaign that is in use.
pub struct Consumer {
    keyed: Keyed,
    /// Where the request came from.
    pub address: IpAddr,
    /// The request's id.
    pub request_id: String,
    /// Its headers: a landing page's server forwards those of whoever scans.
    pub headers: HeaderMap,
}

impl Deref for Consumer {
    type Target = Keyed;
    fn deref(&self) -> &Keyed {
        &self.keyed
    }
}

impl Consumer {
    /// All of the company, for what is then narrowed to the campaign.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        Scope::everything(self.keyed.company)
    }

    /// The half of an audit entry that says who and how: the key, which is the campaign's.
    #[must_use]
    pub fn by(&self, now: Timestamp) -> By {
        By {
            company: self.keyed.company,
            person: None,
            credential_kind: "consumer_key",
            credential_id: self.keyed.campaign.to_string(),
            address: self.address.to_string(),
            request_id: self.request_id.clone(),
            at: now,
            budget: None,
        }
    }
}

/// The key of a request, as it was or percent-encoded, as some clients get it in an address.
fn presented(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    let mut lines = headers.get_all(HEADER).iter();
    let line = lines.next()?.to_str().ok()?.trim();
    let good = lines.next().is_none() && !line.is_empty() && line.len() <= LONGEST;
    if !good {
        return None;
    }
    if line.contains('%') {
        // The same decoding as of a query's value; a key has no `+`.
        let (name, _) = form_urlencoded::parse(line.as_bytes()).next()?;
        return Some(name);
    }
    Some(Cow::Borrowed(line))
}

fn refused(code: &'static str, detail: &str) -> ApiError {
    ApiError::forbidden(code, detail)
}

impl FromRequestParts<App> for Consumer {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let address = address::of(parts, &app.settings);
        let Some(key) = presented(&parts.headers) else {
            app.limits.anonymous(address)?;
            return Err(ApiError::not_authenticated());
        };
        let found = consumer::by_key(&mut app.db.read().await?, &key).await?;
        let Some(keyed) = found else {
            app.limits.anonymous(address)?;
            return Err(refused("campaign_unknown", "No campaign has this key."));
        };
        shares::belongs_to(keyed.company);
        let CampaignId(id) = keyed.campaign;
        let key = limits::Key::Campaign(id);
        app.limits.count(limits::Scope::Consumer, key)?;
        if keyed.archived || !keyed.options.is_enabled {
            let sentence = "This campaign is not activated.";
            return Err(refused("campaign_not_activated", sentence));
        }
        if keyed.product_count == 0 {
            let sentence = "This campaign has no product.";
            return Err(refused("campaign_without_product", sentence));
        }
        parts.extensions.insert(crate::extract::Stranger);
        Ok(Self {
            keyed,
            address,
            request_id: RequestId::of(parts),
            headers: parts.headers.clone(),
        })
    }
}

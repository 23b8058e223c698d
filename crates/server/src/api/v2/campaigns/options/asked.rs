//! The objects inside a change of options: what is left out of them stays, too.

use crate::extract::Field;
use countermark_core::text::{Email, Line, Link, Text as _};
use countermark_store::campaigns::options::{Complaints, Wechat};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Complaints of consumers.
#[derive(ToSchema)]
pub struct ComplaintsAsked {
    /// Whether they are taken.
    is_enabled: Option<bool>,
    /// Where they go; empty: nowhere.
    to_email: Option<String>,
}

/// What a landing page needs to know for `WeChat`.
#[derive(ToSchema)]
pub struct WechatAsked {
    /// Whether it is in use.
    is_enabled: Option<bool>,
    /// Scans to a channel.
    channel_redirect: Option<ChannelRedirectAsked>,
}

/// Scans that go to a channel.
#[derive(ToSchema)]
pub struct ChannelRedirectAsked {
    /// Whether they do.
    is_enabled: Option<bool>,
    /// The page in front of the channel.
    landing_page: Option<String>,
    /// The channel.
    channel_id: Option<String>,
}

/// Takes the members of an object one by one; what nobody asked for is refused.
struct Members(Map<String, Value>);

impl Members {
    fn of(value: Value) -> Result<Self, String> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            Value::Null => Err("This field may not be null.".into()),
            _ => Err("Expected an object.".into()),
        }
    }

    fn take<T: Field>(&mut self, name: &str) -> Result<Option<T>, String> {
        let value = self.0.remove(name).map(T::parse).transpose();
        value.map_err(|sentence| format!("{name}: {sentence}"))
    }

    fn end(self) -> Result<(), String> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(format!("{}: Unknown field.", crate::extract::shorten(name))),
        }
    }
}

/// An address, or none.
struct MaybeEmail(String);

impl Field for MaybeEmail {
    fn parse(value: Value) -> Result<Self, String> {
        match value.as_str().map(str::trim) {
            Some("") => Ok(Self(String::new())),
            _ => <Email as Field>::parse(value).map(|email| Self(email.as_str().to_owned())),
        }
    }
}

impl Field for ComplaintsAsked {
    fn parse(value: Value) -> Result<Self, String> {
        let mut members = Members::of(value)?;
        let asked = Self {
            is_enabled: members.take("is_enabled")?,
            to_email: members.take::<MaybeEmail>("to_email")?.map(|email| email.0),
        };
        members.end().map(|()| asked)
    }
}

impl ComplaintsAsked {
    pub(super) fn apply(self, to: &mut Complaints) {
        to.is_enabled = self.is_enabled.unwrap_or(to.is_enabled);
        if let Some(email) = self.to_email {
            to.to_email = email;
        }
    }
}

impl Field for ChannelRedirectAsked {
    fn parse(value: Value) -> Result<Self, String> {
        let mut members = Members::of(value)?;
        let asked = Self {
            is_enabled: members.take("is_enabled")?,
            landing_page: members
                .take::<Link>("landing_page")?
                .map(|link| link.to_string()),
            channel_id: members
                .take::<Line>("channel_id")?
                .map(|line| line.to_string()),
        };
        members.end().map(|()| asked)
    }
}

impl Field for WechatAsked {
    fn parse(value: Value) -> Result<Self, String> {
        let mut members = Members::of(value)?;
        let asked = Self {
            is_enabled: members.take("is_enabled")?,
            channel_redirect: members.take("channel_redirect")?,
        };
        members.end().map(|()| asked)
    }
}

impl WechatAsked {
    pub(super) fn apply(self, to: &mut Wechat) {
        to.is_enabled = self.is_enabled.unwrap_or(to.is_enabled);
        let Some(redirect) = self.channel_redirect else {
            return;
        };
        to.redirects = redirect.is_enabled.unwrap_or(to.redirects);
        if let Some(page) = redirect.landing_page {
            to.landing_page = page;
        }
        if let Some(channel) = redirect.channel_id {
            to.channel_id = channel;
        }
    }
}

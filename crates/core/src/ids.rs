//! Typed ids: a brand's number can never be handed in where a product's is meant.

use crate::base62;

/// Makes a newtype over the integer ids that API objects carry on the wire.
macro_rules! integer_ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }
    )+};
}

integer_ids! {
    /// A company: the tenant that every other object belongs to.
    CompanyId;
    /// A person, known by e-mail address; may be a member of several companies.
    UserId;
    /// A brand of a company.
    BrandId;
    /// A product of a company.
    ProductId;
    /// A campaign of a company.
    CampaignId;
    /// A field of a campaign's supply-chain data.
    ScmFieldId;
    /// A team of a company's people.
    TeamId;
    /// A region of a company: a name for some countries.
    RegionId;
    /// An entry of a company's audit log.
    AuditId;
    /// A passkey of a person.
    PasskeyId;
    /// Work that is done in the background.
    JobId;
    /// An order of codes.
    WorkorderId;
    /// A code on one item.
    CodeId;
    /// A scan of a code. Never shown: what others see of a scan is its random UUID.
    ScanId;
    /// An alert of a campaign.
    AlertId;
    /// A webhook of a company.
    WebhookId;
    /// What work orders begin with.
    TemplateId;
}

/// Makes a newtype over 128-bit ids that are written as 22 base62 characters.
macro_rules! wide_ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u128);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&base62::encode_u128(self.0))
            }
        }

        impl std::str::FromStr for $name {
            type Err = base62::Invalid;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                base62::decode_u128(text).map($name)
            }
        }
    )+};
}

wide_ids! {
    /// A User Authorization Token (UUIDv7). Public: it stands in the token's text and in logs.
    UatId;
    /// One log-in of one person, whether it lives in a cookie or in a JWT (`sid`).
    SessionId;
}

/// An upload of own codes, as clients name it: 11 characters of base62 (contract §4.8).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IngestionKey(String);

impl IngestionKey {
    /// How many characters a key has.
    pub const LENGTH: usize = 11;

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for IngestionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for IngestionKey {
    type Err = base62::Invalid;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let good = text.len() == Self::LENGTH && text.bytes().all(|b| b.is_ascii_alphanumeric());
        good.then(|| Self(text.to_owned())).ok_or(base62::Invalid)
    }
}

//! What a campaign keeps about each code: the kinds of its fields and the keys they may have
//! (contract §4.5, §5).

use crate::text::Refused;

/// The most fields of a campaign.
pub const MOST_FIELDS: usize = 200;
/// The most choices of a list.
pub const MOST_CHOICES: usize = 1_000;
/// The most characters of a key.
pub(crate) const LONGEST_KEY: usize = 64;

/// What a field's values are. Values are stored as they are sent: the kind says how they are
/// shown and edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// One of some choices.
    List,
    /// A day.
    Date,
    /// A unit that holds codes, as a box or a pallet. A campaign's units go from the largest to
    /// the smallest in the order of their positions.
    LogisticalUnit,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Text,
        Self::Number,
        Self::List,
        Self::Date,
        Self::LogisticalUnit,
    ];

    /// The name on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::List => "list",
            Self::Date => "date",
            Self::LogisticalUnit => "logistical_unit",
        }
    }

    /// Finds a kind by its name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A field that every campaign can have and that means something to the server.
#[derive(Clone, Copy, Debug)]
pub struct Predefined {
    /// Its key.
    pub key: &'static str,
    /// Its kind, which is fixed.
    pub kind: Kind,
    /// Its label, when nobody gives another.
    pub label: &'static str,
}

/// The predefined fields (contract §4.5).
pub const PREDEFINED: [Predefined; 5] = [
    Predefined {
        key: "intended_market",
        kind: Kind::Text,
        label: "Intended market",
    },
    Predefined {
        key: "distributor",
        kind: Kind::Text,
        label: "Distributor",
    },
    Predefined {
        key: "sell_by_date",
        kind: Kind::Date,
        label: "Sell-by date",
    },
    Predefined {
        key: "is_consumed",
        kind: Kind::Text,
        label: "Consumed",
    },
    Predefined {
        key: "consumed_date",
        kind: Kind::Date,
        label: "Consumed date",
    },
];

/// The predefined field with that key.
#[must_use]
pub fn predefined(key: &str) -> Option<&'static Predefined> {
    PREDEFINED.iter().find(|field| field.key == key)
}

/// Keys that stand in uploads beside the data and mean the code itself (contract §4.5, §4.8).
pub const RESERVED: [&str; 7] = [
    "product",
    "activation_status",
    "blacklist_reason",
    "serial_number",
    "extended_id",
    "workorder",
    "id",
];

/// Reads a key: `[a-z][a-z0-9_]{0,63}`, and none of the reserved ones.
pub(crate) fn parse_key(text: &str) -> Result<String, Refused> {
    let text = text.trim();
    if text.is_empty() {
        return Err("This field may not be blank.".into());
    }
    if text.chars().count() > LONGEST_KEY {
        return Err(format!(
            "Ensure this field has no more than {LONGEST_KEY} characters."
        ));
    }
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if !text.starts_with(|c: char| c.is_ascii_lowercase()) || !text.bytes().all(good) {
        return Err("Use small letters, digits and _, a letter first.".into());
    }
    if RESERVED.contains(&text) {
        return Err(format!("\"{text}\" means the code itself and is no field."));
    }
    Ok(text.to_owned())
}

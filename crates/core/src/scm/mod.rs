//! Supply-chain data: what an upload says about codes, and what it makes of them (contract §4.5).
//!
//! An upload is a list of items. Each names codes by one key ([`DataKey`]) and says what shall be
//! true of them: values of the keys that their campaign keeps, and some special keys that are
//! part of every code. [`Item`] reads that, [`apply`] says what becomes of one code, and [`reach`]
//! what becomes of one that is inside a logistical unit. Finding the codes is the store's work.

mod apply;
mod item;
mod value;

pub use apply::{Field, Fields, Rules, State, Wrong, apply, reach};
pub use item::{Asked, Item, ProductName};
pub use value::{Datum, Kind, MOST_CHARS, Wish};

/// Keys that mean something to every code: no campaign defines a field of such a name.
pub const SPECIAL_KEYS: [&str; 6] = [
    EXTENDED_ID,
    SERIAL_NUMBER,
    WORKORDER,
    PRODUCT,
    ACTIVATION_STATUS,
    BLACKLIST_REASON,
];

const EXTENDED_ID: &str = "extended_id";
const SERIAL_NUMBER: &str = "serial_number";
const WORKORDER: &str = "workorder";
const PRODUCT: &str = "product";
const ACTIVATION_STATUS: &str = "activation_status";
const BLACKLIST_REASON: &str = "blacklist_reason";

/// The longest key.
const LONGEST_KEY: usize = 100;

/// The key by which codes are found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DataKey {
    /// The code's own id: one code at most.
    ExtendedId,
    /// Its serial number.
    SerialNumber,
    /// Its work order: id or reference.
    Workorder,
    /// A key of supply-chain data: every code that has the value.
    Scm(String),
}

impl DataKey {
    /// Reads a key's name.
    ///
    /// # Errors
    /// A sentence for the field's list of errors.
    pub fn parse(name: &str) -> Result<Self, String> {
        match name {
            "" => Err("This field may not be blank.".into()),
            EXTENDED_ID => Ok(Self::ExtendedId),
            SERIAL_NUMBER => Ok(Self::SerialNumber),
            WORKORDER => Ok(Self::Workorder),
            PRODUCT | ACTIVATION_STATUS | BLACKLIST_REASON => {
                Err(format!("Codes are not found by {name}."))
            }
            _ if name.contains('\0') => Err("Null characters are not allowed.".into()),
            _ if name.chars().count() > LONGEST_KEY => Err(format!(
                "Ensure this field has no more than {LONGEST_KEY} characters."
            )),
            _ => Ok(Self::Scm(name.to_owned())),
        }
    }

    /// The key's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::ExtendedId => EXTENDED_ID,
            Self::SerialNumber => SERIAL_NUMBER,
            Self::Workorder => WORKORDER,
            Self::Scm(key) => key,
        }
    }
}

//! What one item says.

use super::{
    ACTIVATION_STATUS, BLACKLIST_REASON, DataKey, EXTENDED_ID, PRODUCT, SERIAL_NUMBER, WORKORDER,
    value::{Wish, name_of},
};
use crate::{
    codes::{Reason, Status},
    ids::ProductId,
};
use serde_json::{Map, Value};

/// The longest serial number.
const LONGEST_SERIAL: usize = 100;

/// A product as an item names it. A number is an id before it is a SKU; a text is a SKU before it
/// is an id, since files and forms hold numbers as texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProductName {
    /// By number.
    Number(i64),
    /// By text.
    Text(String),
}

/// What shall be true of the codes that an item names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Their product. Their campaign, and so the keys that count, follow it.
    pub product: Option<ProductId>,
    /// Their status.
    pub status: Option<Status>,
    /// Why they are blacklisted. A reason alone says that they are.
    pub reason: Option<Reason>,
    /// Their serial number; `Some(None)` takes it away.
    pub serial_number: Option<Option<String>>,
    /// All other keys, in the order in which they came.
    pub fields: Vec<(String, Wish)>,
}

/// An item as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The value of the [`DataKey`] by which its codes are found.
    pub name: String,
    /// Its product; [`Item::product`] is empty until somebody has looked it up.
    pub product: Option<ProductName>,
    /// Everything else.
    pub item: Item,
}

/// What is wrong, key by key.
type Errors = Vec<(String, String)>;

impl Asked {
    /// Reads an item of an upload.
    ///
    /// # Errors
    /// Every key that is wrong, with its sentence. Keys that may turn out not to count are left
    /// to [`super::apply()`].
    pub fn read(members: Map<String, Value>, by: &DataKey) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let name = name_of(members.get(by.name())).unwrap_or_else(|sentence| {
            errors.push((by.name().to_owned(), sentence.to_owned()));
            String::new()
        });
        let (product, item) = read_wishes(members, by.name(), &mut errors);
        if errors.is_empty() {
            Ok(Self {
                name,
                product,
                item,
            })
        } else {
            Err(errors)
        }
    }

    /// Reads what shall be true of codes that are named elsewhere.
    ///
    /// # Errors
    /// As [`Asked::read`].
    pub fn read_for(name: String, members: Map<String, Value>) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let (product, item) = read_wishes(members, EXTENDED_ID, &mut errors);
        if errors.is_empty() {
            Ok(Self {
                name,
                product,
                item,
            })
        } else {
            Err(errors)
        }
    }

    /// The keys that were passed, apart from the one that finds the codes.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let item = &self.item;
        let special = [
            (PRODUCT, self.product.is_some()),
            (ACTIVATION_STATUS, item.status.is_some()),
            (BLACKLIST_REASON, item.reason.is_some()),
            (SERIAL_NUMBER, item.serial_number.is_some()),
        ];
        let special = special.into_iter().filter(|(_, there)| *there);
        let special = special.map(|(key, _)| key);
        special.chain(item.fields.iter().map(|(key, _)| key.as_str()))
    }
}

fn read_wishes(
    members: Map<String, Value>,
    by: &str,
    errors: &mut Errors,
) -> (Option<ProductName>, Item) {
    let (mut product, mut item) = (None, Item::default());
    for (key, value) in members {
        let read = match key.as_str() {
            _ if key == by => Ok(()),
            // What finds codes and does not change.
            EXTENDED_ID | WORKORDER => Ok(()),
            PRODUCT => read_product(&value).map(|name| product = Some(name)),
            ACTIVATION_STATUS => choice(&value, Status::from_number).map(|s| item.status = Some(s)),
            BLACKLIST_REASON => choice(&value, Reason::from_number).map(|r| item.reason = Some(r)),
            SERIAL_NUMBER => read_serial(&value).map(|serial| item.serial_number = Some(serial)),
            _ => {
                item.fields.push((key, Wish::of(&value)));
                continue;
            }
        };
        if let Err(sentence) = read {
            errors.push((key, sentence));
        }
    }
    let trusted = matches!(item.status, Some(Status::Inactive | Status::Active));
    if trusted && item.reason.is_some_and(|reason| reason != Reason::NONE) {
        let sentence = "Only a blacklisted code has a reason.";
        errors.push((BLACKLIST_REASON.to_owned(), sentence.to_owned()));
    }
    (product, item)
}

fn read_product(value: &Value) -> Result<ProductName, String> {
    match value {
        Value::Number(number) => match number.as_i64() {
            Some(id) => Ok(ProductName::Number(id)),
            None => Err("A product is named by its id or its SKU.".into()),
        },
        Value::String(text) if text.trim().is_empty() => Err("This field may not be blank.".into()),
        Value::String(text) if text.contains('\0') => {
            Err("Null characters are not allowed.".into())
        }
        Value::String(text) => Ok(ProductName::Text(text.trim().to_owned())),
        Value::Null => Err("This field may not be null.".into()),
        _ => Err("A product is named by its id or its SKU.".into()),
    }
}

/// One of some whole numbers; files hold them as texts.
fn choice<T>(value: &Value, of: impl Fn(i64) -> Option<T>) -> Result<T, String> {
    let (number, shown) = match value {
        Value::Number(number) => (number.as_i64(), number.to_string()),
        Value::String(text) => (text.trim().parse().ok(), text.clone()),
        Value::Null => return Err("This field may not be null.".into()),
        _ => return Err("A valid integer is required.".into()),
    };
    let shown: String = shown.chars().filter(|c| !c.is_control()).take(60).collect();
    number
        .and_then(of)
        .ok_or_else(|| format!("\"{shown}\" is not a valid choice."))
}

fn read_serial(value: &Value) -> Result<Option<String>, String> {
    match Wish::of(value) {
        Wish::Clear => Ok(None),
        Wish::Wrong(sentence) => Err(sentence.into()),
        Wish::Set(datum) if datum.text.chars().any(char::is_control) => {
            Err("Line breaks and control characters are not allowed.".into())
        }
        Wish::Set(datum) if datum.text.chars().count() > LONGEST_SERIAL => Err(format!(
            "Ensure this field has no more than {LONGEST_SERIAL} characters."
        )),
        Wish::Set(datum) => Ok(Some(datum.text)),
    }
}

//! Paging: `limit` and `offset` as the contract has them, and beside the offset an anchor, so
//! that the thousandth page costs what the first one costs.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// Rows of a page when the caller does not say (contract §1.1).
pub const DEFAULT_LIMIT: i64 = 20;
/// The most rows of a page.
pub const MAX_LIMIT: i64 = 200;
/// The furthest offset that is taken; beyond it, follow `next`.
pub const MAX_OFFSET: i64 = 1_000_000_000;

/// The value of the sort column at the last row of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A number or a time.
    Int(i64),
    /// A text.
    Text(String),
}

/// Where a page ended: the sort value of its last row and that row's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The ordering it was made under; it is no use under another.
    pub ordering: String,
    /// The last row's sort value.
    pub key: Key,
    /// The last row's id, which breaks ties.
    pub id: i64,
}

/// The text is not an anchor that this server wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an anchor of this list")]
pub struct InvalidAnchor;

impl Anchor {
    /// The opaque text that goes into `after=`.
    #[must_use]
    pub fn write(&self) -> String {
        let (kind, key) = match &self.key {
            Key::Int(number) => ('i', number.to_string()),
            Key::Text(text) => ('t', text.clone()),
        };
        URL_SAFE_NO_PAD.encode(format!("{}|{}|{kind}{key}", self.ordering, self.id))
    }

    /// Reads what [`Anchor::write`] wrote. It is data, not a secret: whoever forges one gets
    /// another page of what may be seen anyway.
    ///
    /// # Errors
    /// [`InvalidAnchor`] for anything else.
    pub fn parse(text: &str) -> Result<Self, InvalidAnchor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidAnchor)?;
        let plain = String::from_utf8(bytes).map_err(|_| InvalidAnchor)?;
        let mut parts = plain.splitn(3, '|');
        let (Some(ordering), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(InvalidAnchor);
        };
        let key = match key.split_at_checked(1) {
            Some(("i", number)) => Key::Int(number.parse().map_err(|_| InvalidAnchor)?),
            Some(("t", text)) if !text.contains('\0') => Key::Text(text.to_owned()),
            _ => return Err(InvalidAnchor),
        };
        let id = id.parse().map_err(|_| InvalidAnchor)?;
        Ok(Self {
            ordering: ordering.to_owned(),
            key,
            id,
        })
    }
}

/// Which rows are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// At most so many rows.
    pub limit: i64,
    /// Rows to skip, counted from the first; only for show when `after` is there.
    pub offset: i64,
    /// Begin after this row.
    pub after: Option<Anchor>,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self {
            limit: DEFAULT_LIMIT,
            offset: 0,
            after: None,
        }
    }
}

/// One page of rows.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// All rows that the filter matches.
    pub count: i64,
    /// The rows of this page.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Anchor>,
}

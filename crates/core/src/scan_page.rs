//! Where an export of scans goes on, so that none is shown twice and none is left out while others
//! arrive: in the order in which scans were committed, or from the newest back.

use crate::time::Timestamp;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// A place in the order of commits, and the window that the whole export looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The turn of the last scan that was shown.
    pub turn: i64,
    /// Its id, which breaks ties.
    pub id: i64,
    /// The last turn that can hold anything; none while scans may still arrive.
    pub until: Option<i64>,
    /// The first moment of the window. Fixed at the first page: "the last week" is no other week
    /// on the next one.
    pub from: Timestamp,
    /// The last moment of the window.
    pub to: Timestamp,
}

/// The place of the last scan that was shown on the way from the newest back. Whatever arrives has
/// its place in front of it or, committed late, behind it: nothing moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Back {
    /// Its time.
    pub at: Timestamp,
    /// Its turn, among scans of one moment.
    pub turn: i64,
    /// Its id, which breaks ties.
    pub id: i64,
    /// The first moment of the window; the last one is that of the beginning.
    pub from: Timestamp,
}

impl Back {
    /// Before the newest scan of that window.
    #[must_use]
    pub const fn begin((from, to): (Timestamp, Timestamp)) -> Self {
        Self {
            at: to,
            turn: i64::MAX,
            id: i64::MAX,
            from,
        }
    }
}

/// Where an export goes on, in either order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// In the order of commits.
    Recorded(Position),
    /// From the newest back.
    Newest(Back),
}

impl From<Position> for Cursor {
    fn from(position: Position) -> Self {
        Self::Recorded(position)
    }
}

impl From<Back> for Cursor {
    fn from(back: Back) -> Self {
        Self::Newest(back)
    }
}

/// The text is not a position that this server wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a position of an export")]
pub struct InvalidPosition;

impl Cursor {
    /// The opaque text that goes into `cursor=`.
    #[must_use]
    pub fn write(&self) -> String {
        let plain = match self {
            Self::Recorded(Position {
                turn,
                id,
                until,
                from,
                to,
            }) => {
                let until = until.map(|turn| turn.to_string()).unwrap_or_default();
                format!("{turn}|{id}|{until}|{}|{}", from.0, to.0)
            }
            Self::Newest(Back { at, turn, id, from }) => {
                format!("{}|{turn}|{id}|{}", at.0, from.0)
            }
        };
        URL_SAFE_NO_PAD.encode(plain)
    }

    /// Reads what [`Cursor::write`] wrote. It is data, not a secret: whoever forges one gets
    /// other scans that they may see anyway.
    ///
    /// # Errors
    /// [`InvalidPosition`] for anything else.
    pub fn parse(text: &str) -> Result<Self, InvalidPosition> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidPosition)?;
        let plain = std::str::from_utf8(&bytes).map_err(|_| InvalidPosition)?;
        let parts: Vec<_> = plain.split('|').collect();
        let number = |text: &str| text.parse::<i64>().map_err(|_| InvalidPosition);
        Ok(match parts.as_slice() {
            [turn, id, until, from, to] => Self::Recorded(Position {
                turn: number(turn)?,
                id: number(id)?,
                until: match *until {
                    "" => None,
                    until => Some(number(until)?),
                },
                from: Timestamp(number(from)?),
                to: Timestamp(number(to)?),
            }),
            [at, turn, id, from] => Self::Newest(Back {
                at: Timestamp(number(at)?),
                turn: number(turn)?,
                id: number(id)?,
                from: Timestamp(number(from)?),
            }),
            _ => return Err(InvalidPosition),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_nothing_else() {
        for until in [None, Some(7)] {
            let position = Position {
                turn: i64::MAX,
                id: -1,
                until,
                from: Timestamp(i64::MIN),
                to: Timestamp(0),
            };
            let cursor = Cursor::from(position);
            assert_eq!(Cursor::parse(&cursor.write()), Ok(cursor));
        }
        let back = Cursor::from(Back::begin((Timestamp(-1), Timestamp(7))));
        assert_eq!(Cursor::parse(&back.write()), Ok(back));
        for text in [
            "",
            "x",
            "MXwyfHwzfA",
            "MXwyfHwz",
            "MXwyfDM",
            "1|2||3|4",
            "////",
        ] {
            assert!(Cursor::parse(text).is_err(), "{text}");
        }
    }
}

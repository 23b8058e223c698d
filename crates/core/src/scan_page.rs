//! Where an export of scans goes on: pages follow the order in which scans were committed, so
//! that none is shown twice and none is left out while others arrive.

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

/// The text is not a position that this server wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a position of an export")]
pub struct InvalidPosition;

impl Position {
    /// The opaque text that goes into `cursor=`.
    #[must_use]
    pub fn write(&self) -> String {
        let until = self.until.map(|turn| turn.to_string()).unwrap_or_default();
        let Self { turn, id, .. } = self;
        let (from, to) = (self.from.0, self.to.0);
        URL_SAFE_NO_PAD.encode(format!("{turn}|{id}|{until}|{from}|{to}"))
    }

    /// Reads what [`Position::write`] wrote. It is data, not a secret: whoever forges one gets
    /// other scans that they may see anyway.
    ///
    /// # Errors
    /// [`InvalidPosition`] for anything else.
    pub fn parse(text: &str) -> Result<Self, InvalidPosition> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidPosition)?;
        let plain = std::str::from_utf8(&bytes).map_err(|_| InvalidPosition)?;
        let parts: Vec<_> = plain.split('|').collect();
        let [turn, id, until, from, to] = parts.as_slice() else {
            return Err(InvalidPosition);
        };
        let number = |text: &str| text.parse::<i64>().map_err(|_| InvalidPosition);
        let until = match *until {
            "" => None,
            until => Some(number(until)?),
        };
        Ok(Self {
            turn: number(turn)?,
            id: number(id)?,
            until,
            from: Timestamp(number(from)?),
            to: Timestamp(number(to)?),
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
            assert_eq!(Position::parse(&position.write()), Ok(position));
        }
        for text in ["", "x", "MXwyfHwzfA", "MXwyfHwz", "1|2||3|4", "////"] {
            assert!(Position::parse(text).is_err(), "{text}");
        }
    }
}

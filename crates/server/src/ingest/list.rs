//! Where the objects of a JSON array begin and end, in a file that comes in pieces. What is inside
//! of them is read by others.

/// Where in the file the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Before the array.
    Start,
    /// Behind `[`: an object, or the end.
    First,
    /// Behind an object: a comma, or the end.
    Behind,
    /// Behind a comma: an object.
    Next,
    /// In an object, so many brackets deep.
    Object(usize),
    /// In a text in an object.
    Text(usize),
    /// Behind a backslash in a text in an object.
    Escape(usize),
    /// Behind the array.
    End,
}

/// Finds objects, byte by byte. Nothing is looked at twice.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    at: At,
}

/// What was found in some bytes: `.0` how many were gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// An object begins with the last of them.
    Begin(usize),
    /// It ends with the last of them.
    End(usize),
}

impl List {
    /// At the beginning of a file.
    pub(super) const fn new() -> Self {
        Self { at: At::Start }
    }

    /// Behind an object.
    pub(super) const fn behind() -> Self {
        Self { at: At::Behind }
    }

    /// Goes on until an object begins or ends, or the bytes do.
    pub(super) fn next(&mut self, bytes: &[u8]) -> Result<Option<Found>, &'static str> {
        for (place, byte) in bytes.iter().enumerate() {
            self.at = match (self.at, byte) {
                (
                    At::Start | At::First | At::Behind | At::Next | At::End,
                    b' ' | b'\t' | b'\n' | b'\r',
                ) => self.at,
                (At::Start, b'[') => At::First,
                (At::Start, _) => return Err("This is no JSON array: it does not begin with [."),
                (At::First | At::Next, b'{') => {
                    self.at = At::Object(1);
                    return Ok(Some(Found::Begin(place + 1)));
                }
                (At::First | At::Behind, b']') => At::End,
                (At::Behind, b',') => At::Next,
                (At::First | At::Next, _) => {
                    return Err("Invalid data. Expected a dictionary.");
                }
                (At::Behind, _) => return Err("Between two elements stands a comma."),
                (At::End, _) => return Err("Something stands behind the array."),
                (At::Object(deep), b'"') => At::Text(deep),
                (At::Object(deep), b'{' | b'[') => At::Object(deep + 1),
                (At::Object(1), b'}' | b']') => {
                    self.at = At::Behind;
                    return Ok(Some(Found::End(place + 1)));
                }
                (At::Object(deep), b'}' | b']') => At::Object(deep - 1),
                (At::Text(deep), b'"') | (At::Object(deep), _) => At::Object(deep),
                (At::Text(deep), b'\\') => At::Escape(deep),
                (At::Text(deep) | At::Escape(deep), _) => At::Text(deep),
            };
        }
        Ok(None)
    }

    /// What is wrong when the file ends here.
    pub(super) const fn end(&self) -> Result<(), &'static str> {
        match self.at {
            At::End => Ok(()),
            At::Start => Err("The file is empty."),
            _ => Err("The file breaks off in the middle of the array."),
        }
    }
}

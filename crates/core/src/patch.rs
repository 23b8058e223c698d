//! A member of a PATCH body: absent, null and a value are three different wishes
//! (RFC 7396 knows the difference; an `Option` does not).

/// What a PATCH says about one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// Not mentioned: leave it as it is.
    #[default]
    Absent,
    /// `null`: clear it.
    Null,
    /// Set it to this.
    Value(T),
}

impl<T> Patch<T> {
    /// The new value of a member that cannot be empty: `null` changes nothing.
    pub fn or(self, current: T) -> T {
        match self {
            Self::Value(value) => value,
            Self::Absent | Self::Null => current,
        }
    }

    /// The new value of a member that may be empty.
    pub fn apply(self, current: Option<T>) -> Option<T> {
        match self {
            Self::Absent => current,
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

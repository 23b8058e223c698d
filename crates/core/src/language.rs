//! The languages that people are written to in.

/// A language of which every mail is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English: also of whoever has not said which.
    #[default]
    English,
    /// French.
    French,
}

impl Language {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::English, Self::French];

    /// Its ISO 639 code, on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// Finds a language by its code.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.name() == name)
    }
}

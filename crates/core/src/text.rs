//! Texts that people and systems send, parsed once into types that cannot be wrong.
//!
//! Messages are those of Django REST framework, which clients of the contract know.

use unicode_normalization::UnicodeNormalization;
use utoipa::openapi::{
    RefOr, Schema,
    schema::{ObjectBuilder, SchemaType, Type},
};

/// Why a text was refused; a sentence for the field's list of errors.
pub type Refused = String;

/// A text type that knows how to read itself.
pub trait Text: Sized {
    /// The most characters it may have.
    const MAX: usize;
    /// Parses and normalises.
    ///
    /// # Errors
    /// A sentence for the field's error list.
    fn parse(text: &str) -> Result<Self, Refused>;
    /// The text itself.
    fn as_str(&self) -> &str;
}

fn check(text: &str, max: usize, blank: bool) -> Result<String, Refused> {
    if text.contains('\0') {
        return Err("Null characters are not allowed.".into());
    }
    let text = text.trim();
    if text.is_empty() && !blank {
        return Err("This field may not be blank.".into());
    }
    if text.chars().count() > max {
        return Err(format!(
            "Ensure this field has no more than {max} characters."
        ));
    }
    Ok(text.to_owned())
}

/// One line: a control character would break logs, mails and CSV files.
fn check_line(text: &str, max: usize, blank: bool) -> Result<String, Refused> {
    let text = check(text, max, blank)?;
    if text.chars().any(char::is_control) {
        return Err("Line breaks and control characters are not allowed.".into());
    }
    Ok(text)
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident max $max:literal $(format $format:literal)? = $parse:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl Text for $name {
            const MAX: usize = $max;
            fn parse(text: &str) -> Result<Self, Refused> {
                let parse: fn(&str) -> Result<String, Refused> = $parse;
                parse(text).map(Self)
            }
            fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let schema = ObjectBuilder::new()
                    .schema_type(SchemaType::new(Type::String))
                    .max_length(Some($max));
                $(let schema = schema.format(Some(
                    utoipa::openapi::schema::SchemaFormat::Custom($format.into()),
                ));)?
                schema.into()
            }
        }

        impl utoipa::ToSchema for $name {}
    )+};
}

texts! {
    /// The name of a company.
    CompanyName max 255 = |text| check_line(text, 255, false);
    /// A brand's or product's name.
    Name max 255 = |text| check_line(text, 255, false);
    /// A given or family name; may be empty, since not everybody has both.
    PersonName max 100 = |text| check_line(text, 100, true);
    /// A short free line: a phone number, a job title, a reason.
    Line max 255 = |text| check_line(text, 255, true);
    /// Free text of several lines.
    Description max 20000 = |text| check(text, 20_000, true);
    /// A stock-keeping unit: the product's own key, unique in a company.
    Sku max 100 = |text| check_line(text, 100, false);
    /// A brand's own key, unique in a company.
    Reference max 100 = |text| check_line(text, 100, false);
    /// A link for people, or empty.
    Link max 2000 = parse_link;
    /// An address with placeholders that a scan fills in, or empty.
    Template max 2000 = crate::redirect::parse_template;
    /// The key of a field of supply-chain data.
    FieldKey max 64 = crate::scm_field::parse_key;
    /// An e-mail address, folded to lower case: two spellings are one person.
    Email max 254 format "email" = parse_email;
}

fn parse_link(text: &str) -> Result<String, Refused> {
    let text = check_line(text, 2000, true)?;
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let valid = text.is_empty()
        || rest.is_some_and(|rest| {
            let host = rest.split(['/', '?', '#']).next().unwrap_or("");
            !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace)
        });
    if valid {
        Ok(text)
    } else {
        Err("Enter a valid URL.".into())
    }
}

fn parse_email(text: &str) -> Result<String, Refused> {
    let text: String = check_line(text, 254, false)?
        .nfc()
        .collect::<String>()
        .to_lowercase();
    let valid = text.rsplit_once('@').is_some_and(|(local, domain)| {
        let labels_ok = domain.contains('.') || domain == "localhost";
        !local.is_empty()
            && local.len() <= 64
            && labels_ok
            && domain.split('.').all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            })
            && !local.contains(|c: char| c.is_whitespace() || "@<>(),;:\"[]\\".contains(c))
    });
    if valid {
        Ok(text)
    } else {
        Err("Enter a valid email address.".into())
    }
}

impl Default for Description {
    /// The empty text, which is a valid one.
    fn default() -> Self {
        Self(String::new())
    }
}

impl Default for Link {
    /// No link, which is a valid one.
    fn default() -> Self {
        Self(String::new())
    }
}

/// The form in which texts are compared and searched: NFKC, lower case.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

/// The form in which a password is hashed: NFC and nothing else (NIST SP 800-63B-4 §3.1.1.2).
#[must_use]
pub fn normalise_password(text: &str) -> zeroize::Zeroizing<String> {
    zeroize::Zeroizing::new(text.nfc().collect())
}

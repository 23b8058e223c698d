//! Uploads that carry their own right: a form's fields, good for one record of one company, for
//! thirty minutes, and for nothing else (security checklist 56). The bytes go through this server
//! into the storage, whichever that is, and at most some megabytes of them are in memory.

use super::FileError;
use crate::{
    app::App,
    error::{ApiError, ApiResult},
    random,
    secrets::same,
};
use countermark_core::{
    ids::{CompanyId, IngestionKey},
    time::Timestamp,
};
use countermark_store::{
    files::{self, File, NewFile},
    ingestions::Filetype,
};
use serde_json::{Map, Value, json};

/// Where a form is sent.
pub const PATH: &str = "/api/v2/ingestion/upload/";
/// Seconds for which it is good (contract §4.8).
const GOOD_FOR: i64 = 30 * 60;
/// Seconds for which a file is kept of which nothing became.
const KEPT: i64 = 86_400;

/// The right to send a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Whose.
    pub company: CompanyId,
    /// For which record.
    pub key: IngestionKey,
    /// Until when.
    pub ends: Timestamp,
}

impl Ticket {
    /// A new one.
    #[must_use]
    pub fn new(app: &App, company: CompanyId, key: &IngestionKey) -> Self {
        let ends = app.clock.now().plus_seconds(GOOD_FOR).seconds();
        Self {
            company,
            key: key.clone(),
            ends: Timestamp(ends * 1_000_000),
        }
    }

    fn signature(&self, app: &App) -> String {
        let key = self.key.as_str();
        app.secrets.upload_signature(self.company, key, self.ends)
    }

    /// The fields of the form. All are texts, as forms send them.
    #[must_use]
    pub fn fields(&self, app: &App) -> Map<String, Value> {
        let fields = [
            ("key", self.key.to_string()),
            ("company", self.company.to_string()),
            ("expires", self.ends.seconds().to_string()),
            ("signature", self.signature(app)),
        ];
        let fields = fields.into_iter();
        fields
            .map(|(name, text)| (name.into(), json!(text)))
            .collect()
    }

    /// Reads the fields of a form.
    ///
    /// # Errors
    /// 404 for what is none of ours, 403 for one that was ours and has ended.
    pub fn read(app: &App, field: impl Fn(&str) -> Option<String>) -> ApiResult<Self> {
        let number = |name| field(name).and_then(|text| text.parse::<i64>().ok());
        let key = field("key").and_then(|text| text.parse().ok());
        let (Some(key), Some(company), Some(expires), Some(signature)) = (
            key,
            number("company"),
            number("expires"),
            field("signature"),
        ) else {
            return Err(ApiError::not_found());
        };
        let ticket = Self {
            company: CompanyId(company),
            key,
            ends: Timestamp(expires.saturating_mul(1_000_000)),
        };
        if !same(ticket.signature(app).as_bytes(), signature.as_bytes()) {
            return Err(ApiError::not_found());
        }
        if ticket.ends <= app.clock.now() {
            let sentence = "The time to send this file is over. Begin a new upload.";
            return Err(ApiError::forbidden("link_expired", sentence));
        }
        Ok(ticket)
    }
}

/// A place in the storage for a file of codes, which is removed after a day unless that happens
/// earlier.
///
/// # Errors
/// When the database failed.
pub async fn file_for(app: &App, company: CompanyId, filetype: Filetype) -> ApiResult<File> {
    let media_type = match filetype {
        Filetype::Csv => crate::download::CSV,
        Filetype::Json => "application/json",
    };
    let name = format!("codes.{}", filetype.name());
    place_for(app, company, ("ingestion", &name, media_type)).await
}

/// A place for a file that is worked on: its purpose, its name and its media type. It is removed
/// after a day unless that happens earlier.
///
/// # Errors
/// 429 when the company's files take what they may; when the database failed.
pub async fn place_for(
    app: &App,
    company: CompanyId,
    (purpose, name, media_type): (&str, &str, &str),
) -> ApiResult<File> {
    let (key, now) = (random::key(), app.clock.now());
    let new = NewFile {
        key: &key,
        purpose,
        name,
        media_type,
        forget_at: Some(now.plus_seconds(KEPT)),
    };
    let mut tx = app.db.write().await?;
    super::room(app, &mut tx, company).await?;
    files::create(&mut tx, company, &new, now).await?;
    let made = files::get(&mut tx, company, &key, now).await?;
    tx.commit_unaudited().await?;
    made.ok_or_else(ApiError::internal)
}

/// Puts bytes that are at hand into such a place.
///
/// # Errors
/// When storage or database failed.
pub async fn fill(app: &App, file: &File, bytes: Vec<u8>) -> ApiResult<()> {
    let size = app.settings.files.put(file, bytes.into()).await?;
    let mut tx = app.db.write().await?;
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    files::set_size(&mut tx, file.company, &file.key, size).await?;
    Ok(tx.commit_unaudited().await?)
}

/// A file of which nothing became is removed soon.
///
/// # Errors
/// When the database failed.
pub async fn drop_file(app: &App, file: &File) -> Result<(), FileError> {
    let now = app.clock.now();
    let drop = async {
        let mut tx = app.db.write().await?;
        files::forget_at(&mut tx, file.company, &file.key, now).await?;
        tx.commit_unaudited().await
    };
    drop.await
        .map_err(|error| FileError::Unavailable(error.to_string()))
}

//! The file storage: a folder beside the database by default, S3 where several nodes need the same
//! one. What is in it, whose it is and until when it stays is in the database
//! ([`countermark_store::files`]); where the bytes of a row lie follows from its company, purpose
//! and key, never from a name that people sent.
//!
//! A file is there when all of it is there: a program that is killed while it writes leaves the
//! place as it was, and whoever writes it again overwrites it.

mod answer;
pub mod link;
mod room;
pub mod upload;

pub use answer::answer;
pub use room::room;

use axum::body::Bytes;
use countermark_store::files::File;
use futures_util::{StreamExt as _, stream::BoxStream};
use object_store::{
    GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, aws::AmazonS3Builder,
    buffered::BufWriter, local::LocalFileSystem, memory::InMemory, path::Path as Place,
    prefix::PrefixStore,
};
use std::{
    fs::{self, DirBuilder, Permissions},
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::io::AsyncWriteExt as _;

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is not there, although its row says so.
    #[error("{0} is not in the file storage")]
    Missing(String),
    /// The storage cannot be reached, or is full.
    #[error("the file storage is not available: {0}")]
    Unavailable(String),
    /// The setting cannot be understood.
    #[error("{0}")]
    Setting(String),
}

impl From<object_store::Error> for FileError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { path, .. } => Self::Missing(path),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// The storage; cheap to clone. The default one is in memory, for tests.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// The folder, when it is one.
    folder: Option<PathBuf>,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            store: Arc::new(InMemory::new()),
            folder: None,
        }
    }
}

impl Files {
    /// The storage at that address, or the folder `files` in the data folder.
    ///
    /// # Errors
    /// A sentence about what is wrong with the setting or the folder.
    pub fn open(url: Option<&str>, data: &Path) -> Result<Self, FileError> {
        match url {
            None => Self::in_folder(&data.join("files")),
            Some(url) => match url.split_once("://") {
                Some(("file", folder)) if folder.starts_with('/') => {
                    Self::in_folder(Path::new(folder))
                }
                Some(("s3", rest)) => Self::in_bucket(rest),
                _ => Err(FileError::Setting(
                    "--files-url is written as s3://bucket/prefix or file:///folder.".into(),
                )),
            },
        }
    }

    /// A folder, made if need be, that nobody else can read.
    ///
    /// # Errors
    /// A sentence about what is wrong with the folder.
    pub fn in_folder(folder: &Path) -> Result<Self, FileError> {
        let wrong = |error: &dyn std::fmt::Display| {
            FileError::Setting(format!(
                "The folder for files {} cannot be used: {error}.",
                folder.display()
            ))
        };
        let mut builder = DirBuilder::new();
        let made = builder.recursive(true).mode(0o700).create(folder);
        made.map_err(|error| wrong(&error))?;
        // What was written before power went is there afterwards, as with the database.
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| wrong(&error))?;
        Ok(Self {
            store: Arc::new(store.with_fsync(true)),
            folder: Some(folder.to_owned()),
        })
    }

    /// A bucket, and a prefix inside it. Keys, region and endpoint come from the usual variables.
    fn in_bucket(rest: &str) -> Result<Self, FileError> {
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let store = AmazonS3Builder::from_env().with_bucket_name(bucket).build();
        let store = store.map_err(|error| {
            FileError::Setting(format!(
                "The bucket of --files-url cannot be used: {error}."
            ))
        })?;
        let prefix = Place::parse(prefix.trim_matches('/'))
            .map_err(|error| FileError::Setting(format!("--files-url: {error}.")))?;
        Ok(Self {
            store: Arc::new(PrefixStore::new(store, prefix)),
            folder: None,
        })
    }

    /// The folder, when it is one.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Begins to write a file, over whatever is there.
    #[must_use]
    pub fn writer(&self, file: &File) -> Writer {
        let place = place(file);
        Writer {
            inner: BufWriter::new(self.store.clone(), place.clone()),
            written: 0,
            on_disk: self.folder.as_ref().map(|folder| on_disk(folder, &place)),
        }
    }

    /// Writes a whole file that is at hand.
    ///
    /// # Errors
    /// When the storage failed; then there is no file.
    pub async fn put(&self, file: &File, bytes: Bytes) -> Result<u64, FileError> {
        let mut writer = self.writer(file);
        writer.write(bytes).await?;
        writer.finish().await
    }

    /// Reads a file: its length and its bytes, piece by piece.
    ///
    /// # Errors
    /// When it is not there, or the storage failed.
    pub async fn get(
        &self,
        file: &File,
    ) -> Result<(u64, BoxStream<'static, Result<Bytes, FileError>>), FileError> {
        let found = self.store.get(&place(file)).await?;
        let size = found.meta.size;
        let pieces = found.into_stream().map(|piece| Ok(piece?));
        Ok((size, pieces.boxed()))
    }

    /// Reads a file from that byte on, which is one of its own.
    ///
    /// # Errors
    /// As [`Files::get`].
    pub async fn get_from(
        &self,
        file: &File,
        from: u64,
    ) -> Result<BoxStream<'static, Result<Bytes, FileError>>, FileError> {
        let options = GetOptions {
            range: Some(GetRange::Offset(from)),
            ..GetOptions::default()
        };
        let found = self.store.get_opts(&place(file), options).await?;
        Ok(found.into_stream().map(|piece| Ok(piece?)).boxed())
    }

    /// Removes a file; one that is gone is no error.
    ///
    /// # Errors
    /// When the storage failed.
    pub async fn remove(&self, file: &File) -> Result<(), FileError> {
        match self.store.delete(&place(file)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Where a file lies in the folder, as the parts of its path with slashes between.
#[must_use]
pub fn path_of(file: &File) -> String {
    place(file).to_string()
}

/// Where a file lies.
fn place(file: &File) -> Place {
    Place::from_iter([
        file.company.to_string(),
        file.purpose.clone(),
        file.key.clone(),
    ])
}

/// The same on a disk. The parts are digits and letters, so that nothing is encoded.
fn on_disk(folder: &Path, place: &Place) -> PathBuf {
    folder.join(place.as_ref())
}

/// A file that is being written. Dropped without [`Writer::finish`], there is none.
pub struct Writer {
    inner: BufWriter,
    written: u64,
    on_disk: Option<PathBuf>,
}

impl Writer {
    /// Adds bytes. At most some megabytes wait in memory.
    ///
    /// # Errors
    /// When the storage failed.
    pub async fn write(&mut self, bytes: Bytes) -> Result<(), FileError> {
        self.written += bytes.len() as u64;
        Ok(self.inner.put(bytes).await?)
    }

    /// Lets go of what was written: there is no file, and no parts of one are left.
    pub async fn abandon(mut self) {
        if let Err(error) = self.inner.abort().await {
            tracing::warn!(%error, "parts of a file may be left in the storage");
        }
    }

    /// Makes it a file; returns its length.
    ///
    /// # Errors
    /// When the storage failed; then there is no file.
    pub async fn finish(mut self) -> Result<u64, FileError> {
        self.inner.shutdown().await?;
        if let Some(path) = &self.on_disk {
            fs::set_permissions(path, Permissions::from_mode(0o600))?;
        }
        Ok(self.written)
    }
}

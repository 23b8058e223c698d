//! Every kind of job there is.

use super::{
    Claimed, Ended, Stop, Work, codes_download::CodesDownload, import::products::ProductImportJob,
    import::scm::ScmImportJob, ingestion::Ingest, runner, scm_upload::ScmUploadJob, workorder,
};
use crate::app::App;
use countermark_core::permissions::{Permission, PermissionSet};
use countermark_store::{DbError, Tx};
use futures_util::future::BoxFuture;

/// A kind of job, for the runner.
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// The owner must have one of these.
    pub needs: &'static [Permission],
    /// Whether it is stopped by itself.
    pub cancelable: bool,
    /// See [`Work::OBJECT`].
    pub object: Option<&'static str>,
    /// One step of it.
    pub(super) step: for<'a> fn(&'a App, &'a mut Claimed) -> BoxFuture<'a, Result<bool, Stop>>,
    /// See [`Work::ended`].
    pub(crate) ended: Tidy,
}

type Tidy = for<'a> fn(&'a mut Tx, &'a Ended<'a>) -> BoxFuture<'a, Result<(), DbError>>;

impl Kind {
    /// The kind of that work.
    #[must_use]
    pub const fn of<W: Work>() -> Self {
        Self {
            name: W::KIND,
            needs: W::NEEDS,
            cancelable: W::CANCELABLE,
            object: W::OBJECT,
            step: |app, job| Box::pin(runner::step::<W>(app, job)),
            ended: |tx, ended| Box::pin(W::ended(tx, ended)),
        }
    }
}

/// Every kind.
pub const ALL: &[Kind] = &[
    Kind::of::<CodesDownload>(),
    Kind::of::<ScmUploadJob>(),
    Kind::of::<ScmImportJob>(),
    Kind::of::<ProductImportJob>(),
    Kind::of::<Ingest>(),
    Kind::of::<workorder::Generate>(),
    Kind::of::<workorder::Package>(),
    Kind::of::<workorder::Withdraw>(),
    Kind::of::<workorder::Remove>(),
];

/// The kind of that name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Kind> {
    ALL.iter().find(|kind| kind.name == name)
}

/// The names of the kinds that somebody with these permissions sees of the whole company.
#[must_use]
pub fn seen_with(held: PermissionSet) -> Vec<&'static str> {
    let seen = |kind: &&Kind| kind.needs.iter().any(|one| held.contains(*one));
    ALL.iter().filter(seen).map(|kind| kind.name).collect()
}

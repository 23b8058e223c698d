//! `/api/v2/regions/`: names for the countries that products are meant for.

pub mod archive;
pub mod create;
pub mod get;
pub mod list;
pub mod restore;
pub mod update;

use crate::{
    app::App,
    auth::Principal,
    error::{ApiError, ApiResult},
    extract::Json,
};
use countermark_core::{audit::Entry, ids::RegionId};
use countermark_store::{DbError, Tx, regions, regions::Region};
use serde::Serialize;
use utoipa::ToSchema;

/// A region.
#[derive(Serialize, ToSchema)]
pub struct RegionShown {
    /// Id.
    pub id: i64,
    /// Name, unique in the company in any case.
    pub name: String,
    /// Its countries by their ISO 3166-1 alpha-2 codes.
    pub countries: Vec<String>,
    /// Put away.
    pub is_archived: bool,
    /// When it was made.
    #[schema(format = "date-time")]
    pub creation_date: String,
}

impl From<Region> for RegionShown {
    fn from(region: Region) -> Self {
        Self {
            id: region.id.0,
            name: region.name,
            countries: region.countries.iter().map(ToString::to_string).collect(),
            is_archived: region.archived,
            creation_date: region.created_at.to_string(),
        }
    }
}

/// Refuses a name that another region has.
async fn check_unique(
    tx: &mut Tx,
    caller: &Principal,
    own: Option<RegionId>,
    name: &str,
) -> ApiResult<()> {
    if regions::is_name_taken(tx, caller.company(), name, own).await? {
        return Err(taken(DbError::Unique));
    }
    Ok(())
}

/// Two requests at once can both find a name free; the index lets one through.
fn taken(error: DbError) -> ApiError {
    match error {
        DbError::Unique => ApiError::field("name", "A region with this name already exists."),
        other => other.into(),
    }
}

/// Archives or restores; once more changes nothing.
async fn set_archived(
    app: &App,
    caller: &Principal,
    region: Region,
    archived: bool,
) -> ApiResult<Json<RegionShown>> {
    let mut tx = app.db.write().await?;
    if regions::set_archived(&mut tx, caller.company(), region.id, archived).await? {
        let action = if archived {
            "region.archive"
        } else {
            "region.restore"
        };
        let entry = Entry::event(action, "region", region.id, region.name.clone());
        app.commit(tx, caller.by(app.clock.now()), vec![entry], vec![])
            .await?;
    }
    Ok(Json(Region { archived, ..region }.into()))
}

//! `/api/v2/codes/` (contract §4.6, §5).

pub mod activate;
pub mod blacklist;
pub mod deactivate;
pub mod download;
pub mod edit;
pub(crate) mod filters;
pub mod get;
pub mod list;
mod status;

use countermark_core::ids::UserId;
use countermark_store::codes::Code;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A code.
#[derive(Serialize, ToSchema)]
pub struct CodeShown {
    /// Id inside this server.
    pub id: i64,
    /// What the code on the item says; names the code in paths.
    pub extended_id: String,
    /// Serial number; null when it has none.
    pub serial_number: Option<String>,
    /// The work order that it came with.
    pub workorder: i64,
    /// Its place there, from 1 on.
    pub sequence: i64,
    /// What it is on; null when nobody has said yet.
    pub product: Option<CodeProduct>,
    /// The campaign of its product; null when that is in none.
    pub campaign: Option<Named>,
    /// 0 inactive, 1 active, 2 blacklisted.
    pub activation_status: i64,
    /// 0 none, 1 counterfeits detected, 2 low quality, 3 overprint, 4 stolen, 5 damage, 6 lost,
    /// 7 misprint, 8 not sold, 9 work order canceled, 10 max scan count exceeded.
    pub blacklist_reason: i64,
    /// Who activated it last.
    pub activated_by: Option<Who>,
    /// When.
    #[schema(format = "date-time")]
    pub activated_at: Option<String>,
    /// Its supply-chain data, by key.
    #[schema(value_type = Object)]
    pub scm: Map<String, Value>,
    /// Who changed that last.
    pub scm_updated_by: Option<Who>,
    /// When.
    #[schema(format = "date-time")]
    pub scm_updated_at: Option<String>,
    /// When anything of the code changed.
    #[schema(format = "date-time")]
    pub updated_at: String,
    /// When it was made.
    #[schema(format = "date-time")]
    pub creation_date: String,
}

/// The product of a code.
#[derive(Serialize, ToSchema)]
pub struct CodeProduct {
    /// Id.
    pub id: i64,
    /// SKU.
    pub sku: String,
    /// Name.
    pub name: String,
    /// Its brand.
    pub brand: Named,
}

/// Something that has a name.
#[derive(Serialize, ToSchema)]
#[schema(as = CodeNamed)]
pub struct Named {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
}

/// A person.
#[derive(Serialize, ToSchema)]
#[schema(as = CodePerson)]
pub struct Who {
    /// Id.
    pub id: i64,
    /// E-mail address.
    pub email: String,
}

impl From<(UserId, String)> for Who {
    fn from((id, email): (UserId, String)) -> Self {
        Self { id: id.0, email }
    }
}

impl From<Code> for CodeShown {
    fn from(code: Code) -> Self {
        let campaign = code.product.as_ref();
        let campaign = campaign.and_then(|product| product.campaign.clone());
        let data = code.scm.into_iter();
        Self {
            id: code.id.0,
            extended_id: code.extended_id,
            serial_number: code.serial_number,
            workorder: code.workorder.0,
            sequence: code.sequence,
            product: code.product.map(|product| CodeProduct {
                id: product.id.0,
                sku: product.sku,
                name: product.name,
                brand: Named {
                    id: product.brand.0.0,
                    name: product.brand.1,
                },
            }),
            campaign: campaign.map(|(id, name)| Named { id: id.0, name }),
            activation_status: code.status.number(),
            blacklist_reason: code.reason.number(),
            activated_by: code.activated_by.map(Who::from),
            activated_at: code.activated_at.map(|at| at.to_string()),
            scm: data.map(|(key, datum)| (key, datum.to_json())).collect(),
            scm_updated_by: code.scm_updated_by.map(Who::from),
            scm_updated_at: code.scm_updated_at.map(|at| at.to_string()),
            updated_at: code.updated_at.to_string(),
            creation_date: code.created_at.to_string(),
        }
    }
}

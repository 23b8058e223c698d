//! `POST /api/v2/ingestion/codes/create-from-template/`

use super::Codes;
use crate::{
    api::v2::{
        scm::{field_errors, upload_async::of_member},
        workorders::{ProductKey, order::check_reach, templates::TemplateKey},
    },
    app::App,
    auth::Caller,
    error::{ApiError, ApiResult},
    extract::{Body, DataObject, Field as _, Json, Site, body, together},
    files::upload,
    ingest::{Defaults, over, refuse_members},
    jobs::{self, ingestion},
    random,
};
use axum::{extract::State, http::StatusCode};
use countermark_core::{
    audit::Entry,
    ids::ProductId,
    permissions::{Permission, perm},
};
use countermark_store::{
    ingestions::{self, Filetype, Mode, NewIngestion},
    workorders::templates::Template,
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// The most bytes of a body.
const BODY: usize = 10 << 20;
/// The most uploads of one company whose file is awaited (security checklist 63).
const MOST_UPLOADING: i64 = 20;

body! { ignore unknown; at most BODY;
    /// Codes of the company's own, or the wish to send a file of them.
    pub struct IngestionCreate {
        /// `api` (default): the codes are here; `file`: they will be sent.
        #[schema(value_type = Option<String>)]
        pub mode: Option<Mode>,
        /// Of a file: `csv` (default) or `json`.
        #[schema(value_type = Option<String>)]
        pub filetype: Option<Filetype>,
        /// What all codes carry, as in an item of `scm/upload/`; what a code says itself wins.
        #[schema(value_type = Option<Object>)]
        pub default_scm_data: Option<DataObject>,
        /// At most 100,000 objects with an `id` each, and supply-chain data.
        #[schema(value_type = Option<Vec<Object>>)]
        pub codes: Option<Codes>,
        /// The template: key or id.
        pub template: TemplateKey,
    }
}

/// An upload that has begun.
#[derive(Serialize, ToSchema)]
pub struct IngestionCreated {
    /// What names it.
    pub record_key: String,
    /// Where the file goes (`file` only).
    #[schema(format = "uri")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What is sent with the file, all of it and before the file (`file` only). Good for 30
    /// minutes.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Map<String, Value>>,
}

/// What all codes carry: what the upload says, and what its template says beside that.
fn defaults(template: &Template, said: Map<String, Value>) -> Map<String, Value> {
    let mut data = over(&template.default_scm_data, said);
    let judged = ["activation_status", "blacklist_reason"];
    if !judged.iter().any(|key| data.contains_key(*key)) {
        let status = i64::from(template.activate_on_complete);
        data.insert("activation_status".into(), json!(status));
    }
    data
}

/// Begin an upload of own codes
///
/// One upload becomes one work order, completed, with the codes in their order. What can be checked
/// at once is a 400 at once; the rest is checked in the background, and with one bad row no code is
/// made: ask for the record. An id is 8 to 100 of `A-Z a-z 0-9 - _`, or a GS1 Digital Link path
/// `01/<GTIN of 14 digits>/21/<serial number>`.
#[utoipa::path(post, path = "/api/v2/ingestion/codes/create-from-template/", tag = "Ingestion",
    request_body = IngestionCreate,
    responses(
        (status = 200, description = "Begun.", body = IngestionCreated),
        (status = 400, description = "Nothing was begun.", body = crate::api::v2::scm::upload::UploadRefused)))]
pub async fn ingestion_codes_create_from_template(
    caller: Caller<perm::IngestionCodeCreate>,
    State(app): State<App>,
    Site(site): Site,
    Body(body): Body<IngestionCreate>,
) -> ApiResult<Json<IngestionCreated>> {
    let mode = body.mode.unwrap_or(Mode::Api);
    let codes = body.codes.filter(|_| mode == Mode::Api);
    let mut said = body.default_scm_data.map_or_else(Map::new, |data| data.0);
    let in_codes = codes.as_ref().is_some_and(Codes::name_products);
    if in_codes || said.contains_key("product") {
        caller.require::<perm::ProductView>(&app)?;
    }
    let of_data = |error| of_member("default_scm_data", error);
    let named = said
        .shift_remove("product")
        .map(ProductKey::parse)
        .transpose();
    let named = named.map_err(|sentence| of_data(ApiError::field("product", sentence)));
    let data = refuse_members(&said).map_err(|wrong| of_data(field_errors(wrong)));
    let there = match (mode, &codes) {
        (Mode::Api, None) => Err(ApiError::field("codes", "This field is required.")),
        _ => Ok(()),
    };
    let (named, _) = together(named, together(data, there))?;
    let mut conn = app.db.read().await?;
    let product = match &named {
        None => Ok(None),
        Some(key) => key
            .load(&mut conn, &caller)
            .await
            .map(Some)
            .map_err(of_data),
    };
    let (template, product) = together(body.template.load(&mut conn, &caller).await, product)?;
    let waiting = ingestions::uploading(&mut conn, caller.company()).await?;
    drop(conn);
    let product = product.map(|product| product.id);
    let product = product.or(template.product.as_ref().map(|product| product.id));
    check_reach(&app, &caller, product.is_some())?;
    let defaults = Defaults {
        data: defaults(&template, said),
        names_products: caller.has(Permission::ProductView),
    };
    let begun = Begun {
        template: &template,
        product,
        defaults: &defaults,
    };
    match codes {
        Some(codes) => {
            codes.check(&defaults)?;
            begun.with_codes(&app, &caller, &codes).await
        }
        None if waiting >= MOST_UPLOADING => Err(too_many()),
        None => {
            let filetype = body.filetype.unwrap_or(Filetype::Csv);
            begun.with_file(&app, &caller, filetype, &site).await
        }
    }
}

fn too_many() -> ApiError {
    ApiError::Other {
        status: StatusCode::TOO_MANY_REQUESTS,
        code: "too_many_uploads",
        detail: format!(
            "{MOST_UPLOADING} uploads of your company await their file. Send these, or cancel some."
        ),
        retry_after: Some(60),
        more: None,
    }
}

/// What an upload is like, however its codes come.
struct Begun<'a> {
    template: &'a Template,
    product: Option<ProductId>,
    defaults: &'a Defaults,
}

impl Begun<'_> {
    async fn with_codes(
        &self,
        app: &App,
        caller: &Caller<perm::IngestionCodeCreate>,
        codes: &Codes,
    ) -> ApiResult<Json<IngestionCreated>> {
        let (key, now) = (random::ingestion_key(), app.clock.now());
        let (mode, filetype) = (Mode::Api, Filetype::Json);
        // Before the record's transaction: the storage may be slow.
        let file = upload::file_for(app, caller.company(), filetype).await?;
        upload::fill(app, &file, codes.to_file()).await?;
        let new = NewIngestion {
            quantity: i64::try_from(codes.0.len()).ok(),
            file: Some(&file.key),
            ..self.plain(&key, mode, filetype)
        };
        let (by, mut tx) = (caller.by(now), app.db.write().await?);
        let id = ingestions::create(&mut tx, &caller.scope(), &by, &new).await?;
        let input = ingestion::input(&key);
        let job = jobs::enqueue::<ingestion::Ingest>(&mut tx, &by, &input, new.quantity).await?;
        ingestions::start(&mut tx, caller.company(), id, job).await?;
        app.commit(tx, by, vec![self.entry(&new)], vec![]).await?;
        app.jobs.wake();
        Ok(Json(IngestionCreated {
            record_key: key.to_string(),
            url: None,
            fields: None,
        }))
    }

    async fn with_file(
        &self,
        app: &App,
        caller: &Caller<perm::IngestionCodeCreate>,
        filetype: Filetype,
        site: &str,
    ) -> ApiResult<Json<IngestionCreated>> {
        let (key, now) = (random::ingestion_key(), app.clock.now());
        let ticket = upload::Ticket::new(app, caller.company(), &key);
        let new = NewIngestion {
            upload_ends_at: Some(ticket.ends),
            ..self.plain(&key, Mode::File, filetype)
        };
        let (by, mut tx) = (caller.by(now), app.db.write().await?);
        ingestions::create(&mut tx, &caller.scope(), &by, &new).await?;
        app.commit(tx, by, vec![self.entry(&new)], vec![]).await?;
        Ok(Json(IngestionCreated {
            record_key: key.to_string(),
            url: Some(format!("{site}{}", upload::PATH)),
            fields: Some(ticket.fields(app)),
        }))
    }

    /// An upload without anything that tells the ways of its codes apart.
    fn plain<'b>(
        &'b self,
        key: &'b countermark_core::ids::IngestionKey,
        mode: Mode,
        filetype: Filetype,
    ) -> NewIngestion<'b> {
        NewIngestion {
            key,
            mode,
            filetype,
            template: (self.template.id, &self.template.name),
            product: self.product,
            default_scm_data: &self.defaults.data,
            names_products: self.defaults.names_products,
            quantity: None,
            file: None,
            upload_ends_at: None,
        }
    }

    fn entry(&self, new: &NewIngestion<'_>) -> Entry {
        let label = self.template.name.clone();
        Entry::event("ingestion.create", "ingestion", new.key, label).after(json!({
            "mode": new.mode.name(),
            "filetype": new.filetype.name(),
            "template": self.template.id.0,
            "product": self.product.map(|id| id.0),
            "default_scm_data": new.default_scm_data,
            "quantity": new.quantity,
        }))
    }
}

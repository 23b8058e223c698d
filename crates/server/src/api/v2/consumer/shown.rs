//! What landing pages are shown.

use crate::api::v2::campaigns::options::{ComplaintsShown, OptionsShown, WechatShown};
use countermark_core::{
    codes::{REASONS, Status},
    scan_flags::is_yes,
};
use countermark_store::{
    brands::Brand, campaigns::options::Options, codes::Code, products::Product, scans::Scan,
    scm_fields::ScmField,
};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A code and what it is on.
#[derive(Serialize, ToSchema)]
pub struct ConsumerCode {
    product: ConsumerProduct,
    brand: BrandPart,
    qrcode: QrPart,
    /// The data of the fields that consumers see, in their order.
    scm_data: Vec<ScmPart>,
    /// How often the code was scanned.
    scan_count: i64,
}

/// A product.
#[derive(Serialize, ToSchema)]
pub struct ConsumerProduct {
    id: i64,
    name: String,
    /// Always null: there are no images yet.
    image: Option<String>,
    description: String,
    sku: String,
    client_url: String,
}

/// A brand.
#[derive(Serialize, ToSchema)]
pub struct BrandPart {
    id: i64,
    name: String,
    description: String,
    /// Always null: there are no images yet.
    image: Option<String>,
}

/// The code itself.
#[derive(Serialize, ToSchema)]
pub struct QrPart {
    /// What its QR says.
    message: String,
    #[schema(format = "date-time")]
    creation_date: String,
    serial_number: String,
    is_blacklisted: bool,
    /// `inactive`, `active` or `blacklisted`; a word here, a number elsewhere.
    activation_status: &'static str,
    /// Why it is blacklisted, in words; `none`.
    blacklist_reason: &'static str,
    is_consumed: bool,
}

/// A value of supply-chain data.
#[derive(Serialize, ToSchema)]
pub struct ScmPart {
    /// What people read.
    name: String,
    key: String,
    position: i64,
    /// The kind of its field, as `text`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The value, as a text.
    value: String,
    /// Always null: the value is shown as it is.
    value_display: Option<String>,
}

const fn word(status: Status) -> &'static str {
    match status {
        Status::Inactive => "inactive",
        Status::Active => "active",
        Status::Blacklisted => "blacklisted",
    }
}

impl ConsumerCode {
    /// Puts it together.
    pub(super) fn new(
        code: Code,
        product: Product,
        brand: Brand,
        fields: &[ScmField],
        scan_count: i64,
    ) -> Self {
        let consumed = code.scm.get("is_consumed");
        let reason = usize::try_from(code.reason.number()).unwrap_or(0);
        let shown = fields.iter().filter(|field| field.display && field.active);
        let scm_data = shown.filter_map(|field| {
            Some(ScmPart {
                value: code.scm.get(&field.key)?.text.clone(),
                name: field.label.clone(),
                key: field.key.clone(),
                position: field.position,
                kind: field.kind.name(),
                value_display: None,
            })
        });
        Self {
            scm_data: scm_data.collect(),
            scan_count,
            qrcode: QrPart {
                message: code.extended_id,
                creation_date: code.created_at.to_string(),
                serial_number: code.serial_number.unwrap_or_default(),
                is_blacklisted: code.status == Status::Blacklisted,
                activation_status: word(code.status),
                blacklist_reason: REASONS.get(reason).copied().unwrap_or("none"),
                is_consumed: consumed.is_some_and(|datum| is_yes(&datum.text)),
            },
            product: product.into(),
            brand: BrandPart {
                id: brand.id.0,
                name: brand.name,
                description: brand.description,
                image: None,
            },
        }
    }
}

impl From<Product> for ConsumerProduct {
    fn from(product: Product) -> Self {
        Self {
            id: product.id.0,
            name: product.name,
            image: None,
            description: product.description,
            sku: product.sku,
            client_url: product.client_url,
        }
    }
}

/// A campaign.
#[derive(Serialize, ToSchema)]
pub struct CampaignPart {
    name: String,
    /// Its products, at most 200 of them.
    products: Vec<InCampaign>,
    options: ConsumerOptions,
}

/// A product of a campaign.
#[derive(Serialize, ToSchema)]
pub struct InCampaign {
    id: i64,
    name: String,
    /// Always null: there are no images yet.
    image: Option<String>,
    sku: String,
    brand: BrandName,
}

/// The brand of a product of a campaign.
#[derive(Serialize, ToSchema)]
pub struct BrandName {
    id: i64,
    name: String,
}

/// What a campaign tells its landing pages.
#[derive(Serialize, ToSchema)]
pub struct ConsumerOptions {
    is_enabled: bool,
    serial_number_lookup_enabled: bool,
    complaints: ComplaintsShown,
    wechat: WechatShown,
    mark_consumed: bool,
    ga_key: String,
    /// As it was sent.
    #[schema(value_type = Object)]
    stc_config: Map<String, Value>,
}

impl CampaignPart {
    /// Puts it together.
    pub(super) fn new(name: String, options: Options, products: Vec<Product>) -> Self {
        let options = OptionsShown::from(options);
        let product = |product: Product| InCampaign {
            id: product.id.0,
            name: product.name,
            image: None,
            sku: product.sku,
            brand: BrandName {
                id: product.brand.id.0,
                name: product.brand.name,
            },
        };
        Self {
            name,
            products: products.into_iter().map(product).collect(),
            options: ConsumerOptions {
                is_enabled: options.is_enabled,
                serial_number_lookup_enabled: options.serial_number_lookup_enabled,
                complaints: options.complaints,
                wechat: options.wechat,
                mark_consumed: options.mark_consumed,
                ga_key: options.ga_key,
                stc_config: options.stc_config,
            },
        }
    }
}

/// A scan.
#[derive(Serialize, ToSchema)]
pub struct ConsumerScan {
    /// The program it was made with; `other` when unknown.
    app: String,
    /// `query`, or `auth` for a secure graphic.
    reason: String,
    /// `ok` or `failure`.
    result: &'static str,
    /// Always empty: secure graphics are not read here.
    auth_failure_mode: &'static str,
    /// ISO 3166 alpha-2; empty when unknown.
    country: String,
}

impl From<&Scan> for ConsumerScan {
    fn from(scan: &Scan) -> Self {
        Self {
            app: match scan.app.as_str() {
                "" => "other".to_owned(),
                app => app.to_owned(),
            },
            reason: scan.reason.clone(),
            result: "ok",
            auth_failure_mode: "",
            country: scan.location.country.clone(),
        }
    }
}

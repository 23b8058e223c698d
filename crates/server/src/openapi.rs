//! The `OpenAPI` document, written by the program itself: every operation with its permission, and
//! the error shapes that all of them share.

use crate::auth::gate::{Access, Gate};
use serde_json::json;
use utoipa::openapi::{
    Components, ContentBuilder, HttpMethod, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder,
    PathItem, Paths, Ref, RefOr, Response, ResponseBuilder,
    extensions::ExtensionsBuilder,
    path::Operation,
    security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme},
    tag::TagBuilder,
};
use utoipa::{PartialSchema as _, ToSchema};

/// What is said of the API as a whole.
const DESCRIPTION: &str = "The REST API of Countermark. Send `Authorization: UAT <token>` or \
`Authorization: JWT <token>`. Each operation names who may call it in `x-access`: any one of the \
permissions in `any_of`, and as `gate` the kind of caller (`any` credential, a `person`, a person \
with a `fresh` log-in, the `token` itself, a landing page with its campaign's `consumer` key, or \
`public`).";

const TAGS: &[(&str, &str)] = &[
    ("Session", "Signing in and out, and who one is."),
    ("Permissions", "The catalogue of permissions and roles."),
    ("Tokens", "User Authorization Tokens."),
    ("Company", "What the company says of itself."),
    ("Users", "People of the company and their invitations."),
    ("Brands", "Brands of the company."),
    (
        "Campaigns",
        "Campaigns of the company: what products are scanned under.",
    ),
    (
        "Products",
        "Products of the company, one by one and as CSV.",
    ),
    ("Codes", "Codes on items, and their status."),
    (
        "SCM",
        "Supply-chain data onto codes, and what was loaded when.",
    ),
    ("Work orders", "Orders of codes."),
    ("Documents", "Files that were asked for."),
    ("Jobs", "Work in the background."),
    (
        "Regions",
        "Names for the countries that products are meant for.",
    ),
    ("Teams", "People who see a campaign together."),
    ("Scans", "Scans of the company's codes."),
    ("Alerts", "What a campaign wants to hear of its scans."),
    (
        "Webhooks",
        "Where the company is called when something happens.",
    ),
    ("Consumer", "What landing pages show of a scan."),
    ("Keys", "The keys that sign JWTs."),
    ("Audit", "Who did what."),
    ("Set-up", "The first start."),
];

/// An answer that says no.
#[derive(ToSchema)]
#[schema(example = json!({"detail": "Not found.", "code": "not_found"}))]
pub struct Problem {
    /// For people.
    pub detail: String,
    /// For programs.
    pub code: String,
}

/// What is wrong with each field: its name → sentences. `non_field_errors` is for the rest.
#[derive(ToSchema)]
#[schema(example = json!({"name": ["This field is required."]}))]
#[expect(dead_code, reason = "describes what ApiError writes")]
pub struct FieldErrors(std::collections::BTreeMap<String, Vec<String>>);

/// What is wrong with the body as a whole, with a word for programs.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what ApiError writes")]
pub struct CodedErrors {
    /// Sentences for people.
    non_field_errors: Vec<String>,
    /// For programs, as `otp_required`.
    code: String,
}

fn problem(description: &str) -> RefOr<Response> {
    ResponseBuilder::new()
        .description(description)
        .content(
            "application/json",
            ContentBuilder::new()
                .schema(Some(Ref::from_schema_name("Problem")))
                .build(),
        )
        .build()
        .into()
}

/// The schema of a thing that is named by its number or by a text.
#[must_use]
pub fn id_or_text(description: &str) -> RefOr<utoipa::openapi::Schema> {
    use utoipa::openapi::schema::{AnyOfBuilder, ObjectBuilder, Schema, SchemaType, Type};
    let of = |kind| {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(kind))
            .build()
    };
    let either = AnyOfBuilder::new()
        .item(of(Type::Integer))
        .item(of(Type::String))
        .description(Some(description))
        .build();
    Schema::AnyOf(either).into()
}

fn invalid() -> RefOr<Response> {
    let either = utoipa::openapi::schema::AnyOfBuilder::new()
        .item(Ref::from_schema_name("FieldErrors"))
        .item(Ref::from_schema_name("CodedErrors"))
        .item(Ref::from_schema_name("Problem"))
        .build();
    ResponseBuilder::new()
        .description("What was sent is wrong; nothing of it was applied.")
        .content(
            "application/json",
            ContentBuilder::new()
                .schema(Some(utoipa::openapi::Schema::AnyOf(either)))
                .build(),
        )
        .build()
        .into()
}

/// The document without its paths.
#[must_use]
pub fn base() -> OpenApi {
    let mut components = Components::new();
    components
        .schemas
        .insert("Problem".into(), Problem::schema());
    components
        .schemas
        .insert("FieldErrors".into(), FieldErrors::schema());
    components
        .schemas
        .insert("CodedErrors".into(), CodedErrors::schema());
    let header = |text: &str| {
        SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
            "Authorization",
            text,
        )))
    };
    components.add_security_scheme("uat", header("`UAT <token>`, made in the portal."));
    components.add_security_scheme(
        "jwt",
        header("`JWT <token>`, from `POST /api/v2/auth/jwt/`."),
    );
    components.add_security_scheme(
        "session",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            "countermark",
            "The portal's session.",
        ))),
    );
    components.add_security_scheme(
        "consumer",
        SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
            "X-ScanTrust-Consumer-Api-Key",
            "The consumer key of a campaign, which its landing pages show.",
        ))),
    );
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Countermark")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(DESCRIPTION))
                .license(Some(
                    LicenseBuilder::new()
                        .name("Apache-2.0")
                        .identifier(Some("Apache-2.0"))
                        .build(),
                ))
                .build(),
        )
        .tags(Some(TAGS.iter().map(|(name, text)| {
            TagBuilder::new()
                .name(*name)
                .description(Some(*text))
                .build()
        })))
        .components(Some(components))
        .build()
}

/// Writes into every operation of these paths who may call it and what it can answer besides
/// success.
pub fn describe(paths: &mut Paths, access: Access) {
    for item in paths.paths.values_mut() {
        for operation in operations(item) {
            describe_one(operation, access);
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.patch,
        &mut item.delete,
    ]
    .into_iter()
    .filter_map(Option::as_mut)
}

/// Every operation of the document: method, path, operation.
pub fn all(document: &OpenApi) -> impl Iterator<Item = (HttpMethod, &str, &Operation)> {
    document.paths.paths.iter().flat_map(|(path, item)| {
        [
            (HttpMethod::Get, &item.get),
            (HttpMethod::Put, &item.put),
            (HttpMethod::Post, &item.post),
            (HttpMethod::Patch, &item.patch),
            (HttpMethod::Delete, &item.delete),
        ]
        .into_iter()
        .filter_map(move |(method, operation)| Some((method, path.as_str(), operation.as_ref()?)))
    })
}

fn describe_one(operation: &mut Operation, access: Access) {
    let schemes: &[&str] = match access.gate {
        Gate::Public => &[],
        Gate::Caller => &["uat", "jwt", "session"],
        Gate::Person | Gate::Fresh => &["jwt", "session"],
        Gate::Token => &["uat"],
        Gate::Consumer => &["consumer"],
    };
    let no_scopes: [&str; 0] = [];
    operation.security = Some(
        schemes
            .iter()
            .map(|name| SecurityRequirement::new(*name, no_scopes))
            .collect(),
    );
    let any_of: Vec<_> = access
        .any_of
        .iter()
        .map(|permission| permission.name())
        .collect();
    operation.extensions = Some(
        ExtensionsBuilder::new()
            .add(
                "x-access",
                json!({"gate": access.gate.name(), "any_of": any_of}),
            )
            .build(),
    );
    let has_body = operation.request_body.is_some();
    let responses = &mut operation.responses.responses;
    let mut add = |status: &str, response: RefOr<Response>| {
        responses.entry(status.to_owned()).or_insert(response);
    };
    if access.gate != Gate::Public {
        add("401", problem("No credential, or one that is not good."));
        add("403", problem("The credential may not do this."));
    }
    if has_body {
        add("413", problem("The body is too long."));
        add("415", problem("The body is of another type."));
    }
    add("400", invalid());
    add("429", problem("Too many calls; see `Retry-After`."));
    add("503", problem("Not just now; see `Retry-After`."));
}

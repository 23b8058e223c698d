//! Every route, on one page.

use crate::{
    api::{machine, scan, v2},
    app::App,
    auth::gate::{Access, access_of},
    error::ApiError,
    metrics::requests,
    middleware::{self, Around, Deadline},
    openapi, portal,
};
use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing::{any, get},
};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// Routes and their document, put together.
struct Api(OpenApiRouter<App>);

impl Api {
    fn add(self, mut routes: UtoipaMethodRouter<App>, access: Access) -> Self {
        openapi::describe(&mut routes.1, access);
        Self(self.0.routes(routes))
    }
}

/// Adds handlers. Each must begin with a gate; what the gate asks goes into the document.
macro_rules! routes {
    ($api:expr; $($handler:path,)+) => {
        $api$(.add(utoipa_axum::routes!($handler), access_of(&$handler)))+
    };
}

#[expect(clippy::too_many_lines, reason = "one line a route, all on one page")]
fn api() -> Api {
    routes![Api(OpenApiRouter::with_openapi(openapi::base()));
        // Sessions
        v2::auth::jwt::auth_jwt,
        v2::auth::refresh::auth_jwt_refresh,
        v2::auth::verify::auth_jwt_verify,
        v2::auth::introspect::auth_introspect,
        v2::auth::revoke::auth_revoke,
        v2::auth::logout::auth_jwt_logout,
        v2::auth::logout_all::auth_jwt_logout_all,
        v2::auth::session::auth_session_create,
        v2::auth::session_end::auth_session_end,
        v2::auth::confirm::auth_session_confirm,
        v2::auth::confirm_passkey::auth_session_confirm_passkey,
        v2::auth::passkey_begin::auth_passkey_begin,
        v2::auth::passkey_finish::auth_passkey_finish,
        v2::me::get::me_get,
        v2::me::update::me_update,
        v2::me::password::me_password,
        v2::me::sessions::list::me_sessions_list,
        v2::me::sessions::end::me_sessions_end,
        v2::me::sessions::end_others::me_sessions_end_others,
        v2::me::companies::me_companies_list,
        v2::me::company::me_company_switch,
        // Second factors
        v2::me::factors::get::me_factors_get,
        v2::me::factors::totp::me_factors_totp_create,
        v2::me::factors::totp_confirm::me_factors_totp_confirm,
        v2::me::factors::totp_remove::me_factors_totp_remove,
        v2::me::factors::recovery_codes::me_factors_recovery_codes,
        v2::me::factors::passkey_begin::me_factors_passkeys_begin,
        v2::me::factors::passkey_finish::me_factors_passkeys_finish,
        v2::me::factors::passkey_update::me_factors_passkeys_update,
        v2::me::factors::passkey_remove::me_factors_passkeys_remove,
        v2::auth::password::reset::auth_password_reset,
        v2::auth::password::confirm::auth_password_reset_confirm,
        v2::auth::email_verify::auth_email_verify,
        v2::me::email::me_email,
        v2::me::email_verify::me_email_verify,
        // The first start, and invitations
        v2::setup::get::setup_get,
        v2::setup::create::setup_create,
        v2::invitations::look::invitations_look,
        v2::invitations::accept::invitations_accept,
        // Catalogues
        v2::permissions::permissions_list,
        v2::roles::roles_list,
        // The company, and what it rules
        v2::company::get::company_get,
        v2::company::update::company_update,
        v2::policy::get::policy_get,
        v2::policy::update::policy_update,
        v2::policy::preview::policy_preview,
        v2::policy::cancel::policy_cancel,
        // User Authorization Tokens
        v2::uats::list::uats_list,
        v2::uats::create::uats_create,
        v2::uats::export::uats_export,
        v2::uats::revoke_all::uats_revoke_all,
        v2::uats::itself::uats_self_get,
        v2::uats::itself::uats_self_revoke,
        v2::uats::report::uats_report,
        v2::uats::get::uats_get,
        v2::uats::update::uats_update,
        v2::uats::networks::uats_networks,
        v2::uats::revoke::uats_revoke,
        v2::uats::release::uats_release,
        v2::uats::usage::uats_use,
        v2::uats::rotate::uats_rotate,
        v2::notices::list::notices_list,
        v2::notices::dismiss::notices_dismiss,
        // People
        v2::users::list::users_list,
        v2::users::create::users_create,
        v2::users::get::users_get,
        v2::users::update::users_update,
        v2::users::invite::users_invite,
        v2::users::reset_password::users_reset_password,
        v2::users::end_sessions::users_end_sessions,
        v2::users::archive::users_archive,
        v2::users::restore::users_restore,
        v2::users::reset_factors::users_reset_factors,
        v2::teams::list::teams_list,
        v2::teams::create::teams_create,
        v2::teams::get::teams_get,
        v2::teams::update::teams_update,
        v2::teams::delete::teams_delete,
        // Brands
        v2::brands::list::brands_list,
        v2::brands::create::brands_create,
        v2::brands::get::brands_get,
        v2::brands::update::brands_update,
        v2::brands::archive::brands_archive,
        v2::brands::restore::brands_restore,
        v2::brands::delete::brands_delete,
        v2::campaigns::list::campaigns_list,
        v2::campaigns::create::campaigns_create,
        v2::campaigns::get::campaigns_get,
        v2::campaigns::update::campaigns_update,
        v2::campaigns::archive::campaigns_archive,
        v2::campaigns::restore::campaigns_restore,
        v2::campaigns::duplicate::campaigns_duplicate,
        v2::campaigns::scm_fields::list::campaigns_scm_fields_list,
        v2::campaigns::scm_fields::create::campaigns_scm_fields_create,
        v2::campaigns::scm_fields::order::campaigns_scm_fields_order,
        v2::campaigns::scm_fields::get::campaigns_scm_fields_get,
        v2::campaigns::scm_fields::update::campaigns_scm_fields_update,
        v2::campaigns::scm_fields::delete::campaigns_scm_fields_delete,
        v2::campaigns::options::get::campaigns_options_get,
        v2::campaigns::options::update::campaigns_options_update,
        v2::campaigns::redirects::get::campaigns_redirects_get,
        v2::campaigns::redirects::replace::campaigns_redirects_replace,
        v2::campaigns::key::get::campaigns_key_get,
        v2::campaigns::key::renew::campaigns_key_renew,
        v2::campaigns::access::get::campaigns_access_get,
        v2::campaigns::access::replace::campaigns_access_replace,
        v2::regions::list::regions_list,
        v2::regions::create::regions_create,
        v2::regions::get::regions_get,
        v2::regions::update::regions_update,
        v2::regions::archive::regions_archive,
        v2::regions::restore::regions_restore,
        // Products
        v2::products::list::products_list,
        v2::products::create::products_create,
        v2::products::get::products_get,
        v2::products::update::products_update,
        v2::products::update::products_replace,
        v2::products::archive::products_archive,
        v2::products::restore::products_restore,
        v2::products::delete::products_delete,
        v2::products::import::products_import,
        v2::products::export::products_export,
        // Codes
        v2::codes::list::codes_list,
        v2::codes::download::codes_download,
        v2::codes::activate::codes_activate,
        v2::codes::deactivate::codes_deactivate,
        v2::codes::blacklist::codes_blacklist,
        v2::codes::get::codes_get,
        v2::codes::edit::codes_scm_update,
        // Supply-chain data
        v2::scm::upload::scm_upload,
        v2::scm::upload_async::scm_upload_async,
        v2::scm::import::scm_import,
        v2::scm::tasks::list::scm_tasks_list,
        v2::scm::tasks::get::scm_tasks_get,
        // Work in the background
        // Work orders
        v2::workorders::list::workorders_list,
        v2::workorders::create::workorders_create,
        v2::workorders::create_sid::workorders_create_sid,
        v2::workorders::templates::list::workorders_templates_list,
        v2::workorders::templates::create::workorders_templates_create,
        v2::workorders::templates::get::workorders_templates_get,
        v2::workorders::templates::update::workorders_templates_update,
        v2::workorders::templates::archive::workorders_templates_archive,
        v2::workorders::templates::restore::workorders_templates_restore,
        v2::workorders::get::workorders_get,
        v2::workorders::update::workorders_update,
        v2::workorders::cancel::workorders_cancel,
        v2::workorders::archive::workorders_archive,
        v2::workorders::restore::workorders_restore,
        v2::workorders::delete::workorders_delete,
        v2::workorders::download::workorders_download,
        v2::workorders::serials::workorders_serials,
        // Own codes
        v2::ingestion::codes::create_from_template::ingestion_codes_create_from_template,
        v2::ingestion::upload::ingestion_upload,
        v2::ingestion::codes::process_from_file::ingestion_codes_process_from_file,
        v2::ingestion::codes::list::ingestion_codes_list,
        v2::ingestion::codes::get::ingestion_codes_get,
        v2::ingestion::codes::errors::ingestion_codes_errors,
        v2::ingestion::codes::cancel::ingestion_codes_cancel,
        // Files and work in the background
        v2::documents::get::documents_get,
        v2::documents::get_download_link::documents_get_download_link,
        v2::files::get::files_get,
        v2::jobs::list::jobs_list,
        v2::jobs::get::jobs_get,
        v2::jobs::cancel::jobs_cancel,
        // Scans
        v2::dashboard::get::dashboard,
        v2::dashboard::attention::dashboard_attention,
        v2::dashboard::scans::dashboard_scans,
        v2::dashboard::scans::dashboards_scans,
        v2::alerts::list::campaigns_alerts_list,
        v2::alerts::create::campaigns_alerts_create,
        v2::alerts::get::alerts_get,
        v2::alerts::update::alerts_update,
        v2::alerts::delete::alerts_delete,
        // Webhooks
        v2::webhooks::list::webhooks_list,
        v2::webhooks::create::webhooks_create,
        v2::webhooks::get::webhooks_get,
        v2::webhooks::update::webhooks_update,
        v2::webhooks::delete::webhooks_delete,
        v2::webhooks::deliveries::webhooks_deliveries,
        // Landing pages
        v2::consumer::combined_info::consumer_scan_combined_info,
        v2::consumer::info::consumer_scan_info,
        v2::consumer::geotag::consumer_scan_geotag,
        v2::consumer::consume::consumer_scan_consume,
        v2::consumer::find::consumer_find,
        v2::consumer::campaign::consumer_campaign,
        v2::consumer::details::consumer_details,
        // The keys that sign JWTs
        v2::keys::list::keys_list,
        v2::keys::rotate::keys_rotate,
        // The log
        v2::audit::list::audit_list,
        v2::audit::check::audit_check,
        v2::audit::checkpoints::audit_checkpoints,
        v2::audit::export::audit_export,
        v2::audit::keys::audit_keys,
        v2::audit::keys_rotate::audit_keys_rotate,
    ]
}

/// The document, as `openapi.json` holds it.
#[must_use]
pub fn document() -> OpenApi {
    api().0.into_openapi()
}

/// The document as text. Its bytes are the same on every run.
#[must_use]
pub fn document_text() -> String {
    let mut text = serde_json::to_string_pretty(&document()).unwrap_or_default();
    text.push('\n');
    text
}

/// The whole program as a service.
pub fn router(app: App) -> Router {
    surround(routes(app.clone()), app, Deadline::default())
}

/// Every route, without what surrounds them.
pub fn routes(app: App) -> Router {
    let (api, _) = api().0.split_for_parts();
    let counted = app.settings.metrics;
    let routes = api
        .route("/api/v2/openapi.json", get(machine::openapi))
        .route("/api/docs/", get(portal::docs))
        .route("/.well-known/jwks.json", get(machine::jwks))
        .route("/q/{*code}", any(scan::scan))
        .route("/health/live", get(machine::live))
        .route("/health/ready", get(machine::ready));
    let routes = if counted {
        routes.route_layer(axum::middleware::from_fn(requests::note_route))
    } else {
        routes
    };
    routes
        .fallback(portal::page_or_nothing)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(app)
}

/// Puts around routes what every request goes through.
pub fn surround(inside: Router, app: App, deadline: Deadline) -> Router {
    use axum::middleware::{from_fn, from_fn_with_state};
    let inside = Router::new().fallback_service(
        tower::ServiceBuilder::new()
            .map_request(middleware::scan_hosts(app.clone()))
            .map_request(middleware::normalise)
            .service(inside),
    );
    let counted = app.settings.metrics;
    let all = inside
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(
            Around { app, deadline },
            middleware::around,
        ));
    if counted {
        all.layer(from_fn(requests::count))
    } else {
        all
    }
}

async fn method_not_allowed(request: Request) -> ApiError {
    let method: String = request.method().as_str().chars().take(20).collect();
    let detail = format!("Method \"{method}\" not allowed.");
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
}

/// A panic ends its own request and nothing else. The log has it already ([`crate::log::tell_panic`]).
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    ::metrics::counter!("countermark_panics_total").increment(1);
    ApiError::internal().into_response()
}

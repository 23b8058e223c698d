//! A body that each operation takes, or that is refused for nothing but a wrong secret.

use super::Target;
use crate::authz::Operation;
use countermark_testkit::PASSWORD;
use serde_json::{Map, Value, json};

/// Operations whose good body is refused all the same: nobody knows the code, the token or the
/// passkey that they ask for.
pub(super) const SECRET: [&str; 18] = [
    "auth_email_verify",
    "auth_jwt",
    "auth_jwt_refresh",
    "auth_jwt_verify",
    "auth_passkey_finish",
    "auth_password_reset_confirm",
    "auth_session_confirm",
    "auth_session_create",
    "consumer_find",
    "consumer_scan_geotag",
    "ingestion_codes_process_from_file",
    "invitations_accept",
    "invitations_look",
    "me_company_switch",
    "me_factors_passkeys_finish",
    "me_factors_totp_confirm",
    "me_password",
    "setup_create",
];

/// The body; `unique` makes what it makes another one each time.
#[expect(clippy::too_many_lines, reason = "a line for each operation")]
pub(super) fn good(
    target: &Target<'_>,
    operation: &Operation,
    unique: usize,
) -> Map<String, Value> {
    let named = format!("Good {unique}");
    let at = |id: &str| target.objects.id(&super::operation(id)).to_owned();
    let passkey = json!({"challenge": "x", "credential": {}});
    let code = "0".repeat(43);
    let body = match operation.id.as_str() {
        "alerts_update" | "webhooks_update" => json!({"is_active": true}),
        "audit_check" => json!({}),
        "auth_email_verify" | "invitations_look" => json!({"code": code}),
        "auth_introspect" | "auth_revoke" => json!({"token": "no-token"}),
        "auth_jwt" | "auth_session_create" => {
            json!({"email": "nobody@company.example", "password": PASSWORD})
        }
        "auth_jwt_refresh" | "auth_jwt_verify" => json!({"token": "a.b.c"}),
        "auth_passkey_finish" => json!({"passkey": passkey}),
        "auth_password_reset" => json!({"email": "nobody@company.example"}),
        "auth_password_reset_confirm" | "invitations_accept" => {
            json!({"code": code, "password": PASSWORD})
        }
        "auth_session_confirm" => json!({"password": PASSWORD}),
        "brands_create" => json!({"name": named, "reference": named}),
        "brands_update"
        | "campaigns_update"
        | "products_update"
        | "workorders_templates_update" => json!({"description": named}),
        "campaigns_create"
        | "campaigns_duplicate"
        | "teams_create"
        | "teams_update"
        | "workorders_templates_create"
        | "uats_update"
        | "me_factors_passkeys_update" => {
            json!({"name": named})
        }
        "campaigns_access_replace" => json!({"access": "limited", "teams": []}),
        "campaigns_alerts_create" => json!({"type": "blacklisted"}),
        "campaigns_options_update" => json!({"ga_key": named}),
        "campaigns_redirects_replace" => json!({"rules": [{"target": "e_label"}]}),
        "campaigns_scm_fields_create" => {
            json!({"key": format!("key{unique}"), "label": named, "type": "text"})
        }
        "campaigns_scm_fields_order" => target.objects.order(),
        "campaigns_scm_fields_update" => json!({"label": named}),
        "codes_activate" | "codes_blacklist" | "codes_deactivate" => {
            json!({"codes": [at("codes_get")]})
        }
        "codes_scm_update" => json!({"activation_status": 1}),
        "company_update" => json!({"city": named}),
        "consumer_find" => json!({"serial_number": named}),
        "consumer_scan_geotag" => json!({"lat": 1.5, "lng": 2.5}),
        "ingestion_codes_create_from_template" => {
            let id = format!("good-code-{}-{unique}", target.admin.company);
            json!({"template": number(&at("workorders_templates_get")), "codes": [{"id": id}]})
        }
        "ingestion_codes_process_from_file" => json!({"record": at("ingestion_codes_get")}),
        "me_update" => json!({"language": "en"}),
        "me_company_switch" => json!({"company": target.admin.company.0}),
        "me_email" | "users_create" => {
            let email = format!("good{unique}@company{}.example", target.admin.company);
            match operation.id.as_str() {
                "me_email" => json!({"email": email}),
                _ => json!({"email": email, "role": "dashboard_user"}),
            }
        }
        "me_factors_passkeys_finish" => json!({"name": named, "passkey": passkey}),
        "me_factors_totp_confirm" => json!({"otp": "123456"}),
        "me_password" => json!({"current_password": named, "new_password": PASSWORD}),
        "policy_update" | "policy_preview" => json!({"default_days": 30}),
        "products_create" => json!({"sku": named, "name": named, "brand": "ours"}),
        "products_replace" => json!({"sku": "OURS-1", "name": named, "brand": "ours"}),
        "regions_create" => json!({"name": named, "countries": ["BE"]}),
        "regions_update" => json!({"countries": ["FR"]}),
        "scm_upload" => {
            json!({"items": [{"extended_id": at("codes_get"), "activation_status": 1}]})
        }
        "scm_upload_async" => json!({
            "constraints": {"extended_id": at("codes_get")}, "scm_data": {"activation_status": 1},
        }),
        "setup_create" => json!({
            "code": code, "company": named, "email": "a@b.example", "password": PASSWORD,
        }),
        "uats_create" => json!({
            "name": named, "valid_until": "2026-12-24", "permissions": ["brand_view"],
        }),
        "uats_report" => json!({"tokens": ["no-token"]}),
        "uats_revoke_all" => json!({"whose": "mine", "dry_run": true}),
        "uats_self_revoke" | "uats_revoke" => json!({"reason": named}),
        "uats_rotate" => json!({"overlap": "now"}),
        "users_update" => json!({"title": named}),
        "webhooks_create" => {
            json!({"url": format!("https://hook.example/{unique}"), "events": ["scan.created"]})
        }
        "workorders_create" => json!({
            "template": number(&at("workorders_templates_get")), "reference": named, "quantity": 1,
        }),
        "workorders_create_sid" => json!({
            "reference": named, "quantity": 1, "activate_on_complete": true,
            "use_serial_number": false, "product": "OURS-1", "images": "none",
        }),
        "workorders_update" => json!({"remarks": named}),
        id => panic!("{id}: write a good body for it into attacks/good.rs"),
    };
    match body {
        Value::Object(members) => members,
        other => panic!("{other}"),
    }
}

fn number(id: &str) -> i64 {
    id.parse().expect("a number")
}

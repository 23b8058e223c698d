//! What every operation should ask of its caller, written by hand from the page about the API's
//! shape and not from the handlers, so that a wrong gate in a handler is noticed.

/// Who may call an operation.
#[derive(Debug)]
pub(super) struct Rule {
    /// The operation.
    pub(super) id: &'static str,
    /// `public`, `any`, `person`, `fresh` or `token`.
    pub(super) gate: &'static str,
    /// Any one of these is enough; empty: none is needed.
    pub(super) any_of: &'static [&'static str],
}

const fn rule(id: &'static str, gate: &'static str, any_of: &'static [&'static str]) -> Rule {
    Rule { id, gate, any_of }
}

/// The documented flow for products needs a brand's id, so four permissions show brands.
const BRANDS: &[&str] = &[
    "brand_view",
    "brand_create",
    "product_view",
    "product_create",
];

/// Permissions that no token ever carries, whatever stands in its row.
pub(super) const PERSONS_ONLY: &[&str] = &[
    "api_access",
    "uat_manage",
    "key_manage",
    "policy_edit",
    "user_view",
    "user_create",
    "user_edit",
    "user_archive",
    "audit_view",
];

/// One line for each operation.
pub(super) const RULES: &[Rule] = &[
    rule("auth_jwt", "public", &[]),
    rule("auth_jwt_refresh", "public", &[]),
    rule("auth_jwt_verify", "public", &[]),
    rule("auth_revoke", "public", &[]),
    rule("uats_report", "public", &[]),
    rule("auth_introspect", "any", &[]),
    rule("auth_session_create", "public", &[]),
    rule("setup_get", "public", &[]),
    rule("setup_create", "public", &[]),
    rule("invitations_look", "public", &[]),
    rule("invitations_accept", "public", &[]),
    rule("auth_passkey_begin", "public", &[]),
    rule("auth_passkey_finish", "public", &[]),
    rule("auth_password_reset", "public", &[]),
    rule("auth_password_reset_confirm", "public", &[]),
    rule("auth_email_verify", "public", &[]),
    rule("me_email", "fresh", &[]),
    rule("me_email_verify", "person", &[]),
    rule("auth_jwt_logout", "person", &[]),
    rule("auth_jwt_logout_all", "person", &[]),
    rule("auth_session_end", "person", &[]),
    rule("auth_session_confirm", "person", &[]),
    rule("auth_session_confirm_passkey", "person", &[]),
    rule("me_password", "person", &[]),
    rule("me_sessions_list", "person", &[]),
    rule("me_sessions_end", "person", &[]),
    rule("me_sessions_end_others", "person", &[]),
    rule("me_companies_list", "person", &[]),
    rule("me_company_switch", "person", &[]),
    rule("me_factors_get", "person", &[]),
    rule("me_factors_totp_create", "fresh", &[]),
    rule("me_factors_totp_confirm", "fresh", &[]),
    rule("me_factors_totp_remove", "fresh", &[]),
    rule("me_factors_recovery_codes", "fresh", &[]),
    rule("me_factors_passkeys_begin", "fresh", &[]),
    rule("me_factors_passkeys_finish", "fresh", &[]),
    rule("me_factors_passkeys_update", "person", &[]),
    rule("me_factors_passkeys_remove", "fresh", &[]),
    rule("roles_list", "person", &[]),
    rule("me_get", "any", &[]),
    rule("permissions_list", "any", &[]),
    rule("policy_get", "person", &[]),
    rule("policy_update", "fresh", &["policy_edit"]),
    rule("policy_preview", "person", &["policy_edit"]),
    rule("policy_cancel", "fresh", &["policy_edit"]),
    rule("uats_list", "person", &["api_access"]),
    rule("uats_create", "fresh", &["api_access"]),
    rule("uats_get", "person", &["api_access"]),
    rule("uats_networks", "person", &["api_access"]),
    rule("uats_update", "person", &["api_access"]),
    rule("uats_revoke", "person", &["api_access"]),
    rule("uats_release", "fresh", &["uat_manage"]),
    rule("uats_use", "person", &["api_access"]),
    rule("uats_rotate", "fresh", &["api_access"]),
    rule("notices_list", "person", &[]),
    rule("notices_dismiss", "person", &[]),
    rule("uats_self_get", "token", &[]),
    rule("uats_self_revoke", "token", &[]),
    rule("users_list", "person", &["user_view"]),
    rule("users_get", "person", &["user_view"]),
    rule("users_create", "fresh", &["user_create"]),
    rule("users_invite", "fresh", &["user_create"]),
    rule("users_reset_password", "fresh", &["user_edit"]),
    rule("users_update", "fresh", &["user_edit"]),
    rule("users_end_sessions", "fresh", &["user_edit"]),
    rule("users_archive", "fresh", &["user_archive"]),
    rule("users_restore", "fresh", &["user_archive"]),
    rule("users_reset_factors", "fresh", &["user_edit"]),
    rule("brands_list", "any", BRANDS),
    rule("brands_get", "any", BRANDS),
    rule("brands_create", "any", &["brand_create"]),
    rule("brands_update", "any", &["brand_edit"]),
    rule("brands_archive", "any", &["brand_archive"]),
    rule("brands_restore", "any", &["brand_archive"]),
    rule("brands_delete", "any", &["brand_delete"]),
    rule("campaigns_list", "any", &["campaign_view"]),
    rule("campaigns_get", "any", &["campaign_view"]),
    rule("campaigns_create", "any", &["campaign_create"]),
    rule("campaigns_update", "any", &["campaign_edit"]),
    rule("campaigns_archive", "any", &["campaign_archive"]),
    rule("campaigns_restore", "any", &["campaign_archive"]),
    rule("products_list", "any", &["product_view"]),
    rule("products_get", "any", &["product_view"]),
    rule("products_create", "any", &["product_create"]),
    rule("products_update", "any", &["product_edit"]),
    rule("products_replace", "any", &["product_edit"]),
    rule("products_archive", "any", &["product_edit"]),
    rule("products_restore", "any", &["product_edit"]),
    rule("products_delete", "any", &["product_delete"]),
    rule("products_import", "any", &["product_create"]),
    rule("products_export", "any", &["product_view"]),
    rule("workorders_list", "any", &["workorder_view"]),
    rule("workorders_create", "any", &["workorder_create"]),
    rule("workorders_create_sid", "any", &["workorder_create"]),
    rule("workorders_templates_list", "any", &["workorder_view"]),
    rule("workorders_templates_create", "any", &["workorder_create"]),
    rule("workorders_get", "any", &["workorder_view"]),
    rule("workorders_update", "any", &["workorder_edit"]),
    rule("workorders_cancel", "any", &["workorder_cancel"]),
    rule("workorders_archive", "any", &["workorder_archive"]),
    rule("workorders_restore", "any", &["workorder_archive"]),
    rule("workorders_delete", "any", &["workorder_delete"]),
    rule("workorders_download", "any", &["workorder_download"]),
    rule("workorders_serials", "any", &["workorder_sid_download"]),
    rule("files_get", "public", &[]),
    rule("jobs_list", "any", &[]),
    rule("jobs_get", "any", &[]),
    rule("jobs_cancel", "any", &[]),
    rule("keys_list", "person", &["key_manage"]),
    rule("keys_rotate", "fresh", &["key_manage"]),
    rule("audit_list", "person", &["audit_view"]),
    rule("audit_check", "person", &["audit_view"]),
    rule("audit_checkpoints", "person", &["audit_view"]),
    rule("audit_export", "person", &["audit_view"]),
    rule("audit_keys", "person", &["audit_view"]),
    rule("audit_keys_rotate", "fresh", &["key_manage"]),
];

/// The rule of an operation.
///
/// # Panics
/// When nobody has written one.
pub(super) fn rule_of(id: &str) -> &'static Rule {
    RULES.iter().find(|rule| rule.id == id).unwrap_or_else(|| {
        panic!("{id} has no rule: say in authz/rules.rs who may call it, then run again")
    })
}

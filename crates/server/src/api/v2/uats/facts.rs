//! What the audit log keeps of a token.

use countermark_store::uats::Uat;
use serde_json::{Value, json};

/// Everything about a token that its owner or an admin can change.
pub(super) fn facts(uat: &Uat) -> Value {
    json!({
        "name": uat.name,
        "permissions": uat.permissions.names(),
        "budgets": super::budgets::shown(uat.budgets.iter()),
        "networks": uat.networks.names(),
        "network_mode": uat.network_mode.name(),
        "only": super::OnlyShown::of(uat.only.as_deref()),
    })
}

/// What a new token is made with.
pub(super) fn made(uat: &Uat) -> Value {
    let mut made = facts(uat);
    if let Some(members) = made.as_object_mut() {
        // The name is the entry's own.
        members.remove("name");
    }
    made["valid_until"] = uat.valid_until.as_str().into();
    made
}

//! The access decision once more: slow, plain, with names instead of bits, and without a look at
//! the program's own.

use super::rules::{PERSONS_ONLY, Rule};
use countermark_core::roles::Role;
use countermark_testkit::Reply;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Names of permissions.
pub(super) type Names = BTreeSet<&'static str>;

/// What is known of a caller.
#[derive(Clone, Debug)]
pub(super) enum Model {
    /// No credential, or one that is no good: told so with this code.
    Stranger(&'static str),
    /// Somebody who is signed in, recently or not.
    Person { role: Role, fresh: bool },
    /// A token: what it carries, its owner's role now, what the company's policy takes away.
    Token {
        role: Role,
        carries: Names,
        forbidden: Names,
    },
}

/// The names of everything a role may do.
pub(super) fn names_of(role: Role) -> Names {
    role.permissions().names().into_iter().collect()
}

/// What the caller should be told: null when they are let in, and otherwise status, code and the
/// members that explain a missing permission.
pub(super) fn expected(rule: &Rule, caller: &Model) -> Value {
    if rule.gate == "public" {
        return Value::Null;
    }
    // Nobody here shows a campaign's key, and nothing else counts.
    if rule.gate == "consumer" {
        return json!({"status": 401, "code": "not_authenticated"});
    }
    match caller {
        Model::Stranger(code) => json!({"status": 401, "code": code}),
        Model::Person { role, fresh } => {
            if rule.gate == "token" {
                return json!({"status": 403, "code": "token_required"});
            }
            let held = names_of(*role);
            if !is_enough(rule, &held) {
                return missing(rule, &held, "role");
            }
            if rule.gate == "fresh" && !fresh {
                return json!({"status": 403, "code": "fresh_login_required"});
            }
            Value::Null
        }
        Model::Token {
            role,
            carries,
            forbidden,
        } => {
            if rule.gate == "token" {
                return Value::Null;
            }
            if rule.gate != "any" {
                return json!({"status": 403, "code": "person_required"});
            }
            let of_role = names_of(*role);
            let mut held = Names::new();
            for name in carries {
                if of_role.contains(name)
                    && !forbidden.contains(name)
                    && !PERSONS_ONLY.contains(name)
                {
                    held.insert(name);
                }
            }
            if is_enough(rule, &held) {
                return Value::Null;
            }
            let first = rule.any_of[0];
            let because = if !of_role.contains(first) {
                "role"
            } else if !carries.contains(first) {
                "token"
            } else {
                "policy"
            };
            missing(rule, &held, because)
        }
    }
}

fn is_enough(rule: &Rule, held: &Names) -> bool {
    rule.any_of.is_empty() || rule.any_of.iter().any(|name| held.contains(name))
}

fn missing(rule: &Rule, held: &Names, because: &str) -> Value {
    json!({
        "status": 403, "code": "permission_denied",
        "required": rule.any_of, "granted": held, "missing_because": because,
    })
}

/// What the caller was told, in the same form. Anything but 401 and 403 means that they were let
/// in: what then went wrong was about the request and not about them.
///
/// # Panics
/// When the server failed or counted, which says nothing about access.
pub(super) fn observed(reply: &Reply) -> Value {
    assert!(
        reply.status < 500 && reply.status != 429 && reply.status != 405,
        "{} {}",
        reply.status,
        reply.text()
    );
    if reply.status != 401 && reply.status != 403 {
        return Value::Null;
    }
    let challenge = if reply.status == 401 {
        r#"JWT realm="api", UAT realm="api""#
    } else {
        ""
    };
    assert_eq!(reply.header("www-authenticate"), challenge);
    let mut told = json!({"status": reply.status});
    for (name, value) in reply.json().as_object().expect("an object") {
        match name.as_str() {
            "detail" => assert!(value.as_str().is_some_and(|text| text.ends_with('.'))),
            // The server has an order of its own; as a set it must be the same.
            "granted" => {
                let mut names: Vec<_> = value.as_array().expect("a list").clone();
                names.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
                told[name] = names.into();
            }
            _ => told[name] = value.clone(),
        }
    }
    told
}

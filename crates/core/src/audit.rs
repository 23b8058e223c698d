//! What an audit entry says: who, by which credential, did what to which object.

use serde_json::Value;

/// The part of an audit entry that the operation knows; who and how are added from the caller.
/// Secrets never enter it: `before` and `after` are built field by field.
#[derive(Clone, Debug)]
pub struct Entry {
    /// `object.verb`, for example `product.create`.
    pub action: &'static str,
    /// The kind of object: `product`, `brand`, `user`, `uat`, `company`, `session`.
    pub object_type: &'static str,
    /// The object's id as it stands on the wire.
    pub object_id: String,
    /// A name that a person recognises the object by.
    pub label: String,
    /// The members that changed, as they were; null for a creation.
    pub before: Value,
    /// The members that changed, as they are; null for a removal.
    pub after: Value,
    /// How much of its unit it uses up of a token's daily budget ([`crate::budget`]): 1, unless
    /// it stands for a batch.
    pub amount: i64,
}

impl Entry {
    /// An entry that only states that something happened.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "ids are small, and callers read better"
    )]
    pub fn event(
        action: &'static str,
        object_type: &'static str,
        object_id: impl ToString,
        label: impl Into<String>,
    ) -> Self {
        Self {
            action,
            object_type,
            object_id: object_id.to_string(),
            label: label.into(),
            before: Value::Null,
            after: Value::Null,
            amount: 1,
        }
    }

    /// Says for how many changes it stands.
    #[must_use]
    pub const fn amount(mut self, amount: i64) -> Self {
        self.amount = amount;
        self
    }

    /// Adds what the object looks like now.
    #[must_use]
    pub fn after(mut self, after: Value) -> Self {
        self.after = after;
        self
    }

    /// Adds both sides, keeping only the members that differ.
    #[must_use]
    pub fn change(mut self, before: &Value, after: &Value) -> Self {
        (self.before, self.after) = differing(before, after);
        self
    }
}

fn differing(before: &Value, after: &Value) -> (Value, Value) {
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        return (before.clone(), after.clone());
    };
    let keys: Vec<_> = new
        .keys()
        .filter(|key| old.get(*key) != new.get(*key))
        .cloned()
        .collect();
    let pick = |from: &serde_json::Map<String, Value>| {
        keys.iter()
            .map(|key| (key.clone(), from.get(key).cloned().unwrap_or(Value::Null)))
            .collect()
    };
    (Value::Object(pick(old)), Value::Object(pick(new)))
}

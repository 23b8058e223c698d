//! The names of a set of permissions as they stand in an answer. Few sets are in use at a time, and
//! each has some forty names: written once, they cost a copy.

use countermark_core::permissions::PermissionSet;
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

/// So many sets are kept; when there are more, it begins anew.
const CAPACITY: usize = 1_000;

static KNOWN: LazyLock<RwLock<HashMap<PermissionSet, Arc<RawValue>>>> =
    LazyLock::new(RwLock::default);

/// A list of names.
pub struct Names(Arc<RawValue>);

impl Names {
    /// Those of that set, in the table's order.
    #[must_use]
    pub fn of(set: PermissionSet) -> Self {
        let known = KNOWN
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&set)
            .cloned();
        Self(known.unwrap_or_else(|| written(set)))
    }
}

fn written(set: PermissionSet) -> Arc<RawValue> {
    let text = to_raw_value(&set.names()).expect("names are JSON");
    let text: Arc<RawValue> = text.into();
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= CAPACITY {
        known.clear();
    }
    known.insert(set, text.clone());
    text
}

impl Serialize for Names {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

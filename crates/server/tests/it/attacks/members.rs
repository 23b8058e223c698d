//! What the document says of the members of a body.

use crate::authz::Operation;
use serde_json::{Map, Value, json};

/// The schema of the operation's JSON body, with everything it refers to put in its place.
pub(super) fn body_schema(document: &Value, operation: &Operation) -> Option<Value> {
    let told = &document["paths"][&operation.path][operation.method.to_lowercase()];
    let schema = &told["requestBody"]["content"].get("application/json")?["schema"];
    Some(resolved(document, schema))
}

/// The names of the operation's query parameters.
pub(super) fn parameters(document: &Value, operation: &Operation) -> Vec<String> {
    let told = &document["paths"][&operation.path][operation.method.to_lowercase()];
    let all = told["parameters"].as_array().into_iter().flatten();
    let in_query = all.filter(|one| one["in"] == "query");
    in_query
        .filter_map(|one| Some(one["name"].as_str()?.to_owned()))
        .collect()
}

/// Follows references, and takes the one of several schemas that says most.
fn resolved(document: &Value, schema: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap_or_default();
        return resolved(document, &document["components"]["schemas"][name]);
    }
    for several in ["oneOf", "anyOf"] {
        if let Some(list) = schema[several].as_array() {
            let mut all = list.iter().map(|one| resolved(document, one));
            let says_text = |one: &Value| has_type(one, "string") || has_type(one, "object");
            return all
                .find(says_text)
                .unwrap_or_else(|| resolved(document, &list[0]));
        }
    }
    let mut schema = schema.clone();
    if let Some(members) = schema["properties"].as_object_mut() {
        for member in members.values_mut() {
            *member = resolved(document, member);
        }
    }
    if schema.get("items").is_some() {
        schema["items"] = resolved(document, &schema["items"]);
    }
    schema
}

fn has_type(schema: &Value, name: &str) -> bool {
    match &schema["type"] {
        Value::Array(names) => names.iter().any(|one| one == name),
        one => one == name,
    }
}

/// A value for such a member with that text wherever a text can stand; `None` when none can.
pub(super) fn filled(schema: &Value, text: &str) -> Option<Value> {
    if has_type(schema, "string") {
        return Some(json!(text));
    }
    if has_type(schema, "array") {
        return Some(json!([filled(&schema["items"], text)?]));
    }
    if !has_type(schema, "object") {
        return None;
    }
    let Some(members) = schema["properties"].as_object() else {
        return Some(json!({text: text}));
    };
    let filled: Map<_, _> = members
        .iter()
        .filter_map(|(name, member)| Some((name.clone(), filled(member, text)?)))
        .collect();
    (!filled.is_empty()).then_some(Value::Object(filled))
}

/// The same for all members of a body; none, when it has no texts.
pub(super) fn texts(schema: &Value, text: &str) -> Map<String, Value> {
    match filled(schema, text) {
        Some(Value::Object(members)) => members,
        Some(other) => panic!("a body is an object, and not {other}"),
        None => Map::new(),
    }
}

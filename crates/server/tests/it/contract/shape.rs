//! Whether a value is the recorded one, where `<…>` stands for what differs from run to run.

use countermark_core::{permissions::Permission, token};
use serde_json::Value;

/// Compares; says where and what differs.
pub(super) fn fits(wanted: &Value, got: &Value, at: &str) -> Result<(), String> {
    match (wanted, got) {
        (Value::String(pattern), _) if is_placeholder(pattern) => {
            if is_a(pattern, got) {
                Ok(())
            } else {
                Err(format!("{at}: {got} is no {pattern}"))
            }
        }
        (Value::String(pattern), Value::String(text)) if matches(pattern, text) => Ok(()),
        (Value::Object(wanted_members), Value::Object(members)) => {
            if let Some(extra) = members
                .keys()
                .find(|name| !wanted_members.contains_key(*name))
            {
                return Err(format!("{at}: has {extra}, too"));
            }
            wanted_members.iter().try_for_each(|(name, value)| {
                let member = members
                    .get(name)
                    .ok_or_else(|| format!("{at}: lacks {name}"))?;
                fits(value, member, &format!("{at}.{name}"))
            })
        }
        (Value::Array(wanted_items), Value::Array(items)) if wanted_items.len() == items.len() => {
            let mut pairs = wanted_items.iter().zip(items).enumerate();
            pairs.try_for_each(|(number, (wanted, item))| {
                fits(wanted, item, &format!("{at}[{number}]"))
            })
        }
        _ if wanted == got => Ok(()),
        _ => Err(format!("{at}: {got} instead of {wanted}")),
    }
}

fn is_placeholder(text: &str) -> bool {
    text.starts_with('<') && text.ends_with('>') && text.matches('<').count() == 1
}

/// Text with one placeholder in it: what stands around it is exact.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('<') else {
        return pattern == text;
    };
    let Some((name, after)) = rest.split_once('>') else {
        return pattern == text;
    };
    let inside = text
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after));
    inside.is_some_and(|inside| match name {
        "int" => !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit()),
        _ => is_a(&format!("<{name}>"), &Value::String(inside.to_owned())),
    })
}

/// Whether the text has the form: `9` a digit, `a` a letter or digit, anything else itself.
fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(byte, form)| match form {
                b'9' => byte.is_ascii_digit(),
                b'a' => byte.is_ascii_alphanumeric(),
                _ => byte == form,
            })
}

fn is_a(placeholder: &str, got: &Value) -> bool {
    let text = got.as_str().unwrap_or("");
    match placeholder {
        "<int>" => got.is_i64(),
        "<text>" => !text.is_empty(),
        "<datetime>" => has_form(text, "9999-99-99T99:99:99.999999Z"),
        "<date>" => has_form(text, "9999-99-99"),
        "<uuid>" => has_form(text, "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"),
        "<id22>" => has_form(text, &"a".repeat(22)),
        "<key>" => {
            let small = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
            text.len() == 12 && text.bytes().all(small)
        }
        "<uat>" => token::UatText::parse(text).is_ok(),
        "<jwt>" => {
            let parts: Vec<_> = text.split('.').collect();
            parts.len() == 3 && parts.iter().all(|part| part.len() > 40)
        }
        "<email>" => text.split_once('@').is_some(),
        "<permissions>" => got.as_array().is_some_and(|list| {
            let known = |name: &Value| Permission::by_name(name.as_str().unwrap_or("")).is_some();
            !list.is_empty() && list.iter().all(known)
        }),
        other => panic!("nobody knows what {other} is"),
    }
}

#[test]
fn the_comparison_can_fail() {
    use serde_json::json;
    let good = json!({"a": 1, "b": ["x", "<int>"], "c": "in <int> seconds."});
    let fits = |got: Value| super::shape::fits(&good, &got, "body");
    assert_eq!(
        fits(json!({"a": 1, "b": ["x", 7], "c": "in 12 seconds."})),
        Ok(())
    );
    for bad in [
        json!({"a": 2, "b": ["x", 7], "c": "in 12 seconds."}),
        json!({"a": 1, "b": ["x"], "c": "in 12 seconds."}),
        json!({"a": 1, "b": ["x", "7"], "c": "in 12 seconds."}),
        json!({"a": 1, "b": ["x", 7], "c": "in x seconds."}),
        json!({"a": 1, "b": ["x", 7], "c": "in  seconds."}),
        json!({"a": 1, "b": ["x", 7]}),
        json!({"a": 1, "b": ["x", 7], "c": "in 12 seconds.", "d": 0}),
        json!([]),
        Value::Null,
    ] {
        assert!(fits(bad.clone()).is_err(), "{bad}");
    }
}

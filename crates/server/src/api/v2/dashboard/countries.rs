//! The countries that are asked for, as `BE,FR`.

use crate::{
    error::{ApiError, ApiResult},
    extract::Query,
};

/// The most of them.
const MOST: usize = 50;

/// Reads the parameter of that name: codes of two letters, in capitals.
pub(super) fn countries(query: &Query, name: &str) -> ApiResult<Option<Vec<String>>> {
    let Some(text) = query.get(name) else {
        return Ok(None);
    };
    let list: Vec<_> = text
        .split(',')
        .map(|country| country.trim().to_ascii_uppercase())
        .collect();
    let is_code = |one: &String| one.len() == 2 && one.bytes().all(|b| b.is_ascii_uppercase());
    if list.len() > MOST || !list.iter().all(is_code) {
        let sentence = format!("Use at most {MOST} codes of two letters, as BE,FR.");
        return Err(ApiError::field(name, sentence));
    }
    Ok(Some(list))
}

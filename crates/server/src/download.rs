//! Long answers that are made step by step: however many rows there are, a step of them is in
//! memory. Each step asks again whether it may (design §6), and nothing is held between two.

use crate::error::ApiResult;
use axum::{
    body::Body,
    http::header,
    response::{IntoResponse as _, Response},
};
use futures_util::stream;
use std::io;

/// The media type of tables.
pub const CSV: &str = "text/csv; charset=utf-8";

/// The next piece of a file, and what makes the one after it, if there is more.
pub type Step<T> = (String, Option<T>);

/// The answer that begins with that piece and goes on with every further step, to be saved under
/// that name. The first step is taken before, so that its failure is still a status.
pub fn answer<T: Send + 'static, F>(
    (first, rest): Step<T>,
    step: impl Fn(T, String) -> F + Send + 'static,
    kind: &'static str,
    name: &str,
) -> Response
where
    F: Future<Output = ApiResult<Step<T>>> + Send + 'static,
{
    let first = stream::iter([Ok(first)]);
    let others = stream::try_unfold((rest, step), |(rest, step)| async move {
        let Some(export) = rest else {
            return Ok(None);
        };
        match step(export, String::new()).await {
            Ok((text, rest)) => Ok(Some((text, (rest, step)))),
            // The answer has begun: all that is left is to break it off, so that nobody takes
            // half a file for a whole one.
            Err(_) => Err(io::Error::other("the download ended early")),
        }
    });
    let body = Body::from_stream(futures_util::StreamExt::chain(first, others));
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, body).into_response()
}

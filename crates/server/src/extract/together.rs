//! What two checks say, together.

use crate::error::{ApiError, ApiResult};

/// Both answers, or everything that is wrong at once.
///
/// # Errors
/// What either says, and of two about fields both.
pub fn together<A, B>(one: ApiResult<A>, other: ApiResult<B>) -> ApiResult<(A, B)> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(ApiError::Fields(mut wrong)), Err(ApiError::Fields(more))) => {
            wrong.extend(more);
            Err(ApiError::Fields(wrong))
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

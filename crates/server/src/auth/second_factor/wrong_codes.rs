//! Wrong codes of all people together.

use crate::error::ApiError;
use countermark_core::time::Timestamp;
use std::sync::{Mutex, PoisonError};

/// Wrong codes of all people together that this node takes in a minute.
const WRONG_A_MINUTE: u32 = 100;

/// Wrong codes of everybody in the minute that runs: whoever has many stolen passwords gets no
/// more guesses from having many accounts.
#[derive(Default)]
pub struct WrongCodes(Mutex<(i64, u32)>);

impl WrongCodes {
    /// Lets a try through, or says how long to wait.
    ///
    /// # Errors
    /// 429 with `Retry-After`.
    pub fn check(&self, now: Timestamp) -> Result<(), ApiError> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.0 == now.seconds() / 60 && state.1 >= WRONG_A_MINUTE {
            let seconds = 60 - now.seconds().rem_euclid(60);
            return Err(ApiError::throttled(u64::try_from(seconds).unwrap_or(1)));
        }
        Ok(())
    }

    /// Notes a wrong code.
    pub fn failed(&self, now: Timestamp) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.seconds() / 60;
        if state.0 == minute {
            state.1 = state.1.saturating_add(1);
        } else {
            *state = (minute, 1);
        }
    }
}

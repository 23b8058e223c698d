//! `/api/v2/auth/password/`: a new password for somebody who cannot sign in.

pub mod confirm;
pub mod reset;

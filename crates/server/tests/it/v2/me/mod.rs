mod email;
pub(crate) mod factors;
mod get;
mod password;
mod sessions;

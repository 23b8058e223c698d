pub(crate) mod factors;
mod get;
mod password;

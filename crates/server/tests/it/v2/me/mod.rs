mod companies;
mod company;
mod email;
pub(crate) mod factors;
mod get;
mod password;
mod sessions;
mod update;

mod get;
pub(crate) mod passkeys;
mod recovery_codes;
mod totp;

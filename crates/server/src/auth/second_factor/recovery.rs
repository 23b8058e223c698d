//! Recovery codes: what signs somebody in whose other factor is lost.

use crate::app::App;
use countermark_core::ids::UserId;
use countermark_store::{DbError, Tx, factors};
use zeroize::Zeroizing;

/// Recovery codes that are made at a time.
const RECOVERY_CODES: usize = 10;

/// Characters of a recovery code without its dashes: 60 bits.
pub(super) const RECOVERY_LENGTH: usize = 12;

/// Letters and digits that are not taken for one another (Crockford's base 32).
const RECOVERY_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Makes new recovery codes for the person and stores their digests; the codes are for their
/// eyes, once.
///
/// # Errors
/// 503 when the database is away.
pub async fn new_recovery_codes(
    app: &App,
    tx: &mut Tx,
    user: UserId,
) -> Result<Vec<String>, DbError> {
    let codes: Vec<_> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect();
    let digests: Vec<_> = codes
        .iter()
        .map(|code| app.secrets.recovery_digest(user, code))
        .collect();
    factors::set_recovery_codes(tx, user, &digests).await?;
    Ok(codes
        .iter()
        .map(|code| format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..]))
        .collect())
}

fn recovery_code() -> Zeroizing<String> {
    let bytes = crate::random::bytes::<RECOVERY_LENGTH>();
    Zeroizing::new(
        bytes
            .iter()
            .map(|byte| char::from(RECOVERY_ALPHABET[usize::from(byte % 32)]))
            .collect(),
    )
}

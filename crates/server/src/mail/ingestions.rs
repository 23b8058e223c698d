//! Mails about uploads of own codes.

use super::{Letter, letters::notice};
use countermark_core::ids::IngestionKey;

/// Tells that all codes are there.
#[must_use]
pub fn complete(to: &str, key: &IngestionKey, codes: i64) -> Letter {
    let codes = match codes {
        1 => "1 code was made".to_owned(),
        codes => format!("{codes} codes were made"),
    };
    let text =
        format!("Your upload {key} is complete: {codes}. The work order is called ING-{key}.\n");
    let subject = format!("Your upload of codes is complete: {key}");
    notice("ingestion", to, &subject, text)
}

/// Tells that no code was made, and why.
#[must_use]
pub fn failed(to: &str, key: &IngestionKey, why: &str) -> Letter {
    let text = format!(
        "Your upload {key} could not be done.\n\n{why}\n\n\
         The errors of its rows can be seen and downloaded with the upload. Mend the file and send \
         it again as a new upload.\n"
    );
    let subject = format!("Your upload of codes has failed: {key}");
    notice("ingestion", to, &subject, text)
}

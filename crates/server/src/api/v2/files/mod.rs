//! `/api/v2/files/`: download links (ours; contract §4.6 step 4).

pub mod get;

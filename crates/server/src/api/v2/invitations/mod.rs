//! `/api/v2/invitations/`: accepting an invitation into a company.

pub mod accept;
pub mod look;

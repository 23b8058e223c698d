//! `/api/v2/dashboard/`, and `/api/v2/dashboards/`, which the original's page also names.

pub mod attention;
mod countries;
mod csv;
pub mod get;
mod period;
pub mod scans;
pub mod shown;

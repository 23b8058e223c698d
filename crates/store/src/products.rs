//! Products of a company.

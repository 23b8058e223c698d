//! Scans of codes: who scans (as little of it as possible), where it leads, and how it is written.
//!
//! **What is kept of a person.** No address, no `User-Agent`, no cookie. The country comes from a
//! database file on this machine; one device is told from another by a keyed digest that changes
//! with every month and is another one for each company, so that nobody is followed (decision
//! 0031).

mod device;
mod geo;
mod recorder;
mod target;
mod visit;

pub use device::Devices;
pub use geo::{Geo, GeoArgs};
pub use recorder::{Recorder, Scanned};
pub use target::leads_to;
pub use visit::{Visit, is_counted, is_prefetch};

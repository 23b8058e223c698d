//! What comes in: bodies, queries and path ids, parsed into types, with errors in the contract's
//! shape; and the one way in which JSON goes out.

mod body;
mod fields;
mod form;
mod here;
mod json;
mod lists;
mod page;
mod path;
mod period;
mod query;
mod together;

pub(crate) use body::body;
pub use body::{Body, FromFields, Stranger, read_limited};
pub use fields::{Field, Fields};
pub use form::FormOrJson;
pub use here::{Here, Site};
pub use json::Json;
pub use lists::{Countries, DataObject, Ids, list_in, objects_in, shorten};
pub use page::{Listed, paged};
pub use path::{
    Found, FoundField, FoundIngestion, FoundTask, Key, Load, Mine, MySession, caller, family, id_in,
};
pub use query::Query;
pub use together::together;

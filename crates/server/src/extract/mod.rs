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
mod query;

pub(crate) use body::body;
pub use body::{Body, FromFields, Stranger, read_limited};
pub use fields::{Field, Fields};
pub use form::FormOrJson;
pub use here::Here;
pub use json::Json;
pub use lists::{Countries, DataObject, Ids, shorten};
pub use page::{Listed, paged};
pub use path::{Found, FoundField, Load, Mine, MySession, caller};
pub use query::Query;

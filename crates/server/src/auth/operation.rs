//! What was called: an operation of the API, as its document has it.
//!
//! There are as many as the router has, and they are found once for each call, without an
//! allocation: whoever keeps one keeps a number.

use axum::{
    extract::MatchedPath,
    http::{Method, request::Parts},
};
use std::{collections::HashMap, fmt, sync::LazyLock};
use utoipa::openapi::HttpMethod;

/// A method and the route's template, never the address itself; or that there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Operation(Option<u16>);

/// Every operation, in the order of the document.
struct Table {
    /// Method and template, and the id in the document.
    names: Vec<(String, String)>,
    /// Which of them a route has, by [`place`].
    routes: HashMap<String, [Option<u16>; METHODS]>,
}

const METHODS: usize = 5;

static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

/// A `HEAD` is a `GET` whose body is not sent.
fn place(method: &Method) -> Option<usize> {
    match *method {
        Method::GET | Method::HEAD => Some(0),
        Method::PUT => Some(1),
        Method::POST => Some(2),
        Method::PATCH => Some(3),
        Method::DELETE => Some(4),
        _ => None,
    }
}

/// The document's methods as requests have them; it has no others.
fn as_sent(method: &HttpMethod) -> Method {
    match method {
        HttpMethod::Put => Method::PUT,
        HttpMethod::Post => Method::POST,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Delete => Method::DELETE,
        _ => Method::GET,
    }
}

impl Table {
    fn read() -> Self {
        let (mut names, mut routes) = (Vec::new(), HashMap::<_, [_; METHODS]>::new());
        let document = crate::router::document();
        for (method, path, operation) in crate::openapi::all(&document) {
            let method = as_sent(&method);
            let number = u16::try_from(names.len()).ok();
            let of_route = routes.entry(path.to_owned()).or_default();
            if let Some(place) = place(&method) {
                of_route[place] = number;
            }
            let id = operation.operation_id.clone().unwrap_or_default();
            names.push((format!("{method} {path}"), id));
        }
        Self { names, routes }
    }
}

impl Operation {
    /// The operation of a request that found its handler.
    #[must_use]
    pub fn of(parts: &Parts) -> Self {
        let route = parts.extensions.get::<MatchedPath>();
        let methods = route.and_then(|route| TABLE.routes.get(route.as_str()));
        let place = place(&parts.method);
        Self(
            methods
                .zip(place)
                .and_then(|(methods, place)| methods[place]),
        )
    }

    /// Method and template, with a blank between them; none for what is no operation.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        let (name, _) = TABLE.names.get(usize::from(self.0?))?;
        Some(name)
    }

    /// The id of the operation of that name; none for one that the API no longer has.
    #[must_use]
    pub fn id_of(name: &str) -> Option<&'static str> {
        let found = TABLE.names.iter().find(|(known, _)| known == name);
        found.map(|(_, id)| id.as_str())
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name().unwrap_or("?"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Operation, TABLE};

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        assert!(TABLE.names.len() > 150, "{}", TABLE.names.len());
        for (number, (name, id)) in TABLE.names.iter().enumerate() {
            let operation = Operation(u16::try_from(number).ok());
            assert_eq!(operation.name(), Some(name.as_str()));
            assert_eq!(Operation::id_of(name), Some(id.as_str()));
            assert!(!id.is_empty(), "{name}");
        }
        let of_routes = TABLE.routes.values().flatten().flatten().count();
        assert_eq!(of_routes, TABLE.names.len());
        assert_eq!(Operation::id_of("GET /api/v2/brands/"), Some("brands_list"));
        assert_eq!(Operation::default().name(), None);
        assert_eq!(Operation::default().to_string(), "?");
        assert_eq!(Operation::id_of("?"), None);
    }
}

//! What exists and what is tried: nothing that the program answers may be missing from the
//! matrix and from the walks of strangers.

use super::{Operation, matrix, operations, operations_in};
use std::collections::BTreeSet;

/// Operations that no test here calls. Must stay empty; a line in it is a promise.
const UNTRIED: &[&str] = &[];

/// Routes beside the API's operations. Each of them is public; of a company's data they show what
/// its QR codes are for.
const MACHINE: [&str; 6] = [
    "/api/v2/openapi.json",
    "/api/docs/",
    "/.well-known/jwks.json",
    "/q/{*code}",
    "/health/live",
    "/health/ready",
];

#[test]
fn every_operation_of_the_committed_document_is_tried() {
    let text = include_str!("../../../../../openapi.json");
    let committed: BTreeSet<_> = operations_in(&serde_json::from_str(text).unwrap())
        .into_iter()
        .collect();
    let tried: BTreeSet<Operation> = matrix::in_order().into_iter().collect();
    let untried: Vec<_> = committed
        .difference(&tried)
        .map(|o| o.id.as_str())
        .collect();
    assert_eq!(
        untried, UNTRIED,
        "openapi.json has operations that no test calls"
    );
    let unwritten: Vec<_> = tried.difference(&committed).map(|o| &o.id).collect();
    assert!(
        unwritten.is_empty(),
        "openapi.json lacks {unwritten:?}: ./dev check --write"
    );
    assert!(UNTRIED.is_empty());
}

/// A route that is not added through the table of gates has no gate at all: it must be one of
/// those that need none.
#[test]
fn no_route_goes_around_the_gates() {
    let source = include_str!("../../../src/router.rs");
    let mut routes: Vec<_> = source
        .split(".route(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    routes.sort_unstable();
    let mut known = MACHINE.to_vec();
    known.sort_unstable();
    assert_eq!(routes, known);
    let others = [".nest(", ".merge(", ".route_service(", ".nest_service("];
    for other in others {
        assert!(!source.contains(other), "router.rs has {other}");
    }
}

#[test]
fn every_path_is_one_that_the_walks_can_fill() {
    for operation in operations() {
        let path = &operation.path;
        assert!(
            path.starts_with("/api/v2/") && path.ends_with('/'),
            "{path}"
        );
        let fields = path.matches("{field_id}").count();
        let names = path.matches('{').count() - fields;
        assert!(
            names <= 1 && fields <= names && path.contains("{id}") == (names == 1),
            "{path}"
        );
    }
}

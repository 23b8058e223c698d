//! Tokens that could not be made under a policy.

use super::list::ACTIVE;
use crate::{DbError, Filters, conn::Conn};
use countermark_core::{
    ids::CompanyId,
    permissions::{Permission, PermissionSet},
    policy::TokenPolicy,
    time::Timestamp,
};

/// What breaks a policy.
#[derive(Clone, Debug, Default)]
pub struct Breach {
    /// Any of these rights.
    forbidden: PermissionSet,
    /// The tokens that live longer than it allows, by their position in the list.
    too_long: Vec<i64>,
}

/// What breaks this policy among the active tokens of a company whose days end in that zone. A
/// life is measured as at every call: in days of the calendar.
pub async fn breach(
    conn: &mut Conn,
    company: CompanyId,
    (policy, time_zone): (&TokenPolicy, &str),
    now: Timestamp,
) -> Result<Breach, DbError> {
    // No calendar makes more of so many days; of what is left, most is too long.
    let shortest = policy.max_days.saturating_mul(23 * 3_600 * 1_000_000);
    let filters = Filters::default()
        .with("u.company_id = ?", company)
        .with(ACTIVE, now)
        .with(
            "COALESCE(u.overlap_until, u.expires_at) - u.created_at > ?",
            shortest,
        );
    let rest = format!("FROM uat u WHERE {}", filters.where_clause());
    let columns = [
        "u.seq",
        "u.created_at",
        "COALESCE(u.overlap_until, u.expires_at)",
    ];
    let mut too_long = Vec::new();
    for row in conn.many(&columns, &rest, filters.into_args()).await? {
        let (made, ends) = (Timestamp(row.get(1)?), Timestamp(row.get(2)?));
        if policy.cuts(made, ends, time_zone).is_some() {
            too_long.push(row.get(0)?);
        }
    }
    Ok(Breach {
        forbidden: policy.forbidden,
        too_long,
    })
}

impl Breach {
    /// Adds that a token is one of these.
    pub(super) fn filter(&self, mut filters: Filters, postgres: bool) -> Filters {
        let list = filters.place(serde_json::json!(self.too_long).to_string());
        let mut any = vec![if postgres {
            format!("u.seq IN (SELECT x::bigint FROM json_array_elements_text({list}::json) AS x)")
        } else {
            format!("u.seq IN (SELECT value FROM json_each({list}))")
        }];
        for name in self.forbidden.iter().map(Permission::name) {
            let name = filters.place(format!("% {name} %").replace('_', "!_"));
            any.push(format!(
                "(' ' || u.permissions || ' ') LIKE {name} ESCAPE '!'"
            ));
        }
        filters.and(format!("({})", any.join(" OR ")))
    }
}

//! What an upload needs to know of its codes, which nobody else changes from then on.

use super::progress::{LOAD, LOCK, Progress};
use crate::{
    DbError, Scope,
    codes::{datum, reason, status},
    conn::{Arg, Conn, Tx, args},
    rows::Rows,
};
use countermark_core::{
    ids::{CodeId, ProductId},
    scm::{Field, Fields, Rules, State},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// The kind of fields whose values are logistical units.
const UNIT: &str = "logistical_unit";

/// A code, locked.
pub(super) struct Loaded {
    pub(super) id: CodeId,
    pub(super) extended_id: String,
    /// As it is stored.
    pub(super) before: State,
    /// As it shall be.
    pub(super) now: State,
    /// Whether an item named or reached it.
    pub(super) touched: bool,
}

/// The keys that are logistical units in any campaign of the company.
pub(super) async fn unit_keys(conn: &mut Conn, scope: &Scope) -> Result<Vec<String>, DbError> {
    let sql = "SELECT DISTINCT key FROM scm_field \
               WHERE company_id = $1 AND kind = $2 AND active = 1 ORDER BY key";
    let rows = conn.all(sql, args![scope.company(), UNIT]).await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// What stands between a code's id and a bracket with ids, which another one closes. PostgreSQL gets
/// them as one array: a join with them it would rather begin with all codes of the company, as long
/// as it has no statistics of a new order.
fn among(conn: &Conn) -> &'static str {
    if conn.is_postgres() {
        "= ANY(ARRAY"
    } else {
        "IN ("
    }
}

/// Locks codes in the order of their ids, so that two uploads never wait for each other, and reads
/// them without their data. One that has left the scope meanwhile is not there.
pub(super) async fn lock(
    tx: &mut Tx,
    scope: &Scope,
    ids: &BTreeSet<CodeId>,
    progress: &Progress,
) -> Result<Vec<Loaded>, DbError> {
    // SQLite has one writer: they are locked already. Scans may refer to a locked code.
    let lock = if tx.is_postgres() {
        " FOR NO KEY UPDATE"
    } else {
        ""
    };
    let named = among(tx);
    let columns = [
        "c.id",
        "c.extended_id",
        "c.product_id",
        "c.activation_status",
        "c.blacklist_reason",
        "c.serial_number",
    ];
    let filters = scope.codes("c.");
    let condition = filters.where_clause();
    let rows = Rows::of_ints(ids.iter().map(|id| id.0));
    let rows = rows.telling(progress.of(LOCK, ids.len()));
    let rows = rows.many(tx, filters.into_args(), usize::MAX, &columns, |v| {
        format!(
            "FROM code c WHERE c.id {named}(SELECT v.column1 FROM {v})) AND {condition} \
             ORDER BY c.id{lock}"
        )
    });
    let mut codes = Vec::with_capacity(ids.len());
    for row in rows.await? {
        let state = State {
            product: row.get::<Option<i64>>(2)?.map(ProductId),
            status: status(row.get(3)?)?,
            reason: reason(row.get(4)?)?,
            serial_number: row.get(5)?,
            scm: BTreeMap::new(),
        };
        codes.push(Loaded {
            id: CodeId(row.get(0)?),
            extended_id: row.get(1)?,
            before: state.clone(),
            now: state,
            touched: false,
        });
    }
    // What became one text of sorted rows need not be sorted.
    codes.sort_unstable_by_key(|code| code.id);
    Ok(codes)
}

/// Which keys count for the codes of these products.
pub(super) async fn rules(
    conn: &mut Conn,
    scope: &Scope,
    products: &BTreeSet<ProductId>,
) -> Result<Rules, DbError> {
    let ids = Rows::of_ints(products.iter().map(|id| id.0));
    let rows = ids.all(conn, args![scope.company()], usize::MAX, |v| {
        format!(
            "SELECT p.id, p.campaign_id FROM {v} CROSS JOIN product p \
             WHERE p.id = v.column1 AND p.company_id = $1 AND p.campaign_id IS NOT NULL"
        )
    });
    let mut campaigns = HashMap::new();
    for row in rows.await? {
        campaigns.insert(ProductId(row.get(0)?), row.get::<i64>(1)?);
    }
    let of: BTreeSet<_> = campaigns.values().copied().collect();
    let rows = Rows::of_ints(of).all(conn, args![scope.company()], usize::MAX, |v| {
        format!(
            "SELECT f.campaign_id, f.key, f.position, f.kind FROM {v} CROSS JOIN scm_field f \
             WHERE f.campaign_id = v.column1 AND f.company_id = $1 AND f.active = 1 \
             AND EXISTS (SELECT 1 FROM campaign k WHERE k.company_id = f.company_id \
             AND k.id = f.campaign_id AND k.scm_enabled = 1)"
        )
    });
    let mut fields: HashMap<i64, Fields> = HashMap::new();
    for row in rows.await? {
        let field = Field {
            position: row.get(2)?,
            is_unit: row.get::<String>(3)? == UNIT,
        };
        let of_campaign = fields.entry(row.get(0)?).or_default();
        of_campaign.insert(row.get(1)?, field);
    }
    let fields: HashMap<_, _> = fields
        .into_iter()
        .map(|(id, fields)| (id, Arc::new(fields)))
        .collect();
    let mut rules = Rules::default();
    for (product, campaign) in campaigns {
        if let Some(fields) = fields.get(&campaign) {
            rules.set(product, fields.clone());
        }
    }
    Ok(rules)
}

/// What has to be known of the data of codes, by key.
#[derive(Debug, Default)]
pub(super) struct Needed<'a>(BTreeMap<&'a str, Values<'a>>);

/// Which values of a key have to be known.
#[derive(Debug)]
enum Values<'a> {
    /// Whatever they are.
    All,
    /// These; all others only differ from them.
    Only(BTreeSet<&'a str>),
}

/// Of so many values of all keys together it is asked where they stand; of more, everything is
/// read.
const FEW_VALUES: usize = 16;

impl<'a> Needed<'a> {
    /// Whatever the value of that key is.
    pub(super) fn all(&mut self, key: &'a str) {
        self.0.insert(key, Values::All);
    }

    /// Whether the key has that value.
    pub(super) fn value(&mut self, key: &'a str, value: &'a str) {
        let values = self.0.entry(key);
        let values = values.or_insert_with(|| Values::Only(BTreeSet::new()));
        if let Values::Only(values) = values {
            values.insert(value);
        }
    }

    /// The condition on rows `s`, with its values behind those that are there already.
    fn condition(&self, args: &mut Vec<Arg>) -> String {
        let of_key = |values: &Values<'_>| match values {
            Values::All => 0,
            Values::Only(values) => values.len(),
        };
        let is_few = self.0.values().map(of_key).sum::<usize>() <= FEW_VALUES;
        let mut place = |text: &str| {
            args.push(Arg::from(text));
            format!("${}", args.len())
        };
        let (mut keys, mut cases) = (Vec::new(), Vec::new());
        for (key, values) in &self.0 {
            let key = place(key);
            cases.push(match values {
                Values::Only(values) if is_few => {
                    let values: Vec<_> = values.iter().map(|value| place(value)).collect();
                    format!("(s.key = {key} AND s.value IN ({}))", values.join(", "))
                }
                Values::All | Values::Only(_) => format!("s.key = {key}"),
            });
            keys.push(key);
        }
        // The keys by themselves, too: of the cases alone SQLite would make a search each, through
        // the whole table.
        format!(
            "s.key IN ({}) AND ({})",
            keys.join(", "),
            cases.join(" OR ")
        )
    }
}

/// Reads the data of codes, as far as it has to be known.
pub(super) async fn add_data(
    conn: &mut Conn,
    scope: &Scope,
    codes: &mut [Loaded],
    needed: &Needed<'_>,
    progress: &Progress,
) -> Result<(), DbError> {
    if needed.0.is_empty() {
        return Ok(());
    }
    let mut fixed = args![scope.company()];
    let condition = needed.condition(&mut fixed);
    let named = among(conn);
    // Plus nothing: by the primary key, not through all codes that have such a key.
    let ids = Rows::of_ints(codes.iter().map(|code| code.id.0));
    let ids = ids.telling(progress.of(LOAD, codes.len()));
    let columns = ["s.code_id", "s.key", "s.value", "s.kind"];
    let rows = ids.many(conn, fixed, usize::MAX, &columns, |v| {
        format!(
            "FROM code_scm s WHERE s.code_id {named}(SELECT v.column1 FROM {v})) \
             AND s.company_id + 0 = $1 AND {condition}"
        )
    });
    for row in rows.await? {
        let id = CodeId(row.get(0)?);
        if let Ok(place) = codes.binary_search_by_key(&id, |code| code.id) {
            let datum = datum(row.get(2)?, row.get(3)?)?;
            codes[place].before.scm.insert(row.get(1)?, datum);
        }
    }
    for code in codes {
        code.now.scm.clone_from(&code.before.scm);
    }
    Ok(())
}

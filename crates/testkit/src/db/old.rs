//! Databases as earlier programs left them: their migrations only, and a row in each table.

use super::{Place, Raw};
use countermark_store::{Engine, migrations};
use std::collections::BTreeMap;

/// The columns of each table, in their order, with their types.
pub type Tables = BTreeMap<String, Vec<(String, String)>>;

/// The rows of each table.
pub type Contents = BTreeMap<String, Vec<Vec<String>>>;

/// The schemas that there were, the oldest first.
#[must_use]
pub fn schemas() -> Vec<i64> {
    let all = migrations(Engine::Sqlite).into_iter();
    all.map(|(number, _)| number).collect()
}

/// What a migration says, in the words of the engine.
#[must_use]
pub fn migration(engine: Engine, number: i64) -> String {
    let mut all = migrations(engine).into_iter();
    let found = all.find(|(known, _)| *known == number);
    found.expect("a migration").1
}

/// Every table of ours.
pub async fn tables(raw: &mut Raw) -> Tables {
    let sql = match raw {
        Raw::Sqlite(_) => {
            "SELECT t.name, c.name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY c.cid"
        }
        Raw::Postgres(_) => {
            "SELECT table_name::text, column_name::text, data_type::text \
             FROM information_schema.columns WHERE table_schema = 'public' \
             ORDER BY ordinal_position"
        }
    };
    let mut tables = Tables::new();
    for mut row in raw.rows(sql).await {
        let (kind, column) = (row.remove(2), row.remove(1));
        let table = row.remove(0);
        tables.entry(table).or_default().push((column, kind));
    }
    tables.remove("schema_version");
    tables
}

/// All rows, of these columns of these tables.
pub async fn contents(raw: &mut Raw, tables: &Tables) -> Contents {
    let mut all = Contents::new();
    for (table, columns) in tables {
        let sql = format!("SELECT {} FROM \"{table}\"", names(columns));
        all.insert(table.clone(), raw.rows(&sql).await);
    }
    all
}

fn names(columns: &[(String, String)]) -> String {
    let quoted = columns.iter().map(|(name, _)| format!("\"{name}\""));
    quoted.collect::<Vec<_>>().join(", ")
}

/// All rows of these columns, each value as it is written in SQL.
pub async fn literals(raw: &mut Raw, tables: &Tables) -> Contents {
    let mut all = Contents::new();
    for (table, columns) in tables {
        let literal = |(name, _): &(String, String)| match raw {
            Raw::Sqlite(_) => format!("quote(\"{name}\")"),
            Raw::Postgres(_) => format!("quote_nullable(CAST(\"{name}\" AS TEXT))"),
        };
        let columns: Vec<_> = columns.iter().map(literal).collect();
        let sql = format!("SELECT {} FROM \"{table}\"", columns.join(", "));
        all.insert(table.clone(), raw.rows(&sql).await);
    }
    all
}

/// What stands in a column of which nobody says more.
fn placeholder(table: &str, kind: &str) -> &'static str {
    match kind.to_lowercase().as_str() {
        "integer" | "bigint" => "1",
        "text" => "'x'",
        "blob" => "x'78'",
        "bytea" => r"'\x78'",
        other => panic!("{table} has a column of type {other}"),
    }
}

impl Place {
    /// Brings an empty place to an earlier schema, with a row in each table. Every number is 1 and
    /// every text the same, so all that refers to a row finds the one that there is.
    pub async fn age(&self, engine: Engine, schema: i64) {
        let mut raw = self.begin(engine, schema).await;
        for (table, columns) in tables(&mut raw).await {
            let values = columns.iter().map(|(_, kind)| placeholder(&table, kind));
            let values = values.collect::<Vec<_>>().join(", ");
            insert(&mut raw, &table, &columns, &values).await;
        }
        raw.run("COMMIT").await;
        raw.close().await;
    }

    /// Brings an empty place to an earlier schema, with these rows ([`literals`]) as far as it has
    /// their tables and columns. Returns its tables.
    pub async fn age_with(
        &self,
        engine: Engine,
        schema: i64,
        newer: &Tables,
        rows: &Contents,
    ) -> Tables {
        let mut raw = self.begin(engine, schema).await;
        let old = tables(&mut raw).await;
        for (table, columns) in old.iter().filter(|(table, _)| newer.contains_key(*table)) {
            for row in &rows[table] {
                let value = |(name, kind): &(String, String)| {
                    let at = newer[table].iter().position(|(newer, _)| newer == name);
                    at.map_or_else(|| placeholder(table, kind).to_owned(), |at| row[at].clone())
                };
                let values = columns.iter().map(value).collect::<Vec<_>>().join(", ");
                insert(&mut raw, table, columns, &values).await;
            }
        }
        if engine == Engine::Postgres {
            raw.run(COUNT_ON).await;
        }
        raw.run("COMMIT").await;
        raw.close().await;
        old
    }

    /// A transaction in which the earlier schema has just been made, and rows may be put into its
    /// tables in whatever order.
    async fn begin(&self, engine: Engine, schema: i64) -> Raw {
        let mut raw = self.raw().await;
        let unchecked = match engine {
            Engine::Sqlite => "PRAGMA foreign_keys = OFF",
            Engine::Postgres => "SET session_replication_role = replica",
        };
        raw.run(unchecked).await;
        raw.run("BEGIN").await;
        raw.run("CREATE TABLE schema_version (version BIGINT NOT NULL)")
            .await;
        for number in schemas().into_iter().filter(|number| *number <= schema) {
            raw.run(&migration(engine, number)).await;
            let note = format!("INSERT INTO schema_version (version) VALUES ({number})");
            raw.run(&note).await;
        }
        raw
    }
}

/// Lets every counter of PostgreSQL go on behind the rows that are there.
const COUNT_ON: &str = "DO $$ DECLARE t RECORD; BEGIN \
     FOR t IN SELECT table_name, column_name FROM information_schema.columns \
              WHERE table_schema = 'public' AND is_identity = 'YES' LOOP \
         EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), \
                         (SELECT COALESCE(MAX(%I), 0) + 1 FROM %I), false)', \
                        t.table_name, t.column_name, t.column_name, t.table_name); \
     END LOOP; END $$";

async fn insert(raw: &mut Raw, table: &str, columns: &[(String, String)], values: &str) {
    let given = match raw {
        Raw::Sqlite(_) => "",
        Raw::Postgres(_) => "OVERRIDING SYSTEM VALUE",
    };
    let names = names(columns);
    raw.run(&format!(
        "INSERT INTO \"{table}\" ({names}) {given} VALUES ({values})"
    ))
    .await;
}

//! Both engines have the same tables, columns, keys and indexes.

use countermark_store::Engine;
use countermark_testkit::db::{TestDb, engines};

/// One line for each column, key, index and reference; the same words for both engines.
const SQLITE: &[&str] = &[
    "SELECT m.name || '.' || c.name || CASE c.type WHEN 'INTEGER' THEN ' int' \
     WHEN 'TEXT' THEN ' text' WHEN 'BLOB' THEN ' bytes' ELSE ' ? ' || c.type END || \
     CASE WHEN c.\"notnull\" OR c.pk THEN ' not null' ELSE '' END || \
     coalesce(' default ' || c.dflt_value, '') \
     FROM sqlite_master m, pragma_table_info(m.name) c \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'",
    "SELECT m.name || ' primary (' || group_concat(c.name, ', ' ORDER BY c.pk) || ')' \
     FROM sqlite_master m, pragma_table_info(m.name) c \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND c.pk GROUP BY m.name",
    "SELECT m.name || CASE i.origin WHEN 'u' THEN ' unique' ELSE \
     CASE i.\"unique\" WHEN 1 THEN ' unique' ELSE '' END || ' index ' || i.name END || ' (' || \
     (SELECT group_concat(x.name, ', ' ORDER BY x.seqno) FROM pragma_index_info(i.name) x) || ')' \
     FROM sqlite_master m, pragma_index_list(m.name) i \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND i.origin <> 'pk'",
    "SELECT m.name || ' (' || group_concat(f.\"from\", ', ' ORDER BY f.seq) || ') references ' || \
     f.\"table\" || ' (' || group_concat(f.\"to\", ', ' ORDER BY f.seq) || ')' \
     FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
     WHERE m.type = 'table' GROUP BY m.name, f.id, f.\"table\"",
];

const POSTGRES: &[&str] = &[
    "SELECT table_name || '.' || column_name || CASE data_type WHEN 'bigint' THEN ' int' \
     WHEN 'text' THEN ' text' WHEN 'bytea' THEN ' bytes' ELSE ' ? ' || data_type END || \
     CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END || \
     coalesce(' default ' || replace(column_default, '::text', ''), '') \
     FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT t.relname || CASE WHEN i.indisprimary THEN ' primary' WHEN c.oid IS NOT NULL \
     THEN ' unique' ELSE CASE WHEN i.indisunique THEN ' unique' ELSE '' END || \
     ' index ' || x.relname END || ' (' || \
     (SELECT string_agg(a.attname, ', ' ORDER BY k.place) \
      FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (number, place) \
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number) || ')' \
     FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid \
     LEFT JOIN pg_constraint c ON c.conindid = x.oid AND c.contype = 'u' \
     WHERE t.relnamespace = 'public'::regnamespace",
    "SELECT conrelid::regclass || ' (' || \
     (SELECT string_agg(a.attname, ', ' ORDER BY k.place) \
      FROM unnest(conkey) WITH ORDINALITY k (number, place) \
      JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.number) || \
     ') references ' || confrelid::regclass || ' (' || \
     (SELECT string_agg(a.attname, ', ' ORDER BY k.place) \
      FROM unnest(confkey) WITH ORDINALITY k (number, place) \
      JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = k.number) || ')' \
     FROM pg_constraint WHERE contype = 'f'",
];

async fn description(engine: Engine) -> Vec<String> {
    let db = TestDb::new(engine).await;
    let mut raw = db.place.raw().await;
    let mut lines = Vec::new();
    for query in match engine {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    } {
        lines.extend(raw.rows(query).await.into_iter().flatten());
    }
    lines.sort();
    lines
}

#[tokio::test]
async fn engines_have_the_same_schema() {
    let mut descriptions = Vec::new();
    for engine in engines() {
        let description = description(engine).await;
        // The queries must see all four kinds of thing before their agreement means anything.
        for line in [
            "product.sku text not null",
            "uat.revoked_at int",
            "product primary (id)",
            "product unique (company_id, sku)",
            "product index product_by_sku (company_id, archived, sku, id)",
            "product (company_id, brand_id) references brand (company_id, id)",
        ] {
            assert!(description.contains(&line.to_owned()), "{engine:?}: {line}");
        }
        descriptions.push(description);
    }
    for other in &descriptions[1..] {
        let only = |a: &[String], b: &[String]| -> Vec<String> {
            a.iter().filter(|line| !b.contains(line)).cloned().collect()
        };
        let first = &descriptions[0];
        assert_eq!((only(first, other), only(other, first)), (vec![], vec![]));
        assert_eq!(first.len(), other.len());
    }
}

#[tokio::test]
async fn postgres_compares_texts_byte_by_byte() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let db = TestDb::new(Engine::Postgres).await;
    let texts = "SELECT count(*) FROM information_schema.columns \
                 WHERE table_schema = 'public' AND data_type = 'text'";
    let mut raw = db.place.raw().await;
    let all = raw.number(texts).await;
    let plain = format!("{texts} AND collation_name = 'C'");
    assert!(all > 0);
    assert_eq!(raw.number(&plain).await, all);
}

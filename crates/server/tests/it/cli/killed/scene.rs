//! A company with very many codes, and a token that may change so many of them and no more.

use crate::cli::{home::Home, serving::Serving};
use countermark_store::Engine;
use countermark_testkit::PASSWORD;
use serde_json::{Value, json};

/// Codes `code-000000`, `code-000001`, … of one product, whose campaign keeps `line`.
pub(super) struct Scene {
    pub(super) home: Home,
    /// The header line of the token.
    pub(super) token: String,
    /// The header line of the admin's log-in.
    pub(super) person: String,
    product: Value,
}

impl Scene {
    /// Makes so many codes, and a token that may change so many values a day.
    pub(super) async fn new(engine: Engine, codes: i64, budget: i64) -> Self {
        let home = Home::new(engine).await;
        let email = ["--email", "a@kallista.example", "--password-stdin"];
        assert_eq!(home.admin(PASSWORD, &email).await.code, 0);
        let server = home.serve(&[]).await;
        let body = json!({"email": "a@kallista.example", "password": PASSWORD});
        let jwt = made(&server, 200, "/api/v2/auth/jwt/", "", body).await;
        let person = format!("Authorization: JWT {}\r\n", jwt["token"].as_str().unwrap());
        let make = async |path, body| made(&server, 201, path, &person, body).await;
        let brand = make("/api/v2/brands/", json!({"name": "Kallista"})).await;
        let campaign = make("/api/v2/campaigns/", json!({"name": "EU 2026"})).await;
        let field = format!("/api/v2/campaigns/{}/scm-fields/", campaign["id"]);
        let line = json!({"label": "Line", "key": "line", "type": "text"});
        make(&field, line).await;
        let product = json!({"sku": "OLV-500", "name": "Olive oil", "brand": brand["id"],
                             "campaign": campaign["id"]});
        let product = make("/api/v2/products/", product).await["id"].clone();
        let policy = "/api/v2/permissions/";
        let (_, policy) = server.expect(200, "GET", policy, &person, &json!({})).await;
        let uat = json!({
            "name": "ERP", "valid_until": policy["policy"]["latest"],
            "permissions": ["scm_bulk_edit"], "budgets": {"scm_rows_changed": budget},
        });
        let uat = make("/api/v2/uats/", uat).await;
        let token = format!("Authorization: UAT {}\r\n", uat["token"].as_str().unwrap());
        assert_eq!(server.stop().await.code, 0);
        let scene = Self {
            home,
            token,
            person,
            product,
        };
        scene.codes(engine, codes).await;
        scene
    }

    /// Codes by one statement: making them is not what is tested.
    async fn codes(&self, engine: Engine, number: i64) {
        let product = &self.product;
        let mut raw = self.home.place.raw().await;
        raw.run(
            "INSERT INTO workorder (company_id, reference, remarks, searchable, kind, state, \
             quantity, activate_on_complete, use_serial_number, archived, created_by, created_at) \
             SELECT company_id, 'order', '', '', 'sid', 'completed', 1, 0, 0, 0, person_id, 1 \
             FROM member",
        )
        .await;
        let (pad, numbers) = match engine {
            Engine::Postgres => (
                "lpad(n::text, 6, '0')",
                format!("generate_series(0, {number} - 1) n"),
            ),
            Engine::Sqlite => (
                "printf('%06d', n)",
                format!(
                    "(WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s \
                     WHERE n + 1 < {number}) SELECT n FROM s)"
                ),
            ),
        };
        raw.run(&format!(
            "INSERT INTO code (company_id, workorder_id, sequence, extended_id, product_id, \
             activation_status, blacklist_reason, updated_at, created_at) \
             SELECT w.company_id, w.id, n + 1, 'code-' || {pad}, {product}, 0, 0, 1, 1 \
             FROM workorder w CROSS JOIN {numbers}"
        ))
        .await;
        raw.run(&format!("UPDATE product SET code_count = {number}"))
            .await;
        raw.close().await;
    }

    /// The one number that a statement yields.
    pub(super) async fn number(&self, sql: &str) -> i64 {
        let mut raw = self.home.place.raw().await;
        let number = raw.number(sql).await;
        raw.close().await;
        number
    }

    /// How many values the token has paid for.
    pub(super) async fn spent(&self) -> i64 {
        self.number("SELECT coalesce(sum(used), 0) FROM budget_spent")
            .await
    }

    /// What stands in the audit log about that action: how many entries, and of how many values.
    pub(super) async fn audited(&self, action: &str) -> (i64, i64) {
        let of = |what| format!("SELECT {what} FROM audit WHERE action = '{action}'");
        let entries = self.number(&of("count(*)")).await;
        let mut raw = self.home.place.raw().await;
        let rows = raw.rows(&of("after")).await;
        raw.close().await;
        let values = rows.iter().map(|row| {
            let after: Value = serde_json::from_str(&row[0]).expect("JSON");
            after["total_updates"].as_i64().unwrap_or(0)
        });
        (entries, values.sum())
    }

    /// The database is whole, the audit log is a chain, and counts agree with the rows.
    pub(super) async fn is_whole(&self, server: &Serving) {
        let mut raw = self.home.place.raw().await;
        if self.home.place.is_sqlite() {
            let found = raw.rows("PRAGMA integrity_check").await;
            assert_eq!(found, [["ok"]]);
        }
        let counts = "SELECT code_count, active_code_count, blacklisted_code_count FROM product";
        let by_hand = "SELECT count(*), \
                       coalesce(sum(CASE WHEN activation_status = 1 THEN 1 ELSE 0 END), 0), \
                       coalesce(sum(CASE WHEN activation_status = 2 THEN 1 ELSE 0 END), 0) \
                       FROM code";
        assert_eq!(raw.rows(counts).await, raw.rows(by_hand).await);
        raw.close().await;
        let check = made(server, 200, "/api/v2/audit/check/", &self.person, json!({})).await;
        assert_eq!(check["ok"], true, "{check}");
    }
}

/// The answer to a `POST`.
pub(super) async fn made(
    server: &Serving,
    status: u16,
    path: &str,
    headers: &str,
    body: Value,
) -> Value {
    server.expect(status, "POST", path, headers, &body).await.1
}

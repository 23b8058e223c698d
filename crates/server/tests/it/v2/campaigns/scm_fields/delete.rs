//! `DELETE /api/v2/campaigns/{id}/scm-fields/{field_id}/`

use super::{campaign, keys, text};
use crate::support::{entries, entry_by};
use countermark_testkit::{Person, TestApp, each};
use serde_json::{Value, json};

/// A code of that product with data under that key, as an upload would leave it.
async fn code(app: &TestApp, admin: &Person, product: &Value, key: &str) {
    let company = admin.company;
    let mut raw = app.db.place.raw().await;
    for sql in [
        format!(
            "INSERT INTO workorder (company_id, reference, remarks, searchable, kind, state, \
             quantity, activate_on_complete, use_serial_number, archived, created_by, created_at) \
             VALUES ({company}, '{key}', '', '', 'sid', 'completed', 1, 0, 0, 0, {}, 0)",
            admin.id
        ),
        format!(
            "INSERT INTO code (company_id, workorder_id, sequence, extended_id, product_id, \
             activation_status, blacklist_reason, updated_at, created_at) \
             SELECT company_id, id, 1, '{company} {key}', {product}, 0, 0, 0, 0 FROM workorder \
             WHERE company_id = {company} AND reference = '{key}'"
        ),
        format!(
            "INSERT INTO code_scm (code_id, key, company_id, value, kind) \
             SELECT id, '{key}', company_id, '7', 0 FROM code \
             WHERE extended_id = '{company} {key}'"
        ),
    ] {
        raw.run(&sql).await;
    }
    raw.close().await;
}

#[tokio::test]
async fn a_field_without_data_is_removed() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let path = campaign(&client, "Spring").await;
        let lot = text(&client, &path, "lot").await;
        text(&client, &path, "line").await;
        let one = format!("{path}{}/", lot["id"]);
        client.delete(&one).await.expect(204);
        client.delete(&one).await.expect(404);
        assert_eq!(keys(&client, &path).await, ["line"]);
        let logged = entry_by(app, &admin, "scm_field.delete", &admin, "jwt").await;
        assert_eq!(logged["before"]["key"], "lot");
        // The key is free again.
        text(&client, &path, "lot").await;
    })
    .await;
}

#[tokio::test]
async fn a_field_with_data_stays() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let path = campaign(&client, "Spring").await;
        let lot = text(&client, &path, "lot").await;
        let other = campaign(&client, "Another").await;
        let same_key = text(&client, &other, "lot").await;
        let brand = client.post("/api/v2/brands/", json!({"name": "A"})).await;
        let id: i64 = path
            .split('/')
            .nth(4)
            .expect("an id")
            .parse()
            .expect("a number");
        let body = json!({"sku": "a", "name": "A", "brand": brand["id"], "campaign": id});
        let product = client.post("/api/v2/products/", body).await.expect(201);
        code(app, &admin, &product["id"], "lot").await;
        let one = format!("{path}{}/", lot["id"]);
        let reply = client.delete(&one).await.expect(409);
        let sentence = "Codes have data for this field. Deactivate it instead.";
        assert_eq!(
            *reply.json(),
            json!({"detail": sentence, "code": "conflict"})
        );
        assert!(entries(app, &admin, "scm_field.delete").await.is_empty());
        let reply = client
            .patch(&one, json!({"active": false}))
            .await
            .expect(200);
        assert_eq!(reply["active"], false);
        // The data is another campaign's.
        let same_key = format!("{other}{}/", same_key["id"]);
        client.delete(&same_key).await.expect(204);
    })
    .await;
}

//! `PATCH /api/v2/workorders/{id}/`

use super::{order, path};
use crate::support::{entry_by, wrong_fields};
use axum::http::Method;
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn reference_and_remarks_change_and_nothing_else() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let made = order(&client, "A", 3, json!({"remarks": "old"})).await;
        order(&client, "B", 3, json!({})).await;
        let one = path(&made, "");
        let body = json!({"remarks": "new", "quantity": 9, "state": "completed"});
        let reply = client.patch(&one, body).await.expect(200);
        let mut expected = made.json().clone();
        expected["remarks"] = json!("new");
        assert_eq!(*reply.json(), expected);
        let logged = entry_by(app, &admin, "workorder.update", &admin, "jwt").await;
        assert_eq!(logged["before"], json!({"remarks": "old"}));
        assert_eq!(logged["after"], json!({"remarks": "new"}));
        let taken = "A work order with this reference already exists.";
        let cases = [
            ("reference", json!("B"), taken),
            ("reference", json!(""), "This field may not be blank."),
            ("remarks", json!({}), "Not a valid string."),
        ];
        wrong_fields(&client, Method::PATCH, &one, &json!({}), &cases).await;
        let reply = client
            .patch(&one, json!({"reference": "C"}))
            .await
            .expect(200);
        assert_eq!(reply["reference"], "C");
        client
            .patch(&one, json!({"reference": "C"}))
            .await
            .expect(200);
        let other = app.jwt(&app.company().await).await;
        other.patch(&one, json!({"remarks": "x"})).await.expect(404);
    })
    .await;
}

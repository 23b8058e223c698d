//! `GET /api/v2/codes/{extended_id}/`

use crate::code_scene::{Scene, codes};
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn a_code_shows_everything_that_is_known() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let list = [("Qm7_xK2aZp-9", Some(scene.products[0]), Some("S-1"))];
        let order = codes(app, &scene.admin, &list).await;
        let items = json!([{"extended_id": "Qm7_xK2aZp-9", "line": "13A", "lot": 7,
                            "activation_status": 1}]);
        app.clock.advance(60);
        scene.upload(&scene.client, items).await.expect(200);
        let shown = scene.code("Qm7_xK2aZp-9").await;
        let who = json!({"id": scene.admin.id.0, "email": scene.admin.email});
        let now = app.now();
        let made = now.plus_seconds(-60).to_string();
        let now = now.to_string();
        assert_eq!(
            shown,
            json!({
                "id": shown["id"], "extended_id": "Qm7_xK2aZp-9", "serial_number": "S-1",
                "workorder": order, "sequence": 1,
                "product": {"id": scene.products[0], "sku": "SKU-0", "name": "Product 0",
                            "brand": {"id": scene.brand, "name": "Kallista"}},
                "campaign": {"id": scene.campaign, "name": "EU 2026"},
                "activation_status": 1, "blacklist_reason": 0,
                "activated_by": who, "activated_at": now, "scm": {"line": "13A", "lot": 7},
                "scm_updated_by": who, "scm_updated_at": now, "updated_at": now,
                "creation_date": made,
            })
        );
        // A GS1 path stands in one part of the address.
        let gs1 = "01/09506000134352/21/12345";
        codes(app, &scene.admin, &[(gs1, None, None)]).await;
        let shown = scene.code("01%2F09506000134352%2F21%2F12345").await;
        assert_eq!(shown["extended_id"], gs1);
        for member in [
            "serial_number",
            "product",
            "campaign",
            "activated_by",
            "scm_updated_at",
        ] {
            assert!(shown[member].is_null(), "{member}");
        }
        assert_eq!(shown["scm"], json!({}));
    })
    .await;
}

#[tokio::test]
async fn another_companys_code_is_not_there() {
    each(async |app| {
        let (ours, theirs) = (Scene::of(app).await, Scene::of(app).await);
        let id = &theirs.codes(app, "theirs", 1).await[0];
        let path = format!("/api/v2/codes/{id}/");
        ours.client.get(&path).await.expect(404);
        let body = json!({"activation_status": 2});
        let edit = ours.client.patch(&format!("{path}scm/"), body).await;
        edit.expect(404);
        assert_eq!(theirs.code(id).await["activation_status"], 0);
        for id in ["nobody-here", "a%00b", "%0A", &"x".repeat(201)] {
            let path = format!("/api/v2/codes/{id}/");
            ours.client.get(&path).await.expect(404);
        }
    })
    .await;
}

//! `GET /api/v2/documents/{id}/get-download-link/` (security checklist 56, 83, 105)

use super::{begun, linked, path_of};
use crate::{code_scene::Scene, support::entry_by};
use countermark_testkit::each;

#[tokio::test]
async fn a_link_opens_the_file_without_a_header_for_fifteen_minutes() {
    each(async |app| {
        let scene = Scene::of(app).await;
        scene.codes(app, "linked", 2).await;
        let token = app.uat(&scene.admin, &["codes_view"]).await.client;
        let key = begun(&token, "").await;
        app.jobs().await;
        let bare = format!("/api/v2/documents/{key}/get-download-link");
        let link = token.get(&bare).await.expect(200);
        let ends = app.now().plus_seconds(900).to_string();
        assert_eq!(link["expires_at"], ends);
        let path = path_of(&link);
        let file = app.anonymous().get(&path).await.expect(200);
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        let name = format!("attachment; filename=\"codes-{key}.csv\"");
        assert_eq!(file.header("content-disposition"), name);
        assert_eq!(file.text().lines().count(), 3);
        let entry = entry_by(app, &scene.admin, "document.link", &scene.admin, "uat").await;
        assert_eq!(entry["object_id"], key);
        app.clock.advance(900);
        let late = app.anonymous().get(&path).await.expect(403);
        assert_eq!(late.code(), "link_expired");
        let again = linked(&token, &key).await.expect(200);
        app.anonymous().get(&path_of(&again)).await.expect(200);
        for wrong in ["aaaaaaaaaaaa", "A", "..", "1"] {
            linked(&token, wrong).await.expect(404);
        }
        app.uat(&scene.admin, &["workorder_view"])
            .await
            .client
            .get(&bare)
            .await
            .expect(403);
    })
    .await;
}

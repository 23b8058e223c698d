//! `DELETE /api/v2/me/sessions/{id}/` and `POST /api/v2/me/sessions/end-others/`

use super::id_of;
use crate::support::{entries, entry_by};
use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::json;

const OTHERS: &str = "/api/v2/me/sessions/end-others/";

fn path(id: &str) -> String {
    format!("/api/v2/me/sessions/{id}/")
}

/// Security checklist 77: at the next request.
#[tokio::test]
async fn one_of_ones_own_ends_and_no_other() {
    each(async |app| {
        let admin = app.company().await;
        let (client, other) = (app.jwt(&admin).await, app.cookie(&admin).await);
        let third = app.jwt(&admin).await;
        let id = id_of(&other).await;
        client.delete(&path(&id)).await.expect(204);
        other.get("/api/v2/me/").await.expect(401);
        for open in [&client, &third] {
            open.get("/api/v2/me/").await.expect(200);
        }
        client.delete(&path(&id)).await.expect(404);
        let entry = entry_by(app, &admin, "session.end", &admin, "jwt").await;
        assert_eq!(entry["object_id"], id);
        // The one that asks may end itself, too.
        third.delete(&path(&id_of(&third).await)).await.expect(204);
        third.get("/api/v2/me/").await.expect(401);
    })
    .await;
}

/// Security checklist 33, 47: neither a colleague's, nor a stranger's, nor by a token.
#[tokio::test]
async fn nobody_ends_somebody_elses_here() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let colleague = app.person(&admin, Role::ScmUser).await;
        let theirs = [
            app.cookie(&colleague).await,
            app.jwt(&app.company().await).await,
        ];
        for other in &theirs {
            client.delete(&path(&id_of(other).await)).await.expect(404);
        }
        client.post(OTHERS, json!({})).await.expect(204);
        for other in &theirs {
            other.get("/api/v2/me/").await.expect(200);
        }
        for id in ["0", "x", "zzzzzzzzzzzzzzzzzzzzzz"] {
            client.delete(&path(id)).await.expect(404);
        }
        let token = app.uat(&admin, &["brand_view"]).await.client;
        let mine = path(&id_of(&client).await);
        assert_eq!(
            token.delete(&mine).await.expect(403).code(),
            "person_required"
        );
        token.post(OTHERS, json!({})).await.expect(403);
        client.get("/api/v2/me/").await.expect(200);
        assert!(entries(app, &admin, "session.end").await.is_empty());
    })
    .await;
}

/// Security checklist 77.
#[tokio::test]
async fn all_others_end_and_tokens_stay() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.cookie(&admin).await;
        let others = [app.jwt(&admin).await, app.cookie(&admin).await];
        let token = app.uat(&admin, &["brand_view"]).await.client;
        for other in &others {
            other.get("/api/v2/me/").await.expect(200);
        }
        client.post(OTHERS, json!({})).await.expect(204);
        for other in &others {
            other.get("/api/v2/me/").await.expect(401);
        }
        token.get("/api/v2/me/").await.expect(200);
        let list = client.get("/api/v2/me/sessions/").await.expect(200);
        assert_eq!(
            (&list["count"], list["results"][0]["is_current"].clone()),
            (&json!(1), json!(true))
        );
        entry_by(app, &admin, "session.end_others", &admin, "session").await;
    })
    .await;
}

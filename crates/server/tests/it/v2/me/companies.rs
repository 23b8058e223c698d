//! `GET /api/v2/me/companies/`

use super::company::joins;
use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::json;

/// Security checklist 54: one's own companies only, with the role in each.
#[tokio::test]
async fn only_companies_that_can_be_entered_are_told() {
    each(async |app| {
        let (one, two, closed, foreign) = (
            app.company().await,
            app.company().await,
            app.company().await,
            app.company().await,
        );
        joins(app, &one, two.company, Role::DashboardUser).await;
        joins(app, &one, closed.company, Role::AccountAdmin).await;
        app.close_company(closed.company).await;
        for client in [app.cookie(&one).await, app.jwt(&one).await] {
            let reply = client.get("/api/v2/me/companies/").await.expect(200);
            let rows = reply["results"].as_array().unwrap();
            let told: Vec<_> = rows
                .iter()
                .map(|row| {
                    (
                        row["id"].clone(),
                        row["role"]["name"].clone(),
                        row["is_current"].clone(),
                    )
                })
                .collect();
            let wanted = vec![
                (json!(one.company.0), json!("account_admin"), json!(true)),
                (json!(two.company.0), json!("dashboard_user"), json!(false)),
            ];
            assert_eq!(told, wanted);
            assert_eq!(rows[1]["uuid"].as_str().unwrap().len(), 36);
        }
        let token = app.uat(&one, &["brand_view"]).await.client;
        token.get("/api/v2/me/companies/").await.expect(403);
        let alone = app.cookie(&foreign).await;
        let reply = alone.get("/api/v2/me/companies/").await.expect(200);
        assert_eq!(reply["results"].as_array().unwrap().len(), 1);
    })
    .await;
}

//! `GET /api/v2/uats/export/`

use countermark_core::roles::Role;
use countermark_testkit::each;
use serde_json::json;

const PATH: &str = "/api/v2/uats/export/";

#[tokio::test]
async fn the_company_has_its_tokens_in_a_file() {
    each(async |app| {
        let admin = app.company().await;
        let colleague = app.person(&admin, Role::ScmUser).await;
        let one = app.uat(&admin, &["brand_view", "product_view"]).await;
        let two = app.uat(&colleague, &["codes_view"]).await;
        let other = app.company().await;
        let strange = app.uat(&other, &["brand_view"]).await;
        let client = app.jwt(&admin).await;
        let path = format!("/api/v2/uats/{}/", two.id);
        let name = json!({"name": "=HYPERLINK(\"x\"), twice", "networks": ["203.0.113.0/24"]});
        client.patch(&path, name).await.expect(200);
        client.delete(&path).await.expect(204);
        let reply = client.get(&format!("{PATH}?ordering=creation_date")).await;
        let reply = reply.expect(200);
        assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
        let name = "attachment; filename=\"tokens.csv\"";
        assert_eq!(reply.header("content-disposition"), name);
        let text = reply.text();
        let now = app.now().to_string();
        let (id, email) = (admin.id.0, &admin.email);
        let (their_id, their_email) = (colleague.id.0, &colleague.email);
        let family = client.get(&path).await.expect(200)["owner"]["name"].clone();
        let their_name = family.as_str().expect("a name");
        let ends = "2026-12-24,2026-12-25T00:00:00.000000Z";
        let expected = [
            "id,name,state,owner_id,owner_email,owner_name,permissions,valid_until,expires_at,\
             created_at,last_used_at,last_used_address,last_used_agent,use_count,refused_count,\
             last_refused_at,networks,network_mode,only_brands,only_products,only_campaigns,\
             quarantined_at,replaced_by,revoked_at,revoked_by,revoked_reason,\
             not_compliant,too_wide,idle_days"
                .to_owned(),
            format!(
                "{},brand_view+product_view,active,{id},{email},Ada Admin,\
                 brand_view product_view,{ends},{now},,,,0,0,,,enforce,,,,,,,,,,,0",
                one.id
            ),
            format!(
                "{},\"'=HYPERLINK(\"\"x\"\"), twice\",revoked,{their_id},{their_email},\
                 {their_name},codes_view,{ends},{now},,,,0,0,,203.0.113.0/24,enforce,,,,,,\
                 {now},{email},,,,",
                two.id
            ),
        ];
        let lines: Vec<_> = text.split_terminator("\r\n").collect();
        assert_eq!(lines, expected);
        for token in [&one, &two, &strange] {
            assert!(!text.contains(&token.text[31..]), "a secret is in it");
        }
        for (query, ids) in [
            ("state=active", vec![&one.id]),
            ("state=revoked", vec![&two.id]),
            (
                "never_used=1&ordering=creation_date",
                vec![&one.id, &two.id],
            ),
            ("ends_within_days=1", vec![]),
        ] {
            let text = client
                .get(&format!("{PATH}?{query}"))
                .await
                .expect(200)
                .text();
            let found: Vec<_> = text
                .lines()
                .skip(1)
                .filter_map(|line| line.split(',').next())
                .collect();
            assert_eq!(found, ids, "{query}");
        }
        client.get(&format!("{PATH}?state=x")).await.expect(400);
    })
    .await;
}

/// A condition is shown as ids with blanks between.
#[tokio::test]
async fn conditions_are_in_it() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let mut brands = Vec::new();
        for name in ["A", "B"] {
            let made = client.post("/api/v2/brands/", json!({"name": name})).await;
            brands.push(made.expect(201)["id"].as_i64().expect("an id"));
        }
        let only = json!({"brands": brands});
        app.uat_within(&admin, &["brand_view"], only).await;
        let text = client.get(PATH).await.expect(200).text();
        let cells = format!(",enforce,{} {},,,", brands[0], brands[1]);
        assert!(text.contains(&cells), "{text}");
    })
    .await;
}

#[tokio::test]
async fn it_is_for_who_manages_tokens() {
    each(async |app| {
        let admin = app.company().await;
        app.anonymous().get(PATH).await.expect(401);
        for role in [Role::ScmUser, Role::ItAdmin] {
            let client = app.jwt(&app.person(&admin, role).await).await;
            let refused = client.get(PATH).await.expect(403);
            assert_eq!(refused["required"], json!(["uat_manage"]));
        }
        let token = app.uat(&admin, &["brand_view"]).await;
        let refused = token.client.get(PATH).await.expect(403);
        assert_eq!(refused.code(), "person_required");
    })
    .await;
}

//! The secret of a token is nowhere in the database (security checklist 31).

use super::rotate::path;
use countermark_core::token::UatText;
use countermark_testkit::{TestApp, db::old::tables, each};
use serde_json::json;
use std::{fmt::Write as _, fs};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The forms in which somebody could keep it: as its text, the text as bytes, and its 256 bits.
fn forms(token: &str) -> [String; 3] {
    let secret = UatText::parse(token).expect("a token").secret;
    let text = &token[31..74];
    [text.to_owned(), hex(text.as_bytes()), hex(&*secret)]
}

/// The columns of every table in which one of these stands; bytes are searched as their digits.
async fn found(app: &TestApp, wanted: &[String]) -> Vec<String> {
    let mut raw = app.db.place.raw().await;
    let mut found = Vec::new();
    for (table, columns) in tables(&mut raw).await {
        for (column, _) in columns {
            let cell = if app.db.place.is_sqlite() {
                format!("lower(quote(\"{column}\"))")
            } else {
                format!("lower(CAST(\"{column}\" AS TEXT))")
            };
            let like: Vec<_> = wanted
                .iter()
                .map(|text| format!("{cell} LIKE '%{}%'", text.to_lowercase()))
                .collect();
            let like = like.join(" OR ");
            let sql = format!("SELECT COUNT(*) FROM \"{table}\" WHERE {like}");
            if raw.number(&sql).await > 0 {
                found.push(format!("{table}.{column}"));
            }
        }
    }
    raw.close().await;
    found
}

/// Made, used, changed, replaced and revoked: neither of the two leaves its secret anywhere, not
/// even where rows have been deleted.
#[tokio::test]
async fn the_secret_of_a_token_is_nowhere_in_the_database() {
    each(async |app| {
        let admin = app.company().await;
        let boss = app.jwt(&admin).await;
        let old = app.uat(&admin, &["brand_view", "brand_create"]).await;
        let me = "/api/v2/me/";
        old.client.get(me).await.expect(200);
        let brand = json!({"name": "Hazel"});
        let made = old.client.post("/api/v2/brands/", brand).await;
        made.expect(201);
        old.client.get("/api/v2/users/").await.expect(403);
        let body = json!({"overlap": "1h"});
        let new = boss.post(&path(&old.id), body).await.expect(201);
        let new = new["token"].as_str().expect("a token").to_owned();
        app.header(&format!("UAT {new}")).get(me).await.expect(200);
        for task in ["uses", "denials", "send_mail"] {
            app.task(task).await;
        }
        let id = format!("/api/v2/uats/{}/", old.id);
        boss.delete(&id).await.expect(204);
        old.client.get(me).await.expect(401);

        let secrets: Vec<String> = [&*old.text, &*new].into_iter().flat_map(forms).collect();
        assert_eq!(found(app, &secrets).await, Vec::<String>::new());
        if app.db.place.is_sqlite() {
            let file = app.db.place.file();
            let read = |end: &str| fs::read(format!("{}{end}", file.display())).expect("a file");
            let bytes = hex(&[read(""), read("-wal")].concat());
            assert!(bytes.contains(&hex(old.id.as_bytes())), "its id is there");
            for secret in &secrets {
                assert!(!bytes.contains(secret), "a file has it");
            }
        }

        // The search finds what is there.
        let public = old.id.clone();
        assert!(found(app, &[public]).await.contains(&"uat.id".to_owned()));
        let mut raw = app.db.place.raw().await;
        let bytes = if app.db.place.is_sqlite() {
            format!("x'{}'", secrets[2])
        } else {
            format!(r"'\x{}'", secrets[2])
        };
        raw.run(&format!("UPDATE uat SET name = '{}'", secrets[0]))
            .await;
        raw.run(&format!("UPDATE uat SET secret_digest = {bytes}"))
            .await;
        raw.close().await;
        assert_eq!(
            found(app, &secrets).await,
            ["uat.name", "uat.secret_digest"]
        );
    })
    .await;
}

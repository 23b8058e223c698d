//! `GET /api/v2/audit/export/`

use super::{check::ten, checkpoints::signed};
use crate::support::entries;
use countermark_testkit::each;
use serde_json::{Value, json};

const PATH: &str = "/api/v2/audit/export/";

#[tokio::test]
async fn json_lines_have_everything() {
    each(async |app| {
        let (admin, client) = ten(app).await;
        let kept = signed(app, &client).await;
        let reply = client.get(PATH).await.expect(200);
        assert_eq!(reply.header("content-type"), "application/x-ndjson");
        assert_eq!(
            reply.header("content-disposition"),
            "attachment; filename=\"audit.ndjson\""
        );
        let text = reply.text();
        let lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        let kinds: Vec<_> = lines
            .iter()
            .map(|line| line["type"].as_str().unwrap())
            .collect();
        let mut expected = vec!["log", "key"];
        expected.extend(["entry"; 10]);
        // That it is exported stands in it.
        expected.extend(["checkpoint", "entry", "end"]);
        assert_eq!(kinds, expected);
        assert_eq!(
            (&lines[0]["after"], &lines[0]["length"]),
            (&json!(0), &json!(11))
        );
        assert_eq!(lines[12]["text"], kept);
        assert_eq!(lines[13]["action"], "audit.read");
        assert_eq!(lines[14]["entries"], 11);
        let part = client
            .get(&format!("{PATH}?after_position=8"))
            .await
            .expect(200);
        let part = part.text();
        assert_eq!(part.matches("\"type\":\"entry\"").count(), 4);
        assert!(part.contains(&format!("\"previous\":{}", lines[9]["hash"])));
        for wrong in [
            "after_position=99",
            "after_position=-1",
            "after_position=x",
            "format=xml",
            "action=a",
        ] {
            client.get(&format!("{PATH}?{wrong}")).await.expect(400);
        }
        assert_eq!(entries(app, &admin, "audit.read").await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_table_is_for_people_and_runs_nothing() {
    each(async |app| {
        let (_, client) = ten(app).await;
        let body = json!({"name": "=cmd|' /C calc'!A0", "description": "line\none"});
        client.post("/api/v2/brands/", body).await.expect(201);
        let reply = client
            .get(&format!("{PATH}?format=csv&action=brand.create"))
            .await
            .expect(200);
        assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
        let text = reply.text();
        assert_eq!(text.lines().count(), 12);
        assert!(text.contains(",'=cmd|' /C calc'!A0,"), "{text}");
        let none = client
            .get(&format!("{PATH}?format=csv&user=999"))
            .await
            .expect(200);
        assert_eq!(none.text().lines().count(), 1);
        client
            .get(&format!("{PATH}?format=csv&from=x"))
            .await
            .expect(400);
    })
    .await;
}

/// Security checklist 47: nothing of another company is in the file.
#[tokio::test]
async fn a_company_exports_its_own_log() {
    each(async |app| {
        let (_, client) = ten(app).await;
        let (other, theirs) = ten(app).await;
        let name = json!({"name": "Geheim"});
        theirs.post("/api/v2/brands/", name).await.expect(201);
        for format in ["ndjson", "csv"] {
            let text = client
                .get(&format!("{PATH}?format={format}"))
                .await
                .expect(200)
                .text();
            assert!(!text.contains("Geheim") && !text.contains(&other.email));
        }
        let uat = app.uat(&other, &["brand_view"]).await.client;
        assert_eq!(uat.get(PATH).await.expect(403).code(), "person_required");
    })
    .await;
}

/// More than a step of entries, so that both forms go on where they left off.
#[tokio::test]
async fn long_logs_are_whole() {
    each(async |app| {
        let (admin, client) = ten(app).await;
        let tx = app.app.db.write().await.expect("a transaction");
        let by = countermark::cli::found::by(admin.company, admin.id, app.now());
        let entry = countermark_core::audit::Entry::event("a.b", "a", 1, "a");
        tx.commit(&by, &vec![entry; 2_490])
            .await
            .expect("committed");
        let text = client.get(PATH).await.expect(200).text();
        assert_eq!(text.matches("\"type\":\"entry\"").count(), 2_501);
        assert!(text.ends_with("{\"type\":\"end\",\"entries\":2501}\n"));
        let table = client
            .get(&format!("{PATH}?format=csv"))
            .await
            .expect(200)
            .text();
        assert_eq!(table.lines().count(), 2_503);
    })
    .await;
}

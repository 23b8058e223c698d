//! `POST /api/v2/ingestion/codes/process-from-file/`

use super::super::{Desk, PROCESS, path, send};
use crate::support::{entry_by, missing_fields};
use countermark_testkit::each;
use serde_json::json;

#[tokio::test]
async fn a_file_becomes_codes() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let (client, admin) = (&desk.scene.client, &desk.scene.admin);
        let begun = desk.file("csv").await;
        let record = desk.record(&begun).await;
        assert_eq!((&record["state"], &record["quantity"]), (&json!("uploading"), &json!(null)));
        // With a byte order mark, CRLF, quotes, blanks around ids, a blank row and a blank cell.
        let file = b"\xef\xbb\xbfid,product,lot,\"line\"\r\n file-code-1 ,SKU-0,\"a,\r\n\"\"b\",'=1\r\n\r\n\
            file-code-2,,, \r\n'-dash-code,SKU-1,,x";
        let sent = send(app, &begun, file).await.expect(201);
        assert_eq!(sent["record_key"], begun["record_key"]);
        assert_eq!(sent["size"], file.len());
        let body = json!({"record": begun["record_key"]});
        let reply = client.post(PROCESS, body).await.expect(200);
        assert_eq!(*reply.json(), json!({"record_key": begun["record_key"]}));
        entry_by(app, admin, "ingestion.process", admin, "jwt").await;
        app.jobs().await;
        let record = desk.record(&begun).await;
        assert_eq!(record["state"], "complete", "{record}");
        assert_eq!(desk.ids().await, ["file-code-1", "file-code-2", "-dash-code"]);
        let code = desk.scene.code("file-code-1").await;
        assert_eq!(code["scm"], json!({"lot": "a,\r\n\"b", "line": "=1"}));
        let code = desk.scene.code("-dash-code").await;
        assert_eq!(code["product"]["sku"], "SKU-1");
    })
    .await;
}

#[tokio::test]
async fn so_does_a_json_array() {
    each(async |app| {
        let desk = Desk::of(app).await;
        let file = "\u{feff} [ {\"id\": \"json-code-1\", \"lot\": 7, \"line\": true},\n\
                    {\"id\": 12345678, \"nested\": {\"deep\": [1, \"]}\"]}} ] \n";
        let record = desk.through(app, "json", file.as_bytes()).await;
        assert_eq!(record["state"], "complete", "{record}");
        assert_eq!(record["filetype"], "json");
        assert_eq!(desk.ids().await, ["json-code-1", "12345678"]);
        let code = desk.scene.code("json-code-1").await;
        assert_eq!(code["scm"], json!({"lot": 7, "line": true}));
    })
    .await;
}

/// Both sentences are the contract's.
#[tokio::test]
async fn only_a_record_that_awaits_its_file_is_processed() {
    each(async |app| {
        let (desk, other) = (Desk::of(app).await, Desk::of(app).await);
        let client = &desk.scene.client;
        missing_fields(client, PROCESS, &json!({"record": "x"}), &["record"]).await;
        let refused = async |record: serde_json::Value, sentence: &str| {
            let reply = client
                .post(PROCESS, json!({"record": record}))
                .await
                .expect(400);
            assert_eq!(*reply.json(), json!({"record": [sentence]}));
        };
        let theirs = other.file("csv").await;
        for record in [
            json!("x"),
            json!("00000000000"),
            theirs["record_key"].clone(),
        ] {
            refused(record, "Invalid record").await;
        }
        let begun = desk.file("csv").await;
        refused(
            begun["record_key"].clone(),
            "The file of this record was not sent yet.",
        )
        .await;
        let sentence =
            "Only code ingestion records of type 'file' in state 'uploading' can be processed.";
        let api = desk
            .begin(client, json!({"codes": [{"id": "good-code"}]}))
            .await
            .expect(200);
        refused(api["record_key"].clone(), sentence).await;
        send(app, &begun, b"id\nfile-code\n").await.expect(201);
        let body = json!({"record": begun["record_key"]});
        client.post(PROCESS, body).await.expect(200);
        refused(begun["record_key"].clone(), sentence).await;
        app.jobs().await;
        refused(begun["record_key"].clone(), sentence).await;
        let canceled = desk.file("csv").await;
        client
            .post(&path(&canceled, "cancel/"), json!({}))
            .await
            .expect(200);
        refused(canceled["record_key"].clone(), sentence).await;
    })
    .await;
}

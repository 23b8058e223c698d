//! `GET /api/v2/workorders/{id}/download/`

use super::{order, path};
use crate::{
    package::{content, decoded},
    support::entry_by,
};
use countermark_testkit::each;
use serde_json::{Value, json};
use std::{collections::BTreeSet, io::Cursor};
use zip::ZipArchive;

#[tokio::test]
async fn the_file_holds_every_code_of_the_order() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let more = json!({"images": "png", "use_serial_number": true});
        let made = order(&client, "A", 12, more).await;
        let token = app.uat(&admin, &["workorder_download"]).await.client;
        let download = path(&made, "download/");
        let early = token.get(&download).await.expect(409);
        assert_eq!(
            early["detail"],
            "The codes of this work order are not there."
        );
        app.jobs().await;
        app.uat(&admin, &["workorder_view"])
            .await
            .client
            .get(&download)
            .await
            .expect(403);
        app.jwt(&app.company().await)
            .await
            .get(&download)
            .await
            .expect(404);
        let reply = token.get(&download).await.expect(200);
        assert_eq!(reply.header("content-type"), "application/zip");
        let name = format!("attachment; filename=\"workorder-{}.zip\"", made["id"]);
        assert_eq!(reply.header("content-disposition"), name);
        assert_eq!(
            reply.header("content-length"),
            reply.bytes.len().to_string()
        );
        entry_by(app, &admin, "workorder.download", &admin, "uat").await;

        let mut archive = ZipArchive::new(Cursor::new(reply.bytes)).expect("a zip");
        let rows = String::from_utf8(content(&mut archive, "codes.csv")).expect("UTF-8");
        let mut ids = BTreeSet::new();
        for (number, line) in rows.lines().skip(1).enumerate() {
            let cells: Vec<_> = line.split(',').collect();
            let [id, serial, sequence, batch, url] = cells[..] else {
                panic!("{line}")
            };
            let compact = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
            assert!(
                id.len() == 12 && id.chars().all(compact) && !id.starts_with('-'),
                "{id}"
            );
            let plain =
                |c: char| c.is_ascii_digit() || (c.is_ascii_uppercase() && !"ILOU".contains(c));
            assert!(serial.len() == 12 && serial.chars().all(plain), "{serial}");
            assert_eq!((sequence, batch), ((number + 1).to_string().as_str(), "1"));
            assert_eq!(url, format!("http://localhost/q/{id}"));
            let png = content(&mut archive, &format!("qr/{sequence}-{id}.png"));
            assert_eq!(decoded(&png), url);
            ids.insert(id.to_owned());
        }
        assert_eq!(ids.len(), 12);
        let manifest = content(&mut archive, "manifest.json");
        let manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
        assert_eq!(manifest["reference"], "A");
    })
    .await;
}

/// The storage lost the file: the truth cannot be had, and nothing is said to have been downloaded.
#[tokio::test]
async fn a_lost_file_is_not_an_empty_one() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let made = order(&client, "A", 4, json!({})).await;
        app.jobs().await;
        let mut raw = app.db.place.raw().await;
        raw.run("UPDATE file SET purpose = 'elsewhere'").await;
        raw.close().await;
        client.get(&path(&made, "download/")).await.expect(503);
        let log = client.get("/api/v2/audit/?action=workorder.download").await;
        assert_eq!(log.expect(200)["count"], 0);
    })
    .await;
}

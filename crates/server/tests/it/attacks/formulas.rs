//! Texts that a spreadsheet would run, in every file that one can open (security checklist 80).
//! They are put in behind the doors, some of which cut blanks off or take letters only.

use crate::{
    authz::{DOCUMENT, operations},
    code_scene::{Scene, codes},
    package::content,
    scans::{counted, scan},
    v2::documents::downloaded,
};
use countermark::{cli::found, csv::Reader};
use countermark_core::audit::Entry;
use countermark_testkit::{TestApp, each};
use serde_json::{Value, json};
use std::io::Cursor;
use zip::ZipArchive;

const CELLS: [&str; 9] = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "''=1"];

/// What a spreadsheet may take for a formula. A null character gets into no text.
const BEGINS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The operations that lead to such a file.
const EXPORTS: [&str; 10] = [
    "audit_export",
    // It begins the file; the document is the answer to another one.
    "codes_download",
    "dashboard",
    "dashboard_scans",
    "dashboards_scans",
    "ingestion_codes_errors",
    "products_export",
    "uats_export",
    "workorders_download",
    "workorders_serials",
];

/// An operation whose answer can be a table is read by the test below, or this one fails.
#[test]
fn every_export_is_read() {
    let all = operations().into_iter().filter(|one| {
        let told = &DOCUMENT["paths"][&one.path][one.method.to_lowercase()];
        let answers = told["responses"].to_string();
        let parameters = told["parameters"].as_array().into_iter().flatten();
        let by_format = parameters
            .filter(|one| one["name"] == "format")
            .any(|one| one.to_string().contains("csv"));
        by_format || answers.contains("text/csv") || answers.contains("application/zip")
    });
    let mut ids: Vec<_> = all.map(|one| one.id).collect();
    ids.push("codes_download".into());
    ids.sort();
    assert_eq!(ids, EXPORTS);
}

/// What the company is to have in its files, and what leads to them.
struct Files {
    scene: Scene,
    serials: String,
    package: String,
    errors: String,
}

impl Files {
    async fn of(app: &TestApp) -> Self {
        let scene = Scene::of(app).await;
        let (client, admin) = (&scene.client, &scene.admin);
        let errors = errors(app, &scene).await;
        let package = json!({"reference": "package", "quantity": 2, "activate_on_complete": true,
                             "use_serial_number": true});
        let path = "/api/v2/workorders/create-sid/";
        let package = client.post(path, package).await.expect(201)["id"].clone();
        app.jobs().await;
        let mut products = Vec::new();
        for n in 0..CELLS.len() {
            let body = json!({"sku": format!("F{n}"), "name": "x", "brand": scene.brand,
                              "campaign": scene.campaign});
            let made = client.post("/api/v2/products/", body).await.expect(201);
            products.push(made["id"].as_i64().expect("an id"));
        }
        let ids: Vec<_> = (0..CELLS.len()).map(|n| format!("formula-{n}")).collect();
        let texts = ids.iter().zip(&products).zip(CELLS);
        let list: Vec<_> = texts
            .map(|((id, product), cell)| (id.as_str(), Some(*product), Some(cell)))
            .collect();
        let order = codes(app, admin, &list).await;
        let mut raw = app.db.place.raw().await;
        let sql = format!("UPDATE workorder SET use_serial_number = 1 WHERE id = {order}");
        raw.run(&sql).await;
        for (((id, product), cell), n) in ids.iter().zip(&products).zip(CELLS).zip(1..) {
            // Between the quotes of SQL.
            let cell = cell.replace('\'', "''");
            raw.code_scm(id, "line", &cell).await;
            let token = app.uat(admin, &["brand_view"]).await.id;
            for sql in [
                format!(
                    "UPDATE product SET name = '{cell}', sku = '{cell}', label = '{cell}', \
                     description = '{cell}' WHERE id = {product}"
                ),
                format!("UPDATE uat SET name = '{cell}' WHERE id = '{token}'"),
                format!("UPDATE ingestion_error SET message = '{cell}' WHERE line = {n}"),
            ] {
                raw.run(&sql).await;
            }
        }
        raw.close().await;
        let entries: Vec<_> = CELLS
            .iter()
            .map(|cell| Entry::event("brand.update", "brand", scene.brand, *cell))
            .collect();
        let tx = app.app.db.write().await.expect("a transaction");
        let by = found::by(admin.company, admin.id, app.now());
        tx.commit(&by, &entries).await.expect("committed");
        for id in &ids {
            scan(app, id).await;
        }
        counted(app).await;
        Self {
            serials: format!("/api/v2/workorders/{order}/serials/"),
            package: format!("/api/v2/workorders/{package}/download/"),
            errors,
            scene,
        }
    }

    async fn text(&self, app: &TestApp, export: &str) -> String {
        let path = match export {
            "audit_export" => "/api/v2/audit/export/?format=csv",
            "codes_download" => return downloaded(app, &self.scene.client, "").await,
            "dashboard" => "/api/v2/dashboard/?format=csv",
            "dashboard_scans" => "/api/v2/dashboard/scans/?format=csv&timeframe=1d",
            "dashboards_scans" => "/api/v2/dashboards/scans/?format=csv&timeframe=1d",
            "ingestion_codes_errors" => &self.errors,
            "products_export" => "/api/v2/products/export/",
            "uats_export" => "/api/v2/uats/export/",
            "workorders_download" => &self.package,
            "workorders_serials" => &self.serials,
            other => panic!("{other} has no path here"),
        };
        let reply = self.scene.client.get(path).await.expect(200);
        if export != "workorders_download" {
            return reply.text();
        }
        let mut zip = ZipArchive::new(Cursor::new(reply.bytes)).expect("a zip");
        String::from_utf8(content(&mut zip, "codes.csv")).expect("UTF-8")
    }
}

/// An upload with as many errors; returns the path to them.
async fn errors(app: &TestApp, scene: &Scene) -> String {
    let template = json!({"name": "Labels", "product": "SKU-0"});
    let path = "/api/v2/workorders/templates/";
    let template = scene.client.post(path, template).await.expect(201);
    let codes: Vec<Value> = (0..CELLS.len())
        .map(|n| json!({"id": format!("wrong-code-{n}"), "product": "NONE"}))
        .collect();
    let body = json!({"template": template["key"], "codes": codes});
    let path = "/api/v2/ingestion/codes/create-from-template/";
    let begun = scene.client.post(path, body).await.expect(200);
    app.jobs().await;
    let key = begun["record_key"].as_str().expect("a key");
    format!("/api/v2/ingestion/codes/{key}/errors/")
}

#[tokio::test]
async fn no_cell_of_any_export_is_a_formula() {
    each(async |app| {
        let files = Files::of(app).await;
        for export in EXPORTS {
            let text = files.text(app, export).await;
            let rows: Result<Vec<_>, _> = Reader::new(&text).collect();
            let rows = rows.expect("a table");
            let cells: Vec<_> = rows.iter().flat_map(|row| &row.cells).collect();
            for cell in &cells {
                assert!(!cell.starts_with(BEGINS), "{export}: {cell:?}");
            }
            // All that is in a package is of our own making.
            for cell in CELLS.iter().filter(|_| export != "workorders_download") {
                let safe = format!("'{cell}");
                assert!(
                    cells.iter().any(|cell| **cell == safe),
                    "{export}: {cell:?}"
                );
            }
        }
    })
    .await;
}

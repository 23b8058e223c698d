//! Ids that are GS1 Digital Link paths are found as scanners send them.

use super::Desk;
use crate::scans::scan;
use axum::{
    body::Body,
    http::{HeaderValue, Method, header},
};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_testkit::{TestApp, db::engines};

#[tokio::test]
async fn a_gs1_path_is_scanned() {
    for engine in engines() {
        let settings = Settings {
            scan_hosts: vec!["id.example".into()],
            ..Settings::default()
        };
        let app = &TestApp::with(engine, settings, Limits::off()).await;
        let desk = Desk::of(app).await;
        let file = "id,lot\n01/09506000134352/21/ABC-1,1\n01/09506000134352/21/A%2FB%25,2\n";
        let record = desk.through(app, "csv", file.as_bytes()).await;
        assert_eq!(record["state"], "complete", "{record}");
        let ids = ["01/09506000134352/21/ABC-1", "01/09506000134352/21/A/B%"];
        assert_eq!(desk.ids().await, ids);
        for (path, status) in [
            ("01/09506000134352/21/ABC-1", 200),
            ("01/09506000134352/21/ABC%2D1?17=261231", 200),
            ("01/09506000134352/21/A%2FB%25", 200),
            ("01/09506000134352/21/A%2fB%25/", 200),
            ("01/09506000134352/21/ABC-2", 404),
        ] {
            scan(app, path).await.expect(status);
            let client = app.anonymous();
            let mut request = client.request(Method::GET, &format!("/{path}"), Body::empty());
            let host = HeaderValue::from_static("id.example");
            request.headers_mut().insert(header::HOST, host);
            client.send(request).await.expect(status);
        }
        let path = "/api/v2/codes/01%2F09506000134352%2F21%2FABC-1/";
        let code = desk.scene.client.get(path).await.expect(200);
        assert_eq!(code["extended_id"], ids[0]);
        // The same code in another spelling is the same code.
        let file = "id\n01/09506000134352/21/%41BC-1\n";
        let record = desk.through(app, "csv", file.as_bytes()).await;
        assert_eq!(record["errors"][0]["message"], "Another code has this id.");
    }
}

//! `POST /api/v2/scm/import/`

use crate::{
    code_scene::{Scene, codes},
    support::entries,
};
use axum::{
    body::Body,
    http::{
        HeaderValue, Method, Request,
        header::{ACCEPT, CONTENT_TYPE},
    },
};
use countermark_testkit::{Client, Reply, each};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use std::fmt::Write as _;

async fn import(client: &Client, query: &str, file: impl Into<Vec<u8>>) -> Reply {
    let path = format!("/api/v2/scm/import/?{query}");
    client
        .raw(Method::POST, &path, "text/csv", file.into())
        .await
}

#[tokio::test]
async fn columns_are_keys_by_their_headers_or_as_they_are_mapped() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "csv", 3).await;
        // A BOM, Windows' line ends, quotes, a guarded formula, an empty row, blanks at ids.
        let file = format!(
            "\u{feff}extended_id,line,lot,unknown\r\n{} ,13A,\"a, b\",x\r\n\r\n{},'=1+1,,y\r\n",
            ids[0], ids[1]
        );
        let reply = import(&scene.client, "dry_run=1", file.as_str())
            .await
            .expect(200);
        let preview = json!([
            {"row": 2, "name": ids[0], "found": true,
             "data": {"line": "13A", "lot": "a, b", "unknown": "x"}},
            {"row": 4, "name": ids[1], "found": true, "data": {"line": "=1+1", "unknown": "y"}},
        ]);
        let mut expected = json!({
            "dry_run": true, "rows": 2, "unknown": 0, "codes_affected": 2, "total_updates": 3,
            "changes": ["line", "lot"], "task_id": null, "preview": preview,
        });
        assert_eq!(*reply.json(), expected);
        assert_eq!(
            scene.code(&ids[0]).await["scm"],
            json!({}),
            "it was a rehearsal"
        );
        let reply = import(&scene.client, "", file).await.expect(200);
        let task = reply["task_id"].clone();
        expected["dry_run"] = json!(false);
        expected["task_id"] = task.clone();
        assert_eq!(*reply.json(), expected);
        assert_eq!(
            scene.code(&ids[0]).await["scm"],
            json!({"line": "13A", "lot": "a, b"})
        );
        assert_eq!(scene.code(&ids[1]).await["scm"], json!({"line": "=1+1"}));
        let path = format!("/api/v2/scm/tasks/{}/", task.as_str().expect("an id"));
        let shown = scene.client.get(&path).await.expect(200);
        assert_eq!(
            (&shown["source"], &shown["state"]),
            (&json!("csv"), &json!("complete"))
        );
        assert_eq!(shown["parameters"]["rows"], 2);
        assert_eq!(entries(app, &scene.admin, "scm.import").await.len(), 1);
        // Mapped columns, and templates; what is not mapped is left out.
        let file = format!(
            "Code,Line No.,Shift,lot\n{},7,B,no\n{},8,,no\n",
            ids[0], ids[1]
        );
        let query = "column_extended_id=Code&column_line=L{Line%20No.}-{Shift}";
        import(&scene.client, query, file).await.expect(200);
        assert_eq!(scene.code(&ids[0]).await["scm"]["line"], "L7-B");
        assert_eq!(scene.code(&ids[0]).await["scm"]["lot"], "a, b");
        // A blank cell keeps, unless it is to clear.
        let file = format!("extended_id,line,lot,activation_status\n{},,,\n", ids[0]);
        let reply = import(&scene.client, "", file.as_str()).await.expect(200);
        assert_eq!(reply["total_updates"], 0);
        let reply = import(&scene.client, "blank=clear", file).await.expect(200);
        assert_eq!(reply["changes"], json!(["line", "lot"]));
        assert_eq!(scene.code(&ids[0]).await["scm"], json!({}));
        // Special keys, as texts.
        let file = format!(
            "extended_id,product,activation_status,blacklist_reason\n{},SKU-1,2,4\n",
            ids[2]
        );
        import(&scene.client, "", file).await.expect(200);
        let code = scene.code(&ids[2]).await;
        assert_eq!(
            (&code["product"]["sku"], &code["blacklist_reason"]),
            (&json!("SKU-1"), &json!(4))
        );
    })
    .await;
}

#[tokio::test]
async fn rows_find_their_codes_by_any_key() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let one = Some(scene.products[0]);
        let list = [
            ("by-key-00", one, Some("S-1")),
            ("by-key-01", one, Some("S-2")),
        ];
        let order = codes(app, &scene.admin, &list).await;
        let file = format!("Order,lot\n{order},L\n");
        let query = "data_key=workorder&column_workorder=Order&column_lot=lot";
        let reply = import(&scene.client, query, file).await.expect(200);
        assert_eq!(reply["codes_affected"], 2);
        let file = "lot,line\nL,13A\n";
        let reply = import(&scene.client, "data_key=lot", file)
            .await
            .expect(200);
        assert_eq!(reply["codes_affected"], 2);
        let file = "serial_number,activation_status\nS-2,1\nS-3,1\n";
        let query = "data_key=serial_number&unknown=skip";
        let reply = import(&scene.client, query, file).await.expect(200);
        assert_eq!(
            (&reply["codes_affected"], &reply["unknown"]),
            (&json!(1), &json!(1))
        );
        let preview = reply["preview"].as_array().expect("rows").iter();
        let found = preview.map(|row| json!([row["name"], row["found"]]));
        assert_eq!(
            found.collect::<Vec<_>>(),
            [json!(["S-2", true]), json!(["S-3", false])]
        );
    })
    .await;
}

#[tokio::test]
async fn every_wrong_row_is_named_and_nothing_is_applied() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "bad", 2).await;
        let (a, b) = (&ids[0], &ids[1]);
        let long = "x".repeat(501);
        let wide = format!("extended_id{}\n", ",x".repeat(1_000));
        let cases: Vec<(Vec<u8>, Value)> = vec![
            (
                format!("extended_id,line\n{a},1\nno-such,1\n\nnobody,1\n").into(),
                json!([
                    [3, "extended_id", "There is no code with \"no-such\"."],
                    [5, "extended_id", "There is no code with \"nobody\"."],
                ]),
            ),
            (
                format!("extended_id,activation_status\n{a},1\n{b},7\n,1\n").into(),
                json!([
                    [3, "activation_status", "\"7\" is not a valid choice."],
                    [4, "extended_id", "This field may not be blank."],
                ]),
            ),
            (
                format!("extended_id,product\n{a},SKU-1\n{b},No such\n").into(),
                json!([[3, "product", "Object with sku=No such does not exist."]]),
            ),
            (
                format!("extended_id,line\n{a},1\n{b},{long}\n").into(),
                json!([[
                    3,
                    "line",
                    "Ensure this field has no more than 500 characters."
                ]]),
            ),
            (
                format!("extended_id,line\n{a},1,2\n").into(),
                json!([[2, "file", "This row has 3 cells, the header 2."]]),
            ),
            (
                format!("code,line\n{a},1\n").into(),
                json!([[1, "extended_id", "There is no column \"extended_id\"."]]),
            ),
            (
                format!("extended_id,line,line\n{a},1,2\n").into(),
                json!([
                    [1, "line", "The column \"line\" is there twice."],
                    [1, "line", "The column \"line\" is there twice."],
                ]),
            ),
            ("".into(), json!([[1, "file", "The file is empty."]])),
            (
                format!("extended_id,line\n{a},1\n{b},\"open\n").into(),
                json!([[3, "file", "A quote is opened in this row and never closed."]]),
            ),
            (
                [format!("extended_id,line\n{a},").as_bytes(), b"\xff\n"].concat(),
                json!([[
                    2,
                    "file",
                    "This is not UTF-8. Save the file as \"CSV UTF-8\"."
                ]]),
            ),
            (
                format!("extended_id,line\n{a},\0\n").into(),
                json!([[
                    2,
                    "file",
                    "There is a null character here: this is not a text file."
                ]]),
            ),
            (
                wide.into(),
                json!([[1, "file", "A row may have at most 1000 cells."]]),
            ),
        ];
        for (file, expected) in cases {
            let shown: String = String::from_utf8_lossy(&file).chars().take(100).collect();
            for query in ["", "dry_run=1"] {
                let reply = import(&scene.client, query, file.clone()).await.expect(400);
                assert_eq!(reply.code(), "import_failed", "{shown}");
                let errors = reply["errors"].as_array().expect("errors").iter();
                let told =
                    errors.map(|error| json!([error["row"], error["field"], error["message"]]));
                assert_eq!(json!(told.collect::<Vec<_>>()), expected, "{shown}");
            }
        }
        for id in &ids {
            let code = scene.code(id).await;
            assert_eq!(
                (&code["scm"], &code["activation_status"]),
                (&json!({}), &json!(0))
            );
        }
        let tasks = scene.client.get("/api/v2/scm/tasks/").await.expect(200);
        assert_eq!(tasks["count"], 0);
    })
    .await;
}

#[tokio::test]
async fn rights_and_bounds_are_those_of_an_upload() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "rights", 1).await;
        let file = format!("extended_id,product\n{},SKU-1\n", ids[0]);
        let token = app.uat(&scene.admin, &["scm_bulk_edit"]).await.client;
        let reply = import(&token, "dry_run=1", file.as_str()).await.expect(403);
        assert_eq!(reply["required"], json!(["product_view"]));
        let token = app
            .uat(&scene.admin, &["scm_bulk_edit", "product_view"])
            .await
            .client;
        import(&token, "", file).await.expect(200);
        let reply = import(&token, "data_key=product&blank=x&unknown=y&dry_run=2", "").await;
        assert_eq!(
            *reply.expect(400).json(),
            json!({
                "data_key": ["Codes are not found by product."], "blank": ["Use keep or clear."],
                "unknown": ["Use error or skip."], "dry_run": ["Must be 0 or 1."],
            })
        );
        let twice = import(&token, "column_line=a&column_line=b", "")
            .await
            .expect(400);
        assert_eq!(
            *twice.json(),
            json!({"column_line": ["Send this parameter once."]})
        );
        let path = "/api/v2/scm/import/";
        token.post(path, json!({})).await.expect(415);
        import(&token, "", vec![b'x'; (10 << 20) + 1])
            .await
            .expect(413);
        let mut long = String::from("extended_id\n");
        for number in 0..=100_000 {
            let _ = writeln!(long, "n{number}");
        }
        let reply = import(&token, "unknown=skip", long).await.expect(400);
        assert_eq!(
            reply["errors"][0]["message"],
            "A file may have at most 100000 rows."
        );
    })
    .await;
}

/// Many rows are one change, seen whole.
#[tokio::test]
async fn many_rows_are_imported_together() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "many", 3_000).await;
        let rows = ids.iter().enumerate().map(|(n, id)| format!("{id},{n}\n"));
        let file = format!("extended_id,lot\n{}", rows.collect::<String>());
        let reply = import(&scene.client, "", file.as_str()).await.expect(200);
        assert_eq!(
            (&reply["codes_affected"], &reply["total_updates"]),
            (&json!(3_000), &json!(3_000))
        );
        let broken = format!("{}nobody,1\n", file.replace(",1", ",2"));
        let reply = import(&scene.client, "", broken).await.expect(400);
        assert_eq!(reply["errors"][0]["row"], 3_002);
        let list = scene
            .client
            .get("/api/v2/codes/?scm_lot=1")
            .await
            .expect(200);
        assert_eq!(list["count"], 1);
    })
    .await;
}

/// The import whose answer is lines.
fn watched(client: &Client, query: &str, file: impl Into<Vec<u8>>) -> Request<Body> {
    let path = format!("/api/v2/scm/import/?{query}");
    let mut request = client.request(Method::POST, &path, Body::from(file.into()));
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv"));
    let accept = "application/json;q=0.5, application/x-ndjson";
    headers.insert(ACCEPT, HeaderValue::from_static(accept));
    request
}

/// Reads an answer of lines: the rows that were told, of how many, and the last line.
fn lines(reply: &Reply, of: usize) -> (Vec<u64>, Value) {
    assert_eq!(reply.header("content-type"), "application/x-ndjson");
    let text = reply.text();
    let mut lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let last = lines.pop().expect("a last line");
    let rows = lines.iter().map(|line| {
        assert_eq!(line["of"], of, "{line}");
        line["rows"].as_u64().expect("a number")
    });
    (rows.collect(), last)
}

fn numbered(ids: &[String]) -> String {
    let rows = ids.iter().enumerate().map(|(n, id)| format!("{id},{n}\n"));
    format!("extended_id,lot\n{}", rows.collect::<String>())
}

#[tokio::test]
async fn progress_is_told_and_the_last_line_is_the_answer() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "watched", 3_000).await;
        let file = numbered(&ids);
        let ordinary = import(&scene.client, "dry_run=1", file.as_str()).await;
        let reply = scene
            .client
            .send(watched(&scene.client, "dry_run=1", file.as_str()))
            .await
            .expect(200);
        let (rows, last) = lines(&reply, 3_000);
        assert_eq!(last, json!({"status": 200, "body": ordinary.json()}));
        assert_eq!((rows.first(), rows.last()), (Some(&0), Some(&3_000)));
        assert!(rows.is_sorted(), "{rows:?}");
        assert!((3..=101).contains(&rows.len()), "{rows:?}");
        let of_lot = "/api/v2/codes/?scm_lot=7";
        assert_eq!(scene.client.get(of_lot).await.expect(200)["count"], 0);
        // For good; and nothing has changed when it is sent again.
        for updates in [3_000, 0] {
            let request = watched(&scene.client, "", file.as_str());
            let reply = scene.client.send(request).await.expect(200);
            let (rows, last) = lines(&reply, 3_000);
            assert_eq!(rows.last(), Some(&3_000));
            assert_eq!(last["status"], 200, "{last}");
            assert_eq!(last["body"]["total_updates"], updates);
            assert!(last["body"]["task_id"].is_string(), "{last}");
        }
        assert_eq!(scene.client.get(of_lot).await.expect(200)["count"], 1);
        assert_eq!(entries(app, &scene.admin, "scm.import").await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_error_is_the_last_line_or_comes_before_the_work() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "wrong", 2).await;
        let file = format!("extended_id,line\n{},1\nnobody,1\n", ids[0]);
        let ordinary = import(&scene.client, "", file.as_str()).await.expect(400);
        let request = watched(&scene.client, "", file.as_str());
        let reply = scene.client.send(request).await.expect(200);
        let (_, last) = lines(&reply, 2);
        assert_eq!(last, json!({"status": 400, "body": ordinary.json()}));
        assert_eq!(scene.code(&ids[0]).await["scm"], json!({}));
        let tasks = scene.client.get("/api/v2/scm/tasks/").await.expect(200);
        assert_eq!(tasks["count"], 0);
        // A file of no rows is no work, and ends well.
        let request = watched(&scene.client, "", "extended_id,line\n");
        let reply = scene.client.send(request).await.expect(200);
        let (rows, last) = lines(&reply, 0);
        assert_eq!((rows, &last["status"]), (vec![0], &json!(200)));
        // What is known before the work begins has its own status.
        let large = vec![b'x'; (10 << 20) + 1];
        let cases: [(&str, &[u8], u16); 4] = [
            ("blank=x", b"", 400),
            ("", b"", 400),
            ("", b"extended_id,line\n\xff,1\n", 400),
            ("", &large, 413),
        ];
        for (query, file, status) in cases {
            let request = watched(&scene.client, query, file);
            let reply = scene.client.send(request).await.expect(status);
            assert_eq!(reply.header("content-type"), "application/json");
        }
        let token = app.uat(&scene.admin, &["product_view"]).await.client;
        let request = watched(&token, "", "");
        token.send(request).await.expect(403);
        let token = app.uat(&scene.admin, &["scm_bulk_edit"]).await.client;
        let file = format!("extended_id,product\n{},SKU-1\n", ids[0]);
        let request = watched(&token, "", file);
        token.send(request).await.expect(403);
    })
    .await;
}

/// Work that nobody waits for any more is done whole.
#[tokio::test]
async fn a_client_that_goes_away_leaves_nothing_half_done() {
    each(async |app| {
        let scene = Scene::of(app).await;
        let ids = scene.codes(app, "gone", 3_000).await;
        let rows = ids.iter().map(|id| format!("{id},same\n"));
        let file = format!("extended_id,lot\n{}", rows.collect::<String>());
        let request = watched(&scene.client, "", file);
        let answer = scene.client.begin(request).await;
        assert_eq!(answer.status(), 200);
        let mut body = answer.into_body();
        let first = body.frame().await.expect("a line").expect("a frame");
        let first = first.into_data().expect("data");
        assert_eq!(first, "{\"rows\":0,\"of\":3000}\n");
        drop(body);
        loop {
            // Asked for first: what it tells of is there in the second answer.
            let tasks = scene.client.get("/api/v2/scm/tasks/").await.expect(200);
            let list = scene.client.get("/api/v2/codes/?scm_lot=same").await;
            let there = list.expect(200)["count"].clone();
            assert!(there == 0 || there == 3_000, "{there} of 3000");
            if tasks["count"] == 1 {
                assert_eq!(there, 3_000);
                break;
            }
            tokio::task::yield_now().await;
        }
    })
    .await;
}

//! Recorded pairs of requests and answers: what clients of the documented original send and
//! must get (contract §1.3, §1.4, §4, §7). Each file beside this one holds some pairs; this
//! runs them all, each in a company of its own.
//!
//! A pair says who sends (`nobody`, `jwt <role>`, `cookie <role>`, `uat <permissions…>`), what is
//! sent and what comes back. In requests `{email}`, `{password}`, `{jwt}`, `{uat}`, `{brand}`,
//! `{product}`, `{user}`, `{document}` and the words of the scenes below are filled in; in bodies
//! `"{#user}"` is the number. In answers `<int>` and the like stand for what differs from run to
//! run (see `shape`); everything else is exact, also which members there are.

mod shape;

use crate::code_scene;

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Method},
};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_core::roles::Role;
use countermark_testkit::{Client, PASSWORD, Person, Reply, TestApp, each};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

/// The pairs of all files, with the file's name.
fn pairs() -> Vec<(String, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/contract");
    let mut pairs = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|end| end != "json") {
            continue;
        }
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).expect("a file");
        let list: Vec<Value> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{name}.json cannot be read: {error}"));
        pairs.extend(list.into_iter().map(|pair| (name.clone(), pair)));
    }
    pairs
}

/// A company with one brand, one product and one colleague; where a pair has `codes`, the product
/// is in a campaign that keeps some keys, and on two codes.
struct Scene<'a> {
    app: &'a TestApp,
    admin: Person,
    words: Vec<(&'static str, String)>,
}

impl<'a> Scene<'a> {
    async fn new(app: &'a TestApp) -> Self {
        let admin = app.company().await;
        let owner = app.jwt(&admin).await;
        let brand = json!({"name": "Kallista", "reference": "kal"});
        let brand = owner.post("/api/v2/brands/", brand).await.expect(201);
        let product = json!({"sku": "OLV-500", "name": "Olive oil 500 ml", "brand": "kal"});
        let product = owner.post("/api/v2/products/", product).await.expect(201);
        let user = app.person(&admin, Role::ScmUser).await;
        let words = vec![
            ("{email}", admin.email.clone()),
            ("{password}", PASSWORD.to_owned()),
            ("{jwt}", app.jwt_text(&admin).await),
            ("{uat}", app.uat(&admin, &["brand_view"]).await.text),
            ("{brand}", brand["id"].to_string()),
            ("{product}", product["id"].to_string()),
            ("{user}", user.id.to_string()),
        ];
        Self { app, admin, words }
    }

    /// Adds two codes; somebody has loaded data onto the second.
    async fn add_codes(&mut self) {
        let (app, admin) = (self.app, &self.admin);
        let owner = app.jwt(admin).await;
        let product: Value = self.fill("{product}").parse().expect("an id");
        let codes = ["Qm7", "Xk2"].map(|begin| format!("{begin}_code-{}", admin.company));
        let list = [0, 1].map(|at| (codes[at].as_str(), product.as_i64(), None));
        let order = code_scene::codes(app, admin, &list).await;
        let campaign = code_scene::campaign_of(app, admin, &owner, &product).await;
        let item = json!({"extended_id": codes[1], "lot_number": "123", "activation_status": 1});
        let body = json!({"items": [item]});
        owner.post("/api/v2/scm/upload/", body).await.expect(200);
        let tasks = owner.get("/api/v2/scm/tasks/").await.expect(200);
        let task = tasks["results"][0]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let [code, code_2] = codes;
        self.words.extend([
            ("{code}", code),
            ("{code_2}", code_2),
            ("{order}", order.to_string()),
            ("{campaign}", campaign.to_string()),
            ("{task}", task),
        ]);
    }

    /// Gives the campaign a key, and scans the second code.
    async fn add_scan(&mut self) {
        let owner = self.app.jwt(&self.admin).await;
        let path = self.fill("/api/v2/campaigns/{campaign}/key/");
        let key = owner.post(&path, json!({})).await.expect(200);
        let key = key["key"].as_str().expect("a key").to_owned();
        let path = self.fill("/api/v2/products/{product}/");
        let body = json!({"client_url": "https://shop.example/{id}"});
        owner.patch(&path, body).await.expect(200);
        let code = self.fill("{code_2}");
        let reply = crate::scans::scan(self.app, &code).await.expect(302);
        let scan = crate::scans::id_at_end(&reply);
        self.words
            .extend([("{consumer_key}", key), ("{scan}", scan)]);
    }

    /// Gives the campaign an alert and the ids of its fields, and the company a team, a region, a
    /// webhook, and a job that waits.
    async fn add_parts(&mut self) {
        let owner = self.app.jwt(&self.admin).await;
        let make = async |path: &str, body: Value| {
            let made = owner.post(&self.fill(path), body).await.expect(201);
            made["id"].to_string()
        };
        let fields = self.fill("/api/v2/campaigns/{campaign}/scm-fields/");
        let fields = owner.get(&fields).await.expect(200);
        let field = |at: usize| fields["results"][at]["id"].to_string();
        let bound = json!({"most": 5});
        let alert = json!({"type": "scan-count", "bound": bound, "recipients": [self.admin.id.0]});
        let alert = make("/api/v2/campaigns/{campaign}/alerts/", alert).await;
        let team = make("/api/v2/teams/", json!({"name": "Belgium"})).await;
        let region = json!({"name": "Benelux", "countries": ["BE", "LU", "NL"]});
        let region = make("/api/v2/regions/", region).await;
        let hook = json!({"url": "https://hook.example/in", "events": ["scan.created"]});
        let hook = make("/api/v2/webhooks/", hook).await;
        let wish = json!({
            "constraints": {"extended_id": [self.fill("{code}")]}, "scm_data": {"lot_number": 7},
        });
        let path = "/api/v2/scm/upload/async/";
        owner.post(path, wish).await.expect(200);
        let jobs = owner.get("/api/v2/jobs/").await.expect(200);
        self.words.extend([
            ("{field}", field(0)),
            ("{field_2}", field(1)),
            ("{field_used}", field(2)),
            ("{alert}", alert),
            ("{team}", team),
            ("{region}", region),
            ("{webhook}", hook),
            ("{job}", jobs["results"][0]["id"].to_string()),
        ]);
    }

    /// Has a download of codes made for that client.
    async fn add_document(&mut self, client: &Client) {
        let path = "/api/v2/codes/download/?campaign=0";
        let begun = client.get(path).await.expect(200);
        let key = begun["document"]["key"].as_str().expect("a key");
        self.app.jobs().await;
        self.words.push(("{document}", key.to_owned()));
    }

    /// Adds a template and an upload that awaits its file.
    async fn add_ingestion(&mut self) {
        let owner = self.app.jwt(&self.admin).await;
        let body = json!({"name": "Labels", "product": "OLV-500"});
        let path = "/api/v2/workorders/templates/";
        let template = owner.post(path, body).await.expect(201);
        let template = template["key"].as_str().expect("a key").to_owned();
        let body = json!({"template": template, "mode": "file"});
        let path = "/api/v2/ingestion/codes/create-from-template/";
        let begun = owner.post(path, body).await.expect(200);
        let record = begun["record_key"].as_str().expect("a key").to_owned();
        self.words
            .extend([("{template}", template), ("{record}", record)]);
    }

    fn fill(&self, text: &str) -> String {
        let replace = |text: String, (name, value): &(&str, String)| {
            let number = format!("\"{}\"", name.replace('{', "{#"));
            text.replace(&number, value).replace(name, value)
        };
        self.words.iter().fold(text.to_owned(), replace)
    }

    /// The answer that is wanted. Only names of codes and documents are filled in: clients look
    /// for what they have sent.
    fn filled(&self, wanted: &Value) -> Value {
        let text = wanted.to_string();
        let codes = self
            .words
            .iter()
            .filter(|(word, _)| word.starts_with("{code") || *word == "{document}");
        let replace = |text: String, (word, code): &(&str, String)| text.replace(word, code);
        codes.fold(text, replace).parse().expect("JSON")
    }

    async fn client(&self, who: &str) -> Client {
        let mut words = who.split(' ');
        match words.next() {
            Some("nobody") => self.app.anonymous(),
            Some("uat") => {
                let permissions: Vec<_> = words.collect();
                self.app.uat(&self.admin, &permissions).await.client
            }
            Some(kind @ ("jwt" | "cookie")) => {
                let role = words.next().and_then(Role::by_name).expect("a role");
                let person = self.app.person(&self.admin, role).await;
                if kind == "jwt" {
                    self.app.jwt(&person).await
                } else {
                    self.app.cookie(&person).await
                }
            }
            _ => panic!("nobody knows who {who:?} is"),
        }
    }

    async fn send(&self, client: &Client, wanted: &Value) -> Reply {
        let text = |name: &str| wanted[name].as_str().map(|text| self.fill(text));
        let method = wanted["method"].as_str().unwrap_or("GET");
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let body = match &wanted["body"] {
            Value::Null => text("text"),
            body => Some(self.fill(&body.to_string())),
        };
        let padding = wanted["query_padding"].as_u64().unwrap_or(0);
        let mut path = text("path").expect("a path");
        if padding > 0 {
            path += "?x=";
            path.extend((0..padding).map(|_| 'x'));
        }
        let is_json = !wanted["body"].is_null();
        let mut request = client.request(method, &path, Body::from(body.unwrap_or_default()));
        let headers = request.headers_mut();
        if is_json {
            headers.insert("content-type", HeaderValue::from_static("application/json"));
        }
        for (name, value) in wanted["headers"].as_object().into_iter().flatten() {
            let value = self.fill(value.as_str().expect("a text"));
            headers.insert(
                HeaderName::from_bytes(name.as_bytes()).expect("a name"),
                HeaderValue::from_str(&value).expect("a value"),
            );
        }
        client.send(request).await
    }
}

/// What is wrong with the answer, if anything.
fn judge(wanted: &Value, reply: &Reply) -> Result<(), String> {
    let status = wanted["status"].as_u64().expect("a status");
    if u64::from(reply.status) != status {
        return Err(format!("status {} instead of {status}", reply.status));
    }
    for (name, value) in wanted["headers"].as_object().into_iter().flatten() {
        let got = reply.header(name);
        if name == "allow" {
            // A set: its order is the router's business.
            let sorted = |list: &str| {
                let mut methods: Vec<_> = list.split(',').map(str::to_owned).collect();
                methods.sort_unstable();
                json!(methods)
            };
            shape::fits(&sorted(value.as_str().unwrap_or("")), &sorted(got), name)?;
        } else {
            shape::fits(value, &json!(got), name)?;
        }
    }
    if wanted["body"].is_null() {
        return if reply.bytes.is_empty() {
            Ok(())
        } else {
            Err("a body where none belongs".into())
        };
    }
    shape::fits(
        &json!("application/json"),
        &json!(reply.header("content-type")),
        "content-type",
    )?;
    shape::fits(
        &json!("no-store"),
        &json!(reply.header("cache-control")),
        "cache-control",
    )?;
    shape::fits(
        &json!("<text>"),
        &json!(reply.header("x-request-id")),
        "x-request-id",
    )?;
    let challenge = reply.header("www-authenticate");
    if (status == 401) != (challenge == r#"JWT realm="api", UAT realm="api""#) {
        return Err(format!("challenge {challenge:?}"));
    }
    shape::fits(&wanted["body"], reply.json(), "body")
}

async fn run(app: &TestApp, pair: &Value) -> Result<(), String> {
    let mut scene = Scene::new(app).await;
    if ["codes", "scan", "parts"]
        .iter()
        .any(|name| pair[*name] == true)
    {
        scene.add_codes().await;
    }
    if pair["parts"] == true {
        scene.add_parts().await;
    }
    if pair["scan"] == true {
        scene.add_scan().await;
    }
    if pair["ingestion"] == true {
        scene.add_ingestion().await;
    }
    let client = scene.client(pair["as"].as_str().unwrap_or("nobody")).await;
    if pair["document"] == true {
        scene.add_document(&client).await;
    }
    let wanted = &scene.filled(&pair["response"]);
    let mut reply = scene.send(&client, &pair["request"]).await;
    // Where the limit is the point, the same is sent until it is reached.
    for _ in 1..pair["at_most"].as_u64().unwrap_or(1) {
        if wanted["status"] == reply.status {
            break;
        }
        reply = scene.send(&client, &pair["request"]).await;
    }
    judge(wanted, &reply).map_err(|why| format!("{why}\n{} {}", reply.status, reply.text()))
}

#[tokio::test]
async fn every_recorded_pair_holds() {
    let pairs = pairs();
    assert!(pairs.len() > 250, "only {} pairs were found", pairs.len());
    each(async |app| {
        let mut wrong = Vec::new();
        for (file, pair) in &pairs {
            let result = if pair["limits"] == true {
                let engine = app.app.db.engine();
                let limited = TestApp::with(engine, Settings::default(), Limits::contract()).await;
                run(&limited, pair).await
            } else {
                run(app, pair).await
            };
            if let Err(why) = result {
                wrong.push(format!("{file}: {}: {why}", pair["what"]));
            }
        }
        assert!(
            wrong.is_empty(),
            "{} pairs:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    })
    .await;
}

//! One object of each kind in a company, for paths that name one.

use super::Operation;
use crate::code_scene;
use countermark::files::link;
use countermark_core::roles::Role;
use countermark_store::{audit::By, files, jobs, notices, passkeys};
use countermark_testkit::{Client, Person, TestApp};
use serde_json::{Value, json};

/// Ids of real objects.
pub(crate) struct Objects {
    brand: String,
    campaign: String,
    alert: String,
    webhook: String,
    field: String,
    team: String,
    region: String,
    product: String,
    user: String,
    uat: String,
    notice: String,
    job: String,
    /// A document of codes, which nobody writes.
    document: String,
    workorder: String,
    template: String,
    ingestion: String,
    /// A link to a file.
    file: String,
    passkey: String,
    session: String,
    code: String,
    task: String,
    owner: Client,
}

impl Objects {
    /// Makes them.
    pub(crate) async fn of(app: &TestApp, admin: &Person) -> Self {
        let owner = app.jwt(admin).await;
        let brand = json!({"name": "Ours alone", "reference": "ours"});
        let brand = owner.post("/api/v2/brands/", brand).await.expect(201);
        let product = json!({"sku": "OURS-1", "name": "Ours alone", "brand": brand["id"]});
        let product = owner.post("/api/v2/products/", product).await.expect(201);
        let campaign = json!({"name": "Ours alone"});
        let campaign = owner.post("/api/v2/campaigns/", campaign).await.expect(201);
        let field = json!({"key": "lot", "label": "Ours alone", "type": "text"});
        let path = format!("/api/v2/campaigns/{}/scm-fields/", campaign["id"]);
        let field = owner.post(&path, field).await.expect(201);
        let alert = json!({"type": "inactive", "recipients": [admin.id.0]});
        let path = format!("/api/v2/campaigns/{}/alerts/", campaign["id"]);
        let alert = owner.post(&path, alert).await.expect(201);
        let webhook = json!({"url": "https://hook.example/", "events": ["scan.created"]});
        let webhook = owner.post("/api/v2/webhooks/", webhook).await.expect(201);
        let team = json!({"name": "Ours alone", "members": [admin.id.0]});
        let team = owner.post("/api/v2/teams/", team).await.expect(201);
        let region = json!({"name": "Ours alone", "countries": ["BE"]});
        let region = owner.post("/api/v2/regions/", region).await.expect(201);
        let uat = app.uat(admin, &["brand_view"]).await.id;
        let notice = notice_about(app, admin, &owner, &uat).await;
        let other = app.jwt(admin).await.get("/api/v2/me/").await.expect(200);
        let session = other["credential"]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let code = format!("OURS-alone-{}", admin.company);
        let of = product["id"].as_i64();
        code_scene::codes(app, admin, &[(&code, of, None)]).await;
        let item = json!({"extended_id": code, "activation_status": 1});
        let body = json!({"items": [item]});
        owner.post("/api/v2/scm/upload/", body).await.expect(200);
        let tasks = owner.get("/api/v2/scm/tasks/").await.expect(200);
        let task = tasks["results"][0]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let new = passkeys::NewPasskey {
            credential_id: &countermark::random::code(),
            name: "Ours alone",
            credential: "{}",
            verified: true,
        };
        let mut tx = app.app.db.write().await.expect("a transaction");
        let passkey = passkeys::add(&mut tx, admin.id, new, app.now()).await;
        tx.commit_unaudited().await.expect("committed");
        let template = json!({"name": "Ours alone", "product": "OURS-1"});
        let path = "/api/v2/workorders/templates/";
        let template = owner.post(path, template).await.expect(201);
        Self {
            passkey: passkey.expect("a passkey").to_string(),
            session,
            code,
            task,
            brand: brand["id"].to_string(),
            campaign: campaign["id"].to_string(),
            alert: alert["id"].to_string(),
            webhook: webhook["id"].to_string(),
            field: field["id"].to_string(),
            team: team["id"].to_string(),
            region: region["id"].to_string(),
            product: product["id"].to_string(),
            user: app.person(admin, Role::BrandManager).await.id.to_string(),
            uat,
            notice,
            job: job_of(app, admin).await,
            document: crate::v2::documents::begun(&owner, "").await,
            workorder: workorder_of(&owner).await,
            template: template["id"].to_string(),
            ingestion: ingestion_of(&owner, &template["id"]).await,
            file: file_of(app, admin).await,
            owner,
        }
    }

    /// The brand's id.
    pub(crate) fn brand(&self) -> &str {
        &self.brand
    }

    /// The order of the campaign's fields: there is one.
    pub(crate) fn order(&self) -> Value {
        json!({"order": [self.field]})
    }

    /// The id that belongs into the operation's path.
    pub(crate) fn id(&self, operation: &Operation) -> &str {
        match operation.path.split('/').nth(3) {
            Some("brands") => &self.brand,
            Some("campaigns") => &self.campaign,
            Some("alerts") => &self.alert,
            Some("webhooks") => &self.webhook,
            // Landing pages have no objects of people and tokens.
            Some("consumer") => "no-scan",
            Some("products") => &self.product,
            Some("teams") => &self.team,
            Some("regions") => &self.region,
            Some("codes") => &self.code,
            Some("scm") => &self.task,
            Some("users") => &self.user,
            Some("uats") => &self.uat,
            Some("notices") => &self.notice,
            Some("jobs") => &self.job,
            Some("documents") => &self.document,
            Some("workorders") if operation.path.contains("/templates/") => &self.template,
            Some("workorders") => &self.workorder,
            Some("ingestion") => &self.ingestion,
            Some("me") if operation.path.contains("/sessions/") => &self.session,
            Some("me") => &self.passkey,
            _ => panic!(
                "{} names an object that authz/objects.rs does not make yet",
                operation.path
            ),
        }
    }

    /// The operation's path, with the id of a real object in it.
    pub(crate) fn path(&self, operation: &Operation) -> String {
        if operation.id == "files_get" {
            self.file.clone()
        } else if operation.has_id() {
            operation.at_both(self.id(operation), &self.field)
        } else {
            operation.path.clone()
        }
    }

    /// Everything as its company sees it, to prove that nothing was changed.
    pub(crate) async fn seen(&self) -> Vec<Value> {
        let mut seen = Vec::new();
        for path in [
            format!("/api/v2/brands/{}/", self.brand),
            format!("/api/v2/campaigns/{}/", self.campaign),
            format!("/api/v2/alerts/{}/", self.alert),
            format!("/api/v2/webhooks/{}/", self.webhook),
            format!("/api/v2/campaigns/{}/scm-fields/", self.campaign),
            format!("/api/v2/campaigns/{}/options/", self.campaign),
            format!("/api/v2/campaigns/{}/redirects/", self.campaign),
            format!("/api/v2/campaigns/{}/key/", self.campaign),
            format!("/api/v2/campaigns/{}/access/", self.campaign),
            format!("/api/v2/teams/{}/", self.team),
            format!("/api/v2/regions/{}/", self.region),
            format!("/api/v2/products/{}/", self.product),
            format!("/api/v2/codes/{}/", self.code),
            format!("/api/v2/scm/tasks/{}/", self.task),
            format!("/api/v2/users/{}/", self.user),
            format!("/api/v2/uats/{}/", self.uat),
            format!("/api/v2/jobs/{}/", self.job),
            format!("/api/v2/documents/{}/", self.document),
            format!("/api/v2/workorders/{}/", self.workorder),
            format!("/api/v2/workorders/templates/{}/", self.template),
            format!("/api/v2/ingestion/codes/{}/", self.ingestion),
            "/api/v2/me/factors/".to_owned(),
        ] {
            seen.push(self.owner.get(&path).await.expect(200).json().clone());
        }
        seen
    }

    /// Texts that only this company may ever read.
    pub(crate) fn marks(&self, admin: &Person) -> [String; 4] {
        let code = self.code.clone();
        [
            "Ours alone".into(),
            admin.email.clone(),
            self.uat.clone(),
            code,
        ]
    }
}

/// An order of codes, which nobody makes.
async fn workorder_of(owner: &Client) -> String {
    let body = json!({
        "reference": "Ours alone", "quantity": 3, "product": "OURS-1",
        "activate_on_complete": true, "use_serial_number": true,
    });
    let path = "/api/v2/workorders/create-sid/";
    let order = owner.post(path, body).await.expect(201);
    order["id"].to_string()
}

/// An upload of own codes whose file is awaited.
async fn ingestion_of(owner: &Client, template: &Value) -> String {
    let path = "/api/v2/ingestion/codes/create-from-template/";
    let body = json!({"mode": "file", "template": template});
    let begun = owner.post(path, body).await.expect(200);
    begun["record_key"].as_str().expect("a key").to_owned()
}

/// A file of the company, by its link.
async fn file_of(app: &TestApp, admin: &Person) -> String {
    let key = countermark::random::key();
    let new = files::NewFile {
        key: &key,
        purpose: "test",
        name: "test.txt",
        media_type: "text/plain",
        forget_at: None,
    };
    let mut tx = app.app.db.write().await.expect("a transaction");
    let (company, now) = (admin.company, app.now());
    files::create(&mut tx, company, &new, now)
        .await
        .expect("a file");
    files::set_size(&mut tx, company, &key, 10)
        .await
        .expect("a file");
    let file = files::get(&mut tx, company, &key, now)
        .await
        .expect("a file");
    tx.commit_unaudited().await.expect("committed");
    let file = file.expect("a file");
    let storage = &app.app.settings.files;
    storage
        .put(&file, "Ours alone".into())
        .await
        .expect("stored");
    link::to(&app.app, "", &file).0
}

/// A job that waits, as the portal's session of that person wants it.
async fn job_of(app: &TestApp, admin: &Person) -> String {
    let mut tx = app.app.db.write().await.expect("a transaction");
    let by = By {
        person: Some(admin.id),
        ..By::here(admin.company, "session", app.now())
    };
    let new = jobs::NewJob {
        kind: "of a test",
        input: &json!({"secret": "Ours alone"}),
        total: None,
    };
    let id = jobs::enqueue(&mut tx, &by, &new, app.now()).await;
    tx.commit_unaudited().await.expect("committed");
    id.expect("a job").to_string()
}

/// A notice to that person about their token.
async fn notice_about(app: &TestApp, admin: &Person, owner: &Client, uat: &str) -> String {
    let mut tx = app.app.db.write().await.expect("a transaction");
    let new = notices::NewNotice {
        person: admin.id,
        kind: "uat_ends",
        uat: uat.parse().expect("an id"),
        mark: "30",
        facts: &json!({"valid_until": "2026-12-24"}),
    };
    notices::add(&mut tx, admin.company, &new, app.now())
        .await
        .expect("a notice");
    tx.commit_unaudited().await.expect("committed");
    let list = owner.get("/api/v2/notices/").await.expect(200);
    list["results"][0]["id"].to_string()
}

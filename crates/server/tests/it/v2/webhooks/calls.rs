//! What is sent, when it is tried again, and when a webhook is switched off

use super::PATH;
use crate::{
    scans::{Shop, code, scan},
    support::entry,
};
use aws_lc_rs::hmac;
use axum::{
    Router,
    body::to_bytes,
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use countermark::{auth::limits::Limits, settings::Settings};
use countermark_testkit::{TestApp, db::engines};
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::net::TcpListener;

/// Somebody's server: notes what comes, and answers what it is told to; 204 otherwise.
#[derive(Clone, Default)]
pub(super) struct Receiver {
    calls: Arc<Mutex<Vec<(HeaderMap, String)>>>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Receiver {
    /// Begins to listen; returns its port.
    pub(super) async fn start(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let receiver = self.clone();
        let router = Router::new().fallback(async move |request: Request| {
            let (parts, body) = request.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.expect("a body");
            let text = String::from_utf8_lossy(&bytes).into_owned();
            receiver.note(parts.headers, text)
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        port
    }

    fn note(&self, headers: HeaderMap, text: String) -> Response {
        self.calls.lock().expect("no panic").push((headers, text));
        let answer = self.answers.lock().expect("no panic").pop_front();
        let status = StatusCode::from_u16(answer.unwrap_or(204)).expect("a status");
        // Whoever follows this comes back here.
        (status, [(header::LOCATION, "/elsewhere")]).into_response()
    }

    pub(super) fn taken(&self) -> Vec<(HeaderMap, String)> {
        std::mem::take(&mut self.calls.lock().expect("no panic"))
    }

    fn answer(&self, statuses: &[u16]) {
        self.answers.lock().expect("no panic").extend(statuses);
    }
}

/// A server that may call this machine, and a shop.
pub(super) async fn server_for(engine: countermark_store::Engine) -> (TestApp, Shop) {
    let settings = Settings {
        webhooks_to_private: true,
        ..Settings::default()
    };
    let app = TestApp::with(engine, settings, Limits::off()).await;
    let shop = Shop::new(&app).await;
    shop.codes(&app, &["code-one"]).await;
    code(&app, &shop.admin, Some(shop.product), 0, "code-off").await;
    (app, shop)
}

/// The same with a webhook, and who is called.
async fn start(
    engine: countermark_store::Engine,
    events: Value,
) -> (TestApp, Shop, Receiver, Value) {
    let (app, shop) = server_for(engine).await;
    let receiver = Receiver::default();
    let port = receiver.start().await;
    let body = json!({"url": format!("http://127.0.0.1:{port}/in?x=1"), "events": events});
    let made = shop.owner.post(PATH, body).await.expect(201);
    let made = made.json().clone();
    (app, shop, receiver, made)
}

pub(super) async fn log(app: &TestApp, shop: &Shop, made: &Value) -> Vec<Value> {
    let path = format!("{PATH}{}/deliveries/", made["id"]);
    let owner = app.jwt(&shop.admin).await;
    let log = owner.get(&path).await.expect(200);
    log["results"].as_array().expect("rows").clone()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers[name].to_str().expect("text")
}

/// Security checklist 85: HMAC over id.timestamp.body.
#[tokio::test]
async fn a_scan_is_told_and_signed() {
    for engine in engines() {
        let events = json!(["scan.created", "scan.flagged"]);
        let (app, shop, receiver, made) = start(engine, events).await;
        scan(&app, "code-one").await.expect(302);
        scan(&app, "code-off").await.expect(302);
        assert!(receiver.taken().is_empty(), "nobody waits for it");
        app.task("webhooks").await;
        let mut calls = receiver.taken();
        // They are made side by side. A body begins with its id, which begins with its type.
        calls.sort_by_key(|(_, body)| (body.len(), body.clone()));
        let types: Vec<_> = calls
            .iter()
            .map(|(_, body)| {
                let body: Value = serde_json::from_str(body).expect("JSON");
                body["type"].as_str().expect("a name").to_owned()
            })
            .collect();
        assert_eq!(types, ["scan.created", "scan.created", "scan.flagged"]);
        let secret = made["secret"].as_str().expect("a secret");
        let secret = STANDARD.decode(&secret[6..]).expect("base64");
        let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
        for (headers, body) in &calls {
            let (id, at) = (
                text(headers, "webhook-id"),
                text(headers, "webhook-timestamp"),
            );
            assert_eq!(at, "1795521600");
            let signed = format!("{id}.{at}.{body}");
            let expected = STANDARD.encode(hmac::sign(&key, signed.as_bytes()));
            let signature = text(headers, "webhook-signature");
            assert_eq!(signature, format!("v1,{expected}"));
            assert_eq!(text(headers, "content-type"), "application/json");
            assert!(headers.get("authorization").is_none());
        }
        let body: Value = serde_json::from_str(&calls[0].1).expect("JSON");
        assert_eq!(body["id"], text(&calls[0].0, "webhook-id"));
        assert_eq!(body["timestamp"], "2026-11-24T12:00:00.000000Z");
        let scans = shop.scans().await;
        let expected = json!({
            "scan": {
                "uuid": scans[0]["scan"]["uuid"], "datetime": "2026-11-24T12:00:00.000000Z",
                "flags": [], "unique_user": true,
            },
            "code": {"extended_id": "code-one", "activation_status": 1, "scan_count": 1},
            "product": {"id": shop.product, "campaign_id": shop.campaign},
            "location": {"country": ""},
        });
        assert_eq!(body["data"], expected);
        let log = log(&app, &shop, &made).await;
        assert_eq!(log.len(), 3);
        assert_eq!(log[0]["status"], 204);
        assert_eq!(log[0]["attempts"], 1);
        assert!(log[0]["next_attempt"].is_null());
        app.task("webhooks").await;
        assert!(receiver.taken().is_empty(), "once is enough");
        // The log is kept for a month.
        app.clock.advance(31 * 86_400);
        app.task("forget_webhooks").await;
        assert_eq!(self::log(&app, &shop, &made).await, Vec::<Value>::new());
    }
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_later_and_redirects_lead_nowhere() {
    for engine in engines() {
        let (app, shop, receiver, made) = start(engine, json!(["scan.created"])).await;
        receiver.answer(&[500, 302, 200]);
        scan(&app, "code-one").await.expect(302);
        let mut ids = Vec::new();
        for (advance, calls) in [(0, 1), (4, 0), (1, 1), (29, 0), (1, 1), (86_400, 0)] {
            app.clock.advance(advance);
            app.task("webhooks").await;
            let taken = receiver.taken();
            assert_eq!(taken.len(), calls, "after {advance} more seconds");
            let id = |(headers, _): &(HeaderMap, String)| text(headers, "webhook-id").to_owned();
            ids.extend(taken.iter().map(id));
        }
        assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "{ids:?}");
        let log = log(&app, &shop, &made).await;
        assert_eq!(
            (&log[0]["attempts"], &log[0]["status"]),
            (&json!(3), &json!(200))
        );
        // What is off is told of nothing, and what waits for it is given up.
        receiver.answer(&[500]);
        scan(&app, "code-one").await.expect(302);
        app.task("webhooks").await;
        let owner = app.jwt(&shop.admin).await;
        let path = format!("{PATH}{}/", made["id"]);
        let off = json!({"is_active": false});
        owner.patch(&path, off).await.expect(200);
        scan(&app, "code-one").await.expect(302);
        app.clock.advance(3_600);
        receiver.taken();
        app.task("webhooks").await;
        assert!(receiver.taken().is_empty());
        let log = self::log(&app, &shop, &made).await;
        assert_eq!(log.len(), 2);
        assert_eq!(log[0]["failure"], "the webhook is off");
        assert!(log[0]["next_attempt"].is_null());
    }
}

/// F-36: a receiver that takes connections and never answers holds up nobody else's calls.
#[tokio::test]
async fn one_that_never_answers_holds_up_no_other() {
    for engine in engines() {
        let (app, shop, receiver, _) = start(engine, json!(["scan.created"])).await;
        let mute = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", mute.local_addr().expect("an address"));
        let body = json!({"url": url, "events": ["scan.created"]});
        shop.owner.post(PATH, body).await.expect(201);
        let mut calls = Vec::new();
        let all = async {
            for _ in 0..12 {
                scan(&app, "code-one").await.expect(302);
            }
            while calls.len() < 12 {
                calls.extend(receiver.taken());
                tokio::task::yield_now().await;
            }
        };
        let working = async {
            loop {
                app.task("webhooks").await;
            }
        };
        // An attempt takes ten seconds.
        let soon = tokio::time::timeout(Duration::from_secs(8), async {
            tokio::select! {
                () = all => {}
                () = working => {}
            }
        });
        soon.await.expect("others hear in time");
    }
}

#[tokio::test]
async fn after_five_days_of_failures_it_is_switched_off() {
    for engine in engines() {
        let (app, shop, receiver, made) = start(engine, json!(["scan.created"])).await;
        receiver.answer(&[503; 40]);
        for _ in 0..7 {
            scan(&app, "code-one").await.expect(302);
            app.task("webhooks").await;
            app.clock.advance(86_400);
        }
        assert!(!receiver.taken().is_empty());
        let owner = app.jwt(&shop.admin).await;
        let path = format!("{PATH}{}/", made["id"]);
        let shown = owner.get(&path).await.expect(200);
        assert_eq!(shown["is_active"], false);
        assert_eq!(shown["failing_since"], "2026-11-24T12:00:00.000000Z");
        assert_eq!(shown["disabled_at"], "2026-11-29T12:00:00.000000Z");
        let logged = entry(&app, &shop.admin, "webhook.disable").await;
        assert_eq!(logged["credential"]["kind"], "task");
        let mails = app.mails().await;
        let told = mails.iter().filter(|mail| mail.kind == "webhook");
        let told: Vec<_> = told.map(|mail| mail.to.clone()).collect();
        assert_eq!(told, std::slice::from_ref(&shop.admin.email));
        // Switched on again, it has a new chance.
        let on = owner.patch(&path, json!({"is_active": true})).await;
        let on = on.expect(200);
        assert!(on["failing_since"].is_null() && on["disabled_at"].is_null());
    }
}

/// The file of an order opens without a credential: its address is not told.
#[tokio::test]
async fn a_finished_order_is_told_once() {
    for engine in engines() {
        let (app, shop, receiver, _) = start(engine, json!(["workorder.completed"])).await;
        let order = json!({
            "reference": "PO-1", "quantity": 3, "product": shop.product, "images": "none",
            "activate_on_complete": true, "use_serial_number": false,
        });
        let path = "/api/v2/workorders/create-sid/";
        let order = shop.owner.post(path, order).await.expect(201);
        app.jobs().await;
        app.task("webhooks").await;
        app.task("webhooks").await;
        let calls = receiver.taken();
        let [(_, body)] = &calls[..] else {
            panic!("{calls:?}")
        };
        let body: Value = serde_json::from_str(body).expect("JSON");
        let told = json!({"workorder": {
            "id": order["id"], "reference": "PO-1", "quantity": 3, "product": order["product"],
        }});
        assert_eq!(
            (&body["type"], &body["data"]),
            (&json!("workorder.completed"), &told)
        );
    }
}

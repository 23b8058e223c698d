//! `POST /api/v2/audit/keys/rotate/`, and what the log proves afterwards.

use super::{
    check::{sql, ten},
    checkpoints::signed,
};
use crate::{cli::program::run, support::entries};
use countermark_core::{audit::Entry, checkpoint::Checkpoint, handover::Handover, roles::Role};
use countermark_store::{audit::By, chain, checkpoints};
use countermark_testkit::{Client, Person, TestApp, each};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const KEYS: &str = "/api/v2/audit/keys/";
const ROTATE: &str = "/api/v2/audit/keys/rotate/";
const CHECK: &str = "/api/v2/audit/check/";
const EXPORT: &str = "/api/v2/audit/export/";

async fn brand(client: &Client, name: &str) {
    let body = json!({"name": name});
    client.post("/api/v2/brands/", body).await.expect(201);
}

/// The public keys: the one that signs first.
async fn keys(client: &Client) -> Vec<String> {
    let reply = client.get(KEYS).await.expect(200);
    let rows = reply["results"].as_array().unwrap().iter();
    rows.map(|row| row["public_key"].as_str().unwrap().to_owned())
        .collect()
}

/// What `countermark audit verify` says of a file, with its exit code.
async fn verify(text: &str, keys: &[&str], kept: &[&str]) -> (i32, String) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("audit.ndjson");
    fs::write(&path, text).expect("written");
    let mut args = vec!["audit", "verify", path.to_str().unwrap()];
    args.extend(keys.iter().flat_map(|key| ["--key", key]));
    args.extend(kept.iter().flat_map(|line| ["--checkpoint", line]));
    let ended = run(&args).await;
    assert_eq!(ended.err, "");
    (ended.code, ended.out)
}

async fn finding(client: &Client, kept: &str) -> Value {
    let body = json!({"checkpoints": kept});
    client.post(CHECK, body).await.expect(200)["finding"].clone()
}

/// Ten entries and a checkpoint, the rotation, and as much again; the file before and after, and
/// the last checkpoint of each key.
async fn rotated(app: &TestApp, admin: &Person, client: &Client) -> ([String; 2], [String; 2]) {
    let first = signed(app, client).await;
    let before = client.get(EXPORT).await.expect(200).text();
    let fresh = app.jwt(admin).await;
    fresh.post(ROTATE, json!({})).await.expect(200);
    brand(client, "After").await;
    let second = signed(app, client).await;
    let after = client.get(EXPORT).await.expect(200).text();
    ([before, after], [first, second])
}

/// Security checklist 101.
#[tokio::test]
async fn files_from_before_and_after_verify_with_the_keys_of_their_time() {
    each(async |app| {
        let (admin, client) = ten(app).await;
        let [old] = keys(&client).await.try_into().expect("one key");
        let ([before, after], [first, second]) = rotated(app, &admin, &client).await;
        let [new, still] = keys(&client).await.try_into().expect("two keys");
        assert_eq!(still, old);
        // Entries 11 and 12 are the export and the handover.
        let ends = format!("{old}@11");
        for (file, given) in [
            (&before, vec![&*old]),
            (&before, vec![&*old, &*new]),
            (&after, vec![&*old]),
            (&after, vec![&*old, &*new]),
            (&after, vec![&*ends, &*new]),
            (&after, vec![]),
        ] {
            let (code, said) = verify(file, &given, &[&first]).await;
            assert_eq!(code, 0, "{given:?}: {said}");
        }
        let (_, said) = verify(&after, &[&old], &[&first, &second]).await;
        assert!(said.contains("2 of 2 compared"), "{said}");
        let spans = [
            format!("key: {old} (given)\n  signs entries 1 to 11: 1 checkpoints\n"),
            format!("key: {new} (handed over to in the log: write it down)\n  signs entries 12 to"),
        ];
        assert!(spans.iter().all(|span| said.contains(span)), "{said}");
        let (_, said) = verify(&before, &[&old, &new], &[]).await;
        assert!(
            said.contains(&format!("key: {new} (given)\n  signs nothing here")),
            "{said}"
        );
        // A key that is not known is refused.
        let (code, said) = verify(&after, &[&new], &[]).await;
        assert!(code == 3 && said.contains("not trusted"), "{said}");
        let (code, said) = verify(&after, &[&old, &"0".repeat(64)], &[]).await;
        assert!(
            code == 3 && said.contains(&new) && said.contains("name it, too"),
            "{said}"
        );
        assert_eq!(
            finding(&client, &format!("{first} {second}")).await,
            Value::Null
        );
        // Whoever writes an older end than the old key's own is told so.
        let (code, _) = verify(&after, &[&format!("{old}@9"), &new], &[]).await;
        assert_eq!(code, 3);
    })
    .await;
}

#[tokio::test]
async fn every_company_is_told_and_the_old_private_key_is_gone() {
    each(async |app| {
        let (admin, client) = ten(app).await;
        let (stranger, theirs) = ten(app).await;
        // A node that runs already learns of it without being told.
        let (node, other) = app.node_with(app.app.settings.clone()).await;
        let other = other.with_auth_of(&client);
        let before = node.sealer.ring().signing_id().to_owned();
        let stored = checkpoints::keys(&mut app.app.db.read().await.unwrap())
            .await
            .unwrap();
        let wrapped = stored[0].wrapped_private_key.clone();
        let name = format!("audit:{before}");
        assert!(app.app.secrets.unwrap(&name, &wrapped).is_ok());

        let reply = client.post(ROTATE, json!({})).await.expect(200);
        let rows = reply["results"].as_array().unwrap();
        assert_eq!((rows.len(), &rows[1]["id"]), (2, &json!(before)));
        assert_eq!(rows[0]["ended_at"], Value::Null);
        assert_eq!(rows[1]["ended_at"], app.now().to_string());
        assert_eq!(
            [&rows[0]["first_position"], &rows[1]["last_position"]],
            [&json!(11), &json!(10)]
        );
        assert_eq!(other.get(KEYS).await.expect(200).json(), reply.json());
        let kept = signed(app, &client).await;
        assert_eq!(
            Checkpoint::parse(&kept).unwrap().statement.key,
            rows[0]["id"]
        );
        assert_eq!(
            other
                .post(CHECK, json!({"checkpoints": kept}))
                .await
                .expect(200)["ok"],
            true
        );

        let stored = checkpoints::keys(&mut app.app.db.read().await.unwrap())
            .await
            .unwrap();
        let row = stored
            .iter()
            .find(|row| row.id == before)
            .expect("the old one");
        assert_ne!(row.wrapped_private_key, wrapped);
        assert!(
            app.app
                .secrets
                .unwrap(&name, &row.wrapped_private_key)
                .is_err()
        );

        // Each log has its own handover; that of another company does not say who wished it.
        let mine = entries(app, &admin, "audit.key_rotate").await;
        let told = entries(app, &stranger, "audit.key_rotate").await;
        assert_eq!((mine.len(), told.len()), (1, 1));
        assert_eq!(mine[0]["user"]["id"], json!(admin.id.0));
        assert_eq!(told[0]["user"], Value::Null);
        assert!(!told[0].to_string().contains(&admin.email));
        assert_ne!(mine[0]["after"]["handover"], told[0]["after"]["handover"]);
        assert_eq!(finding(&theirs, "").await, Value::Null);

        // At most once an hour, and for those who may.
        app.jwt(&admin)
            .await
            .post(ROTATE, json!({}))
            .await
            .expect(409);
        app.clock.advance(3_000);
        let scm = app.person(&admin, Role::ScmUser).await;
        app.jwt(&scm)
            .await
            .post(ROTATE, json!({}))
            .await
            .expect(403);
        let again = app.jwt(&admin).await;
        again.post(ROTATE, json!({})).await.expect(200);
        assert_eq!(finding(&again, &kept).await, Value::Null);
        assert_eq!(keys(&again).await.len(), 3);
    })
    .await;
}

/// Security checklist 108: with the database alone nobody puts a key of their own into a log.
#[tokio::test]
async fn a_forged_handover_is_found() {
    each(async |app| {
        let (admin, client) = ten(app).await;
        signed(app, &client).await;
        // An entry as the program would chain it, with the word of a key that is none of ours:
        // another installation's.
        let foreign = TestApp::start(countermark_testkit::db::engines()[0]).await;
        let mut conn = app.app.db.read().await.unwrap();
        let end = chain::end(&mut conn, admin.company).await.unwrap();
        drop(conn);
        let me = client.get("/api/v2/me/").await.expect(200);
        let uuid = me["company"]["uuid"].as_str().expect("a UUID").to_owned();
        let next = foreign.app.sealer.ring().keys()[0].key.clone();
        let ring = foreign.app.sealer.ring();
        let mut forged = ring.hand_over(&uuid, (end.length, end.head), &next, app.now());
        forged.succession.old = app.app.sealer.ring().signing_id().to_owned();
        let tx = app.app.db.write().await.unwrap();
        let by = By::here(admin.company, "server", app.now());
        tx.commit(&by, &[forged.entry()]).await.unwrap();
        let found = finding(&client, "").await;
        assert_eq!(
            (&found["position"], &found["wrong"]),
            (&json!(end.length + 1), &json!("signature"))
        );
        assert!(Handover::parse(&forged.text()).is_some());
        let text = client.get(EXPORT).await.expect(200).text();
        assert_eq!(verify(&text, &[], &[]).await.0, 3);
        // Nothing is signed over it.
        app.clock.advance(700);
        app.task("checkpoint").await;
        let list = client.get("/api/v2/audit/checkpoints/").await.expect(200);
        assert_eq!(list["results"].as_array().unwrap().len(), 1);
    })
    .await;
}

/// A row in the table is no key: neither a stranger's, nor an old one whose end was taken away.
#[tokio::test]
async fn a_key_in_the_table_alone_counts_for_nothing() {
    for statement in [
        "UPDATE audit_key SET ended_at = NULL",
        "UPDATE audit_key SET ended_at = ended_at + 1 WHERE ended_at IS NOT NULL",
        "UPDATE audit_key SET id = 'mine' WHERE ended_at IS NOT NULL",
    ] {
        each(async |app| {
            let (admin, client) = ten(app).await;
            rotated(app, &admin, &client).await;
            sql(app, &[statement]).await;
            let other = app.second_node().await.with_auth_of(&client);
            let found = finding(&other, "").await;
            assert_eq!(found["wrong"], "signature", "{statement}");
        })
        .await;
    }
}

/// The old key is used once more by somebody who has kept it.
#[tokio::test]
async fn an_old_key_that_signs_after_its_end_is_found() {
    each(async |app| {
        let (admin, client) = ten(app).await;
        let stolen = app.app.sealer.ring();
        let ([_, after], [first, _]) = rotated(app, &admin, &client).await;
        let old = stolen.keys()[0].key.text();
        let mut conn = app.app.db.read().await.unwrap();
        let end = chain::end(&mut conn, admin.company).await.unwrap();
        drop(conn);
        let uuid = Checkpoint::parse(&first).unwrap().statement.company;
        let late = stolen.sign(&uuid, end.length, end.head, app.now());
        // Kept elsewhere, and as if it had been written with a file.
        let found = finding(&client, &late.text()).await;
        assert_eq!(
            (&found["position"], &found["wrong"]),
            (&json!(end.length), &json!("signature"))
        );
        let (code, said) = verify(&after, &[&old], &[&late.text()]).await;
        assert!(
            code == 3 && said.contains("whose time ended with entry 11"),
            "{said}"
        );
        // In the database.
        let mut tx = app.app.db.write().await.unwrap();
        assert!(
            checkpoints::add(&mut tx, admin.company, &late)
                .await
                .unwrap()
        );
        tx.commit_unaudited().await.unwrap();
        let found = finding(&client, "").await;
        assert_eq!(
            (&found["position"], &found["wrong"]),
            (&json!(end.length), &json!("signature"))
        );
        let text = client.get(EXPORT).await.expect(200).text();
        assert_eq!(verify(&text, &[&old], &[]).await.0, 3);
    })
    .await;
}

/// A log from which the handover was cut, and that was signed with the old key: the server knows
/// which key is in charge by now.
#[tokio::test]
async fn a_log_that_never_heard_of_the_new_key_is_found() {
    each(async |app| {
        let (admin, client) = ten(app).await;
        rotated(app, &admin, &client).await;
        let cut = [
            "DELETE FROM audit WHERE position > 11",
            "DELETE FROM audit_checkpoint WHERE position > 11",
            "UPDATE audit_chain SET length = 11, head = (SELECT hash FROM audit WHERE position = 11)",
        ];
        sql(app, &cut).await;
        let other = app.second_node().await.with_auth_of(&client);
        let found = finding(&other, "").await;
        assert_eq!(found["wrong"], "signature", "{found}");
        assert!(found["detail"].as_str().unwrap().contains("by now it is"));
    })
    .await;
}

/// A check that takes too long says what to do instead of running into the request's own end.
#[tokio::test]
async fn a_check_that_takes_too_long_says_so() {
    each(async |app| {
        let (admin, client) = ten(app).await;
        let tx = app.app.db.write().await.expect("a transaction");
        let by = By::here(admin.company, "cli", app.now());
        tx.commit(&by, &vec![Entry::event("a.b", "a", 1, "a"); 2_490])
            .await
            .expect("committed");
        app.app.sealer.set_patience(std::time::Duration::ZERO);
        let refused = client.post(CHECK, json!({})).await.expect(409);
        let said = refused["detail"].as_str().unwrap();
        assert!(said.contains("countermark audit verify"), "{said}");
        // The turn is given back.
        app.app
            .sealer
            .set_patience(std::time::Duration::from_secs(45));
        assert_eq!(client.post(CHECK, json!({})).await.expect(200)["ok"], true);
    })
    .await;
}

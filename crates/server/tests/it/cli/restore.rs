//! `countermark restore` and `after-restore`: everything is as it was, and what may have been revoked
//! since is not (security checklist 110; F-34).

mod postgres;
mod refusals;
pub(super) mod scene;

use super::{
    serving::Serving,
    staffed::{ADA, Staffed, asked, sign_in},
};
use countermark_testkit::db::engines;
use scene::{Scene, kept, log_is_whole, restore, tree};
use serde_json::json;
use std::{fs, os::unix::fs::PermissionsExt as _};

/// What Ada sees.
pub(super) const LISTS: [&str; 5] = [
    "/api/v2/users/",
    "/api/v2/products/",
    "/api/v2/codes/",
    "/api/v2/workorders/",
    "/api/v2/campaigns/",
];

/// A list, without the log-ins that the test itself needs and the address of the server.
pub(super) async fn list(server: &Serving, path: &str, line: &str) -> String {
    let mut list = asked(server, path, line).await;
    let rows = list["results"].as_array_mut().expect("a list");
    assert!(!rows.is_empty(), "{path}");
    for row in rows {
        row.as_object_mut().expect("a row").remove("last_login");
    }
    list.to_string().replace(&server.address.to_string(), "")
}

#[tokio::test]
async fn a_restored_server_answers_as_before() {
    let scene = Scene::new().await;
    let server = scene.made.home.serve(&[]).await;
    let ada = sign_in(&server, ADA).await;
    let mut before = Vec::new();
    for path in LISTS {
        before.push(list(&server, path, &ada).await);
    }
    let (brands, answers) = (
        scene.brands(&server).await,
        scene.served(&server, &ada).await,
    );
    server.stop().await;
    let file = scene.backed_up("backup").await;
    let (home, said) = scene.restored(&file, &["--keep-uats"]).await;
    assert!(said.contains(" is as it was at 20"), "{said}");
    assert!(said.contains("0 tokens were revoked, 1 work."), "{said}");
    assert!(said.contains("WORK AGAIN"), "{said}");
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(home.place.file()), 0o600);
    assert_eq!(kept(&home), kept(&scene.made.home));
    let names: Vec<_> = tree(home.data()).into_keys().collect();
    assert!(!names.iter().any(|name| name.ends_with(".restore")));

    let server = home.serve(&[]).await;
    let refused = server.call("GET", "/api/v2/me/", &ada, "").await;
    assert_eq!(refused.status, 401, "log-ins have ended");
    let ada = sign_in(&server, ADA).await;
    for (path, before) in LISTS.into_iter().zip(before) {
        assert_eq!(list(&server, path, &ada).await, before, "{path}");
    }
    assert_eq!(scene.brands(&server).await, brands);
    assert!(scene.served(&server, &ada).await == answers);
    log_is_whole(&server).await;
    // It goes on as any other.
    let body = json!({"name": "After"});
    server
        .expect(201, "POST", "/api/v2/brands/", &ada, &body)
        .await;
    server.stop().await;
    let mut raw = home.place.raw().await;
    let noted =
        "SELECT action, credential_kind FROM audit WHERE object_type = 'backup' ORDER BY id";
    assert_eq!(
        raw.rows(noted).await,
        [["backup.create", "cli"], ["backup.restore", "cli"]]
    );
    raw.close().await;
}

/// A second token of Ada's: its id and its text.
async fn second(scene: &Scene) -> (String, String) {
    let server = scene.made.home.serve(&[]).await;
    let ada = sign_in(&server, ADA).await;
    let list = asked(&server, "/api/v2/permissions/", &ada).await;
    let body = json!({
        "name": "Shop", "valid_until": list["policy"]["latest"], "permissions": ["brand_view"],
    });
    let (_, uat) = server
        .expect(201, "POST", "/api/v2/uats/", &ada, &body)
        .await;
    server.stop().await;
    let text = |name: &str| uat[name].as_str().expect("a text").to_owned();
    (text("id"), text("token"))
}

#[tokio::test]
async fn what_was_revoked_since_stays_revoked() {
    let scene = Scene::new().await;
    let (other, other_text) = second(&scene).await;
    let file = scene.backed_up("backup").await;
    let id = scene.made.id.clone();
    scene.made.good(&["uats", "revoke", &id]).await;
    // Ids as a list of them may be written, one of a token that was made later among them.
    let list = scene.file("revoked");
    let later = "0bcdefghijklmnopqrstuv";
    fs::write(&list, format!("\n {id} \r\n{later}\n")).unwrap();
    let list = list.display().to_string();
    for (choice, first_works, second_works, said) in [
        (
            &["--revoked-uats", &list][..],
            false,
            true,
            "1 tokens were revoked, 1 work. 1 of the list",
        ),
        (
            &["--revoke-uats"],
            false,
            false,
            "2 tokens were revoked, 0 work.",
        ),
        (
            &["--keep-uats"],
            true,
            true,
            "0 tokens were revoked, 2 work.",
        ),
    ] {
        let (home, told) = scene.restored(&file, choice).await;
        assert!(told.contains(said), "{told}");
        assert_eq!(told.contains("WORK AGAIN"), second_works, "{told}");
        let server = home.serve(&[]).await;
        for (text, works) in [(&scene.made.text, first_works), (&other_text, second_works)] {
            let line = format!("Authorization: UAT {text}\r\n");
            let status = server.call("GET", "/api/v2/me/", &line, "").await.status;
            assert_eq!(status, if works { 200 } else { 401 }, "{choice:?}");
        }
        log_is_whole(&server).await;
        server.stop().await;
    }
    // Whoever pastes the wrong thing does not find it in a log.
    for wrong in [scene.made.text.as_str(), &other_text, "x", &id[1..]] {
        fs::write(&list, format!("{other}\n{wrong}\n")).unwrap();
        let home = scene.elsewhere().await;
        let before = tree(home.data());
        let sentence = restore(&home, &file, &["--revoked-uats", &list])
            .await
            .sentence();
        assert!(sentence.contains(", line 2: "), "{sentence}");
        assert!(wrong == "x" || !sentence.contains(wrong), "{sentence}");
        assert!(tree(home.data()) == before);
    }
}

/// A database that came back by other means, of either engine.
#[tokio::test]
async fn after_a_restore_by_other_means_log_ins_and_tokens_end() {
    for engine in engines() {
        let made = Staffed::new(engine).await;
        made.another().await;
        let server = made.home.serve(&[]).await;
        let ada = sign_in(&server, ADA).await;
        let status =
            async |server: &Serving| server.call("GET", "/api/v2/me/", &ada, "").await.status;
        assert_eq!(status(&server).await, 200);
        let words = ["after-restore", "--keep-uats"];
        let (said, server) = made.change(server, &words).await;
        assert!(said.contains("0 tokens were revoked, 1 work."), "{said}");
        assert_eq!(
            (status(&server).await, made.call(&server).await),
            (401, 200)
        );
        let (said, server) = made
            .change(server, &["after-restore", "--revoke-uats"])
            .await;
        assert!(said.contains("1 tokens were revoked, 0 work."), "{said}");
        assert_eq!(made.call(&server).await, 401);
        log_is_whole(&server).await;
        server.stop().await;
        let noted = made.logged("backup.restore").await;
        assert_eq!(noted, vec![["cli", "nobody", ""]; 2]);
        // Every company is told, whosever data came back.
        let mut raw = made.home.place.raw().await;
        let everybody = "SELECT count(*) FROM audit WHERE action = 'backup.restore'";
        assert_eq!(raw.number(everybody).await, 4);
        raw.close().await;
    }
}

//! `GET /api/v2/files/{id}/`: links that carry their own right (security checklist 56, 83).

use countermark::files::link;
use countermark_store::files::{self, File, NewFile};
use countermark_testkit::{Person, TestApp, each};

async fn stored(app: &TestApp, person: &Person, content: &str, keep: Option<i64>) -> File {
    let key = countermark::random::key();
    let new = NewFile {
        key: &key,
        purpose: "test",
        name: "codes-1.csv",
        media_type: "text/csv; charset=utf-8",
        forget_at: keep.map(|seconds| app.now().plus_seconds(seconds)),
    };
    let (company, now) = (person.company, app.now());
    let mut tx = app.app.db.write().await.expect("a transaction");
    files::create(&mut tx, company, &new, now)
        .await
        .expect("a row");
    let size = i64::try_from(content.len()).expect("short");
    files::set_size(&mut tx, company, &key, size)
        .await
        .expect("a row");
    let file = files::get(&mut tx, company, &key, now)
        .await
        .expect("a row");
    tx.commit_unaudited().await.expect("committed");
    let file = file.expect("a file");
    let bytes = content.to_owned().into();
    app.app
        .settings
        .files
        .put(&file, bytes)
        .await
        .expect("stored");
    file
}

#[tokio::test]
async fn a_link_opens_its_file_for_fifteen_minutes() {
    each(async |app| {
        let admin = app.company().await;
        let file = stored(app, &admin, "a,b\r\n", None).await;
        let (path, ends) = link::to(&app.app, "", &file);
        assert_eq!(ends, app.now().plus_seconds(900));
        let nobody = app.anonymous();
        let reply = nobody.get(&path).await.expect(200);
        assert_eq!(reply.text(), "a,b\r\n");
        assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(reply.header("content-length"), "5");
        let name = "attachment; filename=\"codes-1.csv\"";
        assert_eq!(reply.header("content-disposition"), name);
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("cache-control"), "no-store");
        app.clock.advance(899);
        nobody.get(&path).await.expect(200);
        app.clock.advance(1);
        let reply = nobody.get(&path).await.expect(403);
        assert_eq!(reply.code(), "link_expired");
    })
    .await;
}

#[tokio::test]
async fn a_link_opens_nothing_else() {
    each(async |app| {
        let (admin, other) = (app.company().await, app.company().await);
        let ours = stored(app, &admin, "ours", None).await;
        let second = stored(app, &admin, "second", None).await;
        let theirs = stored(app, &other, "theirs", None).await;
        let (path, _) = link::to(&app.app, "", &ours);
        let (company, rest) = path.split_once("company=").expect("a company");
        let (_, rest) = rest.split_once('&').expect("more");
        let later = app.now().plus_seconds(99_999).seconds();
        let expires = path
            .split("expires=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap();
        let wrong = [
            path.replace(&ours.key, &second.key),
            path.replace(&ours.key, &theirs.key),
            path.replace(&ours.key, "aaaaaaaaaaaa"),
            format!("{company}company={}&{rest}", other.company),
            format!("{company}{rest}"),
            path.replace(expires, &later.to_string()),
            path.replace("signature=", "signature=0"),
            path[..path.len() - 1].to_owned(),
            path.split("&signature").next().unwrap().to_owned(),
            format!("/api/v2/files/{}/", ours.key),
            path.replace("expires=", "expires=x"),
        ];
        for path in wrong {
            for client in [app.anonymous(), app.jwt(&admin).await] {
                let reply = client.get(&path).await.expect(404);
                assert_eq!(reply.code(), "not_found", "{path}");
            }
        }
        // Another server's key signs nothing here.
        let stranger = TestApp::start(app.app.db.engine()).await;
        let (path, _) = link::to(&stranger.app, "", &ours);
        app.anonymous().get(&path).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_no_longer_kept_is_gone() {
    each(async |app| {
        let admin = app.company().await;
        let file = stored(app, &admin, "x", Some(60)).await;
        let (path, _) = link::to(&app.app, "", &file);
        app.anonymous().get(&path).await.expect(200);
        app.task("forget_files").await;
        app.anonymous().get(&path).await.expect(200);
        app.clock.advance(60);
        app.anonymous().get(&path).await.expect(404);
        app.task("forget_files").await;
        assert!(
            app.app.settings.files.get(&file).await.is_err(),
            "the bytes, too"
        );
        let kept = stored(app, &admin, "x", None).await;
        let (path, _) = link::to(&app.app, "", &kept);
        app.close_company(admin.company).await;
        app.anonymous().get(&path).await.expect(404);
    })
    .await;
}

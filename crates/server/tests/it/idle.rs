//! A portal session that nobody uses ends by itself; a JWT's does not need to (security
//! checklist 28).

use countermark_testkit::each;

const HOUR: i64 = 3_600;

#[tokio::test]
async fn an_idle_portal_session_ends_and_a_used_one_does_not() {
    each(async |app| {
        let admin = app.company().await;
        let (used, idle, jwt) = (
            app.cookie(&admin).await,
            app.cookie(&admin).await,
            app.jwt(&admin).await,
        );
        for _ in 0..3 {
            app.clock.advance(HOUR / 4);
            used.get("/api/v2/me/").await.expect(200);
        }
        idle.get("/api/v2/me/").await.expect(200);
        app.clock.advance(2 * HOUR - 1);
        used.get("/api/v2/me/").await.expect(200);
        app.clock.advance(1);
        let refused = idle.get("/api/v2/me/").await.expect(401);
        assert_eq!(refused.code(), "token_expired");
        // Asking again is not using it.
        idle.get("/api/v2/me/").await.expect(401);
        used.get("/api/v2/me/").await.expect(200);
        let late = jwt.get("/api/v2/me/").await.expect(401);
        assert_eq!(late["detail"], "Signature has expired.");
    })
    .await;
}

#[tokio::test]
async fn the_last_use_survives_a_restart() {
    each(async |app| {
        let admin = app.company().await;
        let cookie = app.cookie(&admin).await;
        app.clock.advance(HOUR);
        cookie.get("/api/v2/me/").await.expect(200);
        app.app
            .seen
            .flush(&app.app.db, app.now(), true)
            .await
            .expect("written");
        app.clock.advance(HOUR + 1);
        // Another node, or this one after a restart, knows only what was written.
        let other = app.second_node().await;
        other
            .with_auth_of(&cookie)
            .get("/api/v2/me/")
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn twelve_hours_end_a_busy_session_too() {
    each(async |app| {
        let admin = app.company().await;
        let cookie = app.cookie(&admin).await;
        for _ in 0..11 {
            app.clock.advance(HOUR);
            cookie.get("/api/v2/me/").await.expect(200);
        }
        app.clock.advance(HOUR);
        cookie.get("/api/v2/me/").await.expect(401);
    })
    .await;
}

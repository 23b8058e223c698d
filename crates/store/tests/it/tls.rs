//! TLS between node and PostgreSQL (ASVS 12.3.1): as the URL asks, and never less.

use countermark_store::Db;
use countermark_testkit::db::Cluster;

#[tokio::test(flavor = "multi_thread")]
async fn it_is_spoken_and_checked_as_the_url_asks() {
    let (encrypted, plain) = (Cluster::start_encrypted(), Cluster::start());
    let authority = encrypted.authority().display().to_string();
    let by_name = encrypted.url().replace("127.0.0.1", "localhost");
    let others = Cluster::start_encrypted();
    let other_authority = others.authority().display().to_string();

    let checked = format!("sslmode=verify-full&sslrootcert={authority}");
    let db = Db::open_postgres(&format!("{}?{checked}", encrypted.url())).await;
    let db = db.expect("the certificate is good");
    let mut raw = encrypted.raw().await;
    let ours = "FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                WHERE application_name = 'countermark'";
    let spoken = raw.number(&format!("SELECT count(*) {ours} AND ssl")).await;
    assert!(spoken > 0);
    let not = format!("SELECT count(*) {ours} AND NOT ssl");
    assert_eq!(raw.number(&not).await, 0);
    db.close().await;

    for (what, url) in [
        ("another name", format!("{by_name}?{checked}")),
        (
            "another authority",
            format!(
                "{}?sslmode=verify-full&sslrootcert={other_authority}",
                encrypted.url()
            ),
        ),
        (
            "the usual authorities",
            format!("{}?sslmode=verify-full", encrypted.url()),
        ),
        ("no TLS", format!("{}?sslmode=require", plain.url())),
    ] {
        let opened = Db::open_postgres(&url).await;
        assert!(opened.is_err(), "{what} was accepted");
    }
}

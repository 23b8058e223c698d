//! What a large file costs the program that sends it (security checklist 62).

use super::home::Home;
use countermark_testkit::{PASSWORD, db::engines};
use serde_json::json;
use std::{fs, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

const ROWS: usize = 50_000;
/// Bytes of each row's description.
const DESCRIPTION: usize = 3_000;
/// Stands once in each row, and nowhere else in the answer.
const MARK: u8 = b'~';
/// Bytes by which the program may grow. Somebody who collects the file needs more than twice that.
const MAY_GROW: usize = 64 << 20;

/// The most memory that the process has ever had.
fn peak(pid: u32) -> usize {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.expect("a peak").split_ascii_whitespace().nth(1);
    kib.expect("a number").parse::<usize>().expect("a number") << 10
}

/// Products of the one company, by plain SQL that both engines read.
fn products() -> String {
    let (description, mark) = ("x".repeat(DESCRIPTION), char::from(MARK));
    format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS}) \
         INSERT INTO product (uuid, company_id, brand_id, sku, name, name_folded, searchable, \
         label, description, client_url, archived, created_at) \
         SELECT '00000000-0000-4000-8000-' || (100000000000 + i), brand.company_id, brand.id, \
         'P' || i, 'P', 'p', '', '', '{description}{mark}', '', 0, i FROM n, brand"
    )
}

#[tokio::test]
async fn an_export_costs_far_less_than_its_size() {
    for engine in engines() {
        let home = Home::new(engine).await;
        let email = ["--email", "a@kallista.example", "--password-stdin"];
        assert_eq!(home.admin(PASSWORD, &email).await.code, 0);
        let server = home.serve(&[]).await;
        let body = json!({"email": "a@kallista.example", "password": PASSWORD});
        let log_in = server.expect(200, "POST", "/api/v2/auth/jwt/", "", &body);
        let (_, jwt) = log_in.await;
        let credential = format!("Authorization: JWT {}\r\n", jwt["token"].as_str().unwrap());
        let body = json!({"name": "A"});
        let brand = server.expect(201, "POST", "/api/v2/brands/", &credential, &body);
        brand.await;
        let export = "/api/v2/products/export/";
        // Empty: what every first export costs is not counted.
        server
            .expect(200, "GET", export, &credential, &json!({}))
            .await;
        let mut raw = home.place.raw().await;
        raw.run(&products()).await;
        raw.close().await;

        let before = peak(server.pid());
        let mut stream = TcpStream::connect(server.address).await.expect("connected");
        let request = format!(
            "GET {export} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{credential}\r\n",
            server.address
        );
        stream.write_all(request.as_bytes()).await.expect("sent");
        let (mut size, mut rows, mut piece) = (0, 0, vec![0; 64 << 10]);
        let mut last = Vec::new();
        loop {
            let read = timeout(Duration::from_mins(1), stream.read(&mut piece)).await;
            let read = read.expect("it goes on").expect("bytes");
            if read == 0 {
                break;
            }
            size += read;
            rows += piece[..read].split(|byte| *byte == MARK).count() - 1;
            last = [&last[..], &piece[..read]].concat();
            last.drain(..last.len().saturating_sub(5));
        }
        // The kernel counts in portions: where nothing has grown it may say a little less.
        let grown = peak(server.pid()).saturating_sub(before);
        eprintln!("on {engine:?}: {size} bytes came, the program grew by {grown}");
        assert_eq!(last, b"0\r\n\r\n", "the file is whole");
        assert_eq!(rows, ROWS);
        assert!(size > 2 * MAY_GROW, "{size} bytes came");
        assert!(grown < MAY_GROW, "{grown} bytes for a file of {size}");
        assert_eq!(server.stop().await.code, 0);
    }
}

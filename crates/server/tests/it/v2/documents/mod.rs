//! `/api/v2/documents/`

mod get;
mod get_download_link;

use countermark_testkit::{Client, Reply, TestApp};

/// Asks for codes; returns the document's key.
pub(crate) async fn begun(client: &Client, query: &str) -> String {
    let path = format!("/api/v2/codes/download/{query}");
    let reply = client.get(&path).await.expect(200);
    reply["document"]["key"].as_str().expect("a key").to_owned()
}

/// A document as that client sees it.
pub(crate) async fn shown(client: &Client, key: &str) -> Reply {
    client.get(&format!("/api/v2/documents/{key}/")).await
}

/// Asks for the link to a document.
pub(crate) async fn linked(client: &Client, key: &str) -> Reply {
    let path = format!("/api/v2/documents/{key}/get-download-link/");
    client.get(&path).await
}

/// The path of a link, on this server.
pub(crate) fn path_of(link: &Reply) -> String {
    let link = link["download_link"].as_str().expect("a link");
    let path = link.strip_prefix("http://test.example");
    path.expect("an absolute address").to_owned()
}

/// The file of codes, the whole way.
pub(crate) async fn downloaded(app: &TestApp, client: &Client, query: &str) -> String {
    let key = begun(client, query).await;
    app.jobs().await;
    let link = linked(client, &key).await.expect(200);
    let file = app.anonymous().get(&path_of(&link)).await;
    file.expect(200).text()
}

/// The first column of a file, without its name.
pub(crate) fn first_column(text: &str) -> Vec<&str> {
    let lines = text.lines().skip(1);
    lines.filter_map(|line| line.split(',').next()).collect()
}

mod end;
mod list;

use countermark_testkit::Client;

/// The id of the session that the client uses.
pub(super) async fn id_of(client: &Client) -> String {
    let me = client.get("/api/v2/me/").await.expect(200);
    me["credential"]["id"].as_str().expect("an id").to_owned()
}

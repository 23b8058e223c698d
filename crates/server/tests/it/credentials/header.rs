//! The `Authorization` header in every shape that a client, a proxy or an attacker gives it
//! (security checklist 38, 40 to 43, 46).

use super::{ME, is_refused};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
};
use countermark::auth::header::{Presented, presented};
use countermark_testkit::{Client, Reply, TestApp, each};
use serde_json::json;

const NOT_PROVIDED: &str = "Authentication credentials were not provided.";

/// Sends `GET /me/` with those `Authorization` lines, byte by byte.
async fn me_with(client: &Client, lines: &[&[u8]]) -> Reply {
    let mut request = client.request(Method::GET, ME, Body::empty());
    for line in lines {
        let line = HeaderValue::from_bytes(line).expect("bytes that a header can have");
        request.headers_mut().append(header::AUTHORIZATION, line);
    }
    client.send(request).await
}

/// A token and a JWT of the same person.
async fn two(app: &TestApp) -> (String, String) {
    let admin = app.company().await;
    let uat = app.uat(&admin, &["brand_view"]).await.text;
    (uat, app.jwt_text(&admin).await)
}

#[tokio::test]
async fn every_honest_spelling_is_taken() {
    each(async |app| {
        let (uat, jwt) = two(app).await;
        for (line, kind) in [
            (format!("UAT {uat}"), "uat"),
            (format!("uat {uat}"), "uat"),
            (format!("uAt {uat}"), "uat"),
            (format!("UAT    {uat}"), "uat"),
            (format!("UAT {uat} "), "uat"),
            (format!("Bearer {uat}"), "uat"),
            (format!("bearer {uat}"), "uat"),
            (format!("JWT {jwt}"), "jwt"),
            (format!("jwt {jwt}"), "jwt"),
            (format!("JwT  {jwt}"), "jwt"),
            (format!("Bearer {jwt}"), "jwt"),
            (format!("BEARER {jwt}"), "jwt"),
        ] {
            let reply = me_with(&app.anonymous(), &[line.as_bytes()]).await;
            assert_eq!(reply.status, 200, "{line}: {}", reply.text());
            assert_eq!(reply["credential"]["kind"], kind, "{line}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_other_shape_has_its_answer() {
    each(async |app| {
        let (uat, jwt) = two(app).await;
        let nobody = app.anonymous();
        is_refused(
            &nobody.get(ME).await,
            "not_authenticated",
            NOT_PROVIDED,
            "none",
        );
        for line in [
            String::new(),
            " ".into(),
            "Basic YTpi".into(),
            "Digest username=a".into(),
            format!("Token {uat}"),
            format!("UAT{uat}"),
            format!("UAT:{uat}"),
            format!("UAT={uat}"),
            format!("\"UAT\" {uat}"),
            format!("UATS {uat}"),
            uat.clone(),
            jwt.clone(),
        ] {
            let reply = me_with(&nobody, &[line.as_bytes()]).await;
            is_refused(&reply, "not_authenticated", NOT_PROVIDED, &line);
        }
        let none = "Invalid Authorization header. No credentials provided.";
        let spaces = "Invalid Authorization header. Credentials string should not contain spaces.";
        let long = "Invalid Authorization header. Credentials are too long.";
        for (line, detail) in [
            ("UAT".into(), none),
            ("JWT".into(), none),
            ("Bearer".into(), none),
            ("uat ".into(), none),
            ("JWT   ".into(), none),
            (format!("UAT {uat} {uat}"), spaces),
            (format!("UAT {uat} x"), spaces),
            (format!("JWT {jwt} ="), spaces),
            (format!("UAT {uat}, JWT {jwt}"), spaces),
            (format!("Basic {uat}, UAT {uat}"), NOT_PROVIDED),
            (format!("UAT {}", "x".repeat(4_096)), long),
            (format!("UAT {uat}{}", "x".repeat(60_000)), long),
            (format!("UAT {jwt}"), "Invalid token."),
            (format!("UAT {uat},"), "Invalid token."),
            (format!("UAT \"{uat}\""), "Invalid token."),
            (format!("UAT {}", &uat[..79]), "Invalid token."),
            (format!("UAT {uat}0"), "Invalid token."),
            (format!("UAT {}", uat.to_uppercase()), "Invalid token."),
            (format!("UAT {}", uat.replace('_', "%5F")), "Invalid token."),
            (format!("UAT {uat}%00"), "Invalid token."),
            (format!("JWT {uat}"), "Error decoding signature."),
            (format!("JWT {jwt}%00"), "Error decoding signature."),
        ] {
            let reply = me_with(&nobody, &[line.as_bytes()]).await;
            let code = if detail == NOT_PROVIDED {
                "not_authenticated"
            } else {
                "authentication_failed"
            };
            is_refused(&reply, code, detail, &line);
        }
    })
    .await;
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused_and_not_repeated() {
    each(async |app| {
        let (uat, _) = two(app).await;
        let detail = "Invalid Authorization header. Credentials are not text.";
        for bytes in [&b"\xff\xfe"[..], b"\xc3\x28", "\u{fc}".as_bytes(), b"\x80"] {
            for line in [
                [b"UAT ", bytes].concat(),
                [b"UAT ", uat.as_bytes(), bytes].concat(),
                [bytes, b" ", uat.as_bytes()].concat(),
            ] {
                let reply = me_with(&app.anonymous(), &[&line]).await;
                is_refused(
                    &reply,
                    "authentication_failed",
                    detail,
                    &format!("{line:?}"),
                );
            }
        }
        // NUL and line ends cannot even be put into a header's value.
        for byte in [0_u8, b'\r', b'\n'] {
            let line = [b"UAT ", uat.as_bytes(), &[byte]].concat();
            assert!(HeaderValue::from_bytes(&line).is_err());
        }
    })
    .await;
}

#[tokio::test]
async fn two_credentials_are_refused_whichever_they_are() {
    each(async |app| {
        let admin = app.company().await;
        let (uat, jwt) = (
            app.uat(&admin, &["brand_view"]).await.text,
            app.jwt_text(&admin).await,
        );
        let (uat, jwt) = (format!("UAT {uat}"), format!("JWT {jwt}"));
        let detail = "Send one credential, not two.";
        let nobody = app.anonymous();
        let lines: [[&[u8]; 2]; 6] = [
            [uat.as_bytes(), uat.as_bytes()],
            [uat.as_bytes(), jwt.as_bytes()],
            [jwt.as_bytes(), uat.as_bytes()],
            [uat.as_bytes(), b"UAT junk"],
            [b"", uat.as_bytes()],
            [b"Basic YTpi", uat.as_bytes()],
        ];
        for pair in lines {
            let reply = me_with(&nobody, &pair).await;
            is_refused(
                &reply,
                "authentication_failed",
                detail,
                &String::from_utf8_lossy(&pair.concat()),
            );
        }
        let cookie = app.cookie(&admin).await;
        for line in [&*uat, &*jwt, "UAT junk"] {
            let reply = me_with(&cookie, &[line.as_bytes()]).await;
            is_refused(&reply, "authentication_failed", detail, "cookie and header");
        }
        let mut request = cookie.request(Method::GET, ME, Body::empty());
        let again = request.headers()[header::COOKIE].clone();
        request.headers_mut().append(header::COOKIE, again);
        let reply = cookie.send(request).await;
        is_refused(&reply, "authentication_failed", detail, "two cookies");
        cookie.get(ME).await.expect(200);
        me_with(&nobody, &[uat.as_bytes()]).await.expect(200);
    })
    .await;
}

/// Spaces and control characters make it none: no browser sends them in a cookie.
#[test]
fn a_cookie_has_no_spaces_inside() {
    let read = |value: &str| {
        let mut headers = HeaderMap::new();
        let line = HeaderValue::from_str(&format!("session={value}")).expect("a header");
        headers.insert(header::COOKIE, line);
        let found = presented(&headers, "session").expect("no refusal");
        found.is_some_and(|found| matches!(found, Presented::Cookie(it) if it == value))
    };
    assert!(read("0123abcXYZ.-_~"));
    for value in ["a\tb", "a b", "a\t\t.b", ""] {
        assert!(!read(value), "{value:?}");
    }
}

#[tokio::test]
async fn a_token_counts_in_no_other_place() {
    each(async |app| {
        let (uat, jwt) = two(app).await;
        let nobody = app.anonymous();
        for token in [&uat, &jwt] {
            for name in [
                "token",
                "access_token",
                "auth",
                "authorization",
                "api_key",
                "jwt",
                "uat",
            ] {
                let path = format!("{ME}?{name}={token}");
                let reply = nobody.get(&path).await;
                is_refused(&reply, "not_authenticated", NOT_PROVIDED, &path);
                let body = json!({name: token, "name": "Stolen"});
                let reply = nobody.post("/api/v2/brands/", body).await;
                is_refused(&reply, "not_authenticated", NOT_PROVIDED, name);
                let line = format!("{name}={token}; Authorization=UAT {token}");
                let reply = with(&nobody, "cookie", &line).await;
                is_refused(&reply, "not_authenticated", NOT_PROVIDED, &line);
            }
            for name in [
                "x-authorization",
                "x-api-key",
                "x-auth-token",
                "x-access-token",
                "proxy-authorization",
                "authentication",
                "uat",
                "x-scantrust-consumer-api-key",
            ] {
                for line in [
                    token.clone(),
                    format!("UAT {token}"),
                    format!("JWT {token}"),
                ] {
                    let reply = with(&nobody, name, &line).await;
                    is_refused(&reply, "not_authenticated", NOT_PROVIDED, name);
                }
            }
        }
        for name in [
            "x-forwarded-user",
            "x-remote-user",
            "remote-user",
            "x-forwarded-email",
            "x-auth-request-email",
            "x-webauth-user",
            "x-user-id",
        ] {
            for value in ["admin1@company1.example", "1"] {
                let reply = with(&nobody, name, value).await;
                is_refused(&reply, "not_authenticated", NOT_PROVIDED, name);
            }
        }
    })
    .await;
}

async fn with(client: &Client, name: &str, value: &str) -> Reply {
    let mut request = client.request(Method::GET, ME, Body::empty());
    let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
    let value = HeaderValue::from_str(value).expect("a value");
    request.headers_mut().insert(name, value);
    client.send(request).await
}

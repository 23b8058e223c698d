//! Members that no body may decide (security checklist 49): whose a thing is, what its id is, who
//! made it and when, what somebody may do. They are ignored or refused by name, everywhere.

use super::{
    Target, check, good,
    good::{SECRET, good},
    onlooker, with_body,
};
use crate::authz::objects::Objects;
use countermark_testkit::{Client, Person, TestApp, each};
use serde_json::{Map, Value, json};

/// No row has this id.
const ID: i64 = 4_000_000_001;
/// Nothing was made then.
const LONG_AGO: &str = "2001-02-03T04:05:06Z";

/// The members, pointing at somebody of another company.
fn forbidden(other: &Person, their_brand: &str) -> Map<String, Value> {
    let (company, person) = (other.company.0, other.id.0);
    let members = json!({
        "id": ID, "pk": ID, "uuid": "00000000-0000-0000-0000-000000000000",
        "company": company, "company_id": company, "tenant": company, "organization": company,
        "owner": person, "owner_id": person, "user": person, "user_id": person,
        "created_by": person, "member": person, "person": person,
        "brand_id": their_brand,
        "role": "account_admin", "roles": ["account_admin"], "permissions": ["user_edit"],
        "scopes": "*", "is_admin": true, "is_staff": true, "is_superuser": true, "admin": true,
        "email_verified": true, "joined_at": LONG_AGO, "epoch": 1, "password_hash": "x",
        "created_at": LONG_AGO, "updated_at": LONG_AGO, "creation_date": LONG_AGO,
        "expires_at": "2099-01-01T00:00:00Z", "use_count": 0,
        "is_archived": true, "state": "completed", "generated": 99,
        "__proto__": {"is_admin": true}, "constructor": {"prototype": {"is_admin": true}},
    });
    match members {
        Value::Object(members) => members,
        other => panic!("{other}"),
    }
}

/// The other company, as far as it could be changed.
async fn theirs(app: &TestApp, objects: &Objects, other: &Person) -> Vec<Value> {
    let client = app.jwt(other).await;
    let mut seen = objects.seen().await;
    for list in [
        "brands",
        "products",
        "campaigns",
        "users",
        "teams",
        "workorders",
        "uats",
    ] {
        let path = format!("/api/v2/{list}/?limit=200");
        seen.push(client.get(&path).await.expect(200).json().clone());
    }
    seen.push(
        client
            .get("/api/v2/company/")
            .await
            .expect(200)
            .json()
            .clone(),
    );
    seen
}

#[tokio::test]
async fn no_body_decides_what_is_not_its_to_decide() {
    each(async |app| {
        let other = app.company().await;
        let their_objects = Objects::of(app, &other).await;
        let target = Target::of(app).await;
        let (before, people) = (
            theirs(app, &their_objects, &other).await,
            target.identities().await,
        );
        let members = forbidden(&other, their_objects.brand());
        let (mut ignored, mut refused) = (0, 0);
        for (number, (operation, schema)) in with_body().into_iter().enumerate() {
            if schema["properties"].is_null() {
                // The members are the data itself: v2/codes has tests of them.
                continue;
            }
            let mut members = members.clone();
            members.retain(|name, _| schema["properties"].get(name).is_none());
            let mut body = good(&target, &operation, 2 * number);
            body.extend(members.clone());
            let reply = target
                .send(&operation, Value::Object(body.clone()).to_string())
                .await;
            let context = format!("{}: {}", operation.id, reply.text());
            check(&reply, &schema, &body, &context);
            if reply.status < 400 {
                for (name, sent) in &members {
                    let shown = reply.json().get(name);
                    assert!(shown.is_none_or(|shown| shown != sent), "{context}: {name}");
                }
                ignored += 1;
            } else if reply.json().get("detail").is_none()
                && !SECRET.contains(&operation.id.as_str())
            {
                let told = reply.json().as_object().expect("members");
                for (name, sentences) in told {
                    assert!(members.contains_key(name), "{context}");
                    assert_eq!(*sentences, json!(["Unknown field."]), "{context}");
                }
                assert_eq!(told.len(), members.len(), "{context}");
                refused += 1;
            } else {
                assert!(SECRET.contains(&operation.id.as_str()), "{context}");
            }
            // Nothing but those members was in the way.
            let body = good::good(&target, &operation, 2 * number + 1);
            let reply = target
                .send(&operation, Value::Object(body).to_string())
                .await;
            let taken = reply.status < 400 || SECRET.contains(&operation.id.as_str());
            // Of some there is one only, and it has been made.
            let again = ["campaigns_alerts_create", "uats_rotate"].contains(&operation.id.as_str());
            assert!(taken || again, "{}: {}", operation.id, reply.text());
        }
        assert!(
            ignored + refused > 35,
            "{ignored} ignored, {refused} refused"
        );
        assert_eq!(theirs(app, &their_objects, &other).await, before);
        assert_eq!(target.identities().await, people);
        let made = target
            .client
            .get("/api/v2/uats/?all=1&limit=200")
            .await
            .expect(200);
        for uat in made["results"].as_array().expect("tokens") {
            assert_eq!(uat["owner"]["id"], target.admin.id.0, "{uat}");
        }
    })
    .await;
}

/// Who that is, and what they may do.
async fn who(client: &Client) -> Value {
    let me = client.get("/api/v2/me/").await.expect(200);
    json!([
        me["user"]["id"],
        me["user"]["email"],
        me["company"],
        me["role"],
        me["permissions"]
    ])
}

/// The same by somebody who may nearly nothing, of what everybody may do to themselves.
#[tokio::test]
async fn nobody_lifts_themselves_with_a_member_more() {
    each(async |app| {
        let other = app.company().await;
        let target = Target::of(app).await;
        let client = onlooker(app, &target.admin).await;
        let me = who(&client).await;
        let members = forbidden(&other, "1");
        for (number, (operation, schema)) in with_body().into_iter().enumerate() {
            let mut body = good(&target, &operation, number);
            let undeclared = members
                .iter()
                .filter(|(name, _)| schema["properties"].get(name).is_none());
            body.extend(undeclared.map(|(name, value)| (name.clone(), value.clone())));
            let path = target.objects.path(&operation);
            let reply = operation.call(&client, &path, &Value::Object(body)).await;
            assert!(reply.status < 500, "{}: {}", operation.id, reply.text());
            let now = who(&client).await;
            assert_eq!(now, me, "{}", operation.id);
        }
    })
    .await;
}

//! What landing pages show of a product: `stc` (contract §4.3)

use crate::support::{entries, wrong_fields};
use axum::http::Method;
use countermark_testkit::{Client, each};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/products/";

async fn brand(client: &Client) -> Value {
    let brand = client.post("/api/v2/brands/", json!({"name": "B"})).await;
    brand.expect(201)["id"].clone()
}

#[tokio::test]
async fn data_is_kept_as_it_was_sent() {
    each(async |app| {
        let admin = app.company().await;
        let client = app.jwt(&admin).await;
        let brand = brand(&client).await;
        let stc = json!({"text": [{"en": "Oil"}, {"nl": "Olie"}], "b": {"a": [1, 2.5, null]}, "a": "\u{0}"});
        let body = json!({"sku": "a", "name": "A", "brand": brand, "stc": stc});
        let reply = client.post(PATH, body).await.expect(201);
        assert_eq!(reply["stc_data"].to_string(), stc.to_string());
        let path = format!("{PATH}{}/", reply["id"]);
        let read = client.get(&path).await.expect(200);
        assert_eq!(read["stc_data"].to_string(), stc.to_string());
        let list = client.get(PATH).await.expect(200);
        assert_eq!(list["results"][0]["stc_data"].to_string(), stc.to_string());
        // What is not mentioned stays.
        let reply = client.patch(&path, json!({"name": "B"})).await.expect(200);
        assert_eq!(reply["stc_data"], stc);
        let reply = client.patch(&path, json!({"stc": {}})).await.expect(200);
        assert_eq!(reply["stc_data"], json!({}));
        let reply = client.patch(&path, json!({"stc": {"a": "1"}})).await;
        assert_eq!(reply.expect(200)["stc_data"], json!({"a": "1"}));
        let logged = entries(app, &admin, "product.update").await;
        assert_eq!(logged[0]["after"], json!({"stc": {"a": "1"}}));
        // Replacing without it empties it, and then it is not shown.
        let body = json!({"sku": "a", "name": "A", "brand": brand});
        let reply = client.put(&path, body).await.expect(200);
        assert!(!reply.text().contains("stc_data"));
        client.patch(&path, json!({"stc": {"a": 1}})).await.expect(200);
        let reply = client.patch(&path, json!({"stc": null})).await.expect(200);
        assert!(!reply.text().contains("stc_data"));
        let read = client.get(&path).await.expect(200);
        assert!(!read.text().contains("stc_data"));
    })
    .await;
}

#[tokio::test]
async fn only_an_object_of_a_certain_size_is_data() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        let good = json!({"sku": "a", "name": "A", "brand": brand(&client).await});
        let cases = [
            ("stc", json!([]), "Expected an object."),
            ("stc", json!("x"), "Expected an object."),
            (
                "stc",
                json!({"a": "x".repeat(20_000)}),
                "As JSON it may have at most 20000 bytes.",
            ),
        ];
        wrong_fields(&client, Method::POST, PATH, &good, &cases).await;
        assert_eq!(client.get(PATH).await.expect(200)["count"], 0);
    })
    .await;
}

#[tokio::test]
async fn an_import_reads_its_columns() {
    each(async |app| {
        let client = app.jwt(&app.company().await).await;
        brand(&client).await;
        let path = format!("{PATH}import/?sku=sku&name=name&brand=brand");
        let import = async |query: &str, file: &str| {
            let path = format!("{path}{query}");
            client
                .raw(Method::POST, &path, "text/csv", file.to_owned())
                .await
        };
        let stc = async |sku: &str| {
            let list = client
                .get(&format!("{PATH}?sku__exact={sku}"))
                .await
                .expect(200);
            list["results"][0]["stc_data"].clone()
        };
        let file = "sku,name,brand,stc:colour,stc:text:en,stc:text:nl\n\
                    a,A,B,red,Oil,Olie\nb,B,B,,,\nc,C,B,'=1,,Olie\n";
        import("", file).await.expect(200);
        assert_eq!(
            stc("a").await,
            json!({"colour": "red", "text": [{"en": "Oil"}, {"nl": "Olie"}]})
        );
        assert_eq!(stc("b").await, Value::Null);
        assert_eq!(
            stc("c").await,
            json!({"colour": "=1", "text": [{"nl": "Olie"}]})
        );
        // A row that is skipped keeps what it has, and so does a file without such columns.
        let file = "sku,name,brand,stc:colour\na,A,B,blue\nd,D,B,green\n";
        import("&existing=skip", file).await.expect(200);
        assert_eq!(stc("a").await["colour"], "red");
        assert_eq!(stc("d").await, json!({"colour": "green"}));
        import("&existing=update", "sku,name,brand\na,A,B\n")
            .await
            .expect(200);
        assert_eq!(stc("a").await["colour"], "red");
        let file = "sku,name,brand,stc:colour\na,A,B,blue\nd,D,B,\n";
        import("&existing=update", file).await.expect(200);
        assert_eq!(stc("a").await, json!({"colour": "blue"}));
        assert_eq!(stc("d").await, Value::Null);

        let reply = import("", "sku,name,brand,stc:a,stc:a:en\nx,X,B,1,2\n").await;
        let errors = &reply.expect(400)["errors"];
        let sentence = "\"a\" has a column of its own and others for languages.";
        assert_eq!(
            *errors,
            json!([{"row": 1, "field": "stc", "message": sentence}])
        );
        let file = format!("sku,name,brand,stc:a\nx,X,B,{}\n", "x".repeat(20_000));
        let reply = import("", &file).await.expect(400);
        assert_eq!(reply["errors"][0]["row"], 2);
        assert_eq!(reply["errors"][0]["field"], "stc");
        assert_eq!(client.get(PATH).await.expect(200)["count"], 4);
    })
    .await;
}

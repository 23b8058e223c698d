//! A company with a token, products and a kept file, and the backups of it.

use crate::{
    cli::{
        home::Home,
        program::Ended,
        serving::Serving,
        staffed::{ADA, Staffed, asked, sign_in},
    },
    http::wire::Wire,
};
use countermark_store::Engine;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

/// All of it; no server runs.
pub(in crate::cli) struct Scene {
    pub(in crate::cli) made: Staffed,
    /// The path of the work order's file.
    pub(in crate::cli) download: String,
    /// For backups.
    pub(in crate::cli) folder: TempDir,
}

impl Scene {
    /// On SQLite.
    pub(in crate::cli) async fn new() -> Self {
        Self::of(Engine::Sqlite).await
    }

    pub(in crate::cli) async fn of(engine: Engine) -> Self {
        let made = Staffed::new(engine).await;
        let server = made.home.serve(&[]).await;
        let order = ordered(&server).await;
        assert_eq!(server.stop().await.code, 0);
        Self {
            made,
            download: format!("/api/v2/workorders/{order}/download/"),
            folder: TempDir::new().expect("a folder"),
        }
    }

    /// Where a backup of that name goes.
    pub(in crate::cli) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a backup.
    pub(in crate::cli) async fn backup(&self, name: &str) -> Ended {
        let file = self.file(name).display().to_string();
        self.made.home.run(&["backup"], &[&file]).await
    }

    /// A backup that was made well.
    pub(in crate::cli) async fn backed_up(&self, name: &str) -> PathBuf {
        let ended = self.backup(name).await;
        assert_eq!((ended.code, ended.err.as_str()), (0, ""));
        self.file(name)
    }

    /// An empty folder in which the key is.
    pub(in crate::cli) async fn elsewhere(&self) -> Home {
        let home = Home::new(Engine::Sqlite).await;
        fs::copy(self.made.home.key(), home.key()).expect("copied");
        home
    }

    /// Restores that backup well; where it is, and what was said.
    pub(in crate::cli) async fn restored(&self, file: &Path, more: &[&str]) -> (Home, String) {
        let home = self.elsewhere().await;
        let ended = restore(&home, file, more).await;
        assert_eq!((ended.code, ended.err.as_str()), (0, ""));
        (home, ended.out)
    }

    /// The names of all brands, asked for with the token.
    pub(in crate::cli) async fn brands(&self, server: &Serving) -> Vec<String> {
        let line = format!("Authorization: UAT {}\r\n", self.made.text);
        let mut names = Vec::new();
        loop {
            let path = format!("/api/v2/brands/?limit=200&offset={}", names.len());
            let list = asked(server, &path, &line).await;
            let page = list["results"].as_array().expect("a list").iter();
            names.extend(page.map(|brand| brand["name"].as_str().expect("a name").to_owned()));
            if list["next"].is_null() {
                return names;
            }
        }
    }

    /// The work order's file as it is served.
    pub(in crate::cli) async fn served(&self, server: &Serving, line: &str) -> String {
        let mut wire = Wire::to(server.address).await;
        wire.send(format!(
            "GET {} HTTP/1.1\r\nHost: {}\r\n{line}Connection: close\r\n\r\n",
            self.download, server.address
        ))
        .await;
        let answer = wire.rest().await;
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        body.to_owned()
    }
}

/// Runs `countermark restore`.
pub(in crate::cli) async fn restore(home: &Home, file: &Path, more: &[&str]) -> Ended {
    let file = file.display().to_string();
    home.run(&["restore"], &[more, &[&file]].concat()).await
}

/// The audit log of the company is a chain, and as it was signed.
pub(in crate::cli) async fn log_is_whole(server: &Serving) {
    let ada = sign_in(server, ADA).await;
    let path = "/api/v2/audit/check/";
    let (_, check) = server.expect(200, "POST", path, &ada, &json!({})).await;
    assert_eq!(check["ok"], true, "{check}");
}

/// Every file below a folder, by its path.
pub(in crate::cli) fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(tree(&path));
            found.insert(path, Vec::new());
        } else {
            found.insert(path.clone(), fs::read(path).expect("read"));
        }
    }
    found
}

/// Kept files, by their path below the folder of files.
pub(in crate::cli) fn kept(home: &Home) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = home.data().join("files");
    let inside = |path: PathBuf| path.strip_prefix(&folder).expect("below").to_owned();
    let all = tree(&folder).into_iter();
    let files = all.filter(|(path, _)| path.is_file());
    files.map(|(path, bytes)| (inside(path), bytes)).collect()
}

/// Orders codes with pictures, and waits for the file of them; the work order's id.
async fn ordered(server: &Serving) -> Value {
    let ada = sign_in(server, ADA).await;
    let make =
        async |path, body| server.expect(201, "POST", path, &ada, &body).await.1["id"].clone();
    let brand = make("/api/v2/brands/", json!({"name": "Kallista"})).await;
    let campaign = make("/api/v2/campaigns/", json!({"name": "EU"})).await;
    let product = json!({"sku": "OLV", "name": "Oil", "brand": brand, "campaign": campaign});
    let product = make("/api/v2/products/", product).await;
    let order = json!({
        "reference": "first", "quantity": 20, "product": product, "images": "svg",
        "activate_on_complete": true, "use_serial_number": false,
    });
    let order = make("/api/v2/workorders/create-sid/", order).await;
    let path = format!("/api/v2/workorders/{order}/");
    let wait = timeout(Duration::from_secs(30), async {
        while asked(server, &path, &ada).await["state"] == "new" {
            sleep(Duration::from_millis(50)).await;
        }
    });
    wait.await.expect("the codes are made");
    order
}

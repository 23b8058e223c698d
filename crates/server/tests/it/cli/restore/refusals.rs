//! What cannot be restored is refused, and the folder is as it was.

use super::scene::{Scene, restore, tree};
use crate::cli::{home::Home, program::run};
use countermark::secrets::{MasterKey, Secrets};
use countermark_store::Engine;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde_json::{Value, json};
use std::{
    fs,
    io::{Read as _, Write as _},
    path::Path,
};
use tar::{Archive, Builder, EntryType, Header};

/// A member of an archive.
#[derive(Clone)]
struct Member {
    name: String,
    kind: EntryType,
    bytes: Vec<u8>,
}

impl Member {
    fn file(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.into(),
            kind: EntryType::Regular,
            bytes: bytes.to_vec(),
        }
    }
}

fn read(archive: &[u8]) -> Vec<Member> {
    let mut tar = Archive::new(GzDecoder::new(archive));
    let entries = tar.entries().expect("members");
    entries
        .map(|entry| {
            let mut entry = entry.expect("a member");
            let name = entry.path().expect("a path").display().to_string();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("its bytes");
            Member::file(&name, &bytes)
        })
        .collect()
}

/// The archive with a bit changed there, or behind where it makes no difference: zeros copied from
/// a little further away are the same zeros.
fn damaged(good: &[u8], mut place: usize) -> Vec<u8> {
    let unpacked = |bytes: &[u8]| {
        let mut out = Vec::new();
        let read = GzDecoder::new(bytes).read_to_end(&mut out);
        read.is_ok().then_some(out)
    };
    let whole = unpacked(good);
    loop {
        let mut bytes = good.to_vec();
        bytes[place] ^= 0x10;
        if unpacked(&bytes) != whole {
            return bytes;
        }
        place += 1;
    }
}

/// Packs whatever it is, also under names that nobody should use.
fn packed(members: &[Member]) -> Vec<u8> {
    let mut tar = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for member in members {
        let mut header = Header::new_gnu();
        header.as_old_mut().name[..member.name.len()].copy_from_slice(member.name.as_bytes());
        header.set_size(member.bytes.len() as u64);
        header.set_mode(0o600);
        header.set_entry_type(member.kind);
        if member.kind != EntryType::Regular {
            header.set_link_name("/etc/passwd").expect("a name");
        }
        header.set_cksum();
        tar.append(&header, &*member.bytes).expect("packed");
    }
    tar.into_inner().expect("packed").finish().expect("packed")
}

/// Signs a manifest as only who has the key can, after a change of it.
fn signed(members: &mut [Member], key: &str, change: impl FnOnce(&mut Value)) {
    let secrets = Secrets::new(&MasterKey::parse(key).expect("a key"));
    let mut manifest = serde_json::from_slice(&members[0].bytes).expect("JSON");
    change(&mut manifest);
    members[0].bytes = serde_json::to_vec(&manifest).expect("JSON");
    members[1].bytes = secrets.backup_signature(&members[0].bytes).into_bytes();
}

/// The archive is refused with those words, and nothing has changed: neither an empty folder nor
/// one that is not there, nor what is around it.
async fn refused(scene: &Scene, archive: &[u8], words: &str) {
    let around = Home::new(Engine::Sqlite).await;
    let file = scene.file("refused");
    fs::write(&file, archive).expect("written");
    let data = around.data().join("data").display().to_string();
    let key = scene.made.home.key().display().to_string();
    let path = file.display().to_string();
    let args = [
        "restore",
        "--data",
        &data,
        "--master-key-file",
        &key,
        "--keep-uats",
        &path,
    ];
    for there in [false, true] {
        if there {
            fs::create_dir(&data).expect("made");
        }
        let before = tree(around.data());
        let sentence = run(&args).await.sentence();
        assert!(sentence.contains(words), "{words}: {sentence}");
        assert!(tree(around.data()) == before, "{words}: it was touched");
    }
}

#[tokio::test]
async fn a_damaged_or_altered_archive_touches_nothing() {
    let scene = Scene::new().await;
    let good = fs::read(scene.backed_up("backup").await).unwrap();
    for length in [
        0,
        1,
        9,
        good.len() / 3,
        good.len() - 9,
        good.len() - 8,
        good.len() - 1,
    ] {
        refused(
            &scene,
            &good[..length],
            "is damaged, cut short or no backup",
        )
        .await;
    }
    // Behind the head of gzip, which says nothing that matters.
    for place in (10..good.len()).step_by(good.len() / 8) {
        refused(&scene, &damaged(&good, place), "Take another one.").await;
    }
    let behind = [&good[..], b"x"].concat();
    refused(&scene, &behind, "goes on behind its end").await;
    let twice = [&good[..], &good].concat();
    refused(&scene, &twice, "goes on behind its end").await;
    refused(&scene, b"this is no backup at all", "no backup").await;

    // Packed anew, so that every checksum but ours is right.
    let members = read(&good);
    assert!(members.len() > 3, "database and files are in it");
    for number in 2..members.len() {
        let mut other = members.clone();
        *other[number].bytes.last_mut().unwrap() ^= 1;
        refused(&scene, &packed(&other), "was altered. Take another one.").await;
        other[number].bytes.pop();
        refused(&scene, &packed(&other), "was altered. Take another one.").await;
    }
    let mut other = members.clone();
    let manifest: Value = serde_json::from_slice(&other[0].bytes).unwrap();
    let made_at = manifest["made_at"].as_str().unwrap();
    let text = String::from_utf8(other[0].bytes.clone()).unwrap();
    other[0].bytes = text.replace(made_at, "2027-01-01T00:00:00Z").into_bytes();
    refused(&scene, &packed(&other), "was altered since it was made").await;
}

#[tokio::test]
async fn nothing_leads_out_of_the_folder() {
    let scene = Scene::new().await;
    let good = read(&fs::read(scene.backed_up("backup").await).unwrap());
    let key = fs::read_to_string(scene.made.home.key()).unwrap();
    let elsewhere = scene.file("evil");
    let absolute = elsewhere.display().to_string();
    for name in [
        "../evil",
        &absolute,
        "files/../../evil",
        "master.key",
        "files/1/workorder",
    ] {
        // In the archive only, in the place of a file or behind all of them.
        let mut other = good.clone();
        other[3].name = name.into();
        refused(&scene, &packed(&other), " where files/1/workorder/").await;
        let more = [&good[..], &[Member::file(name, b"evil")]].concat();
        refused(&scene, &packed(&more), "more than its manifest says").await;
        // In the manifest as well, which whoever has the key can sign.
        signed(&mut other, &key, |manifest| {
            manifest["members"][1]["name"] = json!(name);
        });
        refused(&scene, &packed(&other), "which does not belong there").await;
    }
    for kind in [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Directory,
        EntryType::Fifo,
        EntryType::GNULongName,
        EntryType::XHeader,
    ] {
        let mut other = good.clone();
        other[3].kind = kind;
        refused(&scene, &packed(&other), " where files/1/workorder/").await;
        other[3].bytes.clear();
        refused(&scene, &packed(&other), " where files/1/workorder/").await;
    }
    let mut other = good.clone();
    other.swap(2, 3);
    refused(&scene, &packed(&other), " where countermark.db belongs").await;
    refused(&scene, &packed(&good[2..]), " where manifest.json belongs").await;
    refused(&scene, &packed(&good[..3]), "it ends early").await;
    let mut other = good.clone();
    signed(&mut other, &key, |manifest| manifest["members"] = json!([]));
    refused(&scene, &packed(&other), "holds no database").await;
    let mut other = good.clone();
    signed(&mut other, &key, |manifest| manifest["format"] = json!(2));
    refused(
        &scene,
        &packed(&other),
        "a form that this program does not know",
    )
    .await;
    assert!(!elsewhere.exists());
}

#[tokio::test]
async fn the_folder_must_be_empty_and_the_key_the_right_one() {
    let scene = Scene::new().await;
    let file = scene.backed_up("backup").await;
    let home = scene.elsewhere().await;
    for (name, folder) in [
        ("notes.txt", false),
        ("countermark.db", false),
        ("files", true),
    ] {
        let path = home.data().join(name);
        if folder {
            fs::create_dir(&path).unwrap();
        } else {
            fs::write(&path, "mine").unwrap();
        }
        let before = tree(home.data());
        let sentence = restore(&home, &file, &["--keep-uats"]).await.sentence();
        assert!(
            sentence.contains(&format!("is not empty: there is {name}.")),
            "{sentence}"
        );
        assert!(tree(home.data()) == before);
        if folder {
            fs::remove_dir(&path).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
    }
    // Without a choice, and with two.
    let before = tree(home.data());
    for choices in [&[][..], &["--keep-uats", "--revoke-uats"]] {
        let ended = restore(&home, &file, choices).await;
        assert_eq!(ended.code, 2);
        assert!(ended.err.contains("--revoke-uats"), "{}", ended.err);
        assert!(tree(home.data()) == before);
    }
    let missing = scene.file("missing");
    let sentence = restore(&home, &missing, &["--keep-uats"]).await.sentence();
    assert!(sentence.contains("missing cannot be read"), "{sentence}");
    assert!(tree(home.data()) == before);
    another_key(&scene, &file).await;
}

async fn another_key(scene: &Scene, file: &Path) {
    let home = Home::new(Engine::Sqlite).await;
    let sentence = restore(&home, file, &["--keep-uats"]).await.sentence();
    assert!(
        sentence.starts_with("There is no master key ") && sentence.contains("--master-key-file"),
        "{sentence}"
    );
    assert!(tree(home.data()).is_empty(), "no key was made");
    let other = Home::new(Engine::Sqlite).await;
    other.begun().await;
    let key = other.key().display().to_string();
    let more = ["--keep-uats", "--master-key-file", &key];
    let sentence = restore(&home, file, &more).await.sentence();
    assert!(
        sentence.contains("made with another master key"),
        "{sentence}"
    );
    assert!(tree(home.data()).is_empty());
    // Nor does a backup of another installation pass that was signed by nobody.
    let mut members = read(&fs::read(file).unwrap());
    let mut manifest: Value = serde_json::from_slice(&members[0].bytes).unwrap();
    let text = fs::read_to_string(&key).unwrap();
    manifest["key"] = json!(Secrets::new(&MasterKey::parse(&text).unwrap()).check());
    members[0].bytes = serde_json::to_vec(&manifest).unwrap();
    let forged = scene.file("forged");
    let mut written = fs::File::create(&forged).unwrap();
    written.write_all(&packed(&members)).unwrap();
    let sentence = restore(&home, &forged, &more).await.sentence();
    assert!(
        sentence.contains("was altered since it was made"),
        "{sentence}"
    );
    assert!(tree(home.data()).is_empty());
}

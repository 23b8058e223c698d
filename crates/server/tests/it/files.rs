//! The file storage: a folder that nobody else can read, files that are whole or not there.

use countermark::files::{FileError, Files};
use countermark_core::{ids::CompanyId, time::Timestamp};
use countermark_store::files::File;
use futures_util::TryStreamExt as _;
use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};
use tempfile::TempDir;

fn file(company: i64, key: &str) -> File {
    File {
        company: CompanyId(company),
        key: key.to_owned(),
        purpose: "test".to_owned(),
        name: "a.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        size: None,
        job: None,
        created_at: Timestamp(0),
        forget_at: None,
    }
}

async fn read(files: &Files, file: &File) -> Result<Vec<u8>, FileError> {
    let (size, pieces) = files.get(file).await?;
    let bytes: Vec<_> = pieces.try_collect().await?;
    let bytes = bytes.concat();
    assert_eq!(bytes.len() as u64, size);
    Ok(bytes)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path)
        .expect("it is there")
        .permissions()
        .mode()
        & 0o777
}

/// Every file below a folder.
fn all(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                all(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[tokio::test]
async fn what_is_written_is_read_and_nobody_elses_to_read() {
    let data = TempDir::new().expect("a folder");
    let files = Files::open(None, data.path()).expect("a storage");
    let folder = data.path().join("files");
    assert_eq!(mode(&folder), 0o700);
    let (ours, theirs) = (file(1, "aaaaaaaaaaaa"), file(2, "aaaaaaaaaaaa"));
    // Larger than what is buffered, in pieces of odd lengths.
    let content: Vec<u8> = (0..25_000_000_u32).map(|n| (n % 251) as u8).collect();
    let mut writer = files.writer(&ours);
    for piece in content.chunks(1_234_567) {
        writer.write(piece.to_vec().into()).await.expect("written");
        assert!(read(&files, &ours).await.is_err(), "not whole");
    }
    assert_eq!(writer.finish().await.expect("a file"), 25_000_000);
    files.put(&theirs, "theirs".into()).await.expect("a file");
    assert!(read(&files, &ours).await.expect("bytes") == content);
    assert_eq!(read(&files, &theirs).await.expect("bytes"), b"theirs");
    for path in all(&folder) {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    // Written again it is the new one; removed twice is removed.
    files.put(&ours, "new".into()).await.expect("a file");
    assert_eq!(read(&files, &ours).await.expect("bytes"), b"new");
    for _ in 0..2 {
        files.remove(&ours).await.expect("removed");
    }
    let gone = read(&files, &ours).await;
    assert!(matches!(gone, Err(FileError::Missing(_))), "{gone:?}");
    assert_eq!(read(&files, &theirs).await.expect("bytes"), b"theirs");
}

#[tokio::test]
async fn a_file_that_was_not_finished_is_not_there() {
    let data = TempDir::new().expect("a folder");
    let files = Files::open(None, data.path()).expect("a storage");
    let file = file(1, "aaaaaaaaaaaa");
    files.put(&file, "old".into()).await.expect("a file");
    let mut writer = files.writer(&file);
    writer
        .write(vec![0; 12_000_000].into())
        .await
        .expect("written");
    drop(writer);
    assert_eq!(read(&files, &file).await.expect("bytes"), b"old");
}

#[test]
fn settings_that_make_no_sense_are_told() {
    let data = TempDir::new().expect("a folder");
    for url in ["ftp://host", "s3", "file://relative/folder", "/folder"] {
        let error = Files::open(Some(url), data.path()).expect_err(url);
        assert!(error.to_string().contains("s3://bucket/prefix"), "{error}");
    }
    let other = data.path().join("elsewhere");
    let url = format!("file://{}", other.display());
    Files::open(Some(&url), data.path()).expect("a folder");
    assert_eq!(mode(&other), 0o700);
    fs::write(data.path().join("taken"), "").expect("a file");
    let url = format!("file://{}/taken", data.path().display());
    let error = Files::open(Some(&url), data.path()).expect_err("a file");
    assert!(error.to_string().contains("cannot be used"), "{error}");
}

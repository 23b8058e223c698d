//! `countermark scan`: for CI and pre-commit, offline.

use super::program::{Ended, command, ended};
use countermark_core::{ids::UatId, token::UatText};
use serde_json::Value;
use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

fn token(id: u128) -> String {
    let secret = countermark::random::bytes();
    UatText {
        id: UatId(id),
        secret,
    }
    .write()
    .to_string()
}

async fn scan(args: &[&str], stdin: &str) -> Ended {
    let mut words = vec!["scan".to_owned()];
    words.extend(args.iter().map(|arg| (*arg).to_owned()));
    ended(command(&words), stdin).await
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

#[tokio::test]
async fn nothing_found_is_0_and_silence() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.txt", "nothing");
    put(folder.path(), "empty", "");
    let mut almost = token(1);
    let last = almost.pop().unwrap();
    let other = if last == 'A' { 'B' } else { 'A' };
    put(
        folder.path(),
        "b/almost",
        format!("{almost}{other} {almost}"),
    );
    let ended = scan(&[&text(folder.path())], "").await;
    assert_eq!(
        (ended.code, ended.out.as_str(), ended.err.as_str()),
        (0, "", "")
    );
    let ended = scan(&[], "no token here").await;
    assert_eq!(
        (ended.code, ended.out.as_str(), ended.err.as_str()),
        (0, "", "")
    );
}

#[tokio::test]
async fn what_is_found_is_told_by_place_and_without_its_secret() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two, three) = (token(1), token(2), token(3));
    let a = put(folder.path(), "a.env", format!("X=1\nTOKEN={one}\n"));
    let mut binary = vec![0xff, 0, 0xfe];
    binary.extend(two.bytes());
    let b = put(folder.path(), ".git/objects/b.bin", &binary);
    let c = put(
        folder.path(),
        "deep/er/c.json",
        format!("{{\"k\":\"{three}\"}}"),
    );
    let ended = scan(&[&text(folder.path())], "").await;
    assert_eq!(ended.code, 1);
    let public = |token: &str| format!("{}…", &token[..31]);
    let expected = [
        format!("{}:1:4: {}", text(&b), public(&two)),
        format!("{}:2:7: {}", text(&a), public(&one)),
        format!("{}:1:7: {}", text(&c), public(&three)),
    ];
    assert_eq!(ended.out.lines().collect::<Vec<_>>(), expected);
    assert!(ended.err.contains("3 tokens found"), "{}", ended.err);
    for token in [&one, &two, &three] {
        assert!(!ended.out.contains(&token[31..]) && !ended.err.contains(&token[31..]));
    }
    let json = scan(&["--json", &text(&a), &text(&c)], "").await;
    let lines: Vec<Value> = json
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["line"], &lines[0]["column"]),
        (&2.into(), &7.into())
    );
    assert_eq!(lines[0]["id"], one[8..30]);
    assert!(!json.out.contains(&one[31..]));
}

/// A token that lies across two reads is found, at the right place, in a large file.
#[tokio::test]
async fn a_token_across_two_reads_of_a_large_file_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let token = token(5);
    for shift in [0, 1, 40, 79, 80] {
        let mut bytes = vec![b'x'; 256 * 1024 - shift - 1];
        bytes.push(b'\n');
        bytes.extend(token.bytes());
        bytes.resize(3 * 256 * 1024, b'y');
        let file = put(folder.path(), &format!("large-{shift}"), &bytes);
        let ended = scan(&[&text(&file)], "").await;
        assert_eq!(ended.code, 1, "{shift}");
        assert!(ended.out.contains(":2:1: cmkuat1_"), "{}", ended.out);
    }
}

#[tokio::test]
async fn links_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    let secret = put(outside.path(), "secret", token(1));
    symlink(&secret, folder.path().join("link")).unwrap();
    symlink(outside.path(), folder.path().join("folder")).unwrap();
    symlink(folder.path(), folder.path().join("circle")).unwrap();
    let ended = scan(&[&text(folder.path())], "").await;
    assert_eq!((ended.code, ended.out.as_str()), (0, ""));
}

#[tokio::test]
async fn standard_input_is_read_by_a_dash_or_by_default() {
    let token = token(1);
    for args in [&["-"][..], &[]] {
        let ended = scan(args, &format!("a\n {token}")).await;
        assert_eq!(ended.code, 1);
        assert!(
            ended.out.starts_with("(standard input):2:2: cmkuat1_"),
            "{}",
            ended.out
        );
    }
}

/// 2 says that not everything was looked at; a find is the more urgent news.
#[tokio::test]
async fn trouble_is_2_and_the_rest_is_still_searched() {
    let folder = tempfile::tempdir().unwrap();
    let clean = put(folder.path(), "clean", "nothing");
    let dirty = put(folder.path(), "dirty", token(1));
    let gone = folder.path().join("gone");
    let ended = scan(&[&text(&gone), &text(&clean)], "").await;
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert!(ended.err.contains("cannot be read"), "{}", ended.err);
    let ended = scan(&[&text(&gone), &text(&dirty)], "").await;
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("cannot be read"), "{}", ended.err);
    assert_eq!(scan(&["--frobnicate"], "").await.code, 2);
}

#[tokio::test]
async fn a_name_cannot_write_to_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a\u{1b}[31m\nb", token(1));
    let ended = scan(&[&text(folder.path())], "").await;
    assert_eq!(ended.code, 1);
    assert_eq!(ended.out.lines().count(), 1, "{:?}", ended.out);
    assert!(!ended.out.contains('\u{1b}'));
}

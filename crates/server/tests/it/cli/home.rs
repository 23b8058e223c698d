//! A data folder, and on PostgreSQL a database, in which the program is run.

use super::{
    program::{Ended, command, ended},
    serving::Serving,
};
use countermark_store::Engine;
use countermark_testkit::db::Place;
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A data folder, and on PostgreSQL a database.
pub(crate) struct Home {
    /// The database.
    pub(crate) place: Place,
    folder: TempDir,
}

impl Home {
    /// An empty one.
    pub(crate) async fn new(engine: Engine) -> Self {
        Self::with(Place::empty(engine).await)
    }

    /// An empty folder beside that database.
    pub(crate) fn with(place: Place) -> Self {
        let folder = TempDir::new().expect("a folder");
        let home = Self { place, folder };
        if !home.place.is_sqlite() {
            fs::write(home.url_file(), home.place.url()).expect("written");
        }
        home
    }

    /// The file with the database's URL.
    pub(crate) fn url_file(&self) -> PathBuf {
        self.folder.path().join("url")
    }

    /// The data folder.
    pub(crate) fn data(&self) -> &Path {
        match &self.place {
            Place::Sqlite(folder) => folder.path(),
            Place::Postgres(_) | Place::Own(_) => self.folder.path(),
        }
    }

    /// The master key's file.
    pub(crate) fn key(&self) -> PathBuf {
        self.data().join("master.key")
    }

    pub(crate) fn args(&self, before: &[&str], after: &[&str]) -> Vec<String> {
        let mut args: Vec<String> = before.iter().map(|arg| (*arg).to_owned()).collect();
        args.extend(["--data".into(), self.data().display().to_string()]);
        if !self.place.is_sqlite() {
            args.extend([
                "--database-file".into(),
                self.url_file().display().to_string(),
            ]);
        }
        args.extend(after.iter().map(|arg| (*arg).to_owned()));
        args
    }

    /// Runs another command on the data.
    pub(crate) async fn run(&self, before: &[&str], more: &[&str]) -> Ended {
        ended(command(&self.args(before, more)), "").await
    }

    /// On a free port, unless `more` says which.
    fn serve_args(&self, more: &[&str]) -> Vec<String> {
        let mut args = self.args(&["serve"], more);
        if !more.contains(&"--listen") {
            args.extend(["--listen".into(), "127.0.0.1:0".into()]);
        }
        args
    }

    /// Runs `countermark admin create` with that password on standard input.
    pub(crate) async fn admin(&self, password: &str, more: &[&str]) -> Ended {
        let args = self.args(&["admin", "create", "--company", "Kallista"], more);
        ended(command(&args), password).await
    }

    /// Runs `countermark company` with that verb.
    pub(crate) async fn company(&self, verb: &str, id: &str) -> Ended {
        let args = self.args(&["company", verb], &["--company", id]);
        ended(command(&args), "").await
    }

    /// Runs `countermark keys …`, whether a server runs or not.
    pub(crate) async fn keys(&self, words: &[&str]) -> Ended {
        let args = self.args(&[&["keys"], words].concat(), &[]);
        ended(command(&args), "").await
    }

    /// Runs `countermark serve`, which is to fail; another port than a free one is in `more`.
    pub(crate) async fn refused(&self, more: &[&str]) -> String {
        self.refused_with(more, &[]).await
    }

    /// As [`Home::refused`], with variables of the environment.
    pub(crate) async fn refused_with(&self, more: &[&str], env: &[(&str, &str)]) -> String {
        let args = self.serve_args(more);
        let mut command = command(&args);
        command.envs(env.iter().copied());
        ended(command, "").await.sentence()
    }

    /// Starts a server on a free port.
    pub(crate) async fn serve(&self, more: &[&str]) -> Serving {
        self.serve_with(more, &[]).await
    }

    /// As [`Home::serve`], with variables of the environment.
    pub(crate) async fn serve_with(&self, more: &[&str], env: &[(&str, &str)]) -> Serving {
        let args = self.serve_args(more);
        let mut command = command(&args);
        command.envs(env.iter().copied());
        Serving::start(command).await
    }

    /// The text of the only mail of that kind in the folder, once it is there.
    pub(crate) async fn mail(&self, kind: &str) -> String {
        let end = format!("-{kind}.eml");
        let wait = async {
            loop {
                let entries = std::fs::read_dir(self.data().join("mail"));
                let paths = entries
                    .into_iter()
                    .flatten()
                    .flatten()
                    .map(|entry| entry.path());
                let found = paths.filter(|path| path.to_string_lossy().ends_with(&end));
                if let [path] = found.collect::<Vec<_>>().as_slice() {
                    return std::fs::read_to_string(path).expect("a mail");
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(super::program::PATIENCE, wait)
            .await
            .expect("a mail in the folder")
    }

    /// Lets a server make the database and the key, and stops it.
    pub(crate) async fn begun(&self) {
        assert_eq!(self.serve(&[]).await.stop().await.code, 0);
    }
}

//! Runs the built program to its end, with an environment that is empty.

use std::{
    process::{Output, Stdio},
    time::Duration,
};
use tokio::{io::AsyncWriteExt as _, process::Command, time::timeout};

/// Nothing here takes so long unless it hangs.
pub(super) const PATIENCE: Duration = Duration::from_mins(1);

/// What a command left behind.
pub(crate) struct Ended {
    /// Its exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Ended {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
        countermark_testkit::logs::keep(&text(&output.stderr));
        Self {
            code: output.status.code().expect("it was not killed"),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// The one sentence of a failure: exit code 1, one line on standard error, nothing else.
    #[track_caller]
    pub(crate) fn sentence(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (1, ""), "{}", self.err);
        let line = self.err.strip_suffix('\n').expect("a whole line");
        assert!(!line.contains('\n'), "more than one line: {line}");
        let sentence = line.strip_prefix("countermark: ").expect(line);
        assert!(
            sentence.ends_with('.') || sentence.contains("chmod 600"),
            "no sentence: {sentence}"
        );
        sentence.to_owned()
    }
}

/// The program with those arguments.
pub(crate) fn command(args: &[String]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_countermark"));
    command
        .args(args)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Runs it to its end, with that text on standard input.
pub(crate) async fn ended(mut command: Command, stdin: &str) -> Ended {
    let mut child = command.spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    // A program that does not read has ended already.
    let _ = input.write_all(stdin.as_bytes()).await;
    drop(input);
    let output = timeout(PATIENCE, child.wait_with_output()).await;
    Ended::of(&output.expect("the program ends").expect("its output"))
}

/// Runs a command to its end.
pub(crate) async fn run(args: &[&str]) -> Ended {
    let args: Vec<_> = args.iter().map(|arg| (*arg).to_owned()).collect();
    ended(command(&args), "").await
}

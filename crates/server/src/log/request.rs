//! The line of a request that was answered: there is one for each, so it has a way of its own past
//! the general one, which costs several times as much.

use super::{LINES, text};
use countermark_core::time::Clock as _;
use std::{cell::RefCell, fmt::Write as _};
use tracing::Level;

/// The events whose lines may wait.
pub const TARGET: &str = "countermark::request";

/// What is told of a request.
pub struct Answered<'a> {
    /// The request's id.
    pub id: &'a str,
    /// Its method.
    pub method: &'a str,
    /// Its path, as it may be logged.
    pub path: &'a str,
    /// The answer's status.
    pub status: u16,
    /// How long the answer took.
    pub ms: u64,
    /// Who asked.
    pub who: &'a str,
}

/// Writes the line, in whatever form the log has.
pub fn tell(request: &Answered<'_>) {
    if !tracing::enabled!(target: TARGET, Level::INFO) {
        return;
    }
    if !text::is_used() {
        tracing::info!(
            target: TARGET,
            request_id = %request.id,
            method = %request.method,
            // Debug form: control characters are escaped.
            path = ?request.path,
            status = request.status,
            ms = request.ms,
            who = request.who,
        );
        return;
    }
    thread_local! {
        static LINE: RefCell<String> = const { RefCell::new(String::new()) };
    }
    LINE.with_borrow_mut(|line| {
        line.clear();
        request.write(line);
        LINES.add(line.as_bytes(), false);
    });
}

impl Answered<'_> {
    /// The line as [`text::Text`] would write it.
    fn write(&self, line: &mut String) {
        let now = crate::clock::SystemClock.now();
        let _ = write!(line, "{now}  INFO {TARGET}: request_id=");
        line.push_str(self.id);
        line.push_str(" method=");
        line.push_str(self.method);
        line.push_str(" path=");
        quoted(self.path, line);
        let _ = write!(line, " status={} ms={} who=", self.status, self.ms);
        quoted(self.who, line);
        line.push('\n');
    }
}

/// A text in its Debug form: control characters are escaped.
fn quoted(text: &str, line: &mut String) {
    let is_plain =
        |byte: u8| (byte.is_ascii_graphic() || byte == b' ') && !matches!(byte, b'"' | b'\\');
    if text.bytes().all(is_plain) {
        line.push('"');
        line.push_str(text);
        line.push('"');
    } else {
        let _ = write!(line, "{text:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::{Answered, quoted};

    #[test]
    fn a_line_has_every_field_and_ends() {
        let mut line = String::new();
        Answered {
            id: "1",
            method: "GET",
            path: "/api/v2/me/",
            status: 200,
            ms: 3,
            who: "-",
        }
        .write(&mut line);
        let (_, fields) = line.split_once("Z  INFO ").expect("a time and a level");
        assert_eq!(
            fields,
            "countermark::request: request_id=1 method=GET path=\"/api/v2/me/\" status=200 ms=3 who=\"-\"\n"
        );
    }

    /// Security checklist 103: nobody writes a line of the log by asking for it.
    #[test]
    fn whatever_is_not_plain_is_escaped() {
        for text in [
            "/a\nb",
            "/a\u{1b}[31m",
            "/a\"b",
            "/a\\b",
            "/a\u{202e}b",
            "/é",
            "/a b",
        ] {
            let mut line = String::new();
            quoted(text, &mut line);
            assert_eq!(line, format!("{text:?}"));
        }
    }
}

//! The log's lines in text where no person looks on: time, level, who says it, and the fields. The
//! library's own form is made for terminals, and costs several times as much without the colours.

use crate::clock::SystemClock;
use countermark_core::time::Clock as _;
use std::{
    fmt,
    sync::atomic::{AtomicBool, Ordering},
};
use tracing::{Event, Subscriber};
use tracing_subscriber::{
    field::MakeExt as _,
    fmt::{
        FmtContext, FormatEvent, FormatFields,
        format::{Writer, debug_fn},
    },
    registry::LookupSpan,
};

static IS_USED: AtomicBool = AtomicBool::new(false);

/// Whether the log has this form.
pub(super) fn is_used() -> bool {
    IS_USED.load(Ordering::Relaxed)
}

/// An event as one line.
pub struct Text(());

impl Text {
    /// The form of this process's log from now on.
    #[must_use]
    pub fn used() -> Self {
        IS_USED.store(true, Ordering::Relaxed);
        Self(())
    }
}

impl<S, N> FormatEvent<S, N> for Text
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    N: for<'line> FormatFields<'line> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut line: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let (now, about) = (SystemClock.now(), event.metadata());
        write!(line, "{now} {:>5} {}: ", about.level(), about.target())?;
        context.format_fields(line.by_ref(), event)?;
        writeln!(line)
    }
}

/// The fields of an event: its message as it is, the others with their names. Control characters
/// of texts are escaped.
#[must_use]
pub fn fields() -> impl for<'line> FormatFields<'line> + 'static {
    debug_fn(|line, field, value| match field.name() {
        "message" => write!(line, "{value:?}"),
        name => write!(line, "{name}={value:?}"),
    })
    .delimited(" ")
}

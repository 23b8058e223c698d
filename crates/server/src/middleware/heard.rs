//! Whether a request was heard to its end: who is slow then, the client or we.

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
};
use hyper::body::{Frame, SizeHint};
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

/// Becomes true when the body has been read.
#[derive(Clone, Debug)]
pub(super) struct Heard(Arc<AtomicBool>);

impl Heard {
    /// Listens to the body of that request; nothing to tell of one without.
    pub(super) fn listen(request: Request) -> (Request, Option<Self>) {
        if request.body().is_end_stream() {
            return (request, None);
        }
        let heard = Self(Arc::default());
        let known = heard.clone();
        let request = request.map(|inner| Body::new(Listened { inner, known }));
        (request, Some(heard))
    }

    /// Whether all of it has been read.
    pub(super) fn all(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

struct Listened {
    inner: Body,
    known: Heard,
}

impl HttpBody for Listened {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        if matches!(polled, Poll::Ready(None)) || self.inner.is_end_stream() {
            self.known.0.store(true, Ordering::Relaxed);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

//! Whether more of a request's body is waited for: who is slow then, the client or we.

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

/// True while the body was asked for and has not come.
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

    /// Whether it is the client's turn. A body that nobody has asked for yet may be here.
    pub(super) fn waits(&self) -> bool {
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
        self.known.0.store(polled.is_pending(), Ordering::Relaxed);
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

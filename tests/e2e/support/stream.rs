//! Bodies that come in pieces, and may end badly.

use std::{
    future::Future,
    io,
    pin::Pin,
    sync::Arc,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Bytes, HttpBody};
use http_body::Frame;
use tokio::time::{Sleep, sleep};

/// Between two pieces.
const PAUSE: Duration = Duration::from_millis(10);
const PIECE: usize = 256 * 1024;
/// Of [`Stream::flood`]: sixteen times what the widget takes.
const FLOOD: usize = 80 * 1024 * 1024;

/// What became of a body that was too long.
#[derive(Debug, Default)]
pub struct Sent {
    bytes: AtomicUsize,
    hung_up: AtomicBool,
}

impl Sent {
    pub fn bytes(&self) -> usize {
        self.bytes.load(Ordering::SeqCst)
    }

    /// Whether the other side left before the end.
    pub fn hung_up(&self) -> bool {
        self.hung_up.load(Ordering::SeqCst)
    }
}

/// A body, piece by piece.
pub struct Stream {
    next: Box<dyn FnMut() -> Option<io::Result<Bytes>> + Send>,
    pause: Pin<Box<Sleep>>,
    sent: Arc<Sent>,
    is_over: bool,
}

impl Stream {
    /// Something; then the connection breaks.
    pub fn cut(first: Vec<u8>) -> Self {
        let mut first = Some(Bytes::from(first));
        Self::new(Arc::default(), move || {
            Some(first.take().ok_or_else(|| io::Error::other("the test cuts it here")))
        })
    }

    /// JSON that goes on and on; `sent` tells how far it came.
    pub fn flood(sent: Arc<Sent>) -> Self {
        let mut left = FLOOD / PIECE;
        let piece = Bytes::from([&b"[\""[..], &[b'x'; PIECE - 4], b"\","].concat());
        Self::new(sent, move || {
            left = left.checked_sub(1)?;
            Some(Ok(piece.clone()))
        })
    }

    fn new(
        sent: Arc<Sent>,
        next: impl FnMut() -> Option<io::Result<Bytes>> + Send + 'static,
    ) -> Self {
        let pause = Box::pin(sleep(Duration::ZERO));
        Self { next: Box::new(next), pause, sent, is_over: false }
    }
}

impl HttpBody for Stream {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.pause.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.pause = Box::pin(sleep(PAUSE));
        let piece = (self.next)();
        if let Some(Ok(bytes)) = &piece {
            self.sent.bytes.fetch_add(bytes.len(), Ordering::SeqCst);
        } else {
            self.is_over = true;
        }
        Poll::Ready(piece.map(|it| it.map(Frame::data)))
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.sent.hung_up.store(!self.is_over, Ordering::SeqCst);
    }
}

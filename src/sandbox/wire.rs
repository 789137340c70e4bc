//! The connections of the practice server, and how they are broken on purpose.
//!
//! HTTP libraries take care never to do what a failing network does, so it is done below
//! them: each connection has a [`Line`], which says how what is written to it goes out.

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Interval, interval};

/// How an answer goes out.
#[derive(Debug, Default)]
pub(crate) enum Manner {
    /// As it should.
    #[default]
    Whole,
    /// Not at all: the connection is reset instead.
    Reset,
    /// All but so many bytes at its end; then the connection is closed.
    Cut(usize),
    /// A few bytes at each tick.
    Dribble(Interval),
}

const DRIBBLE_BYTES: usize = 16;
const DRIBBLE_PAUSE: Duration = Duration::from_millis(100);

impl Manner {
    /// Sixteen bytes ten times a second. Needs a running runtime.
    pub(crate) fn dribble() -> Self {
        Self::Dribble(interval(DRIBBLE_PAUSE))
    }
}

/// The handle by which a request's handler says how its answer goes out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line(Arc<Mutex<Manner>>);

impl Line {
    /// From now on, what is written goes out in this manner.
    pub(crate) fn set(&self, manner: Manner) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = manner;
    }
}

impl Connected<IncomingStream<'_, Wire>> for Line {
    fn connect_info(stream: IncomingStream<'_, Wire>) -> Self {
        stream.io().line.clone()
    }
}

/// Listens, and gives each connection its line.
pub(crate) struct Wire(pub(crate) TcpListener);

impl Listener for Wire {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Without it small answers wait for the reader; if it fails they are slow, not wrong.
        let _ = stream.set_nodelay(true);
        (
            Connection {
                stream,
                line: Line::default(),
            },
            address,
        )
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A connection whose answers go out as its line says.
pub(crate) struct Connection {
    stream: TcpStream,
    line: Line,
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let Self { stream, line } = &mut *self;
        let allowed = match &mut *line.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Manner::Whole => bytes.len(),
            Manner::Reset => {
                // Closing a socket that does not linger resets it.
                stream.set_zero_linger()?;
                0
            }
            // An answer is handed over as a whole, and after a partial write all that is left.
            Manner::Cut(unsent) => bytes.len().saturating_sub(*unsent),
            Manner::Dribble(ticks) => {
                ready!(ticks.poll_tick(context));
                bytes.len().min(DRIBBLE_BYTES)
            }
        };
        if allowed == 0 {
            // The HTTP library gives the connection up and drops it.
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(stream).poll_write(context, &bytes[..allowed])
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

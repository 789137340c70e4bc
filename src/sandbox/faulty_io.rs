//! Connections that fail on purpose. HTTP libraries avoid what a failing network does, so faults
//! are injected below them, where responses are written.

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Interval;

/// How a response is written.
#[derive(Default)]
pub(super) enum WriteFault {
    #[default]
    None,
    /// The connection is reset instead.
    Reset,
    /// This many bytes at the end are not sent.
    Cut(usize),
    /// A few bytes at each tick.
    Dribble(Interval),
}

const DRIBBLE_BYTES: usize = 16;

/// Sets the fault of a connection from the handler of a request.
#[derive(Clone, Default)]
pub(super) struct FaultHandle(Arc<Mutex<WriteFault>>);

impl FaultHandle {
    /// Sets the fault for all that is written from now on.
    pub(super) fn set(&self, fault: WriteFault) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }
}

impl Connected<IncomingStream<'_, FaultListener>> for FaultHandle {
    fn connect_info(stream: IncomingStream<'_, FaultListener>) -> Self {
        stream.io().fault.clone()
    }
}

/// Accepts connections that can fail.
pub(super) struct FaultListener(pub(super) TcpListener);

impl Listener for FaultListener {
    type Io = FaultStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (FaultStream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // If this fails, small responses are late but correct.
        let _ = stream.set_nodelay(true);
        let fault = FaultHandle::default();
        (FaultStream { stream, fault }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A connection that can fail.
pub(super) struct FaultStream {
    stream: TcpStream,
    fault: FaultHandle,
}

impl AsyncRead for FaultStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for FaultStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let Self { stream, fault } = &mut *self;
        let allowed = match &mut *fault.0.lock().unwrap_or_else(PoisonError::into_inner) {
            WriteFault::None => bytes.len(),
            WriteFault::Reset => {
                // Closing a socket that does not linger resets the connection.
                stream.set_zero_linger()?;
                0
            }
            // Each call gets the complete response or, after a partial write, the rest of it.
            WriteFault::Cut(unsent) => bytes.len().saturating_sub(*unsent),
            WriteFault::Dribble(ticks) => {
                ready!(ticks.poll_tick(context));
                bytes.len().min(DRIBBLE_BYTES)
            }
        };
        if allowed == 0 {
            // The HTTP library then drops the connection.
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

//! The sandbox: a local mock of the API with generated data, for trials and tests.
//!
//! It serves the calls that `api/` makes, responds to errors in the shapes that the API uses, and
//! fails on demand (see [`Fault`]). The data depends on a seed and the day; it always contains the
//! samples of the API documentation.
//!
//! A request passes `faulty_io` (its connection), `middleware` (counters, rate limit, latency,
//! faults), `routes` (with `auth`), and then `list_query`, `page` and `data`. Two controls outside
//! the API are described in `routes.rs`.

mod api_error;
mod args;
mod auth;
mod data;
mod faults;
mod faulty_io;
mod list_query;
mod middleware;
mod page;
mod recordings;
mod routes;
mod state;

pub(crate) use args::SandboxArgs;
pub(crate) use auth::TOKEN;
pub(crate) use data::choices::{OPERATOR_IDS, SITE_IDS};
pub(crate) use faults::Fault;
pub(crate) use page::LinkStyle;

use chrono::{DateTime, Utc};
use faulty_io::{FaultHandle, FaultListener};
use state::AppState;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::net::TcpListener;

/// A running sandbox. It runs until the process ends.
pub(crate) struct Server {
    base_url: String,
    thread: JoinHandle<io::Result<()>>,
}

impl Server {
    /// Starts a sandbox on its own thread. It accepts connections when this returns. The
    /// generated engagements began in the weeks before the day of `now`.
    ///
    /// # Errors
    /// The port is taken, or the thread cannot be started.
    pub(crate) fn start(args: SandboxArgs, now: DateTime<Utc>) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        // Loopback only, without an option to change it: the sandbox does not protect its data.
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
        let listener = runtime.block_on(TcpListener::bind(address))?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let router = routes::router(Arc::new(AppState::new(args, &base_url, now)?));
        let service = router.into_make_service_with_connect_info::<FaultHandle>();
        let serve = async move { axum::serve(FaultListener(listener), service).await };
        let thread = std::thread::Builder::new()
            .name("sandbox".into())
            .spawn(move || runtime.block_on(serve))?;
        Ok(Self { base_url, thread })
    }

    /// Returns the base URL, without a final slash.
    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Waits until the server ends, which it does only after an error.
    ///
    /// # Errors
    /// The server failed.
    pub(crate) fn wait(self) -> io::Result<()> {
        self.thread
            .join()
            .map_err(|_| io::Error::other("the sandbox panicked"))?
    }
}

//! The practice server: the API on 127.0.0.1, with made-up data, for trials and tests.
//!
//! It serves what `api/` calls (the list with its filters, orders and links, one engagement,
//! its transcript, its recordings, its export, the minting of tokens), refuses in the shapes that
//! the service has been seen to use, and fails on demand (see [`Fault`]). The data follows from a
//! seed; the samples of the API's own document are always among it, word for word. The audio of
//! recordings is on another port, as that of the service is on another host.
//!
//! Outside the API there are two controls, `GET /sandbox/stats` and
//! `POST /sandbox/arrive?count=N`, described where they are made, in `control.rs`.
//!
//! The way of a request: `wire` (its connection), `gate` (counting, rate limit, latency,
//! failures), `routes` (which call it is; `access`, `query`), `paging` and `data` (the answer).

mod access;
mod control;
mod data;
mod faults;
mod gate;
mod limit;
mod links;
mod paging;
mod query;
mod refusal;
mod routes;
mod signer;
mod sound;
mod state;
mod storage;
mod wire;

pub(crate) use access::TOKEN;
pub(crate) use data::people::{OPERATOR_IDS, SITE_IDS};
pub(crate) use faults::Fault;
pub(crate) use links::Links;

use axum::Router;
use chrono::{DateTime, Utc};
use signer::Signer;
use state::Practice;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::TcpListener;
use wire::{Line, Wire};

/// What a practice server is started with.
pub(crate) struct Options {
    /// How many engagements to make up, beside the document's samples.
    pub(crate) engagements: u32,
    /// What they are made up from: the same seed gives the same engagements all day long.
    pub(crate) seed: u64,
    /// What `next_page` looks like.
    pub(crate) links: Links,
    /// How long each answer takes.
    pub(crate) latency: Duration,
    /// Requests a second, beyond which the answer is 429.
    pub(crate) rate_limit: Option<NonZeroU32>,
    /// Failures on demand.
    pub(crate) faults: Vec<Fault>,
    /// The port to listen on; 0 is any free one.
    pub(crate) port: u16,
    /// The made-up engagements happened in the weeks before this day (UTC).
    pub(crate) now: DateTime<Utc>,
}

/// A running practice server. It runs until the process ends.
pub(crate) struct Server {
    base_url: String,
    thread: JoinHandle<io::Result<()>>,
}

impl Server {
    /// Starts a server on a thread of its own; it accepts connections when this returns.
    ///
    /// # Errors
    /// When the port cannot be listened on, or the thread cannot be started.
    pub(crate) fn start(options: Options) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        // Loopback only, and no option to change that: anybody who can reach it is let in.
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let listener = runtime.block_on(TcpListener::bind(address))?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let storage = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let signer = Signer::new(format!("http://{}", storage.local_addr()?));
        let practice = Arc::new(Practice::new(options, &base_url, signer));
        let serve = move || {
            runtime.spawn(served(storage, storage::router(Arc::clone(&practice))));
            runtime.block_on(served(listener, routes::router(practice)))
        };
        let thread = std::thread::Builder::new()
            .name("practice server".into())
            .spawn(serve)?;
        Ok(Self { base_url, thread })
    }

    /// The base URL, without a slash at its end.
    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Waits for the server, which is to say for ever.
    ///
    /// # Errors
    /// When the server broke down.
    pub(crate) fn wait(self) -> io::Result<()> {
        self.thread
            .join()
            .map_err(|_| io::Error::other("the practice server broke down"))?
    }
}

async fn served(listener: TcpListener, router: Router) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<Line>();
    axum::serve(Wire(listener), service).await
}

#[cfg(test)]
mod tests;

//! Looks up host names.

use std::io;
use std::net::ToSocketAddrs;
use std::thread;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::oneshot;

/// Looks up each name on a thread of its own. The HTTP client's own resolver panics if the system starts no
/// further thread.
pub(super) struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (sender, found) = oneshot::channel();
        let look_up = move || {
            let found = (name.as_str(), 0).to_socket_addrs();
            // Nobody waits any more if the request has timed out.
            let _ = sender.send(found);
        };
        let started = thread::Builder::new().spawn(look_up);
        Box::pin(async {
            started.map_err(|error| io::Error::other(format!("cannot start a thread: {error}")))?;
            let found: Addrs = Box::new(found.await??);
            Ok(found)
        })
    }
}

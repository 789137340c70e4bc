//! A server that sends arbitrary bytes, for responses that no regular HTTP server sends.

mod request;
mod response;

use std::collections::HashMap;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tempfile::TempDir;

use crate::harness::{Args, Run, TIMEOUT, connection_variables};

pub(crate) use request::Request;
use request::peek_request;
use response::End;
pub(crate) use response::{Response, ResponseParts, page};

/// The server. Dropping it closes all connections.
pub(crate) struct RawServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
    home: TempDir,
}

struct Shared {
    script: Box<dyn Fn(&Request) -> Response + Send + Sync>,
    requests: Mutex<Vec<Request>>,
    received: AtomicUsize,
    /// The open connections, by number.
    open: Mutex<HashMap<usize, TcpStream>>,
    connections: AtomicUsize,
    ending: AtomicBool,
}

impl RawServer {
    /// Starts a server that responds as `script` returns, with one thread per connection.
    pub(crate) fn start<R: Into<Response>>(
        script: impl Fn(&Request) -> R + Send + Sync + 'static,
    ) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        Self::start_at(address, move |request| script(request).into())
    }

    /// Starts a server at this address, which an earlier server may have used.
    pub(crate) fn start_at(
        address: SocketAddr,
        script: impl Fn(&Request) -> Response + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            script: Box::new(script),
            requests: Mutex::default(),
            received: AtomicUsize::new(0),
            open: Mutex::default(),
            connections: AtomicUsize::new(0),
            ending: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        let acceptor = thread::spawn(move || serving.accept(&listener));
        Self {
            address,
            shared,
            acceptor: Some(acceptor),
            home: TempDir::new().expect("a home"),
        }
    }

    /// Starts a server that sends these responses in order, and then the last one repeatedly.
    pub(crate) fn with(responses: Vec<fn() -> Response>) -> Self {
        Self::start(move |request| responses[request.number.min(responses.len()) - 1]())
    }

    /// Returns the address.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the base URL.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the home and working directory of the commands.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Returns the received requests in order.
    pub(crate) fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }

    /// Removes and returns the received requests.
    pub(crate) fn take(&self) -> Vec<Request> {
        std::mem::take(&mut lock(&self.shared.requests))
    }

    /// Returns one query parameter of each request in order; `-` where it is missing.
    pub(crate) fn parameters(&self, name: &str) -> Vec<String> {
        let requests = self.requests();
        let parameters = requests.iter().map(|request| request.parameter(name));
        parameters
            .map(|value| value.unwrap_or("-").to_owned())
            .collect()
    }

    /// Returns the number of accepted connections.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(SeqCst)
    }

    /// Builds a command with this server's environment.
    pub(crate) fn command(&self, args: &(impl Args + ?Sized)) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("engagements"));
        command
            .env_clear()
            .env("HOME", self.home.path())
            .envs(connection_variables(&self.url()))
            .current_dir(self.home.path())
            .args(args.list());
        command
    }

    /// Runs the tool.
    #[track_caller]
    pub(crate) fn run(&self, args: &(impl Args + ?Sized)) -> Run {
        run(self.command(args))
    }
}

/// Runs a command with the timeout [`TIMEOUT`].
#[track_caller]
pub(crate) fn run(command: Command) -> Run {
    Run::of(assert_cmd::Command::from_std(command).timeout(TIMEOUT))
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.shared.ending.store(true, SeqCst);
        // Wakes the acceptor, which then closes the connections.
        let _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            let ended = acceptor.join();
            assert!(ended.is_ok() || thread::panicking(), "the server panicked");
        }
    }
}

impl Shared {
    fn accept(self: Arc<Self>, listener: &TcpListener) {
        let mut threads = Vec::new();
        for connection in listener.incoming() {
            if self.ending.load(SeqCst) {
                break;
            }
            let connection = connection.expect("a connection");
            let handle = connection.try_clone().expect("a handle");
            let number = self.connections.fetch_add(1, SeqCst);
            lock(&self.open).insert(number, handle);
            let serving = Arc::clone(&self);
            threads.push(thread::spawn(move || {
                serving.serve(&connection);
                lock(&serving.open).remove(&number);
            }));
        }
        // Closing the listener is not enough: a process that another test is starting inherits it until
        // `exec`, and the address would stay in use until then.
        let _ = rustix::net::shutdown(listener, rustix::net::Shutdown::Both);
        for connection in lock(&self.open).values() {
            let _ = connection.shutdown(Shutdown::Both);
        }
        for thread in threads {
            thread.join().expect("the script does not panic");
        }
    }

    /// Responds until the connection ends.
    fn serve(&self, mut connection: &TcpStream) {
        while let Some((head, body)) = peek_request(connection) {
            let length = head.len() + body.len();
            let request = self.record(head, body);
            let Response { bytes, end } = (self.script)(&request);
            // In some tests the client closes the connection first.
            let _ = connection.write_all(&bytes);
            if matches!(end, End::Reset) {
                // Closing a socket with unread bytes, here the request, resets the connection.
                return;
            }
            let mut read = vec![0; length];
            if connection.read_exact(&mut read).is_err() {
                return;
            }
            match end {
                End::Stay => {}
                End::Stall => hold(connection),
                End::Dribble => dribble(connection),
                End::Close | End::Reset => return,
            }
        }
    }

    fn record(&self, head: String, body: String) -> Request {
        let mut requests = lock(&self.requests);
        let number = self.received.fetch_add(1, SeqCst) + 1;
        let request = Request { number, head, body };
        requests.push(request.clone());
        request
    }
}

/// Waits until the client or the server closes the connection.
fn hold(mut connection: &TcpStream) {
    let _ = connection.read(&mut [0; 1]);
}

/// Sends one space every 100 ms until the connection ends.
fn dribble(mut connection: &TcpStream) {
    let pause = Some(Duration::from_millis(100));
    connection.set_read_timeout(pause).expect("a timeout");
    loop {
        match connection.read(&mut [0; 1]) {
            Err(why) if matches!(why.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Ok(_) | Err(_) => return,
        }
        if connection.write_all(b" ").is_err() {
            return;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

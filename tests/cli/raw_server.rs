//! A server below HTTP, for answers that no well-behaved server gives.

mod answer;

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

use crate::harness::{PATIENCE, Run, TOKEN};

use answer::End;
pub(crate) use answer::{Answer, page};

/// One request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// Its number among all requests, from 1.
    pub(crate) number: usize,
    /// Method, target and version, and the headers below.
    pub(crate) head: String,
}

impl Request {
    /// The value of a header, by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The path and query.
    pub(crate) fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    /// The number of the page that is asked for.
    pub(crate) fn page(&self) -> u32 {
        self.parameter("page")
            .map_or(1, |number| number.parse().expect("a number"))
    }

    /// A parameter of the query, as it was sent.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target().split_once('?')?;
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }
}

/// The server. It ends, and all its connections with it, when it is dropped.
pub(crate) struct RawServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
    home: TempDir,
}

struct Shared {
    script: Box<dyn Fn(&Request) -> Answer + Send + Sync>,
    requests: Mutex<Vec<Request>>,
    /// Those that are open, by their number.
    open: Mutex<HashMap<usize, TcpStream>>,
    connections: AtomicUsize,
    ending: AtomicBool,
}

impl RawServer {
    /// Serves what the script says, each connection on a thread of its own.
    pub(crate) fn start(script: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0)), script)
    }

    /// Serves at this address, which an earlier server may have had.
    pub(crate) fn start_at(
        address: SocketAddr,
        script: impl Fn(&Request) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            script: Box::new(script),
            requests: Mutex::default(),
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

    /// Gives the first answer to the first request, and so on; the last to all that come after.
    pub(crate) fn with(answers: Vec<fn() -> Answer>) -> Self {
        Self::start(move |request| answers[request.number.min(answers.len()) - 1]())
    }

    /// Its address, without a scheme.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The home and working directory of the runs against it.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The requests that came, in the order in which they came.
    pub(crate) fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }

    /// One parameter of each request, in the order of the requests; `-` where it is missing.
    pub(crate) fn parameters(&self, name: &str) -> Vec<String> {
        let requests = self.requests();
        let parameters = requests.iter().map(|request| request.parameter(name));
        parameters
            .map(|value| value.unwrap_or("-").to_owned())
            .collect()
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(SeqCst)
    }

    /// The tool, set up for this server, as a process that can be waited for.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("engagements"));
        command
            .env_clear()
            .env("HOME", self.home.path())
            .env("ENGAGEMENTS_BASE_URL", self.url())
            .env("ENGAGEMENTS_TOKEN", TOKEN)
            .env("ENGAGEMENTS_SITE_IDS", "s1")
            .env("ENGAGEMENTS_OPERATOR_IDS", "o1")
            .current_dir(self.home.path())
            .args(words);
        command
    }

    /// Runs the tool against this server.
    #[track_caller]
    pub(crate) fn run(&self, words: &[&str]) -> Run {
        run(self.command(words))
    }
}

/// The words of a command line in which none is quoted.
pub(crate) fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// Runs a command, which must end within a minute.
#[track_caller]
pub(crate) fn run(command: Command) -> Run {
    Run::of(assert_cmd::Command::from_std(command).timeout(PATIENCE))
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.shared.ending.store(true, SeqCst);
        // Wakes the acceptor, which then ends the connections.
        let _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            let ended = acceptor.join();
            assert!(ended.is_ok() || thread::panicking(), "the server fell over");
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
        // Closing it is not enough: a process that another test starts has a copy until its program runs,
        // and meanwhile the address would stay in use.
        let _ = rustix::net::shutdown(listener, rustix::net::Shutdown::Both);
        for connection in lock(&self.open).values() {
            let _ = connection.shutdown(Shutdown::Both);
        }
        for thread in threads {
            thread.join().expect("the script does not panic");
        }
    }

    /// Answers until the connection ends; with the last handles of it, it is closed.
    fn serve(&self, mut connection: &TcpStream) {
        while let Some(head) = peek_head(connection) {
            let request = self.note(head);
            let Answer { bytes, end } = (self.script)(&request);
            // A client that has gone away is part of some tests.
            let _ = connection.write_all(&bytes);
            if matches!(end, End::Reset) {
                // The request is still unread, and closing a socket with unread bytes resets it.
                return;
            }
            let mut read = vec![0; request.head.len()];
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

    fn note(&self, head: String) -> Request {
        let mut requests = lock(&self.requests);
        let number = requests.len() + 1;
        requests.push(Request { number, head });
        requests[number - 1].clone()
    }
}

/// The first byte of a client that wants to speak TLS, which is as much of a request as comes.
const TLS_HANDSHAKE: u8 = 0x16;

/// The head of the next request, left unread; `None` at the end of the connection.
fn peek_head(connection: &TcpStream) -> Option<String> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let length = connection
            .peek(&mut buffer)
            .ok()
            .filter(|length| *length > 0)?;
        let seen = String::from_utf8_lossy(&buffer[..length]).into_owned();
        if buffer[0] == TLS_HANDSHAKE {
            return Some(seen);
        }
        if let Some(end) = seen.find("\r\n\r\n") {
            return Some(seen[..end + 4].to_owned());
        }
    }
}

/// Waits until the client goes away or the server ends.
fn hold(mut connection: &TcpStream) {
    let _ = connection.read(&mut [0; 1]);
}

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

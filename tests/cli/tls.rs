//! Certificates for tests, an HTTPS server, and a proxy.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

use crate::raw_server::page;

/// A listener that serves one connection at a time until it is dropped.
struct Listening {
    address: SocketAddr,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listening {
    /// Starts a listener. Errors of connections are ignored: some tests cause them.
    fn start(serve: impl Fn(TcpStream) -> io::Result<()> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let ending = Arc::new(AtomicBool::new(false));
        let is_ending = Arc::clone(&ending);
        let thread = thread::spawn(move || {
            for connection in listener.incoming() {
                if is_ending.load(SeqCst) {
                    return;
                }
                let _ = connection.and_then(&serve);
            }
        });
        let thread = Some(thread);
        Self {
            address,
            ending,
            thread,
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.ending.store(true, SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            assert!(
                thread.join().is_ok() || thread::panicking(),
                "the server panicked"
            );
        }
    }
}

/// An HTTPS server with a fixed response body.
pub(crate) struct Secure {
    listening: Listening,
    seen: Arc<Mutex<u32>>,
    authority: PathBuf,
    _directory: TempDir,
}

impl Secure {
    /// Starts a server with a certificate for this name. Its body is a page with the engagement `a`.
    pub(crate) fn start(name: &str) -> Self {
        Self::with_body(name, page(&["a"], "\"next_page\":null"))
    }

    /// Starts a server with a certificate for this name and this body.
    pub(crate) fn with_body(name: &str, body: String) -> Self {
        let directory = TempDir::new().expect("a directory");
        let authority = directory.path().join("authority.pem");
        let certified = Certified::new(name);
        std::fs::write(&authority, &certified.authority).expect("a file");
        let seen = Arc::new(Mutex::new(0));
        let counted = Arc::clone(&seen);
        let config = Arc::new(certified.config());
        let listening = Listening::start(move |connection| {
            *counted.lock().expect("a count") += 1;
            let session = ServerConnection::new(Arc::clone(&config)).map_err(io::Error::other)?;
            let mut stream = StreamOwned::new(session, connection);
            read_head(&mut stream)?;
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
            )?;
            stream.conn.send_close_notify();
            stream.flush()
        });
        Self {
            listening,
            seen,
            authority,
            _directory: directory,
        }
    }

    /// Returns the address.
    pub(crate) fn address(&self) -> SocketAddr {
        self.listening.address
    }

    /// Returns the path of a PEM file with the root certificate.
    pub(crate) fn authority(&self) -> &str {
        self.authority.to_str().expect("a plain path")
    }

    /// Returns the number of accepted connections.
    pub(crate) fn connections(&self) -> u32 {
        *self.seen.lock().expect("a count")
    }
}

/// A server certificate, and the root certificate that signed it.
pub(crate) struct Certified {
    /// The root certificate in PEM.
    pub(crate) authority: String,
    /// The server certificate.
    pub(crate) certificate: Certificate,
    /// The server's private key.
    pub(crate) key: KeyPair,
}

impl Certified {
    /// Creates a certificate for this name and a root certificate.
    pub(crate) fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // With the default name for both, curl takes the server certificate for its own issuer.
        params
            .distinguished_name
            .push(DnType::CommonName, "authority of a test");
        let key = KeyPair::generate().expect("a key");
        let authority = params.self_signed(&key).expect("an authority").pem();
        let issuer = Issuer::new(params, key);
        let key = KeyPair::generate().expect("a key");
        let certificate = CertificateParams::new([name.to_owned()])
            .and_then(|params| params.signed_by(&key, &issuer))
            .expect("a certificate");
        Self {
            authority,
            certificate,
            key,
        }
    }

    /// Returns the configuration of a server.
    fn config(&self) -> ServerConfig {
        // Fails if another test has installed it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).expect("a key");
        ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.der().clone()], key)
            .expect("the key belongs to the certificate")
    }
}

/// A proxy that connects every client to one server, whatever target it requests.
pub(crate) struct Proxy {
    listening: Listening,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Starts a proxy for HTTP (`CONNECT`) and SOCKS 5.
    pub(crate) fn to(server: SocketAddr) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let targets = Arc::clone(&asked);
        let listening = Listening::start(move |mut client| {
            let mut first = [0];
            client.peek(&mut first)?;
            let target = if first == [5] {
                socks(&mut client)?
            } else {
                connect(&mut client)?
            };
            targets.lock().expect("a list").push(target);
            relay(client, TcpStream::connect(server)?)
        });
        Self { listening, asked }
    }

    /// Returns the address.
    pub(crate) fn address(&self) -> SocketAddr {
        self.listening.address
    }

    /// Returns the requested targets.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("a list").clone()
    }
}

/// Reads a `CONNECT` request and accepts it; returns its target.
fn connect(client: &mut TcpStream) -> io::Result<String> {
    let head = read_head(client)?;
    client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n")?;
    Ok(head.split(' ').nth(1).unwrap_or_default().to_owned())
}

/// Handles a SOCKS request (RFC 1928) without authentication for a target given by its name.
fn socks(client: &mut TcpStream) -> io::Result<String> {
    let mut methods = [0; 2];
    client.read_exact(&mut methods)?;
    client.read_exact(&mut vec![0; methods[1].into()])?;
    client.write_all(&[5, 0])?;
    let mut request = [0; 5];
    client.read_exact(&mut request)?;
    let mut name = vec![0; request[4].into()];
    client.read_exact(&mut name)?;
    let mut port = [0; 2];
    client.read_exact(&mut port)?;
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])?;
    Ok(format!(
        "{}:{}",
        String::from_utf8_lossy(&name),
        u16::from_be_bytes(port)
    ))
}

/// Copies bytes in both directions until the connections end.
fn relay(client: TcpStream, server: TcpStream) -> io::Result<()> {
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    let there = thread::spawn(move || {
        let _ = io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(Shutdown::Write);
    });
    let (mut from_server, mut to_client) = (server, client);
    let _ = io::copy(&mut from_server, &mut to_client);
    let _ = to_client.shutdown(Shutdown::Both);
    there
        .join()
        .map_err(|_| io::Error::other("the relay panicked"))
}

/// Reads the head of a request.
fn read_head(stream: &mut impl Read) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

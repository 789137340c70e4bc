//! The HTTP client: its certificates and proxies, and how its errors are classified.

use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Chain, Context};
use reqwest::blocking::{Client, ClientBuilder};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Certificate, Proxy, Url, redirect, retry};
use rustls::CertificateError;
use tokio::sync::oneshot;

use super::retry::TransportErrorKind;
use crate::error::{CliError, ErrorKind};
use crate::settings::{Connection, file};

/// Below the 60 s after which common load balancers drop an idle connection.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// Maximum size of a file of certificates in MiB: dozens of times that of a system's.
const MAX_BUNDLE_MIB: u64 = 16;

/// The version of the API, named on every request.
pub(super) const API_VERSION: &str = "application/vnd.salemove.v1+json";

pub(super) const USER_AGENT: &str = concat!("engagements/", env!("CARGO_PKG_VERSION"));

const PASS_CA_CERT: &str =
    "if you trust its issuer, pass the issuer's certificate with `--ca-cert`";

const CHECK_PORT: &str = "check the host and the port of `--base-url`";
const SET_PROXY_USER: &str =
    "put user and password into the proxy's URL: `http://user:password@host:port`";

/// The hint of a timeout.
pub(super) const PASS_TIMEOUT: &str = "pass a larger `--timeout`";

/// Creates a client for https, or for plain http to this machine: without redirects, retries, cookies and
/// settings of the system. Its timeout applies to the head of a response and to each read of the body.
///
/// # Errors
/// Settings: unusable certificates, or the process cannot start another thread.
pub(super) fn build(connection: &Connection, is_loopback_http: bool) -> anyhow::Result<Client> {
    // An earlier call in the same process has installed the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let proxies = connection.proxies.clone();
    // An unusable proxy is an error before any request; see `ProxySettings::proxy_for`.
    let proxy =
        Proxy::custom(move |url| Some(proxies.proxy_for(url).ok()??.url.expose().to_owned()));
    // The name must not be looked up: the token would go to any address that the system returns.
    let localhost = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    let localhost = localhost.map(|address| SocketAddr::new(address, 0));
    let idle_connections = usize::from(connection.reuses_connections) * connection.concurrency;
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .proxy(proxy)
        .dns_resolver(Arc::new(Resolver))
        .resolve_to_addrs("localhost", &localhost)
        .timeout(connection.timeout)
        .connect_timeout(connection.connect_timeout)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_max_idle_per_host(idle_connections)
        // Like curl, read responses with header lines that violate the specification.
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http1_ignore_invalid_headers_in_responses(true);
    let builder = match &connection.ca_cert {
        _ if is_loopback_http => builder.tls_certs_only([]),
        Some(path) => add_certificates(builder, path)?,
        None => builder,
    };
    builder.build().map_err(|error| {
        let is_certificate = Chain::new(&error).any(<dyn Error>::is::<rustls::Error>);
        if let Some(path) = connection.ca_cert.as_ref().filter(|_| is_certificate) {
            return unusable_bundle("invalid certificate in", path).into();
        }
        let message = format!("cannot set up connections: {}", root_cause(&error));
        let hint = if is_certificate {
            "install the system's root certificates, correct `SSL_CERT_FILE` and `SSL_CERT_DIR` if they \
             are set, or pass `--ca-cert`"
        } else {
            "raise the limit on processes (`ulimit -u`)"
        };
        CliError::new(ErrorKind::Settings, message).hint(hint).into()
    })
}

fn add_certificates(builder: ClientBuilder, path: &Path) -> anyhow::Result<ClientBuilder> {
    let pem = file::read(path, MAX_BUNDLE_MIB);
    let pem = pem.with_context(|| unusable_bundle("cannot read certificates from", path))?;
    let found = Certificate::from_pem_bundle(&pem).unwrap_or_default();
    if found.is_empty() {
        return Err(unusable_bundle("no certificate found in", path).into());
    }
    Ok(builder.tls_certs_merge(found))
}

fn unusable_bundle(why: &str, path: &Path) -> CliError {
    CliError::new(ErrorKind::Settings, format!("{why} `{}`", path.display()))
        .hint("pass a PEM file with one or more certificates")
}

/// Looks up each name on a thread of its own. The HTTP client's own resolver panics if the system starts no
/// further thread.
struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (sender, found) = oneshot::channel();
        let look_up = move || {
            // Fails only if the request has timed out.
            let _ = sender.send((name.as_str(), 0).to_socket_addrs());
        };
        let started = thread::Builder::new().spawn(look_up);
        Box::pin(async {
            started.map_err(|error| io::Error::other(format!("cannot start a thread: {error}")))?;
            let found: Addrs = Box::new(found.await??);
            Ok(found)
        })
    }
}

/// Why an attempt returned no complete response.
#[derive(Clone, Debug)]
pub(super) struct TransportError {
    /// How far the request got.
    pub(super) kind: TransportErrorKind,
    /// The failure to report. Its message does not name the call.
    pub(super) failure: CliError,
}

impl TransportError {
    pub(super) fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        let failure_kind = if kind.has_response() {
            ErrorKind::Api
        } else {
            ErrorKind::Network
        };
        let failure = CliError::new(failure_kind, message);
        Self { kind, failure }
    }

    /// Creates the error of a response that ended too early.
    pub(super) fn truncated(url: &Url, cause: &str) -> Self {
        let message = format!("the response from `{}` is truncated: {cause}", origin(url));
        Self::new(TransportErrorKind::ResponseLost, message)
    }

    /// Creates the error of a response that is not read, and would not be after a retry either.
    pub(super) fn invalid_response(url: &Url, cause: &str) -> Self {
        let message = format!("invalid response from `{}`: {cause}", origin(url));
        Self::new(TransportErrorKind::InvalidResponse, message)
    }

    /// Classifies an error of the HTTP client for a request to this URL.
    pub(super) fn from_request(error: &reqwest::Error, url: &Url, connection: &Connection) -> Self {
        use TransportErrorKind::{InvalidResponse, NotSent, Permanent, ResponseLost};
        let (origin, cause) = (origin(url), root_cause(error));
        let proxy = connection.proxies.proxy_for(url).ok().flatten();
        let proxy = proxy.map(|proxy| &proxy.address);
        let via = proxy.map_or_else(String::new, |proxy| format!(" through the proxy `{proxy}`"));
        // The type of this error is private, so it is recognized by its text.
        let is_407 = Chain::new(error)
            .any(|error| error.to_string().ends_with("proxy authorization required"));
        let tls_error = Chain::new(error).find_map(tls_error);
        let (kind, message, hint) = match (tls_error, proxy) {
            (Some(rustls::Error::InvalidCertificate(why)), _) => {
                let is_unknown = matches!(
                    why,
                    CertificateError::UnknownIssuer | CertificateError::BadSignature
                );
                let message = format!("the certificate of `{origin}` is not trusted: {cause}");
                (Permanent, message, is_unknown.then_some(PASS_CA_CERT))
            }
            (_, Some(proxy)) if error.is_connect() && is_407 => {
                let message =
                    format!("the proxy `{proxy}` requires valid credentials for `{origin}` (407)");
                (Permanent, message, Some(SET_PROXY_USER))
            }
            _ if error.is_connect() => {
                let (cause, hint) = match tls_error {
                    Some(rustls::Error::InvalidMessage(_)) => {
                        ("the server does not use TLS on this port", CHECK_PORT)
                    }
                    _ if proxy.is_some() => (&*cause, "check the network, the proxy and the URL"),
                    _ => (&*cause, "check the network and the URL"),
                };
                let message = format!("cannot connect to `{origin}`{via}: {cause}");
                (NotSent, message, Some(hint))
            }
            _ if error.is_timeout() => {
                let timeout = connection.timeout;
                let message = format!("timed out after {timeout:?} waiting for `{origin}`");
                (ResponseLost, message, Some(PASS_TIMEOUT))
            }
            _ if error.is_builder() => {
                let message = format!("cannot build a request to `{origin}`: {cause}");
                (InvalidResponse, message, None)
            }
            _ => {
                let message = format!("the connection to `{origin}` broke: {cause}");
                (ResponseLost, message, None)
            }
        };
        let mut error = Self::new(kind, message);
        error.failure.hint = hint.map(str::to_owned);
        error
    }

    /// Classifies an error while the body of a response from this URL was read or decoded.
    pub(super) fn from_body(error: &io::Error, url: &Url, connection: &Connection) -> Self {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
        match (inner, error.kind()) {
            (Some(error), _) => Self::from_request(error, url, connection),
            (None, io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput) => {
                Self::invalid_response(url, &root_cause(error))
            }
            _ => Self::truncated(url, &root_cause(error)),
        }
    }
}

/// Returns what an error message names of a URL.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    // `io::Error::source` skips the wrapped error, and wrapped errors can nest, so unwrap them explicitly.
    error
        .downcast_ref()
        .or_else(|| tls_error(error.downcast_ref::<io::Error>()?.get_ref()?))
}

/// Returns the text of the innermost error: the outer ones only repeat that something failed.
fn root_cause(error: &(dyn Error + 'static)) -> String {
    let last = Chain::new(error).last();
    last.map_or_else(String::new, ToString::to_string)
}

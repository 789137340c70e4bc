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
    let proxy = Proxy::custom(move |url| Some(proxies.proxy_for(url).ok()??.url().clone()));
    // The name must not be looked up: the token would go to any address that the system returns.
    let localhost = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    let localhost = localhost.map(|address| SocketAddr::new(address, 0));
    let idle_connections = usize::from(connection.reuses_connections) * connection.concurrency;
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
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

    fn hint(mut self, hint: &str) -> Self {
        self.failure = self.failure.hint(hint);
        self
    }
}

/// Where a request goes, as far as an error message names it.
#[derive(Clone, Debug)]
pub(super) struct Peer {
    origin: String,
    proxy: Option<String>,
    timeout: Duration,
}

impl Peer {
    /// Describes the peer of a request to this URL.
    ///
    /// # Errors
    /// Settings: the request would go through a proxy that is not usable.
    pub(super) fn new(url: &Url, connection: &Connection) -> Result<Self, CliError> {
        Ok(Self {
            origin: url.origin().ascii_serialization(),
            proxy: connection.proxies.proxy_for(url)?.map(ToString::to_string),
            timeout: connection.timeout,
        })
    }

    /// Classifies an error of the HTTP client.
    pub(super) fn error(&self, error: &reqwest::Error) -> TransportError {
        let (origin, cause) = (&self.origin, root_cause(error));
        let tls_error = Chain::new(error).find_map(tls_error);
        if let Some(rustls::Error::InvalidCertificate(why)) = tls_error {
            let message = format!("the certificate of `{origin}` is not trusted: {cause}");
            let error = TransportError::new(TransportErrorKind::Permanent, message);
            return match why {
                CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                    error.hint(PASS_CA_CERT)
                }
                _ => error,
            };
        }
        if error.is_connect() {
            return self.connect_error(error, tls_error);
        }
        if error.is_timeout() {
            let message = format!("timed out after {:?} waiting for `{origin}`", self.timeout);
            return TransportError::new(TransportErrorKind::ResponseLost, message)
                .hint(PASS_TIMEOUT);
        }
        if error.is_builder() {
            let message = format!("cannot build a request to `{origin}`: {cause}");
            return TransportError::new(TransportErrorKind::InvalidResponse, message);
        }
        let message = format!("the connection to `{origin}` broke: {cause}");
        TransportError::new(TransportErrorKind::ResponseLost, message)
    }

    /// Classifies an error before the request was sent.
    fn connect_error(
        &self,
        error: &reqwest::Error,
        tls_error: Option<&rustls::Error>,
    ) -> TransportError {
        let (origin, proxy) = (&self.origin, self.proxy.as_deref());
        // The type of this error is private, so it is recognized by its text.
        let is_407 = Chain::new(error)
            .any(|error| error.to_string().ends_with("proxy authorization required"));
        if let Some(proxy) = proxy.filter(|_| is_407) {
            let message =
                format!("the proxy `{proxy}` requires valid credentials for `{origin}` (407)");
            return TransportError::new(TransportErrorKind::Permanent, message)
                .hint(SET_PROXY_USER);
        }
        let via = proxy.map_or_else(String::new, |proxy| format!(" through the proxy `{proxy}`"));
        let (cause, hint) = match (tls_error, proxy) {
            (Some(rustls::Error::InvalidMessage(_)), _) => {
                ("the server does not use TLS on this port", CHECK_PORT)
            }
            (_, Some(_)) => (
                &*root_cause(error),
                "check the network, the proxy and the URL",
            ),
            (_, None) => (&*root_cause(error), "check the network and the URL"),
        };
        let message = format!("cannot connect to `{origin}`{via}: {cause}");
        TransportError::new(TransportErrorKind::NotSent, message).hint(hint)
    }

    /// Classifies an error while the body was read or decoded.
    pub(super) fn body_error(&self, error: &io::Error) -> TransportError {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
        if let Some(error) = inner {
            return self.error(error);
        }
        match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                self.invalid_response(&root_cause(error))
            }
            _ => self.truncated(&root_cause(error)),
        }
    }

    /// Describes a response that ended too early.
    pub(super) fn truncated(&self, cause: &str) -> TransportError {
        let message = format!("the response from `{}` is truncated: {cause}", self.origin);
        TransportError::new(TransportErrorKind::ResponseLost, message)
    }

    /// Describes a response that is not read, and would not be after a retry either.
    pub(super) fn invalid_response(&self, cause: &str) -> TransportError {
        let message = format!("invalid response from `{}`: {cause}", self.origin);
        TransportError::new(TransportErrorKind::InvalidResponse, message)
    }
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

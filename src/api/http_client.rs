//! The HTTP client: its certificates and proxies, and what its errors mean.

use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Chain, Context};
use reqwest::blocking::{Client, ClientBuilder};
use reqwest::{Certificate, Proxy, Url, redirect, retry};
use rustls::CertificateError;

use super::resolver::Resolver;
use super::retry::TransportErrorKind;
use crate::error::{CliError, ErrorKind};
use crate::settings::file;
use crate::settings::proxy::ProxySettings;

/// Below the 60 s after which common load balancers drop an idle connection.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// The most mebibytes of a file of certificates: dozens of times those of a system.
const MAX_BUNDLE_MIB: u64 = 16;

pub(crate) const USER_AGENT: &str = concat!("engagements/", env!("CARGO_PKG_VERSION"));

/// Settings of a client.
#[derive(Clone, Debug)]
pub(crate) struct ClientOptions {
    /// Whether the client is for plain http to this machine.
    pub(crate) is_loopback_http: bool,
    /// Proxies for everything else.
    pub(crate) proxies: ProxySettings,
    /// Deadline for one connection.
    pub(crate) connect_timeout: Duration,
    /// Additional root certificates, in PEM.
    pub(crate) ca_cert: Option<PathBuf>,
    /// Idle connections kept for the next request.
    pub(crate) connections: usize,
}

/// Creates a client without redirects, retries, cookies and settings of the system.
///
/// # Errors
/// Settings: unusable certificates, or the process cannot start another thread.
pub(crate) fn build(
    options: &ClientOptions,
    customize: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> anyhow::Result<Client> {
    // An earlier call in the same process has installed the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .no_proxy()
        .dns_resolver(Arc::new(Resolver))
        .timeout(None)
        .connect_timeout(options.connect_timeout)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_max_idle_per_host(options.connections)
        // Like curl, read responses with header lines that violate the specification.
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http1_ignore_invalid_headers_in_responses(true);
    let builder = if options.is_loopback_http {
        // The name must not be looked up: the token would go to any address that the system returns.
        // No certificate is needed.
        let localhost = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        let localhost = localhost.map(|address| SocketAddr::new(address, 0));
        builder
            .resolve_to_addrs("localhost", &localhost)
            .tls_certs_only([])
    } else {
        let proxies = options.proxies.clone();
        // An unusable proxy is an error before any request; see `ProxySettings::proxy_for`.
        let proxy = Proxy::custom(move |url| Some(proxies.proxy_for(url).ok()??.url().clone()));
        add_certificates(builder.proxy(proxy), options.ca_cert.as_deref())?
    };
    customize(builder).build().map_err(|error| {
        let message = format!("cannot set up connections: {}", root_cause(&error));
        let failure = CliError::new(ErrorKind::Settings, message);
        let is_certificate = Chain::new(&error).any(<dyn Error>::is::<rustls::Error>);
        if is_certificate {
            let hint = "install the system's root certificates, correct `SSL_CERT_FILE` and `SSL_CERT_DIR` if they \
                        are set, or pass `--ca-cert`";
            failure.hint(hint).into()
        } else {
            failure.hint("raise the limit on processes (`ulimit -u`)").into()
        }
    })
}

fn add_certificates(builder: ClientBuilder, path: Option<&Path>) -> anyhow::Result<ClientBuilder> {
    let Some(path) = path else {
        return Ok(builder);
    };
    let unusable = |why: &str| {
        CliError::new(ErrorKind::Settings, format!("`{}` {why}", path.display()))
            .hint("`--ca-cert` takes a PEM file with one or more certificates")
    };
    let pem = file::read(path, MAX_BUNDLE_MIB);
    let pem = pem.with_context(|| unusable("cannot be read as certificates"))?;
    let found = Certificate::from_pem_bundle(&pem).unwrap_or_default();
    if found.is_empty() {
        return Err(unusable("holds no certificate").into());
    }
    Ok(builder.tls_certs_merge(found))
}

/// How long to wait for a response.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Timeout {
    /// For all of it.
    Total(Duration),
    /// For its head, and then each time for more of it.
    Idle(Duration),
}

/// Where a request goes, as far as an error message names it.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    origin: String,
    proxy: Option<String>,
    timeout: Timeout,
}

/// Why an attempt returned no complete response.
#[derive(Clone, Debug)]
pub(crate) struct TransportError {
    /// How far the request got.
    pub(crate) how: TransportErrorKind,
    /// Network, or service for a response that is not read.
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    pub(crate) hint: Option<&'static str>,
}

impl TransportError {
    pub(crate) fn new(how: TransportErrorKind, message: String) -> Self {
        let kind = match how {
            TransportErrorKind::InvalidResponse => ErrorKind::Api,
            _ => ErrorKind::Network,
        };
        Self {
            how,
            kind,
            message,
            hint: None,
        }
    }
}

impl Peer {
    /// Describes the peer of a request to this URL.
    ///
    /// # Errors
    /// Settings: the request would go through a proxy that is not usable.
    pub(crate) fn new(
        url: &Url,
        proxies: &ProxySettings,
        timeout: Timeout,
    ) -> Result<Self, CliError> {
        Ok(Self {
            origin: url.origin().ascii_serialization(),
            proxy: proxies.proxy_for(url)?.map(ToString::to_string),
            timeout,
        })
    }

    /// Classifies an error of the HTTP client.
    pub(crate) fn error(&self, error: &reqwest::Error) -> TransportError {
        let (origin, cause) = (&self.origin, root_cause(error));
        if let Some(certificate) = Chain::new(error).find_map(certificate_error) {
            let message = format!("the certificate of `{origin}` is not trusted: {cause}");
            let is_unknown = matches!(
                certificate,
                CertificateError::UnknownIssuer | CertificateError::BadSignature
            );
            return TransportError {
                hint: is_unknown.then_some(
                    "if you trust its issuer, pass the issuer's certificate with `--ca-cert`",
                ),
                ..TransportError::new(TransportErrorKind::Permanent, message)
            };
        }
        if error.is_connect() {
            return self.connect_error(error, &cause);
        }
        if error.is_timeout() {
            return self.timed_out();
        }
        let (how, message) = if error.is_builder() {
            let message = format!("no request can be made to `{origin}`: {cause}");
            (TransportErrorKind::InvalidResponse, message)
        } else {
            let message = format!("the connection to `{origin}` broke: {cause}");
            (TransportErrorKind::ResponseLost, message)
        };
        TransportError::new(how, message)
    }

    /// A response that was not complete in time.
    pub(crate) fn timed_out(&self) -> TransportError {
        let origin = &self.origin;
        let message = match self.timeout {
            Timeout::Total(timeout) => {
                format!("timed out after {timeout:?} waiting for `{origin}`")
            }
            Timeout::Idle(timeout) => format!("received nothing from `{origin}` for {timeout:?}"),
        };
        TransportError::new(TransportErrorKind::ResponseLost, message)
    }

    fn connect_error(&self, error: &reqwest::Error, cause: &str) -> TransportError {
        let origin = &self.origin;
        let proxy = self.proxy.as_deref();
        // The type of this error is private, so it is recognized by its text.
        let is_407 = Chain::new(error)
            .any(|error| error.to_string().ends_with("proxy authorization required"));
        if let Some(proxy) = proxy.filter(|_| is_407) {
            return TransportError {
                hint: Some(
                    "put user and password into the proxy's URL: `http://user:password@host:port`",
                ),
                ..TransportError::new(
                    TransportErrorKind::Permanent,
                    format!("the proxy `{proxy}` requires valid credentials for `{origin}` (407)"),
                )
            };
        }
        let (through, hint) = match proxy {
            Some(proxy) => (
                format!(" through the proxy `{proxy}`"),
                "check the network, the proxy and the URL",
            ),
            None => (String::new(), "check the network and the URL"),
        };
        let message = format!("cannot connect to `{origin}`{through}: {cause}");
        TransportError {
            hint: Some(hint),
            ..TransportError::new(TransportErrorKind::NotSent, message)
        }
    }

    /// Classifies an error while the body was read or decoded.
    pub(crate) fn body_error(&self, error: &io::Error) -> TransportError {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
        if let Some(error) = inner {
            return self.error(error);
        }
        let (origin, cause) = (&self.origin, root_cause(error));
        match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                self.invalid_response(&cause)
            }
            _ => TransportError::new(
                TransportErrorKind::ResponseLost,
                format!("the response from `{origin}` is truncated: {cause}"),
            ),
        }
    }

    /// A response that is not read, and would not be after a retry either.
    pub(crate) fn invalid_response(&self, cause: &str) -> TransportError {
        let message = format!("invalid response from `{}`: {cause}", self.origin);
        TransportError::new(TransportErrorKind::InvalidResponse, message)
    }
}

fn certificate_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a CertificateError> {
    if let Some(rustls::Error::InvalidCertificate(error)) = error.downcast_ref() {
        return Some(error);
    }
    // `io::Error::source` skips the wrapped error, and wrapped errors can nest, so unwrap them explicitly.
    let wrapped = error.downcast_ref::<io::Error>()?.get_ref()?;
    certificate_error(wrapped)
}

/// The innermost error's text: the outer ones only repeat that something failed.
fn root_cause(error: &(dyn Error + 'static)) -> String {
    Chain::new(error)
        .last()
        .map_or_else(String::new, ToString::to_string)
}

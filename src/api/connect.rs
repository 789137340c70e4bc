//! How we connect: the HTTP client, its certificates and proxies, and what broke when it
//! could not.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Chain, Context};
use reqwest::blocking::{Client, ClientBuilder};
use reqwest::{Certificate, Url, redirect, retry};

use super::retry::TransportErrorKind;
use crate::failure::{Failure, Kind};
use crate::settings::file;

/// Below the 60 s after which common load balancers drop an idle connection.
const IDLE: Duration = Duration::from_secs(20);

/// The most mebibytes of a file of certificates: dozens of times those of a system.
const LARGEST_BUNDLE: u64 = 16;

/// How we introduce ourselves.
pub(crate) const USER_AGENT: &str = concat!("engagements/", env!("CARGO_PKG_VERSION"));

/// What decides where and how requests go out.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// Whether it is plain http to this machine.
    pub(crate) is_loopback_http: bool,
    /// Deadline for one connection.
    pub(crate) connect_timeout: Duration,
    /// Further root certificates, in PEM.
    pub(crate) ca_cert: Option<PathBuf>,
    /// Connections kept for the next request.
    pub(crate) connections: usize,
}

/// An HTTP client: no redirects, no retries of its own, no cookies, and what `more` says.
pub(crate) fn client(
    route: &Route,
    more: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> anyhow::Result<Client> {
    // An earlier call in the same process has installed the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .timeout(None)
        .connect_timeout(route.connect_timeout)
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(route.connections);
    let builder = if route.is_loopback_http {
        // The token must not travel to a proxy in the clear, and no certificate is needed.
        builder.no_proxy().tls_certs_only([])
    } else {
        with_certificates(builder, route.ca_cert.as_deref())?
    };
    more(builder).build().map_err(|error| {
        let message = format!("cannot prepare the connection: {}", root_cause(&error));
        let hint =
            "install the system's root certificates, or name a file of them with `--ca-cert`";
        Failure::new(Kind::Settings, message).hint(hint).into()
    })
}

fn with_certificates(builder: ClientBuilder, path: Option<&Path>) -> anyhow::Result<ClientBuilder> {
    let Some(path) = path else {
        return Ok(builder);
    };
    let unusable = |why: &str| {
        Failure::new(Kind::Settings, format!("`{}` {why}", path.display()))
            .hint("`--ca-cert` takes a PEM file with one or more certificates")
    };
    let pem = file::read(path, LARGEST_BUNDLE);
    let pem = pem.with_context(|| unusable("cannot be read as certificates"))?;
    let found = Certificate::from_pem_bundle(&pem).unwrap_or_default();
    if found.is_empty() {
        return Err(unusable("holds no certificate").into());
    }
    Ok(builder.tls_certs_merge(found))
}

/// How long is waited for an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Timeout {
    /// For the whole of it.
    Total(Duration),
    /// For its head, and then each time for more of it.
    Idle(Duration),
}

impl Timeout {
    /// What is said when it has come to its end.
    fn lost(self, origin: &str) -> String {
        match self {
            Self::Total(span) => format!("no whole answer from `{origin}` within {span:?}"),
            Self::Idle(span) => format!("nothing came from `{origin}` for {span:?}"),
        }
    }
}

/// Why an attempt brought no whole answer.
#[derive(Clone, Debug)]
pub(crate) struct TransportError {
    /// How far the request got.
    pub(crate) how: TransportErrorKind,
    /// Network, or service for an answer that is refused.
    pub(crate) kind: Kind,
    /// One sentence.
    pub(crate) message: String,
}

impl TransportError {
    /// What an error of the HTTP client means, of an attempt with so much patience.
    pub(crate) fn from_request(error: &reqwest::Error, url: &Url, patience: Timeout) -> Self {
        let origin = url.origin().ascii_serialization();
        let cause = root_cause(error);
        let (how, message) = if Chain::new(error).any(is_certificate) {
            let message = format!("the certificate of `{origin}` is not trusted: {cause}");
            (TransportErrorKind::Permanent, message)
        } else if error.is_connect() {
            unconnected(error, &origin)
        } else if error.is_timeout() {
            (TransportErrorKind::ResponseLost, patience.lost(&origin))
        } else if error.is_builder() {
            let message = format!("no request can be made to `{origin}`: {cause}");
            (TransportErrorKind::InvalidResponse, message)
        } else if is_nonsense(error) {
            let message = format!("the answer from `{origin}` cannot be read: {cause}");
            (TransportErrorKind::InvalidResponse, message)
        } else {
            let message = format!("the connection to `{origin}` broke: {cause}");
            (TransportErrorKind::ResponseLost, message)
        };
        let kind = match how {
            TransportErrorKind::InvalidResponse => Kind::Service,
            TransportErrorKind::NotSent
            | TransportErrorKind::ResponseLost
            | TransportErrorKind::Permanent => Kind::Network,
        };
        Self { how, kind, message }
    }

    /// What an error while reading the body means.
    pub(crate) fn from_body(error: &io::Error, url: &Url, patience: Timeout) -> Self {
        let inner = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<reqwest::Error>());
        if let Some(error) = inner {
            return Self::from_request(error, url, patience);
        }
        let origin = url.origin().ascii_serialization();
        let message = format!(
            "the answer from `{origin}` broke off: {}",
            root_cause(error)
        );
        Self {
            how: TransportErrorKind::ResponseLost,
            kind: Kind::Network,
            message,
        }
    }
}

/// Why there is no connection. That it failed at a proxy only its words tell, for the type of
/// its errors is not public.
fn unconnected(error: &reqwest::Error, origin: &str) -> (TransportErrorKind, String) {
    let cause = root_cause(error);
    let says = |words| Chain::new(error).any(|error| error.to_string().ends_with(words));
    if says("proxy authorization required") {
        let message = format!("the proxy does not let us through to `{origin}`: {cause}");
        return (TransportErrorKind::Permanent, message);
    }
    let message = if says("tunnel error: unsuccessful") {
        format!("the proxy made no connection to `{origin}`")
    } else if says("failed to create underlying connection") {
        format!("cannot connect to the proxy for `{origin}`: {cause}")
    } else {
        format!("cannot connect to `{origin}`: {cause}")
    };
    (TransportErrorKind::NotSent, message)
}

fn is_certificate(error: &(dyn Error + 'static)) -> bool {
    if let Some(tls) = error.downcast_ref() {
        return matches!(tls, rustls::Error::InvalidCertificate(_));
    }
    // What an `io::Error` is made from is no `source` of it, and one may be made from another.
    let wrapped = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    wrapped.is_some_and(|inner| is_certificate(inner))
}

/// Whether an answer came, but in a form that no repetition makes readable: not HTTP, a head
/// without end, an encoding that is not the one it says.
fn is_nonsense(error: &reqwest::Error) -> bool {
    let hyper = Chain::new(error).find_map(|cause| cause.downcast_ref::<hyper::Error>());
    match hyper {
        Some(hyper) => hyper.is_parse(),
        // The network and the framing are in order; an encoding that breaks off is not nonsense.
        None => Chain::new(error)
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .any(|cause| is_format(cause.kind())),
    }
}

fn is_format(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
    )
}

/// The innermost sentence of an error's chain: the outer ones only say that something failed.
fn root_cause(error: &(dyn Error + 'static)) -> String {
    Chain::new(error)
        .last()
        .map_or_else(String::new, ToString::to_string)
}

//! Where recordings are kept: hosts that give one to whoever has its temporary address (facts,
//! "Fields"), and that must never see who we are.

use std::io::Write;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use reqwest::blocking::Client;
use reqwest::{Method, Url};
use serde::Deserialize;

use super::answer::Answer;
use super::attempt::head;
use super::audio;
use super::http_client::{self, ClientOptions, Peer, Timeout};
use super::retry::RequestSafety;
use super::transport::{SendOutcome, Transport};
use crate::failure::Failure;
use crate::settings::base_url::is_loopback;

/// The hosts of recordings. They are reached by clients of their own, made when they are needed,
/// which is in one command only; and there is no credential in this room.
pub(super) struct Storage {
    /// How the API is reached.
    options: ClientOptions,
    /// How long one may be silent: for its head, and between any two pieces of what follows.
    silence: Duration,
    /// For https.
    secure: OnceLock<Result<Client, Failure>>,
    /// For plain http to this machine.
    loopback: OnceLock<Result<Client, Failure>>,
}

/// The temporary address of a recording. Whoever has it needs no token, so it is not shown.
pub(super) struct Address(Url);

impl Storage {
    /// Nothing is connected yet.
    pub(super) fn new(options: ClientOptions, silence: Duration) -> Self {
        Self {
            options,
            silence,
            secure: OnceLock::new(),
            loopback: OnceLock::new(),
        }
    }

    /// The address in an answer about a recording. It is https; only a service on this machine
    /// may send us to plain http, on this machine too.
    ///
    /// # Errors
    /// What is wrong with it, in words that do not repeat it.
    pub(super) fn address(&self, answer: &Answer) -> Result<Address, &'static str> {
        #[derive(Deserialize)]
        struct Body {
            url: String,
        }
        let body: Option<Body> = answer.object().ok();
        let url = body.and_then(|body| Url::parse(&body.url).ok());
        let url = url.ok_or("there is no `url` in it")?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("its `url` has a user or password");
        }
        match url.scheme() {
            "https" => Ok(Address(url)),
            "http" if self.options.is_loopback_http && is_loopback(&url) => Ok(Address(url)),
            _ => Err("its `url` is not https"),
        }
    }

    /// Downloads what is at the address into what `open` makes for a file with this extension:
    /// a new one for each attempt, since each begins at the beginning. It comes back whole, or not
    /// at all.
    ///
    /// # Errors
    /// Settings: there is no way to connect.
    pub(super) fn download<W: Write>(
        &self,
        Address(url): &Address,
        transport: &Transport,
        open: impl Fn(&str) -> anyhow::Result<W>,
    ) -> Result<(SendOutcome, Option<W>), Failure> {
        let client = self.client(url.scheme() == "http")?;
        let peer = Peer::new(url, &self.options.proxies, Timeout::Idle(self.silence))?;
        let mut file = None;
        let sent = transport.send_with_retries(RequestSafety::Safe, || {
            let started = Instant::now();
            let answer = client
                .get(url.clone())
                .send()
                .map_err(|error| peer.error(&error));
            let outcome = answer.and_then(|response| {
                transport.trace_headers('<', response.headers());
                let head = head(&response);
                if head.status == 200 {
                    file = Some(audio::receive(response, &peer, &open)?);
                }
                // What else it says may repeat the address.
                let body = Vec::new();
                Ok(Answer { head, body })
            });
            let shown = format!("{}/***", url.origin().ascii_serialization());
            transport.trace(&Method::GET, &shown, started, &outcome);
            outcome
        });
        Ok((sent, file))
    }

    fn client(&self, is_loopback_http: bool) -> Result<&Client, Failure> {
        let slot = if is_loopback_http {
            &self.loopback
        } else {
            &self.secure
        };
        let made = slot.get_or_init(|| {
            let options = ClientOptions {
                is_loopback_http,
                ..self.options.clone()
            };
            // The timeout of a client, unlike that of a request, is one for each read.
            http_client::build(&options, |builder| builder.timeout(self.silence))
                .map_err(|why| Failure::telling(&why))
        });
        made.as_ref().map_err(Clone::clone)
    }
}

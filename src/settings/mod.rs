//! What was meant: options, environment and defaults, read once, here and nowhere else.

pub(crate) mod bad_value;
pub(crate) mod base_url;
pub(crate) mod credentials;
pub(crate) mod duration;
pub(crate) mod environment;
pub(crate) mod instant;
pub(crate) mod output;
mod proxy;
mod query;
mod stretch;
pub(crate) mod zone;
pub(crate) mod zone_name;

use std::path::PathBuf;
use std::time::Duration;

use chrono_tz::Tz;
use clap::ValueEnum;

use crate::cli::{ColorChoice, ErrorFormat, Global, Scheme};
use crate::failure::Failure;
use base_url::BaseUrl;
use credentials::Credentials;
use environment::Environment;
use zone::Zone;
use zone_name::ZoneName;

/// The address of the documented service (facts, "Hosts").
const DEFAULT_BASE_URL: &str = "https://api.salemove.com";

/// A service that brings its own settings: the practice server. While it is used, the
/// environment's service, which is another, is left alone.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    /// Its address.
    pub(crate) base_url: String,
    /// A token that it takes.
    pub(crate) token: &'static str,
    /// All its sites.
    pub(crate) site_ids: Vec<String>,
    /// All its operators.
    pub(crate) operator_ids: Vec<String>,
}

/// How to reach the service, as whom, and how patiently.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    /// The API's address.
    pub(crate) base_url: BaseUrl,
    /// What the service knows us by.
    pub(crate) credentials: Credentials,
    /// Requests in flight.
    pub(crate) concurrency: usize,
    /// Deadline of one whole attempt.
    pub(crate) timeout: Duration,
    /// Deadline of one connection.
    pub(crate) connect_timeout: Duration,
    /// Attempts after the first.
    pub(crate) retries: u32,
    /// The longest that all waits of a run may take.
    pub(crate) max_wait: Duration,
    /// Further root certificates, a PEM file.
    pub(crate) ca_cert: Option<PathBuf>,
}

/// What differs between commands when nothing is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Defaults {
    /// Requests in flight.
    pub(crate) concurrency: u16,
    /// The most requests in flight that the command sends, whatever is asked for.
    pub(crate) most_concurrency: u16,
    /// Deadline of one attempt.
    pub(crate) timeout: Duration,
}

/// Commands that read.
pub(crate) const READING: Defaults = Defaults {
    concurrency: 8,
    most_concurrency: 32,
    timeout: Duration::from_secs(30),
};

/// `export`: one at a time, and patient, since a lost answer is a question for a person.
pub(crate) const EXPORTING: Defaults = Defaults {
    concurrency: 1,
    most_concurrency: 4,
    timeout: Duration::from_secs(60),
};

/// The settings of a run.
#[derive(Debug)]
pub(crate) struct Settings {
    global: Global,
    service: Option<Service>,
    /// The surroundings of the run.
    pub(crate) environment: Environment,
    /// The zone of times without offset, and of the table.
    pub(crate) zone: Zone,
}

impl Settings {
    /// Reads what every command needs.
    ///
    /// # Errors
    /// A settings failure that names a wrong variable.
    pub(crate) fn new(
        global: Global,
        environment: Environment,
        service: Option<Service>,
    ) -> Result<Self, Failure> {
        let name = match global.tz {
            Some(name) => Some(name),
            None => environment.value("ENGAGEMENTS_TZ", str::parse::<ZoneName>)?,
        };
        let name = name.unwrap_or(ZoneName::Iana(Tz::UTC));
        let zone = name.settle(environment.even_empty("TZ"))?;
        Ok(Self {
            global,
            service,
            environment,
            zone,
        })
    }

    /// Whether requests are printed instead of sent.
    pub(crate) fn dry_run(&self) -> bool {
        self.global.dry_run
    }

    /// How to reach the service.
    ///
    /// # Errors
    /// A settings failure that names what is missing or wrong.
    pub(crate) fn connection(&self, defaults: Defaults) -> Result<Connection, Failure> {
        let global = &self.global;
        let concurrency = match global.concurrency {
            Some(number) => Some(number),
            None => self
                .environment
                .value("ENGAGEMENTS_CONCURRENCY", concurrency)?,
        };
        let concurrency = concurrency
            .unwrap_or(defaults.concurrency)
            .min(defaults.most_concurrency);
        proxy::check(&self.environment)?;
        Ok(Connection {
            base_url: self.base_url()?,
            credentials: self.credentials()?,
            concurrency: concurrency.into(),
            timeout: global.timeout.unwrap_or(defaults.timeout),
            connect_timeout: global.connect_timeout.unwrap_or(Duration::from_secs(10)),
            retries: global.retries.unwrap_or(4),
            max_wait: global.max_wait.unwrap_or(Duration::from_secs(300)),
            ca_cert: global.ca_cert.clone(),
        })
    }

    fn base_url(&self) -> Result<BaseUrl, Failure> {
        let own = self
            .service
            .as_ref()
            .map(|service| service.base_url.as_str());
        let parsed = match (&self.global.base_url, own) {
            (Some(url), _) => return Ok(url.clone()),
            (None, Some(own)) => own.parse(),
            (None, None) => match self.environment.value("ENGAGEMENTS_BASE_URL", str::parse)? {
                Some(url) => return Ok(url),
                None => DEFAULT_BASE_URL.parse(),
            },
        };
        parsed.map_err(|why: bad_value::BadValue| {
            Failure::new(crate::failure::Kind::Settings, why.to_string())
        })
    }

    fn credentials(&self) -> Result<Credentials, Failure> {
        if let Some(service) = &self.service {
            return Credentials::new(service.token, self.global.auth_scheme);
        }
        let scheme = match self.global.auth_scheme {
            Some(scheme) => Some(scheme),
            None => self
                .environment
                .value("ENGAGEMENTS_AUTH_SCHEME", choice::<Scheme>)?,
        };
        Credentials::find(&self.environment, scheme)
    }
}

/// Whether a terminal gets colour: the option, else the terminal and its wishes.
pub(crate) fn colour(global: &Global, environment: &Environment, terminal: bool) -> bool {
    match global.color.unwrap_or(ColorChoice::Auto) {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => terminal && environment.wants_colour(),
    }
}

/// How errors are written: the option, else the environment.
///
/// # Errors
/// A settings failure if the variable is no such word.
pub(crate) fn error_format(
    option: Option<ErrorFormat>,
    environment: &Environment,
) -> Result<ErrorFormat, Failure> {
    let variable = || environment.value("ENGAGEMENTS_ERROR_FORMAT", choice::<ErrorFormat>);
    Ok(option
        .map_or_else(variable, |format| Ok(Some(format)))?
        .unwrap_or(ErrorFormat::Text))
}

fn concurrency(text: &str) -> Result<u16, String> {
    let number = text.parse().ok().filter(|number| (1..=32).contains(number));
    number.ok_or_else(|| format!("`{text}` is not a number from 1 to 32"))
}

/// Reads one of an option's words, and names them all when it is none of them.
pub(crate) fn choice<T: ValueEnum>(text: &str) -> Result<T, String> {
    T::from_str(text, false).map_err(|_| {
        let values = T::value_variants()
            .iter()
            .filter_map(ValueEnum::to_possible_value);
        let words: Vec<String> = values
            .map(|value| format!("`{}`", value.get_name()))
            .collect();
        format!("`{text}` is none of {}", words.join(", "))
    })
}

//! What was meant: options, environment and defaults, read once, here and nowhere else.

pub(crate) mod bad_value;
pub(crate) mod base_url;
pub(crate) mod credentials;
pub(crate) mod duration;
pub(crate) mod environment;
pub(crate) mod file;
pub(crate) mod instant;
pub(crate) mod keys;
pub(crate) mod layers;
pub(crate) mod masks;
pub(crate) mod output;
mod private;
mod profile;
pub(crate) mod proxy;
mod query;
pub(crate) mod secret;
pub(crate) mod shown;
pub(crate) mod size;
pub(crate) mod time_range;
pub(crate) mod zone;
pub(crate) mod zone_name;

use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;

use crate::cli::{ColorChoice, ErrorFormat, Global, Scheme};
use crate::failure::{Failure, Kind};
use bad_value::BadValue;
use base_url::BaseUrl;
use credentials::{Credentials, Token};
use duration::{parse_deadline, parse_duration};
use environment::Environment;
use keys::Key;
use layers::Layers;
use proxy::ProxySettings;
use zone::Zone;
use zone_name::ZoneName;

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

impl Service {
    /// What it brings for a setting, as it may be seen.
    fn shown(&self, key: Key) -> Option<String> {
        Some(match key {
            keys::BASE_URL => self.base_url.clone(),
            keys::TOKEN => secret::MASK.to_owned(),
            keys::SITE_IDS => self.site_ids.join(","),
            keys::OPERATOR_IDS => self.operator_ids.join(","),
            _ => return None,
        })
    }
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
    /// Whether a connection serves several requests.
    pub(crate) reuses_connections: bool,
    /// Deadline of one whole attempt.
    pub(crate) timeout: Duration,
    /// Deadline of one connection.
    pub(crate) connect_timeout: Duration,
    /// Attempts after the first.
    pub(crate) retries: u32,
    /// The longest that all waits of a run may take.
    pub(crate) max_wait: Duration,
    /// Proxies for https.
    pub(crate) proxies: ProxySettings,
    /// Further root certificates, a PEM file.
    pub(crate) ca_cert: Option<PathBuf>,
    /// What is worth a warning about where the credentials were found.
    pub(crate) warnings: Vec<String>,
}

/// What differs between commands when nothing is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Defaults {
    /// Requests in flight.
    pub(crate) concurrency: u16,
    /// Whether only the option changes that: what is set once for reading is not meant for this.
    pub(crate) only_if_told: bool,
    /// The most requests in flight that the command sends, whatever is asked for.
    pub(crate) most_concurrency: u16,
    /// Deadline of one attempt.
    pub(crate) timeout: Duration,
    /// Whether a connection serves several requests, or each request opens its own.
    pub(crate) reuses_connections: bool,
}

/// Commands that read.
pub(crate) const READING: Defaults = Defaults {
    concurrency: 8,
    only_if_told: false,
    most_concurrency: 32,
    timeout: Duration::from_secs(30),
    reuses_connections: true,
};

/// `export`: one at a time and with a long timeout, since a lost response leaves the outcome unknown.
/// For the same reason no request is sent on an idle connection, which the API may be closing.
pub(crate) const EXPORTING: Defaults = Defaults {
    concurrency: 1,
    only_if_told: true,
    most_concurrency: 4,
    timeout: Duration::from_secs(60),
    reuses_connections: false,
};

/// The settings of a run.
#[derive(Debug)]
pub(crate) struct Settings {
    global: Global,
    service: Option<Service>,
    /// What stands below the options.
    pub(crate) layers: Layers,
    zone: Result<Zone, Failure>,
}

impl Settings {
    /// The settings of this command line. What of them is wrong is told to those who ask for it.
    pub(crate) fn new(global: Global, layers: Layers, service: Option<Service>) -> Self {
        let zone = zone(&global, &layers);
        Self {
            global,
            service,
            layers,
            zone,
        }
    }

    /// The zone of times without offset, and of the table.
    ///
    /// # Errors
    /// A settings failure that names what is wrong: the variable, the line of the profile, or a
    /// `local` that cannot be known.
    pub(crate) fn zone(&self) -> Result<Zone, Failure> {
        self.zone.clone()
    }

    /// The surroundings of the run.
    pub(crate) fn environment(&self) -> &Environment {
        &self.layers.environment
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
        let (global, layers) = (&self.global, &self.layers);
        let (credentials, warning) = self.credentials()?;
        let concurrency = if defaults.only_if_told {
            global.concurrency
        } else {
            layers.under(global.concurrency, keys::CONCURRENCY, concurrency)?
        };
        let timeout = layers.under(global.timeout, keys::TIMEOUT, parse_deadline)?;
        let connect_timeout = layers.under(
            global.connect_timeout,
            keys::CONNECT_TIMEOUT,
            parse_deadline,
        )?;
        let max_wait = layers.under(global.max_wait, keys::MAX_WAIT, parse_duration)?;
        let concurrency = concurrency
            .unwrap_or(defaults.concurrency)
            .min(defaults.most_concurrency);
        Ok(Connection {
            base_url: self.base_url()?,
            credentials,
            concurrency: concurrency.into(),
            reuses_connections: defaults.reuses_connections,
            timeout: timeout.unwrap_or(defaults.timeout),
            connect_timeout: connect_timeout.unwrap_or(Duration::from_secs(10)),
            retries: layers
                .under(global.retries, keys::RETRIES, retries)?
                .unwrap_or(4),
            max_wait: max_wait.unwrap_or(Duration::from_secs(300)),
            proxies: ProxySettings::read(self.environment()),
            ca_cert: layers.under(global.ca_cert.clone(), keys::CA_CERT, str::parse)?,
            warnings: [warning, layers.profile.warning.clone()]
                .into_iter()
                .flatten()
                .collect(),
        })
    }

    fn base_url(&self) -> Result<BaseUrl, Failure> {
        let option = self.global.base_url.clone();
        if let Some(url) = self
            .layers
            .under(option, keys::BASE_URL, str::parse::<BaseUrl>)?
        {
            return Ok(url);
        }
        let own = self.service.as_ref().map(|service| &*service.base_url);
        own.unwrap_or(keys::BASE_URL.default)
            .parse()
            .map_err(|why: BadValue| Failure::new(Kind::Settings, why.to_string()))
    }

    fn credentials(&self) -> Result<(Credentials, Option<String>), Failure> {
        let global = &self.global;
        if let Some(service) = &self.service {
            let token = Token::new(service.token, global.auth_scheme)
                .map_err(|why| Failure::new(Kind::Settings, why))?;
            let source = None;
            return Ok((Credentials::Token { token, source }, None));
        }
        let scheme = self
            .layers
            .under(global.auth_scheme, keys::AUTH_SCHEME, choice::<Scheme>)?;
        Credentials::find(&self.layers, global.token_file.as_deref(), scheme)
    }
}

fn zone(global: &Global, layers: &Layers) -> Result<Zone, Failure> {
    let name = layers.under(global.tz, keys::TZ, str::parse::<ZoneName>)?;
    let name = name.unwrap_or(ZoneName::Iana(Zone::UTC));
    name.resolve(layers.environment.even_empty("TZ"))
}

/// Whether a terminal gets colour: what was asked for, else the terminal and its wishes.
///
/// # Errors
/// A settings failure if the profile's word is none.
pub(crate) fn colour(global: &Global, layers: &Layers, terminal: bool) -> Result<bool, Failure> {
    let choice = layers.under(global.color, keys::COLOR, choice::<ColorChoice>)?;
    Ok(match choice.unwrap_or(ColorChoice::Auto) {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => terminal && layers.environment.wants_colour(),
    })
}

/// How errors are written: the option, else the layers.
///
/// # Errors
/// A settings failure if their word is none.
pub(crate) fn error_format(
    option: Option<ErrorFormat>,
    layers: &Layers,
) -> Result<ErrorFormat, Failure> {
    let format = layers.under(option, keys::ERROR_FORMAT, choice::<ErrorFormat>)?;
    Ok(format.unwrap_or(ErrorFormat::Text))
}

fn retries(text: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| *number <= 100);
    number.ok_or_else(|| format!("`{text}` is not a number from 0 to 100"))
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

//! What was meant: options, environment and defaults, read once, here and nowhere else.

pub(crate) mod base_url;
pub(crate) mod credentials;
pub(crate) mod duration;
pub(crate) mod environment;
pub(crate) mod file;
pub(crate) mod keys;
pub(crate) mod output;
mod private;
mod profile;
pub(crate) mod proxy;
mod query;
pub(crate) mod redactor;
mod rows;
pub(crate) mod secret;
pub(crate) mod setting;
pub(crate) mod size;
pub(crate) mod sources;
pub(crate) mod time_arg;
pub(crate) mod time_range;
pub(crate) mod zone;
pub(crate) mod zone_name;

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgMatches, ValueEnum};

use crate::cli::{ColorChoice, ErrorFormat, GlobalArgs};
use crate::error::{CliError, ErrorKind};
pub(crate) use rows::ConfigRow;

use base_url::BaseUrl;
use credentials::{Credentials, Token};
use environment::Environment;
use keys::SettingKey;
use proxy::ProxySettings;
use setting::Setting;
use sources::SettingSources;
use zone::Zone;
use zone_name::ZoneName;

/// Connection settings of the sandbox. They replace those of the environment and the profile.
#[derive(Clone, Debug)]
pub(crate) struct SandboxConnection {
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
pub(crate) struct CommandDefaults {
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
pub(crate) const READ_DEFAULTS: CommandDefaults = CommandDefaults {
    concurrency: 8,
    only_if_told: false,
    most_concurrency: 32,
    timeout: Duration::from_secs(30),
    reuses_connections: true,
};

/// `export`: one at a time and with a long timeout, since a lost response leaves the outcome unknown.
/// For the same reason no request is sent on an idle connection, which the API may be closing.
pub(crate) const EXPORT_DEFAULTS: CommandDefaults = CommandDefaults {
    concurrency: 1,
    only_if_told: true,
    most_concurrency: 4,
    timeout: Duration::from_secs(60),
    reuses_connections: false,
};

/// The settings of a run.
#[derive(Debug)]
pub(crate) struct Settings {
    global: GlobalArgs,
    /// The command line, for `config show`.
    matches: ArgMatches,
    service: Option<SandboxConnection>,
    /// The environment and the profile.
    pub(crate) sources: SettingSources,
}

impl Settings {
    /// Creates the settings of a command line that was parsed with the defaults of `sources`.
    pub(crate) fn new(global: GlobalArgs, matches: ArgMatches, sources: SettingSources) -> Self {
        Self {
            global,
            matches,
            service: None,
            sources,
        }
    }

    /// Returns whether the sandbox is to be used.
    pub(crate) fn is_sandbox(&self) -> bool {
        self.global.sandbox
    }

    /// Uses the sandbox.
    pub(crate) fn use_service(&mut self, service: SandboxConnection) {
        self.service = Some(service);
    }

    /// Returns the zone of times without an offset, and of displayed times.
    ///
    /// # Errors
    /// An invalid zone, or a `local` that cannot be determined.
    pub(crate) fn zone(&self) -> Result<Zone, CliError> {
        let name = self.value(SettingKey::Tz, self.global.tz.as_ref())?;
        let name = name.unwrap_or(ZoneName::Iana(Zone::UTC));
        name.resolve(self.environment().any("TZ"))
    }

    /// Returns the environment of the run.
    pub(crate) fn environment(&self) -> &Environment {
        &self.sources.environment
    }

    /// Returns whether requests are printed instead of sent.
    pub(crate) fn dry_run(&self) -> bool {
        self.global.dry_run
    }

    /// Returns whether hints and progress are hidden.
    pub(crate) fn is_quiet(&self) -> bool {
        self.global.quiet
    }

    /// Returns how often `--verbose` was given.
    pub(crate) fn verbosity(&self) -> u8 {
        self.global.verbose
    }

    /// Returns whether output is colored: as configured, else as the terminal wants.
    ///
    /// # Errors
    /// An invalid setting.
    pub(crate) fn color(&self, is_terminal: bool) -> Result<bool, CliError> {
        let choice = self.value(SettingKey::Color, self.global.color.as_ref())?;
        Ok(match choice.unwrap_or(ColorChoice::Auto) {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && self.environment().wants_colour(),
        })
    }

    /// Returns the format of errors.
    ///
    /// # Errors
    /// An invalid setting.
    pub(crate) fn error_format(&self) -> Result<ErrorFormat, CliError> {
        let format = self.value(SettingKey::ErrorFormat, self.global.error_format.as_ref())?;
        Ok(format.unwrap_or(ErrorFormat::Text))
    }

    /// Returns how to connect to the API.
    ///
    /// # Errors
    /// A setting that is missing or invalid.
    pub(crate) fn connection(&self, defaults: CommandDefaults) -> Result<Connection, CliError> {
        let global = &self.global;
        let (credentials, warning) = self.credentials()?;
        let concurrency = if defaults.only_if_told {
            let option = global.concurrency.as_ref().and_then(Setting::option);
            option.copied()
        } else {
            self.value(SettingKey::Concurrency, global.concurrency.as_ref())?
        };
        let concurrency = concurrency
            .unwrap_or(defaults.concurrency)
            .min(defaults.most_concurrency);
        let timeout = self.value(SettingKey::Timeout, global.timeout.as_ref())?;
        let connect_timeout =
            self.value(SettingKey::ConnectTimeout, global.connect_timeout.as_ref())?;
        let retries = self.value(SettingKey::Retries, global.retries.as_ref())?;
        let max_wait = self.value(SettingKey::MaxWait, global.max_wait.as_ref())?;
        Ok(Connection {
            base_url: self.base_url()?,
            credentials,
            concurrency: concurrency.into(),
            timeout: timeout.unwrap_or(defaults.timeout),
            connect_timeout: connect_timeout.unwrap_or(Duration::from_secs(10)),
            retries: retries.unwrap_or(4).into(),
            max_wait: max_wait.unwrap_or(Duration::from_secs(300)),
            proxies: ProxySettings::read(self.environment()),
            ca_cert: self.value(SettingKey::CaCert, global.ca_cert.as_ref())?,
            reuses_connections: defaults.reuses_connections,
            warnings: [warning, self.sources.profile.warning.clone()]
                .into_iter()
                .flatten()
                .collect(),
        })
    }

    fn base_url(&self) -> Result<BaseUrl, CliError> {
        if let Some(url) = self.value(SettingKey::BaseUrl, self.global.base_url.as_ref())? {
            return Ok(url);
        }
        let own = self.service.as_ref().map(|service| &*service.base_url);
        own.unwrap_or(SettingKey::BaseUrl.default_text())
            .parse()
            .map_err(|why: String| CliError::new(ErrorKind::Settings, why))
    }

    fn credentials(&self) -> Result<(Credentials, Option<String>), CliError> {
        let global = &self.global;
        let scheme = self.value(SettingKey::AuthScheme, global.auth_scheme.as_ref())?;
        if let Some(service) = &self.service {
            let token = Token::new(service.token, scheme)
                .map_err(|why| CliError::new(ErrorKind::Settings, why))?;
            let source = None;
            return Ok((Credentials::Token { token, source }, None));
        }
        let token_file = global.token_file.as_ref().and_then(Setting::option);
        Credentials::find(&self.sources, token_file.map(PathBuf::as_path), scheme)
    }

    /// Returns the value of a setting: its option, else what environment or profile have.
    ///
    /// # Errors
    /// An invalid value, with the variable, or the file and line, that has it.
    fn value<T: Clone>(
        &self,
        key: SettingKey,
        setting: Option<&Setting<T>>,
    ) -> Result<Option<T>, CliError> {
        let Some(setting) = setting else {
            return Ok(None);
        };
        match &setting.value {
            Ok(value) => Ok(Some(value.clone())),
            // Only a value that was found can be invalid.
            Err(reason) => match self.sources.find(key)? {
                Some(found) => Err(found.invalid(reason)),
                None => Ok(None),
            },
        }
    }
}

/// Returns the format of errors for a command line that cannot be parsed.
pub(crate) fn error_format_of(option: Option<&str>, environment: &Environment) -> ErrorFormat {
    let variable = || environment.text("ENGAGEMENTS_ERROR_FORMAT").ok().flatten();
    let format = option.or_else(variable);
    let format = format.and_then(|text| ErrorFormat::from_str(text, false).ok());
    format.unwrap_or(ErrorFormat::Text)
}

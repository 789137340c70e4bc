//! The settings of a run: options, environment, profile and defaults, resolved once.
//!
//! 1. `main.rs` parses the command line, for `--config`, `--profile` and `--sandbox`.
//! 2. [`SettingSources::collect`] merges the profile, the environment variables and the settings of the
//!    sandbox: for each setting, the nearest source counts.
//! 3. [`SettingSources::parse`] checks each setting with the parser of its option. An invalid one keeps its
//!    error, which names the variable, or the file and the line.
//! 4. The valid ones become the defaults of their options, and the command line is parsed again.
//! 5. [`Settings`] returns what a command needs of the result: a connection, an output, a zone.

pub(crate) mod credentials;
pub(crate) mod file;
mod missing;
pub(crate) mod output;
mod profile;
pub(crate) mod proxy;
mod setting;
mod sources;

use std::path::PathBuf;
use std::time::Duration;

use crate::clap_error;
use crate::cli::{Cli, ColorChoice, Command, GlobalArgs};
use crate::console::ConsoleOptions;
use crate::environment::Environment;
use crate::error::{CliError, ErrorFormat, ErrorKind};
use crate::platform;
use crate::values::base_url::BaseUrl;
use crate::values::zone::{Zone, ZoneName};
use credentials::{CREDENTIAL_KEYS, Credentials};
use missing::API_TOKEN;
use profile::ConfigFile;
pub(crate) use profile::profile_names;
use proxy::ProxySettings;
pub(crate) use setting::SettingKey;
use setting::SettingSource;
use sources::SettingSources;

/// How to connect to the API.
#[derive(Clone)]
pub(crate) struct Connection {
    pub(crate) base_url: BaseUrl,
    pub(crate) credentials: Credentials,
    /// The maximum number of concurrent requests.
    pub(crate) concurrency: usize,
    /// Whether a connection serves several requests.
    pub(crate) reuses_connections: bool,
    /// The timeout of one attempt.
    pub(crate) timeout: Duration,
    pub(crate) connect_timeout: Duration,
    /// Attempts after the first.
    pub(crate) retries: u32,
    /// The maximum of all delays between two successes.
    pub(crate) max_wait: Duration,
    /// Proxies for https.
    pub(crate) proxies: ProxySettings,
    /// A PEM file with additional root certificates.
    pub(crate) ca_cert: Option<PathBuf>,
    /// Warnings about the permissions of files and the names of variables.
    pub(crate) warnings: Vec<String>,
}

/// The kind of requests of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestKind {
    /// Requests without side effects.
    Read,
    /// Exports. They are sent one at a time and with a long timeout, since a lost response leaves the
    /// outcome unknown. For the same reason no request is sent on an idle connection, which the API may
    /// be closing.
    Export,
}

/// The maximum number of concurrent exports.
const MAX_EXPORT_CONCURRENCY: u16 = 4;

/// The timeout of an export, unless one is set.
const EXPORT_TIMEOUT: Duration = Duration::from_secs(60);

/// The settings of a run.
pub(crate) struct Settings {
    pub(crate) global: GlobalArgs,
    pub(crate) environment: Environment,
    pub(crate) sources: SettingSources,
    pub(crate) config_file: ConfigFile,
}

impl Settings {
    /// Reads the environment and the profile, and parses the command line again with what they set as
    /// defaults. `sandbox` are the settings of the sandbox, if it is used.
    ///
    /// Invalid settings are left out: see [`Settings::check`].
    pub(crate) fn read(
        cli: Cli,
        environment: Environment,
        sandbox: Option<&[(SettingKey, String)]>,
    ) -> (Command, Self) {
        let (mut config_file, profile) = ConfigFile::read(&cli.global, &environment);
        let mut sources = SettingSources::collect(profile, &environment, sandbox);
        let parsed = sources.parse(&environment.arguments);
        let Cli {
            global, command, ..
        } = parsed.unwrap_or_else(|error| {
            config_file.check = Err(clap_error::usage_error(error));
            cli
        });
        let settings = Self {
            global,
            environment,
            sources,
            config_file,
        };
        (command, settings)
    }

    /// Checks that the config file and all settings are valid.
    ///
    /// # Errors
    /// The first that is not, with its variable, or its file and line.
    pub(crate) fn check(&self) -> Result<(), CliError> {
        self.config_file.check.clone()?;
        self.sources.check()
    }

    /// Returns whether requests are printed instead of sent.
    pub(crate) fn dry_run(&self) -> bool {
        self.global.dry_run
    }

    /// Returns whether output is colored.
    pub(crate) fn color(&self, is_terminal: bool) -> bool {
        match self.global.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && self.environment.has_color(),
        }
    }

    /// Returns which messages are printed, and how.
    pub(crate) fn console_options(&self) -> ConsoleOptions {
        let (global, is_terminal) = (&self.global, self.environment.stderr_is_terminal);
        ConsoleOptions {
            is_quiet: global.quiet,
            verbosity: global.verbose,
            is_colored: self.color(is_terminal),
            format: global.error_format,
            // A pager or another command's progress would be disturbed.
            has_progress: is_terminal
                && !self.environment.stdout_is_pipe
                && global.error_format == ErrorFormat::Text
                && !global.quiet
                && global.verbose == 0,
        }
    }

    /// Returns the zone of times without an offset, and of displayed times.
    ///
    /// # Errors
    /// Settings: `local` where neither `TZ` nor the system names a zone of the IANA database.
    pub(crate) fn zone(&self) -> Result<Zone, CliError> {
        if let ZoneName::Iana(zone) = self.global.tz {
            return Ok(zone);
        }
        let variable = self.environment.get_even_if_empty("TZ");
        let name = variable.map(|name| name.to_string_lossy().into_owned());
        let name = name.or_else(platform::system_zone);
        let zone = name.and_then(|name| Zone::of_variable(&name));
        zone.ok_or_else(|| {
            let reason = match variable {
                Some(_) => "`TZ` is not an IANA name",
                None => "the system does not name one",
            };
            let message = format!("cannot determine the local time zone: {reason}");
            CliError::new(ErrorKind::Settings, message)
                .hint("pass a name such as `--tz Europe/Tallinn`, or set `TZ` to one")
        })
    }

    /// Returns how to connect to the API.
    ///
    /// # Errors
    /// There are no credentials, or they cannot be read.
    pub(crate) fn connection(&self, kind: RequestKind) -> Result<Connection, CliError> {
        let global = &self.global;
        let configured = |key| self.sources.get(key).is_some();
        let scheme = configured(SettingKey::AuthScheme).then_some(global.auth_scheme);
        let credential = self.sources.nearest(&CREDENTIAL_KEYS);
        let credential = credential.ok_or_else(|| self.not_configured(&[API_TOKEN]))?;
        let credentials = Credentials::read(credential, scheme, &self.sources)?;
        let token_file = credential.token_file();
        let warning = token_file.and_then(|path| file::permission_warning(&path, false, true));
        let warnings = warning.into_iter().chain(self.config_file.warning.clone());
        let concurrency = match kind {
            RequestKind::Read => global.concurrency,
            RequestKind::Export if !self.is_option(SettingKey::Concurrency) => 1,
            RequestKind::Export => global.concurrency.min(MAX_EXPORT_CONCURRENCY),
        };
        let timeout = match kind {
            RequestKind::Export if !configured(SettingKey::Timeout) => EXPORT_TIMEOUT,
            _ => global.timeout,
        };
        Ok(Connection {
            base_url: global.base_url.clone(),
            credentials,
            concurrency: concurrency.into(),
            reuses_connections: kind == RequestKind::Read,
            timeout,
            connect_timeout: global.connect_timeout,
            retries: global.retries.into(),
            max_wait: global.max_wait,
            proxies: ProxySettings::read(&self.environment),
            ca_cert: global.ca_cert.clone(),
            warnings: warnings.chain(self.misnamed_variables()).collect(),
        })
    }

    /// Returns whether a setting was given as an option.
    pub(crate) fn is_option(&self, key: SettingKey) -> bool {
        let setting = self.sources.get(key);
        setting.is_some_and(|setting| setting.source == SettingSource::Option)
    }
}

//! Where to connect, as whom, how patiently, and how much is said about it.

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, Args, ValueEnum};

use crate::settings::base_url::BaseUrl;
use crate::settings::duration::{parse_deadline, parse_duration};
use crate::settings::zone::Zone;
use crate::settings::zone_name::ZoneName;

/// Options that every command takes.
#[derive(Args, Debug)]
#[command(next_help_heading = "Connection (global)")]
pub(crate) struct Global {
    /// Profile of the config file
    ///
    /// [env: `ENGAGEMENTS_PROFILE`] [default: default]
    #[arg(long, value_name = "NAME", global = true)]
    pub(crate) profile: Option<String>,
    /// Config file
    ///
    /// [env: `ENGAGEMENTS_CONFIG`] [default: engagements/config.toml in the user's config directory]
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
    /// Address of the API
    ///
    /// [env: `ENGAGEMENTS_BASE_URL`] [default: `https://api.salemove.com`]
    #[arg(long, value_name = "URL", global = true)]
    #[arg(conflicts_with = "sandbox")]
    pub(crate) base_url: Option<BaseUrl>,
    /// File that holds the token; `-` reads standard input
    ///
    /// [env: `ENGAGEMENTS_TOKEN_FILE`; the token itself: `ENGAGEMENTS_TOKEN`; or an API key:
    /// `ENGAGEMENTS_API_KEY_ID` and `ENGAGEMENTS_API_KEY_SECRET`]
    #[arg(long, value_name = "FILE", global = true)]
    #[arg(conflicts_with = "sandbox")]
    pub(crate) token_file: Option<PathBuf>,
    /// The word before the token
    ///
    /// [env: `ENGAGEMENTS_AUTH_SCHEME`] [default: token]
    #[arg(long, value_name = "SCHEME", global = true)]
    pub(crate) auth_scheme: Option<Scheme>,
    /// Requests in flight, 1 to 32
    ///
    /// [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]
    #[arg(short = 'j', long, value_name = "N", global = true)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=32))]
    pub(crate) concurrency: Option<u16>,
    /// Deadline of one attempt, headers and body [default: 30s; export: 60s]
    ///
    /// D is a length of time: `500ms`, `30s`, `5m`, `2h`; a bare number is seconds. Of the download
    /// of a recording it is how long nothing may come.
    #[arg(long, value_name = "D", global = true)]
    #[arg(value_parser = parse_deadline)]
    pub(crate) timeout: Option<Duration>,
    /// Deadline of one connection [default: 10s]
    #[arg(long, value_name = "D", global = true)]
    #[arg(value_parser = parse_deadline)]
    pub(crate) connect_timeout: Option<Duration>,
    /// Attempts after the first [default: 4]
    #[arg(long, value_name = "N", global = true)]
    #[arg(value_parser = clap::value_parser!(u32).range(..=100))]
    pub(crate) retries: Option<u32>,
    /// The longest that all waits of a run may take [default: 5m]
    #[arg(long, value_name = "D", global = true)]
    #[arg(value_parser = parse_duration)]
    pub(crate) max_wait: Option<Duration>,
    /// Further root certificates, a PEM file
    ///
    /// [env of proxies: `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`]
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) ca_cert: Option<PathBuf>,
    /// Run the command against a practice server of its own
    ///
    /// It is started in the same process; neither a token nor a site is needed.
    #[arg(long, global = true)]
    pub(crate) sandbox: bool,
    /// Zone of times: utc, local, Europe/Tallinn
    ///
    /// It holds for times that are typed without an offset, for those of the table and for the days
    /// of a summary.
    ///
    /// [env: `ENGAGEMENTS_TZ`] [default: utc]
    #[arg(long, value_name = "ZONE", global = true)]
    pub(crate) tz: Option<ZoneName>,
    /// Whether to use colour
    ///
    /// [env: `NO_COLOR`] [default: auto]
    #[arg(long, value_name = "WHEN", global = true)]
    pub(crate) color: Option<ColorChoice>,
    /// Print the requests as curl commands, send none
    ///
    /// `export` still reads the list, where that says which engagements it is for.
    #[arg(short = 'n', long, global = true)]
    pub(crate) dry_run: bool,
    /// No hints, no progress
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Trace each request on stderr; twice for headers
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// How errors are written to stderr
    ///
    /// [env: `ENGAGEMENTS_ERROR_FORMAT`] [default: text]
    #[arg(long, value_name = "FORMAT", global = true)]
    pub(crate) error_format: Option<ErrorFormat>,
}

impl Global {
    /// The option of a setting as it was typed, if it was.
    pub(crate) fn typed(&self, name: &str) -> Option<String> {
        fn word<T: ValueEnum>(value: &T) -> Option<String> {
            Some(value.to_possible_value()?.get_name().to_owned())
        }
        match name {
            "base_url" => self.base_url.as_ref().map(|url| url.url().to_string()),
            "auth_scheme" => self.auth_scheme.as_ref().and_then(word),
            "token_file" => self
                .token_file
                .as_ref()
                .map(|path| path.display().to_string()),
            "concurrency" => self.concurrency.map(|number| number.to_string()),
            "timeout" => self.timeout.map(|span| format!("{span:?}")),
            "connect_timeout" => self.connect_timeout.map(|span| format!("{span:?}")),
            "retries" => self.retries.map(|number| number.to_string()),
            "max_wait" => self.max_wait.map(|span| format!("{span:?}")),
            "ca_cert" => self.ca_cert.as_ref().map(|path| path.display().to_string()),
            "tz" => self.tz.map(|zone| match zone {
                ZoneName::Local => "local".to_owned(),
                ZoneName::Iana(Zone::UTC) => "utc".to_owned(),
                ZoneName::Iana(zone) => zone.to_string(),
            }),
            "color" => self.color.as_ref().and_then(word),
            "error_format" => self.error_format.as_ref().and_then(word),
            _ => None,
        }
    }
}

/// The word before the token (facts, "Credentials").
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scheme {
    /// For a personal API token
    Token,
    /// For a bearer token, which newer deployments want
    Bearer,
}

/// Whether to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal that wants it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How errors are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ErrorFormat {
    /// For people
    Text,
    /// One object on stderr
    Json,
}

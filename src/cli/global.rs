//! Options of every command.

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, Args, ValueEnum};

use crate::error::ErrorFormat;
use crate::values::base_url::BaseUrl;
use crate::values::quantity::{number, parse_deadline, parse_duration};
use crate::values::token::AuthScheme;
use crate::values::zone::ZoneName;

/// Options of every command.
///
/// The ID of an option is the name of its setting, if it has one.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
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
    /// Base URL of the API
    ///
    /// [env: `ENGAGEMENTS_BASE_URL`]
    #[arg(long, value_name = "URL", global = true, conflicts_with = "sandbox")]
    #[arg(default_value = "https://api.salemove.com")]
    pub(crate) base_url: BaseUrl,
    /// File that contains the token; `-` reads standard input
    ///
    /// The token itself is read from `ENGAGEMENTS_TOKEN`; instead of one, an API key from
    /// `ENGAGEMENTS_API_KEY_ID` and `ENGAGEMENTS_API_KEY_SECRET`.
    ///
    /// [env: `ENGAGEMENTS_TOKEN_FILE`]
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "sandbox")]
    pub(crate) token_file: Option<PathBuf>,
    /// Authentication scheme before the token
    ///
    /// [env: `ENGAGEMENTS_AUTH_SCHEME`]
    #[arg(long, value_name = "SCHEME", global = true, default_value = "token")]
    pub(crate) auth_scheme: AuthScheme,
    /// Maximum number of concurrent requests, 1 to 32
    ///
    /// `export` sends one at a time unless the option is given, and at most 4.
    ///
    /// [env: `ENGAGEMENTS_CONCURRENCY`]
    #[arg(short = 'j', long, value_name = "COUNT", global = true)]
    #[arg(default_value = "8", value_parser = number::<u16>(1, Some(32)))]
    pub(crate) concurrency: u16,
    /// Timeout per attempt; for recordings, per period without data
    ///
    /// A duration is `500ms`, `30s`, `5m`, `2h` or `1h30m`; a bare number is seconds. `export` waits
    /// 60s unless a timeout is set.
    #[arg(long, value_name = "DURATION", global = true)]
    #[arg(default_value = "30s", value_parser = parse_deadline)]
    pub(crate) timeout: Duration,
    /// Timeout for connecting
    #[arg(long, value_name = "DURATION", global = true)]
    #[arg(default_value = "10s", value_parser = parse_deadline)]
    pub(crate) connect_timeout: Duration,
    /// Maximum number of retries per request
    #[arg(long, value_name = "COUNT", global = true)]
    #[arg(default_value = "4", value_parser = number::<u16>(0, Some(100)))]
    pub(crate) retries: u16,
    /// Maximum total time spent waiting for retries
    #[arg(long, value_name = "DURATION", global = true)]
    #[arg(default_value = "5m", value_parser = parse_duration)]
    pub(crate) max_wait: Duration,
    /// Additional root certificates (PEM)
    ///
    /// Proxies are read from `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`.
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) ca_cert: Option<PathBuf>,
    /// Use a built-in mock of the API; needs no token
    ///
    /// It runs in the same process, with its own token, sites and operators.
    #[arg(long, global = true)]
    pub(crate) sandbox: bool,
    /// Time zone for times without an offset and for displayed times
    ///
    /// `utc`, `local` or an IANA name such as `Europe/Tallinn`. The days and hours of a summary
    /// follow it too.
    ///
    /// [env: `ENGAGEMENTS_TZ`]
    #[arg(long, value_name = "ZONE", global = true, default_value = "utc")]
    pub(crate) tz: ZoneName,
    /// When to use color
    ///
    /// [env: `NO_COLOR`, `TERM=dumb`]
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub(crate) color: ColorChoice,
    /// Print requests as curl commands instead of sending them
    ///
    /// `export` still reads the list if that determines which engagements it exports.
    #[arg(short = 'n', long, global = true)]
    pub(crate) dry_run: bool,
    /// Hide hints and progress
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Log requests to stderr; twice: with headers
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Format of errors on stderr
    ///
    /// [env: `ENGAGEMENTS_ERROR_FORMAT`]
    #[arg(long, value_name = "FORMAT", global = true, default_value = "text")]
    pub(crate) error_format: ErrorFormat,
    /// Print help: `-h` the first screen, `--help` all of it
    #[arg(id = "help", short, long, global = true, action = ArgAction::Help)]
    _help: Option<bool>,
}

/// When to use color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

//! Options of every command.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{EnumValueParser, PathBufValueParser};
use clap::{ArgAction, Args, ValueEnum};

use crate::settings::base_url::BaseUrl;
use crate::settings::duration::{parse_deadline, parse_duration};
use crate::settings::setting::{Setting, setting};
use crate::settings::zone_name::ZoneName;

/// Options of every command.
///
/// Where the ID of an option is the name of a setting, its help names the variable and the default.
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
    #[arg(long, value_name = "URL", global = true)]
    #[arg(conflicts_with = "sandbox", value_parser = setting(str::parse::<BaseUrl>))]
    pub(crate) base_url: Option<Setting<BaseUrl>>,
    /// File that contains the token; `-` reads standard input
    ///
    /// The token itself is read from `ENGAGEMENTS_TOKEN`; instead of one, an API key from
    /// `ENGAGEMENTS_API_KEY_ID` and `ENGAGEMENTS_API_KEY_SECRET`.
    #[arg(long, value_name = "FILE", global = true)]
    #[arg(conflicts_with = "sandbox", value_parser = setting(PathBufValueParser::new()))]
    pub(crate) token_file: Option<Setting<PathBuf>>,
    /// Authentication scheme before the token
    #[arg(long, value_name = "SCHEME", global = true)]
    #[arg(value_parser = setting(EnumValueParser::<AuthScheme>::new()))]
    pub(crate) auth_scheme: Option<Setting<AuthScheme>>,
    /// Maximum number of concurrent requests, 1 to 32
    ///
    /// `export` sends one at a time unless the option is given, and at most 4.
    #[arg(short = 'j', long, value_name = "COUNT", global = true)]
    #[arg(value_parser = setting(number::<1, 32>))]
    pub(crate) concurrency: Option<Setting<u16>>,
    /// Timeout per attempt; for recordings, per period without data
    ///
    /// A duration is `500ms`, `30s`, `5m`, `2h` or `1h30m`; a bare number is seconds. `export` waits
    /// 60s unless a timeout is set.
    #[arg(long, value_name = "DURATION", global = true)]
    #[arg(value_parser = setting(parse_deadline))]
    pub(crate) timeout: Option<Setting<Duration>>,
    /// Timeout for connecting
    #[arg(long, value_name = "DURATION", global = true)]
    #[arg(value_parser = setting(parse_deadline))]
    pub(crate) connect_timeout: Option<Setting<Duration>>,
    /// Maximum number of retries per request
    #[arg(long, value_name = "COUNT", global = true)]
    #[arg(value_parser = setting(number::<0, 100>))]
    pub(crate) retries: Option<Setting<u16>>,
    /// Maximum total time spent waiting for retries
    #[arg(long, value_name = "DURATION", global = true)]
    #[arg(value_parser = setting(parse_duration))]
    pub(crate) max_wait: Option<Setting<Duration>>,
    /// Additional root certificates (PEM)
    ///
    /// Proxies are read from `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`.
    #[arg(long, value_name = "FILE", global = true)]
    #[arg(value_parser = setting(PathBufValueParser::new()))]
    pub(crate) ca_cert: Option<Setting<PathBuf>>,
    /// Use a built-in mock of the API; needs no token
    ///
    /// It runs in the same process, with its own token, sites and operators.
    #[arg(long, global = true)]
    pub(crate) sandbox: bool,
    /// Time zone for times without an offset and for displayed times
    ///
    /// `utc`, `local` or an IANA name such as `Europe/Tallinn`. The days and hours of a summary
    /// follow it too.
    #[arg(long, value_name = "ZONE", global = true)]
    #[arg(value_parser = setting(str::parse::<ZoneName>))]
    pub(crate) tz: Option<Setting<ZoneName>>,
    /// When to use color
    ///
    /// [env: `NO_COLOR`, `TERM=dumb`]
    #[arg(long, value_name = "WHEN", global = true)]
    #[arg(value_parser = setting(EnumValueParser::<ColorChoice>::new()))]
    pub(crate) color: Option<Setting<ColorChoice>>,
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
    #[arg(long, value_name = "FORMAT", global = true)]
    #[arg(value_parser = setting(EnumValueParser::<ErrorFormat>::new()))]
    pub(crate) error_format: Option<Setting<ErrorFormat>>,
}

/// Parses a number of a range.
fn number<const MIN: u16, const MAX: u16>(text: &str) -> Result<u16, String> {
    let number = text.parse().ok();
    let number = number.filter(|number| (MIN..=MAX).contains(number));
    number.ok_or_else(|| format!("expected a number from {MIN} to {MAX}"))
}

/// The authentication scheme before the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuthScheme {
    /// For a personal API token
    Token,
    /// For a bearer token, which newer deployments want
    Bearer,
}

/// When to use color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal that wants it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The format of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ErrorFormat {
    /// For people
    Text,
    /// One object on stderr
    Json,
}

//! What the parser of the command line reports: help, the version, or what is wrong.

use std::error::Error;
use std::process::ExitCode;

use clap::error::{self, ContextKind, ContextValue};

use crate::cli::ErrorFormat;
use crate::console::Console;
use crate::error::{CliError, ErrorKind};
use crate::sanitize::Sanitized;
use crate::settings::base_url::redact_userinfo;
use crate::settings::environment::Environment;
use crate::settings::error_format_of;
use crate::sink;

/// Prints it where it belongs and returns the exit code: help that was asked for is data and
/// goes to stdout, everything else to stderr.
pub(crate) fn answer(error: clap::Error, environment: &Environment) -> ExitCode {
    if let error::ErrorKind::DisplayHelp | error::ErrorKind::DisplayVersion = error.kind() {
        return match sink::print(error.render().to_string().as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => Console::plain(ErrorFormat::Text).report_fatal(&error),
        };
    }
    let format = error_format_of(typed_format(environment).as_deref(), environment);
    let text = text(error);
    if format == ErrorFormat::Json {
        return Console::plain(ErrorFormat::Json).report_fatal(&failure(&text).into());
    }
    Console::plain(ErrorFormat::Text).usage(&text);
    ExitCode::from(ErrorKind::Usage.code())
}

/// The parser's own layout, which shows the usage and what is near, with every value on one line
/// and sanitized: values can be anybody's words, and an address may hold a password.
fn text(mut error: clap::Error) -> String {
    let values: Vec<_> = error
        .context()
        .map(|(kind, value)| (kind, value.clone()))
        .collect();
    let is_address = error
        .get(ContextKind::InvalidArg)
        .is_some_and(|option| option.to_string().starts_with("--base-url"));
    let clean = |text: &str| Sanitized::line(text).to_string();
    let mut has_breaks = false;
    for (kind, value) in values {
        has_breaks |= value.to_string().contains(['\n', '\r']);
        let value = match value {
            ContextValue::String(text) if is_address && kind == ContextKind::InvalidValue => {
                ContextValue::String(clean(&redact_userinfo(&text)))
            }
            ContextValue::String(text) => ContextValue::String(clean(&text)),
            ContextValue::Strings(texts) => {
                ContextValue::Strings(texts.iter().map(|text| clean(text)).collect())
            }
            ContextValue::StyledStrs(texts) => ContextValue::StyledStrs(
                texts
                    .iter()
                    .map(|text| clean(&text.to_string()).into())
                    .collect(),
            ),
            other => other,
        };
        error.insert(kind, value);
    }
    // The parser keeps the reason where it cannot be changed, and it may repeat the value.
    let Some(why) = error.source().map(ToString::to_string) else {
        return error.render().to_string();
    };
    let lines = why.lines().map(str::trim);
    let between = if has_breaks { " " } else { "\n  " };
    let why = lines.map(clean).collect::<Vec<_>>().join(between);
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (value, option) = (
        context(ContextKind::InvalidValue),
        context(ContextKind::InvalidArg),
    );
    format!(
        "error: invalid value '{value}' for '{option}': {why}\n\nFor more information, try '--help'.\n"
    )
}

/// `--error-format` of a command line that could not be parsed as a whole.
fn typed_format(environment: &Environment) -> Option<String> {
    let words = environment
        .arguments
        .iter()
        .map(|word| word.to_string_lossy());
    let mut after = words.skip_while(|word| !word.starts_with("--error-format"));
    let option = after.next()?;
    let value = option.split_once('=').map(|(_, value)| value.to_owned());
    value.or_else(|| after.next().map(std::borrow::Cow::into_owned))
}

/// The same as a failure: the first paragraph is its message, the rest helps.
fn failure(text: &str) -> CliError {
    let Some(text) = text.strip_prefix("error: ") else {
        // Help that was not asked for.
        return CliError::new(ErrorKind::Usage, "missing arguments")
            .hint("use `--help` for the options");
    };
    let (message, help) = text.split_once("\n\n").unwrap_or((text, ""));
    let lines = |text: &str, between: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(between)
    };
    CliError::new(ErrorKind::Usage, lines(message, " ")).hint(lines(help, "\n"))
}

//! Errors of the command line parser: help, the version, or a usage error.

use std::error::Error;
use std::ffi::OsStr;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind as ClapErrorKind};

use crate::console::Console;
use crate::environment::Environment;
use crate::error::{CliError, ErrorFormat, ErrorKind};
use crate::sanitize::Sanitized;
use crate::similar::closest;
use crate::sink;
use crate::values::base_url::redact_userinfo;

/// Prints help and version to stdout, anything else to stderr, and returns the exit code.
pub(crate) fn report(error: clap::Error, environment: &Environment) -> ExitCode {
    let text = error.render().to_string();
    let format = error_format(environment);
    let console = Console::plain(format);
    match error.kind() {
        ClapErrorKind::DisplayHelp | ClapErrorKind::DisplayVersion => {
            match sink::print(text.as_bytes()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => console.report_fatal(&error),
            }
        }
        ClapErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if format == ErrorFormat::Text => {
            console.usage(&text);
            ExitCode::from(ErrorKind::Usage.code())
        }
        _ => console.report_fatal(&usage_error(error).into()),
    }
}

/// Words and options of other tools, and what to use instead.
const HABITS: [(&str, &str); 11] = [
    ("--csv", "use `-o csv`"),
    ("--end", "use `--until`"),
    ("--format", "use `-o`"),
    ("--from", "use `--since`"),
    ("--json", "use `-o json`"),
    ("--start", "use `--since`"),
    ("--to", "use `--until`"),
    ("--token", "set `ENGAGEMENTS_TOKEN`, or use `--token-file`"),
    ("get", "use `show`"),
    ("jsonl", "use `ndjson`"),
    ("view", "use `show`"),
];

/// Converts an error of the parser.
pub(crate) fn usage_error(mut error: clap::Error) -> CliError {
    sanitize(&mut error);
    let context = |kind| text(&error, kind).unwrap_or_default();
    let (value, option) = (
        context(ContextKind::InvalidValue),
        context(ContextKind::InvalidArg),
    );
    let message = match error.kind() {
        ClapErrorKind::InvalidValue if value.is_empty() => format!("no value given for '{option}'"),
        ClapErrorKind::InvalidValue | ClapErrorKind::ValueValidation => {
            format!("invalid value '{value}' for '{option}': {}", reason(&error))
        }
        ClapErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "missing arguments".to_owned(),
        _ => {
            let text = error.render().to_string();
            let text = text.trim_start_matches("error: ").split("\n\n").next();
            let lines = text.unwrap_or_default().lines().map(str::trim);
            lines.collect::<Vec<_>>().join(" ")
        }
    };
    // The reason for an invalid value can have a second line, which helps.
    let (message, help) = match message.split_once('\n') {
        Some((message, help)) => (message, Some(help.to_owned())),
        None => (&*message, suggestion(&error)),
    };
    let failure = CliError::new(ErrorKind::Usage, message);
    match help {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// Returns what was probably meant, else how to find out.
fn suggestion(error: &clap::Error) -> Option<String> {
    for (rejected, suggested) in [
        (ContextKind::InvalidArg, ContextKind::SuggestedArg),
        (
            ContextKind::InvalidSubcommand,
            ContextKind::SuggestedSubcommand,
        ),
        (ContextKind::InvalidValue, ContextKind::SuggestedValue),
    ] {
        let rejected = text(error, rejected).unwrap_or_default();
        if let Some((_, hint)) = HABITS.iter().find(|(word, _)| *word == rejected) {
            return Some((*hint).to_owned());
        }
        // The parser also suggests names that are hardly similar.
        let suggested = text(error, suggested);
        if let Some(name) = closest(&rejected, suggested.as_deref().into_iter()) {
            return Some(format!("did you mean `{name}`?"));
        }
    }
    let is_unknown = matches!(
        error.kind(),
        ClapErrorKind::UnknownArgument
            | ClapErrorKind::InvalidSubcommand
            | ClapErrorKind::MissingRequiredArgument
            | ClapErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    is_unknown.then(|| "use `--help` for the options".to_owned())
}

/// Returns a part of an error, such as the value that was rejected.
fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    error.get(kind).map(ToString::to_string)
}

/// Makes the values in an error safe to print in one line.
fn sanitize(error: &mut clap::Error) {
    let option = text(error, ContextKind::InvalidArg).unwrap_or_default();
    let is_address = option.starts_with("--base-url");
    let texts = error.context().filter_map(|(kind, value)| match value {
        ContextValue::String(text) => Some((kind, text.clone())),
        _ => None,
    });
    for (kind, mut text) in texts.collect::<Vec<_>>() {
        if is_address && kind == ContextKind::InvalidValue {
            text = redact_userinfo(&text);
        }
        let text = Sanitized::line(&text).to_string();
        error.insert(kind, ContextValue::String(text));
    }
}

/// Returns why a value is invalid, without the value.
pub(crate) fn reason(error: &clap::Error) -> String {
    if let Some(reason) = error.source() {
        return reason.to_string();
    }
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) if !values.is_empty() => {
            let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            format!("expected one of {}", values.join(", "))
        }
        _ if text(error, ContextKind::InvalidValue).is_some_and(|value| value.is_empty()) => {
            "it is empty".to_owned()
        }
        _ => "not UTF-8".to_owned(),
    }
}

/// Returns the format of errors before the settings are read.
pub(crate) fn error_format(environment: &Environment) -> ErrorFormat {
    let words = environment
        .arguments
        .iter()
        .map(|word| word.to_string_lossy());
    let line = words.collect::<Vec<_>>().join(" ").replace('=', " ");
    let is_json = match line.split_once("--error-format ") {
        Some((_, rest)) => rest.split(' ').next() == Some("json"),
        None => environment.get("ENGAGEMENTS_ERROR_FORMAT") == Some(OsStr::new("json")),
    };
    if is_json {
        ErrorFormat::Json
    } else {
        ErrorFormat::Text
    }
}

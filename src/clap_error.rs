//! Errors of the command line parser: help, the version, or a usage error.

use std::error::Error;
use std::ffi::OsStr;
use std::process::ExitCode;

use clap::ValueEnum;
use clap::error::{ContextKind, ContextValue, ErrorKind as ClapErrorKind};

use crate::console::Console;
use crate::environment::Environment;
use crate::error::{CliError, ErrorFormat, ErrorKind, closest};
use crate::sanitize::Sanitized;
use crate::sink;
use crate::values::base_url::redact_userinfo;

/// Prints help and version to stdout, anything else to stderr, and returns the exit code.
pub(crate) fn report(error: clap::Error, environment: &Environment) -> ExitCode {
    let text = error.render().to_string();
    let format = error_format(environment);
    let console = Console::plain(format);
    match error.kind() {
        ClapErrorKind::DisplayHelp | ClapErrorKind::DisplayVersion => {
            console.report(sink::print(text.as_bytes()))
        }
        ClapErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if format == ErrorFormat::Text => {
            console.usage(&text);
            ExitCode::from(ErrorKind::Usage.code())
        }
        _ => console.report(Err(usage_error(error).into())),
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
    let message = message(&error);
    // The reason for an invalid value can have a second line, which helps.
    let (message, hint) = match message.split_once('\n') {
        Some((message, hint)) => (message, Some(hint.to_owned())),
        None => (&*message, suggestion(&error)),
    };
    CliError {
        hint,
        ..CliError::new(ErrorKind::Usage, message)
    }
}

/// Makes the values in an error safe to print in one line.
fn sanitize(error: &mut clap::Error) {
    let is_address = part(error, ContextKind::InvalidArg).starts_with("--base-url");
    let texts = error.context().filter_map(|(kind, value)| match value {
        ContextValue::String(text) if is_address && kind == ContextKind::InvalidValue => {
            Some((kind, redact_userinfo(text)))
        }
        ContextValue::String(text) => Some((kind, text.clone())),
        _ => None,
    });
    for (kind, text) in texts.collect::<Vec<_>>() {
        let text = Sanitized::line(&text).to_string();
        error.insert(kind, ContextValue::String(text));
    }
}

/// Returns what is wrong with which argument.
fn message(error: &clap::Error) -> String {
    let value = part(error, ContextKind::InvalidValue);
    let option = part(error, ContextKind::InvalidArg);
    match error.kind() {
        ClapErrorKind::InvalidValue if value.is_empty() => format!("no value given for '{option}'"),
        ClapErrorKind::InvalidValue | ClapErrorKind::ValueValidation => {
            format!("invalid value '{value}' for '{option}': {}", reason(error))
        }
        ClapErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "missing arguments".to_owned(),
        _ => {
            let text = error.render().to_string();
            let text = text.trim_start_matches("error: ").split("\n\n").next();
            let lines = text.unwrap_or_default().lines().map(str::trim);
            lines.collect::<Vec<_>>().join(" ")
        }
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
        let (rejected, suggested) = (part(error, rejected), part(error, suggested));
        if let Some((_, hint)) = HABITS.iter().find(|(word, _)| *word == rejected) {
            return Some((*hint).to_owned());
        }
        // The parser also suggests names that are hardly similar.
        if !suggested.is_empty() && closest(&rejected, [&*suggested].into_iter()).is_some() {
            return Some(format!("did you mean `{suggested}`?"));
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
        // An option with a parser of its own has a source above.
        _ => "it is empty".to_owned(),
    }
}

/// Returns a part of an error, such as the value that was rejected; empty if there is none.
fn part(error: &clap::Error, kind: ContextKind) -> String {
    error.get(kind).map(ToString::to_string).unwrap_or_default()
}

/// Returns the format of errors before the settings are read.
pub(crate) fn error_format(environment: &Environment) -> ErrorFormat {
    let words = environment.arguments.iter();
    let words = words.map(|word| word.to_string_lossy());
    let line = words.collect::<Vec<_>>().join(" ").replace('=', " ");
    let name = match line.split_once("--error-format ") {
        Some((_, rest)) => rest.split(' ').next(),
        None => environment
            .get("ENGAGEMENTS_ERROR_FORMAT")
            .and_then(OsStr::to_str),
    };
    let format = name.and_then(|name| ErrorFormat::from_str(name, false).ok());
    format.unwrap_or_default()
}

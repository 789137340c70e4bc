//! What the parser of the command line has to say: help, the version, or what is wrong.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::ErrorFormat;
use crate::failure::{Failure, Kind};
use crate::settings::base_url::without_user;
use crate::settings::environment::Environment;
use crate::settings::layers::Layers;
use crate::settings::{choice, error_format};
use crate::sink;
use crate::talk::Talk;

/// Prints it where it belongs and says with which code to leave: help that was asked for is data
/// and goes to stdout, everything else is talk.
pub(crate) fn answer(words: clap::Error, environment: Environment) -> ExitCode {
    let words = &without_password(words);
    match words.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            match sink::print(words.render().to_string().as_bytes()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => Talk::plain(ErrorFormat::Text).last_word(&error.into()),
            }
        }
        _ => {
            let typed = typed_format(&environment);
            let format = error_format(typed, &layers(environment));
            if matches!(format, Ok(ErrorFormat::Json)) {
                return Talk::plain(ErrorFormat::Json).last_word(&failure(words).into());
            }
            // The parser's own layout: it shows the usage and what is near.
            let _ = words.print();
            ExitCode::from(Kind::Usage.code())
        }
    }
}

/// What stands below an option when there is no command line to name a profile.
fn layers(environment: Environment) -> Layers {
    Layers {
        environment,
        ..Layers::default()
    }
}

/// The parser repeats a value that it does not take, but an address may hold a password.
fn without_password(mut words: clap::Error) -> clap::Error {
    let option = words.get(ContextKind::InvalidArg).map(ToString::to_string);
    let value = match words.get(ContextKind::InvalidValue) {
        Some(ContextValue::String(value)) => without_user(value),
        _ => return words,
    };
    if option.is_some_and(|option| option.starts_with("--base-url")) {
        words.insert(ContextKind::InvalidValue, ContextValue::String(value));
    }
    words
}

/// `--error-format` of a command line that could not be parsed as a whole.
fn typed_format(environment: &Environment) -> Option<ErrorFormat> {
    let words = environment
        .arguments
        .iter()
        .map(|word| word.to_string_lossy());
    let mut after = words.skip_while(|word| !word.starts_with("--error-format"));
    let option = after.next()?;
    let value = option.split_once('=').map(|(_, value)| value.to_owned());
    choice(&value.or_else(|| after.next().map(std::borrow::Cow::into_owned))?).ok()
}

/// The same as a failure: the first paragraph says it, the rest helps.
fn failure(words: &clap::Error) -> Failure {
    if words.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let message = "the command line says too little: arguments are missing";
        return Failure::new(Kind::Usage, message).hint("`--help` shows what can be typed");
    }
    let text = words.render().to_string();
    let (what, help) = text.split_once("\n\n").unwrap_or((&text, ""));
    let lines = |text: &str, between: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(between)
    };
    let message = lines(what, " ");
    let message = message.strip_prefix("error: ").unwrap_or(&message);
    Failure::new(Kind::Usage, message).hint(lines(help, "\n"))
}

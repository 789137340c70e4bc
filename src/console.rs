//! Writes messages to stderr: errors, hints, notes, prompts, traces and progress.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use crate::error::{CliError, ErrorFormat, ErrorKind};
use crate::progress::Progress;
use crate::render::json;
use crate::sanitize::Sanitized;
use crate::values::secret::{MASK, Secret};

/// The characters that are kept at the beginning and at the end of a longer message. The API's part of it
/// has no limit; what the tool adds, such as the idempotency key of an export, is at the end.
const START_CHARS: usize = 600;
const END_CHARS: usize = 300;

/// Which messages are printed, and how.
#[derive(Debug, Default)]
pub(crate) struct ConsoleOptions {
    /// Whether notes and hints are left out.
    pub(crate) is_quiet: bool,
    /// The level of traces: 0 for none, 2 for all.
    pub(crate) verbosity: u8,
    pub(crate) is_colored: bool,
    pub(crate) format: ErrorFormat,
    pub(crate) has_progress: bool,
}

/// Prints messages, sanitized and without secrets.
#[derive(Debug, Default)]
pub(crate) struct Console {
    options: ConsoleOptions,
    progress: Progress,
    /// The secrets that the run has used so far, in all spellings, the longest first.
    secrets: Mutex<Vec<Secret>>,
}

impl Console {
    /// Creates the console of a run.
    pub(crate) fn new(options: ConsoleOptions) -> Self {
        Self {
            options,
            ..Self::default()
        }
    }

    /// Creates a console without settings, for a command line that cannot be parsed.
    pub(crate) fn plain(format: ErrorFormat) -> Self {
        Self::new(ConsoleOptions {
            format,
            ..ConsoleOptions::default()
        })
    }

    /// Redacts a secret in all later messages: plain, in JSON and in a URL.
    pub(crate) fn redact(&self, secret: &Secret) {
        let plain = secret.expose();
        if plain.is_empty() {
            return;
        }
        let in_json = serde_json::Value::from(plain).to_string();
        let spellings = [
            plain.to_owned(),
            in_json.trim_matches('"').to_owned(),
            percent_encoded(plain, |byte| format!("%{byte:02X}")),
            percent_encoded(plain, |byte| format!("%{byte:02x}")),
        ];
        let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.extend(spellings.map(Secret::new));
        // One secret may begin with another.
        secrets.sort_by_key(|secret| Reverse(secret.expose().len()));
    }

    /// Returns a text without the secrets in use, which the API may have repeated in it.
    pub(crate) fn redacted_text(&self, text: &str) -> String {
        let secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.iter().fold(text.to_owned(), |text, secret| {
            text.replace(secret.expose(), MASK)
        })
    }

    /// Returns an error without the secrets in use.
    pub(crate) fn redacted(&self, error: CliError) -> CliError {
        let redacted = |text: String| self.redacted_text(&text);
        CliError {
            // Redacted before it is truncated: a part of a secret is not recognized.
            message: truncate(redacted(error.message)),
            hint: error.hint.map(redacted),
            request_id: error.request_id.map(redacted),
            ..error
        }
    }

    /// Prints a note, unless `--quiet` is given.
    pub(crate) fn note(&self, text: &str) {
        if !self.options.is_quiet {
            self.message("info", text);
        }
    }

    /// Prints a warning, also with `--quiet`.
    pub(crate) fn warn(&self, text: &str) {
        self.message("warning", text);
    }

    /// Prints a trace. Calls `line` only if `--verbose` was given at least `level` times.
    pub(crate) fn trace(&self, level: u8, line: impl FnOnce() -> String) {
        if self.options.verbosity >= level {
            self.message("debug", &line());
        }
    }

    /// Prints a question; the answer is typed behind it.
    pub(crate) fn ask(&self, question: &str) {
        self.write(Sanitized::line(&self.redacted_text(question)).as_str());
    }

    /// Prints a message of the command line parser, which is sanitized already.
    pub(crate) fn usage(&self, text: &str) {
        self.write(text);
    }

    /// Prints the error of one engagement, which does not end the run.
    pub(crate) fn error(&self, error: &CliError) {
        let mut error = self.redacted(error.clone());
        error.hint = error.hint.filter(|_| !self.options.is_quiet);
        match self.options.format {
            ErrorFormat::Text => self.write(&error_text(&error, self.options.is_colored)),
            ErrorFormat::Json => self.write(&json_line(&error_json(&error))),
        }
    }

    /// Prints the error that ended the run, if one did, and returns the exit code.
    pub(crate) fn report(&self, run: anyhow::Result<()>) -> ExitCode {
        let Err(error) = run else {
            return ExitCode::SUCCESS;
        };
        let error = CliError::from_anyhow(&error);
        if error.kind != ErrorKind::BrokenPipe {
            self.error(&error);
        }
        ExitCode::from(error.kind.code())
    }

    /// The progress of the run, to be updated.
    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Shows the progress, where somebody may be watching. `verb`: what happens to engagements.
    pub(crate) fn show_progress(&self, verb: &'static str) {
        if self.options.has_progress {
            self.progress.show(verb);
        }
    }

    fn message(&self, level: &str, text: &str) {
        let text = self.redacted_text(text);
        match self.options.format {
            ErrorFormat::Text => {
                let label = if level == "warning" { "warning: " } else { "" };
                self.write(&format!("{label}{}\n", Sanitized::line(&text)));
            }
            ErrorFormat::Json => {
                self.write(&json_line(&json!({"level": level, "message": text})));
            }
        }
    }

    /// Writes each message in one call so that threads do not interleave. Write errors are ignored:
    /// there is nowhere left to report them.
    fn write(&self, text: &str) {
        self.progress.suspend(|| {
            let _ = io::stderr().lock().write_all(text.as_bytes());
        });
    }
}

/// Leaves out the middle of a long message.
fn truncate(message: String) -> String {
    let start = message.char_indices().nth(START_CHARS);
    let end = message.char_indices().nth_back(END_CHARS - 1);
    match (start, end) {
        (Some((start, _)), Some((end, _))) if start < end => {
            format!("{}…{}", &message[..start], &message[end..])
        }
        _ => message,
    }
}

fn error_text(error: &CliError, is_colored: bool) -> String {
    let label = if is_colored {
        "\u{1b}[1;31merror:\u{1b}[0m"
    } else {
        "error:"
    };
    let mut lines = vec![format!("{label} {}", Sanitized::line(&error.message))];
    let request_id = error.request_id.iter().map(|id| ("request id", &**id));
    let hints = error.hint.iter().flat_map(|hint| hint.lines());
    for (label, text) in request_id.chain(hints.map(|hint| ("hint", hint))) {
        lines.push(format!("  {label}: {}", Sanitized::line(text)));
    }
    lines.join("\n") + "\n"
}

fn error_json(error: &CliError) -> Value {
    json!({
        "level": "error",
        "error": error.kind,
        "message": error.message,
        "hint": error.hint,
        "status": error.status,
        "request_id": error.request_id,
        "exit_code": error.kind.code(),
    })
}

fn json_line(message: &Value) -> String {
    json::compact(&message.to_string()) + "\n"
}

/// Returns a text as a part of a URL.
fn percent_encoded(text: &str, encode: fn(u8) -> String) -> String {
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = text.bytes().map(|byte| match byte {
        byte if is_unreserved(byte) => char::from(byte).to_string(),
        byte => encode(byte),
    });
    encoded.collect()
}

#[cfg(test)]
mod tests;

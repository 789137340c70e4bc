//! stderr: errors, hints, notes and traces. The one writer of it.

use std::io::{self, Write};
use std::process::ExitCode;

use serde::Serialize;

use crate::cli::ErrorFormat;
use crate::error::{CliError, ErrorKind};
use crate::error_report::{ErrorReport, json_line, shortened};
use crate::progress::Progress;
use crate::sanitize::Sanitized;
use crate::settings::Settings;
use crate::settings::redactor::Redactor;
use crate::settings::secret::Secret;

/// A line of `--error-format json` that is no error.
#[derive(Serialize)]
struct Message<'a> {
    /// `warning`, `info` or `debug`.
    level: &'a str,
    message: &'a str,
}

/// Says things to the person in front of the run. What strangers wrote is cleaned here, and
/// secrets are masked.
#[derive(Debug)]
pub(crate) struct Console {
    quiet: bool,
    verbosity: u8,
    colour: bool,
    errors: ErrorFormat,
    stderr_terminal: bool,
    progress: Progress,
    redactor: Redactor,
}

impl Console {
    /// How this run talks. A setting that says how errors are written and is wrong itself comes
    /// back as a failure, told as text.
    pub(crate) fn new(settings: &Settings) -> (Self, Option<CliError>) {
        let stderr_terminal = settings.environment().stderr_terminal;
        let errors = settings.error_format();
        let colour = settings.color(stderr_terminal);
        let console = Self {
            quiet: settings.is_quiet(),
            verbosity: settings.verbosity(),
            colour: *colour.as_ref().unwrap_or(&false),
            errors: *errors.as_ref().unwrap_or(&ErrorFormat::Text),
            stderr_terminal,
            progress: Progress::default(),
            redactor: Redactor::default(),
        };
        (console, errors.err().or(colour.err()))
    }

    /// How to talk when the command line could not be read.
    pub(crate) fn plain(errors: ErrorFormat) -> Self {
        Self {
            quiet: false,
            verbosity: 0,
            colour: false,
            errors,
            stderr_terminal: false,
            progress: Progress::default(),
            redactor: Redactor::default(),
        }
    }

    /// Keeps a secret out of all that is said from now on.
    pub(crate) fn redact(&self, secret: &Secret) {
        self.redactor.add(secret);
    }

    /// The same failure without the secrets in use, which the service may have repeated in it.
    pub(crate) fn redacted(&self, failure: CliError) -> CliError {
        CliError {
            message: shortened(&self.redactor.redacted(&failure.message)),
            request_id: failure.request_id.map(|id| self.redactor.redacted(&id)),
            ..failure
        }
    }

    /// The text without the secrets in use.
    pub(crate) fn redacted_text(&self, text: &str) -> String {
        self.redactor.redacted(text)
    }

    /// Prints something useful to know, unless `--quiet` is given.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            self.message("info", text);
        }
    }

    /// Prints a warning, also with `--quiet`.
    pub(crate) fn warn(&self, text: &str) {
        self.message("warning", text);
    }

    fn message(&self, level: &str, text: &str) {
        let message = &self.redactor.redacted(text);
        match self.errors {
            ErrorFormat::Text => {
                let label = if level == "warning" { "warning: " } else { "" };
                self.write(&format!("{label}{}\n", Sanitized::line(message)));
            }
            ErrorFormat::Json => self.write(&json_line(&Message { level, message })),
        }
    }

    /// One write a message, so that lines of several threads do not mix. A stderr that is closed
    /// or full is nobody's failure: there is nobody left to tell.
    fn write(&self, text: &str) {
        self.progress.suspend(|| {
            let _ = io::stderr().lock().write_all(text.as_bytes());
        });
    }

    /// How far the run is.
    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Shows how far the run is, where somebody may be watching.
    pub(crate) fn show_progress(&self) {
        let is_text = self.errors == ErrorFormat::Text;
        if self.stderr_terminal && is_text && !self.quiet && self.verbosity == 0 {
            self.progress.show();
        }
    }

    /// The words of the parser of the command line, laid out and sanitized already.
    pub(crate) fn usage(&self, text: &str) {
        self.write(text);
    }

    /// A question, whose answer is typed behind it.
    pub(crate) fn ask(&self, question: &str) {
        self.write(Sanitized::line(&self.redactor.redacted(question)).as_str());
    }

    /// A line of a trace, made only if it is wanted.
    pub(crate) fn trace(&self, level: u8, line: impl FnOnce() -> String) {
        if self.verbosity >= level {
            self.message("debug", &line());
        }
    }

    /// A failure of one id, which does not end the run.
    pub(crate) fn error(&self, failure: &CliError) {
        let report = ErrorReport::of(&failure.clone().into(), &self.redactor);
        self.write(&report.render(self.errors, self.colour));
    }

    /// The failure that ended the run, and the exit code that it means.
    pub(crate) fn report_fatal(&self, error: &anyhow::Error) -> ExitCode {
        let report = ErrorReport::of(error, &self.redactor);
        // A reader that went away has seen all it wanted.
        if CliError::kind_of(error) != ErrorKind::BrokenPipe {
            self.write(&report.render(self.errors, self.colour));
        }
        ExitCode::from(report.exit_code)
    }
}

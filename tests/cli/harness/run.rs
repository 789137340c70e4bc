//! The result of a run and its expectations.

use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::process::Output;

use assert_cmd::Command;

use super::{TIMEOUT, TOKEN};

/// Output and exit code of a run.
pub(crate) struct Run {
    /// The arguments, for the messages of failed tests.
    pub(crate) line: String,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The exit code; `None` if a signal ended the run.
    pub(crate) code: Option<i32>,
}

impl fmt::Debug for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let Self {
            line,
            stdout,
            stderr,
            code,
        } = self;
        write!(
            formatter,
            "`{line}`: code {code:?}, stdout {stdout:?}, stderr {stderr:?}"
        )
    }
}

impl Run {
    /// Runs a command and waits for it.
    #[track_caller]
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the tool runs");
        let is_killed = output.status.signal() == Some(9);
        assert!(!is_killed, "killed after {TIMEOUT:?}: {output:?}");
        let args: Vec<_> = command
            .get_args()
            .map(|arg| arg.to_string_lossy())
            .collect();
        let line = args.join(" ");
        Self {
            line,
            ..Self::ended(output)
        }
    }

    /// Converts the output of a finished run. Asserts that the token is not in it.
    #[track_caller]
    pub(crate) fn ended(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        let run = Self {
            line: String::new(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code(),
        };
        assert!(
            !run.stdout.contains(TOKEN) && !run.stderr.contains(TOKEN),
            "{run:?}"
        );
        assert!(!run.stderr.contains("panicked"), "{run:?}");
        run
    }

    /// Asserts exactly this stdout, this stderr and this exit code.
    #[track_caller]
    pub(crate) fn assert_output(&self, stdout: &str, stderr: &str, code: i32) {
        assert_eq!(self.stdout, stdout, "stdout: {self:?}");
        assert_eq!(self.stderr, stderr, "stderr: {self:?}");
        assert_eq!(self.code, Some(code), "exit code: {self:?}");
    }

    /// Asserts exit code 0 and an empty stderr.
    #[track_caller]
    pub(crate) fn assert_success(&self) {
        assert_eq!((self.stderr.as_str(), self.code), ("", Some(0)), "{self:?}");
    }

    /// Asserts exactly this stdout and this exit code.
    #[track_caller]
    pub(crate) fn assert_stdout(&self, stdout: &str, code: i32) {
        assert_eq!(
            (self.stdout.as_str(), self.code),
            (stdout, Some(code)),
            "{self:?}"
        );
    }

    /// Asserts that stdout contains this text.
    #[track_caller]
    pub(crate) fn assert_stdout_contains(&self, text: &str) {
        assert!(self.stdout.contains(text), "{text}: {self:?}");
    }

    /// Asserts the number of lines of stdout and this exit code.
    #[track_caller]
    pub(crate) fn assert_line_count(&self, lines: usize, code: i32) {
        let count = self.stdout.lines().count();
        assert_eq!((count, self.code), (lines, Some(code)), "{self:?}");
    }

    /// Asserts that stderr starts with this text.
    #[track_caller]
    pub(crate) fn assert_stderr_starts_with(&self, text: &str) {
        assert!(self.stderr.starts_with(text), "{text}: {self:?}");
    }

    /// Asserts that stderr contains this text.
    #[track_caller]
    pub(crate) fn assert_stderr_contains(&self, text: &str) {
        assert!(self.stderr.contains(text), "{text}: {self:?}");
    }
}

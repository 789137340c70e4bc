//! How a failure is told: its text, its JSON, its exit code. The one place that reads them.

use serde::Serialize;

use crate::cli::ErrorFormat;
use crate::error::{CliError, ErrorKind};
use crate::render::json_text;
use crate::sanitize::Sanitized;
use crate::settings::redactor::Redactor;

/// A failure as it is told; the keys of its JSON are the contract's.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorReport {
    level: &'static str,
    error: ErrorKind,
    message: String,
    hint: Option<String>,
    status: Option<u16>,
    request_id: Option<String>,
    /// The exit code of a run that this failure ended.
    pub(crate) exit_code: u8,
}

impl ErrorReport {
    /// What an error has to tell, without secrets; contexts come first, then causes.
    pub(crate) fn of(error: &anyhow::Error, redactor: &Redactor) -> Self {
        let known = CliError::of(error);
        let redacted = |text: &String| redactor.redacted(text);
        let kind = CliError::kind_of(error);
        Self {
            level: "error",
            error: kind,
            message: shortened(&redacted(&format!("{error:#}"))),
            hint: known.and_then(|failure| failure.hint.as_ref().map(redacted)),
            status: known.and_then(|failure| failure.status),
            request_id: known.and_then(|failure| failure.request_id.as_ref().map(redacted)),
            exit_code: kind.code(),
        }
    }

    /// The report in the format that was asked for, ending its last line.
    pub(crate) fn render(&self, format: ErrorFormat, colour: bool) -> String {
        match format {
            ErrorFormat::Text => self.text(colour),
            ErrorFormat::Json => json_line(self),
        }
    }

    fn text(&self, colour: bool) -> String {
        let word = if colour {
            "\u{1b}[1;31merror:\u{1b}[0m"
        } else {
            "error:"
        };
        let mut lines = vec![format!("{word} {}", Sanitized::line(&self.message))];
        let mut add =
            |name: &str, text: &str| lines.push(format!("  {name}: {}", Sanitized::line(text)));
        if let Some(id) = &self.request_id {
            add("request id", id);
        }
        for hint in self.hint.iter().flat_map(|hint| hint.lines()) {
            add("hint", hint);
        }
        lines.join("\n") + "\n"
    }
}

/// The longest message, in characters: what a service says can be as long as it likes.
const LONGEST: usize = 600;

/// The message, cut if it is too long. Secrets are redacted before: half a secret is not found.
pub(crate) fn shortened(message: &str) -> String {
    match message.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message.to_owned(),
    }
}

/// A message as one line of JSON.
pub(crate) fn json_line(message: &impl Serialize) -> String {
    let mut line = Vec::new();
    // Text and numbers always have a JSON form, and a vector takes whatever is written to it.
    if let Ok(json) = serde_json::value::to_raw_value(message) {
        let _ = json_text::compact((&*json).into(), &mut line);
    }
    line.push(b'\n');
    String::from_utf8_lossy(&line).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::sanitize::is_hidden;

    /// Words of strangers, with what works upon terminals more often than by chance.
    fn words() -> impl Strategy<Value = String> {
        "([a-z \\n\\r\\t\u{1b}\u{7f}\u{9b}\u{202e}\u{2028}\u{feff}]|\\PC){0,20}"
    }

    fn assert_hides_nothing(text: &str) {
        let hides = |c: char| c.is_control() || is_hidden(c);
        assert!(text.lines().all(|line| !line.contains(hides)), "{text:?}");
    }

    proptest! {
        #[test]
        fn error_report_sanitizes_untrusted_text(
            message in words(),
            hint in words(),
            id in words(),
        ) {
            let error = anyhow::Error::from(CliError {
                request_id: Some(id.clone()),
                ..CliError::new(ErrorKind::Api, message.clone()).hint(hint.clone())
            });
            let report = ErrorReport::of(&error, &Redactor::default());

            let text = report.render(ErrorFormat::Text, false);
            let hints = hint.lines().map(|_| "hint");
            let words = ["error", "request id"].into_iter().chain(hints);
            let lines = text.lines().map(|line| line.split(':').next().unwrap().trim());
            assert!(lines.eq(words), "{text:?}");
            assert_hides_nothing(&text);

            let json = report.render(ErrorFormat::Json, false);
            let told: Value = serde_json::from_str(&json).unwrap();
            let told = ["message", "hint", "request_id"].map(|key| told[key].as_str().unwrap());
            assert_eq!(told, [message, hint, id]);
            assert_eq!(json.lines().count(), 1);
            assert_hides_nothing(&json);
        }
    }
}

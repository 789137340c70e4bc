//! IDs on stdin, one a line.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};
use std::iter;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::encoding::decode;
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::records::json::JsonSlice;

/// Maximum length of a line: twice the largest response, in which a record came.
const MAX_LINE_LEN: u64 = 64 * 1024 * 1024;

/// How much of an invalid line an error quotes.
const MAX_QUOTED_CHARS: usize = 80;

/// Returns the IDs of an input, plain or in NDJSON records. Blank lines, a byte order mark and the
/// header of a CSV of one column are skipped. Nothing is read before an ID is requested, and no more
/// than that takes.
pub(super) fn ids(input: impl BufRead) -> impl Iterator<Item = Result<Id, CliError>> {
    parse_lines(read_lines(input))
}

/// Reads the lines of an input. A line without end is an error before it takes all memory.
fn read_lines(mut input: impl BufRead) -> impl Iterator<Item = io::Result<String>> {
    iter::from_fn(move || {
        let mut line = Vec::new();
        let mut limited = input.by_ref().take(MAX_LINE_LEN);
        match limited.read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) if limited.limit() == 0 => Some(Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "it is longer than 64 MiB",
            ))),
            Ok(_) => Some(decode(line)),
            Err(why) => Some(Err(why)),
        }
    })
}

fn parse_lines(
    lines: impl Iterator<Item = io::Result<String>>,
) -> impl Iterator<Item = Result<Id, CliError>> {
    lines.zip(1_u64..).filter_map(|(line, number)| match line {
        Ok(line) => parse_line(&line, number).transpose(),
        Err(why) => Some(Err(unreadable(&why, number))),
    })
}

fn parse_line(line: &str, number: u64) -> Result<Option<Id>, CliError> {
    let text = line.trim();
    let is_header = number == 1 && ["id", "engagement_id"].contains(&text);
    if text.is_empty() || is_header {
        return Ok(None);
    }
    let id = if text.starts_with('{') {
        from_record(text)
    } else {
        text.parse()
    };
    id.map(Some).map_err(|why| {
        let quoted: String = text.chars().take(MAX_QUOTED_CHARS).collect();
        let ellipsis = if quoted.len() < text.len() { "…" } else { "" };
        let message = format!("invalid line {number} of stdin: `{quoted}{ellipsis}`: {why}");
        CliError::new(ErrorKind::Usage, message)
            .hint("each line is an ID, or an NDJSON record with `id` or `engagement_id`")
    })
}

fn unreadable(why: &io::Error, number: u64) -> CliError {
    if why.kind() == io::ErrorKind::InvalidData {
        let message = format!("invalid line {number} of stdin: {why}");
        return CliError::new(ErrorKind::Usage, message);
    }
    CliError::new(ErrorKind::Local, format!("cannot read stdin: {why}"))
}

fn from_record(line: &str) -> Result<Id, String> {
    // The `id` of a message is not the engagement's.
    #[derive(Deserialize)]
    struct Line<'a> {
        engagement_id: Option<String>,
        #[serde(borrow)]
        id: Option<&'a RawValue>,
    }
    let line: Line<'_> =
        serde_json::from_str(line).map_err(|why| format!("not a record: {why}"))?;
    let own = || JsonSlice::from(line.id?).text().map(Cow::into_owned);
    let id = line.engagement_id.or_else(own);
    id.ok_or("the record has no `id`")?.parse()
}

#[cfg(test)]
mod tests {
    use super::{ids, parse_lines};
    use std::io;

    fn read(text: &str) -> Vec<Result<String, String>> {
        let ids = ids(text.as_bytes());
        ids.map(|id| id.map(|id| id.to_string()).map_err(|why| why.message))
            .collect()
    }

    #[test]
    fn first_stdin_line_may_be_header() {
        for text in [
            "id\na\n",
            "\u{feff}id\r\na\r\n",
            "engagement_id\na",
            "\u{feff}a",
        ] {
            assert_eq!(read(text), [Ok("a".to_owned())], "{text}");
        }
        assert_eq!(read("a\nid\n").len(), 2);
    }

    #[test]
    fn stdin_lines_are_ids_or_records() {
        let text = "a\n\n  b \r\n{\"id\":\"c\"}\n{\"engagement_id\":\"d\",\"message\":\"x\"}\n\
                    {\"engagement_id\":\"e\",\"id\":7}\n{\"id\":\"x\",\"engagement_id\":\"f\"}\n";
        let expected: Vec<Result<String, String>> = ["a", "b", "c", "d", "e", "f"]
            .iter()
            .map(|id| Ok((*id).to_owned()))
            .collect();
        assert_eq!(read(text), expected);
    }

    #[test]
    fn invalid_stdin_line_is_quoted() {
        for (text, expected) in [
            (
                "a\nb/c",
                "invalid line 2 of stdin: `b/c`: an ID has letters",
            ),
            (
                "{\"id\": 7}",
                "invalid line 1 of stdin: `{\"id\": 7}`: the record has no `id`",
            ),
            (
                "{\"id\": }",
                "invalid line 1 of stdin: `{\"id\": }`: not a record",
            ),
            (
                "{}",
                "invalid line 1 of stdin: `{}`: the record has no `id`",
            ),
        ] {
            let last = read(text).pop().unwrap().unwrap_err();
            assert!(last.starts_with(expected), "{last}");
        }
    }

    #[test]
    fn stdin_read_error_fails() {
        let lines = [Ok("a".to_owned()), Err(io::Error::other("gone"))].into_iter();
        assert!(parse_lines(lines).last().unwrap().is_err());
    }
}

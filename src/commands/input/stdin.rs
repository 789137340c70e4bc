//! IDs on stdin, one a line.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};
use std::iter;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::failure::{Failure, Kind};
use crate::id::Id;
use crate::records::json::JsonSlice;

/// The ids of an input, plain or in NDJSON records; blank lines are skipped. Nothing is read before
/// an id is wanted, and no more than that takes.
pub(super) fn ids(input: impl BufRead) -> impl Iterator<Item = Result<Id, Failure>> {
    from_lines(lines_of(input))
}

/// More than a line of ids or records can be: twice the largest answer, in which a record came.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

/// The lines of an input. One without end is an error before it takes all memory.
fn lines_of(mut input: impl BufRead) -> impl Iterator<Item = io::Result<String>> {
    iter::from_fn(move || {
        let mut line = Vec::new();
        let mut limited = input.by_ref().take(LONGEST_LINE);
        match limited.read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) if limited.limit() == 0 => Some(Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a line is longer than 64 MiB",
            ))),
            Ok(_) => Some(
                String::from_utf8(line)
                    .map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why)),
            ),
            Err(why) => Some(Err(why)),
        }
    })
}

fn from_lines(
    lines: impl Iterator<Item = io::Result<String>>,
) -> impl Iterator<Item = Result<Id, Failure>> {
    lines.zip(1_u64..).filter_map(|(line, number)| {
        let line = match line {
            Ok(line) => line,
            Err(why) => return Some(Err(unreadable(&why))),
        };
        let text = line.trim();
        if text.is_empty() {
            return None;
        }
        let id = if text.starts_with('{') {
            from_record(text)
        } else {
            text.parse()
        };
        Some(id.map_err(|why| {
            Failure::new(
                Kind::Usage,
                format!("line {number} of standard input: {why}"),
            )
            .hint("each line is an id, or an NDJSON record with `id` or `engagement_id`")
        }))
    })
}

fn unreadable(why: &io::Error) -> Failure {
    let kind = if why.kind() == io::ErrorKind::InvalidData {
        Kind::Usage
    } else {
        Kind::Local
    };
    Failure::new(kind, format!("cannot read standard input: {why}"))
}

fn from_record(line: &str) -> Result<Id, String> {
    // A message may have an id of its own, which is not the engagement's.
    #[derive(Deserialize)]
    struct Line<'a> {
        engagement_id: Option<String>,
        #[serde(borrow)]
        id: Option<&'a RawValue>,
    }
    let line: Line<'_> =
        serde_json::from_str(line).map_err(|why| format!("it is no record: {why}"))?;
    let own = || JsonSlice::from(line.id?).text().map(Cow::into_owned);
    let id = line.engagement_id.or_else(own);
    id.ok_or("the record has no `id`")?.parse()
}

#[cfg(test)]
mod tests {
    use super::from_lines;
    use std::io;

    fn read(text: &str) -> Vec<Result<String, String>> {
        let lines = text.lines().map(|line| Ok(line.to_owned()));
        let ids = from_lines(lines);
        ids.map(|id| id.map(|id| id.to_string()).map_err(|why| why.message))
            .collect()
    }

    #[test]
    fn lines_are_ids_or_records() {
        let text = "a\n\n  b \r\n{\"id\":\"c\"}\n{\"engagement_id\":\"d\",\"message\":\"x\"}\n\
                    {\"engagement_id\":\"e\",\"id\":7}\n{\"id\":\"x\",\"engagement_id\":\"f\"}\n";
        let expected: Vec<Result<String, String>> = ["a", "b", "c", "d", "e", "f"]
            .iter()
            .map(|id| Ok((*id).to_owned()))
            .collect();
        assert_eq!(read(text), expected);
    }

    #[test]
    fn a_bad_line_is_named() {
        for (text, expected) in [
            ("a\nb/c", "line 2 of standard input: an id has letters"),
            (
                "{\"id\": 7}",
                "line 1 of standard input: the record has no `id`",
            ),
            ("{\"id\": }", "line 1 of standard input: it is no record"),
            ("{}", "line 1 of standard input: the record has no `id`"),
        ] {
            let last = read(text).pop().unwrap().unwrap_err();
            assert!(last.starts_with(expected), "{last}");
        }
    }

    #[test]
    fn input_that_cannot_be_read_is_an_error() {
        let lines = [Ok("a".to_owned()), Err(io::Error::other("gone"))].into_iter();
        assert!(from_lines(lines).last().unwrap().is_err());
    }
}

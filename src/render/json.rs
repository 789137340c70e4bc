//! JSON: records with the selected fields, in one document or one a line, and its formatting.
//!
//! Formatting changes only the white space between tokens. Numbers keep their digits, objects their
//! order, strings their escapes. Characters that could affect a terminal (delete, C1, bidirectional,
//! invisible) become `\uXXXX`, which is the same JSON value.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::json;
use serde_json::value::RawValue;

use super::RenderOptions;
use crate::id::Id;
use crate::records::Record;
use crate::records::column::{Column, FieldSelection, JsonKeys};
use crate::records::json::Cell;
use crate::sanitize::is_invisible;

/// Maximum level that is indented, so that the output cannot grow with the square of the nesting.
const MAX_INDENT: usize = 128;

/// The layout of a JSON document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonShape {
    /// The one record itself.
    Record,
    /// An array of records; of messages for a single transcript.
    Records,
    /// An array of transcripts, each with its engagement ID.
    Transcripts,
}

/// Writes one record. `has_begun` is whether it follows another one.
pub(super) fn write(
    json: &str,
    has_begun: bool,
    options: &RenderOptions,
    out: &mut impl Write,
) -> io::Result<()> {
    let is_element = options.json_shape != JsonShape::Record;
    if is_element {
        out.write_all(if has_begun { b",\n" } else { b"[\n" })?;
    }
    // Indented on a terminal, else one record a line.
    let json = match (options.display.width, is_element) {
        (None, _) => compact(json),
        (Some(_), true) => format!("  {}", pretty(json, 1)),
        (Some(_), false) => pretty(json, 0),
    };
    out.write_all(json.as_bytes())
}

/// Ends the document. An incomplete array stays open, so that no parser accepts it.
pub(super) fn finish(
    has_begun: bool,
    is_complete: bool,
    json_shape: JsonShape,
    out: &mut impl Write,
) -> io::Result<()> {
    let end: &[u8] = match (json_shape, has_begun, is_complete) {
        (JsonShape::Record, true, _) => b"\n",
        (JsonShape::Record, false, _) | (_, _, false) => b"",
        (_, true, true) => b"\n]\n",
        (_, false, true) => b"[]\n",
    };
    out.write_all(end)
}

/// Returns the JSON of a record: the API's own text unless fields were selected.
pub(super) fn project<'a>(record: &'a Record, selection: &FieldSelection) -> Cow<'a, str> {
    let members = match &selection.keys {
        JsonKeys::All(added) if added.is_empty() => return Cow::Borrowed(record.json().get()),
        JsonKeys::All(added) => {
            let is_missing = |column: &&&Column| record.get(column.name).is_none();
            let missing = added.iter().filter(is_missing);
            let missing = missing.filter_map(|column| member(record, column));
            [own_members(record)].into_iter().chain(missing).collect()
        }
        JsonKeys::Selected => {
            let columns = selection.columns.iter();
            columns
                .filter_map(|column| member(record, column))
                .collect()
        }
    };
    Cow::Owned(object(members))
}

/// Returns a message with the ID of its engagement: as its first member, unless it has it.
///
/// # Errors
/// None in practice: all parts are JSON already.
pub(super) fn with_engagement_id<'a>(
    message: &'a Record,
    id: &Id,
) -> serde_json::Result<Cow<'a, Record>> {
    if message.get("engagement_id").is_some() {
        return Ok(Cow::Borrowed(message));
    }
    let id = format!("\"engagement_id\":\"{id}\"");
    let json = RawValue::from_string(object(vec![id, own_members(message)]))?;
    Ok(Cow::Owned(Record::new(json)))
}

/// Returns one of several transcripts: an object of the engagement ID and the messages.
pub(super) fn transcript(id: &Id, messages: &[String]) -> String {
    let messages = messages.join(",");
    format!("{{\"engagement_id\":\"{id}\",\"messages\":[{messages}]}}")
}

/// Returns the text between the braces of a record.
fn own_members(record: &Record) -> String {
    let json = record.json().get();
    json[1..json.len() - 1].trim().to_owned()
}

/// Returns the object of these members.
fn object(mut members: Vec<String>) -> String {
    members.retain(|member| !member.is_empty());
    format!("{{{}}}", members.join(","))
}

/// Returns the member of a column; `None` if the record lacks it.
fn member(record: &Record, column: &Column) -> Option<String> {
    let value: Cow<'_, str> = match (record.get(column.name), column.cell(record)) {
        (Some(value), _) => value.get().into(),
        (None, Cell::Missing) => return None,
        (None, Cell::Null) => "null".into(),
        (None, Cell::Literal(literal)) => literal,
        (None, Cell::Text(text)) => json!(text).to_string().into(),
        (None, Cell::List(list)) => json!(list).to_string().into(),
        (None, Cell::Json(json)) => json.get().into(),
    };
    Some(format!("\"{}\":{value}", column.name))
}

/// Returns a JSON value on one line, without white space between its tokens.
pub(crate) fn compact(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    if is_plain(json) {
        text.extend(tokens(json));
    } else {
        tokens(json).for_each(|token| push_token(&mut text, token));
    }
    text
}

/// Returns a JSON value on many lines, indented by two spaces a level. `level` is that of the first
/// line, which the caller has indented.
pub(super) fn pretty(json: &str, mut level: usize) -> String {
    let mut text = String::with_capacity(2 * json.len());
    let mut is_line_complete = false;
    for token in tokens(json) {
        if let "}" | "]" = token {
            level -= 1;
            // An empty object or array stays on its line.
            is_line_complete = !is_line_complete;
        }
        if is_line_complete {
            text.push('\n');
            text.push_str(&"  ".repeat(level.min(MAX_INDENT)));
        }
        push_token(&mut text, token);
        match token {
            "{" | "[" => level += 1,
            ":" => text.push(' '),
            _ => {}
        }
        is_line_complete = matches!(token, "{" | "[" | ",");
    }
    text
}

/// Splits valid JSON into strings, literals and punctuation, without white space.
fn tokens(json: &str) -> impl Iterator<Item = &str> {
    let ends_literal = |byte: u8| byte.is_ascii_whitespace() || b",}]".contains(&byte);
    let mut rest = json;
    std::iter::from_fn(move || {
        rest = rest.trim_ascii_start();
        let length = match rest.as_bytes().first()? {
            b'"' => string_length(rest),
            b',' | b':' | b'{' | b'}' | b'[' | b']' => 1,
            _ => rest.bytes().position(ends_literal).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        Some(token)
    })
}

/// Returns the length of the string at the beginning of a text, quotes included.
fn string_length(json: &str) -> usize {
    let mut bytes = json.bytes().enumerate().skip(1);
    while let Some((position, byte)) = bytes.next() {
        match byte {
            b'"' => return position + 1,
            // The next byte may be a quote.
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
    json.len()
}

fn push_token(text: &mut String, token: &str) {
    if is_plain(token) {
        return text.push_str(token);
    }
    for character in token.chars() {
        if character.is_control() || is_invisible(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(character);
        }
    }
}

/// Returns whether a text is ASCII without the delete character, so that nothing is escaped.
fn is_plain(text: &str) -> bool {
    // Without an early exit, which would not be vectorized.
    text.bytes().fold(0, u8::max) < 0x7f
}

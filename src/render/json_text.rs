//! Reformats JSON: only white space between tokens changes.
//!
//! Numbers keep their digits, objects their order, strings their escapes. Characters that could
//! affect a terminal (delete, C1, bidirectional, invisible) become `\uXXXX`, which is the same JSON
//! value. One pass without recursion.

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use crate::sanitize::is_invisible;

/// Maximum level that is indented, so that the output cannot grow with the square of the nesting.
const MAX_INDENT: usize = 128;

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

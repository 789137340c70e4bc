//! Makes untrusted text safe to display, and to paste into a shell.
//!
//! Text from the network or from a file can move the cursor, reorder a line or hide a part of it.
//! Only this module creates a [`Sanitized`], so a function that takes one can print it as it is.
//! Sanitize first, then measure, then truncate.

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::fmt::{self, Write as _};

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Combining marks that one character may carry: more than any language stacks, and few enough to
/// stay on one line of the terminal.
const MAX_MARKS: usize = 8;

/// One line of text without line breaks, control characters, bidirectional controls and invisible
/// characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sanitized(String);

impl Sanitized {
    /// Puts the text on one line. A line break becomes `⏎`, a tab a space, and every other invisible
    /// character an escape (`^[`, `<U+202E>`). Too many combining marks end in `…`. A command to a CI
    /// runner, such as `::set-output`, is escaped.
    pub(crate) fn line(text: &str) -> Self {
        let mut sanitized = String::with_capacity(text.len());
        let mut marks = 0;
        let mut is_leading = true;
        for (at, character) in text.char_indices() {
            let rest = &text[at + character.len_utf8()..];
            let is_mark = is_combining(character);
            marks = if is_mark { marks + 1 } else { 0 };
            let is_escaped = match character {
                // Some CI runners look for `##vso[` anywhere in a line, for `::` at its beginning.
                '#' => is_runner_command(rest),
                ':' => is_leading && rest.starts_with(':'),
                _ => character.is_control() || is_invisible(character),
            };
            match character {
                '\n' => sanitized.push('⏎'),
                '\r' if rest.starts_with('\n') => {}
                '\t' => sanitized.push(' '),
                // As terminals echo it: `^[` for escape, `^?` for delete.
                _ if character.is_ascii_control() => {
                    sanitized.push('^');
                    sanitized.extend(char::from_u32(u32::from(character) ^ 0x40));
                }
                _ if is_escaped => {
                    // Writing to a string cannot fail.
                    let _ = write!(sanitized, "<U+{:04X}>", u32::from(character));
                }
                _ if marks <= MAX_MARKS => sanitized.push(character),
                _ if marks == MAX_MARKS + 1 => sanitized.push('…'),
                _ => {}
            }
            is_leading &= is_mark || character.is_whitespace();
        }
        Self(sanitized)
    }

    /// Returns the text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text.
    pub(crate) fn into_string(self) -> String {
        self.0
    }

    /// Returns the number of terminal columns that the text takes.
    pub(crate) fn width(&self) -> usize {
        self.0.width()
    }
}

impl fmt::Display for Sanitized {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Returns whether a character reorders text or is not visible where it stands: bidirectional
/// controls, line separators, annotations, `Default_Ignorable_Code_Point`, and characters that fonts
/// draw as a blank (braille, Hangul, music).
///
/// Control characters are left to [`char::is_control`]. U+200C, U+200D, U+FE0E and U+FE0F stay:
/// Persian, Hindi and emoji need them. Spaces stay because a reader sees them.
///
/// The ranges are those of Unicode 17, <https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt>.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'
            | '\u{200E}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0D}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{16FE4}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D159}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Returns whether a character modifies the one before it: an accent, a joiner, a variation selector.
fn is_combining(character: char) -> bool {
    character.width() == Some(0) && !is_invisible(character)
}

/// Returns whether a `#` and the text after it are a command to a CI runner: `##[group]`,
/// `##vso[task.setvariable]`.
fn is_runner_command(after_hash: &str) -> bool {
    let name = after_hash.strip_prefix('#');
    let bracket = name.map(|name| name.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
    bracket.is_some_and(|bracket| bracket.starts_with('['))
}

/// Quotes an argument of a printed command if a shell would not read it as one.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=,+@%".contains(&byte);
    if !word.is_empty() && word.bytes().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

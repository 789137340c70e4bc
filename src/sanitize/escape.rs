//! Which characters are not shown as they are, and what is shown instead.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar as _;

use super::ELLIPSIS;

/// Marks that one character may carry: more than any language stacks, and few enough that
/// they stay on their own line of the terminal.
const MOST_MARKS: usize = 8;

/// Returns whether a character reorders text or shows nothing where it stands: bidirectional
/// controls, line separators, annotations, and everything that Unicode calls
/// `Default_Ignorable_Code_Point` or that fonts draw as a blank (braille, Hangul, music).
///
/// Control characters are not among them ([`char::is_control`] knows those). U+200C, U+200D,
/// U+FE0E and U+FE0F stay, without which Persian, Hindi and emoji are misspelt, and so do
/// spaces, which are seen as spaces.
///
/// The ranges are those of Unicode 17, <https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt>.
pub(crate) fn is_hidden(character: char) -> bool {
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

/// Does this character sit on the one before it: an accent, a joiner, a variation selector?
pub(super) fn is_combining(character: char) -> bool {
    character.width() == Some(0) && !is_hidden(character)
}

/// What is shown in place of a character, if not the character itself. `marks` counts the
/// marks in a row up to and with this one; `rest` is the text after it.
pub(super) fn replacement(character: char, marks: usize, rest: &str) -> Option<Cow<'static, str>> {
    match character {
        '\n' => Some("⏎".into()),
        '\r' if rest.starts_with('\n') => Some("".into()),
        '\t' => Some(" ".into()),
        _ if character.is_ascii_control() => Some(caret(character).into()),
        _ if character.is_control() || is_hidden(character) => {
            Some(format!("<U+{:04X}>", u32::from(character)).into())
        }
        '#' if is_runner_command(rest) => Some("<U+0023>".into()),
        _ if marks > MOST_MARKS + 1 => Some("".into()),
        _ if marks > MOST_MARKS => Some(ELLIPSIS.into()),
        _ => None,
    }
}

/// Returns whether a `#` and the text after it are a command to a CI runner: `##[group]`,
/// `##vso[task.setvariable]`. Some runners look for those anywhere in a line.
fn is_runner_command(after_hash: &str) -> bool {
    let word = after_hash.strip_prefix('#');
    let bracket = word.map(|word| word.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
    bracket.is_some_and(|bracket| bracket.starts_with('['))
}

/// Returns where the colons of a CI runner's command are (`::set-output`): at the beginning of
/// the text or behind what a runner takes for blanks.
pub(super) fn runner_colons(text: &str) -> Option<usize> {
    let command = text.trim_start_matches(|c: char| c.is_whitespace() || is_combining(c));
    let is_command = command.starts_with("::");
    is_command.then(|| text.len() - command.len())
}

/// The way terminals echo a control character: `^[` for escape, `^?` for delete.
fn caret(control: char) -> String {
    let mut caret = String::from('^');
    caret.extend(char::from_u32(u32::from(control) ^ 0x40));
    caret
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combining_marks_are_recognized() {
        for mark in ['\u{301}', '\u{94D}', '\u{200C}', '\u{200D}', '\u{FE0F}'] {
            assert!(is_combining(mark), "U+{:04X}", u32::from(mark));
        }
        for other in [
            'a',
            ' ',
            '漢',
            '\n',
            '\u{1b}',
            '\u{200B}',
            '\u{202E}',
            '\u{E0041}',
            '\u{E0100}',
        ] {
            assert!(!is_combining(other), "U+{:04X}", u32::from(other));
        }
    }
}

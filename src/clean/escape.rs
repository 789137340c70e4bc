//! Which characters are not shown as they are, and what is shown instead.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar as _;

use super::LEFT_OUT;

/// Marks that one character may carry: more than any language stacks, and few enough that
/// they stay on their own line of the terminal.
const MOST_MARKS: usize = 8;

/// Is this a character that reorders text (bidirectional controls) or takes no place in it
/// (zero width spaces, invisible operators, annotations, tags)?
///
/// Control characters are not among them ([`char::is_control`] knows those), nor are U+200C,
/// U+200D and the variation selectors, without which Persian, Hindi and emoji are misspelt.
pub(crate) fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{61C}'
            | '\u{200B}'
            | '\u{200E}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// Does this character sit on the one before it: an accent, a joiner, a variation selector?
pub(super) fn is_mark(character: char) -> bool {
    character.width() == Some(0) && !is_hidden(character)
}

/// What is shown in place of a character, if not the character itself. `marks` counts the
/// marks in a row up to and with this one; `rest` is the text after it.
pub(super) fn shown_instead(
    character: char,
    marks: usize,
    rest: &str,
) -> Option<Cow<'static, str>> {
    match character {
        '\n' => Some("⏎".into()),
        '\r' if rest.starts_with('\n') => Some("".into()),
        '\t' => Some(" ".into()),
        _ if character.is_ascii_control() => Some(caret(character).into()),
        _ if character.is_control() || is_hidden(character) => {
            Some(format!("<U+{:04X}>", u32::from(character)).into())
        }
        _ if marks > MOST_MARKS + 1 => Some("".into()),
        _ if marks > MOST_MARKS => Some(LEFT_OUT.into()),
        _ => None,
    }
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
    fn hidden_are_the_bidirectional_and_invisible_characters_and_no_others() {
        let ranges = [
            (0xAD, 0xAD),
            (0x61C, 0x61C),
            (0x200B, 0x200B),
            (0x200E, 0x200F),
            (0x2028, 0x202E),
            (0x2060, 0x206F),
            (0xFEFF, 0xFEFF),
            (0xFFF9, 0xFFFB),
            (0xE0000, 0xE007F),
        ];
        for character in '\0'..=char::MAX {
            let code = u32::from(character);
            let expected = ranges
                .iter()
                .any(|&(first, last)| (first..=last).contains(&code));
            assert_eq!(is_hidden(character), expected, "U+{code:04X}");
        }
    }

    #[test]
    fn marks_take_no_column_and_are_not_hidden() {
        for mark in [
            '\u{301}',
            '\u{94D}',
            '\u{200C}',
            '\u{200D}',
            '\u{FE0F}',
            '\u{E0100}',
        ] {
            assert!(is_mark(mark), "U+{:04X}", u32::from(mark));
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
        ] {
            assert!(!is_mark(other), "U+{:04X}", u32::from(other));
        }
    }
}

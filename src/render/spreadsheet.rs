//! `--excel`: text that a spreadsheet shows as it is, and neither runs nor converts.

use unicode_width::UnicodeWidthChar as _;

use crate::sanitize;

/// Maximum length of a spreadsheet's cell, in UTF-16 units.
const CELL_LIMIT: usize = 32_767;

/// Signs that begin a formula, and their full-width forms.
const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Characters at which a spreadsheet may split a line, if it expects another delimiter.
const SEPARATORS: [char; 5] = [',', ';', '\t', '\n', '\r'];

/// The words that numbers, dates and times are written with besides digits, in English, German,
/// French, Spanish and Estonian.
const NUMBER_WORDS: &str = "\
    e am pm a p t z \
    jan january feb february mar march apr april may jun june jul july aug august \
    sep sept september oct october nov november dec december \
    jän januar jänner februar mär märz mai juni juli okt oktober dez dezember \
    janv janvier févr février mars avr avril juin juil juillet août octobre novembre \
    déc décembre septembre \
    ene enero febrero marzo abr abril mayo junio julio ago agosto septiembre octubre \
    noviembre dic diciembre \
    jaan jaanuar veebr veebruar märts aprill juuni juuli oktoober detsember";

/// The truth values in the same languages.
const TRUTH_VALUES: &str = "true false wahr falsch vrai faux verdadero falso tõene väär";

/// Adds a `'` wherever a spreadsheet would take what follows for a formula, a number, a date or a truth
/// value. Removes NUL, which spreadsheets drop. The delimiter is that of the file: a spreadsheet that
/// splits there respects the quotes.
pub(super) fn guard(text: &str, delimiter: char) -> String {
    let has_control = text.starts_with(['\t', '\r', '\n', '\0']);
    let text = text.replace('\0', "");
    let start = text.trim_start_matches(is_skipped);
    let mut guarded = String::with_capacity(text.len() + 1);
    if has_control || start.starts_with(FORMULA_SIGNS) || is_converted(&text) {
        guarded.push('\'');
    }
    let is_separator = |c: char| c != delimiter && SEPARATORS.contains(&c);
    let mut rest = &*text;
    while let Some(separator) = rest.find(is_separator) {
        // A quote that does not start a cell is dropped.
        let is_content = |c: char| !(is_skipped(c) || is_separator(c) || c == '"');
        let content = rest[separator..].find(is_content);
        let (skipped, content) = rest.split_at(content.map_or(rest.len(), |at| separator + at));
        guarded.push_str(skipped);
        if content.starts_with(FORMULA_SIGNS) {
            guarded.push('\'');
        }
        rest = content;
    }
    guarded + rest
}

/// Returns whether a spreadsheet skips a character before it looks for a formula.
fn is_skipped(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || character.width() == Some(0)
        || sanitize::is_invisible(character)
}

/// Returns whether a spreadsheet may show a text as a number, a date, a time or a truth value:
/// there are digits in it and no words but those of numbers and dates. At its beginning only a month can
/// stand, as in `May 5`: `a1` and `pm 3` stay text.
fn is_converted(text: &str) -> bool {
    let text = text.trim();
    let is_any = |known: &str, word: &str| {
        let word = word.to_lowercase();
        known.split_whitespace().any(|one| one == word)
    };
    let words = text.split(|c: char| !c.is_alphabetic());
    let mut words = words.filter(|word| !word.is_empty());
    let first = words
        .clone()
        .next()
        .filter(|first| text.starts_with(*first));
    is_any(TRUTH_VALUES, text)
        || text.contains(char::is_numeric)
            && first.is_none_or(|first| first.len() > 2)
            && words.all(|word| is_any(NUMBER_WORDS, word))
}

/// Returns the text truncated to what a cell can hold, with a `…` at its end, or `None` if it fits.
pub(super) fn truncate(text: &str) -> Option<String> {
    // Bytes are never fewer than UTF-16 units.
    if text.len() <= CELL_LIMIT || text.encode_utf16().count() <= CELL_LIMIT {
        return None;
    }
    let mut units = 1;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= CELL_LIMIT
    };
    let fitting: String = text.chars().take_while(fits).collect();
    Some(fitting + "…")
}

#[cfg(test)]
mod tests {
    use super::{CELL_LIMIT, guard, truncate};

    #[test]
    fn formulas_are_guarded() {
        for (text, guarded) in [
            ("", ""),
            ("a=b", "a=b"),
            ("=1+1", "'=1+1"),
            ("＠a", "'＠a"),
            ("\0=a", "'=a"),
            ("a\0b", "ab"),
            (" \u{a0}\u{200b}-a", "' \u{a0}\u{200b}-a"),
            ("\u{200d}=1", "'\u{200d}=1"),
            ("\u{fe0f}+1\t\u{200c}-1", "'\u{fe0f}+1\t\u{200c}'-1"),
            ("\ra", "'\ra"),
            ("\na", "'\na"),
            ("x;=1+1", "x;'=1+1"),
            ("x\t \"+a;;b", "x\t \"'+a;;b"),
            ("x,=1", "x,=1"),
            ("a\n- b\n- c", "a\n'- b\n'- c"),
            ("a;b", "a;b"),
        ] {
            assert_eq!(guard(text, ','), guarded, "{text:?}");
        }
        assert_eq!(guard("x,=1;=2", ';'), "x,'=1;=2");
    }

    #[test]
    fn numeric_looking_text_stays_text() {
        for text in [
            "0012345",
            "3/4",
            "1e5",
            "4111 1111 1111 1111",
            "TRUE",
            "false",
            "MAR1",
            "2 Sept",
            "12:30",
            "10.5.",
            "50%",
            "$5",
            "1,000",
            "(5)",
            "10 PM",
            "2016-07-06T11:57:47.656Z",
            "MÄRZ 1",
            "1. août",
            "Falsch",
        ] {
            assert_eq!(guard(text, ','), format!("'{text}"));
        }
        for text in [
            "Visitor #8",
            "5 apples",
            "truth",
            "march",
            "",
            "e",
            "52f8e590-72af",
            "a1",
        ] {
            assert_eq!(guard(text, ','), text);
        }
    }

    #[test]
    fn long_text_is_truncated_to_cell_limit() {
        let fits = "é".repeat(CELL_LIMIT);
        assert_eq!(truncate(&fits), None);
        let half = CELL_LIMIT / 2;
        assert_eq!(
            truncate(&"😀".repeat(half + 1)),
            Some(format!("{}…", "😀".repeat(half)))
        );
        let truncated = truncate(&format!("{fits}a")).unwrap();
        assert_eq!(truncated, format!("{}…", "é".repeat(CELL_LIMIT - 1)));
    }
}

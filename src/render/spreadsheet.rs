//! `--excel`: text that a spreadsheet shows as it is, and neither runs nor converts.

use std::borrow::Cow;

use crate::sanitize::is_hidden;

/// What a spreadsheet's cell can hold, in UTF-16 units.
pub(crate) const CELL_LIMIT: usize = 32_767;

/// Signs that begin a formula, and their full-width forms.
const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Where a spreadsheet may split a text that it was told to split elsewhere.
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

/// Returns the text with a `'` wherever a spreadsheet would take what follows for a formula, a
/// number, a date or a truth value. NUL, which spreadsheets drop, is removed.
///
/// `delimiter` is that of the file: a spreadsheet that splits there respects the quotes.
pub(crate) fn guard(text: &str, delimiter: char) -> Cow<'_, str> {
    let begins_odd = text.starts_with(['\t', '\r', '\n', '\0']);
    let text: Cow<'_, str> = if text.contains('\0') {
        text.replace('\0', "").into()
    } else {
        text.into()
    };
    let mut guarded = String::new();
    if begins_odd
        || text
            .trim_start_matches(is_invisible)
            .starts_with(FORMULA_SIGNS)
        || is_converted(&text)
    {
        guarded.push('\'');
    }
    let splits = |c: char| c != delimiter && SEPARATORS.contains(&c);
    let mut rest = &*text;
    while let Some(at) = rest.find(splits) {
        // A quote that a spreadsheet does not expect there is no character to it.
        let shown = rest[at..].find(|c| !(is_invisible(c) || splits(c) || c == '"'));
        let (skipped, shown) = rest.split_at(shown.map_or(rest.len(), |shown| at + shown));
        guarded.push_str(skipped);
        if shown.starts_with(FORMULA_SIGNS) {
            guarded.push('\'');
        }
        rest = shown;
    }
    if guarded.is_empty() {
        return text;
    }
    guarded.push_str(rest);
    guarded.into()
}

/// Returns whether a spreadsheet skips a character before it looks for a formula.
fn is_invisible(character: char) -> bool {
    character.is_whitespace() || character.is_control() || is_hidden(character)
}

/// Returns whether a spreadsheet may show a text as a number, a date, a time or a truth value:
/// there are digits in it and no words but those of numbers and dates, a month at its beginning.
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

/// Returns the text cut to what a cell can hold, with a `…` at its end, or `None` if it fits.
pub(crate) fn cut(text: &str) -> Option<String> {
    // Bytes are never fewer than UTF-16 units.
    if text.len() <= CELL_LIMIT || text.encode_utf16().count() <= CELL_LIMIT {
        return None;
    }
    let mut units = 1;
    let fits = |(_, c): &(usize, char)| {
        units += c.len_utf16();
        units <= CELL_LIMIT
    };
    let end = text.char_indices().take_while(fits).last();
    let end = end.map_or(0, |(at, c)| at + c.len_utf8());
    Some(format!("{}…", &text[..end]))
}

#[cfg(test)]
mod tests {
    use super::{CELL_LIMIT, cut, guard};

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
        assert_eq!(cut(&fits), None);
        let half = CELL_LIMIT / 2;
        assert_eq!(
            cut(&"😀".repeat(half + 1)),
            Some(format!("{}…", "😀".repeat(half)))
        );
        let cut = cut(&format!("{fits}a")).unwrap();
        assert_eq!(cut, format!("{}…", "é".repeat(CELL_LIMIT - 1)));
    }
}

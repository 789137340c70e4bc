//! What holds for every text, whoever wrote it: asked of random texts by the tests, and of
//! cunning ones by the fuzzer (`tests/fuzz`).

use unicode_segmentation::UnicodeSegmentation as _;

use crate::sanitize::{Sanitized, is_hidden};

/// Every character that is left shows itself; what is clean is not cleaned again.
pub(crate) fn sanitized_text_has_no_invisible_characters(text: &str) {
    let clean = Sanitized::line(text);
    let hides = |c: char| c.is_control() || is_hidden(c);
    assert!(!clean.as_str().contains(hides), "{clean:?}");
    assert!(!clean.as_str().trim_start().starts_with("::"), "{clean:?}");
    assert_eq!(Sanitized::line(clean.as_str()), clean);
}

/// A cut fits, and is the beginning of the text with a mark that it is no more than that.
pub(crate) fn truncated_text_fits_width(text: &str, width: usize) {
    let whole = Sanitized::line(text);
    let part = whole.clone().cut(width);
    assert!(part.width() <= width, "{part:?}");
    if part != whole && width > 0 {
        let kept = part.as_str().strip_suffix('…');
        assert!(
            kept.is_some_and(|kept| whole.as_str().starts_with(kept)),
            "{part:?}"
        );
    }
}

/// Lines fit, but for what a reader takes for one character and a terminal does not, and lose
/// nothing but spaces.
pub(crate) fn wrapped_lines_fit_and_lose_only_spaces(text: &str, width: usize) {
    let whole = Sanitized::line(text);
    let lines = whole.wrap(width);
    let fits = |line: &Sanitized<'_>| {
        let is_one = line.as_str().graphemes(true).count() < 2;
        // An escape may have become necessary at the beginning of the line.
        is_one || line.width() <= width || line.as_str().trim_start().starts_with("<U+003A>:")
    };
    assert!(lines.iter().all(fits), "{lines:?}");
    let text = |text: &str| text.replace("<U+003A>", ":").replace(' ', "");
    let lines: String = lines.iter().map(Sanitized::as_str).collect();
    assert_eq!(text(&lines), text(whole.as_str()));
}

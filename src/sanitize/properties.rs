//! Properties of every sanitized text: checked with random texts by the tests, and with adversarial
//! ones by the fuzzer (`tests/fuzz`).

use crate::sanitize::{Sanitized, is_invisible};

/// No character is invisible, and sanitizing twice changes nothing.
pub(crate) fn sanitized_text_has_no_invisible_characters(text: &str) {
    let sanitized = Sanitized::line(text);
    let hides = |c: char| c.is_control() || is_invisible(c);
    assert!(!sanitized.as_str().contains(hides), "{sanitized:?}");
    assert!(
        !sanitized.as_str().trim_start().starts_with("::"),
        "{sanitized:?}"
    );
    assert_eq!(Sanitized::line(sanitized.as_str()), sanitized);
}

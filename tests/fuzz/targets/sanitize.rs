//! Texts of strangers, as a terminal gets to see them.

#![no_main]

#[path = "../../../src/sanitize/properties.rs"]
mod properties;
#[path = "../../../src/sanitize/mod.rs"]
mod sanitize;

libfuzzer_sys::fuzz_target!(|input: (u8, &str)| {
    let (width, text) = (usize::from(input.0), input.1);
    properties::sanitized_text_has_no_invisible_characters(text);
    properties::truncated_text_fits_width(text, width);
    properties::wrapped_lines_fit_and_lose_only_spaces(text, width);
});

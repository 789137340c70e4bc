//! Texts of strangers, as a terminal gets to see them.

#![no_main]

#[path = "../../../src/sanitize/properties.rs"]
mod properties;
#[path = "../../../src/sanitize/mod.rs"]
mod sanitize;

libfuzzer_sys::fuzz_target!(|input: (u8, &str)| {
    let (width, text) = (usize::from(input.0), input.1);
    properties::nothing_gets_through(text);
    properties::a_cut_is_never_wider_than_asked(text, width);
    properties::lines_fit_and_lose_nothing_but_spaces(text, width);
});

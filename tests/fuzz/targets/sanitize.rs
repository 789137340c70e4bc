//! Untrusted text, as a terminal displays it.

#![no_main]

#[path = "../../../src/sanitize/properties.rs"]
mod properties;
#[path = "../../../src/sanitize/mod.rs"]
mod sanitize;

libfuzzer_sys::fuzz_target!(|text: &str| {
    properties::sanitized_text_has_no_invisible_characters(text);
});

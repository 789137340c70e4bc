//! Engagement IDs in arguments and on stdin.

#![no_main]

#[path = "../../../src/id/mod.rs"]
mod id;
#[path = "../../../src/id/properties.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|text: &str| properties::valid_id_keeps_its_text(text));

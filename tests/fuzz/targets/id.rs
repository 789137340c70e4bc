//! Ids of engagements, as they are typed and piped.

#![no_main]

#[path = "../../../src/id/mod.rs"]
mod id;
#[path = "../../../src/id/properties.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|text: &str| properties::an_id_is_what_it_is_made_of(text));

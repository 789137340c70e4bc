//! Bodies of errors, and what they become on stderr.

#![no_main]

#[path = "../../../src/api"]
mod api {
    pub(crate) mod answer;
    pub(crate) mod retry;
}
#[path = "../../../src/clean/mod.rs"]
mod clean;
#[path = "../../../src/failure.rs"]
mod failure;
#[path = "../../../src/id/mod.rs"]
mod id;
#[path = "../../../src/api/answer/properties.rs"]
mod properties;
#[path = "../../../src/records/mod.rs"]
mod records;

libfuzzer_sys::fuzz_target!(|input: (u8, &[u8])| {
    let (status, body) = (300 + u16::from(input.0), input.1);
    properties::a_refusal_is_a_sentence(status, body);
    properties::nothing_else_is_an_export(status, body);
});

//! Bodies of error responses, and their text on stderr.

#![no_main]

#[path = "../../../src/api"]
mod api {
    pub(crate) mod response;
    pub(crate) mod retry;
}
#[path = "../../../src/error.rs"]
mod error;
#[path = "../../../src/id/mod.rs"]
mod id;
#[path = "../../../src/api/response/properties.rs"]
mod properties;
#[path = "../../../src/records/mod.rs"]
mod records;
#[path = "../../../src/sanitize/mod.rs"]
mod sanitize;
#[path = "../../../src/similar.rs"]
mod similar;

libfuzzer_sys::fuzz_target!(|input: (u8, &[u8])| {
    let (status, body) = (300 + u16::from(input.0), input.1);
    properties::failure_has_status_and_text(status, body);
    properties::only_documented_body_is_export(status, body);
});

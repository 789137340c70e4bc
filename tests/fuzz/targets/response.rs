//! Bodies of responses: pages, engagements, transcripts, results of exports.

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

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    properties::pages_are_unchanged(body);
    properties::documented_pages_are_accepted(body);
    properties::other_bodies_are_unchanged(body);
    properties::only_documented_body_is_export(200, body);
});

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
    properties::pages_are_untouched(body);
    properties::documented_pages_are_accepted(body);
    properties::documents_are_untouched(body);
    properties::nothing_else_is_an_export(200, body);
});

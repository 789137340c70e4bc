//! Bodies of responses: pages, engagements, transcripts, results of exports, errors.

#![no_main]

#[path = "../../../src/api"]
mod api {
    pub(crate) mod response;
    pub(crate) mod response_head;
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

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    properties::pages_are_unchanged(body);
    properties::documented_pages_are_accepted(body);
    properties::other_bodies_are_unchanged(body);
    properties::only_documented_body_is_export(200, body);
    for status in [302, 400, 401, 403, 404, 429, 503] {
        properties::failure_has_status_and_text(status, body);
        properties::only_documented_body_is_export(status, body);
    }
});

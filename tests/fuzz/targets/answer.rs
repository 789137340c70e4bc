//! Bodies of answers: pages, engagements, transcripts, successes.

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

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    properties::pages_are_untouched(body);
    properties::documented_pages_are_accepted(body);
    properties::documents_are_untouched(body);
    properties::nothing_else_is_an_export(200, body);
});

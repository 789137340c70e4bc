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
#[path = "../../../src/api/answer/laws.rs"]
mod laws;
#[path = "../../../src/records/mod.rs"]
mod records;

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    laws::a_page_is_what_was_sent(body);
    laws::a_page_of_the_documented_shape_is_taken(body);
    laws::documents_are_what_was_sent(body);
    laws::nothing_else_is_an_export(200, body);
});

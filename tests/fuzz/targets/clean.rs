//! Texts of strangers, as a terminal gets to see them.

#![no_main]

#[path = "../../../src/clean/mod.rs"]
mod clean;
#[path = "../../../src/clean/laws.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|input: (u8, &str)| {
    let (width, text) = (usize::from(input.0), input.1);
    laws::nothing_gets_through(text);
    laws::a_cut_is_never_wider_than_asked(text, width);
    laws::lines_fit_and_lose_nothing_but_spaces(text, width);
});

//! The tool as its users meet it: every test runs the binary.

mod bench;
mod completions;
mod readme;

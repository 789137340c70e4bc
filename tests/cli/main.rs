//! The tool as its users meet it: every test runs the binary.

#![cfg(test)]

mod bench;
mod completions;
mod data;
mod docs;
mod errors;
mod list;
mod paging;
mod practice;
mod query;
mod readme;
mod settings;
mod show;
mod sink;
mod targets;
mod transcript;
mod usage;

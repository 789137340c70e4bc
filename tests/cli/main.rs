//! The tool as its users meet it: every test runs the binary.

#![cfg(test)]

mod bad_tokens;
mod bench;
mod canary;
mod completions;
mod credentials;
mod data;
mod docs;
mod dry_run;
mod errors;
mod failures;
mod list;
mod minting;
mod paging;
mod practice;
mod precedence;
mod profiles;
mod query;
mod readme;
mod recorder;
mod settings;
mod show;
mod sink;
mod targets;
mod traces;
mod transcript;
mod usage;

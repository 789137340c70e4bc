//! The tool as its users meet it: every test runs the binary.

#![cfg(test)]

mod bench;
mod bulk;
mod completions;
mod consent;
mod data;
mod docs;
mod errors;
mod export;
mod ledger;
mod list;
mod paging;
mod practice;
mod query;
mod readme;
mod settings;
mod show;
mod signals;
mod sink;
mod state;
mod targets;
mod transcript;
mod usage;
mod work;

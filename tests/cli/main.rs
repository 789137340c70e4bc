//! The tool as its users meet it: every test runs the binary.

#![cfg(test)]

mod bench;
mod completions;
mod concurrency;
mod connection;
mod data;
mod docs;
mod errors;
mod failed_page;
mod list;
mod paging;
mod practice;
mod proxies;
mod query;
mod raw;
mod readme;
mod resends;
mod retries;
mod settings;
mod show;
mod sink;
mod targets;
mod tls;
mod transcript;
mod transport;
mod usage;
mod walk;

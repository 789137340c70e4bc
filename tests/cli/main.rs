//! The tool as its users meet it: every test runs the binary.

#![cfg(test)]

mod bench;
mod concurrency;
mod connection;
mod failed_page;

mod proxies;
mod raw;
mod resends;
mod retries;
mod tls;
mod transport;
mod walk;

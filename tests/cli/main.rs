//! The tool as its users meet it: every test runs the binary.

#![cfg(test)]

mod bench;
mod bulk;
mod completions;
mod concurrency;
mod connection;
mod consent;
mod cron;
mod data;
mod docs;
mod errors;
mod excel;
mod expected;
mod export;
mod failed_page;
mod fields;
mod files;
mod golden;
mod hostile;
mod ledger;
mod list;
mod paging;
mod practice;
mod progress;
mod proxies;
mod pty;
mod query;
mod raw;
mod readme;
mod receipts;
mod resends;
mod retries;
mod settings;
mod show;
mod signals;
mod sink;
mod state;
mod targets;
mod terminal;
mod tls;
mod transcript;
mod transport;
mod usage;
mod walk;
mod work;

//! The tool as its users meet it: every test runs the binary.

#![cfg(test)]

mod bench;
mod completions;
mod data;
mod docs;
mod errors;
mod excel;
mod expected;
mod fields;
mod files;
mod golden;
mod hostile;
mod list;
mod paging;
mod practice;
mod progress;
mod pty;
mod query;
mod readme;
mod receipts;
mod settings;
mod show;
mod sink;
mod targets;
mod terminal;
mod transcript;
mod usage;

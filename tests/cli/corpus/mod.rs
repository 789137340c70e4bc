//! Published corpora of what broke others: JSON that is none, or is at the edge of it, and
//! strings that people and programs stumbled over. Both come as packages, of the versions that
//! `Cargo.toml` pins.

mod documents;
mod json;
pub(crate) mod naughty;

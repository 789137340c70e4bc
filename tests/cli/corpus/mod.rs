//! Published test corpora: valid, invalid and ambiguous JSON, and strings that often cause defects. Both
//! are packages whose versions `Cargo.toml` pins.

mod documents;
mod json;
pub(crate) mod naughty;

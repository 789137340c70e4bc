//! Files that must be files: what is kept in them outlives the run.

use std::path::{Path, PathBuf};

use clap::builder::{PathBufValueParser, TypedValueParser};

/// Reads the name of a file, and refuses the `-` that elsewhere stands for a stream: whoever types
/// it does not mean a file of that name.
pub(super) fn kept() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        if path == Path::new("-") {
            Err("it must be a file (`./-` for one of that name)")
        } else {
            Ok(path)
        }
    })
}

//! x
use super::paper::Paper;
use serde_json::value::RawValue;
use std::io::{self, Write};
pub(super) fn write(
    _: Option<&str>,
    _: &[Box<RawValue>],
    _: Paper,
    _: &mut impl Write,
) -> io::Result<()> {
    Ok(())
}

//! x
use super::paper::Paper;
use crate::records::{Record, column::Selection};
use std::io::{self, Write};
pub(super) fn write(_: Record<'_>, _: &Selection, _: Paper, _: &mut impl Write) -> io::Result<()> {
    Ok(())
}

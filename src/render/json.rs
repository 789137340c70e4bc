//! One JSON document: a record, or an array that is closed only if it is complete.

use std::io::{self, Write};

use super::{RenderOptions, json_text};

/// The layout of a JSON document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonShape {
    /// The one record itself.
    Record,
    /// An array of records; of messages for a single transcript.
    Records,
    /// An array of transcripts, each with its engagement ID.
    Transcripts,
}

/// Writes one record. `has_begun` is whether it follows another one.
pub(super) fn write(
    json: &str,
    has_begun: bool,
    options: &RenderOptions,
    out: &mut impl Write,
) -> io::Result<()> {
    let is_element = options.json_shape != JsonShape::Record;
    if is_element {
        out.write_all(if has_begun { b",\n" } else { b"[\n" })?;
    }
    // Indented on a terminal, else one record a line.
    let json = match (options.display.width, is_element) {
        (None, _) => json_text::compact(json),
        (Some(_), true) => format!("  {}", json_text::pretty(json, 1)),
        (Some(_), false) => json_text::pretty(json, 0),
    };
    out.write_all(json.as_bytes())
}

/// Ends the document. An incomplete array stays open, so that no parser accepts it.
pub(super) fn finish(
    has_begun: bool,
    is_complete: bool,
    json_shape: JsonShape,
    out: &mut impl Write,
) -> io::Result<()> {
    let end: &[u8] = match (json_shape, has_begun, is_complete) {
        (JsonShape::Record, true, _) => b"\n",
        (JsonShape::Record, false, _) | (_, _, false) => b"",
        (_, true, true) => b"\n]\n",
        (_, false, true) => b"[]\n",
    };
    out.write_all(end)
}

//! One record in full: a line for each field.

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use clap::builder::styling::Style;
use unicode_width::UnicodeWidthStr as _;

use super::RenderOptions;
use super::display::{HEADING, WARNING, is_warning, value_text};
use crate::records::Record;
use crate::records::column::{DisplayKind, JsonKeys};
use crate::records::engagement::SCHEMA;
use crate::records::json::Cell;
use crate::sanitize::Sanitized;
use crate::values::zone::Zone;

/// Maximum width to which names are padded.
const MAX_NAME_WIDTH: usize = 36;

/// A longer path has no members: each line repeats it, so that the output could grow with the square of
/// the record.
const MAX_PATH_LEN: usize = 100;

/// Writes the selected columns of a record; without a list in `--fields` all its values: default
/// columns that have one, and the other members in the API's order.
///
/// # Errors
/// Those of `out`.
pub(super) fn write(
    record: &Record,
    options: &RenderOptions,
    out: &mut impl Write,
) -> io::Result<()> {
    let (display, selection) = (options.display, &options.selection);
    let only_selected = matches!(selection.keys, JsonKeys::Selected);
    let mut lines = Vec::new();
    for column in &selection.columns {
        let mut added = fields(column.name, &column.cell(record), display.zone);
        if added.is_empty() && (only_selected || !column.is_default) {
            added.push((column.name.to_owned(), String::new()));
        }
        lines.append(&mut added);
    }
    for (name, json) in record.json().members().filter(|_| !only_selected) {
        if selection.columns.iter().all(|column| column.name != name) {
            lines.append(&mut fields(&name, &Cell::of(Some(json)), display.zone));
        }
    }
    let names = lines.iter().map(|(name, _)| name.width());
    let width = names.max().unwrap_or(0).min(MAX_NAME_WIDTH);
    for (name, value) in &lines {
        let is_warning = is_warning(name, value);
        let style = if is_warning { WARNING } else { Style::new() };
        let name = display.padded(HEADING, name, width);
        let line = format!("{name}  {}", display.styled(style, value));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Returns the sanitized names and values of a value: those of the members of an object
/// (`visitor.tier`) or of several (`legs.2.duration`), one for each entry of a list, of which only the
/// first has a name, and none if there is no text.
fn fields(path: &str, cell: &Cell<'_>, zone: Zone) -> Vec<(String, String)> {
    if let Cell::Json(json) = cell
        && path.len() <= MAX_PATH_LEN
    {
        let objects = json.entries().unwrap_or_else(|| vec![*json]);
        if objects.iter().all(|value| value.is_object()) {
            let mut lines = Vec::new();
            for (object, number) in objects.iter().zip(1..) {
                let path = match objects.len() {
                    1 => path.to_owned(),
                    _ => format!("{path}.{number}"),
                };
                for (name, json) in object.members() {
                    let path = format!("{path}.{name}");
                    lines.append(&mut fields(&path, &Cell::of(Some(json)), zone));
                }
            }
            return lines;
        }
    }
    let kind = kind(path, cell);
    let text = value_text(kind, cell, zone);
    let values = match cell {
        Cell::List(list) => list.iter().map(ToString::to_string).collect(),
        Cell::Text(original) if kind == DisplayKind::Time && text != **original => {
            vec![format!("{text} ({zone})")]
        }
        _ => vec![text],
    };
    if values.concat().is_empty() || is_link(path) {
        return Vec::new();
    }
    let names = [path].into_iter().chain(std::iter::repeat(""));
    let lines = names.zip(&values);
    let sanitized = |text| Sanitized::line(text).into_string();
    lines
        .map(|(name, value)| (sanitized(name), sanitized(value)))
        .collect()
}

/// Returns how a value is displayed: as the column of that name, or by what it looks like.
fn kind(path: &str, cell: &Cell<'_>) -> DisplayKind {
    let name = path.rsplit('.').next().unwrap_or(path);
    let known = SCHEMA.columns.iter().find(|column| column.name == name);
    match (known, cell) {
        (Some(column), _) => column.display,
        (None, Cell::Literal(text)) if matches!(&**text, "true" | "false") => DisplayKind::Flag,
        _ if name.ends_with("_at") => DisplayKind::Time,
        _ => DisplayKind::Text,
    }
}

/// Returns whether a column of its own shows the field, such as `visitor_href`.
fn is_link(path: &str) -> bool {
    let parts: Vec<&str> = path.split('.').collect();
    matches!(
        *parts,
        ["visitor" | "chat_transcript" | "operators", "href"] | ["operators", _, "href"]
    )
}

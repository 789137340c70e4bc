//! One record in full: a line for each field.

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use anstyle::Style;

use super::RenderOptions;
use super::display::{HEADING, WARNING};
use super::value_text::{is_warning, local_time, value_text};
use crate::records::cell::Cell;
use crate::records::column::{DisplayKind, JsonKeys};
use crate::records::engagement::SCHEMA;
use crate::records::json::JsonSlice;
use crate::records::record::Record;
use crate::sanitize::Sanitized;
use crate::settings::zone::Zone;

/// Maximum width to which names are padded.
const MAX_NAME_WIDTH: usize = 36;

/// Writes the selected fields of a record; without `--fields` all that have a value.
///
/// # Errors
/// Those of `out`.
pub(super) fn write(
    record: &Record<'_>,
    options: &RenderOptions,
    out: &mut impl Write,
) -> io::Result<()> {
    let fields = fields(record, options);
    let names: Vec<Sanitized> = fields
        .iter()
        .map(|field| Sanitized::line(&field.name))
        .collect();
    let width = names.iter().map(Sanitized::width).max().unwrap_or(0);
    for (field, name) in fields.iter().zip(&names) {
        let mut name = options
            .display
            .padded(HEADING, name, width.min(MAX_NAME_WIDTH));
        for value in &field.values {
            let is_warning = is_warning(&field.name, value);
            let style = if is_warning { WARNING } else { Style::new() };
            let value = options
                .display
                .styled(style, Sanitized::line(value).as_str());
            writeln!(out, "{}", format!("{name}  {value}").trim_end())?;
            name = " ".repeat(width.min(MAX_NAME_WIDTH));
        }
    }
    Ok(())
}

/// A line of the output, or several for a list. All of it is untrusted text.
struct Field {
    name: String,
    values: Vec<String>,
}

/// Returns the selected columns, followed by the other members of the record unless `--fields` names
/// all fields. Default columns and other members are left out if they have no value.
fn fields(record: &Record<'_>, options: &RenderOptions) -> Vec<Field> {
    let selection = &options.selection;
    let only_selected = matches!(selection.keys, JsonKeys::Selected);
    let mut fields = Vec::new();
    for column in &selection.columns {
        let count = fields.len();
        let cell = column.cell(record);
        flatten(
            column.name,
            column.display,
            &cell,
            options.display.zone,
            &mut fields,
        );
        if fields.len() == count && (only_selected || !column.is_default) {
            let name = column.name.to_owned();
            fields.push(Field {
                name,
                values: vec![String::new()],
            });
        }
    }
    if only_selected {
        return fields;
    }
    for (name, json) in record.iter() {
        if selection.columns.iter().all(|column| column.name != name) {
            let mut others = Vec::new();
            flatten_member(&name, &name, json, options.display.zone, &mut others);
            fields.extend(others.into_iter().filter(|field| !is_link(&field.name)));
        }
    }
    fields
}

/// Returns whether a column of its own shows the field, such as `visitor_href`.
fn is_link(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    matches!(
        *parts,
        ["visitor" | "chat_transcript" | "operators", "href"] | ["operators", _, "href"]
    )
}

fn flatten_member(
    path: &str,
    name: &str,
    json: JsonSlice<'_>,
    zone: Zone,
    fields: &mut Vec<Field>,
) {
    let cell = Cell::of(Some(json));
    let known = SCHEMA.columns.iter().find(|column| column.name == name);
    let kind = match (known, &cell) {
        (Some(column), _) => column.display,
        (None, Cell::Literal("true" | "false")) => DisplayKind::Flag,
        _ if name.ends_with("_at") => DisplayKind::Time,
        _ => DisplayKind::Text,
    };
    flatten(path, kind, &cell, zone, fields);
}

/// Adds the fields of a value: one for each member of an object (`visitor.tier`) or of several
/// (`legs.2.duration`). A value without text has none.
fn flatten(path: &str, kind: DisplayKind, cell: &Cell<'_>, zone: Zone, fields: &mut Vec<Field>) {
    if let Cell::Json(json) = cell {
        let objects = json.entries().unwrap_or_else(|| vec![*json]);
        if objects.iter().all(|value| value.is_object()) {
            for (object, number) in objects.iter().zip(1..) {
                let path = match objects.len() {
                    1 => path.to_owned(),
                    _ => format!("{path}.{number}"),
                };
                for (name, json) in Record::of(*object).iter() {
                    flatten_member(&format!("{path}.{name}"), &name, json, zone, fields);
                }
            }
            return;
        }
    }
    let values = match cell {
        Cell::List(list) => list.iter().map(ToString::to_string).collect(),
        Cell::Text(text) if kind == DisplayKind::Time && local_time(text, zone).is_some() => {
            vec![format!("{} ({zone})", value_text(kind, cell, zone))]
        }
        _ => vec![value_text(kind, cell, zone)],
    };
    if values.iter().any(|value| !value.is_empty()) {
        let name = path.to_owned();
        fields.push(Field { name, values });
    }
}

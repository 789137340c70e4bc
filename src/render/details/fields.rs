//! What is shown of one record, in which order: a name and the lines of its value for each field.

use crate::records::cell::Cell;
use crate::records::column::{DisplayKind, FieldSelection, JsonKeys};
use crate::records::engagement::SCHEMA;
use crate::records::json::JsonSlice;
use crate::records::record::Record;
use crate::render::value_text;
use crate::settings::zone::Zone;

/// Levels of objects whose members are fields of their own; what is deeper is shown as JSON.
const MAX_DEPTH: usize = 4;

/// A field: its name and the lines of its value, all of it untrusted text.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) lines: Vec<String>,
}

/// Returns the fields of a record: the selected columns, default ones only if they have a value;
/// and unless only the selected ones were asked for, every other member that has a value, in the
/// API's order. A record without any is shown as JSON.
pub(super) fn of(record: &Record<'_>, selection: &FieldSelection, zone: Zone) -> Vec<Field> {
    let only_selected = matches!(selection.keys, JsonKeys::Selected);
    let mut fields = Vec::new();
    for column in &selection.columns {
        let values = expand(
            column.name,
            column.display,
            &column.cell(record),
            zone,
            MAX_DEPTH,
        );
        let is_empty = values
            .iter()
            .all(|field| field.lines.iter().all(String::is_empty));
        if only_selected || !column.is_default || !is_empty {
            fields.extend(values);
        }
    }
    if only_selected {
        return fields;
    }
    let others = record
        .iter()
        .filter(|(name, value)| !is_covered(name, *value, selection));
    fields.extend(others.flat_map(|(name, json)| member(&name, &name, json, zone, MAX_DEPTH)));
    if fields.is_empty() {
        let json = words(DisplayKind::Text, &Cell::Json(record.json()), zone);
        fields.push(Field {
            name: "record".to_owned(),
            lines: vec![json],
        });
    }
    fields
}

/// Returns whether the selected columns show all of a member: there is one of that name, or it
/// holds links only, which have columns of their own.
fn is_covered(name: &str, json: JsonSlice<'_>, selection: &FieldSelection) -> bool {
    let is_link = |object: JsonSlice<'_>| {
        let members = Record::of(object);
        let mut names = members.iter().map(|(name, _)| name);
        names.next().as_deref() == Some("href") && names.next().is_none()
    };
    let has_columns = matches!(name, "visitor" | "chat_transcript" | "operators");
    selection.columns.iter().any(|column| column.name == name)
        || (has_columns && objects(json).is_some_and(|parts| parts.into_iter().all(is_link)))
}

/// The fields of a member; none if it has no value. `path` is its name with those of the objects
/// that it is in.
fn member(path: &str, name: &str, json: JsonSlice<'_>, zone: Zone, depth: usize) -> Vec<Field> {
    let cell = Cell::of(Some(json));
    let mut fields = expand(path, infer_kind(name, &cell), &cell, zone, depth);
    fields.retain(|field| field.lines.iter().any(|line| !line.is_empty()));
    fields
}

/// How a member without a column is best shown, such as those of the legs. A wrong guess does no
/// harm, for odd values are shown as they are.
fn infer_kind(name: &str, cell: &Cell<'_>) -> DisplayKind {
    let known = SCHEMA.columns.iter().find(|column| column.name == name);
    match (known, cell) {
        (Some(column), _) => column.display,
        (None, Cell::Literal("true" | "false")) => DisplayKind::Flag,
        _ if name.ends_with("_at") => DisplayKind::Time,
        _ => DisplayKind::Text,
    }
}

/// The fields of a value: one with a line for each entry of a list, or one for each member of an
/// object (`visitor.tier`) or of several (`legs.2.duration`).
fn expand(path: &str, kind: DisplayKind, cell: &Cell<'_>, zone: Zone, depth: usize) -> Vec<Field> {
    // People read a list as a list also where CSV has its JSON.
    let cell = &match cell {
        Cell::Json(json) => Cell::of(Some(*json)),
        cell => cell.clone(),
    };
    let lines = match cell {
        Cell::List(list) if !list.is_empty() => list.iter().map(ToString::to_string).collect(),
        Cell::Json(json) if depth > 0 => match objects(*json) {
            Some(objects) => match objects.iter().copied().map(reference).collect() {
                Some(references) => references,
                None => return expand_objects(path, objects, zone, depth - 1),
            },
            None => vec![words(kind, cell, zone)],
        },
        _ => vec![words(kind, cell, zone)],
    };
    let name = path.to_owned();
    vec![Field { name, lines }]
}

fn expand_objects(path: &str, objects: Vec<JsonSlice<'_>>, zone: Zone, depth: usize) -> Vec<Field> {
    let is_one = objects.len() == 1;
    let mut fields = Vec::new();
    for (object, number) in objects.into_iter().zip(1..) {
        let path = if is_one {
            path.to_owned()
        } else {
            format!("{path}.{number}")
        };
        for (name, json) in Record::of(object).iter() {
            fields.extend(member(&format!("{path}.{name}"), &name, json, zone, depth));
        }
    }
    fields
}

/// The text of a value, a time's with its zone.
fn words(kind: DisplayKind, cell: &Cell<'_>, zone: Zone) -> String {
    let words = value_text::words(kind, cell, zone);
    match cell {
        Cell::Text(text) if kind == DisplayKind::Time && value_text::time(text, zone).is_some() => {
            format!("{words} ({zone})")
        }
        _ => words.into_owned(),
    }
}

/// The object or objects that a value is.
fn objects(json: JsonSlice<'_>) -> Option<Vec<JsonSlice<'_>>> {
    let objects = json.entries().unwrap_or_else(|| vec![json]);
    let are_objects = objects.iter().all(|value| value.is_object());
    are_objects.then_some(objects)
}

/// What an object says that does no more than refer to something: `Sales (ID)`, or its id, its
/// name or its link alone.
fn reference(object: JsonSlice<'_>) -> Option<String> {
    let members = Record::of(object);
    let words = |name: &str| match members.cell(name) {
        Cell::Text(text) => Some(text.into_owned()),
        Cell::Literal(literal) => Some(literal.to_owned()),
        _ => None,
    };
    let names: Vec<_> = members.iter().map(|(name, _)| name).collect();
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match *names {
        [only @ ("id" | "name" | "href")] => words(only),
        ["id", "name"] | ["name", "id"] => match (words("name"), words("id")?) {
            (Some(name), id) => Some(format!("{name} ({id})")),
            (None, id) => Some(id),
        },
        _ => None,
    }
}

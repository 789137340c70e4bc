//! What is said of one record, in which order: the outline of its details.

use crate::records::cell::Cell;
use crate::records::column::{DisplayKind, FieldSelection, JsonKeys};
use crate::records::engagement::SCHEMA;
use crate::records::json::JsonSlice;
use crate::records::record::Record;
use crate::render::look;
use crate::settings::zone::Zone;

/// Levels of objects within objects that are laid out; what is deeper is shown as JSON.
const DEEPEST: usize = 4;

/// A name and its value; both are still a stranger's words.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) value: Value,
}

impl Entry {
    fn new(name: &str, value: Value) -> Self {
        let name = name.to_owned();
        Self { name, value }
    }
}

/// A value, as it is laid out.
pub(super) enum Value {
    /// One below the other.
    Lines(Vec<String>),
    /// Objects: entries of their own.
    Parts(Vec<Vec<Entry>>),
}

impl Value {
    fn is_empty(&self) -> bool {
        match self {
            Self::Lines(lines) => lines.iter().all(String::is_empty),
            Self::Parts(parts) => parts.iter().all(Vec::is_empty),
        }
    }
}

/// What is said of a record: the selected columns, of those not asked for only the ones with
/// a value; and unless only the selected ones were asked for, every other field that has a
/// value, in the API's order. Of a record that says nothing, its JSON.
pub(super) fn outline(record: &Record<'_>, selection: &FieldSelection, zone: Zone) -> Vec<Entry> {
    let only_selected = matches!(selection.keys, JsonKeys::Selected);
    let mut entries = Vec::new();
    for column in &selection.columns {
        let value = value(column.display, &column.cell(record), zone, DEEPEST);
        if only_selected || !column.is_default || !value.is_empty() {
            entries.push(Entry::new(column.name, value));
        }
    }
    if only_selected {
        return entries;
    }
    let others = record
        .iter()
        .filter(|(name, value)| !is_said(name, *value, selection));
    entries.extend(others.filter_map(|(name, json)| entry(&name, json, zone, DEEPEST)));
    if entries.is_empty() {
        let json = words(DisplayKind::Text, &Cell::Json(record.json()), zone);
        entries.push(Entry::new("record", Value::Lines(vec![json])));
    }
    entries
}

/// Whether the selected columns say all of a field: there is one of that name, or it holds
/// links only, which have columns of their own.
fn is_said(name: &str, json: JsonSlice<'_>, selection: &FieldSelection) -> bool {
    let is_link = |object: JsonSlice<'_>| {
        let fields = Record::of(object);
        let mut names = fields.iter().map(|(name, _)| name);
        names.next().as_deref() == Some("href") && names.next().is_none()
    };
    let has_columns = matches!(name, "visitor" | "chat_transcript" | "operators");
    selection.columns.iter().any(|column| column.name == name)
        || (has_columns && objects(json).is_some_and(|parts| parts.into_iter().all(is_link)))
}

/// A field, if it has a value.
fn entry(name: &str, json: JsonSlice<'_>, zone: Zone, depth: usize) -> Option<Entry> {
    let cell = Cell::of(Some(json));
    let value = value(guess(name, &cell), &cell, zone, depth);
    (!value.is_empty()).then(|| Entry::new(name, value))
}

/// How a field is best read that may have no column: those of the legs, and whatever the
/// service thinks of next. A wrong guess does no harm, for odd values are shown as they are.
fn guess(name: &str, cell: &Cell<'_>) -> DisplayKind {
    let known = SCHEMA.columns.iter().find(|column| column.name == name);
    match (known, cell) {
        (Some(column), _) => column.display,
        (None, Cell::Literal("true" | "false")) => DisplayKind::Flag,
        _ if name.ends_with("_at") => DisplayKind::Time,
        _ => DisplayKind::Text,
    }
}

fn value(look: DisplayKind, cell: &Cell<'_>, zone: Zone, depth: usize) -> Value {
    // People read a list as a list also where csv has its JSON.
    let cell = &match cell {
        Cell::Json(json) => Cell::of(Some(*json)),
        cell => cell.clone(),
    };
    match cell {
        Cell::List(list) if !list.is_empty() => {
            Some(Value::Lines(list.iter().map(ToString::to_string).collect()))
        }
        Cell::Json(json) if depth > 0 => nested(*json, zone, depth - 1),
        _ => None,
    }
    .unwrap_or_else(|| Value::Lines(vec![words(look, cell, zone)]))
}

/// The words for a value, a time's with its zone.
fn words(look: DisplayKind, cell: &Cell<'_>, zone: Zone) -> String {
    let words = look::words(look, cell, zone);
    match cell {
        Cell::Text(text) if look == DisplayKind::Time && *text != words => {
            format!("{words} ({zone})")
        }
        _ => words.into_owned(),
    }
}

/// An object, or a list of objects; `None` for anything else.
fn nested(json: JsonSlice<'_>, zone: Zone, depth: usize) -> Option<Value> {
    let objects = objects(json)?;
    let references: Option<Vec<String>> = objects.iter().copied().map(reference).collect();
    let part = |object| {
        let fields = Record::of(object);
        fields
            .iter()
            .filter_map(|(name, json)| entry(&name, json, zone, depth))
            .collect()
    };
    Some(match references {
        Some(references) => Value::Lines(references),
        None => Value::Parts(objects.into_iter().map(part).collect()),
    })
}

/// The object or objects that a value is.
fn objects(json: JsonSlice<'_>) -> Option<Vec<JsonSlice<'_>>> {
    let objects = match json.entries() {
        Some(entries) => entries,
        None => vec![json],
    };
    let are_objects = objects.iter().all(|value| value.is_object());
    are_objects.then_some(objects)
}

/// What an object says that does no more than refer to something: `Sales (ID)`, or its id, its
/// name or its link alone.
fn reference(object: JsonSlice<'_>) -> Option<String> {
    let fields = Record::of(object);
    let words = |name: &str| match fields.cell(name) {
        Cell::Text(text) => Some(text.into_owned()),
        Cell::Literal(bare) => Some(bare.to_owned()),
        _ => None,
    };
    let names: Vec<_> = fields.iter().map(|(name, _)| name).collect();
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

//! Columns: one table per record feeds headers, selection, its error text and the help.

use std::str::FromStr;

use super::json::Cell;
use super::record::Record;
use crate::error::{CliError, ErrorKind, closest};

/// One field of a record that can be selected by name.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its name: in `--fields`, in the CSV header and as a JSON key.
    pub(crate) name: &'static str,
    /// How the table displays it.
    pub(crate) display: DisplayKind,
    read: ReadValue,
    /// Whether CSV has it by default.
    pub(crate) is_default: bool,
}

/// The columns of one kind of record.
#[derive(Debug)]
pub(crate) struct Schema {
    /// Every column; the default ones of CSV in its order.
    pub(crate) columns: &'static [Column],
    /// The names of the default columns of the table, in its order; if empty, those of CSV.
    pub(crate) table: &'static [&'static str],
}

/// How the table displays a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DisplayKind {
    /// Text, never truncated.
    Id,
    /// Text, truncated to the terminal's width.
    Text,
    /// A time, in the zone of `--tz`.
    Time,
    /// Seconds, as `1m 05s`.
    Duration,
    /// A number.
    Number,
    /// `yes` or `no`.
    Flag,
}

/// Returns the value of a column, whose name is the second argument.
type ReadValue = for<'a> fn(&'a Record, &str) -> Cell<'a>;

impl Column {
    /// Creates a column of the member of the same name.
    pub(crate) const fn member(name: &'static str, display: DisplayKind) -> Self {
        Self {
            name,
            display,
            read: |record, name| Cell::of(record.get(name)),
            is_default: true,
        }
    }

    /// Creates a column that is derived from other members.
    pub(crate) const fn derived(name: &'static str, display: DisplayKind, read: ReadValue) -> Self {
        Self {
            read,
            ..Self::member(name, display)
        }
    }

    /// Creates a column of the member of the same name as JSON text, also if it is a list of scalars.
    pub(crate) const fn json(name: &'static str) -> Self {
        Self::derived(name, DisplayKind::Text, |record, name| {
            match record.get(name) {
                Some(value) if value.get() != "null" => Cell::Json(value),
                value => Cell::of(value),
            }
        })
    }

    /// Makes the column one that must be selected by name.
    pub(crate) const fn optional(self) -> Self {
        Self {
            is_default: false,
            ..self
        }
    }

    /// Returns the column's value in a record.
    pub(crate) fn cell<'a>(&self, record: &'a Record) -> Cell<'a> {
        (self.read)(record, self.name)
    }
}

/// The value of `--fields`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldsArg {
    /// The fields in their order, each once.
    pub(crate) names: Vec<String>,
    /// Whether they follow the default fields (`+a,+b`) rather than replace them.
    is_added: bool,
}

/// The fields of an output.
#[derive(Clone, Debug)]
pub(crate) struct FieldSelection {
    /// Columns of CSV and table, in order.
    pub(crate) columns: Vec<&'static Column>,
    /// The members of JSON records.
    pub(crate) keys: JsonKeys,
}

/// The members of JSON records.
#[derive(Clone, Debug)]
pub(crate) enum JsonKeys {
    /// All of the record, followed by those of these columns that it lacks.
    All(Vec<&'static Column>),
    /// The selected columns only.
    Selected,
}

impl FieldSelection {
    /// Selects the fields of CSV, or of the table if `is_table`.
    ///
    /// # Errors
    /// Usage: an unknown field.
    pub(crate) fn new(
        schema: &'static Schema,
        arg: Option<&FieldsArg>,
        is_table: bool,
    ) -> Result<Self, CliError> {
        let named = schema.find_all(arg.map_or(&[], |arg| &arg.names))?;
        if arg.is_some_and(|arg| !arg.is_added) {
            let (columns, keys) = (named, JsonKeys::Selected);
            return Ok(Self { columns, keys });
        }
        let mut columns = if is_table && !schema.table.is_empty() {
            schema.find_all(schema.table)?
        } else {
            let columns = schema.columns.iter();
            columns.filter(|column| column.is_default).collect()
        };
        for column in &named {
            if columns.iter().all(|other| other.name != column.name) {
                columns.push(column);
            }
        }
        let keys = JsonKeys::All(named);
        Ok(Self { columns, keys })
    }
}

impl Schema {
    fn find_all(&self, names: &[impl AsRef<str>]) -> Result<Vec<&'static Column>, CliError> {
        names.iter().map(|name| self.find(name.as_ref())).collect()
    }

    fn find(&self, name: &str) -> Result<&'static Column, CliError> {
        let mut columns = self.columns.iter();
        columns.find(|column| column.name == name).ok_or_else(|| {
            let names: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
            let message = match closest(name, names.iter().copied()) {
                Some(similar) => format!("unknown field `{name}`; did you mean `{similar}`?"),
                None => format!("unknown field `{name}`"),
            };
            CliError::new(ErrorKind::Usage, message)
                .hint(format!("the fields are {}", names.join(" ")))
        })
    }
}

impl FromStr for FieldsArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut names: Vec<String> = Vec::new();
        let is_added = text.trim_start().starts_with('+');
        let mut is_mixed = false;
        for name in text.split(',').map(str::trim) {
            let plain = name.strip_prefix('+').unwrap_or(name);
            if plain.is_empty() {
                return Err("a field name is missing".to_owned());
            }
            is_mixed |= name.starts_with('+') != is_added;
            if names.iter().all(|other| other != plain) {
                names.push(plain.to_owned());
            }
        }
        if is_mixed {
            return Err(format!("to add fields, write `+{}`", names.join(",+")));
        }
        Ok(Self { names, is_added })
    }
}

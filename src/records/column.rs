//! Columns: one table a record feeds headers, selection, its error text and the help.

use super::cell::Cell;
use super::fields::Fields;
use crate::failure::{Failure, Kind};

/// One field of a record that can be asked for by name.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its name: in `--fields`, in the csv header and as a JSON key.
    pub(crate) name: &'static str,
    /// How the table shows it.
    pub(crate) look: Look,
    /// Where its value comes from.
    pub(crate) source: Source,
    /// Whether csv has it unasked.
    pub(crate) unasked: bool,
}

/// The columns of one kind of record.
#[derive(Debug)]
pub(crate) struct Schema {
    /// Every column, those that csv has unasked in its order.
    pub(crate) columns: &'static [Column],
    /// The names of those that the table has unasked, in its order.
    pub(crate) table: &'static [&'static str],
}

/// How the table shows a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Text, never cut.
    Id,
    /// Text, cut to the terminal's width.
    Text,
    /// A time, in the zone asked for.
    Time,
    /// Seconds, as `1m 05s`.
    Duration,
    /// A number.
    Number,
    /// A number that a terminal shows as a bar too, behind its row.
    Count,
    /// `yes` or `no`.
    Flag,
}

/// Where a column's value comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source {
    /// The key of the same name.
    Key,
    /// The key of the same name, whose value is shown as JSON whatever it is.
    Json,
    /// Made of other keys.
    Derived(for<'a> fn(&Fields<'a>) -> Cell<'a>),
}

impl Column {
    /// A column of the key of the same name.
    pub(super) const fn key(name: &'static str, look: Look) -> Self {
        Self {
            name,
            look,
            source: Source::Key,
            unasked: true,
        }
    }

    /// A column made of other keys.
    pub(super) const fn derived(
        name: &'static str,
        make: for<'a> fn(&Fields<'a>) -> Cell<'a>,
    ) -> Self {
        Self {
            name,
            look: Look::Text,
            source: Source::Derived(make),
            unasked: true,
        }
    }

    /// The same column, its lists not taken for lists of words.
    pub(super) const fn json(self) -> Self {
        Self {
            source: Source::Json,
            ..self
        }
    }

    /// The same column, never cut.
    pub(super) const fn whole(self) -> Self {
        Self {
            look: Look::Id,
            ..self
        }
    }

    /// The same column, had only when it is asked for.
    pub(super) const fn on_request(self) -> Self {
        Self {
            unasked: false,
            ..self
        }
    }

    /// The column's value in a record.
    pub(crate) fn cell<'a>(&self, fields: &Fields<'a>) -> Cell<'a> {
        match self.source {
            Source::Key => fields.cell(self.name),
            Source::Json => Cell::json(fields.get(self.name)),
            Source::Derived(make) => make(fields),
        }
    }
}

/// What `--fields` asked for, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// These fields only, in this order.
    Only(Vec<String>),
    /// The default ones, and these after them.
    Added(Vec<String>),
}

/// The fields of an output.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    /// Columns of csv and table, in order.
    pub(crate) columns: Vec<&'static Column>,
    /// Which of a record's keys JSON has.
    pub(crate) keys: Keys,
}

/// Which of a record's keys JSON has.
#[derive(Clone, Debug)]
pub(crate) enum Keys {
    /// The whole record, and these derived fields after it.
    All(Vec<&'static Column>),
    /// The selected columns only.
    Selected,
}

impl Selection {
    /// The fields of csv (or of the table, if `table`), given what was asked for.
    ///
    /// # Errors
    /// A usage failure that names an unknown field, the nearest known one and all of them.
    pub(crate) fn new(
        schema: &'static Schema,
        wanted: Option<&Wanted>,
        table: bool,
    ) -> Result<Self, Failure> {
        let unasked = || {
            if table {
                schema.find_all(schema.table)
            } else {
                let columns = schema.columns.iter();
                Ok(columns.filter(|column| column.unasked).collect())
            }
        };
        let (columns, keys) = match wanted {
            None => (unasked()?, Keys::All(Vec::new())),
            Some(Wanted::Only(names)) => (schema.find_all(names)?, Keys::Selected),
            Some(Wanted::Added(names)) => {
                let mut added = schema.find_all(names)?;
                let mut columns = unasked()?;
                for column in &added {
                    add(&mut columns, column);
                }
                added.retain(|column| matches!(column.source, Source::Derived(_)));
                (columns, Keys::All(added))
            }
        };
        Ok(Self { columns, keys })
    }
}

/// Adds a column unless it is there: one that is named twice is had once.
fn add(columns: &mut Vec<&'static Column>, column: &'static Column) {
    if columns.iter().all(|other| other.name != column.name) {
        columns.push(column);
    }
}

impl Schema {
    fn find_all(&self, names: &[impl AsRef<str>]) -> Result<Vec<&'static Column>, Failure> {
        let mut columns = Vec::with_capacity(names.len());
        for name in names {
            add(&mut columns, self.find(name.as_ref())?);
        }
        Ok(columns)
    }

    fn find(&self, name: &str) -> Result<&'static Column, Failure> {
        let columns = self.columns;
        columns
            .iter()
            .find(|column| column.name == name)
            .ok_or_else(|| {
                let distance = |column: &&Column| strsim::damerau_levenshtein(column.name, name);
                let nearest = columns
                    .iter()
                    .min_by_key(distance)
                    .map_or("", |column| column.name);
                let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
                let message = format!("there is no field `{name}`; did you mean `{nearest}`?");
                Failure::new(Kind::Usage, message)
                    .hint(format!("the fields are {}", names.join(" ")))
            })
    }
}

impl std::str::FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names: Vec<&str> = text.split(',').map(str::trim).collect();
        let added: Vec<&str> = names
            .iter()
            .filter_map(|name| name.strip_prefix('+'))
            .collect();
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        if names
            .iter()
            .any(|name| name.trim_start_matches('+').is_empty())
        {
            Err("a field's name is missing".to_owned())
        } else if added.is_empty() {
            Ok(Self::Only(owned(names)))
        } else if added.len() == names.len() {
            Ok(Self::Added(owned(added)))
        } else {
            Err("either every field has a `+` (added to the default ones) or none".to_owned())
        }
    }
}

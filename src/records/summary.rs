//! A row of a summary: what engagements are grouped by, its columns and its record.

use clap::ValueEnum;
use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::column::{Column, Look, Schema};

/// What a summary groups engagements by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// The day on which they were requested, in `--tz`
    Day,
    /// Their operators
    Operator,
    /// How they came about: reactive or proactive
    Type,
}

impl By {
    /// The field that the engagements of a group have in common.
    const fn field(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Operator => "operator_id",
            Self::Type => "engagement_type",
        }
    }

    /// The fields of a summary; all but the first are the same.
    pub(crate) const fn schema(self) -> &'static Schema {
        const DAY: &Schema = &Schema {
            columns: &columns(By::Day, Look::Time),
            table: &table(By::Day),
        };
        const OPERATOR: &Schema = &Schema {
            columns: &columns(By::Operator, Look::Id),
            table: &table(By::Operator),
        };
        const TYPE: &Schema = &Schema {
            columns: &columns(By::Type, Look::Text),
            table: &table(By::Type),
        };
        match self {
            Self::Day => DAY,
            Self::Operator => OPERATOR,
            Self::Type => TYPE,
        }
    }
}

/// The media that are told apart, as the field `media` of an engagement names them.
pub(crate) const MEDIA: [&str; 4] = ["chat", "audio", "video", "cobrowsing"];

const COUNT: &str = "engagements";
const TOTAL: &str = "total_duration";
const MEDIAN: &str = "median_duration";

const fn columns(by: By, look: Look) -> [Column; 8] {
    let [chat, audio, video, cobrowsing] = MEDIA;
    [
        Column::key(by.field(), look),
        Column::key(COUNT, Look::Count),
        Column::key(TOTAL, Look::Duration),
        Column::key(MEDIAN, Look::Duration),
        Column::key(chat, Look::Number),
        Column::key(audio, Look::Number),
        Column::key(video, Look::Number),
        Column::key(cobrowsing, Look::Number),
    ]
}

const fn table(by: By) -> [&'static str; 8] {
    let [chat, audio, video, cobrowsing] = MEDIA;
    let group = by.field();
    [group, COUNT, TOTAL, MEDIAN, chat, audio, video, cobrowsing]
}

/// What is known of a group of engagements.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What they are grouped by.
    pub(crate) by: By,
    /// What they have in common; `None` for those that do not say.
    pub(crate) group: Option<String>,
    /// How many there are.
    pub(crate) engagements: u64,
    /// Seconds that they took together, as far as they say.
    pub(crate) total_duration: u128,
    /// The median of those, in half seconds; `None` if none of them says.
    pub(crate) median_halves: Option<u128>,
    /// How many used each of [`MEDIA`].
    pub(crate) media: [u64; MEDIA.len()],
}

impl Row {
    /// The row as a record, its keys those of its schema.
    ///
    /// # Errors
    /// None in practice: the values are text and numbers.
    pub(crate) fn to_record(&self) -> serde_json::Result<Box<RawValue>> {
        to_raw_value(self)
    }

    /// Seconds, with a half only where there is one.
    fn median(&self) -> serde_json::Result<Option<Box<RawValue>>> {
        let text = |halves: u128| match (halves / 2, halves % 2) {
            (seconds, 0) => seconds.to_string(),
            (seconds, _) => format!("{seconds}.5"),
        };
        self.median_halves
            .map(|halves| RawValue::from_string(text(halves)))
            .transpose()
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let median = self.median().map_err(S::Error::custom)?;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.by.field(), &self.group)?;
        map.serialize_entry(COUNT, &self.engagements)?;
        map.serialize_entry(TOTAL, &self.total_duration)?;
        map.serialize_entry(MEDIAN, &median)?;
        for (medium, used) in MEDIA.iter().zip(self.media) {
            map.serialize_entry(medium, &used)?;
        }
        map.end()
    }
}

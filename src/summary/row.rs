//! A row of a summary: its groups, its columns and its record.

use clap::ValueEnum;
use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use crate::records::column::{Column, DisplayKind, Schema};

/// How a summary groups engagements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GroupBy {
    /// The day on which they were requested, in `--tz`
    Day,
    /// Their operators
    Operator,
    /// How they came about: reactive or proactive
    Type,
}

impl GroupBy {
    /// Returns the name of the first column.
    const fn field(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Operator => "operator_id",
            Self::Type => "engagement_type",
        }
    }

    /// Returns the fields of a summary; only the first depends on the group.
    pub(crate) const fn schema(self) -> &'static Schema {
        const DAY: &Schema = &Schema {
            columns: &columns(GroupBy::Day, DisplayKind::Time),
            table: &names(GroupBy::Day),
        };
        const OPERATOR: &Schema = &Schema {
            columns: &columns(GroupBy::Operator, DisplayKind::Id),
            table: &names(GroupBy::Operator),
        };
        const TYPE: &Schema = &Schema {
            columns: &columns(GroupBy::Type, DisplayKind::Text),
            table: &names(GroupBy::Type),
        };
        match self {
            Self::Day => DAY,
            Self::Operator => OPERATOR,
            Self::Type => TYPE,
        }
    }
}

/// The counted media, named as by the field `media` of an engagement.
pub(super) const MEDIA: [&str; 4] = ["chat", "audio", "video", "cobrowsing"];

const COUNT: &str = "engagements";
const TOTAL: &str = "total_duration";
const MEDIAN: &str = "median_duration";

const fn columns(by: GroupBy, display: DisplayKind) -> [Column; 8] {
    let [group, count, total, median, chat, audio, video, cobrowsing] = names(by);
    [
        Column::member(group, display),
        Column::member(count, DisplayKind::Number),
        Column::member(total, DisplayKind::Duration),
        Column::member(median, DisplayKind::Duration),
        Column::member(chat, DisplayKind::Number),
        Column::member(audio, DisplayKind::Number),
        Column::member(video, DisplayKind::Number),
        Column::member(cobrowsing, DisplayKind::Number),
    ]
}

const fn names(by: GroupBy) -> [&'static str; 8] {
    let [chat, audio, video, cobrowsing] = MEDIA;
    let group = by.field();
    [group, COUNT, TOTAL, MEDIAN, chat, audio, video, cobrowsing]
}

/// One group of engagements.
#[derive(Clone, Debug)]
pub(crate) struct SummaryRow {
    /// How engagements are grouped.
    pub(super) by: GroupBy,
    /// The value that the engagements share; `None` if they lack it.
    pub(super) group: Option<String>,
    /// Number of engagements.
    pub(super) engagements: u64,
    /// Sum of the known durations, in seconds.
    pub(super) total_duration: u128,
    /// Median of the known durations, in half seconds.
    pub(super) median_half_seconds: Option<u128>,
    /// Number of engagements that used each of [`MEDIA`].
    pub(super) media: [u64; MEDIA.len()],
}

impl SummaryRow {
    /// Returns the row as a record with the keys of its schema.
    ///
    /// # Errors
    /// None in practice: the values are text and numbers.
    pub(crate) fn to_record(&self) -> serde_json::Result<Box<RawValue>> {
        to_raw_value(self)
    }

    /// Returns the median in seconds, with a fraction only if there is one.
    fn median(&self) -> serde_json::Result<Option<Box<RawValue>>> {
        let text = |halves: u128| match (halves / 2, halves % 2) {
            (seconds, 0) => seconds.to_string(),
            (seconds, _) => format!("{seconds}.5"),
        };
        self.median_half_seconds
            .map(|halves| RawValue::from_string(text(halves)))
            .transpose()
    }
}

impl Serialize for SummaryRow {
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

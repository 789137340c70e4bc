//! Counts engagements by time, operator or type, page by page.
//!
//! Memory grows with the groups and with the different durations in each, not with the engagements:
//! durations are whole seconds, so a year of engagements has some thousands of them.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::repeat_n;

use chrono::NaiveDate;
use clap::ValueEnum;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::error::CliError;
use crate::records::Record;
use crate::records::column::{Column, DisplayKind, Schema};
use crate::records::engagement::{self, MEDIA};
use crate::records::json::Cell;
use crate::records::json::JsonSlice;
use crate::values::zone::Zone;

/// How a summary groups engagements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GroupBy {
    /// The day on which they were requested, in `--tz`
    Day,
    /// The day of the week, in `--tz`
    Weekday,
    /// The hour of the day, in `--tz`
    Hour,
    /// Their operators
    Operator,
    /// How they came about: reactive or proactive
    Type,
}

/// A century. A larger gap comes from a wrong date such as `0001-01-01`, and would be up to millions of
/// rows.
const MAX_GAP_DAYS: i64 = 36_525;

/// The keys of weekdays: their number in the week, and their name.
const WEEKDAY: &str = "%u %A";

impl GroupBy {
    /// Returns the name and the kind of the column of groups.
    const fn column(self) -> (&'static str, DisplayKind) {
        match self {
            Self::Day => ("day", DisplayKind::Time),
            Self::Weekday => ("weekday", DisplayKind::Text),
            Self::Hour => ("hour", DisplayKind::Number),
            Self::Operator => ("operator_id", DisplayKind::Id),
            Self::Type => ("engagement_type", DisplayKind::Text),
        }
    }

    /// Creates the fields of a summary. They live as long as the process, as those of other commands.
    pub(crate) fn schema(self) -> &'static Schema {
        let (group, display) = self.column();
        let mut columns = vec![
            Column::member(group, display),
            Column::member("engagements", DisplayKind::Number),
            Column::member("total_duration", DisplayKind::Duration),
            Column::member("median_duration", DisplayKind::Duration),
        ];
        columns.extend(MEDIA.map(|medium| Column::member(medium, DisplayKind::Number)));
        Box::leak(Box::new(Schema {
            columns: columns.leak(),
            table: &[],
        }))
    }

    /// Returns the keys of an engagement's groups: several for several operators, and `None` if the
    /// record lacks the value. Keys of times sort by time.
    fn keys(self, record: &Record, zone: Zone) -> BTreeSet<Option<String>> {
        let local = |format: &str| {
            let local = zone.to_local(engagement::created_at(record)?);
            Some(local.format(format).to_string())
        };
        let key = match self {
            Self::Day => local("%Y-%m-%d"),
            Self::Weekday => local(WEEKDAY),
            Self::Hour => local("%H"),
            Self::Type => record.text("engagement_type").map(Cow::into_owned),
            Self::Operator => match engagement::operator_ids(record) {
                Cell::List(ids) if ids.iter().any(|id| !id.is_empty()) => {
                    let ids = ids.into_iter().filter(|id| !id.is_empty());
                    return ids.map(|id| Some(id.into_owned())).collect();
                }
                _ => None,
            },
        };
        BTreeSet::from([key])
    }

    /// Returns the value of a group's field.
    fn value(self, key: Option<&str>) -> Value {
        match (self, key) {
            (Self::Weekday, Some(key)) => json!(key.split(' ').next_back()),
            (Self::Hour, Some(key)) => json!(key.parse::<u8>().ok()),
            (_, key) => json!(key),
        }
    }

    /// Returns the keys of all groups that are times, from the first to the last of the `known` ones.
    fn all_keys(self, known: &[String]) -> Vec<String> {
        match self {
            _ if known.is_empty() => Vec::new(),
            Self::Day => days_between(known),
            Self::Weekday => {
                let days = NaiveDate::default().iter_days().take(7);
                days.map(|day| day.format(WEEKDAY).to_string()).collect()
            }
            Self::Hour => (0..24).map(|hour| format!("{hour:02}")).collect(),
            Self::Operator | Self::Type => Vec::new(),
        }
    }
}

/// Returns the days in the gaps between days in ascending order, except in very large gaps.
fn days_between(days: &[String]) -> Vec<String> {
    let days: Vec<NaiveDate> = days.iter().filter_map(|day| day.parse().ok()).collect();
    let gaps = days.windows(2).map(|days| (days[0], days[1]));
    let gaps = gaps.filter(|(from, to)| (*to - *from).num_days() <= MAX_GAP_DAYS);
    gaps.flat_map(|(from, to)| from.iter_days().take_while(move |day| *day < to))
        .map(|day| day.to_string())
        .collect()
}

/// The engagements counted so far.
#[derive(Debug)]
pub(crate) struct Summary {
    by: GroupBy,
    zone: Zone,
    groups: BTreeMap<Option<String>, Group>,
    total: Group,
}

impl Summary {
    /// Creates an empty summary whose times are those of the zone.
    pub(crate) fn new(by: GroupBy, zone: Zone) -> Self {
        Self {
            by,
            zone,
            groups: BTreeMap::new(),
            total: Group::default(),
        }
    }

    /// Counts an engagement in each of its groups.
    ///
    /// # Errors
    /// API: the duration is no number of seconds, so no total would be right.
    pub(crate) fn add(&mut self, record: &Record) -> Result<(), CliError> {
        let duration = duration(record)?;
        let used = engagement::used_media(record);
        for key in self.by.keys(record, self.zone) {
            self.groups.entry(key).or_default().add(duration, used);
        }
        self.total.add(duration, used);
        Ok(())
    }

    /// Returns a record for each group: times in their order, others the largest first. The group
    /// without a value comes after groups of the same size.
    ///
    /// # Errors
    /// None in practice: the values are text and numbers.
    pub(crate) fn records(mut self) -> serde_json::Result<Vec<Record>> {
        let known: Vec<String> = self.groups.keys().flatten().cloned().collect();
        for key in self.by.all_keys(&known) {
            self.groups.entry(Some(key)).or_default();
        }
        // The map sorts by key, but `None` first.
        let mut groups: Vec<_> = self.groups.iter().collect();
        groups.sort_by_key(|(key, group)| {
            let size = match self.by {
                GroupBy::Day | GroupBy::Weekday | GroupBy::Hour => None,
                GroupBy::Operator | GroupBy::Type => Some(Reverse(group.engagements)),
            };
            (size, key.is_none())
        });
        let records = groups
            .into_iter()
            .map(|(key, group)| group.record(self.by, &self.by.value(key.as_deref())));
        records.collect()
    }

    /// Returns the record of the total, in which an engagement of several operators counts once.
    ///
    /// # Errors
    /// None in practice: the values are text and numbers.
    pub(crate) fn total(&self) -> serde_json::Result<Record> {
        self.total.record(self.by, &json!("total"))
    }
}

/// The engagements of a group.
#[derive(Debug, Default)]
struct Group {
    engagements: u64,
    /// How often each duration in seconds occurs.
    durations: BTreeMap<u64, usize>,
    media: [u64; MEDIA.len()],
}

impl Group {
    fn add(&mut self, duration: Option<u64>, used: [bool; MEDIA.len()]) {
        self.engagements += 1;
        if let Some(seconds) = duration {
            *self.durations.entry(seconds).or_default() += 1;
        }
        for (count, is_used) in self.media.iter_mut().zip(used) {
            *count += u64::from(is_used);
        }
    }

    /// Returns the record, as text because a total can exceed 64 bits.
    fn record(&self, by: GroupBy, value: &Value) -> serde_json::Result<Record> {
        let durations = self.durations.iter();
        let durations = durations.map(|(seconds, count)| u128::from(*seconds) * *count as u128);
        let total: u128 = durations.sum();
        let median = self.median().unwrap_or_else(|| "null".to_owned());
        let (field, engagements) = (by.column().0, self.engagements);
        let [chat, audio, video, cobrowsing] = self.media;
        let json = RawValue::from_string(format!(
            r#"{{"{field}":{value},"engagements":{engagements},"total_duration":{total},"median_duration":{median},"chat":{chat},"audio":{audio},"video":{video},"cobrowsing":{cobrowsing}}}"#
        ))?;
        Ok(Record::new(json))
    }

    /// Returns the median duration in seconds; the mean of the middle two can have a half.
    fn median(&self) -> Option<String> {
        let last = self.durations.values().sum::<usize>().checked_sub(1)?;
        let sorted = || {
            let durations = self.durations.iter();
            durations.flat_map(|(seconds, count)| repeat_n(u128::from(*seconds), *count))
        };
        let halves = sorted().nth(last / 2)? + sorted().nth(last.div_ceil(2))?;
        let half = if halves % 2 == 0 { "" } else { ".5" };
        Some(format!("{}{half}", halves / 2))
    }
}

/// Returns the duration in seconds; `None` if it is null or missing.
fn duration(record: &Record) -> Result<Option<u64>, CliError> {
    let duration = record.get("duration").map(JsonSlice::get);
    match duration {
        None | Some("null") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| {
            let id = engagement::id(record).unwrap_or_default();
            engagement::unexpected(&id, "`duration` is no number of seconds")
                .hint("`-o ndjson` without `--summary` prints it")
        }),
    }
}

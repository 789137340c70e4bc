//! Counts engagements by day, operator or type, page by page.
//!
//! Memory grows with the groups and with the different durations in each, not with the
//! engagements: durations are whole seconds, so a year of engagements has some thousands of them.

mod histogram;
mod row;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::error::CliError;
use crate::records::cell::Cell;
use crate::records::engagement;
use crate::records::json::JsonSlice;
use crate::records::record::Record;
use crate::settings::time_arg::parse_api_time;
use crate::settings::zone::Zone;
use histogram::DurationHistogram;
use row::MEDIA;
pub(crate) use row::{GroupBy, SummaryRow};

/// The engagements counted so far.
#[derive(Debug)]
pub(crate) struct Summary {
    by: GroupBy,
    zone: Zone,
    groups: BTreeMap<Option<String>, Group>,
}

#[derive(Debug, Default)]
struct Group {
    engagements: u64,
    durations: DurationHistogram,
    media: [u64; MEDIA.len()],
}

impl Summary {
    /// Creates an empty summary whose days are those of the zone.
    pub(crate) fn new(by: GroupBy, zone: Zone) -> Self {
        Self {
            by,
            zone,
            groups: BTreeMap::new(),
        }
    }

    /// Counts an engagement in each of its groups.
    ///
    /// # Errors
    /// API: the duration is no number of seconds, so no total would be right.
    pub(crate) fn add(&mut self, record: &Record<'_>) -> Result<(), CliError> {
        let duration = duration(record)?;
        let used = match engagement::media(record) {
            Cell::List(used) => used,
            _ => Vec::new(),
        };
        for name in self.groups_of(record) {
            let group = self.groups.entry(name).or_default();
            group.engagements += 1;
            if let Some(seconds) = duration {
                group.durations.add(seconds);
            }
            for (count, medium) in group.media.iter_mut().zip(MEDIA) {
                *count += u64::from(used.iter().any(|used| used == medium));
            }
        }
        Ok(())
    }

    /// Returns the names of an engagement's groups: several for several operators, and `None` if
    /// the record lacks the value.
    fn groups_of(&self, record: &Record<'_>) -> BTreeSet<Option<String>> {
        let group = match self.by {
            GroupBy::Day => day(record, self.zone),
            GroupBy::Type => match record.cell("engagement_type") {
                Cell::Text(text) => Some(text.into_owned()),
                _ => None,
            },
            GroupBy::Operator => {
                let ids = operators(record);
                if !ids.is_empty() {
                    return ids;
                }
                None
            }
        };
        BTreeSet::from([group])
    }

    /// Returns the groups: days in their order, others the largest first. The group without a
    /// name comes after groups of the same size.
    pub(crate) fn rows(self) -> Vec<SummaryRow> {
        let by = self.by;
        let row = |(group, counted): (Option<String>, Group)| SummaryRow {
            by,
            group,
            engagements: counted.engagements,
            total_duration: counted.durations.total(),
            median_half_seconds: counted.durations.median_half_seconds(),
            media: counted.media,
        };
        let mut rows: Vec<SummaryRow> = self.groups.into_iter().map(row).collect();
        // The map has sorted them by name, the one without a name first.
        rows.sort_by_key(|row| {
            let largest_first = Reverse(row.engagements);
            (
                (by != GroupBy::Day).then_some(largest_first),
                row.group.is_none(),
            )
        });
        rows
    }
}

/// Returns the IDs of the operators. A link that ends in no ID counts as missing.
fn operators(record: &Record<'_>) -> BTreeSet<Option<String>> {
    let Cell::List(ids) = engagement::operator_ids(record) else {
        return BTreeSet::new();
    };
    let ids = ids.into_iter().filter(|id| !id.is_empty());
    ids.map(|id| Some(id.into_owned())).collect()
}

/// Returns the day on which an engagement was requested, `2016-07-06`.
fn day(record: &Record<'_>, zone: Zone) -> Option<String> {
    let time = record.get("created_at")?.text()?;
    let instant = parse_api_time(&time)?;
    Some(zone.to_local(instant).date().to_string())
}

/// Returns the duration in seconds; `None` if it is null or missing.
fn duration(record: &Record<'_>) -> Result<Option<u64>, CliError> {
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

//! Engagements counted by day, operator or type, as they come.
//!
//! What is kept grows with the groups and with the different durations in each, not with the
//! engagements: durations are whole seconds, so a year of any site's engagements has some
//! thousands of them.

mod durations;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::failure::Failure;
use crate::records::cell::Cell;
use crate::records::engagement;
use crate::records::fields::Fields;
use crate::records::json::Json;
use crate::records::summary::{By, MEDIA, Row};
use crate::settings::instant::parse_api_time;
use crate::settings::zone::Zone;
use durations::Durations;

/// A summary in the making.
#[derive(Debug)]
pub(crate) struct Summary {
    by: By,
    zone: Zone,
    groups: BTreeMap<Option<String>, Group>,
}

#[derive(Debug, Default)]
struct Group {
    engagements: u64,
    durations: Durations,
    media: [u64; MEDIA.len()],
}

impl Summary {
    /// A summary of nothing yet; days are those of the zone.
    pub(crate) fn new(by: By, zone: Zone) -> Self {
        Self {
            by,
            zone,
            groups: BTreeMap::new(),
        }
    }

    /// Counts an engagement, in each group that it belongs to.
    ///
    /// # Errors
    /// Service: its duration is no number of seconds, so no total would be true.
    pub(crate) fn add(&mut self, fields: &Fields<'_>) -> Result<(), Failure> {
        let duration = duration(fields)?;
        let used = match engagement::media(fields) {
            Cell::List(used) => used,
            _ => Vec::new(),
        };
        for name in self.groups_of(fields) {
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

    /// The names of the groups: several for several operators, and `None` for what has no name.
    fn groups_of(&self, fields: &Fields<'_>) -> BTreeSet<Option<String>> {
        let only = |name| BTreeSet::from([name]);
        match self.by {
            By::Day => only(day(fields, self.zone)),
            By::Type => only(match fields.cell("engagement_type") {
                Cell::Text(text) => Some(text.into_owned()),
                _ => None,
            }),
            By::Operator => {
                let named = operators(fields);
                if named.is_empty() { only(None) } else { named }
            }
        }
    }

    /// The groups: days as they follow each other, others the largest first. What has no name
    /// comes behind its equals.
    pub(crate) fn rows(self) -> Vec<Row> {
        let by = self.by;
        let row = |(group, counted): (Option<String>, Group)| Row {
            by,
            group,
            engagements: counted.engagements,
            total_duration: counted.durations.total(),
            median_halves: counted.durations.median_halves(),
            media: counted.media,
        };
        let mut rows: Vec<Row> = self.groups.into_iter().map(row).collect();
        // Sorted by name they are already, but for the one without.
        rows.sort_by_key(|row| {
            let largest_first = Reverse(row.engagements);
            (
                (by != By::Day).then_some(largest_first),
                row.group.is_none(),
            )
        });
        rows
    }
}

/// The ids of the operators. A link may end in none, and says as little as one that is missing.
fn operators(fields: &Fields<'_>) -> BTreeSet<Option<String>> {
    let Cell::List(ids) = engagement::operator_ids(fields) else {
        return BTreeSet::new();
    };
    let ids = ids.into_iter().filter(|id| !id.is_empty());
    ids.map(|id| Some(id.into_owned())).collect()
}

/// The day on which an engagement was requested, `2016-07-06`.
fn day(fields: &Fields<'_>, zone: Zone) -> Option<String> {
    let time = fields.get("created_at")?.text()?;
    let instant = parse_api_time(&time)?;
    Some(zone.to_local(instant).date().to_string())
}

/// Seconds (facts, "Fields"); `None` for an engagement that does not say.
fn duration(fields: &Fields<'_>) -> Result<Option<u64>, Failure> {
    let duration = fields.get("duration").map(Json::get);
    match duration {
        None | Some("null") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| {
            let id = engagement::id(fields).unwrap_or_default();
            engagement::unexpected(&id, "`duration` is no number of seconds")
                .hint("`-o ndjson` without `--summary` prints it")
        }),
    }
}

//! The query of `GET /engagements`, checked and typed.

use super::api_error::ApiError;
use super::data::DatasetEntry;
use super::data::choices::{OPERATOR_IDS, SITE_IDS};
use crate::values::time_arg::TimeRange;
use crate::values::zone::Zone;
use axum::http::StatusCode;

const DEFAULT_PER_PAGE: usize = 30;
const MAX_PER_PAGE: usize = 100;

/// A valid query.
pub(super) struct ListQuery {
    pub(super) filter: ListFilter,
    pub(super) start: PageStart,
    /// Maximum number of records, at least 1.
    pub(super) per_page: usize,
}

/// Where a page begins.
#[derive(Clone, Copy)]
pub(super) enum PageStart {
    /// The page of this number, from 1.
    Page(usize),
    /// After the engagement at this position, the last of the page before.
    After(usize),
}

/// The filters and the order. All fields are numbers, so that they fit into a cursor.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct ListFilter {
    /// A bit for each of [`SITE_IDS`].
    sites: i64,
    /// A bit for each of [`OPERATOR_IDS`].
    operators: i64,
    /// Unix microseconds, inclusive.
    from: i64,
    /// Unix microseconds, inclusive.
    until: i64,
    /// 1 for the oldest first, 0 for the newest.
    ascending: i64,
}

impl ListQuery {
    /// Checks the decoded parameters of a query. Unknown ones are ignored, as the API does.
    ///
    /// A cursor replaces all filters. A page number without filters continues the `previous`
    /// list, if there is one.
    pub(super) fn parse(params: &Params, previous: Option<ListFilter>) -> Result<Self, ApiError> {
        let page = params.positive("page")?;
        let per_page = params.positive("per_page")?.unwrap_or(DEFAULT_PER_PAGE);
        let cursor = params.parse("cursor", "is invalid", ListFilter::from_cursor)?;
        let has_filter = page.is_none() || params.get("site_ids[]").is_some();
        let filter = match (cursor, previous) {
            (Some((filter, _)), _) => filter,
            (None, Some(previous)) if !has_filter => previous,
            _ => ListFilter::parse(params)?,
        };
        let first = PageStart::Page(page.unwrap_or(1));
        Ok(Self {
            filter,
            start: cursor.map_or(first, |(_, position)| PageStart::After(position)),
            per_page: per_page.min(MAX_PER_PAGE),
        })
    }
}

impl ListFilter {
    /// Reads the filters. The operators may be missing, as in newer deployments.
    fn parse(params: &Params) -> Result<Self, ApiError> {
        let sites = params.ids("site_ids[]", &SITE_IDS)?;
        let operators = params.ids("operator_ids[]", &OPERATOR_IDS)?;
        if sites == 0 {
            return Err(ApiError::missing_sites());
        }
        let from = params.time_range("start_date")?;
        let until = params.time_range("end_date")?;
        let orders = |text: &str| ["desc", "asc"].iter().position(|order| *order == text);
        let ascending = params.parse("order", "must be asc or desc", orders)?;
        Ok(Self {
            sites,
            operators: if operators == 0 { !0 } else { operators },
            from: from.map_or(i64::MIN, |from| {
                from.resolve(Zone::UTC)[0].timestamp_micros()
            }),
            until: until.map_or(i64::MAX, last_microsecond),
            ascending: i64::from(ascending == Some(1)),
        })
    }

    /// Returns the positions of the engagements, in the order of the list.
    pub(super) fn positions(&self, entries: &[DatasetEntry]) -> Vec<usize> {
        let positions = 0..entries.len();
        let mut positions: Vec<_> = positions
            .filter(|&it| self.includes(&entries[it]))
            .collect();
        if self.ascending == 0 {
            positions.reverse();
        }
        positions
    }

    fn includes(&self, entry: &DatasetEntry) -> bool {
        let has = |bits: i64, index: usize| bits >> index & 1 == 1;
        let mut operators = entry.operators.iter();
        (self.from..=self.until).contains(&entry.created_at.timestamp_micros())
            && has(self.sites, entry.site)
            && operators.any(|&operator| has(self.operators, operator))
    }

    /// Returns a cursor for the page after `position`. It contains the filter, so that it works
    /// without any other parameter.
    pub(super) fn cursor(&self, position: usize) -> String {
        let filter = [
            self.sites,
            self.operators,
            self.from,
            self.until,
            self.ascending,
        ];
        let filter = filter.map(|number| number.to_string()).join(".");
        format!("{position}.{filter}")
    }

    fn from_cursor(cursor: &str) -> Option<(Self, usize)> {
        let (position, filter) = cursor.split_once('.')?;
        let numbers: Result<Vec<i64>, _> = filter.split('.').map(str::parse).collect();
        let [sites, operators, from, until, ascending] = numbers.ok()?.try_into().ok()?;
        let filter = Self {
            sites,
            operators,
            from,
            until,
            ascending,
        };
        Some((filter, position.parse().ok()?))
    }
}

/// Returns the end of a range. The last millisecond of a second stands for the rest of it.
fn last_microsecond(range: TimeRange) -> i64 {
    let last = range.resolve(Zone::UTC)[1].timestamp_micros();
    last + if last % 1_000_000 == 999_000 { 999 } else { 0 }
}

/// Decoded parameters of a query.
pub(super) struct Params(pub(super) Vec<(String, String)>);

impl Params {
    /// Returns the last value of this name that is not empty.
    fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().rev();
        let value = values.find(|(key, value)| key == name && !value.is_empty());
        value.map(|(_, value)| value.as_str())
    }

    fn parse<T>(
        &self,
        name: &str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, ApiError> {
        let invalid = || ApiError::invalid(name, expected);
        let value = self.get(name).map(|text| parse(text).ok_or_else(invalid));
        value.transpose()
    }

    fn positive(&self, name: &str) -> Result<Option<usize>, ApiError> {
        let parse = |text: &str| text.parse().ok().filter(|number| *number > 0);
        self.parse(name, "must be a number from 1", parse)
    }

    /// Reads an ISO 8601 time of any precision.
    fn time_range(&self, name: &str) -> Result<Option<TimeRange>, ApiError> {
        let parse = |text: &str| TimeRange::parse(text).ok().flatten();
        self.parse(name, "must be an iso8601 date", parse)
    }

    /// Returns a bit for each known ID among the values of this name.
    fn ids(&self, name: &str, known: &[&str]) -> Result<i64, ApiError> {
        let values = self
            .0
            .iter()
            .filter(|(key, value)| key == name && !value.is_empty());
        let mut bits = 0;
        for (_, id) in values {
            let Some(index) = known.iter().position(|known| known == id) else {
                let message = format!("The token gives no access to {id} of {name}");
                return Err(ApiError::message(StatusCode::FORBIDDEN, &message));
            };
            bits |= 1 << index;
        }
        Ok(bits)
    }
}

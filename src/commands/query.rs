//! The query for engagements that the filters and paging options describe.

use crate::api::Query;
use crate::cli::{FilterArgs, IdList};
use crate::error::{CliError, ErrorKind};
use crate::settings::Settings;
use crate::values::paging::ListScope;
use crate::values::time_arg::{TimeArg, format_api_time};

/// The page size when many pages are fetched; first-party clients use it too.
const BULK_PAGE_SIZE: u64 = 100;

/// Returns the query for these filters.
///
/// # Errors
/// Usage: an empty window. Settings: no token, no site, no operator, or no zone for `--tz local`.
pub(super) fn from_filters(
    settings: &Settings,
    filters: &FilterArgs,
    scope: ListScope,
    per_page: Option<u64>,
) -> Result<Query, CliError> {
    let (now, zone) = (settings.environment.now, settings.zone()?);
    let resolve = |time: Option<TimeArg>| time.map(|time| time.resolve(zone, now));
    let since = resolve(filters.since).map(|[first, _]| first);
    let requested_until = resolve(filters.until).map(|[_, last]| last);
    let is_bulk = scope != ListScope::Page;
    let operator_ids = if filters.any_operator {
        Vec::new()
    } else {
        flatten(&filters.operator_ids)
    };
    let mut query = Query {
        site_ids: flatten(&filters.site_ids),
        operator_ids,
        since,
        until: requested_until,
        requested_until,
        delivered: None,
        order: filters.order,
        page: None,
        per_page: per_page.or(is_bulk.then_some(BULK_PAGE_SIZE)),
    };
    if is_bulk {
        // Engagements that arrive meanwhile must not shift the pages.
        query.pin_to(now);
    }
    if let (Some(since), Some(until)) = (query.since, query.until)
        && since > until
    {
        let [since, until] = [since, until].map(format_api_time);
        let message = format!("`--since` ({since}) is later than `--until` ({until})");
        return Err(CliError::new(ErrorKind::Usage, message));
    }
    settings.ensure_complete(filters)?;
    Ok(query)
}

fn flatten(lists: &[IdList]) -> Vec<String> {
    lists.iter().flat_map(|list| list.0.clone()).collect()
}

/// Describes the window as it is sent, since the typed one may be relative.
pub(super) fn window(query: &Query) -> String {
    let bounds = [("since", query.since), ("until", query.until)].into_iter();
    let bounds = bounds.filter_map(|(name, at)| Some(format!(" {name} {}", format_api_time(at?))));
    match &*bounds.collect::<String>() {
        "" => "window: all time".to_owned(),
        bounds => format!("window:{bounds}"),
    }
}

//! An engagement: its columns and its identity.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use super::column::{Column, DisplayKind, Schema};
use super::json::{Cell, JsonSlice};
use super::record::Record;
use crate::error::{CliError, ErrorKind};
use crate::id::Id;

/// The fields of an engagement, the default ones in the order of the CSV.
pub(crate) const SCHEMA: &Schema = &Schema {
    columns: COLUMNS,
    table: TABLE,
};

/// The fields that the list has: all but the last one, `legs`.
pub(crate) const LIST_SCHEMA: &Schema = &Schema {
    columns: COLUMNS.split_at(COLUMNS.len() - 1).0,
    table: TABLE,
};

const COLUMNS: &[Column] = &[
    Column::member("id", DisplayKind::Id),
    Column::member("engagement_type", DisplayKind::Text),
    Column::member("created_at", DisplayKind::Time),
    Column::member("duration", DisplayKind::Duration),
    Column::member("visitor_name", DisplayKind::Text),
    Column::member("visitor_id", DisplayKind::Id),
    Column::member("cobrowsing_used", DisplayKind::Flag),
    Column::member("video_used", DisplayKind::Flag),
    Column::member("audio_used", DisplayKind::Flag),
    Column::member("flagged", DisplayKind::Flag),
    Column::member("audio_recording_urls", DisplayKind::Text),
    Column::member("crm_forwarded", DisplayKind::Flag),
    Column::member("summary_forwarded", DisplayKind::Flag),
    Column::derived("visitor_href", DisplayKind::Text, |record, _| {
        record.nested_cell("visitor", "href")
    }),
    Column::derived("chat_transcript_href", DisplayKind::Text, |record, _| {
        record.nested_cell("chat_transcript", "href")
    }),
    Column::derived("operator_ids", DisplayKind::Id, |record, _| {
        operator_ids(record)
    }),
    Column::derived("operator_hrefs", DisplayKind::Text, |record, _| {
        operator_links(record, |href| href)
    }),
    Column::derived("media", DisplayKind::Text, |record, _| media(record)).optional(),
    Column::member("visitor_browser", DisplayKind::Text).optional(),
    Column::member("visitor_device_type", DisplayKind::Text).optional(),
    Column::member("queue_wait_time", DisplayKind::Duration).optional(),
    Column::member("platform", DisplayKind::Text).optional(),
    Column::member("source", DisplayKind::Text).optional(),
    Column::json("queues").optional(),
    Column::derived("ended_at", DisplayKind::Time, |record, _| ended_at(record)).optional(),
    // New columns go above: `LIST_SCHEMA` leaves out the last one.
    Column::json("legs").optional(),
];

const TABLE: &[&str] = &[
    "id",
    "created_at",
    "engagement_type",
    "duration",
    "visitor_name",
    "media",
    "flagged",
];

/// The media of an engagement.
pub(crate) const MEDIA: [&str; 4] = ["chat", "audio", "video", "cobrowsing"];

/// Returns which of [`MEDIA`] an engagement used. The API has no flag for chat: a link to the
/// transcript means that there was one.
pub(crate) fn used_media(record: &Record) -> [bool; MEDIA.len()] {
    let transcript = record.nested_cell("chat_transcript", "href");
    [
        transcript.into_text().is_some(),
        is_true(record, "audio_used"),
        is_true(record, "video_used"),
        is_true(record, "cobrowsing_used"),
    ]
}

fn is_true(record: &Record, name: &str) -> bool {
    record.get(name).is_some_and(|value| value.get() == "true")
}

fn media(record: &Record) -> Cell<'_> {
    let media = MEDIA.into_iter().zip(used_media(record));
    let used = media.filter(|(_, is_used)| *is_used);
    Cell::List(used.map(|(name, _)| Cow::Borrowed(name)).collect())
}

/// Returns the time of the request plus the duration. No value if either is missing or invalid.
fn ended_at(record: &Record) -> Cell<'_> {
    let ended_at = || -> Option<DateTime<Utc>> {
        let seconds = record.get("duration")?.get().parse().ok()?;
        created_at(record)?.checked_add_signed(TimeDelta::try_seconds(seconds)?)
    };
    ended_at().map_or(Cell::Missing, |time| {
        Cell::Text(time.to_rfc3339_opts(SecondsFormat::AutoSi, true).into())
    })
}

/// Returns the IDs of the operators: the last segments of their links.
pub(crate) fn operator_ids(record: &Record) -> Cell<'_> {
    operator_links(record, |href| last_segment(&href).to_owned().into())
}

fn operator_links(record: &Record, convert: fn(Cow<'_, str>) -> Cow<'_, str>) -> Cell<'_> {
    match record.get("operators").map(JsonSlice::entries) {
        None => Cell::Missing,
        Some(None) => Cell::Null,
        Some(Some(operators)) => {
            let hrefs = operators.iter();
            let hrefs = hrefs.filter_map(|operator| operator.member("href")?.text());
            Cell::List(hrefs.map(convert).collect())
        }
    }
}

/// Returns the last path segment of a link: the ID of its target.
pub(super) fn last_segment(href: &str) -> &str {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or_default()
}

/// How long a visitor may wait in a queue. The API filters by the time an engagement starts; its
/// `created_at`, the time of the request, can be earlier by as much.
pub(crate) const MAX_QUEUE_TIME: TimeDelta = TimeDelta::days(1);

/// Returns the ID of a record as text; `None` if it has none.
pub(crate) fn id(record: &Record) -> Option<Cow<'_, str>> {
    record.text("id")
}

/// Returns the ID of a record for use in a request.
///
/// # Errors
/// API: the record has no ID, or one that is no path segment.
pub(crate) fn path_safe_id(record: &Record) -> Result<Id, CliError> {
    let usable = id(record).and_then(|id| id.parse().ok());
    usable.ok_or_else(|| {
        let message = "the API returned an engagement without a usable ID";
        CliError::new(ErrorKind::Api, message)
    })
}

/// Returns the links to the recordings of an engagement; none if the record has no such member.
///
/// # Errors
/// API: the member is not a list of links.
pub(crate) fn audio_recording_urls(id: &Id, record: &Record) -> Result<Vec<String>, CliError> {
    let Some(list) = record.get("audio_recording_urls") else {
        return Ok(Vec::new());
    };
    let links: Result<Option<Vec<String>>, _> = serde_json::from_str(list.get());
    let links = links.map(Option::unwrap_or_default);
    links.map_err(|_| unexpected(id.as_str(), "`audio_recording_urls` is not a list of links"))
}

/// Creates the error of a record with an undocumented shape. `why` must not quote the
/// record: it may be long, and a link may be signed.
pub(crate) fn unexpected(id: &str, why: &str) -> CliError {
    let message = format!("unexpected response for engagement `{id}`: {why}");
    CliError::new(ErrorKind::Api, message)
}

/// Returns whether a CRM export of the engagement has already happened.
pub(crate) fn is_crm_forwarded(record: &Record) -> bool {
    is_true(record, "crm_forwarded")
}

/// Returns the time at which the engagement was requested; `None` if it is missing or invalid.
pub(crate) fn created_at(record: &Record) -> Option<DateTime<Utc>> {
    record.time("created_at")
}

#[cfg(test)]
mod tests {
    use super::{SCHEMA, last_segment};
    use crate::records::Record;
    use crate::records::json::Cell;

    fn cell(json: &str, name: &str) -> String {
        let record = Record::new(serde_json::from_str(json).unwrap());
        let column = SCHEMA
            .columns
            .iter()
            .find(|column| column.name == name)
            .unwrap();
        match column.cell(&record) {
            Cell::Text(text) => text.into_owned(),
            Cell::List(list) => list.join(";"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn derived_columns_follow_record() {
        let record = r#"{"visitor": {"href": "https://x/visitors/v"}, "chat_transcript": {"href": "t"},
            "operators": [{"href": "https://x/operators/a/"}, {"href": null}, {}, 1, {"href": "https://x/operators/b?c=d"}],
            "video_used": true, "audio_used": false}"#;
        for (name, expected) in [
            ("visitor_href", "https://x/visitors/v"),
            ("operator_ids", "a;b"),
            (
                "operator_hrefs",
                "https://x/operators/a/;https://x/operators/b?c=d",
            ),
            ("media", "chat;video"),
        ] {
            assert_eq!(cell(record, name), expected);
        }
        assert_eq!(cell("{}", "visitor_href"), "Missing");
        assert_eq!(cell(r#"{"visitor": null}"#, "visitor_href"), "Null");
        assert_eq!(cell(r#"{"operators": null}"#, "operator_ids"), "Null");
        assert_eq!(cell("42", "operator_ids"), "Missing");
    }

    #[test]
    fn id_is_last_segment_of_link() {
        for (href, expected) in [
            ("https://x/operators/a", "a"),
            ("a", "a"),
            ("x/a/", "a"),
            ("x/a?b=c/d", "a"),
            ("x/a#b/c?d/e", "a"),
            ("", ""),
        ] {
            assert_eq!(last_segment(href), expected);
        }
    }
}

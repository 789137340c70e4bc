//! An engagement: its columns, and how it is known again.

use std::borrow::Cow;

use memchr::{memchr2, memrchr};
use uuid::Uuid;

use super::cell::Cell;
use super::column::{Column, Look, Schema};
use super::fields::Fields;
use crate::failure::{Failure, Kind};
use crate::id::Id;

/// The fields of an engagement, in the order of the csv (API document, `GET /engagements`;
/// those on request, but for `media`, are of later generations: facts, "Fields").
pub(crate) const SCHEMA: &Schema = &Schema {
    columns: &[
        Column::key("id", Look::Id),
        Column::key("engagement_type", Look::Text),
        Column::key("created_at", Look::Time),
        Column::key("duration", Look::Duration),
        Column::key("visitor_name", Look::Text),
        Column::key("visitor_id", Look::Id),
        Column::key("cobrowsing_used", Look::Flag),
        Column::key("video_used", Look::Flag),
        Column::key("audio_used", Look::Flag),
        Column::key("flagged", Look::Flag),
        Column::key("audio_recording_urls", Look::Text),
        Column::key("crm_forwarded", Look::Flag),
        Column::key("summary_forwarded", Look::Flag),
        Column::derived("visitor_href", |fields| href(fields, "visitor")),
        Column::derived("chat_transcript_href", |fields| {
            href(fields, "chat_transcript")
        }),
        Column::derived("operator_ids", operator_ids).whole(),
        Column::derived("operator_hrefs", |fields| each_href(fields, |href| href)),
        Column::derived("media", media).on_request(),
        Column::key("visitor_browser", Look::Text).on_request(),
        Column::key("visitor_device_type", Look::Text).on_request(),
        Column::key("queue_wait_time", Look::Duration).on_request(),
        Column::key("platform", Look::Text).on_request(),
        Column::key("source", Look::Text).on_request(),
        Column::key("queues", Look::Text).json().on_request(),
        Column::key("legs", Look::Text).json().on_request(),
    ],
    table: &[
        "id",
        "created_at",
        "engagement_type",
        "duration",
        "visitor_name",
        "media",
        "flagged",
    ],
};

/// The media of an engagement. The API has no flag for chat: a transcript to read is what
/// says that there was one.
pub(crate) fn media<'a>(fields: &Fields<'a>) -> Cell<'a> {
    let used = |key: &str| matches!(fields.cell(key), Cell::Bare("true"));
    let media = [
        (
            "chat",
            matches!(href(fields, "chat_transcript"), Cell::Text(_)),
        ),
        ("audio", used("audio_used")),
        ("video", used("video_used")),
        ("cobrowsing", used("cobrowsing_used")),
    ];
    let names = media.into_iter().filter(|(_, used)| *used);
    Cell::List(names.map(|(name, _)| Cow::Borrowed(name)).collect())
}

/// The `href` of the object under `key`.
pub(super) fn href<'a>(fields: &Fields<'a>, key: &str) -> Cell<'a> {
    match fields.cell(key) {
        Cell::Json(object) => Cell::of(object.member("href")),
        Cell::Null => Cell::Null,
        _ => Cell::Absent,
    }
}

/// The ids of the operators: the last segments of their links.
pub(crate) fn operator_ids<'a>(fields: &Fields<'a>) -> Cell<'a> {
    each_href(fields, last_segment_of)
}

fn each_href<'a>(fields: &Fields<'a>, make: impl Fn(Cow<'a, str>) -> Cow<'a, str>) -> Cell<'a> {
    let Some(list) = fields.get("operators") else {
        return Cell::Absent;
    };
    let Some(operators) = list.entries() else {
        return Cell::Null;
    };
    let hrefs = operators.filter_map(|operator| operator.member("href")?.text());
    Cell::List(hrefs.map(make).collect())
}

/// The last path segment of a link: the id of what it leads to.
pub(super) fn last_segment_of(href: Cow<'_, str>) -> Cow<'_, str> {
    match href {
        Cow::Borrowed(href) => Cow::Borrowed(last_segment(href)),
        Cow::Owned(href) => Cow::Owned(last_segment(&href).to_owned()),
    }
}

fn last_segment(href: &str) -> &str {
    let end = memchr2(b'?', b'#', href.as_bytes()).unwrap_or(href.len());
    let path = href[..end].trim_end_matches('/');
    memrchr(b'/', path.as_bytes()).map_or(path, |slash| &path[slash + 1..])
}

/// What makes an engagement the same as one seen before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A UUID as the API writes them, in its sixteen bytes.
    Uuid(u128),
    /// Any other id: its JSON text, with strings decoded.
    Other(Box<str>),
}

impl Key {
    /// The key of an id that is text. Two ids that differ in case are two: of a UUID only the one
    /// spelling is packed.
    pub(crate) fn of(text: &str) -> Self {
        let uuid = Uuid::try_parse(text).ok();
        let is_same = |uuid: &Uuid| {
            let spelt = uuid.hyphenated();
            spelt.encode_lower(&mut Uuid::encode_buffer()) == text
        };
        match uuid.filter(is_same) {
            Some(uuid) => Self::Uuid(uuid.as_u128()),
            None => Self::Other(format!("\"{text}").into()),
        }
    }
}

/// The key of a record; `None` if it has no id.
pub(crate) fn key(record: &Fields<'_>) -> Option<Key> {
    let id = record.get("id")?;
    match Cell::of(Some(id)) {
        Cell::Null => None,
        Cell::Text(text) => Some(Key::of(&text)),
        _ => Some(Key::Other(id.get().into())),
    }
}

/// The id of a record as text; `None` if it has none.
pub(crate) fn id<'a>(record: &Fields<'a>) -> Option<Cow<'a, str>> {
    record.get("id")?.text()
}

/// The id of a record that names an engagement by it.
///
/// # Errors
/// Service: the record has none, or one that cannot stand in a path.
pub(crate) fn usable_id(record: &Fields<'_>) -> Result<Id, Failure> {
    let usable = id(record).and_then(|id| id.parse().ok());
    usable.ok_or_else(|| {
        let message = "the service sent an engagement without a usable id";
        Failure::new(Kind::Service, message)
    })
}

/// The links to the recordings of an engagement, from its record; none also if it does not say.
///
/// # Errors
/// Service: it is no list of links.
pub(crate) fn audio_recording_urls(id: &Id, record: &Fields<'_>) -> Result<Vec<String>, Failure> {
    let Some(list) = record.get("audio_recording_urls") else {
        return Ok(Vec::new());
    };
    let links: Result<Option<Vec<String>>, _> = serde_json::from_str(list.get());
    let links = links.map(Option::unwrap_or_default);
    links.map_err(|_| unexpected(id.as_str(), "`audio_recording_urls` is no list of links"))
}

/// The failure of a record that is not what the API documents, in words that do not repeat it: it
/// may be long, and a link may be signed.
pub(crate) fn unexpected(id: &str, why: &str) -> Failure {
    let message = format!("the record of engagement `{id}` is not what the API documents: {why}");
    Failure::new(Kind::Service, message)
}

/// Whether a CRM export of the engagement has already happened (facts, "Fields").
pub(crate) fn is_crm_forwarded(record: &Fields<'_>) -> bool {
    let forwarded = record.get("crm_forwarded");
    forwarded.is_some_and(|value| value.get() == "true")
}

/// The moment the engagement was requested, as the API wrote it.
pub(crate) fn created_at<'a>(record: &Fields<'a>) -> Option<Cow<'a, str>> {
    record.get("created_at")?.text()
}

#[cfg(test)]
mod tests {
    use super::{Key, SCHEMA, key, last_segment};
    use crate::records::cell::Cell;
    use crate::records::fields::Fields;
    use serde_json::value::RawValue;

    fn raw(json: &str) -> Box<RawValue> {
        serde_json::from_str(json).unwrap()
    }

    fn cell(json: &str, name: &str) -> String {
        let record = raw(json);
        let column = SCHEMA
            .columns
            .iter()
            .find(|column| column.name == name)
            .unwrap();
        match column.cell(&Fields::of((&*record).into())) {
            Cell::Text(text) => text.into_owned(),
            Cell::List(list) => list.join(";"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn derived_columns() {
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
        assert_eq!(cell("{}", "visitor_href"), "Absent");
        assert_eq!(cell(r#"{"visitor": null}"#, "visitor_href"), "Null");
        assert_eq!(cell(r#"{"operators": null}"#, "operator_ids"), "Null");
        assert_eq!(cell("42", "operator_ids"), "Absent");
    }

    #[test]
    fn ids_differ_when_their_texts_differ() {
        let id = "52f8e590-72af-4f20-8428-dfaf95de889e";
        let of = |json: &str| key(&Fields::of((&*raw(json)).into()));
        assert!(matches!(
            of(&format!(r#"{{"id": "{id}"}}"#)),
            Some(Key::Uuid(_))
        ));
        let upper = of(&format!(r#"{{"id": "{}"}}"#, id.to_uppercase()));
        assert!(matches!(upper, Some(Key::Other(_))));
        assert_eq!(of(r#"{"id": "a"}"#), of("{\"id\": \"\\u0061\"}"));
        assert_ne!(of(r#"{"id": "1"}"#), of(r#"{"id": 1}"#));
        for without in ["{}", r#"{"id": null}"#, "42", "null"] {
            assert_eq!(of(without), None);
        }
    }

    #[test]
    fn the_last_segment_of_a_link() {
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

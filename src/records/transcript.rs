//! Transcripts: the columns of their messages, and their metrics.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::Number;

use super::RecordBatch;
use super::column::{Column, DisplayKind, Schema};
use super::engagement::last_segment;
use super::json::Cell;
use super::record::Record;
use crate::id::Id;

/// The fields of a message, the default ones in the order of the CSV.
pub(crate) const MESSAGE_SCHEMA: &Schema = &Schema {
    columns: &[
        Column::member("engagement_id", DisplayKind::Id),
        Column::member("created_at", DisplayKind::Time),
        Column::derived("sender_type", DisplayKind::Text, |record, _| {
            record.nested_cell("sender", "type")
        }),
        Column::derived("sender_id", DisplayKind::Id, |record, _| {
            match record.nested_cell("sender", "href") {
                Cell::Text(href) => Cell::Text(last_segment(&href).to_owned().into()),
                other => other,
            }
        }),
        Column::derived("sender_name", DisplayKind::Text, |record, _| {
            record.nested_cell("sender", "name")
        }),
        Column::member("message", DisplayKind::Text),
        Column::member("type", DisplayKind::Text).optional(),
        Column::json("attachment").optional(),
        Column::json("metadata").optional(),
    ],
    table: &["created_at", "sender_type", "sender_name", "message"],
};

/// The fields of the metrics of a transcript.
pub(crate) const METRICS_SCHEMA: &Schema = &Schema {
    columns: &[
        Column::member("engagement_id", DisplayKind::Id),
        Column::member("first_message_at", DisplayKind::Time),
        Column::member("last_message_at", DisplayKind::Time),
        Column::member("first_visitor_message_at", DisplayKind::Time),
        Column::member("first_operator_message_at", DisplayKind::Time),
        Column::member("first_response_seconds", DisplayKind::Number),
        Column::member("visitor_messages", DisplayKind::Number),
        Column::member("operator_messages", DisplayKind::Number),
        Column::member("system_messages", DisplayKind::Number),
        Column::member("operator_names", DisplayKind::Text),
    ],
    table: &[
        "engagement_id",
        "first_message_at",
        "first_response_seconds",
        "visitor_messages",
        "operator_messages",
        "operator_names",
    ],
};

/// The metrics of one transcript. The keys and their order are the contract's; times are the API's
/// own text.
#[derive(Debug, Default, Serialize)]
struct Metrics<'a> {
    engagement_id: &'a str,
    first_message_at: Option<Cow<'a, str>>,
    last_message_at: Option<Cow<'a, str>>,
    first_visitor_message_at: Option<Cow<'a, str>>,
    first_operator_message_at: Option<Cow<'a, str>>,
    first_response_seconds: Option<Number>,
    visitor_messages: u64,
    operator_messages: u64,
    system_messages: u64,
    operator_names: Vec<Cow<'a, str>>,
    #[serde(skip)]
    asked_at: Option<DateTime<Utc>>,
}

/// Returns the metrics of a transcript as a record. A suggestion, which only the operator saw, does
/// not count.
///
/// # Errors
/// None in practice: the values are text and numbers.
pub(crate) fn metrics(id: &Id, messages: &RecordBatch) -> serde_json::Result<Record> {
    let messages = messages.iter();
    let mut messages: Vec<_> = messages
        .filter(|message| message.text("type").as_deref() != Some("suggestion"))
        .map(|message| (message.time("created_at"), message))
        .collect();
    messages.sort_by_key(|(at, _)| *at);
    let mut metrics = Metrics {
        engagement_id: id.as_str(),
        ..Metrics::default()
    };
    for (at, message) in &messages {
        metrics.add(*at, message);
    }
    Record::from_value(&metrics)
}

impl<'a> Metrics<'a> {
    /// Adds the next message. One without a valid time is only counted.
    fn add(&mut self, at: Option<DateTime<Utc>>, message: &'a Record) {
        let time = message.text("created_at").filter(|_| at.is_some());
        let set_first = |first: &mut Option<_>| *first = first.take().or_else(|| time.clone());
        set_first(&mut self.first_message_at);
        if time.is_some() {
            self.last_message_at.clone_from(&time);
        }
        match message.nested_cell("sender", "type").into_text().as_deref() {
            Some("visitor") => {
                self.visitor_messages += 1;
                set_first(&mut self.first_visitor_message_at);
                self.asked_at = self.asked_at.or(at);
            }
            Some("operator") => {
                self.operator_messages += 1;
                set_first(&mut self.first_operator_message_at);
                if self.first_response_seconds.is_none() {
                    let response = self.asked_at.zip(at);
                    self.first_response_seconds =
                        response.and_then(|(asked_at, at)| seconds(at - asked_at));
                }
                let name = message.nested_cell("sender", "name").into_text();
                let name = name.filter(|name| !self.operator_names.contains(name));
                self.operator_names.extend(name);
            }
            Some("system") => self.system_messages += 1,
            _ => {}
        }
    }
}

/// Returns a duration in seconds, with milliseconds if there are any.
fn seconds(duration: TimeDelta) -> Option<Number> {
    let milliseconds = duration.num_milliseconds();
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    if rest == 0 {
        return Some(seconds.into());
    }
    Number::from_f64(format!("{seconds}.{rest:03}").parse().ok()?)
}

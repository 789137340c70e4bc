//! A message of a transcript: its columns.

use super::cell::Cell;
use super::column::{Column, Look, Schema};
use super::engagement::last_segment_of;
use super::fields::Fields;

/// The fields of a message (API document, `GET /engagements/:engagement_id/chat_transcript`).
pub(crate) const SCHEMA: &Schema = &Schema {
    columns: &[
        Column::key("engagement_id", Look::Id),
        Column::key("created_at", Look::Time),
        Column::derived("sender_type", |fields| of_sender(fields, "type")),
        Column::derived("sender_id", |fields| match of_sender(fields, "href") {
            Cell::Text(href) => Cell::Text(last_segment_of(href)),
            other => other,
        })
        .whole(),
        Column::derived("sender_name", |fields| of_sender(fields, "name")),
        Column::key("message", Look::Text),
    ],
    table: &["created_at", "sender_type", "sender_name", "message"],
};

fn of_sender<'a>(fields: &Fields<'a>, key: &str) -> Cell<'a> {
    match fields.cell("sender") {
        Cell::Json(sender) => Cell::of(sender.member(key)),
        Cell::Null => Cell::Null,
        _ => Cell::Absent,
    }
}

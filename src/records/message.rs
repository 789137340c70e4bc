//! A message of a transcript: its columns.

use super::cell::Cell;
use super::column::{Column, DisplayKind, Schema};
use super::engagement::last_segment_of;

/// The fields of a message, the default ones in the order of the CSV.
pub(crate) const SCHEMA: &Schema = &Schema {
    columns: &[
        Column::member("engagement_id", DisplayKind::Id),
        Column::member("created_at", DisplayKind::Time),
        Column::derived("sender_type", |record| record.nested_cell("sender", "type")),
        Column::derived("sender_id", |record| {
            match record.nested_cell("sender", "href") {
                Cell::Text(href) => Cell::Text(last_segment_of(href)),
                other => other,
            }
        })
        .untruncated(),
        Column::derived("sender_name", |record| record.nested_cell("sender", "name")),
        Column::member("message", DisplayKind::Text),
    ],
    table: &["created_at", "sender_type", "sender_name", "message"],
};

//! A message of a transcript: its columns.

use super::column::{Column, DisplayKind, Schema};
use super::engagement::last_segment;
use super::json::Cell;

/// The fields of a message, the default ones in the order of the CSV.
pub(crate) const SCHEMA: &Schema = &Schema {
    columns: &[
        Column::member("engagement_id", DisplayKind::Id),
        Column::member("created_at", DisplayKind::Time),
        Column::derived("sender_type", DisplayKind::Text, |record| {
            record.nested_cell("sender", "type")
        }),
        Column::derived("sender_id", DisplayKind::Id, |record| {
            match record.nested_cell("sender", "href") {
                Cell::Text(href) => Cell::Text(last_segment(&href).to_owned().into()),
                other => other,
            }
        }),
        Column::derived("sender_name", DisplayKind::Text, |record| {
            record.nested_cell("sender", "name")
        }),
        Column::member("message", DisplayKind::Text),
        Column::member("type", DisplayKind::Text).optional(),
        Column::json("attachment").optional(),
        Column::json("metadata").optional(),
    ],
    table: &["created_at", "sender_type", "sender_name", "message"],
};

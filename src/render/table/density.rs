//! How much room a table takes for what it says.

use std::borrow::Cow;

use crate::records::column::{Column, DisplayKind};
use crate::settings::zone::Zone;

/// How much is said. Off a terminal it is always everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Density {
    /// Everything.
    Full,
    /// Short headings.
    Brief,
    /// Also times to the minute, durations in two units, media in letters, and columns one space
    /// apart. An id of 36 columns leaves little else possible in 80.
    Compact {
        /// Whether the rows span more than one year, so that times need it.
        years: bool,
    },
}

impl Density {
    /// Spaces between two columns.
    pub(super) fn gap(self) -> usize {
        if let Self::Compact { .. } = self {
            1
        } else {
            2
        }
    }

    /// Returns a column's heading: its name, or a shorter word for it. That of a time names the
    /// zone, if need be by its city only.
    pub(super) fn heading(self, column: &Column, zone: Zone) -> String {
        let name = column.name.to_ascii_uppercase();
        let short = match column.name {
            "created_at" => "CREATED",
            "engagement_type" => "TYPE",
            "duration" => "LENGTH",
            "visitor_name" => "VISITOR",
            "flagged" => "FLAG",
            "http_status" => "HTTP",
            "attempts" => "TRIES",
            "engagements" => "COUNT",
            "total_duration" => "TOTAL",
            "median_duration" => "MEDIAN",
            _ => &name,
        };
        let name = if self == Self::Full { &name } else { short };
        let zone = zone.to_string();
        let city = zone.rsplit('/').next().unwrap_or(&zone);
        match (self, column.display) {
            // A day is narrower than its zone.
            (Self::Compact { .. }, DisplayKind::Time) if column.name != "day" => {
                format!("{name} {city}")
            }
            (Self::Full | Self::Brief, DisplayKind::Time) => format!("{name} ({zone})"),
            _ => name.to_owned(),
        }
    }

    /// Returns what is said of a value's sanitized text.
    pub(super) fn abbreviate<'a>(self, column: &Column, text: &'a str) -> Cow<'a, str> {
        let Self::Compact { years } = self else {
            return text.into();
        };
        match column.display {
            DisplayKind::Time if is_time(text) => {
                if years { &text[..16] } else { &text[5..16] }.into()
            }
            DisplayKind::Time if is_day(text) && !years => text[5..].into(),
            DisplayKind::Duration if is_like(text, "00m 00s") || is_like(text, "0m 00s") => {
                text.replace(' ', "").into()
            }
            DisplayKind::Duration if is_hours(text) => {
                text[..text.len() - 4].replace(' ', "").into()
            }
            _ if column.name == "media" => media(text).into(),
            _ => text.into(),
        }
    }

    /// Returns how narrow a column can become, given the columns of its widest text and of its
    /// heading. Ids, times and other values that make no sense without their end stay whole.
    pub(super) fn min_width(self, column: &Column, widest: usize, heading: usize) -> usize {
        let min = match (self, column.display) {
            (_, DisplayKind::Id) => usize::MAX,
            (Self::Compact { .. }, DisplayKind::Time) => heading.max(16),
            (_, DisplayKind::Time) => heading.max(19),
            (_, DisplayKind::Duration | DisplayKind::Number) => 10,
            (Self::Full | Self::Brief, _) => 12,
            (Self::Compact { .. }, _) => 4,
        };
        min.min(widest.max(heading))
    }
}

/// Returns whether some of the sanitized texts are times of different years.
pub(super) fn spans_years<'a>(times: impl Iterator<Item = &'a str>) -> bool {
    let mut times = times.filter(|text| is_time(text) || is_day(text));
    let year = times.next().map(|text| &text[..4]);
    times.any(|text| Some(&text[..4]) != year)
}

/// `chat, audio` as `c,a`; one alone, and what is none, stays.
fn media(text: &str) -> String {
    let letter = |name: &str| match name {
        "chat" => Some("c"),
        "audio" => Some("a"),
        "video" => Some("v"),
        "cobrowsing" => Some("cb"),
        _ => None,
    };
    let letters: Option<Vec<&str>> = text.split(", ").map(letter).collect();
    match letters {
        Some(letters) if letters.len() > 1 => letters.join(","),
        _ => text.to_owned(),
    }
}

/// Returns whether a time was understood, so that its parts have their places.
fn is_time(text: &str) -> bool {
    is_like(text, "0000-00-00 00:00:00")
}

/// Returns whether it is a whole day.
fn is_day(text: &str) -> bool {
    is_like(text, "0000-00-00")
}

/// Returns whether a duration was understood and is of hours: `2h 00m 05s`.
fn is_hours(text: &str) -> bool {
    let minutes = text.split_once('h').map(|(_, minutes)| minutes);
    minutes.is_some_and(|minutes| is_like(minutes, " 00m 00s"))
}

/// Returns whether a text is written like the model, in which `0` stands for any digit.
fn is_like(text: &str, model: &str) -> bool {
    let like = |(byte, model): (u8, u8)| match model {
        b'0' => byte.is_ascii_digit(),
        _ => byte == model,
    };
    text.len() == model.len() && text.bytes().zip(model.bytes()).all(like)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::engagement::SCHEMA;

    fn column(name: &str) -> &'static Column {
        let mut columns = SCHEMA.columns.iter();
        columns.find(|column| column.name == name).unwrap()
    }

    #[test]
    fn compact_text_abbreviates_full_text() {
        let time = "2016-07-06 11:57:47";
        let wide = "tomorrow 漢字漢字漢字";
        for (name, full, compact) in [
            ("created_at", time, "07-06 11:57"),
            ("created_at", "2016-07-06", "07-06"),
            ("created_at", "2016-07-06 11:57:4x", "2016-07-06 11:57:4x"),
            ("created_at", wide, wide),
            ("visitor_name", time, time),
            ("duration", "2h 00m 05s", "2h00m"),
            ("duration", "12m 05s", "12m05s"),
            ("duration", "0s", "0s"),
            ("duration", "an h or so", "an h or so"),
            ("media", "chat", "chat"),
            ("media", "chat, audio, cobrowsing", "c,a,cb"),
            ("media", "chat, x", "chat, x"),
        ] {
            assert_eq!(Density::Brief.abbreviate(column(name), full), full);
            let density = Density::Compact { years: false };
            assert_eq!(density.abbreviate(column(name), full), compact);
        }
        let density = Density::Compact { years: true };
        assert_eq!(
            density.abbreviate(column("created_at"), time),
            "2016-07-06 11:57"
        );
    }

    #[test]
    fn time_headings_name_time_zone() {
        let zone = Zone::iana("America/New_York").unwrap();
        for (name, full, brief, compact) in [
            (
                "created_at",
                "CREATED_AT (America/New_York)",
                "CREATED (America/New_York)",
                "CREATED New_York",
            ),
            ("engagement_type", "ENGAGEMENT_TYPE", "TYPE", "TYPE"),
            ("platform", "PLATFORM", "PLATFORM", "PLATFORM"),
        ] {
            assert_eq!(Density::Full.heading(column(name), zone), full);
            assert_eq!(Density::Brief.heading(column(name), zone), brief);
            assert_eq!(
                Density::Compact { years: true }.heading(column(name), zone),
                compact
            );
        }
    }
}

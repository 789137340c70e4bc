//! How the table words things where there is little room. Off a terminal it is always
//! [`Wording::Full`].

use crate::records::column::{Column, DisplayKind};
use crate::settings::zone::Zone;

/// How much is said; each wording takes less room than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wording {
    /// Everything.
    Full,
    /// Short headings, times to the minute.
    Brief,
    /// Also times without their year, durations in two units, flags as `y` and `n`, and
    /// columns one space apart. An id of 36 columns leaves nothing else possible in 80.
    Terse,
}

impl Wording {
    /// Spaces between two columns.
    pub(super) fn gap(self) -> usize {
        if self == Self::Terse { 1 } else { 2 }
    }

    /// A column's heading: its name, or a shorter word for it. That of a time names the zone,
    /// if need be by its city only.
    pub(super) fn heading(self, column: &Column, zone: Zone) -> String {
        let name = column.name.to_ascii_uppercase();
        let short = match column.name {
            "created_at" => "AT",
            "engagement_type" => "TYPE",
            "duration" => "LASTED",
            "visitor_name" => "VISITOR",
            "http_status" => "HTTP",
            "attempts" => "TRIES",
            "flagged" if self == Self::Terse => "!",
            "engagements" if self == Self::Terse => "N",
            "engagements" => "COUNT",
            "total_duration" => "TOTAL",
            "median_duration" => "MEDIAN",
            "audio" if self == Self::Terse => "AUD",
            "video" if self == Self::Terse => "VID",
            "cobrowsing" if self == Self::Terse => "COB",
            "cobrowsing" => "COBROWSE",
            _ => &name,
        };
        let zone = zone.to_string();
        let city = zone.rsplit('/').next().unwrap_or(&zone);
        match (self, column.display) {
            (Self::Full, DisplayKind::Time) => format!("{name} ({zone})"),
            (Self::Full, _) => name,
            // A day without its year leaves no room for a zone.
            (Self::Terse, _) if column.name == "day" => name,
            (_, DisplayKind::Time) => format!("{short} {city}"),
            _ => short.to_owned(),
        }
    }

    /// What is said of a value's cleaned words.
    pub(super) fn shorten(self, look: DisplayKind, words: &str) -> &str {
        match (self, look) {
            (Self::Brief, DisplayKind::Time) if is_time(words) => &words[..16],
            (Self::Terse, DisplayKind::Time) if is_time(words) => &words[5..16],
            (Self::Terse, DisplayKind::Time) if is_day(words) => &words[5..],
            (Self::Terse, DisplayKind::Flag) if matches!(words, "yes" | "no") => &words[..1],
            (Self::Terse, DisplayKind::Duration) if is_hours(words) => &words[..words.len() - 4],
            _ => words,
        }
    }

    /// How narrow a column can become, given the columns that its widest words and its
    /// heading take. Ids and headings that name a zone are never cut; in the narrowest table
    /// a row is known by the visitor's name, for which the rest makes room.
    pub(super) fn least(self, column: &Column, widest: usize, heading: usize) -> usize {
        let least = match (self, column.display) {
            (_, DisplayKind::Id) => usize::MAX,
            (Self::Full, DisplayKind::Time) => heading.max(19),
            (Self::Brief, DisplayKind::Time) => heading.max(16),
            (Self::Terse, DisplayKind::Time) => heading.max(11),
            (Self::Full, _) => 15,
            (Self::Brief, _) => 12,
            (Self::Terse, DisplayKind::Number | DisplayKind::Count | DisplayKind::Duration) => 7,
            (Self::Terse, _) if column.name == "visitor_name" => 10,
            (Self::Terse, _) => 4,
        };
        least.min(widest.max(heading))
    }
}

/// Whether a time was understood, so that its parts have their places: `2016-07-06 11:57:47`.
fn is_time(words: &str) -> bool {
    is_like(words, "0000-00-00 00:00:00")
}

/// Whether it is a whole day.
fn is_day(words: &str) -> bool {
    is_like(words, "0000-00-00")
}

/// Whether a duration was understood and is of hours: `2h 00m 05s`.
fn is_hours(words: &str) -> bool {
    let minutes = words.split_once('h').map(|(_, minutes)| minutes);
    minutes.is_some_and(|minutes| is_like(minutes, " 00m 00s"))
}

/// Whether words are written like the model, in which `0` stands for any digit.
fn is_like(words: &str, model: &str) -> bool {
    let like = |(byte, model): (u8, u8)| match model {
        b'0' => byte.is_ascii_digit(),
        _ => byte == model,
    };
    words.len() == model.len() && words.bytes().zip(model.bytes()).all(like)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::engagement::SCHEMA;

    #[test]
    fn shorter_words_are_a_part_of_the_full_ones() {
        let time = "2016-07-06 11:57:47";
        let [odd, wide] = ["2016-07-06 11:57:4x", "tomorrow 漢字漢字漢字"];
        for (look, full, brief, terse) in [
            (DisplayKind::Time, time, "2016-07-06 11:57", "07-06 11:57"),
            (DisplayKind::Time, "2016-07-06", "2016-07-06", "07-06"),
            (DisplayKind::Time, odd, odd, odd),
            (DisplayKind::Time, wide, wide, wide),
            (DisplayKind::Text, time, time, time),
            (DisplayKind::Flag, "yes", "yes", "y"),
            (DisplayKind::Flag, "no", "no", "n"),
            (DisplayKind::Flag, "nobody", "nobody", "nobody"),
            (DisplayKind::Text, "yes", "yes", "yes"),
            (DisplayKind::Duration, "2h 00m 05s", "2h 00m 05s", "2h 00m"),
            (DisplayKind::Duration, "1m 05s", "1m 05s", "1m 05s"),
            (DisplayKind::Duration, "0s", "0s", "0s"),
            (
                DisplayKind::Duration,
                "an h or so",
                "an h or so",
                "an h or so",
            ),
        ] {
            assert_eq!(Wording::Full.shorten(look, full), full);
            assert_eq!(Wording::Brief.shorten(look, full), brief);
            assert_eq!(Wording::Terse.shorten(look, full), terse);
        }
    }

    #[test]
    fn headings_name_the_zone_in_every_wording() {
        let zone = Zone::iana("America/New_York").unwrap();
        let columns = SCHEMA.columns;
        let column = |name| columns.iter().find(|column| column.name == name).unwrap();
        let [full, brief] = ["CREATED_AT (America/New_York)", "AT New_York"];
        for (name, full, brief, terse) in [
            ("created_at", full, brief, brief),
            ("engagement_type", "ENGAGEMENT_TYPE", "TYPE", "TYPE"),
            ("flagged", "FLAGGED", "FLAGGED", "!"),
            ("platform", "PLATFORM", "PLATFORM", "PLATFORM"),
        ] {
            assert_eq!(Wording::Full.heading(column(name), zone), full);
            assert_eq!(Wording::Brief.heading(column(name), zone), brief);
            assert_eq!(Wording::Terse.heading(column(name), zone), terse);
        }
        assert_eq!(
            Wording::Terse.heading(column("created_at"), Zone::UTC),
            "AT UTC"
        );
    }
}

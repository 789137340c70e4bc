//! Bars behind the rows of a table on a terminal: how the counts in a column compare.

use std::iter::repeat_n;

use unicode_width::UnicodeWidthStr as _;

/// The longest and the shortest room that bars are drawn in.
const MOST: usize = 40;
const LEAST: usize = 6;

/// Spaces before a bar.
const GAP: usize = 2;

/// What a column is filled with, by eighths.
const FULL: char = '█';
const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// The scale of a table's bars.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bars {
    /// Columns of the terminal before the bars.
    indent: usize,
    /// Columns of the longest bar.
    room: usize,
    /// The count that is so long.
    largest: u64,
}

impl Bars {
    /// Bars behind a table of this width; `None` if the terminal has no room for them, or if no
    /// count is more than zero.
    pub(super) fn new(table: usize, terminal: usize, largest: u64) -> Option<Self> {
        let indent = table + GAP;
        let room = terminal.saturating_sub(indent).min(MOST);
        (room >= LEAST && largest > 0).then_some(Self {
            indent,
            room,
            largest,
        })
    }

    /// Draws the bar of a count behind its row, unless that is too long itself. Whatever there is
    /// can be seen.
    pub(super) fn draw(self, count: u64, line: &mut String) {
        let eighths = u128::from(count) * self.room as u128 * 8 / u128::from(self.largest);
        let eighths = usize::try_from(eighths).unwrap_or(usize::MAX);
        let eighths = eighths.max(usize::from(count > 0)).min(self.room * 8);
        let gap = self.indent.saturating_sub(line.width());
        if eighths > 0 && gap >= GAP {
            line.extend(repeat_n(' ', gap));
            line.extend(repeat_n(FULL, eighths / 8));
            line.push_str(PARTS[eighths % 8]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bars;

    fn drawn(room: usize, largest: u64, count: u64) -> String {
        let mut line = "ab".to_owned();
        Bars::new(4, 6 + room, largest)
            .unwrap()
            .draw(count, &mut line);
        line
    }

    #[test]
    fn bars_are_as_long_as_their_counts() {
        for (largest, count, bar) in [
            (8, 8, "ab    ████████"),
            (8, 4, "ab    ████"),
            (8, 0, "ab"),
            (64, 4, "ab    ▌"),
            (64, 63, "ab    ███████▉"),
            (1_000_000, 1, "ab    ▏"),
            (u64::MAX, u64::MAX, "ab    ████████"),
            (u64::MAX, u64::MAX / 2 + 1, "ab    ████"),
        ] {
            assert_eq!(drawn(8, largest, count), bar);
        }
        assert_eq!(drawn(1000, 1, 1).chars().count(), 6 + 40);
    }

    #[test]
    fn a_row_that_stands_out_has_none() {
        let bars = Bars::new(4, 80, 1).unwrap();
        for row in ["abcd", "abcde"] {
            let mut line = row.to_owned();
            bars.draw(1, &mut line);
            assert_eq!(line.len() > row.len(), row.len() <= 4);
        }
    }

    #[test]
    fn without_room_or_counts_there_are_none() {
        assert!(Bars::new(4, 11, 1).is_none());
        assert!(Bars::new(4, 12, 1).is_some());
        assert!(Bars::new(4, 3, 1).is_none());
        assert!(Bars::new(4, 80, 0).is_none());
    }
}

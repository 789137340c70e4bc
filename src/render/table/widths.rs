//! How wide the columns of a table are.

use unicode_width::UnicodeWidthStr as _;

use super::CELL_END;
use super::density::{Density, spans_years};
use crate::records::column::{Column, DisplayKind};
use crate::render::display::DisplayOptions;

/// The widest that a column becomes off a terminal, where nothing is cut. One monstrous value
/// stands out over its column instead of padding every other row.
const WIDEST_PIPED: usize = 40;

/// Columns of a visitor's name that other columns make room for.
const NAME: usize = 9;

/// Columns that are left of any text on a very narrow terminal.
const NARROWEST: usize = 3;

/// The density of a table and the widths of its columns, fixed for all its rows.
pub(super) struct Layout {
    pub(super) density: Density,
    /// The columns of the terminal that each column takes, at least one.
    pub(super) widths: Vec<usize>,
}

impl Layout {
    /// The layout that suits a table with these cells, given row after row, on this paper.
    pub(super) fn of(columns: &[&Column], cells: &str, paper: DisplayOptions) -> Self {
        let (mut widths, _) = measure(Density::Full, columns, cells, paper);
        let Some(terminal) = paper.width else {
            for (width, column) in widths.iter_mut().zip(columns) {
                let heading = Density::Full.heading(column, paper.zone).width();
                *width = (*width).min(heading.max(WIDEST_PIPED));
            }
            return Self {
                density: Density::Full,
                widths,
            };
        };
        let room = |density: Density| terminal.saturating_sub(density.gap() * (columns.len() - 1));
        let texts = cells.split_terminator(CELL_END).zip(columns.iter().cycle());
        let times = texts.filter(|(_, column)| column.display == DisplayKind::Time);
        let years = spans_years(times.map(|(text, _)| text));
        let density = if sum(&widths) <= room(Density::Full) {
            Density::Full
        } else if sum(&measure(Density::Brief, columns, cells, paper).1) <= room(Density::Brief) {
            Density::Brief
        } else {
            Density::Compact { years }
        };
        let (widths, mut min_widths) = measure(density, columns, cells, paper);
        adjust(columns, &widths, &mut min_widths, room(density));
        let widths = distribute(&widths, &min_widths, room(density));
        Self { density, widths }
    }
}

/// Adjusts what columns can be cut to: a row is known by the visitor's name, for which the others
/// make room; and on a very narrow terminal everything but ids and times is cut, if that is of any use.
fn adjust(columns: &[&Column], widths: &[usize], min_widths: &mut [usize], room: usize) {
    if let Some(at) = columns
        .iter()
        .position(|column| column.name == "visitor_name")
    {
        let min_width = min_widths[at];
        min_widths[at] = min_width.max(widths[at].min(NAME));
        if sum(min_widths) > room {
            min_widths[at] = min_width;
        }
    }
    let cut = |(column, &min): (&&Column, &usize)| match column.display {
        DisplayKind::Id | DisplayKind::Time => min,
        _ => min.min(NARROWEST),
    };
    let narrowest: Vec<usize> = columns.iter().zip(&*min_widths).map(cut).collect();
    if sum(min_widths) > room && sum(&narrowest) <= room {
        min_widths.copy_from_slice(&narrowest);
    }
}

fn sum(widths: &[usize]) -> usize {
    widths.iter().sum()
}

/// The widths that the columns of a table would take, and what they can be cut to.
fn measure(
    density: Density,
    columns: &[&Column],
    cells: &str,
    paper: DisplayOptions,
) -> (Vec<usize>, Vec<usize>) {
    let mut widths = vec![1; columns.len()];
    for (at, text) in cells.split_terminator(CELL_END).enumerate() {
        let at = at % columns.len();
        widths[at] = density
            .abbreviate(columns[at], text)
            .width()
            .max(widths[at]);
    }
    let mut min_widths = Vec::with_capacity(columns.len());
    for (column, width) in columns.iter().zip(&mut widths) {
        let heading = density.heading(column, paper.zone).width();
        let heading = if paper.header { heading } else { 0 };
        min_widths.push(density.min_width(column, *width, heading));
        *width = heading.max(*width);
    }
    (widths, min_widths)
}

/// Shares `room` among columns that would like to be `widths` wide and can be cut to
/// `min_widths`: the widest are cut first, and to the same width.
fn distribute(widths: &[usize], min_widths: &[usize], room: usize) -> Vec<usize> {
    let at = |level: usize| -> Vec<usize> {
        let columns = widths.iter().zip(min_widths);
        columns
            .map(|(&width, &min)| width.min(level.max(min)))
            .collect()
    };
    let fits = |level: &usize| at(*level).iter().sum::<usize>() <= room;
    let level = (0..=room).rev().find(fits).unwrap_or(0);
    let mut shared = at(level);
    let mut spare = room.saturating_sub(shared.iter().sum());
    for (shared, &width) in shared.iter_mut().zip(widths) {
        if spare > 0 && *shared == level && *shared < width {
            *shared += 1;
            spare -= 1;
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::distribute;

    #[test]
    fn widest_columns_shrink_first() {
        for (widths, min_widths, room, expected) in [
            (&[][..], &[][..], 10, &[][..]),
            (&[5, 5], &[1, 1], 100, &[5, 5]),
            (&[5, 20], &[1, 1], 10, &[5, 5]),
            (&[20, 5], &[1, 1], 20, &[15, 5]),
            (&[20, 20, 20], &[1, 1, 1], 32, &[11, 11, 10]),
            (&[36, 20, 20], &[36, 4, 9], 50, &[36, 5, 9]),
            (&[20, 20, 3], &[8, 1, 3], 20, &[9, 8, 3]),
            (&[36, 20], &[36, 5], 30, &[36, 5]),
            (&[4, 4], &[0, 0], 0, &[0, 0]),
        ] {
            assert_eq!(
                distribute(widths, min_widths, room),
                expected,
                "{widths:?} in {room}"
            );
        }
    }
}

//! How wide the columns of a table are, and what of each cell is shown in them.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr as _;

use super::END;
use super::fit::fit;
use super::wording::Wording;
use crate::clean::Clean;
use crate::records::column::{Column, DisplayKind};
use crate::render::paper::Paper;
use crate::settings::zone::Zone;

/// The widest that a column becomes for the sake of cells that are never cut. One monstrous
/// value stands out over its column instead of blowing up every other row.
const WIDEST: usize = 256;

/// The widths of a table's columns, fixed for all its rows.
pub(super) struct Layout {
    wording: Wording,
    /// The columns of the terminal that each column takes, at least one.
    pub(super) widths: Vec<u16>,
    /// Whether cells are cut to their column's width.
    cuts: bool,
}

/// What is shown of a cell.
pub(super) enum Fitted<'a> {
    /// Words that fit their column.
    Inside(Cow<'a, str>),
    /// Words that are wider than their column and never cut.
    Outside(&'a str),
}

impl Layout {
    /// The layout of a table with these cells, given row after row.
    pub(super) fn new(columns: &[&Column], cells: &str, paper: Paper) -> Self {
        let measured = |wording| Measured::new(wording, columns, cells, paper);
        let Some(width) = paper.width else {
            let full = measured(Wording::Full);
            return Self {
                wording: full.wording,
                widths: narrow(&full.widths),
                cuts: false,
            };
        };
        let chosen = [Wording::Full, Wording::Brief]
            .into_iter()
            .map(measured)
            .find(|measured| measured.least.iter().sum::<usize>() <= measured.available(width))
            .unwrap_or_else(|| measured(Wording::Terse));
        let widths = fit(&chosen.widths, &chosen.least, chosen.available(width));
        Self {
            wording: chosen.wording,
            widths: narrow(&widths),
            cuts: true,
        }
    }

    /// The columns of the terminal that a row takes.
    pub(super) fn width(&self) -> usize {
        let columns: usize = self.widths.iter().map(|&width| usize::from(width)).sum();
        columns + self.gap() * self.widths.len().saturating_sub(1)
    }

    /// Spaces between two columns.
    pub(super) fn gap(&self) -> usize {
        self.wording.gap()
    }

    /// The headings of the columns.
    pub(super) fn headings(&self, columns: &[&Column], zone: Zone) -> Vec<String> {
        columns
            .iter()
            .map(|column| self.wording.heading(column, zone))
            .collect()
    }

    /// What is shown of a row's cells.
    pub(super) fn fitted<'a>(&self, row: &[&'a str], columns: &[&Column]) -> Vec<Fitted<'a>> {
        let cells = row.iter().zip(columns).zip(&self.widths);
        cells
            .map(|((words, column), width)| self.fit_cell(words, column.display, *width))
            .collect()
    }

    fn fit_cell<'a>(&self, words: &'a str, look: DisplayKind, width: u16) -> Fitted<'a> {
        let words = self.wording.shorten(look, words);
        if words.width() <= width.into() {
            Fitted::Inside(Cow::Borrowed(words))
        } else if self.cuts && look != DisplayKind::Id {
            Fitted::Inside(Cow::Owned(Clean::line(words).cut(width.into()).to_string()))
        } else {
            Fitted::Outside(words)
        }
    }
}

/// What the columns of a table would take in some wording.
struct Measured {
    wording: Wording,
    widths: Vec<usize>,
    /// What they can be cut to.
    least: Vec<usize>,
}

impl Measured {
    fn new(wording: Wording, columns: &[&Column], cells: &str, paper: Paper) -> Self {
        let mut widest = vec![1; columns.len()];
        for (at, words) in cells.split_terminator(END).enumerate() {
            let at = at % columns.len();
            widest[at] = wording
                .shorten(columns[at].display, words)
                .width()
                .max(widest[at]);
        }
        let mut measured = Self {
            wording,
            widths: Vec::new(),
            least: Vec::new(),
        };
        for (column, widest) in columns.iter().zip(widest) {
            let never_cut = paper.width.is_none() || column.display == DisplayKind::Id;
            let most = if never_cut { WIDEST } else { usize::MAX };
            let widest = widest.min(most);
            let heading = if paper.header {
                wording.heading(column, paper.zone).width()
            } else {
                0
            };
            measured.widths.push(widest.max(heading));
            measured.least.push(wording.least(column, widest, heading));
        }
        measured
    }

    /// What a terminal has for the columns, without the gaps between them.
    fn available(&self, width: usize) -> usize {
        width.saturating_sub(self.wording.gap() * (self.widths.len() - 1))
    }
}

/// The widths as comfy-table takes them.
fn narrow(widths: &[usize]) -> Vec<u16> {
    widths
        .iter()
        .map(|&width| u16::try_from(width).unwrap_or(u16::MAX))
        .collect()
}

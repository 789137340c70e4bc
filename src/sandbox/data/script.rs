//! What people say: the conversations of `conversations.txt`, read once.
//!
//! A theme begins with `# name`. Its lines come in blocks, apart by a blank line, which belong
//! together: the first opens a conversation, the second answers it, the last closes it, and
//! each of the others may be left out. A line is said by the visitor (`v`) or the operator
//! (`o`) in one of several ways (` | `), in which `{operator}`, `{amount}`, `{number}`, `{day}`
//! and `{town}` are filled in.

/// Lines that belong together.
pub(crate) type Block = Vec<Line>;

/// The conversations of one theme: at least two blocks.
pub(crate) struct Theme(Vec<Block>);

impl Theme {
    /// How every conversation of the theme begins.
    pub(crate) fn opening(&self) -> &Block {
        &self.0[0]
    }

    /// What may be said in between, in this order.
    pub(crate) fn between(&self) -> &[Block] {
        &self.0[1..self.0.len() - 1]
    }

    /// How it ends.
    pub(crate) fn closing(&self) -> &Block {
        &self.0[self.0.len() - 1]
    }
}

/// One thing to say.
pub(crate) struct Line {
    /// Whether the visitor says it; else the operator does.
    pub(crate) by_visitor: bool,
    /// The ways to say it, at least one.
    pub(crate) ways: Vec<&'static str>,
}

/// All themes.
pub(crate) fn themes() -> Vec<Theme> {
    let text = include_str!("conversations.txt");
    text.split("# ").skip(1).map(theme).collect()
}

fn theme(text: &'static str) -> Theme {
    let spoken = text
        .split_once('\n')
        .map_or("", |(_name, lines)| lines)
        .trim();
    Theme(
        spoken
            .split("\n\n")
            .map(|block| block.lines().map(line).collect())
            .collect(),
    )
}

fn line(text: &'static str) -> Line {
    let (speaker, words) = text.split_once(' ').unwrap_or(("", text));
    Line {
        by_visitor: speaker == "v",
        ways: words.split(" | ").collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_speaker_and_every_theme_opens_and_closes() {
        let spoken = include_str!("conversations.txt")
            .lines()
            .filter(|line| !line.is_empty());
        assert!(
            spoken
                .clone()
                .all(|line| ["v ", "o ", "# "].contains(&&line[..2]))
        );
        let themes = themes();
        assert_eq!(
            themes.len(),
            spoken.filter(|line| line.starts_with('#')).count()
        );
        for theme in themes {
            assert!(theme.between().len() >= 2);
            assert!(theme.opening()[0].by_visitor);
            assert!(theme.0.iter().all(|block| !block.is_empty()));
        }
    }

    #[test]
    fn only_known_gaps_are_left_to_fill() {
        let known = ["operator", "amount", "number", "day", "town"];
        let ways = themes().into_iter().flat_map(|theme| theme.0).flatten();
        for way in ways.flat_map(|line| line.ways) {
            let gaps = way
                .split('{')
                .skip(1)
                .map(|rest| rest.split_once('}').unwrap().0);
            gaps.for_each(|gap| assert!(known.contains(&gap), "{way}"));
        }
    }
}

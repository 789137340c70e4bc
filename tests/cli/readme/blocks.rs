//! The fenced code blocks of Markdown documents.

use std::path::Path;

/// A fenced code block.
pub(crate) struct Block {
    /// The language after the fence.
    pub(crate) kind: String,
    /// The content, each line with its line break.
    pub(crate) text: String,
}

/// A command and its documented output.
pub(crate) struct Step {
    /// The shell command.
    pub(crate) command: String,
    /// The exact stdout.
    pub(crate) printed: String,
}

/// Reads a document of the repository, such as `README.md`.
pub(crate) fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{name}: {why}"))
}

/// Returns all blocks of a document, in their order.
pub(crate) fn blocks(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in document.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(""), within) => blocks.extend(within.take()),
            (Some(kind), _) => {
                let kind = kind.to_owned();
                open = Some(Block {
                    kind,
                    text: String::new(),
                });
            }
            (None, Some(block)) => block.text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "the last block is not closed");
    blocks
}

/// Returns the blocks of this kind in a document.
pub(crate) fn of(document: &str, kind: &str) -> Vec<Block> {
    let mut blocks = blocks(document);
    blocks.retain(|block| block.kind == kind);
    blocks
}

impl Block {
    /// Returns the commands of a session with their output; a script is one step without output.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        if self.kind == "sh" {
            steps.push(Step {
                command: format!("set -e\n{}", self.text),
                printed: String::new(),
            });
            return steps;
        }
        for line in self.text.lines() {
            if let Some(command) = line.strip_prefix("$ ") {
                steps.push(Step {
                    command: command.to_owned(),
                    printed: String::new(),
                });
            } else {
                let step = steps.last_mut().expect("a session begins with a command");
                step.printed.extend([line, "\n"]);
            }
        }
        steps
    }
}

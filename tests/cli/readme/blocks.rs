//! The fenced blocks of the documents, and the steps that they are run as.

use std::path::Path;

/// A fenced block.
pub(crate) struct Block {
    /// The word behind the fence: what the block is.
    pub(crate) kind: String,
    /// What stands in it, each line with its end.
    pub(crate) text: String,
}

/// What a person types, and what must be printed then.
pub(crate) struct Step {
    /// For a shell.
    pub(crate) command: String,
    /// On standard output, to the letter.
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
    /// A session's commands with what they print; a script is one step that prints nothing.
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

//! The words of a command line, told apart as the parser does, for a command line that is made of
//! another one.

use std::ffi::OsString;
use std::iter;

use clap::{Arg, Command, CommandFactory};

use super::Cli;

/// A part of a command line, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// An option with its value, by the name that the parser has for it.
    Option(String, Vec<String>),
    /// An argument that is no option, such as an id.
    Argument(String),
    /// The name of the command, or options without values.
    Other(String),
    /// `--`: what follows it are arguments.
    Separator,
}

impl Part {
    /// The words that were typed.
    pub(crate) fn into_words(self) -> Vec<String> {
        match self {
            Self::Option(_, words) => words,
            Self::Argument(word) | Self::Other(word) => vec![word],
            Self::Separator => vec!["--".to_owned()],
        }
    }
}

/// Takes a command line, which the parser has taken, into its parts.
pub(crate) fn parts(arguments: &[OsString]) -> Vec<Part> {
    let root = Cli::command();
    let mut command = None;
    let mut parts = Vec::new();
    let mut words = arguments
        .iter()
        .map(|word| word.to_string_lossy().into_owned());
    while let Some(word) = words.next() {
        if word == "--" {
            parts.push(Part::Separator);
            parts.extend(words.by_ref().map(Part::Argument));
        } else if word == "-" || !word.starts_with('-') {
            parts.push(if command.is_some() {
                Part::Argument(word)
            } else {
                command = root.find_subcommand(&word);
                Part::Other(word)
            });
        } else {
            let Some(found) = Found::in_word(&word, &with_values(&root, command)) else {
                parts.push(Part::Other(word));
                continue;
            };
            let (flags, typed) = word.split_at(found.at);
            let typed = if flags.is_empty() {
                typed.to_owned()
            } else {
                parts.push(Part::Other(flags.to_owned()));
                format!("-{typed}")
            };
            let value = words.by_ref().take(found.needs_value.into());
            let typed = iter::once(typed).chain(value).collect();
            parts.push(Part::Option(found.name, typed));
        }
    }
    parts
}

/// The options that have a value: those of all commands, and those of this one.
fn with_values<'a>(root: &'a Command, command: Option<&'a Command>) -> Vec<&'a Arg> {
    let of_command = command.into_iter().flat_map(Command::get_arguments);
    let all = root.get_arguments().chain(of_command);
    all.filter(|option| option.get_action().takes_values())
        .collect()
}

/// An option with a value, found in a word.
struct Found {
    /// What the parser calls it.
    name: String,
    /// Where it begins: before it there may be options without values, as in `-qL9`.
    at: usize,
    /// Whether its value is the next word.
    needs_value: bool,
}

impl Found {
    /// The option among `known` that a word, which begins with `-`, has the value of, or asks for.
    fn in_word(word: &str, known: &[&Arg]) -> Option<Self> {
        if let Some(long) = word.strip_prefix("--") {
            let name = long.split('=').next()?;
            let option = known.iter().find(|option| has_long(option, name))?;
            return Some(Self {
                name: option.get_id().to_string(),
                at: 0,
                needs_value: name == long,
            });
        }
        word.char_indices().skip(1).find_map(|(at, letter)| {
            let is_it = |option: &&&Arg| option.get_short() == Some(letter);
            let option = known.iter().find(is_it)?;
            Some(Self {
                name: option.get_id().to_string(),
                at: if at == 1 { 0 } else { at },
                needs_value: word.len() == at + letter.len_utf8(),
            })
        })
    }
}

fn has_long(option: &Arg, name: &str) -> bool {
    let names = option.get_long_and_visible_aliases();
    names.is_some_and(|names| names.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::{Part, parts};
    use std::ffi::OsString;

    /// The parts of a line: options in brackets with their names, arguments in quotes.
    fn told(line: &str) -> String {
        let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let told = parts(&arguments).into_iter().map(|part| match part {
            Part::Option(name, words) => format!("{name}[{}]", words.join(" ")),
            Part::Argument(word) => format!("\"{word}\""),
            other => other.into_words().join(" "),
        });
        told.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn an_option_has_its_value_wherever_that_stands() {
        for (line, expected) in [
            ("list -L 9", "list limit[-L 9]"),
            ("list -L9", "list limit[-L9]"),
            ("list -L=9", "list limit[-L=9]"),
            ("list --limit 9", "list limit[--limit 9]"),
            ("list --limit=9", "list limit[--limit=9]"),
            ("list -qL 9 -v", "list -q limit[-L 9] -v"),
            ("list -qvL9", "list -qv limit[-L9]"),
            ("list -qOL -L9", "list -q file[-OL] limit[-L9]"),
            (
                "list --end-date 7d --all",
                "list until[--end-date 7d] --all",
            ),
            ("--profile list list -n", "profile[--profile list] list -n"),
        ] {
            assert_eq!(told(line), expected, "{line}");
        }
    }

    #[test]
    fn an_id_is_no_value_and_no_command() {
        for (line, expected) in [
            (
                "export export -j 4 4 -o csv csv -",
                "export \"export\" concurrency[-j 4] \"4\" format[-o csv] \"csv\" \"-\"",
            ),
            ("export -y -- -y -L", "export -y -- \"-y\" \"-L\""),
        ] {
            assert_eq!(told(line), expected, "{line}");
        }
    }
}

//! The command by which a client does the work of a scenario.

use std::path::Path;
use std::process::Command;

use anyhow::bail;

use crate::clients::{Client, Installed};
use crate::compare::Shape;
use crate::lower_bound;
use crate::scenario::Work;
use crate::server::Server;

/// Requests in flight of everybody; the tool's default.
pub(crate) const CONCURRENCY: &str = "8";

/// The command, its environment and its place. `paths` is a file with what the floor fetches,
/// `id` the engagement to show.
pub(crate) fn of(
    installed: &Installed,
    work: Work,
    server: &Server,
    home: &Path,
    paths: &Path,
    id: &str,
) -> anyhow::Result<Command> {
    let Some((program, words)) = installed.command.split_first() else {
        bail!("no command for {:?}", installed.client);
    };
    let mut command = Command::new(program);
    command.args(words).current_dir(home);
    surround(&mut command, server, home);
    let token = format!("Token {}", server.variable("TOKEN")?);
    match installed.client {
        Client::Engagements | Client::Baseline => command.args(own_words(work, id)),
        Client::Floor | Client::FloorByLinks => {
            let by_links = installed.client == Client::FloorByLinks;
            let alone = if by_links { "1" } else { "0" };
            command
                .args([
                    lower_bound::WORD,
                    server.address()?,
                    CONCURRENCY,
                    &token,
                    alone,
                ])
                .arg(paths)
        }
        Client::Curl => command
            .args(["-sSf", "-H", "Accept: application/vnd.salemove.v1+json"])
            .args(["-H", &format!("Authorization: {token}")])
            .arg(format!("{}/engagements/{id}", server.variable("BASE_URL")?)),
        _ => command.args(script_words(work)?),
    };
    Ok(command)
}

/// Nothing of the user's own settings, and no proxy, comes between a client and the server.
pub(crate) fn surround(command: &mut Command, server: &Server, home: &Path) {
    for (name, _) in std::env::vars_os() {
        let lower = name.to_string_lossy().to_ascii_lowercase();
        if lower.starts_with("engagements_") || lower.ends_with("_proxy") {
            command.env_remove(name);
        }
    }
    command
        .envs(server.variables().iter().map(|(name, value)| (name, value)))
        .env("CONCURRENCY", CONCURRENCY)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("XDG_CONFIG_HOME", home);
}

/// The words by which the tool does the work; `id` is the engagement to show.
pub(crate) fn own_words(work: Work, id: &str) -> Vec<&str> {
    match work {
        Work::List(Shape::Csv) => vec!["list", "--all", "--no-header", "-o", "csv"],
        Work::List(Shape::Json) => vec!["list", "--all", "-o", "ndjson"],
        Work::Transcripts(_) => vec!["transcript", "-", "--no-header", "-o", "csv"],
        Work::Show => vec!["show", id, "-o", "json"],
        Work::Version => vec!["--version"],
    }
}

fn script_words(work: Work) -> anyhow::Result<&'static [&'static str]> {
    Ok(match work {
        Work::List(Shape::Csv) => &["list", "csv"],
        Work::List(Shape::Json) => &["list", "ndjson"],
        Work::Transcripts(_) => &["transcripts"],
        Work::Show | Work::Version => bail!("no other client does {work:?}"),
    })
}

//! `engagements config`: where settings come from, and whether they work.

use std::fs::OpenOptions;
use std::io::{ErrorKind::AlreadyExists, Write};
use std::path::Path;

use anyhow::Context;

use crate::cli::{ConfigCommand, FilterArgs};
use crate::error::{CliError, ErrorKind};
use crate::file_name::directory_of;
use crate::platform::{self, CONFIG_VARIABLES};
use crate::sanitize::Sanitized;
use crate::settings::{RequestKind, Settings};
use crate::sink::{self, Sink};
use crate::values::paging::ListScope;

use super::bulk::print_first_page;
use super::query;
use super::session::Session;

/// Maximum width to which values are padded.
const MAX_VALUE_WIDTH: usize = 40;

/// A config file in which every setting is a comment.
const TEMPLATE: &str = include_str!("config.toml");

/// Runs the subcommand.
pub(super) fn run(command: &ConfigCommand, session: &Session) -> anyhow::Result<()> {
    match command {
        ConfigCommand::Path => path(&session.settings),
        ConfigCommand::Show => show(session),
        ConfigCommand::Check(filters) => check(filters, session),
        ConfigCommand::Init => init(session),
    }
}

/// Sends one request and prints what is known about the API.
fn check(filters: &FilterArgs, session: &Session) -> anyhow::Result<()> {
    let settings = &session.settings;
    let query = query::from_filters(settings, filters, ListScope::Page, None)?;
    let connection = settings.connection(RequestKind::Read)?;
    let credentials = &connection.credentials;
    let facts = [
        ("address", connection.base_url.url().to_string()),
        ("credentials", credentials.origin()),
        ("scheme", credentials.scheme().as_str().to_owned()),
    ];
    let client = session.connect(connection)?;
    if settings.dry_run() {
        return print_first_page(client, &query);
    }
    let mut out = Sink::stdout()?;
    for (name, fact) in facts {
        writeln!(out, "{name}: {}", Sanitized::line(&fact))?;
    }
    // Also if the request fails.
    out.flush()?;
    for line in client.probe(&query)?.api_status() {
        writeln!(out, "{}", Sanitized::line(&line))?;
    }
    Ok(out.flush()?)
}

/// Creates a config file, and its directory if it is missing.
fn init(session: &Session) -> anyhow::Result<()> {
    let path = config_file(&session.settings)?;
    let failed = || format!("cannot create the config file `{}`", path.display());
    platform::create_dir_all(directory_of(path)).with_context(failed)?;
    let file = platform::private(OpenOptions::new().write(true).create_new(true)).open(path);
    let mut file = match file {
        Err(error) if error.kind() == AlreadyExists => {
            let message = format!("the config file `{}` exists already", path.display());
            let hint = "edit it, or name another one with `--config`";
            return Err(CliError::new(ErrorKind::Local, message).hint(hint).into());
        }
        file => file.with_context(failed)?,
    };
    file.write_all(TEMPLATE.as_bytes()).with_context(failed)?;
    let note = format!(
        "created `{}`; edit it, then run `engagements config check`",
        path.display()
    );
    session.console.note(&note);
    Ok(())
}

fn config_file(settings: &Settings) -> Result<&Path, CliError> {
    settings.config_file.path.as_deref().ok_or_else(|| {
        CliError::new(ErrorKind::Settings, "cannot locate the config file").hint(format!(
            "set {CONFIG_VARIABLES}, or name a file with `--config`"
        ))
    })
}

fn path(settings: &Settings) -> anyhow::Result<()> {
    let path = config_file(settings)?;
    sink::print(format!("{}\n", path.display()).as_bytes())
}

/// Prints all settings, then fails if one of them is invalid.
fn show(session: &Session) -> anyhow::Result<()> {
    let settings = &session.settings;
    settings.config_file.check.clone()?;
    if let Some(warning) = &settings.config_file.warning {
        session.console.warn(warning);
    }
    let rows = settings.sources.rows();
    let names = rows.iter().map(|[name, ..]| name.len()).max().unwrap_or(0);
    let values = rows
        .iter()
        .map(|[_, value, _]| Sanitized::line(value).width());
    // A longer value pushes its source aside instead of all others.
    let values = values.filter(|width| *width <= MAX_VALUE_WIDTH).max();
    let values = values.unwrap_or(0);
    let mut out = Sink::stdout()?;
    for [name, value, source] in &rows {
        let (value, source) = (Sanitized::line(value), Sanitized::line(source));
        let gap = " ".repeat(values.saturating_sub(value.width()));
        writeln!(out, "{name:names$}  {value}{gap}  {source}")?;
    }
    out.flush()?;
    Ok(settings.check()?)
}

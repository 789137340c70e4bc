//! `engagements config`: where settings come from.

use std::io::Write;

use crate::cli::ConfigCommand;
use crate::error::{CliError, ErrorKind};
use crate::platform::CONFIG_VARIABLES;
use crate::sanitize::Sanitized;
use crate::settings::Settings;
use crate::sink::Sink;

use super::session::Session;

/// Prints the path of the config file, or every setting with its source.
pub(super) fn run(command: &ConfigCommand, session: &Session) -> anyhow::Result<()> {
    match command {
        ConfigCommand::Path => path(&session.settings),
        ConfigCommand::Show => show(&session.settings),
    }
}

fn path(settings: &Settings) -> anyhow::Result<()> {
    let path = settings.config_file.as_ref().ok_or_else(|| {
        CliError::new(ErrorKind::Settings, "there is no place for a config file").hint(format!(
            "set {CONFIG_VARIABLES}, or name a file with `--config`"
        ))
    })?;
    let mut out = Sink::stdout()?;
    writeln!(out, "{}", path.display())?;
    Ok(out.flush()?)
}

/// Prints all settings, then fails if one of them is invalid.
fn show(settings: &Settings) -> anyhow::Result<()> {
    settings.check_config_file()?;
    let rows = settings.rows();
    let widths = |column: usize| {
        rows.iter()
            .map(move |row| Sanitized::line(&row[column]).width())
    };
    let [names, values] = [0, 1].map(|column| widths(column).max().unwrap_or(0));
    let mut out = Sink::stdout()?;
    for [name, value, source] in &rows {
        let (value, source) = (Sanitized::line(value), Sanitized::line(source));
        let gap = " ".repeat(values - value.width());
        writeln!(out, "{name:names$}  {value}{gap}  {source}")?;
    }
    out.flush()?;
    Ok(settings.check()?)
}

//! `engagements config`: where settings come from.

use std::io::Write;

use crate::cli::ConfigCommand;
use crate::error::{CliError, ErrorKind};
use crate::platform::CONFIG_VARIABLES;
use crate::sanitize::Sanitized;
use crate::settings::ConfigRow;
use crate::sink::Sink;

use super::session::Session;

/// Prints the place of the config file, or every setting with its source.
pub(super) fn run(args: &ConfigCommand, session: &Session) -> anyhow::Result<()> {
    let mut out = Sink::stdout()?;
    match args {
        ConfigCommand::Path => {
            let path = session
                .settings
                .sources
                .profile
                .path
                .as_ref()
                .ok_or_else(|| {
                    CliError::new(ErrorKind::Settings, "there is no place for a config file").hint(
                        format!("set {CONFIG_VARIABLES}, or name a file with `--config`"),
                    )
                })?;
            writeln!(out, "{}", path.display())?;
        }
        ConfigCommand::Show => {
            let lines = session.settings.rows()?;
            let names = lines.iter().map(|line| line.name.len()).max().unwrap_or(0);
            let values = lines
                .iter()
                .map(|line| Sanitized::line(&line.value).width());
            let values = values.max().unwrap_or(0);
            for ConfigRow {
                name,
                value,
                source,
            } in &lines
            {
                let value = Sanitized::line(value);
                let gap = " ".repeat(values - value.width());
                writeln!(
                    out,
                    "{name:names$}  {value}{gap}  {}",
                    Sanitized::line(source)
                )?;
            }
        }
    }
    Ok(out.flush()?)
}

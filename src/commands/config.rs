//! `engagements config`: where settings come from.

use std::io::Write;

use crate::clean::Clean;
use crate::cli::Config;
use crate::failure::{Failure, Kind};
use crate::settings::ConfigRow;
use crate::sink::Sink;

use super::session::Session;

/// Prints the place of the config file, or every setting with its source.
pub(super) fn run(args: &Config, session: &Session) -> anyhow::Result<()> {
    let mut out = Sink::stdout()?;
    match args {
        Config::Path => {
            let path = session
                .settings
                .layers
                .profile
                .path
                .as_ref()
                .ok_or_else(|| {
                    Failure::new(Kind::Settings, "there is no place for a config file")
                        .hint("set `HOME` or `XDG_CONFIG_HOME`, or name a file with `--config`")
                })?;
            writeln!(out, "{}", path.display())?;
        }
        Config::Show => {
            let lines = session.settings.rows()?;
            let names = lines.iter().map(|line| line.name.len()).max().unwrap_or(0);
            let values = lines.iter().map(|line| Clean::line(&line.value).width());
            let values = values.max().unwrap_or(0);
            for ConfigRow {
                name,
                value,
                source,
            } in &lines
            {
                let value = Clean::line(value);
                let gap = " ".repeat(values - value.width());
                writeln!(out, "{name:names$}  {value}{gap}  {}", Clean::line(source))?;
            }
        }
    }
    Ok(out.flush()?)
}

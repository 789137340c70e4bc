//! OUTPUT: the format, the fields and the file that were meant.

use std::path::{Path, PathBuf};

use super::Settings;
use super::keys::SettingKey;
use super::setting::Setting;
use crate::cli;
use crate::error::{CliError, ErrorKind};
use crate::identity::{self, FileIdentity};
use crate::records::column::{FieldSelection, Schema};
use crate::render::display::DisplayOptions;
use crate::render::{Document, Format, RenderOptions};
use crate::stream::is_stream;

/// What is printed of a command's records, and where to.
#[derive(Debug)]
pub(crate) struct Output {
    /// How.
    pub(crate) style: RenderOptions,
    /// `-O`; stdout if none.
    pub(crate) file: Option<PathBuf>,
    /// `--receipt`.
    pub(crate) receipt: Option<PathBuf>,
}

impl Settings {
    /// What a command prints. `people` is the format that its `table` stands for.
    ///
    /// # Errors
    /// Usage: an unknown field, an option without effect. Settings: a wrong variable.
    pub(crate) fn output(
        &self,
        args: &cli::Output,
        schema: &'static Schema,
        people: Format,
        document: Document,
    ) -> Result<Output, CliError> {
        let option = args.format.as_ref().and_then(Setting::option).copied();
        let format = match option.or_else(|| by_extension(args)) {
            Some(format) => Some(format),
            None => self.value(SettingKey::Output, args.format.as_ref())?,
        };
        let format = format.map_or(Format::Table, Into::into);
        // A conversation has no columns: whoever names some wants a table of messages.
        let as_table = people == Format::Conversation && args.fields.is_some();
        let format = if format == Format::Table && !as_table {
            people
        } else {
            format
        };
        check(args, format)?;
        // As for `curl -o`; a file of that name is `./-`.
        let file = args.file.as_ref().filter(|file| *file != Path::new("-"));
        let width = self.environment().stdout_width.filter(|_| file.is_none());
        let style = RenderOptions {
            format,
            selection: FieldSelection::new(schema, args.fields.as_ref(), format == Format::Table)?,
            display: DisplayOptions {
                width,
                colour: self.color(width.is_some())?,
                zone: self.zone()?,
                header: !args.no_header,
            },
            excel: args.excel,
            delimiter: args.delimiter.unwrap_or(b','),
            document,
        };
        let output = Output {
            style,
            file: file.cloned(),
            receipt: args.receipt.clone(),
        };
        self.ensure_distinct(&output, Vec::new())?;
        Ok(output)
    }

    /// Checks that no two settings lead to the same file, among them `others`: files that the
    /// command reads and writes besides its output, which cannot be streams. Returns their names in
    /// directories.
    ///
    /// # Errors
    /// Usage: two of them do, or one of `others` is a stream.
    pub(crate) fn ensure_distinct(
        &self,
        output: &Output,
        others: Vec<(&'static str, PathBuf)>,
    ) -> Result<Vec<(&'static str, FileIdentity)>, CliError> {
        let token_file = self.value(SettingKey::TokenFile, self.global.token_file.as_ref())?;
        let ca_cert = self.value(SettingKey::CaCert, self.global.ca_cert.as_ref())?;
        let own = [
            ("`--output-file`", output.file.clone()),
            ("`--receipt`", output.receipt.clone()),
            ("`--token-file`", token_file),
            ("`--ca-cert`", ca_cert),
            ("the config file", self.sources.profile.path.clone()),
        ];
        let own = own
            .into_iter()
            .filter_map(|(name, path)| Some((name, path?)));
        if let Some((name, path)) = others.iter().find(|(_, path)| is_stream(path)) {
            let message = format!("{name} cannot be a stream: `{}`", path.display());
            return Err(CliError::new(ErrorKind::Usage, message).hint("name a regular file"));
        }
        let files: Vec<_> = own.chain(others).collect();
        identity::ensure_distinct(&files, output.file.is_none())
    }

    /// The same style in a file, where there is no terminal's width or colour.
    ///
    /// # Errors
    /// Settings: a wrong variable.
    pub(crate) fn without_terminal(&self, style: RenderOptions) -> Result<RenderOptions, CliError> {
        let display = DisplayOptions {
            width: None,
            colour: self.color(false)?,
            ..style.display
        };
        Ok(RenderOptions { display, ..style })
    }
}

/// Returns the format that the extension of `--output-file` names.
fn by_extension(args: &cli::Output) -> Option<cli::OutputFormat> {
    let extension = args.file.as_ref()?.extension()?.to_str()?;
    match &*extension.to_ascii_lowercase() {
        "csv" => Some(cli::OutputFormat::Csv),
        "json" => Some(cli::OutputFormat::Json),
        "ndjson" => Some(cli::OutputFormat::Ndjson),
        _ => None,
    }
}

/// No option is ever silently without effect.
fn check(args: &cli::Output, format: Format) -> Result<(), CliError> {
    let without_effect = |option: &str, hint: &str| {
        let message = format!("`{option}` has no effect on this output");
        Err(CliError::new(ErrorKind::Usage, message).hint(hint))
    };
    if args.excel && format != Format::Csv {
        return without_effect("--excel", "it goes with `-o csv`");
    }
    if args.delimiter.is_some() && format != Format::Csv {
        return without_effect("--delimiter", "it goes with `-o csv`");
    }
    if args.no_header && !matches!(format, Format::Csv | Format::Table) {
        return without_effect("--no-header", "it goes with a table or `-o csv`");
    }
    if args.fields.is_some() && format == Format::Id {
        return without_effect("--fields", "`-o id` prints the id and nothing else");
    }
    Ok(())
}

impl From<cli::OutputFormat> for Format {
    fn from(format: cli::OutputFormat) -> Self {
        match format {
            cli::OutputFormat::Table => Self::Table,
            cli::OutputFormat::Json => Self::Json,
            cli::OutputFormat::Ndjson => Self::Ndjson,
            cli::OutputFormat::Csv => Self::Csv,
            cli::OutputFormat::Id => Self::Id,
        }
    }
}

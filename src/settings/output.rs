//! The format, the fields and the file of an output.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::Settings;
use super::setting::SettingKey;
use crate::cli::OutputArgs;
use crate::environment::terminal_width;
use crate::error::{CliError, ErrorKind};
use crate::identity;
use crate::records::column::{FieldSelection, Schema};
use crate::render::display::DisplayOptions;
use crate::render::{JsonShape, OutputFormat, RenderOptions};
use crate::stream::is_stream;

/// How and where a command prints its records.
#[derive(Debug)]
pub(crate) struct OutputOptions {
    pub(crate) style: RenderOptions,
    /// `--output-file`; stdout if none.
    pub(crate) file: Option<PathBuf>,
    /// `--receipt`.
    pub(crate) receipt: Option<PathBuf>,
    /// All files of the run.
    pub(crate) files: Vec<NamedFile>,
}

/// A file that a run reads or writes, with the option that names it.
pub(crate) type NamedFile = (&'static str, PathBuf);

impl Settings {
    /// Returns the output of a command. `people` is the format that its `table` stands for.
    ///
    /// # Errors
    /// Usage: an unknown field, an option without effect, two options with the same file, one of
    /// `others` that is a stream.
    pub(crate) fn output(
        &self,
        args: &OutputArgs,
        schema: &'static Schema,
        people: OutputFormat,
        json_shape: JsonShape,
        others: Vec<NamedFile>,
    ) -> Result<OutputOptions, CliError> {
        let format = match by_extension(args) {
            Some(format) if !self.is_option(SettingKey::Output) => format,
            _ => args.format,
        };
        // A conversation has no columns, so `--fields` needs a table of messages.
        let is_table_of_messages = people == OutputFormat::Conversation && args.fields.is_some();
        let format = if format == OutputFormat::Table && !is_table_of_messages {
            people
        } else {
            format
        };
        let has_ids = schema.columns.iter().any(|column| column.name == "id");
        if format == OutputFormat::Id && !(has_ids && people == OutputFormat::Table) {
            let reason = "only `list` prints IDs, without `--summary`";
            let setting = self.sources.get(SettingKey::Output);
            let error = setting.map(|setting| setting.invalid(reason));
            return Err(error.unwrap_or_else(|| CliError::new(ErrorKind::Usage, reason)));
        }
        check_effects(args, format)?;
        // As in `curl -o`; a file of that name is `./-`.
        let file = args.file.as_ref().filter(|file| *file != Path::new("-"));
        let width = match file {
            Some(path) => terminal_width(path),
            None => self.environment.stdout_width,
        };
        let style = RenderOptions {
            format,
            selection: FieldSelection::new(
                schema,
                args.fields.as_ref(),
                format == OutputFormat::Table,
            )?,
            display: DisplayOptions {
                width,
                color: self.color(width.is_some()),
                zone: self.zone()?,
                header: !args.no_header,
            },
            excel: args.excel,
            delimiter: args.delimiter.unwrap_or(b','),
            json_shape,
        };
        Ok(OutputOptions {
            style,
            file: file.cloned(),
            receipt: args.receipt.clone(),
            files: self.ensure_distinct(file, args.receipt.as_ref(), others)?,
        })
    }

    /// Checks that no two settings lead to the same file. Returns all files.
    fn ensure_distinct(
        &self,
        file: Option<&PathBuf>,
        receipt: Option<&PathBuf>,
        others: Vec<NamedFile>,
    ) -> Result<Vec<NamedFile>, CliError> {
        if let Some((name, path)) = others.iter().find(|(_, path)| is_stream(path)) {
            let message = format!("{name} cannot be a stream: `{}`", path.display());
            return Err(CliError::new(ErrorKind::Usage, message).hint("name a regular file"));
        }
        let token_file = self.global.token_file.as_ref();
        let token_file = token_file.filter(|path| *path != Path::new("-"));
        let own = [
            ("`--output-file`", file.cloned()),
            ("`--receipt`", receipt.cloned()),
            ("`--token-file`", token_file.cloned()),
            ("`--ca-cert`", self.global.ca_cert.clone()),
            ("the config file", self.config_file.path.clone()),
        ];
        let own = own
            .into_iter()
            .filter_map(|(name, path)| Some((name, path?)));
        let files: Vec<_> = own.chain(others).collect();
        identity::ensure_distinct(&files, file.is_none())?;
        Ok(files)
    }
}

/// Returns the format that the extension of `--output-file` names.
fn by_extension(args: &OutputArgs) -> Option<OutputFormat> {
    let extension = args.file.as_ref()?.extension()?.to_str()?;
    let format = OutputFormat::from_str(extension, true).ok();
    // The others are no file types.
    format.filter(|format| !matches!(format, OutputFormat::Table | OutputFormat::Id))
}

/// Checks that no option is without effect.
fn check_effects(args: &OutputArgs, format: OutputFormat) -> Result<(), CliError> {
    use OutputFormat::{Csv, Id, Table};
    let csv_only = "it goes with `-o csv`";
    let (option, hint) = if args.excel && format != Csv {
        ("--excel", csv_only)
    } else if args.delimiter.is_some() && format != Csv {
        ("--delimiter", csv_only)
    } else if args.no_header && !matches!(format, Csv | Table) {
        ("--no-header", "it goes with a table or `-o csv`")
    } else if args.fields.is_some() && format == Id {
        ("--fields", "`-o id` prints the ID and nothing else")
    } else {
        return Ok(());
    };
    let message = format!("`{option}` has no effect on this output");
    Err(CliError::new(ErrorKind::Usage, message).hint(hint))
}

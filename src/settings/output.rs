//! OUTPUT: the format, the fields and the file that were meant.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{Settings, choice, colour, keys};
use crate::cli;
use crate::failure::{Failure, Kind};
use crate::records::column::{FieldSelection, Schema};
use crate::render::paper::Paper;
use crate::render::{Document, Format, Style};

/// What is printed of a command's records, and where to.
#[derive(Debug)]
pub(crate) struct Output {
    /// How.
    pub(crate) style: Style,
    /// `-O`; stdout if none.
    pub(crate) file: Option<PathBuf>,
    /// `--receipt`.
    pub(crate) receipt: Option<PathBuf>,
}

impl Output {
    /// Refuses to write over a file that `option` names.
    ///
    /// # Errors
    /// Usage: the output or its receipt has the same name.
    pub(crate) fn keep_from(&self, option: &str, file: Option<&Path>) -> Result<(), Failure> {
        let own = [self.file.as_deref(), self.receipt.as_deref()];
        if file.is_some() && own.contains(&file) {
            let message =
                format!("`{option}` names the same file as `--output-file` or `--receipt`");
            return Err(Failure::new(Kind::Usage, message));
        }
        Ok(())
    }
}

impl Settings {
    /// What a command prints. `people` is the format that its `table` stands for.
    ///
    /// # Errors
    /// Usage: an unknown field, an option without effect. Settings: a wrong variable.
    pub(crate) fn output<F>(
        &self,
        args: &cli::Output<F>,
        schema: &'static Schema,
        people: Format,
        document: Document,
    ) -> Result<Output, Failure>
    where
        F: ValueEnum + Into<Format> + Clone + Send + Sync + 'static,
    {
        let format = self
            .layers
            .under(args.format.clone(), keys::OUTPUT, choice::<F>)?;
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
        let style = Style {
            format,
            selection: FieldSelection::new(schema, args.fields.as_ref(), format == Format::Table)?,
            paper: Paper {
                width,
                colour: colour(&self.global, &self.layers, width.is_some())?,
                zone: self.zone()?,
                header: !args.no_header,
            },
            excel: args.excel,
            delimiter: args.delimiter.unwrap_or(b','),
            document,
        };
        Ok(Output {
            style,
            file: file.cloned(),
            receipt: args.receipt.clone(),
        })
    }

    /// The same style in a file, where there is no terminal's width or colour.
    ///
    /// # Errors
    /// Settings: a wrong variable.
    pub(crate) fn off_terminal(&self, style: Style) -> Result<Style, Failure> {
        let paper = Paper {
            width: None,
            colour: colour(&self.global, &self.layers, false)?,
            ..style.paper
        };
        Ok(Style { paper, ..style })
    }
}

/// No option is ever silently without effect, and no file is written over by another.
fn check<F>(args: &cli::Output<F>, format: Format) -> Result<(), Failure>
where
    F: ValueEnum + Clone + Send + Sync + 'static,
{
    let without_effect = |option: &str, hint: &str| {
        let message = format!("`{option}` has no effect on this output");
        Err(Failure::new(Kind::Usage, message).hint(hint))
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
    if args.file.is_some() && args.file == args.receipt {
        let message = "`--output-file` and `--receipt` name the same file";
        return Err(Failure::new(Kind::Usage, message));
    }
    if args.fields.is_some() && format == Format::Id {
        return without_effect("--fields", "`-o id` prints the id and nothing else");
    }
    Ok(())
}

impl From<cli::Format> for Format {
    fn from(format: cli::Format) -> Self {
        match format {
            cli::Format::Table => Self::Table,
            cli::Format::Json => Self::Json,
            cli::Format::Ndjson => Self::Ndjson,
            cli::Format::Csv => Self::Csv,
        }
    }
}

impl From<cli::ListFormat> for Format {
    fn from(format: cli::ListFormat) -> Self {
        match format {
            cli::ListFormat::Table => Self::Table,
            cli::ListFormat::Json => Self::Json,
            cli::ListFormat::Ndjson => Self::Ndjson,
            cli::ListFormat::Csv => Self::Csv,
            cli::ListFormat::Id => Self::Id,
        }
    }
}

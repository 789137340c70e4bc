//! What a shell offers for a value. This does not decide which values are accepted.

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, ValueHint};

use crate::records::column::Schema;
use crate::records::{engagement, export_result, message};

/// Zones worth offering: those of all six hundred would be most of every script.
const ZONES: [&str; 10] = [
    "utc",
    "local",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/New_York",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Paris",
    "Europe/Tallinn",
];

/// The command line with hints for every value. A value that is called FILE is a file, one called
/// DIR a folder, and nothing else is either. Of a list of fields the first can be completed: the
/// generated scripts know no lists.
pub(crate) fn with_completion_hints(command: Command) -> Command {
    let schema = schema(&command);
    command
        .mut_args(|arg| {
            if arg.get_action().takes_values() {
                hint(arg, schema)
            } else {
                arg
            }
        })
        .mut_subcommands(with_completion_hints)
}

/// The fields of what a command prints.
pub(super) fn schema(command: &Command) -> &'static Schema {
    match command.get_name() {
        "transcript" => message::SCHEMA,
        "export" => export_result::SCHEMA,
        _ => engagement::SCHEMA,
    }
}

fn hint(arg: Arg, schema: &'static Schema) -> Arg {
    let name = arg.get_value_names().and_then(|names| names.first());
    match (arg.get_id().as_str(), name.map(AsRef::as_ref)) {
        ("fields", _) => {
            let names = schema.columns.iter().map(|column| column.name);
            arg.value_parser(PossibleValuesParser::new(names))
        }
        ("tz", _) => arg.value_parser(PossibleValuesParser::new(ZONES)),
        (_, Some("FILE")) => arg.value_hint(ValueHint::FilePath),
        (_, Some("DIR")) => arg.value_hint(ValueHint::DirPath),
        (_, Some("URL")) => arg.value_hint(ValueHint::Url),
        _ => arg.value_hint(ValueHint::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::ZONES;
    use crate::settings::zone_name::ZoneName;

    #[test]
    fn suggested_time_zones_are_valid() {
        for zone in ZONES {
            assert!(zone.parse::<ZoneName>().is_ok(), "{zone}");
        }
    }
}

//! The first contact: names everything that is not configured yet, at once.

use super::Settings;
use super::credentials::CREDENTIAL_KEYS;
use super::setting::SettingKey;
use crate::cli::FilterArgs;
use crate::error::{CliError, ErrorKind, closest};

/// Begins the names of all variables.
const PREFIX: &str = "ENGAGEMENTS_";

/// A setting that requests need: its name and how to set it.
type Required = (&'static str, &'static str);

pub(super) const API_TOKEN: Required = ("API token", "set `ENGAGEMENTS_TOKEN`");
const SITE_ID: Required = ("site ID", "pass `--site-id` or set `ENGAGEMENTS_SITE_IDS`");
const OPERATOR_ID: Required = (
    "operator ID",
    "pass `--operator-id` or `--any-operator`, or set `ENGAGEMENTS_OPERATOR_IDS`",
);

impl Settings {
    /// Checks that there is all that a request for the list needs.
    ///
    /// # Errors
    /// Settings: names everything that is missing.
    pub(crate) fn ensure_complete(&self, filters: &FilterArgs) -> Result<(), CliError> {
        let has_operator = filters.any_operator || !filters.operator_ids.is_empty();
        let required = [
            (self.sources.nearest(&CREDENTIAL_KEYS).is_some(), API_TOKEN),
            (!filters.site_ids.is_empty(), SITE_ID),
            (has_operator, OPERATOR_ID),
        ];
        let missing = required.into_iter().filter(|(is_set, _)| !is_set);
        let missing: Vec<Required> = missing.map(|(_, required)| required).collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(self.not_configured(&missing))
        }
    }

    /// Returns the error that names what is missing, and how to set it.
    pub(super) fn not_configured(&self, missing: &[Required]) -> CliError {
        let (names, hints): (Vec<_>, Vec<_>) = missing.iter().copied().unzip();
        let mut hints: Vec<String> = hints.into_iter().map(str::to_owned).collect();
        if let Some(path) = &self.config_file.path {
            let create = if path.exists() {
                ""
            } else {
                "run `engagements config init` and "
            };
            hints.push(format!("or {create}edit `{}`", path.display()));
        }
        hints.push("to try a command without them, add `--sandbox`".to_owned());
        hints.extend(self.misnamed_variables());
        let message = format!("no {} configured", names.join(", no "));
        CliError::new(ErrorKind::Settings, message).hint(hints.join("\n"))
    }

    /// Returns a message for each variable whose name is similar to that of a setting.
    pub(super) fn misnamed_variables(&self) -> Vec<String> {
        let known = SettingKey::all().filter_map(SettingKey::variable);
        let known = known.chain(["CONFIG", "PROFILE"].map(|name| format!("{PREFIX}{name}")));
        let known: Vec<String> = known.collect();
        let misnamed = |variable: &str| {
            let name = variable.strip_prefix(PREFIX)?;
            let names = known.iter().filter_map(|name| name.strip_prefix(PREFIX));
            let similar = closest(name, names).filter(|similar| *similar != name)?;
            let question = format!("did you mean `{PREFIX}{similar}`?");
            Some(format!("`{variable}` is not used; {question}"))
        };
        let variables = self.environment.names(PREFIX);
        variables.filter_map(misnamed).collect()
    }
}

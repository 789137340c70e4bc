//! The first contact: names everything that is not configured yet, at once.

use super::Settings;
use super::credentials::CREDENTIAL_KEYS;
use super::keys::SettingKey;
use crate::cli::FilterArgs;
use crate::error::{CliError, ErrorKind};
use crate::similar::closest;

/// Begins the names of all variables.
const PREFIX: &str = "ENGAGEMENTS_";

impl Settings {
    /// Checks that there are credentials and, for a list, a site and an operator.
    ///
    /// # Errors
    /// Settings: names all that are missing, and how to set them.
    pub(super) fn ensure_complete(&self, filters: Option<&FilterArgs>) -> Result<(), CliError> {
        let no_token = self.sources.nearest(&CREDENTIAL_KEYS).is_none();
        let no_site = filters.is_some_and(|filters| filters.site_ids.is_empty());
        let no_operator =
            filters.is_some_and(|filters| filters.operator_ids.is_empty() && !filters.any_operator);
        let missing = [
            (no_token, "API token", "set `ENGAGEMENTS_TOKEN`"),
            (
                no_site,
                "site ID",
                "pass `--site-id` or set `ENGAGEMENTS_SITE_IDS`",
            ),
            (
                no_operator,
                "operator ID",
                "pass `--operator-id` or `--any-operator`, or set `ENGAGEMENTS_OPERATOR_IDS`",
            ),
        ];
        let missing = missing.iter().filter(|(is_missing, ..)| *is_missing);
        let names: Vec<&str> = missing.clone().map(|(_, name, _)| *name).collect();
        if names.is_empty() {
            return Ok(());
        }
        let mut hints: Vec<String> = missing.map(|(.., hint)| (*hint).to_owned()).collect();
        if let Some(path) = &self.config_file {
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
        Err(CliError::new(ErrorKind::Settings, message).hint(hints.join("\n")))
    }

    /// Returns a message for each variable whose name is similar to that of a setting.
    pub(super) fn misnamed_variables(&self) -> Vec<String> {
        let known = SettingKey::all().filter_map(SettingKey::variable);
        let known = known.chain(["CONFIG", "PROFILE"].map(|name| format!("{PREFIX}{name}")));
        let known: Vec<String> = known.collect();
        let names = known.iter().filter_map(|name| name.strip_prefix(PREFIX));
        let variables = self.environment.names(PREFIX).into_iter();
        let unknown = variables.filter(|variable| !known.contains(variable));
        let misnamed = unknown.filter_map(|variable| {
            let similar = closest(variable.strip_prefix(PREFIX)?, names.clone())?;
            Some(format!(
                "`{variable}` is not used; did you mean `{PREFIX}{similar}`?"
            ))
        });
        misnamed.collect()
    }
}

//! SELECTION and PAGING: which engagements were meant, and how many of them.

use crate::api::{ListScope, Query};
use crate::cli::{BulkPageArgs, FilterArgs, IdList, PageArgs};
use crate::error::{CliError, ErrorKind};

use super::Settings;
use super::keys::SettingKey;
use super::setting::Setting;
use super::time_arg::{TimeArg, WindowBound};

/// The size of a page when many are fetched, as first-party clients have it (facts, "Paging").
const BULK_PAGE: u64 = 100;

impl Settings {
    /// What `list` asks for.
    ///
    /// # Errors
    /// Usage: an empty window. Settings: no site, no operator, a wrong variable.
    pub(crate) fn list_query(
        &self,
        selection: &FilterArgs,
        paging: &PageArgs,
    ) -> Result<(Query, ListScope), CliError> {
        let scope = match (paging.all, paging.limit) {
            (true, _) => ListScope::All,
            (false, Some(limit)) => ListScope::Limit(limit),
            (false, None) => ListScope::Page,
        };
        let mut query = self.query(selection, scope, paging.per_page)?;
        query.page = paging.page;
        Ok((query, scope))
    }

    /// What a command without ids asks for; `None` if it selects nothing.
    ///
    /// # Errors
    /// As [`Settings::list_query`].
    pub(crate) fn bulk_query(
        &self,
        selection: &FilterArgs,
        bulk: &BulkPageArgs,
    ) -> Result<Option<(Query, ListScope)>, CliError> {
        let scope = match (bulk.all, bulk.limit) {
            (true, _) => ListScope::All,
            (false, Some(limit)) => ListScope::Limit(limit),
            (false, None) => return Ok(None),
        };
        Ok(Some((self.query(selection, scope, bulk.per_page)?, scope)))
    }

    fn query(
        &self,
        selection: &FilterArgs,
        scope: ListScope,
        per_page: Option<u64>,
    ) -> Result<Query, CliError> {
        let now = self.environment().now;
        let at = |when: Option<TimeArg>, edge| match when {
            Some(when) => Ok(Some(when.resolve(edge, self.zone()?, now))),
            None => Ok(None),
        };
        let since = at(selection.since, WindowBound::Start)?;
        let requested_until = at(selection.until, WindowBound::End)?;
        let many = scope != ListScope::Page;
        // Pinned: engagements that arrive meanwhile must not shift the pages, nor does an end in
        // the future keep them from it.
        let until = if many {
            Some(requested_until.map_or(now, |until| until.min(now)))
        } else {
            requested_until
        };
        if let (Some(since), Some(until)) = (since, until)
            && since > until
        {
            let (from, to) = (
                super::time_arg::format_api_time(since),
                super::time_arg::format_api_time(until),
            );
            let message = format!("`--since` ({from}) is later than `--until` ({to})");
            return Err(CliError::new(ErrorKind::Usage, message));
        }
        Ok(Query {
            site_ids: self.site_ids(selection)?,
            operator_ids: self.operator_ids(selection)?,
            since,
            until,
            requested_until,
            leaves_out_others: false,
            order: selection.order,
            page: None,
            per_page: per_page.or(many.then_some(BULK_PAGE)),
        })
    }

    fn site_ids(&self, selection: &FilterArgs) -> Result<Vec<String>, CliError> {
        let own = self.service.as_ref().map(|service| &service.site_ids);
        let ids = self.ids(&selection.site_ids, own, SettingKey::SiteIds)?;
        if ids.is_empty() {
            let hint = "pass `--site-id` or set `ENGAGEMENTS_SITE_IDS`; `--sandbox` needs none";
            return Err(CliError::new(ErrorKind::Settings, "no site ID given").hint(hint));
        }
        Ok(ids)
    }

    fn operator_ids(&self, selection: &FilterArgs) -> Result<Vec<String>, CliError> {
        if selection.any_operator {
            return Ok(Vec::new());
        }
        let own = self.service.as_ref().map(|service| &service.operator_ids);
        let ids = self.ids(&selection.operator_ids, own, SettingKey::OperatorIds)?;
        if ids.is_empty() {
            let hint =
                "pass `--operator-id` or `--any-operator`, or set `ENGAGEMENTS_OPERATOR_IDS`";
            return Err(CliError::new(ErrorKind::Settings, "no operator ID given").hint(hint));
        }
        Ok(ids)
    }

    /// Returns the IDs of the options, else the sandbox's, else those of environment or profile.
    fn ids(
        &self,
        given: &[Setting<IdList>],
        own: Option<&Vec<String>>,
        key: SettingKey,
    ) -> Result<Vec<String>, CliError> {
        let mut ids = Vec::new();
        for list in given {
            ids.extend(
                self.value(key, Some(list))?
                    .into_iter()
                    .flat_map(|list| list.0),
            );
        }
        Ok(match own {
            Some(own) if ids.is_empty() => own.clone(),
            _ => ids,
        })
    }
}

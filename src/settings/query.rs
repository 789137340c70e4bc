//! SELECTION and PAGING: which engagements were meant, and how many of them.

use crate::api::{Query, Reach};
use crate::cli::{Bulk, IdList, Paging, Selection};
use crate::failure::{Failure, Kind};

use super::Settings;
use super::instant::{TimeArg, WindowBound};
use super::keys::SettingKey;
use super::setting::Setting;

/// The size of a page when many are fetched, as first-party clients have it (facts, "Paging").
const BULK_PAGE: u64 = 100;

impl Settings {
    /// What `list` asks for.
    ///
    /// # Errors
    /// Usage: an empty window. Settings: no site, no operator, a wrong variable.
    pub(crate) fn list_query(
        &self,
        selection: &Selection,
        paging: &Paging,
    ) -> Result<(Query, Reach), Failure> {
        let reach = match (paging.all, paging.limit) {
            (true, _) => Reach::All,
            (false, Some(limit)) => Reach::Limit(limit),
            (false, None) => Reach::Page,
        };
        let mut query = self.query(selection, reach, paging.per_page)?;
        query.page = paging.page;
        Ok((query, reach))
    }

    /// What a command without ids asks for; `None` if it selects nothing.
    ///
    /// # Errors
    /// As [`Settings::list_query`].
    pub(crate) fn bulk_query(
        &self,
        selection: &Selection,
        bulk: &Bulk,
    ) -> Result<Option<(Query, Reach)>, Failure> {
        let reach = match (bulk.all, bulk.limit) {
            (true, _) => Reach::All,
            (false, Some(limit)) => Reach::Limit(limit),
            (false, None) => return Ok(None),
        };
        Ok(Some((self.query(selection, reach, bulk.per_page)?, reach)))
    }

    fn query(
        &self,
        selection: &Selection,
        reach: Reach,
        per_page: Option<u64>,
    ) -> Result<Query, Failure> {
        let now = self.environment().now;
        let at = |when: Option<TimeArg>, edge| match when {
            Some(when) => Ok(Some(when.resolve(edge, self.zone()?, now))),
            None => Ok(None),
        };
        let since = at(selection.since, WindowBound::Start)?;
        let requested_until = at(selection.until, WindowBound::End)?;
        let many = reach != Reach::Page;
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
            let (from, to) = (super::instant::sent(since), super::instant::sent(until));
            let message = format!("`--since` ({from}) is later than `--until` ({to})");
            return Err(Failure::new(Kind::Usage, message));
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

    fn site_ids(&self, selection: &Selection) -> Result<Vec<String>, Failure> {
        let own = self.service.as_ref().map(|service| &service.site_ids);
        let ids = self.ids(&selection.site_ids, own, SettingKey::SiteIds)?;
        if ids.is_empty() {
            let hint = "pass `--site-id` or set `ENGAGEMENTS_SITE_IDS`; `--sandbox` needs none";
            return Err(Failure::new(Kind::Settings, "no site ID given").hint(hint));
        }
        Ok(ids)
    }

    fn operator_ids(&self, selection: &Selection) -> Result<Vec<String>, Failure> {
        if selection.any_operator {
            return Ok(Vec::new());
        }
        let own = self.service.as_ref().map(|service| &service.operator_ids);
        let ids = self.ids(&selection.operator_ids, own, SettingKey::OperatorIds)?;
        if ids.is_empty() {
            let hint =
                "pass `--operator-id` or `--any-operator`, or set `ENGAGEMENTS_OPERATOR_IDS`";
            return Err(Failure::new(Kind::Settings, "no operator ID given").hint(hint));
        }
        Ok(ids)
    }

    /// Returns the IDs of the options, else the sandbox's, else those of environment or profile.
    fn ids(
        &self,
        given: &[Setting<IdList>],
        own: Option<&Vec<String>>,
        key: SettingKey,
    ) -> Result<Vec<String>, Failure> {
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

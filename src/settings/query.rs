//! SELECTION and PAGING: which engagements were meant, and how many of them.

use crate::api::{Query, Reach};
use crate::cli::{Bulk, Paging, Selection};
use crate::failure::{Failure, Kind};

use super::Settings;
use super::instant::{TimeArg, WindowBound};
use super::keys::{self, Key};

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
            let message =
                format!("the window is empty: it begins at `{from}`, after its end at `{to}`");
            return Err(Failure::new(Kind::Usage, message)
                .hint("`--since` must name an earlier time than `--until`"));
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
        let ids = self.ids(&selection.site_ids, own, keys::SITE_IDS)?;
        if ids.is_empty() {
            let hint = "name it with `--site-id` or `ENGAGEMENTS_SITE_IDS`, or try the tool with \
                        `--sandbox`, which needs none";
            return Err(Failure::new(Kind::Settings, "there is no site to list").hint(hint));
        }
        Ok(ids)
    }

    fn operator_ids(&self, selection: &Selection) -> Result<Vec<String>, Failure> {
        if selection.any_operator {
            return Ok(Vec::new());
        }
        let own = self.service.as_ref().map(|service| &service.operator_ids);
        let ids = self.ids(&selection.operator_ids, own, keys::OPERATOR_IDS)?;
        if ids.is_empty() {
            return Err(Failure::new(Kind::Settings, "there is no operator to list").hint(
                "name one with `--operator-id` or `ENGAGEMENTS_OPERATOR_IDS`, or take `--any-operator`",
            ));
        }
        Ok(ids)
    }

    fn ids(
        &self,
        option: &[String],
        own: Option<&Vec<String>>,
        key: Key,
    ) -> Result<Vec<String>, Failure> {
        match own {
            _ if !option.is_empty() => Ok(option.to_vec()),
            Some(own) => Ok(own.clone()),
            None => self.layers.ids(key),
        }
    }
}

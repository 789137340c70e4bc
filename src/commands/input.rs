//! Which engagements a command processes: IDs from the command line or stdin, or a query. Each ID
//! comes once, in order.

mod stdin;

use std::borrow::Borrow;
use std::io::BufReader;

use serde_json::value::RawValue;

use crate::api::{Client, ListScope, Paginator, Query};
use crate::cli::{EngagementArgs, IdArg};
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::records::engagement::{self, DedupKey};
use crate::records::record::Record;
use crate::records::seen::SeenIds;
use crate::render::Document;
use crate::settings::Settings;
use crate::stream::Stdin;

/// Engagements as they become known.
pub(super) type InputIter<T> = Box<dyn Iterator<Item = Result<T, CliError>> + Send>;

/// IDs as they become known.
pub(super) type IdIter = InputIter<Id>;

/// An engagement to process.
pub(super) struct EngagementRef {
    /// Its ID.
    pub(super) id: Id,
    /// Its record, if it comes from the list.
    pub(super) record: Option<Box<RawValue>>,
}

impl From<Id> for EngagementRef {
    fn from(id: Id) -> Self {
        Self { id, record: None }
    }
}

impl Borrow<Id> for EngagementRef {
    fn borrow(&self) -> &Id {
        &self.id
    }
}

/// Returns the JSON layout: one ID given as an argument is the record itself, otherwise an array.
pub(super) fn document(targets: &EngagementArgs) -> Document {
    if targets.is_one() {
        Document::Record
    } else {
        Document::Records
    }
}

/// The engagements that a command processes.
pub(super) enum EngagementInput {
    /// IDs given as arguments or on stdin.
    Ids(IdIter),
    /// Engagements of the list.
    Query(Query, ListScope),
}

impl EngagementInput {
    /// Creates the input; nothing is requested yet.
    ///
    /// # Errors
    /// Usage: no engagements, or IDs together with a query. Settings: a query without site or
    /// operator.
    pub(super) fn new(targets: EngagementArgs, settings: &Settings) -> Result<Self, CliError> {
        let EngagementArgs {
            ids,
            selection,
            bulk,
        } = targets;
        let usage = |message: &str| Err(CliError::new(ErrorKind::Usage, message));
        let query = settings.bulk_query(&selection, &bulk)?;
        if ids.is_empty() {
            return match query {
                Some((query, scope)) => Ok(Self::Query(query, scope)),
                None => usage("no engagement IDs given").map_err(|failure| {
                    failure.hint("pass IDs, `-` for stdin, or `--all` or `--limit`")
                }),
            };
        }
        if ids == [IdArg::Stdin] {
            let stdin = BufReader::new(Stdin);
            return Ok(Self::Ids(Box::new(stdin::ids(stdin))));
        }
        if ids.contains(&IdArg::Stdin) {
            return usage("`-` cannot be combined with IDs");
        }
        let ids = ids.into_iter().filter_map(|target| match target {
            IdArg::Id(id) => Some(Ok(id)),
            IdArg::Stdin => None,
        });
        Ok(Self::Ids(Box::new(ids)))
    }

    /// Returns the query, if the engagements come from the list.
    pub(super) fn query(&self) -> Option<&Query> {
        match self {
            Self::Ids(_) => None,
            Self::Query(query, _) => Some(query),
        }
    }

    /// Returns the query, to be narrowed.
    pub(super) fn query_mut(&mut self) -> Option<&mut Query> {
        match self {
            Self::Ids(_) => None,
            Self::Query(query, _) => Some(query),
        }
    }

    /// Iterates over the IDs; of the list, over those that `is_wanted` accepts.
    pub(super) fn ids(
        self,
        client: &'static Client,
        is_wanted: impl Fn(&Record<'_>) -> bool + Send + 'static,
    ) -> IdIter {
        self.iter(client, move |record| {
            // A record without an ID is an error, never left out silently.
            is_wanted(record).then(|| engagement::path_safe_id(record))
        })
    }

    /// Iterates over the engagements with their records, where the list has them.
    pub(super) fn engagements(self, client: &'static Client) -> InputIter<EngagementRef> {
        self.iter(client, |record| {
            let id = engagement::path_safe_id(record);
            let record = serde_json::from_str(record.json().get()).ok();
            Some(id.map(|id| EngagementRef { id, record }))
        })
    }

    fn iter<T: From<Id> + Send + 'static>(
        self,
        client: &'static Client,
        convert: impl Fn(&Record<'_>) -> Option<Result<T, CliError>> + Send + 'static,
    ) -> InputIter<T> {
        match self {
            Self::Ids(ids) => {
                let mut seen = SeenIds::default();
                let mut is_new = move |id: &Id| seen.insert(DedupKey::of(id.as_str()));
                let ids = ids.filter(move |id| id.as_ref().map_or(true, &mut is_new));
                Box::new(ids.map(|id| id.map(T::from)))
            }
            // The paginator removes duplicates.
            Self::Query(query, scope) => {
                let pages = Paginator::new(client, &query, scope);
                Box::new(pages.flat_map(move |page| match page {
                    Ok(page) => page.iter().filter_map(|record| convert(&record)).collect(),
                    Err(failure) => vec![Err(failure)],
                }))
            }
        }
    }
}

//! Which engagements a command processes: IDs from the command line or stdin, or a query. Each ID
//! comes once, in order.

mod stdin;

use std::io::BufReader;

use chrono::{DateTime, Utc};

use crate::api::{Client, Paginator, Query};
use crate::cli::{EngagementArgs, IdArg};
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::records::Record;
use crate::records::dedup::{DedupKey, SeenIds};
use crate::records::engagement;
use crate::render::JsonShape;
use crate::settings::Settings;
use crate::stream::Stdin;
use crate::values::paging::ListScope;

use super::query;
use super::resume::ListProgress;

/// An engagement to process.
pub(super) struct InputEngagement {
    /// Its ID.
    pub(super) id: Id,
    /// Its record, if it comes from the list.
    pub(super) record: Option<Record>,
    /// `created_at` of its record; `None` if that is unknown.
    pub(super) created_at: Option<DateTime<Utc>>,
}

impl InputEngagement {
    /// Creates an engagement of which only the ID is known.
    pub(super) fn from_id(id: Id) -> Self {
        Self {
            id,
            record: None,
            created_at: None,
        }
    }
}

/// Engagements as they become known.
pub(super) type InputIter = Box<dyn Iterator<Item = Result<InputEngagement, CliError>> + Send>;

/// The engagements that a command processes, and how far it has come in the list, if they are from it.
pub(super) struct InputEngagements {
    pub(super) iter: InputIter,
    pub(super) progress: Option<ListProgress>,
}

/// Returns the JSON layout: one ID given as an argument is the record itself, otherwise an array.
pub(super) fn json_shape(engagements: &EngagementArgs) -> JsonShape {
    if engagements.is_one() {
        JsonShape::Record
    } else {
        JsonShape::Records
    }
}

/// Where the engagements of a command come from.
pub(super) enum EngagementInput {
    /// IDs given as arguments or on stdin.
    Ids(Box<dyn Iterator<Item = Result<Id, CliError>> + Send>),
    /// Engagements of the list.
    Query(Query, ListScope),
}

impl EngagementInput {
    /// Creates the input; nothing is requested yet.
    ///
    /// # Errors
    /// Usage: no engagements, `-` together with IDs, or an empty window. Settings: no token, or a query
    /// without site or operator.
    pub(super) fn new(engagements: EngagementArgs, settings: &Settings) -> Result<Self, CliError> {
        let EngagementArgs { ids, filters, bulk } = engagements;
        if let Some(scope) = bulk.scope() {
            let query = query::from_filters(settings, &filters, scope, bulk.per_page)?;
            return Ok(Self::Query(query, scope));
        }
        if ids == [IdArg::Stdin] {
            return Ok(Self::Ids(Box::new(stdin::ids(BufReader::new(Stdin)))));
        }
        let usage = |message| CliError::new(ErrorKind::Usage, message);
        let ids: Option<Vec<Id>> = ids.into_iter().map(IdArg::into_id).collect();
        match ids {
            None => Err(usage("`-` cannot be combined with IDs")),
            Some(ids) if ids.is_empty() => Err(usage("no engagement IDs given")
                .hint("pass IDs, `-` for stdin, or `--all` or `--limit`")),
            Some(ids) => Ok(Self::Ids(Box::new(ids.into_iter().map(Ok)))),
        }
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

    /// Iterates over the engagements, each once; of the list, over those that `is_wanted` accepts.
    pub(super) fn engagements(
        self,
        client: &'static Client,
        is_wanted: impl Fn(&Record) -> bool + Send + 'static,
    ) -> InputEngagements {
        let iter: InputIter;
        let mut progress = None;
        match self {
            Self::Ids(ids) => {
                let mut seen = SeenIds::default();
                let mut is_new = move |id: &Id| seen.insert(DedupKey::of(id.as_str()));
                let ids = ids.filter(move |id| id.as_ref().map_or(true, &mut is_new));
                iter = Box::new(ids.map(|id| id.map(InputEngagement::from_id)));
            }
            // The paginator removes duplicates.
            Self::Query(query, scope) => {
                let pages = Paginator::new(client, &query, scope);
                progress = Some(ListProgress::new(&query, scope));
                iter = Box::new(pages.flat_map(move |page| match page {
                    Ok(mut page) => {
                        page.retain(&is_wanted);
                        page.drain(..).map(from_record).collect()
                    }
                    Err(failure) => vec![Err(failure)],
                }));
            }
        }
        InputEngagements { iter, progress }
    }
}

/// A record without a usable ID is an error, never left out silently.
fn from_record(record: Record) -> Result<InputEngagement, CliError> {
    Ok(InputEngagement {
        id: engagement::path_safe_id(&record)?,
        created_at: engagement::created_at(&record),
        record: Some(record),
    })
}

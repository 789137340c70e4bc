//! Which engagements a command processes: IDs from the command line or stdin, or a query. Each ID
//! comes once, in order.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};
use std::iter;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::api::{Client, Query};
use crate::cli::{EngagementArgs, IdArg};
use crate::encoding::decode;
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::records::Record;
use crate::records::dedup::{DedupKey, SeenIds};
use crate::records::engagement;
use crate::records::json::JsonSlice;
use crate::render::JsonShape;
use crate::settings::Settings;
use crate::stream::Stdin;
use crate::values::paging::ListScope;

use super::query;
use super::resume::Pages;

/// Maximum length of a line of stdin: twice the largest response, in which a record came.
const MAX_LINE_LEN: u64 = 64 * 1024 * 1024;

/// How much of an invalid line an error quotes.
const MAX_QUOTED_CHARS: usize = 80;

/// Items as they become known. A failure that is not fatal is about one of them only.
type FallibleIter<T> = Box<dyn Iterator<Item = Result<T, CliError>> + Send>;

/// IDs as they become known.
pub(super) type IdIter = FallibleIter<Id>;

/// Engagements as they become known.
pub(super) type EngagementIter = FallibleIter<Engagement>;

/// An engagement to process.
pub(super) struct Engagement {
    /// Its ID.
    pub(super) id: Id,
    /// Its record, if it comes from the list.
    pub(super) record: Option<Record>,
}

impl Engagement {
    /// Creates an engagement of which only the ID is known.
    pub(super) fn from_id(id: Id) -> Self {
        Self { id, record: None }
    }

    /// A record without a usable ID is an error, never left out silently. Pages are not kept until
    /// all of their engagements are processed.
    fn from_record(record: &Record) -> Result<Self, CliError> {
        Ok(Self {
            id: engagement::path_safe_id(record)?,
            record: Some(record.detached()),
        })
    }
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
pub(super) enum Input {
    /// IDs given as arguments or on stdin, each once.
    Ids(IdIter),
    /// Engagements of the list.
    Query(Query, ListScope),
}

impl Input {
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
        let usage = |message| CliError::new(ErrorKind::Usage, message);
        let ids: IdIter = if ids == [IdArg::Stdin] {
            Box::new(read_ids(BufReader::new(Stdin)))
        } else if ids.is_empty() {
            return Err(usage("no engagement IDs given")
                .hint("pass IDs, `-` for stdin, or `--all` or `--limit`"));
        } else {
            let ids: Option<Vec<Id>> = ids.into_iter().map(IdArg::into_id).collect();
            let ids = ids.ok_or_else(|| usage("`-` cannot be combined with IDs"))?;
            Box::new(ids.into_iter().map(Ok))
        };
        let mut seen = SeenIds::default();
        let mut is_new = move |id: &Id| seen.insert(DedupKey::of(id.as_str()));
        let ids = ids.filter(move |id| id.as_ref().map_or(true, &mut is_new));
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

    /// Iterates over the engagements, each once; of the list, over those that `is_wanted` accepts. If
    /// `can_continue`, the failure of a page names the option that continues the list after them.
    pub(super) fn engagements(
        self,
        client: &'static Client,
        can_continue: bool,
        is_wanted: impl Fn(&Record) -> bool + Send + 'static,
    ) -> EngagementIter {
        let (query, scope) = match self {
            Self::Ids(ids) => return Box::new(ids.map(|id| id.map(Engagement::from_id))),
            Self::Query(query, scope) => (query, scope),
        };
        // The paginator removes duplicates.
        let pages = Pages::new(client, &query, scope, can_continue);
        Box::new(pages.flat_map(move |page| match page {
            Ok(mut page) => {
                page.retain(&is_wanted);
                page.iter().map(Engagement::from_record).collect()
            }
            Err(failure) => vec![Err(failure)],
        }))
    }
}

/// Reads the IDs on stdin, one a line, plain or in NDJSON records. Nothing is read before an ID is
/// requested, and no more than that takes.
fn read_ids(mut input: impl BufRead) -> impl Iterator<Item = Result<Id, CliError>> {
    let lines = iter::from_fn(move || read_line(&mut input).transpose());
    lines.zip(1_u64..).filter_map(|(line, number)| {
        let id = parse_line(line, number).map_err(CliError::fatal);
        id.transpose()
    })
}

/// Reads a line; `None` at the end. A line without end is an error before it takes all memory.
fn read_line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let mut limited = input.take(MAX_LINE_LEN);
    if limited.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if limited.limit() == 0 {
        let why = "it is longer than 64 MiB";
        return Err(io::Error::new(io::ErrorKind::InvalidData, why));
    }
    decode(line).map(Some)
}

/// Returns the ID in a line; `None` for a blank line, and for the header of a CSV of one column.
fn parse_line(line: io::Result<String>, number: u64) -> Result<Option<Id>, CliError> {
    let line = line.map_err(|why| match why.kind() {
        io::ErrorKind::InvalidData => invalid_line(number, &why.to_string()),
        _ => CliError::new(ErrorKind::Local, format!("cannot read stdin: {why}")),
    })?;
    let text = line.trim();
    let is_header = number == 1 && ["id", "engagement_id"].contains(&text);
    if text.is_empty() || is_header {
        return Ok(None);
    }
    let id = if text.starts_with('{') {
        parse_record(text)
    } else {
        text.parse()
    };
    id.map(Some).map_err(|why| {
        let quoted: String = text.chars().take(MAX_QUOTED_CHARS).collect();
        let ellipsis = if quoted.len() < text.len() { "…" } else { "" };
        invalid_line(number, &format!("`{quoted}{ellipsis}`: {why}"))
            .hint("each line is an ID, or an NDJSON record with `id` or `engagement_id`")
    })
}

fn invalid_line(number: u64, why: &str) -> CliError {
    let message = format!("invalid line {number} of stdin: {why}");
    CliError::new(ErrorKind::Usage, message)
}

fn parse_record(line: &str) -> Result<Id, String> {
    // The `id` of a message is not the engagement's.
    #[derive(Deserialize)]
    struct Line<'a> {
        engagement_id: Option<String>,
        #[serde(borrow)]
        id: Option<&'a RawValue>,
    }
    let line: Line<'_> =
        serde_json::from_str(line).map_err(|why| format!("not a record: {why}"))?;
    let own = || JsonSlice::from(line.id?).text().map(Cow::into_owned);
    let id = line.engagement_id.or_else(own);
    id.ok_or("the record has no `id`")?.parse()
}

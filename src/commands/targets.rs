//! Which engagements a command is for: ids from the command line, standard input or a
//! selection, each done once, in order.

mod lines;

use std::borrow::Borrow;
use std::io::{self, BufReader};

use serde_json::value::RawValue;

use crate::api::{Client, Query, Reach, Walk};
use crate::cli::{Selection, Target, Targets};
use crate::failure::{Failure, Kind};
use crate::id::Id;
use crate::records::engagement::{self, Key};
use crate::records::fields::Fields;
use crate::records::seen::Seen;
use crate::render::Document;
use crate::settings::Settings;

/// Ids, or what has one, as they become known.
pub(super) type Items<T> = Box<dyn Iterator<Item = Result<T, Failure>> + Send>;

/// Ids as they become known.
pub(super) type Ids = Items<Id>;

/// An engagement, with its record if that was in a list.
pub(super) struct Found {
    /// Its id.
    pub(super) id: Id,
    /// What the list says of it.
    pub(super) record: Option<Box<RawValue>>,
}

impl From<Id> for Found {
    fn from(id: Id) -> Self {
        Self { id, record: None }
    }
}

impl Borrow<Id> for Found {
    fn borrow(&self) -> &Id {
        &self.id
    }
}

/// What JSON makes of records of these targets: one id given as an argument is the record itself.
pub(super) fn document(targets: &Targets) -> Document {
    if targets.is_one() {
        Document::Record
    } else {
        Document::Records
    }
}

/// What the targets of a command mean.
pub(super) enum Chosen {
    /// Ids that were named, as arguments or on standard input.
    Named(Ids),
    /// Engagements to be listed.
    Listed(Query, Reach),
}

impl Chosen {
    /// What was chosen; nothing has been asked of the service yet.
    ///
    /// # Errors
    /// Usage: nothing or too much is named. Settings: a selection without site or operator.
    pub(super) fn new(targets: Targets, settings: &Settings) -> Result<Self, Failure> {
        let Targets {
            ids,
            selection,
            bulk,
        } = targets;
        match (ids.as_slice(), settings.bulk_query(&selection, &bulk)?) {
            ([], Some((query, reach))) => Ok(Self::Listed(query, reach)),
            ([], None) => Err(nothing_named()),
            (_, Some(_)) => Err(mixed(
                "`--all` and `--limit` select engagements; give ids or them",
            )),
            (_, None) if selection != Selection::default() || bulk.per_page.is_some() => Err(
                mixed("a selection goes with `--all` or `--limit`, not with ids"),
            ),
            ([Target::Stdin], None) => Ok(Self::Named(Box::new(lines::ids(BufReader::new(
                io::stdin(),
            ))))),
            (named, None) if named.contains(&Target::Stdin) => Err(mixed(
                "`-` stands alone: ids come from standard input or as arguments",
            )),
            (_, None) => Ok(Self::Named(Box::new(ids.into_iter().filter_map(
                |target| match target {
                    Target::Id(id) => Some(Ok(id)),
                    Target::Stdin => None,
                },
            )))),
        }
    }

    /// What the list is asked for, if it is.
    pub(super) fn query(&self) -> Option<&Query> {
        match self {
            Self::Named(_) => None,
            Self::Listed(query, _) => Some(query),
        }
    }

    /// The same, to be narrowed.
    pub(super) fn query_mut(&mut self) -> Option<&mut Query> {
        match self {
            Self::Named(_) => None,
            Self::Listed(query, _) => Some(query),
        }
    }

    /// The ids, each once, as they become known; of a list those that are `wanted`.
    pub(super) fn ids(
        self,
        client: &'static Client,
        wanted: impl Fn(&Fields<'_>) -> bool + Send + 'static,
    ) -> Ids {
        self.items(client, move |record| {
            // A record without an id cannot be left out silently.
            wanted(record).then(|| engagement::usable_id(record))
        })
    }

    /// The engagements, each once, as they become known, with what is known of them.
    pub(super) fn engagements(self, client: &'static Client) -> Items<Found> {
        self.items(client, |record| {
            let id = engagement::usable_id(record);
            let record = serde_json::from_str(record.json().get()).ok();
            Some(id.map(|id| Found { id, record }))
        })
    }

    fn items<T: From<Id> + Send + 'static>(
        self,
        client: &'static Client,
        of_record: impl Fn(&Fields<'_>) -> Option<Result<T, Failure>> + Send + 'static,
    ) -> Items<T> {
        match self {
            Self::Named(ids) => {
                let mut seen = Seen::default();
                let mut is_new = move |id: &Id| seen.insert(Key::of(id.as_str()));
                let ids = ids.filter(move |id| id.as_ref().map_or(true, &mut is_new));
                Box::new(ids.map(|id| id.map(T::from)))
            }
            // A walk has each of them once.
            Self::Listed(query, reach) => {
                let pages = Walk::new(client, &query, reach);
                Box::new(pages.flat_map(move |page| {
                    match page {
                        Ok(page) => page
                            .iter()
                            .filter_map(|record| of_record(&record))
                            .collect(),
                        Err(why) => vec![Err(why)],
                    }
                }))
            }
        }
    }
}

fn nothing_named() -> Failure {
    Failure::new(Kind::Usage, "no engagement is named")
        .hint("give ids, `-` for ids on standard input, or a selection with `--all` or `--limit`")
}

fn mixed(why: &str) -> Failure {
    Failure::new(Kind::Usage, why)
}

//! `engagements list`

use std::sync::Arc;

use crate::api::{Client, Reach, Walk};
use crate::cli::List;
use crate::records::{Record, engagement};
use crate::render::{Document, Format};
use crate::resume;
use crate::settings::{READING, Settings};
use crate::talk::Talk;

use super::delivery::Delivery;

/// Prints the engagements of one page, of some or of all.
pub(super) fn run(args: &List, settings: &Settings, talk: &Arc<Talk>) -> anyhow::Result<()> {
    let output = settings.output(
        &args.output,
        engagement::SCHEMA,
        Format::Table,
        Document::Records,
    )?;
    let (query, reach) = settings.list_query(&args.selection, &args.paging)?;
    let client = Client::new(&settings.connection(READING)?, Arc::clone(talk))?;
    let mut delivery = Delivery::open(output)?;
    let mut walk = Walk::new(client, &query, reach);
    let mut last = None;
    let run = deliver(&mut walk, &mut delivery, &mut last);
    // A file that is not whole does not appear, so there is nothing to go on from.
    let last = last.filter(|_| !delivery.to_file());
    let run = run.map_err(|error| {
        let arguments = &settings.environment.arguments;
        resume::advise(error, arguments, &query, last.as_deref(), reach)
    });
    let is_table = delivery.renderer.style().format == Format::Table;
    delivery.end(run)?;
    let tally = walk.tally();
    if tally.records == 0 && is_table {
        talk.note("no engagements match");
    }
    if tally.more && reach == Reach::Page {
        talk.note("there are more engagements: `--all` lists every page, `--limit N` the first N");
    }
    Ok(())
}

/// Writes each page as soon as it is there. `last` is when the last record written was created.
fn deliver(
    walk: &mut Walk,
    delivery: &mut Delivery,
    last: &mut Option<String>,
) -> anyhow::Result<()> {
    for page in walk {
        let page = page?;
        for json in &page {
            delivery.renderer.record(Record::new(json))?;
        }
        delivery.renderer.flush()?;
        if let Some(time) = page
            .last()
            .and_then(|record| engagement::created_at(record))
        {
            *last = Some(time.into_owned());
        }
    }
    Ok(())
}

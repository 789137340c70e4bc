//! The scenarios: the work, the sandbox, and the clients that take part.

use crate::clients::Client;
use crate::compare::Shape;
use crate::options::{Options, ScenarioGroup};

use ScenarioGroup::{A, B, C, D, E};

/// The work of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// List all engagements.
    List(Shape),
    /// Print the transcripts of a tenth of the engagements as CSV.
    Transcripts,
    /// Show one engagement as JSON.
    Show,
    /// Print the version.
    Version,
}

/// Work, and the sandbox that it uses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scenario {
    /// The name in the thresholds.
    pub(crate) key: &'static str,
    group: ScenarioGroup,
    pub(crate) work: Work,
    /// Engagements in the sandbox.
    pub(crate) engagements: u32,
    /// Delay before each response, in milliseconds.
    pub(crate) latency: u64,
}

const fn scenario(
    key: &'static str,
    group: ScenarioGroup,
    work: Work,
    engagements: u32,
    latency: u64,
) -> Scenario {
    Scenario {
        key,
        group,
        work,
        engagements,
        latency,
    }
}

const CSV: Work = Work::List(Shape::Csv);
const NDJSON: Work = Work::List(Shape::Json);

const ALL: [Scenario; 9] = [
    scenario("A", A, CSV, 10_000, 50),
    scenario("B", B, CSV, 100_000, 0),
    scenario("B'", B, NDJSON, 100_000, 0),
    scenario("C", C, Work::Transcripts, 10_000, 50),
    scenario("D small", D, CSV, 10_000, 0),
    scenario("D middle", D, CSV, 100_000, 0),
    scenario("D large", D, CSV, 1_000_000, 0),
    scenario("E version", E, Work::Version, 10, 0),
    scenario("E show", E, Work::Show, 10, 0),
];

/// Small scenarios that show that all clients print the same rows.
pub(crate) const SMALL: [Scenario; 3] = [
    scenario("B", B, CSV, 350, 0),
    scenario("B'", B, NDJSON, 350, 0),
    scenario("C", C, Work::Transcripts, 200, 0),
];

/// Returns the requested scenarios.
pub(crate) fn requested(options: &Options) -> Vec<Scenario> {
    let is_requested =
        |one: &Scenario| options.scenarios.is_empty() || options.scenarios.contains(&one.group);
    let divisor = if options.quick { 10 } else { 1 };
    let scenarios = ALL.into_iter().filter(is_requested);
    let reduce = |one: Scenario| Scenario {
        engagements: one.engagements / divisor,
        ..one
    };
    scenarios.map(reduce).collect()
}

impl Scenario {
    /// Returns the number of engagements that are the input of the work.
    pub(crate) fn ids(&self) -> u32 {
        match self.work {
            Work::Transcripts => self.engagements / 10,
            Work::Show => 1,
            Work::List(_) | Work::Version => 0,
        }
    }

    /// Returns a factor for the number of runs: short runs vary more.
    pub(crate) fn repetitions(&self) -> usize {
        if self.group == E { 10 } else { 1 }
    }

    /// Returns whether a client takes part.
    pub(crate) fn includes(&self, client: Client) -> bool {
        match client {
            Client::Engagements | Client::Baseline => true,
            Client::Floor => self.work != Work::Version,
            Client::FloorByLinks => self.group == A,
            Client::Curl => self.work == Work::Show,
            Client::Aiohttp => self.group != E,
            // Their memory grows with the list.
            Client::Requests => ![D, E].contains(&self.group),
            // Node and jq do not preserve numbers digit for digit.
            Client::Node | Client::CurlParallel | Client::CurlLoop => {
                ![D, E].contains(&self.group) && self.work != NDJSON
            }
        }
    }

    /// Returns the title in the tables.
    pub(crate) fn title(&self) -> String {
        let work = match self.work {
            Work::List(Shape::Csv) => format!("list {}, csv", grouped(self.engagements)),
            Work::List(Shape::Json) => format!("list {}, ndjson", grouped(self.engagements)),
            Work::Transcripts => format!("{} transcripts, csv", grouped(self.ids())),
            Work::Show => "one `show`".to_owned(),
            Work::Version => "`--version`".to_owned(),
        };
        match self.latency {
            0 => format!("{:?}: {work}", self.group),
            latency => format!("{:?}: {work}, {latency} ms", self.group),
        }
    }
}

/// Formats a number with a space between groups of three digits.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    groups.join(" ")
}

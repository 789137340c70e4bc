//! The scenarios: what is asked for, of how much, how slow the answers are, and who takes part.

use std::time::Duration;

use crate::clients::Client;
use crate::compare::Shape;
use crate::options::{Options, ScenarioGroup};

/// What a client does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Lists all engagements, as csv or ndjson.
    List(Shape),
    /// Prints the transcripts of so many engagements, as csv.
    Transcripts(u32),
    /// Shows one engagement, as JSON.
    Show,
    /// Says its version.
    Version,
}

/// Work, and the server that it is done against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scenario {
    /// Its name in the goals.
    pub(crate) key: &'static str,
    /// Which group it is of.
    pub(crate) group: ScenarioGroup,
    /// What is done.
    pub(crate) work: Work,
    /// How many engagements the server has.
    pub(crate) engagements: u32,
    /// How long each answer takes.
    pub(crate) latency: Duration,
    /// Who takes part; the tool first, since its rows are what the others' are compared with.
    pub(crate) clients: &'static [Client],
    /// How many times more runs: short ones vary more.
    pub(crate) times: usize,
}

use Client::{
    Aiohttp, Baseline, Curl, CurlLoop, CurlParallel, Engagements, Floor, FloorByLinks, Node,
    Requests,
};

const EVERYBODY: &[Client] = &[
    Engagements,
    Baseline,
    Floor,
    Aiohttp,
    Node,
    Requests,
    CurlParallel,
    CurlLoop,
];
/// Where answers take their time, it matters how many must be waited for.
const EVERYBODY_AND_LINKS: &[Client] = &[
    Engagements,
    Baseline,
    Floor,
    FloorByLinks,
    Aiohttp,
    Node,
    Requests,
    CurlParallel,
    CurlLoop,
];
/// Those that print records with their numbers digit for digit; Node and jq do not.
const EXACT: &[Client] = &[Engagements, Baseline, Floor, Aiohttp, Requests];
/// The one of the others whose memory stays flat.
const STREAMING: &[Client] = &[Engagements, Baseline, Floor, Aiohttp];

/// What the scenarios differ from.
const LIST: Scenario = Scenario {
    key: "B",
    group: ScenarioGroup::B,
    work: Work::List(Shape::Csv),
    engagements: 100_000,
    latency: Duration::ZERO,
    clients: EVERYBODY,
    times: 1,
};

const ALL: [Scenario; 9] = [
    Scenario {
        key: "A",
        group: ScenarioGroup::A,
        engagements: 10_000,
        latency: Duration::from_millis(50),
        clients: EVERYBODY_AND_LINKS,
        ..LIST
    },
    LIST,
    Scenario {
        key: "B'",
        work: Work::List(Shape::Json),
        clients: EXACT,
        ..LIST
    },
    Scenario {
        key: "C",
        group: ScenarioGroup::C,
        work: Work::Transcripts(1000),
        engagements: 10_000,
        latency: Duration::from_millis(50),
        ..LIST
    },
    Scenario {
        key: "D small",
        engagements: GROWTH[0],
        ..GROWING
    },
    GROWING,
    Scenario {
        key: "D large",
        engagements: GROWTH[1],
        ..GROWING
    },
    Scenario {
        key: "E version",
        work: Work::Version,
        clients: &[Engagements, Baseline],
        ..SHORT
    },
    SHORT,
];

/// The shortest and the longest list by which it shows whether memory grows.
pub(crate) const GROWTH: [u32; 2] = [10_000, 1_000_000];

const GROWING: Scenario = Scenario {
    key: "D middle",
    group: ScenarioGroup::D,
    clients: STREAMING,
    ..LIST
};

const SHORT: Scenario = Scenario {
    key: "E show",
    group: ScenarioGroup::E,
    work: Work::Show,
    engagements: 10,
    clients: &[Engagements, Baseline, Floor, Curl],
    times: 10,
    ..LIST
};

/// The scenarios that are asked for.
pub(crate) fn chosen(options: &Options) -> Vec<Scenario> {
    let asked_for = ALL.into_iter().filter(|one| options.wants(one.group));
    if options.quick {
        asked_for.map(Scenario::tenth).collect()
    } else {
        asked_for.collect()
    }
}

/// What shows in a second or two that all clients give the same rows.
pub(crate) const SMALL: [Scenario; 3] = [
    Scenario {
        engagements: 350,
        ..LIST
    },
    Scenario {
        work: Work::List(Shape::Json),
        engagements: 350,
        clients: EXACT,
        ..LIST
    },
    Scenario {
        work: Work::Transcripts(20),
        engagements: 100,
        ..LIST
    },
];

/// What shows how fast the practice server is.
pub(crate) const SERVER: Scenario = LIST;

impl Scenario {
    fn tenth(self) -> Self {
        let work = match self.work {
            Work::Transcripts(count) => Work::Transcripts(count / 10),
            other => other,
        };
        Self {
            work,
            engagements: self.engagements / 10,
            ..self
        }
    }

    /// What is done, in words.
    pub(crate) fn title(&self) -> String {
        let of = match self.work {
            Work::List(Shape::Csv) => format!("list {}, csv", grouped(self.engagements)),
            Work::List(Shape::Json) => format!("list {}, ndjson", grouped(self.engagements)),
            Work::Transcripts(count) => format!("{} transcripts, csv", grouped(count)),
            Work::Show => "one `show`".to_owned(),
            Work::Version => "`--version`".to_owned(),
        };
        if self.latency.is_zero() {
            format!("{:?}: {of}", self.group)
        } else {
            format!("{:?}: {of}, {} ms", self.group, self.latency.as_millis())
        }
    }
}

/// A number with its thousands apart.
pub(crate) fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| str::from_utf8(group).ok())
        .collect();
    groups.join(" ")
}

//! What we want to reach, and whether a run has.

use std::time::Duration;

use crate::clients::Client::{self, Baseline, Curl, Engagements, Floor, FloorByLinks};
use crate::report::ratio;
use crate::resource_usage::ResourceUsage;
use crate::trial::Trial;

/// What was measured beside the trials.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extras {
    /// Pages of 100 engagements that the practice server makes in a second of one core.
    pub(crate) pages_per_second: Option<f64>,
    /// The tool's peak memory, in bytes, for the shortest and the longest list of D without ids.
    pub(crate) without_ids: Option<[u64; 2]>,
    /// Bytes of the binary.
    pub(crate) size: Option<f64>,
    /// How long a release build takes that has nothing to begin with.
    pub(crate) cold_build: Option<Duration>,
}

/// The goals as a table, as far as they were measured.
pub(crate) fn table(trials: &[Trial], extras: &Extras) -> String {
    let lines = times(trials).into_iter().chain(sizes(trials, extras));
    let rows = lines.flatten().map(|goal| {
        let met = if goal.is_met() { "yes" } else { "**no**" };
        let Threshold { what, unit, .. } = goal;
        let sign = if goal.at_least { "≥" } else { "≤" };
        format!(
            "| {what} | {:.3} {unit} | {sign} {} {unit} | {met} |\n",
            goal.is, goal.bound
        )
    });
    let head = "| goal | is | should be | met |\n| --- | ---: | ---: | --- |\n";
    head.to_owned() + &rows.collect::<String>()
}

struct Threshold {
    what: &'static str,
    is: f64,
    bound: f64,
    unit: &'static str,
    at_least: bool,
}

impl Threshold {
    fn is_met(&self) -> bool {
        if self.at_least {
            self.is >= self.bound
        } else {
            self.is <= self.bound
        }
    }
}

fn most(what: &'static str, is: Option<f64>, bound: f64, unit: &'static str) -> Option<Threshold> {
    let at_least = false;
    is.map(|is| Threshold {
        what,
        is,
        bound,
        unit,
        at_least,
    })
}

fn least(what: &'static str, is: Option<f64>, bound: f64, unit: &'static str) -> Option<Threshold> {
    let goal = most(what, is, bound, unit)?;
    Some(Threshold {
        at_least: true,
        ..goal
    })
}

fn times(trials: &[Trial]) -> Vec<Option<Threshold>> {
    let ours = |key| cost(trials, key, Engagements);
    let wall = |key, other| Some(ratio(ours(key)?.wall, cost(trials, key, other)?.wall));
    let cpu = |key, other| Some(ratio(ours(key)?.cpu, cost(trials, key, other)?.cpu));
    vec![
        most("A: wall", wall("A", FloorByLinks), 1.03, "× floor by links"),
        most("B: CPU", cpu("B", Baseline), 1.4, "× baseline"),
        least(
            "B: CPU of the best other",
            best_other(trials, "B"),
            2.0,
            "× ours",
        ),
        most("B': CPU", cpu("B'", Baseline), 1.4, "× baseline"),
        most("C: wall", wall("C", Floor), 1.03, "× floor"),
        most("C: CPU", cpu("C", Baseline), 1.4, "× baseline"),
        most("D: CPU a record, large to small", slope(trials), 1.1, "×"),
        most(
            "E: `--version`",
            ours("E version").map(|cost| cost.wall.as_secs_f64() * 1e3),
            3.0,
            "ms",
        ),
        most("E: `show`, wall", wall("E show", Curl), 1.5, "× curl"),
    ]
}

fn sizes(trials: &[Trial], extras: &Extras) -> Vec<Option<Threshold>> {
    let mebibytes = |bytes: f64| bytes / (1024.0 * 1024.0);
    let peak = |key| Some(bytes(cost(trials, key, Engagements)?.peak));
    let without_ids = extras.without_ids.map(|peaks| peaks.map(bytes));
    vec![
        most(
            "D: peak memory, small",
            peak("D small").map(mebibytes),
            16.0,
            "MiB",
        ),
        most(
            "D: peak memory, large, without ids",
            without_ids.map(|[_, large]| mebibytes(large)),
            16.0,
            "MiB",
        ),
        most(
            "D: growth of it",
            without_ids.map(|[small, large]| (large / small - 1.0) * 100.0),
            10.0,
            "%",
        ),
        most(
            "D: peak memory, large",
            peak("D large").map(mebibytes),
            48.0,
            "MiB",
        ),
        most("F: binary", extras.size.map(|size| size / 1e6), 8.0, "MB"),
        most(
            "F: cold release build",
            extras.cold_build.map(|time| time.as_secs_f64()),
            120.0,
            "s",
        ),
        least(
            "practice server",
            extras.pages_per_second,
            5000.0,
            "pages/s/core",
        ),
    ]
}

fn cost(trials: &[Trial], key: &str, client: Client) -> Option<ResourceUsage> {
    trials
        .iter()
        .find(|trial| trial.scenario.key == key)?
        .cost(client)
}

/// How many times our CPU the most frugal other client takes.
fn best_other(trials: &[Trial], key: &str) -> Option<f64> {
    let trial = trials.iter().find(|trial| trial.scenario.key == key)?;
    let others = trial.entries.iter().filter(|entry| {
        !matches!(entry.client, Engagements | Baseline) && !entry.client.is_floor()
    });
    let best = others.map(|entry| entry.cost.cpu).min()?;
    Some(ratio(best, trial.cost(Engagements)?.cpu))
}

/// How much more CPU a record takes among many than among few.
fn slope(trials: &[Trial]) -> Option<f64> {
    let trial = |key| trials.iter().find(|trial| trial.scenario.key == key);
    let a_record = |key| {
        let trial: &Trial = trial(key)?;
        Some(trial.cost(Engagements)?.cpu.as_secs_f64() / f64::from(trial.scenario.engagements))
    };
    Some(a_record("D large")? / a_record("D small")?)
}

#[expect(clippy::cast_precision_loss, reason = "no process has 2^53 bytes")]
fn bytes(bytes: u64) -> f64 {
    bytes as f64
}

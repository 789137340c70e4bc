//! The thresholds, and whether a run meets them.

use std::fmt::{self, Write};

use crate::clients::Client::{self, Baseline, Curl, Engagements, Floor, FloorByLinks};
use crate::report::ratio;
use crate::run::Trial;

/// Returns the table of the thresholds that were measured.
pub(crate) fn table(trials: &[Trial], binary_size: u64) -> Result<String, fmt::Error> {
    let usage = |key, client| trial(trials, key)?.usage(client);
    let ours = |key| usage(key, Engagements);
    let wall = |key, other| Some(ratio(ours(key)?.wall, usage(key, other)?.wall));
    let cpu = |key, other| Some(ratio(ours(key)?.cpu, usage(key, other)?.cpu));
    let peak = |key| Some(number(ours(key)?.peak) / (1024.0 * 1024.0));
    let start = ours("E version").map(|usage| usage.wall.as_secs_f64() * 1e3);
    let size = Some(number(binary_size) / 1e6);
    let rows = [
        ("A: wall", wall("A", FloorByLinks), 1.03, "× page-1 floor"),
        ("B: CPU", cpu("B", Baseline), 1.4, "× baseline"),
        ("B: CPU", of_best_other(trials, "B"), 0.5, "× best other"),
        ("B': CPU", cpu("B'", Baseline), 1.4, "× baseline"),
        ("C: wall", wall("C", Floor), 1.03, "× floor"),
        ("C: CPU", cpu("C", Baseline), 1.4, "× baseline"),
        ("D: CPU per record", growth(trials), 1.1, "× small"),
        ("D: peak memory, small", peak("D small"), 16.0, "MiB"),
        ("D: peak memory, large", peak("D large"), 48.0, "MiB"),
        ("E: `--version`", start, 3.0, "ms"),
        ("E: `show`, wall", wall("E show", Curl), 1.5, "× curl"),
        ("binary", size, 8.0, "MB"),
    ];
    let mut table = String::from("\n| figure | measured | at most | met |\n");
    table += "| --- | ---: | ---: | --- |\n";
    for (name, value, bound, unit) in rows {
        let Some(value) = value else { continue };
        let met = if value <= bound { "yes" } else { "**no**" };
        writeln!(
            table,
            "| {name} | {value:.3} {unit} | {bound} {unit} | {met} |"
        )?;
    }
    Ok(table)
}

fn trial<'a>(trials: &'a [Trial], key: &str) -> Option<&'a Trial> {
    trials.iter().find(|trial| trial.scenario.key == key)
}

/// Returns our CPU time, divided by the least of all other clients.
fn of_best_other(trials: &[Trial], key: &str) -> Option<f64> {
    let trial = trial(trials, key)?;
    let is_other = |client: Client| !matches!(client, Engagements | Baseline) && !client.is_floor();
    let others = trial.entries.iter().filter(|entry| is_other(entry.client));
    let best = others.map(|entry| entry.usage.cpu).min()?;
    Some(ratio(trial.usage(Engagements)?.cpu, best))
}

/// Returns the CPU time per record of the longest list, divided by that of the shortest.
fn growth(trials: &[Trial]) -> Option<f64> {
    let per_record = |key| {
        let trial = trial(trials, key)?;
        let cpu = trial.usage(Engagements)?.cpu.as_secs_f64();
        Some(cpu / f64::from(trial.scenario.engagements))
    };
    Some(per_record("D large")? / per_record("D small")?)
}

#[expect(clippy::cast_precision_loss, reason = "no process has 2^53 bytes")]
fn number(bytes: u64) -> f64 {
    bytes as f64
}

//! What is told: what runs now on stderr, and the table on stdout, in Markdown.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Duration;

use crate::clients::Client;
use crate::trial::{Entry, Trial};

/// Says something on the way.
pub(crate) fn note(line: &str) -> io::Result<()> {
    writeln!(io::stderr(), "{line}")
}

/// Prints what was asked for.
pub(crate) fn print(text: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{text}")
}

/// The table of all trials.
pub(crate) fn table(trials: &[Trial]) -> Result<String, std::fmt::Error> {
    let mut out = String::from(
        "| scenario | client | wall | CPU | peak memory | wall / floor |\n\
         | --- | --- | ---: | ---: | ---: | ---: |\n",
    );
    for trial in trials {
        let mut title = trial.scenario.title();
        for entry in &trial.entries {
            let ratio = trial
                .cost(Client::Floor)
                .map(|floor| ratio(entry.cost.wall, floor.wall));
            let ratio = ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
            let (cost, name) = (entry.cost, entry.client.name());
            let (wall, cpu) = (seconds(cost.wall), seconds(cost.cpu));
            let once = if is_single(entry, trial) { " ¹" } else { "" };
            let peak = mebibytes(cost.peak);
            writeln!(
                out,
                "| {title} | {name}{once} | {wall} | {cpu} | {peak} | {ratio} |"
            )?;
            title.clear();
        }
    }
    if trials
        .iter()
        .any(|trial| trial.entries.iter().any(|entry| is_single(entry, trial)))
    {
        writeln!(out, "\n¹ One run.")?;
    }
    Ok(out)
}

/// Returns a table with the tool's own row of the main scenarios.
pub(crate) fn summary(trials: &[Trial]) -> Result<String, std::fmt::Error> {
    let mut out =
        String::from("| scenario | time | CPU | peak memory |\n| --- | ---: | ---: | ---: |\n");
    let main = ["A", "B", "B'", "C", "D large", "E show"];
    for trial in trials {
        let Some(cost) = trial.cost(Client::Engagements) else {
            continue;
        };
        if main.contains(&trial.scenario.key) {
            let (wall, cpu) = (seconds(cost.wall), seconds(cost.cpu));
            let (title, peak) = (trial.scenario.title(), mebibytes(cost.peak));
            writeln!(out, "| {title} | {wall} | {cpu} | {peak} |")?;
        }
    }
    Ok(out)
}

/// Whether this client had fewer runs than the others.
fn is_single(entry: &Entry, trial: &Trial) -> bool {
    trial.entries.iter().any(|other| other.runs > entry.runs)
}

/// How many times as long.
pub(crate) fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

/// A time, in the unit that it is read best in.
pub(crate) fn seconds(time: Duration) -> String {
    match time.as_secs_f64() {
        short if short < 0.01 => format!("{:.1} ms", short * 1e3),
        middle if middle < 1.0 => format!("{:.0} ms", middle * 1e3),
        long => format!("{long:.2} s"),
    }
}

/// Memory, of bytes.
pub(crate) fn mebibytes(bytes: u64) -> String {
    let tenths = bytes * 10 / (1024 * 1024);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

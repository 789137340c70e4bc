//! The tables of the results, in Markdown.

use std::collections::HashSet;
use std::fmt::{self, Write};
use std::path::Path;
use std::thread::available_parallelism;
use std::time::Duration;

use anyhow::Context;

use crate::clients::{Client, Installed, first_line};
use crate::run::{Entry, Trial};

const BEGIN: &str = "<!-- benchmark: written by `cargo bench -- --readme` -->\n";
const END: &str = "<!-- /benchmark -->";

/// Replaces the text between the two marks of a Markdown file.
///
/// # Errors
/// If the marks are missing or the file cannot be written.
pub(crate) fn replace(name: &str, block: &str) -> anyhow::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = std::fs::read_to_string(&path).with_context(|| name.to_owned())?;
    let marked = text.split_once(BEGIN);
    let marked = marked.and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = marked.with_context(|| format!("`{name}` has no benchmark marks"))?;
    std::fs::write(&path, format!("{before}{BEGIN}\n{block}\n{END}{after}"))
        .with_context(|| name.to_owned())
}

/// Returns the machine, the table of all trials, and the size of the binary.
pub(crate) fn block(
    trials: &[Trial],
    installed: &[Installed],
    binary_size: u64,
) -> Result<String, fmt::Error> {
    let mut out = machine(installed);
    out += "\n\n| scenario | client | wall | CPU | peak memory | wall / floor |\n";
    out += "| --- | --- | ---: | ---: | ---: | ---: |\n";
    let mut has_single_runs = false;
    for trial in trials {
        let mut title = trial.scenario.title();
        for entry in &trial.entries {
            let floor = trial.usage(Client::Floor);
            let ratio = floor.map(|floor| ratio(entry.usage.wall, floor.wall));
            let ratio = ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
            let is_single = trial.entries.iter().any(|other| other.runs > entry.runs);
            has_single_runs |= is_single;
            let mark = if is_single { " ¹" } else { "" };
            let name = entry.client.name();
            writeln!(
                out,
                "| {title} | {name}{mark} | {} | {ratio} |",
                cells(entry)
            )?;
            title.clear();
        }
    }
    if has_single_runs {
        out += "\n¹ One run.\n";
    }
    let (megabytes, tenths) = (binary_size / 1_000_000, binary_size / 100_000 % 10);
    write!(out, "\nThe release binary has {megabytes}.{tenths} MB.")?;
    Ok(out)
}

/// Returns a table with the tool's own row of the main scenarios.
pub(crate) fn summary(trials: &[Trial]) -> Result<String, fmt::Error> {
    let mut out =
        String::from("| scenario | time | CPU | peak memory |\n| --- | ---: | ---: | ---: |\n");
    let main = ["A", "B", "B'", "C", "D large", "E show"];
    for trial in trials
        .iter()
        .filter(|trial| main.contains(&trial.scenario.key))
    {
        let entry = &trial.entries[0];
        writeln!(out, "| {} | {} |", trial.scenario.title(), cells(entry))?;
    }
    Ok(out)
}

fn cells(entry: &Entry) -> String {
    let tenths = entry.usage.peak * 10 / (1024 * 1024);
    let (wall, cpu) = (seconds(entry.usage.wall), seconds(entry.usage.cpu));
    format!("{wall} | {cpu} | {}.{} MiB", tenths / 10, tenths % 10)
}

/// Returns the quotient of two durations.
pub(crate) fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

/// Formats a duration in its most readable unit.
fn seconds(duration: Duration) -> String {
    match duration.as_secs_f64() {
        short if short < 0.01 => format!("{:.1} ms", short * 1e3),
        middle if middle < 1.0 => format!("{:.0} ms", middle * 1e3),
        long => format!("{long:.2} s"),
    }
}

/// Describes the machine and the programs of the clients in one line.
fn machine(installed: &[Installed]) -> String {
    let unknown = || "unknown".to_owned();
    let cores = available_parallelism().map_or(0, usize::from);
    let mut facts = vec![
        format!("{}, {cores} cores", cpu().unwrap_or_else(unknown)),
        first_line("uname", &["-srm"]).unwrap_or_else(unknown),
        first_line("rustc", &["--version"]).unwrap_or_else(unknown),
    ];
    facts.extend(installed.iter().flat_map(|one| one.versions.clone()));
    let mut seen = HashSet::new();
    facts.retain(|fact| seen.insert(fact.clone()));
    facts.join(", ") + "."
}

/// Returns the CPU model on Linux and macOS.
fn cpu() -> Option<String> {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.map(|model| model.trim_start_matches([' ', '\t', ':']).to_owned());
    model.or_else(|| first_line("sysctl", &["-n", "machdep.cpu.brand_string"]))
}

//! The resource usage of a command, measured by a small parent process.
//!
//! This program starts itself as the parent. The system's figures for the parent's children then cover
//! the command and all processes that it waited for, but not the memory of the benchmark: the peak of a
//! child includes that of its parent at the fork.

use std::ffi::OsString;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// The argument that makes this program the parent process.
pub(crate) const SUBCOMMAND: &str = "measure";

/// The resource usage of one run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ResourceUsage {
    pub(crate) wall: Duration,
    /// User and system time of all processes.
    pub(crate) cpu: Duration,
    /// Peak memory of the largest process, in bytes.
    pub(crate) peak: u64,
}

impl ResourceUsage {
    /// Returns the median of each figure.
    pub(crate) fn median(runs: &[Self]) -> Self {
        Self {
            wall: median(runs.iter().map(|run| run.wall)),
            cpu: median(runs.iter().map(|run| run.cpu)),
            peak: median(runs.iter().map(|run| run.peak)),
        }
    }
}

/// Returns the median; the upper of the two middle values of an even number.
fn median<T: Ord + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let middle = values.len() / 2;
    values.into_iter().nth(middle).unwrap_or_default()
}

/// Returns the command of the parent process, to which the command to measure is appended. `output` is
/// the file for its stdout.
pub(crate) fn command(output: &Path) -> anyhow::Result<Command> {
    let mut parent = Command::new(std::env::current_exe()?);
    parent.arg(SUBCOMMAND).arg(output);
    Ok(parent)
}

/// Runs the parent process with `input` as stdin.
///
/// # Errors
/// If the command cannot be started or fails, with its stderr.
pub(crate) fn run(mut command: Command, input: &Path) -> anyhow::Result<ResourceUsage> {
    let run = command.stdin(File::open(input)?).output()?;
    let stderr = String::from_utf8_lossy(&run.stderr);
    ensure!(run.status.success(), "`{command:?}` failed: {stderr}");
    let line = String::from_utf8(run.stdout)?;
    let figures = line.split_whitespace().map(str::parse);
    let figures: Vec<u64> = figures.collect::<Result<_, _>>()?;
    let [wall, cpu, peak] = figures[..] else {
        bail!("not three figures: `{line}`");
    };
    let (wall, cpu) = (Duration::from_nanos(wall), Duration::from_micros(cpu));
    Ok(ResourceUsage { wall, cpu, peak })
}

/// The parent process: runs the command in its arguments with stdout in the file that the first
/// argument names, and prints the figures.
pub(crate) fn child(mut args: impl Iterator<Item = OsString>) -> anyhow::Result<()> {
    let output = args.next().context("no output file")?;
    let program = args.next().context("no command")?;
    let mut command = Command::new(&program);
    command.args(args).stdout(File::create(output)?);
    let start = Instant::now();
    let status = command.status();
    let status = status.with_context(|| program.display().to_string())?;
    let wall = start.elapsed().as_nanos();
    ensure!(status.success(), "{status}");
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // In kilobytes on Linux, in bytes on macOS.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let peak = usage.max_rss() * unit;
    writeln!(std::io::stdout(), "{wall} {cpu} {peak}")?;
    Ok(())
}

//! What a command costs: it runs below a small process that runs nothing else.
//!
//! That process is this program again. So the children's resources that the system counts for it
//! are those of the command and of all that it waited for, and no memory of ours is among them:
//! a child's peak is never below what its parent had at the fork.

use std::ffi::OsString;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// The argument that makes this program the small process.
pub(crate) const WORD: &str = "measure";

/// What one run of a command took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ResourceUsage {
    /// From start to end.
    pub(crate) wall: Duration,
    /// User and system time of all its processes.
    pub(crate) cpu: Duration,
    /// The most memory that one of its processes had, in bytes.
    pub(crate) peak: u64,
}

impl ResourceUsage {
    /// The median of each of several runs' costs; nothing of none.
    pub(crate) fn median(costs: &[Self]) -> Self {
        Self {
            wall: middle(costs.iter().map(|cost| cost.wall)),
            cpu: middle(costs.iter().map(|cost| cost.cpu)),
            peak: middle(costs.iter().map(|cost| cost.peak)),
        }
    }
}

/// Of an even number the upper of the two in the middle.
fn middle<T: Ord + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let half = values.len() / 2;
    values.into_iter().nth(half).unwrap_or_default()
}

/// Runs a command with its output in a file.
///
/// # Errors
/// When it cannot be run, or fails; then with what it said.
pub(crate) fn of(
    command: &Command,
    output: &Path,
    input: Option<&Path>,
) -> anyhow::Result<ResourceUsage> {
    let mut measured = Command::new(std::env::current_exe()?);
    measured.arg(WORD).arg(output).arg(command.get_program());
    measured.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => measured.env(name, value),
            None => measured.env_remove(name),
        };
    }
    if let Some(directory) = command.get_current_dir() {
        measured.current_dir(directory);
    }
    measured.stdin(match input {
        Some(path) => File::open(path)?.into(),
        None => Stdio::null(),
    });
    let run = measured.output()?;
    let said = String::from_utf8_lossy(&run.stderr);
    ensure!(run.status.success(), "`{command:?}` failed: {said}");
    let first_line = String::from_utf8(run.stdout)?;
    let numbers: Vec<u64> = first_line
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    let [wall, cpu, peak] = numbers[..] else {
        bail!("no costs in `{first_line}`");
    };
    let (wall, cpu) = (Duration::from_nanos(wall), Duration::from_nanos(cpu));
    Ok(ResourceUsage { wall, cpu, peak })
}

/// The small process: runs the command of its arguments after the first, which names the file of
/// the command's output, and prints the costs.
pub(crate) fn child(mut words: impl Iterator<Item = OsString>) -> anyhow::Result<()> {
    let output = words.next().context("no file for the output")?;
    let program = words.next().context("no command")?;
    let mut command = Command::new(&program);
    command.args(words).stdout(File::create(output)?);
    let begin = Instant::now();
    let status = command
        .status()
        .with_context(|| format!("{}", program.display()))?;
    let wall = begin.elapsed();
    ensure!(status.success(), "it ended with {status}");
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = cpu(&usage).as_nanos();
    // Linux counts kilobytes, macOS bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let peak = u64::try_from(usage.max_rss())? * unit;
    writeln!(std::io::stdout(), "{} {cpu} {peak}", wall.as_nanos())?;
    Ok(())
}

/// The CPU time, user and system, of all children that have ended.
pub(crate) fn of_ended_children() -> anyhow::Result<Duration> {
    Ok(cpu(&getrusage(UsageWho::RUSAGE_CHILDREN)?))
}

fn cpu(usage: &Usage) -> Duration {
    [usage.user_time(), usage.system_time()]
        .map(|time| Duration::from_micros(time.num_microseconds().unsigned_abs()))
        .into_iter()
        .sum()
}

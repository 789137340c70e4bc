//! Where the numbers come from.

use std::collections::HashSet;
use std::thread::available_parallelism;

use crate::clients::{Installed, first_line};

/// The machine and what is installed on it, in a sentence.
pub(crate) fn described(installed: &[Installed]) -> String {
    let unknown = || "unknown".to_owned();
    let cpu = cpu().unwrap_or_else(unknown);
    let cores = available_parallelism().map_or(0, usize::from);
    let system = first_line("uname", &["-srm"]).unwrap_or_else(unknown);
    let rustc = first_line("rustc", &["--version"]).unwrap_or_else(unknown);
    let mut facts = vec![format!("{cpu}, {cores} cores"), system, rustc];
    let versions = installed.iter().flat_map(|one| one.version.split(", "));
    facts.extend(
        versions
            .filter(|version| !version.is_empty())
            .map(str::to_owned),
    );
    let mut seen = HashSet::new();
    facts.retain(|fact| seen.insert(fact.clone()));
    facts.join(", ") + "."
}

/// The model, where the system tells it in one of the ways that we know.
fn cpu() -> Option<String> {
    let linux = std::fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|text| {
            let mut lines = text.lines();
            let model = lines.find_map(|line| line.strip_prefix("model name"))?;
            Some(model.trim_start_matches([' ', '\t', ':']).to_owned())
        });
    linux.or_else(|| first_line("sysctl", &["-n", "machdep.cpu.brand_string"]))
}

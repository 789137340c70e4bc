//! The examples of each command's help. A test runs every line.

pub(super) const ROOT: &str = "\
Examples:
  engagements --sandbox list                 a first look, without a token
  engagements list --since 7d --all -o csv   every engagement of a week";

pub(super) const LIST: &str = "\
Examples:
  engagements list --since 7d --all -o csv -O week.csv
  engagements list --since 7d --all --summary day";

pub(super) const SHOW: &str = "\
Examples:
  engagements show 65f68744-40c5-4278-968a-6ee33df0722a
  engagements list --since today --all -o id | engagements show - -o ndjson";

pub(super) const TRANSCRIPT: &str = "\
Examples:
  engagements transcript 65f68744-40c5-4278-968a-6ee33df0722a
  engagements transcript --since yesterday --all -o csv -O transcripts.csv";

pub(super) const EXPORT: &str = "\
Examples:
  engagements export 65f68744-40c5-4278-968a-6ee33df0722a
  engagements export --since 24h --all --pending --ledger exports.ndjson --yes";

pub(super) const RECORDINGS: &str = "\
Examples:
  engagements recordings 65f68744-40c5-4278-968a-6ee33df0722a --dir audio
  engagements recordings --since 2016-07 --until 2016-07 --all --dir audio";

pub(super) const SANDBOX: &str = "\
Examples:
  engagements sandbox --latency 200ms --rate-limit 5
  engagements sandbox --links cursor --fail 503,every=3";

pub(super) const CONFIG: &str = "\
Examples:
  engagements config show
  engagements config check --profile night";

pub(super) const CONFIG_PATH: &str = "\
Examples:
  engagements config path
  chmod 600 \"$(engagements config path)\"";

pub(super) const CONFIG_SHOW: &str = "\
Examples:
  engagements config show
  engagements config show --profile night";

pub(super) const CONFIG_CHECK: &str = "\
Examples:
  engagements config check
  engagements config check --profile night --any-operator";

pub(super) const CONFIG_INIT: &str = "\
Examples:
  engagements config init --config new.toml
  engagements config show --config new.toml";

pub(super) const COMPLETIONS: &str = "\
Examples:
  engagements completions bash >> ~/.bash_completion
  engagements completions fish > ~/.config/fish/completions/engagements.fish";

pub(super) const MAN: &str = "\
Examples:
  engagements man > engagements.1
  engagements man --dir ~/.local/share/man/man1";

/// What `--fail` of the sandbox takes.
pub(super) const FAULTS: &str = "\
Injected faults: --fail WHAT[,KEY=VALUE]...[,after]
  WHAT         a status from 300 to 599, or reset, stall, cut (the
               response ends early), dribble (a few bytes at a time)
  path=TEXT    only requests with TEXT in their path or query
  every=N first=N at=N from=N
               which of those: each Nth, the first N, the Nth, all
               from the Nth on
  retry-after=SECONDS
               with a status: the header
  after        the request has its effect and then fails

The second export happens, but its response is lost:
  --fail reset,path=/export,at=2,after";

//! What each command is typed like; its help begins with it.

/// The order of a command's help: what it does, what it is typed like, then every option.
pub(super) const TEMPLATE: &str = "\
{about-with-newline}
{before-help}{usage-heading} {usage}

{all-args}{after-help}";

pub(super) const TOOL: &str = "\
Examples:
  engagements --sandbox list                 a first look, without a token
  engagements list --since 7d --all -o csv   every engagement of a week";

pub(super) const LIST: &str = "\
Examples:
  engagements list --since 2015-10 --until 2015-10 --all -o csv -O october.csv
  engagements list --any-operator --limit 20 --fields id,created_at,visitor_name";

pub(super) const SHOW: &str = "\
Examples:
  engagements show 53b3b2a8-ddaa-44d6-8ad9-0cc29b91632e
  engagements list --since today --all -o id | engagements show - -o ndjson";

pub(super) const TRANSCRIPT: &str = "\
Examples:
  engagements transcript 53b3b2a8-ddaa-44d6-8ad9-0cc29b91632e
  engagements transcript --since yesterday --all -o csv -O transcripts.csv";

pub(super) const EXPORT: &str = "\
Examples:
  engagements export 53b3b2a8-ddaa-44d6-8ad9-0cc29b91632e
  engagements export --since 24h --all --pending --ledger exports.ndjson --yes";

pub(super) const RECORDINGS: &str = "\
Examples:
  engagements recordings 53b3b2a8-ddaa-44d6-8ad9-0cc29b91632e --dir audio
  engagements recordings --since yesterday --all --dir audio";

pub(super) const SANDBOX: &str = "\
Examples:
  engagements sandbox --port 8080
  engagements sandbox --links cursor --rate-limit 5 --fail 503,every=3";

pub(super) const CONFIG: &str = "\
Examples:
  engagements config show --profile night
  chmod 600 \"$(engagements config path)\"";

pub(super) const COMPLETIONS: &str = "\
Examples:
  engagements completions bash > /etc/bash_completion.d/engagements
  engagements completions fish > ~/.config/fish/completions/engagements.fish";

pub(super) const MAN: &str = "\
Examples:
  engagements man | man -l -
  engagements man --dir ~/.local/share/man/man1";

# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_engagements_global_optspecs
    string join \n profile= config= base-url= token-file= auth-scheme= j/concurrency= timeout= connect-timeout= retries= max-wait= ca-cert= sandbox tz= color= n/dry-run q/quiet v/verbose error-format= h/help V/version
end

function __fish_engagements_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_engagements_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_engagements_using_subcommand
    set -l cmd (__fish_engagements_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c engagements -n "__fish_engagements_needs_command" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_needs_command" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_needs_command" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_needs_command" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_needs_command" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_needs_command" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_needs_command" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_needs_command" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_needs_command" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_needs_command" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_needs_command" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_needs_command" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_needs_command" -s V -l version -d 'Print version'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "list" -d 'List engagements'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "show" -d 'Show engagements with all their fields'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "transcript" -d 'Print chat transcripts'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "export" -d 'Have the service send engagements to their sites\' targets; nothing is downloaded'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "recordings" -d 'Download audio recordings'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "sandbox" -d 'Run a local mock of the API'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "config" -d 'Inspect the configuration'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "completions" -d 'Generate shell completions'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "man" -d 'Generate man pages'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c engagements -n "__fish_engagements_using_subcommand list" -l site-id -d 'Only these sites (repeatable, comma-separated)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l operator-id -d 'Only these operators (repeatable, comma-separated)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l since -l start-date -d 'From TIME on: 7d, 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l until -l end-date -d 'Up to the end of TIME: 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l order -d 'Oldest or newest first' -r -f -a "asc\t'Oldest first'
desc\t'Newest first'"
complete -c engagements -n "__fish_engagements_using_subcommand list" -l page -d 'Fetch only this page, numbered from 1' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l per-page -d 'Engagements per request, 1 to 1000' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -s L -l limit -d 'Fetch at most COUNT engagements' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -s o -l output -d 'Format' -r -f -a "table\t'For people'
json\t'One JSON document of the API\'s own records'
ndjson\t'One JSON record a line'
csv\t'Comma-separated values after RFC 4180, with a header'
id\t'One ID a line'"
complete -c engagements -n "__fish_engagements_using_subcommand list" -l fields -d 'Fields to print: `a,b`, or `+a,+b` to add some' -r -f -a "id\t''
engagement_type\t''
created_at\t''
duration\t''
visitor_name\t''
visitor_id\t''
cobrowsing_used\t''
video_used\t''
audio_used\t''
flagged\t''
audio_recording_urls\t''
crm_forwarded\t''
summary_forwarded\t''
visitor_href\t''
chat_transcript_href\t''
operator_ids\t''
operator_hrefs\t''
media\t''
visitor_browser\t''
visitor_device_type\t''
queue_wait_time\t''
platform\t''
source\t''
queues\t''
legs\t''
ended_at\t''"
complete -c engagements -n "__fish_engagements_using_subcommand list" -s O -l output-file -d 'Write to FILE, replacing it only on success' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand list" -l receipt -d 'Write a JSON report with counts, checksum and completeness to FILE' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand list" -l delimiter -d 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l summary -d 'Print totals per day, weekday, hour, operator or type' -r -f -a "day\t'The day on which they were requested, in `--tz`'
weekday\t'The day of the week, in `--tz`'
hour\t'The hour of the day, in `--tz`'
operator\t'Their operators'
type\t'How they came about: reactive or proactive'"
complete -c engagements -n "__fish_engagements_using_subcommand list" -l state -d 'Fetch only what is new since the last run recorded in FILE; requires `--all`' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand list" -l lookback -d 'Search this far before the last run for late engagements [default: 24h]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand list" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand list" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand list" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand list" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand list" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand list" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand list" -l any-operator -d 'Include all operators; not supported by older deployments'
complete -c engagements -n "__fish_engagements_using_subcommand list" -l all -d 'Fetch all pages'
complete -c engagements -n "__fish_engagements_using_subcommand list" -l no-header -d 'Omit the header row of a table or CSV'
complete -c engagements -n "__fish_engagements_using_subcommand list" -l excel -d 'Write CSV for spreadsheets, with formulas escaped'
complete -c engagements -n "__fish_engagements_using_subcommand list" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand list" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand list" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand list" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand list" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand show" -l site-id -d 'Only these sites (repeatable, comma-separated)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l operator-id -d 'Only these operators (repeatable, comma-separated)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l since -l start-date -d 'From TIME on: 7d, 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l until -l end-date -d 'Up to the end of TIME: 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l order -d 'Oldest or newest first' -r -f -a "asc\t'Oldest first'
desc\t'Newest first'"
complete -c engagements -n "__fish_engagements_using_subcommand show" -l per-page -d 'Engagements per request, 1 to 1000' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -s L -l limit -d 'Fetch at most COUNT engagements' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -s o -l output -d 'Format' -r -f -a "table\t'For people'
json\t'One JSON document of the API\'s own records'
ndjson\t'One JSON record a line'
csv\t'Comma-separated values after RFC 4180, with a header'
id\t'One ID a line'"
complete -c engagements -n "__fish_engagements_using_subcommand show" -l fields -d 'Fields to print: `a,b`, or `+a,+b` to add some' -r -f -a "id\t''
engagement_type\t''
created_at\t''
duration\t''
visitor_name\t''
visitor_id\t''
cobrowsing_used\t''
video_used\t''
audio_used\t''
flagged\t''
audio_recording_urls\t''
crm_forwarded\t''
summary_forwarded\t''
visitor_href\t''
chat_transcript_href\t''
operator_ids\t''
operator_hrefs\t''
media\t''
visitor_browser\t''
visitor_device_type\t''
queue_wait_time\t''
platform\t''
source\t''
queues\t''
legs\t''
ended_at\t''"
complete -c engagements -n "__fish_engagements_using_subcommand show" -s O -l output-file -d 'Write to FILE, replacing it only on success' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand show" -l receipt -d 'Write a JSON report with counts, checksum and completeness to FILE' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand show" -l delimiter -d 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand show" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand show" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand show" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand show" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand show" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand show" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand show" -l any-operator -d 'Include all operators; not supported by older deployments'
complete -c engagements -n "__fish_engagements_using_subcommand show" -l all -d 'Fetch all pages'
complete -c engagements -n "__fish_engagements_using_subcommand show" -l no-header -d 'Omit the header row of a table or CSV'
complete -c engagements -n "__fish_engagements_using_subcommand show" -l excel -d 'Write CSV for spreadsheets, with formulas escaped'
complete -c engagements -n "__fish_engagements_using_subcommand show" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand show" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand show" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand show" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand show" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l site-id -d 'Only these sites (repeatable, comma-separated)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l operator-id -d 'Only these operators (repeatable, comma-separated)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l since -l start-date -d 'From TIME on: 7d, 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l until -l end-date -d 'Up to the end of TIME: 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l order -d 'Oldest or newest first' -r -f -a "asc\t'Oldest first'
desc\t'Newest first'"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l per-page -d 'Engagements per request, 1 to 1000' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s L -l limit -d 'Fetch at most COUNT engagements' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s o -l output -d 'Format' -r -f -a "table\t'For people'
json\t'One JSON document of the API\'s own records'
ndjson\t'One JSON record a line'
csv\t'Comma-separated values after RFC 4180, with a header'
id\t'One ID a line'"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l fields -d 'Fields to print: `a,b`, or `+a,+b` to add some' -r -f -a "engagement_id\t''
created_at\t''
sender_type\t''
sender_id\t''
sender_name\t''
message\t''
type\t''
attachment\t''
metadata\t''"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s O -l output-file -d 'Write to FILE, replacing it only on success' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l receipt -d 'Write a JSON report with counts, checksum and completeness to FILE' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l delimiter -d 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l output-dir -d 'Write one file per engagement to DIR' -r -f -a "(__fish_complete_directories)"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l lookback -d 'Search this far before the last run for late engagements [default: 24h]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l state -d 'Fetch only what is new since the last run recorded in FILE; requires `--all`' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l any-operator -d 'Include all operators; not supported by older deployments'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l all -d 'Fetch all pages'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l no-header -d 'Omit the header row of a table or CSV'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l excel -d 'Write CSV for spreadsheets, with formulas escaped'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l metrics -d 'Print response time and message counts instead'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l site-id -d 'Only these sites (repeatable, comma-separated)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l operator-id -d 'Only these operators (repeatable, comma-separated)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l since -l start-date -d 'From TIME on: 7d, 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l until -l end-date -d 'Up to the end of TIME: 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l order -d 'Oldest or newest first' -r -f -a "asc\t'Oldest first'
desc\t'Newest first'"
complete -c engagements -n "__fish_engagements_using_subcommand export" -l per-page -d 'Engagements per request, 1 to 1000' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -s L -l limit -d 'Fetch at most COUNT engagements' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l ledger -d 'Record exports in FILE and skip those already done' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand export" -s o -l output -d 'Format' -r -f -a "table\t'For people'
json\t'One JSON document of the API\'s own records'
ndjson\t'One JSON record a line'
csv\t'Comma-separated values after RFC 4180, with a header'
id\t'One ID a line'"
complete -c engagements -n "__fish_engagements_using_subcommand export" -l fields -d 'Fields to print: `a,b`, or `+a,+b` to add some' -r -f -a "engagement_id\t''
status\t''
http_status\t''
attempts\t''
request_id\t''
error\t''"
complete -c engagements -n "__fish_engagements_using_subcommand export" -s O -l output-file -d 'Write to FILE, replacing it only on success' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand export" -l receipt -d 'Write a JSON report with counts, checksum and completeness to FILE' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand export" -l delimiter -d 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand export" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand export" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand export" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand export" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand export" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand export" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand export" -l any-operator -d 'Include all operators; not supported by older deployments'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l all -d 'Fetch all pages'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l pending -d 'Skip engagements already forwarded to a CRM'
complete -c engagements -n "__fish_engagements_using_subcommand export" -s y -l yes -d 'Skip the confirmation prompt'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l fail-fast -d 'Stop at the first failed export'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l no-header -d 'Omit the header row of a table or CSV'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l excel -d 'Write CSV for spreadsheets, with formulas escaped'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand export" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand export" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand export" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand export" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l site-id -d 'Only these sites (repeatable, comma-separated)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l operator-id -d 'Only these operators (repeatable, comma-separated)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l since -l start-date -d 'From TIME on: 7d, 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l until -l end-date -d 'Up to the end of TIME: 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l order -d 'Oldest or newest first' -r -f -a "asc\t'Oldest first'
desc\t'Newest first'"
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l per-page -d 'Engagements per request, 1 to 1000' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -s L -l limit -d 'Fetch at most COUNT engagements' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l dir -d 'Directory for the recordings; created if missing' -r -f -a "(__fish_complete_directories)"
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l max-size -d 'Maximum size of a recording' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l any-operator -d 'Include all operators; not supported by older deployments'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l all -d 'Fetch all pages'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l port -d 'Port on 127.0.0.1; 0: any free port' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l engagements -d 'Number of generated engagements' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l seed -d 'Seed of the generated data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l links -d 'Style of pagination links' -r -f -a "numbered\t'The page number with all filters'
bare\t'The page number without filters, as in the API documentation'
cursor\t'An opaque cursor that contains the filters; there is no `last_page`'"
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l end -d 'What `next_page` is on the last page' -r -f -a "absent\t'The key is missing'
null\t'The key is null'"
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l any-operator-allowed -d 'Whether requests may omit `operator_ids[]`' -r -f -a "true\t''
false\t''"
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l latency -d 'Delay before each response' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l rate-limit -d 'Requests per second before a 429' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l fail -d 'Inject a fault: `503,every=3` (repeatable)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l no-request-ids -d 'Omit `X-Request-Id` from responses'
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -f -a "path" -d 'Print the path of the config file'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -f -a "show" -d 'Print all settings and their sources; secrets are redacted'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -f -a "check" -d 'Send one request and report what works'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -f -a "init" -d 'Create a config file with comments'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show check init help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l site-id -d 'Only these sites (repeatable, comma-separated)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l operator-id -d 'Only these operators (repeatable, comma-separated)' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l since -l start-date -d 'From TIME on: 7d, 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l until -l end-date -d 'Up to the end of TIME: 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l order -d 'Oldest or newest first' -r -f -a "asc\t'Oldest first'
desc\t'Newest first'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l any-operator -d 'Include all operators; not supported by older deployments'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print the path of the config file'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Print all settings and their sources; secrets are redacted'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "check" -d 'Send one request and report what works'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "init" -d 'Create a config file with comments'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand completions" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand completions" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand completions" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand completions" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand completions" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand man" -l dir -d 'Write the pages into DIR' -r -f -a "(__fish_complete_directories)"
complete -c engagements -n "__fish_engagements_using_subcommand man" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand man" -l base-url -d 'Base URL of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l token-file -d 'File that contains the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand man" -l auth-scheme -d 'Authentication scheme before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand man" -s j -l concurrency -d 'Maximum number of concurrent requests, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l timeout -d 'Timeout per attempt; for recordings, per period without data' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l connect-timeout -d 'Timeout for connecting' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l retries -d 'Maximum number of retries per request' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l max-wait -d 'Maximum total time spent waiting for retries' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l ca-cert -d 'Additional root certificates (PEM)' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand man" -l tz -d 'Time zone for times without an offset and for displayed times' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand man" -l color -d 'When to use color' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand man" -l error-format -d 'Format of errors on stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand man" -l sandbox -d 'Use a built-in mock of the API; needs no token'
complete -c engagements -n "__fish_engagements_using_subcommand man" -s n -l dry-run -d 'Print requests as curl commands instead of sending them'
complete -c engagements -n "__fish_engagements_using_subcommand man" -s q -l quiet -d 'Hide hints and progress'
complete -c engagements -n "__fish_engagements_using_subcommand man" -s v -l verbose -d 'Log requests to stderr; twice: with headers'
complete -c engagements -n "__fish_engagements_using_subcommand man" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "list" -d 'List engagements'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "show" -d 'Show engagements with all their fields'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "transcript" -d 'Print chat transcripts'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "export" -d 'Have the service send engagements to their sites\' targets; nothing is downloaded'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "recordings" -d 'Download audio recordings'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "sandbox" -d 'Run a local mock of the API'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "config" -d 'Inspect the configuration'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "completions" -d 'Generate shell completions'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "man" -d 'Generate man pages'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c engagements -n "__fish_engagements_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "path" -d 'Print the path of the config file'
complete -c engagements -n "__fish_engagements_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Print all settings and their sources; secrets are redacted'
complete -c engagements -n "__fish_engagements_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "check" -d 'Send one request and report what works'
complete -c engagements -n "__fish_engagements_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "init" -d 'Create a config file with comments'

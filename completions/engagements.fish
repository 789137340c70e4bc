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
complete -c engagements -n "__fish_engagements_needs_command" -l base-url -d 'Address of the API' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l token-file -d 'File that holds the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_needs_command" -l auth-scheme -d 'The word before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_needs_command" -s j -l concurrency -d 'Requests in flight, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l timeout -d 'Deadline of one attempt, headers and body [default: 30s; export: 60s]' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l connect-timeout -d 'Deadline of one connection [default: 10s]' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l retries -d 'Attempts after the first [default: 4]' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l max-wait -d 'The longest that all waits of a run may take [default: 5m]' -r -f
complete -c engagements -n "__fish_engagements_needs_command" -l ca-cert -d 'Further root certificates, a PEM file' -r -F
complete -c engagements -n "__fish_engagements_needs_command" -l tz -d 'Zone of times: utc, local, Europe/Tallinn' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_needs_command" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_needs_command" -l error-format -d 'How errors are written to stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_needs_command" -l sandbox -d 'Run the command against a practice server of its own'
complete -c engagements -n "__fish_engagements_needs_command" -s n -l dry-run -d 'Print the requests as curl commands, send none'
complete -c engagements -n "__fish_engagements_needs_command" -s q -l quiet -d 'No hints, no progress'
complete -c engagements -n "__fish_engagements_needs_command" -s v -l verbose -d 'Trace each request on stderr; twice for headers'
complete -c engagements -n "__fish_engagements_needs_command" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_needs_command" -s V -l version -d 'Print version'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "list" -d 'List engagements: who talked to whom, when, how long'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "show" -d 'Show single engagements with everything the service says of them'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "transcript" -d 'Print chat transcripts as conversations or as data'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "export" -d 'Have the service send engagements to their sites\' targets; nothing is downloaded'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "recordings" -d 'Download audio recordings into a folder'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "sandbox" -d 'Run a local mock of the API'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "config" -d 'Tell where settings come from'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "completions" -d 'Print the completions of a shell'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "man" -d 'Print the manual page, or write one for each command'
complete -c engagements -n "__fish_engagements_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c engagements -n "__fish_engagements_using_subcommand list" -l site-id -d 'Sites to list, repeated or comma-separated' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l operator-id -d 'Operators whose engagements to list, likewise' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l since -l start-date -d 'From T on: 2015-10-01, 7d, today' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l until -l end-date -d 'Up to the end of T: 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l order -d 'Oldest or newest first' -r -f -a "asc\t'Oldest first'
desc\t'Newest first'"
complete -c engagements -n "__fish_engagements_using_subcommand list" -l page -d 'One page, numbered from 1' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l per-page -d 'Engagements a page, 1 to 1000' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -s L -l limit -d 'At most N engagements, from as many pages as that takes' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -s o -l output -d 'Format' -r -f -a "table\t'For people'
json\t'One JSON document of the API\'s own records'
ndjson\t'One JSON record a line'
csv\t'Comma-separated values after RFC 4180, with a header'
id\t'One id a line'"
complete -c engagements -n "__fish_engagements_using_subcommand list" -l fields -d 'Which fields, in this order; `+a,+b` adds some' -r -f -a "id\t''
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
legs\t''"
complete -c engagements -n "__fish_engagements_using_subcommand list" -s O -l output-file -d 'Write to FILE, replaced only if the run succeeds' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand list" -l receipt -d 'Write a JSON proof of what was delivered to FILE' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand list" -l delimiter -d 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l summary -d 'Totals by day, operator or type instead of engagements' -r -f -a "day\t'The day on which they were requested, in `--tz`'
operator\t'Their operators'
type\t'How they came about: reactive or proactive'"
complete -c engagements -n "__fish_engagements_using_subcommand list" -l state -d 'Continue where the last complete run with FILE ended; goes with `--all`' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand list" -l lookback -d 'How far to look back behind that, for engagements that appeared late [default: 24h]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand list" -l base-url -d 'Address of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l token-file -d 'File that holds the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand list" -l auth-scheme -d 'The word before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand list" -s j -l concurrency -d 'Requests in flight, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l timeout -d 'Deadline of one attempt, headers and body [default: 30s; export: 60s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l connect-timeout -d 'Deadline of one connection [default: 10s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l retries -d 'Attempts after the first [default: 4]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l max-wait -d 'The longest that all waits of a run may take [default: 5m]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand list" -l ca-cert -d 'Further root certificates, a PEM file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand list" -l tz -d 'Zone of times: utc, local, Europe/Tallinn' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand list" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand list" -l error-format -d 'How errors are written to stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand list" -l any-operator -d 'Every operator\'s engagements'
complete -c engagements -n "__fish_engagements_using_subcommand list" -l all -d 'Every page'
complete -c engagements -n "__fish_engagements_using_subcommand list" -l no-header -d 'Leave out the header line of a table or csv'
complete -c engagements -n "__fish_engagements_using_subcommand list" -l excel -d 'Write CSV for spreadsheets, with formulas escaped'
complete -c engagements -n "__fish_engagements_using_subcommand list" -l sandbox -d 'Run the command against a practice server of its own'
complete -c engagements -n "__fish_engagements_using_subcommand list" -s n -l dry-run -d 'Print the requests as curl commands, send none'
complete -c engagements -n "__fish_engagements_using_subcommand list" -s q -l quiet -d 'No hints, no progress'
complete -c engagements -n "__fish_engagements_using_subcommand list" -s v -l verbose -d 'Trace each request on stderr; twice for headers'
complete -c engagements -n "__fish_engagements_using_subcommand list" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand show" -l site-id -d 'Sites to list, repeated or comma-separated' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l operator-id -d 'Operators whose engagements to list, likewise' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l since -l start-date -d 'From T on: 2015-10-01, 7d, today' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l until -l end-date -d 'Up to the end of T: 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l order -d 'Oldest or newest first' -r -f -a "asc\t'Oldest first'
desc\t'Newest first'"
complete -c engagements -n "__fish_engagements_using_subcommand show" -l per-page -d 'Engagements a page, 1 to 1000 [default: 100]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -s L -l limit -d 'At most N of the selected engagements' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -s o -l output -d 'Format' -r -f -a "table\t'For people'
json\t'One JSON document of the API\'s own records'
ndjson\t'One JSON record a line'
csv\t'Comma-separated values after RFC 4180, with a header'"
complete -c engagements -n "__fish_engagements_using_subcommand show" -l fields -d 'Which fields, in this order; `+a,+b` adds some' -r -f -a "id\t''
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
legs\t''"
complete -c engagements -n "__fish_engagements_using_subcommand show" -s O -l output-file -d 'Write to FILE, replaced only if the run succeeds' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand show" -l receipt -d 'Write a JSON proof of what was delivered to FILE' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand show" -l delimiter -d 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand show" -l base-url -d 'Address of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l token-file -d 'File that holds the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand show" -l auth-scheme -d 'The word before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand show" -s j -l concurrency -d 'Requests in flight, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l timeout -d 'Deadline of one attempt, headers and body [default: 30s; export: 60s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l connect-timeout -d 'Deadline of one connection [default: 10s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l retries -d 'Attempts after the first [default: 4]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l max-wait -d 'The longest that all waits of a run may take [default: 5m]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand show" -l ca-cert -d 'Further root certificates, a PEM file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand show" -l tz -d 'Zone of times: utc, local, Europe/Tallinn' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand show" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand show" -l error-format -d 'How errors are written to stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand show" -l any-operator -d 'Every operator\'s engagements'
complete -c engagements -n "__fish_engagements_using_subcommand show" -l all -d 'All selected engagements'
complete -c engagements -n "__fish_engagements_using_subcommand show" -l no-header -d 'Leave out the header line of a table or csv'
complete -c engagements -n "__fish_engagements_using_subcommand show" -l excel -d 'Write CSV for spreadsheets, with formulas escaped'
complete -c engagements -n "__fish_engagements_using_subcommand show" -l sandbox -d 'Run the command against a practice server of its own'
complete -c engagements -n "__fish_engagements_using_subcommand show" -s n -l dry-run -d 'Print the requests as curl commands, send none'
complete -c engagements -n "__fish_engagements_using_subcommand show" -s q -l quiet -d 'No hints, no progress'
complete -c engagements -n "__fish_engagements_using_subcommand show" -s v -l verbose -d 'Trace each request on stderr; twice for headers'
complete -c engagements -n "__fish_engagements_using_subcommand show" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l site-id -d 'Sites to list, repeated or comma-separated' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l operator-id -d 'Operators whose engagements to list, likewise' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l since -l start-date -d 'From T on: 2015-10-01, 7d, today' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l until -l end-date -d 'Up to the end of T: 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l order -d 'Oldest or newest first' -r -f -a "asc\t'Oldest first'
desc\t'Newest first'"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l per-page -d 'Engagements a page, 1 to 1000 [default: 100]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s L -l limit -d 'At most N of the selected engagements' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s o -l output -d 'Format' -r -f -a "table\t'For people'
json\t'One JSON document of the API\'s own records'
ndjson\t'One JSON record a line'
csv\t'Comma-separated values after RFC 4180, with a header'"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l fields -d 'Which fields, in this order; `+a,+b` adds some' -r -f -a "engagement_id\t''
created_at\t''
sender_type\t''
sender_id\t''
sender_name\t''
message\t''"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s O -l output-file -d 'Write to FILE, replaced only if the run succeeds' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l receipt -d 'Write a JSON proof of what was delivered to FILE' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l delimiter -d 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l output-dir -d 'Write each transcript to a file of its own in DIR' -r -f -a "(__fish_complete_directories)"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l state -d 'Continue where the last complete run with FILE ended; goes with `--all`' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l lookback -d 'How far to look back behind that, for engagements that appeared late [default: 24h]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l base-url -d 'Address of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l token-file -d 'File that holds the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l auth-scheme -d 'The word before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s j -l concurrency -d 'Requests in flight, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l timeout -d 'Deadline of one attempt, headers and body [default: 30s; export: 60s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l connect-timeout -d 'Deadline of one connection [default: 10s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l retries -d 'Attempts after the first [default: 4]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l max-wait -d 'The longest that all waits of a run may take [default: 5m]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l ca-cert -d 'Further root certificates, a PEM file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l tz -d 'Zone of times: utc, local, Europe/Tallinn' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l error-format -d 'How errors are written to stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l any-operator -d 'Every operator\'s engagements'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l all -d 'All selected engagements'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l no-header -d 'Leave out the header line of a table or csv'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l excel -d 'Write CSV for spreadsheets, with formulas escaped'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -l sandbox -d 'Run the command against a practice server of its own'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s n -l dry-run -d 'Print the requests as curl commands, send none'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s q -l quiet -d 'No hints, no progress'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s v -l verbose -d 'Trace each request on stderr; twice for headers'
complete -c engagements -n "__fish_engagements_using_subcommand transcript" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l site-id -d 'Sites to list, repeated or comma-separated' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l operator-id -d 'Operators whose engagements to list, likewise' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l since -l start-date -d 'From T on: 2015-10-01, 7d, today' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l until -l end-date -d 'Up to the end of T: 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l order -d 'Oldest or newest first' -r -f -a "asc\t'Oldest first'
desc\t'Newest first'"
complete -c engagements -n "__fish_engagements_using_subcommand export" -l per-page -d 'Engagements a page, 1 to 1000 [default: 100]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -s L -l limit -d 'At most N of the selected engagements' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l ledger -d 'Remember in FILE what was exported' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand export" -s o -l output -d 'Format' -r -f -a "table\t'For people'
json\t'One JSON document of the API\'s own records'
ndjson\t'One JSON record a line'
csv\t'Comma-separated values after RFC 4180, with a header'"
complete -c engagements -n "__fish_engagements_using_subcommand export" -l fields -d 'Which fields, in this order; `+a,+b` adds some' -r -f -a "engagement_id\t''
status\t''
http_status\t''
attempts\t''
request_id\t''
error\t''"
complete -c engagements -n "__fish_engagements_using_subcommand export" -s O -l output-file -d 'Write to FILE, replaced only if the run succeeds' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand export" -l receipt -d 'Write a JSON proof of what was delivered to FILE' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand export" -l delimiter -d 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand export" -l base-url -d 'Address of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l token-file -d 'File that holds the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand export" -l auth-scheme -d 'The word before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand export" -s j -l concurrency -d 'Requests in flight, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l timeout -d 'Deadline of one attempt, headers and body [default: 30s; export: 60s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l connect-timeout -d 'Deadline of one connection [default: 10s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l retries -d 'Attempts after the first [default: 4]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l max-wait -d 'The longest that all waits of a run may take [default: 5m]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand export" -l ca-cert -d 'Further root certificates, a PEM file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand export" -l tz -d 'Zone of times: utc, local, Europe/Tallinn' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand export" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand export" -l error-format -d 'How errors are written to stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand export" -l any-operator -d 'Every operator\'s engagements'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l all -d 'All selected engagements'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l pending -d 'Only engagements not yet forwarded to a CRM'
complete -c engagements -n "__fish_engagements_using_subcommand export" -s y -l yes -d 'Do not ask before exporting a selection or `-`'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l fail-fast -d 'Stop at the first export that does not succeed'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l no-header -d 'Leave out the header line of a table or csv'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l excel -d 'Write CSV for spreadsheets, with formulas escaped'
complete -c engagements -n "__fish_engagements_using_subcommand export" -l sandbox -d 'Run the command against a practice server of its own'
complete -c engagements -n "__fish_engagements_using_subcommand export" -s n -l dry-run -d 'Print the requests as curl commands, send none'
complete -c engagements -n "__fish_engagements_using_subcommand export" -s q -l quiet -d 'No hints, no progress'
complete -c engagements -n "__fish_engagements_using_subcommand export" -s v -l verbose -d 'Trace each request on stderr; twice for headers'
complete -c engagements -n "__fish_engagements_using_subcommand export" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l site-id -d 'Sites to list, repeated or comma-separated' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l operator-id -d 'Operators whose engagements to list, likewise' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l since -l start-date -d 'From T on: 2015-10-01, 7d, today' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l until -l end-date -d 'Up to the end of T: 2015-10-01' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l order -d 'Oldest or newest first' -r -f -a "asc\t'Oldest first'
desc\t'Newest first'"
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l per-page -d 'Engagements a page, 1 to 1000 [default: 100]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -s L -l limit -d 'At most N of the selected engagements' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l dir -d 'Directory for the recordings; created if missing' -r -f -a "(__fish_complete_directories)"
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l max-size -d 'Maximum size of a recording' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l base-url -d 'Address of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l token-file -d 'File that holds the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l auth-scheme -d 'The word before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -s j -l concurrency -d 'Requests in flight, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l timeout -d 'Deadline of one attempt, headers and body [default: 30s; export: 60s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l connect-timeout -d 'Deadline of one connection [default: 10s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l retries -d 'Attempts after the first [default: 4]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l max-wait -d 'The longest that all waits of a run may take [default: 5m]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l ca-cert -d 'Further root certificates, a PEM file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l tz -d 'Zone of times: utc, local, Europe/Tallinn' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l error-format -d 'How errors are written to stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l any-operator -d 'Every operator\'s engagements'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l all -d 'All selected engagements'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -l sandbox -d 'Run the command against a practice server of its own'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -s n -l dry-run -d 'Print the requests as curl commands, send none'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -s q -l quiet -d 'No hints, no progress'
complete -c engagements -n "__fish_engagements_using_subcommand recordings" -s v -l verbose -d 'Trace each request on stderr; twice for headers'
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
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l base-url -d 'Address of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l token-file -d 'File that holds the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l auth-scheme -d 'The word before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -s j -l concurrency -d 'Requests in flight, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l timeout -d 'Deadline of one attempt, headers and body [default: 30s; export: 60s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l connect-timeout -d 'Deadline of one connection [default: 10s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l retries -d 'Attempts after the first [default: 4]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l max-wait -d 'The longest that all waits of a run may take [default: 5m]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l ca-cert -d 'Further root certificates, a PEM file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l tz -d 'Zone of times: utc, local, Europe/Tallinn' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l error-format -d 'How errors are written to stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l no-request-ids -d 'Omit `X-Request-Id` from responses'
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -l sandbox -d 'Run the command against a practice server of its own'
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -s n -l dry-run -d 'Print the requests as curl commands, send none'
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -s q -l quiet -d 'No hints, no progress'
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -s v -l verbose -d 'Trace each request on stderr; twice for headers'
complete -c engagements -n "__fish_engagements_using_subcommand sandbox" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l base-url -d 'Address of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l token-file -d 'File that holds the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l auth-scheme -d 'The word before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -s j -l concurrency -d 'Requests in flight, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l timeout -d 'Deadline of one attempt, headers and body [default: 30s; export: 60s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l connect-timeout -d 'Deadline of one connection [default: 10s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l retries -d 'Attempts after the first [default: 4]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l max-wait -d 'The longest that all waits of a run may take [default: 5m]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l ca-cert -d 'Further root certificates, a PEM file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l tz -d 'Zone of times: utc, local, Europe/Tallinn' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l error-format -d 'How errors are written to stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -l sandbox -d 'Run the command against a practice server of its own'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -s n -l dry-run -d 'Print the requests as curl commands, send none'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -s q -l quiet -d 'No hints, no progress'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -s v -l verbose -d 'Trace each request on stderr; twice for headers'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -f -a "path" -d 'Print where the config file is looked for'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -f -a "show" -d 'Print each setting, its value (secrets masked) and where it comes from'
complete -c engagements -n "__fish_engagements_using_subcommand config; and not __fish_seen_subcommand_from path show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l base-url -d 'Address of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l token-file -d 'File that holds the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l auth-scheme -d 'The word before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -s j -l concurrency -d 'Requests in flight, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l timeout -d 'Deadline of one attempt, headers and body [default: 30s; export: 60s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l connect-timeout -d 'Deadline of one connection [default: 10s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l retries -d 'Attempts after the first [default: 4]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l max-wait -d 'The longest that all waits of a run may take [default: 5m]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l ca-cert -d 'Further root certificates, a PEM file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l tz -d 'Zone of times: utc, local, Europe/Tallinn' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l error-format -d 'How errors are written to stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -l sandbox -d 'Run the command against a practice server of its own'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -s n -l dry-run -d 'Print the requests as curl commands, send none'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'No hints, no progress'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Trace each request on stderr; twice for headers'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l base-url -d 'Address of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l token-file -d 'File that holds the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l auth-scheme -d 'The word before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -s j -l concurrency -d 'Requests in flight, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l timeout -d 'Deadline of one attempt, headers and body [default: 30s; export: 60s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Deadline of one connection [default: 10s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l retries -d 'Attempts after the first [default: 4]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l max-wait -d 'The longest that all waits of a run may take [default: 5m]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l ca-cert -d 'Further root certificates, a PEM file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l tz -d 'Zone of times: utc, local, Europe/Tallinn' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l error-format -d 'How errors are written to stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -l sandbox -d 'Run the command against a practice server of its own'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Print the requests as curl commands, send none'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'No hints, no progress'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Trace each request on stderr; twice for headers'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print where the config file is looked for'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Print each setting, its value (secrets masked) and where it comes from'
complete -c engagements -n "__fish_engagements_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l base-url -d 'Address of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l token-file -d 'File that holds the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l auth-scheme -d 'The word before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand completions" -s j -l concurrency -d 'Requests in flight, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l timeout -d 'Deadline of one attempt, headers and body [default: 30s; export: 60s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l connect-timeout -d 'Deadline of one connection [default: 10s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l retries -d 'Attempts after the first [default: 4]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l max-wait -d 'The longest that all waits of a run may take [default: 5m]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l ca-cert -d 'Further root certificates, a PEM file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l tz -d 'Zone of times: utc, local, Europe/Tallinn' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l error-format -d 'How errors are written to stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand completions" -l sandbox -d 'Run the command against a practice server of its own'
complete -c engagements -n "__fish_engagements_using_subcommand completions" -s n -l dry-run -d 'Print the requests as curl commands, send none'
complete -c engagements -n "__fish_engagements_using_subcommand completions" -s q -l quiet -d 'No hints, no progress'
complete -c engagements -n "__fish_engagements_using_subcommand completions" -s v -l verbose -d 'Trace each request on stderr; twice for headers'
complete -c engagements -n "__fish_engagements_using_subcommand completions" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand man" -l dir -d 'Write the pages into DIR' -r -f -a "(__fish_complete_directories)"
complete -c engagements -n "__fish_engagements_using_subcommand man" -l profile -d 'Profile of the config file' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l config -d 'Config file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand man" -l base-url -d 'Address of the API' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l token-file -d 'File that holds the token; `-` reads standard input' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand man" -l auth-scheme -d 'The word before the token' -r -f -a "token\t'For a personal API token'
bearer\t'For a bearer token, which newer deployments want'"
complete -c engagements -n "__fish_engagements_using_subcommand man" -s j -l concurrency -d 'Requests in flight, 1 to 32' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l timeout -d 'Deadline of one attempt, headers and body [default: 30s; export: 60s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l connect-timeout -d 'Deadline of one connection [default: 10s]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l retries -d 'Attempts after the first [default: 4]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l max-wait -d 'The longest that all waits of a run may take [default: 5m]' -r -f
complete -c engagements -n "__fish_engagements_using_subcommand man" -l ca-cert -d 'Further root certificates, a PEM file' -r -F
complete -c engagements -n "__fish_engagements_using_subcommand man" -l tz -d 'Zone of times: utc, local, Europe/Tallinn' -r -f -a "utc\t''
local\t''
America/Chicago\t''
America/Denver\t''
America/Los_Angeles\t''
America/New_York\t''
Europe/Berlin\t''
Europe/London\t''
Europe/Paris\t''
Europe/Tallinn\t''"
complete -c engagements -n "__fish_engagements_using_subcommand man" -l color -d 'Whether to use colour' -r -f -a "auto\t'On a terminal that wants it'
always\t'Always'
never\t'Never'"
complete -c engagements -n "__fish_engagements_using_subcommand man" -l error-format -d 'How errors are written to stderr' -r -f -a "text\t'For people'
json\t'One object on stderr'"
complete -c engagements -n "__fish_engagements_using_subcommand man" -l sandbox -d 'Run the command against a practice server of its own'
complete -c engagements -n "__fish_engagements_using_subcommand man" -s n -l dry-run -d 'Print the requests as curl commands, send none'
complete -c engagements -n "__fish_engagements_using_subcommand man" -s q -l quiet -d 'No hints, no progress'
complete -c engagements -n "__fish_engagements_using_subcommand man" -s v -l verbose -d 'Trace each request on stderr; twice for headers'
complete -c engagements -n "__fish_engagements_using_subcommand man" -s h -l help -d 'Print help: `-h` the first screen, `--help` all of it'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "list" -d 'List engagements: who talked to whom, when, how long'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "show" -d 'Show single engagements with everything the service says of them'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "transcript" -d 'Print chat transcripts as conversations or as data'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "export" -d 'Have the service send engagements to their sites\' targets; nothing is downloaded'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "recordings" -d 'Download audio recordings into a folder'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "sandbox" -d 'Run a local mock of the API'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "config" -d 'Tell where settings come from'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "completions" -d 'Print the completions of a shell'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "man" -d 'Print the manual page, or write one for each command'
complete -c engagements -n "__fish_engagements_using_subcommand help; and not __fish_seen_subcommand_from list show transcript export recordings sandbox config completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c engagements -n "__fish_engagements_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "path" -d 'Print where the config file is looked for'
complete -c engagements -n "__fish_engagements_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Print each setting, its value (secrets masked) and where it comes from'
